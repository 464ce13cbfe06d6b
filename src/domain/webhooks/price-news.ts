/** The changes of prices that a revision tells of for the first time, by the rule of `priceChanges`. */
import type { AsOf } from '../../db/as-of.ts'
import type { Tx } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import type { Plain } from '../../lib/canonical.ts'
import { Decimal } from '../../lib/decimal.ts'
import { isoDay } from '../../lib/period.ts'
import { quantityOf } from '../read/belief.ts'
import { conditionsText } from '../read/describe.ts'
import { plainQuantity, plainWithheld } from '../read/export/plain.ts'
import type { Withholder } from '../read/licence.ts'
import { changeStatus, changes, type PriceChangeRow, percentChange } from '../read/price-changes.ts'
import type { Reader } from '../read/reader.ts'
import type { ClaimRow } from '../read/rows.ts'

export interface PriceNews {
  modelSlug: string
  sellerSlug: string
  meterCode: string
  /** By how many per cent, without its sign; null where there is no percentage, or it must not go out. */
  size: Decimal | null
  claimIds: string[]
  data: Plain
}

/** What is read for the messages of one revision. */
export interface NewsReaders {
  tx: Tx
  /** As of the revision. */
  read: Reader
  /** As of the one before it; null for the first. */
  before: Reader | null
  withheldBy: Withholder
}

/**
 * Those that were not there as of the revision before, or had other values. A file that tells of the past makes changes
 * on past days news too. What is gone is none: it was corrected.
 */
export async function priceNews({ tx, read, before, withheldBy }: NewsReaders): Promise<PriceNews[]> {
  const told = new Map((before ? await changesIn(tx, before, read.asOf) : []).map((c) => [c.key, c]))
  const valuesOf = async (c: PriceChangeRow) => {
    const [from, to] = await Promise.all([read.claim.load(c.fromId), read.claim.load(c.toId)])
    return { from: from!, to: to! }
  }
  const found = await Promise.all(
    (await changesIn(tx, read, read.asOf)).map(async (change) => {
      const known = told.get(change.key)
      const claims = await valuesOf(change)
      const isKnown =
        known !== undefined && (isSame(known, change) || saysTheSame(claims, await valuesOf(known)))
      return isKnown ? null : newsOf(change, claims, known !== undefined, { read, withheldBy })
    }),
  )
  return found.filter((news) => news !== null)
}

const isSame = (a: PriceChangeRow, b: PriceChangeRow) => a.fromId === b.fromId && a.toId === b.toId

function saysTheSame(a: { from: ClaimRow; to: ClaimRow }, b: { from: ClaimRow; to: ClaimRow }): boolean {
  const text = (claim: ClaimRow) => JSON.stringify([claim.form, quantityOf(claim)])
  return text(a.from) === text(b.from) && text(a.to) === text(b.to)
}

/** Of the prices whose answers a revision changed, all changes as of a reader's revision, the newest first. */
async function changesIn(
  tx: Tx,
  { asOf, unitColumns }: Reader,
  { revision }: AsOf,
): Promise<PriceChangeRow[]> {
  const touched = Prisma.sql`r."factId" IN (SELECT x."factId" FROM "Resolution" x
    WHERE (x."fromRevision" = ${revision} OR x."toRevision" = ${revision}) AND starts_with(x."factId", 'pri_'))`
  return tx.$queryRaw`SELECT e.* FROM (${changes(asOf, await unitColumns(), touched)}) AS e
    ORDER BY e."on" DESC, e."factId"`
}

async function newsOf(
  change: PriceChangeRow,
  { from, to }: { from: ClaimRow; to: ClaimRow },
  revised: boolean,
  { read, withheldBy }: Pick<NewsReaders, 'read' | 'withheldBy'>,
): Promise<PriceNews> {
  const price = (await read.factOfKind('PRICE', change.factId))!
  const [offer, licence] = await Promise.all([read.offer.load(price.offerSlug), withheldBy([from.id, to.id])])
  const [before, after] = [quantityOf(from), quantityOf(to)]
  const percent = licence ? null : percentChange(before, after)
  const { modelSlug, sellerSlug, meterCode } = price
  const { region, plan, endpoint } = offer!
  const conditions = conditionsText(price, { region, plan, isInclusive: to.comparison === 'AT_LEAST' })
  return {
    modelSlug,
    sellerSlug,
    meterCode,
    size: percent === null ? null : new Decimal(percent).abs(),
    claimIds: [from.id, to.id],
    data: {
      factId: change.factId,
      model: modelSlug,
      seller: sellerSlug,
      meter: meterCode,
      endpoint,
      conditions,
      on: isoDay(change.on),
      status: changeStatus(change, read.asOf.time),
      // Whether an earlier revision told of a change on this day with other values.
      revised,
      claims: { before: from.id, after: to.id },
      ...(licence
        ? { withheld: plainWithheld(licence) }
        : {
            direction: change.direction,
            change: percent,
            before: before && plainQuantity(before),
            after: after && plainQuantity(after),
          }),
    },
  }
}
