/**
 * Changes of prices over valid time: when two answers in a row are a change, and lists of changes. The rule stands in one
 * statement, from which the changes of a price and those of the whole market are read.
 */
import { type AsOf, recordedIn } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import type { ListQuery } from '../../db/page.ts'
import { converter, unitForm } from '../../kinds/units.ts'
import { canonical, Decimal } from '../../lib/decimal.ts'
import { endOfDay } from '../belief/timeline.ts'
import { byKey, manyBy } from './batch.ts'
import { Conditions, type OneOrMore } from './lists/conditions.ts'
import type { QuantityRow } from './rows.ts'
import type { Traces } from './traces.ts'

const { sql, raw } = Prisma

export const PRICE_DIRECTIONS = {
  CUT: 'It costs less than before.',
  RISE: 'It costs more than before.',
  BECAME_FREE: 'It had a price and costs nothing now.',
  BECAME_PRICED: 'It was free and has a price now.',
  NO_LONGER_OFFERED: 'A source states that the seller does not offer it any more.',
  OFFERED_AGAIN: 'It has a price after a source had stated that the seller does not offer it.',
} as const
type PriceDirection = keyof typeof PRICE_DIRECTIONS

export const PRICE_CHANGE_STATUSES = {
  ANNOUNCED: 'Its day lies after the time of the revision that is read.',
  IN_FORCE: 'Its day had come by the time of the revision that is read.',
} as const
export type PriceChangeStatus = keyof typeof PRICE_CHANGE_STATUSES

/**
 * For readers of the API; `changes` below is what it says. Lines are told apart because a file may state one price twice,
 * under a name that later moves to another model: the other line answers then, and no price has changed.
 */
export const CHANGE_RULE =
  'Compared are the preferred answers of neighbouring periods. They are a change when both come from the same source (of ' +
  'a price file, from the same line), or when the later one says itself that it begins on that day: that another source ' +
  'with another number is preferred from a day on is no change of the price. What stands between two answers does not ' +
  'matter: a price that was not listed for a while is compared with the last one before the gap, and the end of a ' +
  'price is no change, unless a source states that it is not offered. Equal values are none, whoever states them; values ' +
  'in different units are converted where the units measure the same, and otherwise not compared, so that a change of ' +
  'currency is none. Of a range without a central value the lower bound counts.'

/** A change of one price; `fromId` and `toId` are claims. */
export interface PriceChangeRow {
  /** Unique, and the same as long as the price changes at this instant. */
  key: string
  factId: string
  on: Date
  fromId: string
  toId: string
  direction: PriceDirection
}

/** Units as columns: what each measures, and its exact factor to the base unit as a quotient. */
export interface UnitColumns {
  codes: string[]
  dimensions: string[]
  numerators: string[]
  denominators: string[]
}

const number = (alias: string) => raw(`COALESCE(${alias}."point", ${alias}."low", ${alias}."high")`)

/**
 * All changes as rows. Neighbouring periods of one claim are one answer. Numbers in different units are brought into a
 * common one by multiplying crosswise, so that nothing is rounded before it is compared.
 * @param within a condition on the resolution `r`, such as which facts.
 */
export function changes(asOf: AsOf, units: UnitColumns, within: Prisma.Sql): Prisma.Sql {
  const unit = (
    alias: string,
    claim: string,
  ) => sql`LEFT JOIN unnest(${units.codes}::text[], ${units.dimensions}::text[],
      ${units.numerators}::text[]::numeric[], ${units.denominators}::text[]::numeric[])
      AS ${raw(alias)}(code, measures, numerator, denominator)
    ON a."unitCode" <> b."unitCode" AND ${raw(alias)}.code = ${raw(claim)}."unitCode"`
  return sql`
    SELECT s."factId", s."validFrom" AS "on", a."id" AS "fromId", b."id" AS "toId",
      s."factId" || '|' || extract(epoch FROM s."validFrom") AS key,
      CASE WHEN a."form" = 'NOT_OFFERED' THEN 'OFFERED_AGAIN' WHEN b."form" = 'NOT_OFFERED' THEN 'NO_LONGER_OFFERED'
        WHEN n.after = 0 THEN 'BECAME_FREE' WHEN n.before = 0 THEN 'BECAME_PRICED'
        WHEN n.after < n.before THEN 'CUT' ELSE 'RISE' END AS direction
    FROM (SELECT r."factId", r."claimId", r."validFrom",
        lag(r."claimId") OVER (PARTITION BY r."factId" ORDER BY r."validFrom" NULLS FIRST) AS before
      FROM "Resolution" r WHERE ${recordedIn('r', asOf)} AND ${within}) AS s
    JOIN "Claim" a ON a."id" = s.before
    JOIN "Claim" b ON b."id" = s."claimId"
    ${unit('ua', 'a')}
    ${unit('ub', 'b')}
    CROSS JOIN LATERAL (SELECT
      CASE WHEN a."unitCode" = b."unitCode" THEN ${number('a')}
        WHEN ua.measures = ub.measures THEN ${number('a')} * ua.numerator * ub.denominator END AS before,
      CASE WHEN a."unitCode" = b."unitCode" THEN ${number('b')}
        WHEN ua.measures = ub.measures THEN ${number('b')} * ub.numerator * ua.denominator END AS after) AS n
    WHERE s.before <> s."claimId"
      AND (b."validFrom" = s."validFrom" OR (a."sourceSlug" = b."sourceSlug"
        AND (a."series" IS NULL OR b."series" IS NULL OR a."series" = b."series")))
      AND CASE WHEN a."form" = 'NUMBER' AND b."form" = 'NUMBER' THEN n.before <> n.after
        ELSE (a."form" = 'NUMBER' AND b."form" = 'NOT_OFFERED') OR (a."form" = 'NOT_OFFERED' AND b."form" = 'NUMBER') END`
}

/** Most changes that are read of one price. */
const CHANGES_LIMIT = 5000

export function priceChangeLoaders(db: Db, asOf: AsOf, traces?: Traces) {
  let units: Promise<UnitColumns> | undefined
  const unitColumns = () => {
    units ??= db.unit
      .findMany({ where: { fromRevision: { lte: asOf.revision } }, select: { code: true } })
      .then((rows) => columnsOf(rows.map((row) => row.code)))
    return units
  }
  const seen = (rows: readonly PriceChangeRow[]) => {
    for (const { fromId, toId } of rows) traces?.claims.add(fromId).add(toId)
  }
  const ofFacts = async (ids: readonly string[]) =>
    changes(asOf, await unitColumns(), sql`r."factId" = ANY(${[...ids]})`)
  return {
    /** What units measure, for lists of changes. */
    unitColumns,
    /** The changes of a price, oldest first. */
    changesOfPrice: manyBy<PriceChangeRow>(
      async (ids) => db.$queryRaw`SELECT e.* FROM (${await ofFacts(ids)}) AS e
        ORDER BY e."on" LIMIT ${CHANGES_LIMIT * ids.length}`,
      (change) => change.factId,
      seen,
    ),
    priceChange: byKey<PriceChangeRow>(
      async (keys) => {
        const ids = [...new Set(keys.map((key) => key.slice(0, key.indexOf('|'))))]
        return db.$queryRaw`SELECT e.* FROM (${await ofFacts(ids)}) AS e WHERE e.key = ANY(${keys})`
      },
      (change) => change.key,
      seen,
    ),
  }
}

function columnsOf(codes: readonly string[]): UnitColumns {
  const columns: UnitColumns = { codes: [], dimensions: [], numerators: [], denominators: [] }
  for (const code of codes) {
    const form = unitForm(code)
    if (!form) continue
    columns.codes.push(code)
    columns.dimensions.push(Object.entries(form.dimensions).sort().join())
    columns.numerators.push(canonical(form.numerator))
    columns.denominators.push(canonical(form.denominator))
  }
  return columns
}

export interface PriceChangeFilter {
  seller?: OneOrMore
  maker?: OneOrMore
  model?: OneOrMore
  meter?: OneOrMore
  direction?: OneOrMore
  /** Only prices without conditions, unless false. */
  plainOnly?: boolean | null | undefined
  status?: PriceChangeStatus | null | undefined
}

/** Without any condition of the price or its offer, as an empty `conditions.text` says. */
const PLAIN = sql`f."tier" = 'standard' AND f."promptAbove" IS NULL AND f."windowFrom" IS NULL AND f."cacheLifetime" IS NULL
  AND EXISTS (SELECT 1 FROM "Offer" o WHERE o."slug" = f."offerSlug" AND o."region" IS NULL AND o."plan" IS NULL)`

/**
 * Changes across the market, the newest first, announced ones before all others.
 * @param since the first day.
 * @param until the last day, which belongs to it; open when null.
 */
export function priceChangeList(
  asOf: AsOf,
  units: UnitColumns,
  since: string,
  until: string | null,
  f: PriceChangeFilter = {},
): ListQuery {
  const where = new Conditions('f', asOf)
    .and(sql`e."on" >= ${new Date(`${since}T00:00:00Z`)}`)
    .and(until !== null && sql`e."on" <= ${new Date(endOfDay(until))}`)
    .oneOf(sql`f."sellerSlug"`, f.seller)
    .oneOf(sql`f."modelSlug"`, f.model)
    .oneOf(sql`f."meterCode"`, f.meter)
    .oneOf(sql`e.direction`, f.direction)
    .and(
      f.maker &&
        sql`f."modelSlug" IN (SELECT m."slug" FROM "Model" m WHERE m."makerSlug" = ANY(${[...f.maker]}::text[]))`,
    )
    .and(f.plainOnly !== false && PLAIN)
    .and(f.status && (f.status === 'ANNOUNCED' ? sql`e."on" > ${asOf.time}` : sql`e."on" <= ${asOf.time}`))
  return {
    name: 'priceChanges',
    key: sql`e.key`,
    from: sql`(${changes(asOf, units, sql`starts_with(r."factId", 'pri_')`)}) AS e JOIN "Price" f ON f."id" = e."factId"`,
    where: where.all,
    order: [
      { expression: sql`extract(epoch FROM e."on")`, type: 'numeric', descending: true },
      { expression: sql`e."factId"`, type: 'text' },
    ],
  }
}

export function changeStatus({ on }: Pick<PriceChangeRow, 'on'>, now: Date): PriceChangeStatus {
  return on > now ? 'ANNOUNCED' : 'IN_FORCE'
}

const PERCENT_DIGITS = 6

/**
 * By how many per cent a price changed, with its sign: `-50`, `33.3333`.
 * @returns null where there was none before, or it was zero.
 */
export function percentChange(before: QuantityRow | null, after: QuantityRow | null): string | null {
  const convert = before && after && converter(before.unitCode, after.unitCode)
  if (!convert) return null
  const [was, is] = [convert(numberOf(before)), numberOf(after)]
  if (was.isZero()) return null
  return canonical(is.sub(was).div(was.abs()).mul(100).toSignificantDigits(PERCENT_DIGITS))
}

const numberOf = ({ point, low, high }: QuantityRow) => new Decimal((point ?? low ?? high)!)
