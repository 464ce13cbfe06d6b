/** Entities that turned out to be another: they stay, say so for ever, and their prices move to the other. */
import type { Tx } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { factOf, offerRow } from '../../kinds/facts.ts'
import { citationRows, claimId, claimRow, recordedIds, seriesKey } from './claim-content.ts'
import { closeClaims, type Run, type WrittenClaims, writeFacts } from './claim-writes.ts'
import { correctionRow } from './corrections.ts'
import type { ClaimInput } from './input.ts'
import { claimInputs } from './live-claims.ts'
import { mergedSlugs } from './names.ts'
import { handOnSightings } from './record-snapshot.ts'
import { insertRows } from './rows.ts'
import type { MergeInput } from './snapshot-input.ts'

/**
 * Merges what is not merged yet. Every live price of a merged entity becomes a claim on the fact of the one that
 * answers for it; all merges of an import together, for a price may have both another model and another seller.
 * @returns the data files whose claims moved.
 */
export async function mergeEntities(
  tx: Tx,
  merges: readonly MergeInput[],
  { revision }: Run,
  done: WrittenClaims,
): Promise<string[]> {
  const fresh: MergeInput[] = []
  for (const merge of merges) {
    const refused = await refusal(tx, merge)
    if (refused) {
      done.rejected.push({ where: merge.where, reason: refused })
      continue
    }
    const written = await tx.$executeRaw`
      UPDATE ${Prisma.raw(`"${merge.table}"`)} SET "mergedInto" = ${merge.into}, "changedIn" = ${revision}
      WHERE "slug" = ${merge.from} AND "mergedInto" IS NULL`
    if (written > 0) fresh.push(merge)
  }
  done.merged += fresh.length
  return fresh.length > 0 ? movePrices(tx, fresh, revision, done) : []
}

async function refusal(tx: Tx, { table, from, into }: MergeInput): Promise<string | null> {
  if (from === into) return `${from} cannot be merged into itself`
  const find = (slug: string) =>
    table === 'Model'
      ? tx.model.findUnique({ where: { slug }, select: { mergedInto: true } })
      : tx.provider.findUnique({ where: { slug }, select: { mergedInto: true } })
  const [old, target] = [await find(from), await find(into)]
  if (!old) return `there is no ${table.toLowerCase()} ${from} to merge`
  if (!target) return `there is no ${table.toLowerCase()} ${into} to merge ${from} into`
  if (target.mergedInto) return `${into} was merged into ${target.mergedInto} itself; name that one`
  if (old.mergedInto && old.mergedInto !== into) return `${from} was merged into ${old.mergedInto} already`
  return null
}

interface Moving {
  claimId: string
  offer: {
    model: string
    seller: string
    endpoint: string | null
    region: string | null
    plan: string | null
  }
  price: Record<string, string | null>
}

async function movePrices(
  tx: Tx,
  merges: readonly MergeInput[],
  revision: number,
  done: WrittenClaims,
): Promise<string[]> {
  const of = (table: MergeInput['table']) => merges.filter((m) => m.table === table).map((m) => m.from)
  const rows = await tx.$queryRaw<Moving[]>`
    SELECT c."id" AS "claimId", jsonb_build_object('model', o."modelSlug", 'seller', o."sellerSlug", 'endpoint', o."endpoint",
        'region', o."region", 'plan', o."plan") AS offer,
      jsonb_build_object('meter', p."meterCode", 'tier', p."tier", 'promptAbove', trim_scale(p."promptAbove")::text,
        'thresholdCounts', p."thresholdCounts", 'thresholdScope', p."thresholdScope", 'windowFrom', p."windowFrom",
        'windowTo', p."windowTo", 'cacheLifetime', p."cacheLifetime") AS price
    FROM "Price" p JOIN "Offer" o ON o."slug" = p."offerSlug" JOIN "Claim" c ON c."factId" = p."id"
    WHERE c."toRevision" IS NULL
      AND (p."modelSlug" = ANY(${of('Model')}) OR p."sellerSlug" = ANY(${of('Provider')}))`
  const inputs = new Map(
    (await claimInputs(tx, Prisma.sql`c."id" = ANY(${rows.map((r) => r.claimId)})`)).map((c) => [
      c.id,
      c.input,
    ]),
  )
  const merged = await mergedSlugs(tx)
  const models = await tx.model.findMany({ select: { slug: true, makerSlug: true } })
  const makers = new Map(models.map((m) => [m.slug, merged.provider(m.makerSlug)]))
  const moved = rows.map((row) => {
    const input = movedClaim(inputs.get(row.claimId)!, row, merged, makers)
    const oldFact = inputs.get(row.claimId)!.fact.id
    // The next edition will say the same of the other entity: it must find this claim, whatever it came from.
    if (!input.series) return { old: row.claimId, oldFact, id: claimId(input, row.claimId), input }
    const id = claimId(input)
    return { old: row.claimId, oldFact, id, input: { ...input, key: seriesKey(input.series, id) } }
  })
  const there = await recordedIds(
    tx,
    moved.map((m) => m.id),
  )
  const fresh = moved.filter((m) => !there.has(m.id))
  await writeFacts(
    tx,
    moved.map((m) => m.input),
    revision,
  )
  await closeClaims(
    tx,
    moved.map((m) => m.old),
    revision,
  )
  // What a file says is not a correction of what it said under another name.
  const supersedesId = (m: (typeof moved)[number]) => (m.input.series ? null : m.old)
  const rowsOfClaims = fresh.map((m) =>
    claimRow(m.id, m.input, { repeatOfId: null, supersedesId: supersedesId(m) }, revision),
  )
  await insertRows(tx, 'Claim', rowsOfClaims)
  await insertRows(
    tx,
    'Citation',
    fresh.flatMap((m) => citationRows({ claimId: m.id }, m.input.citations, revision)),
  )
  const note = (m: (typeof moved)[number]) =>
    `It is a price of ${m.input.offer!.slug}; the names turned out to mean the same.`
  const corrections = moved.map((m) =>
    correctionRow(m.old, m.id, { reason: 'WRONG_SUBJECT', note: note(m) }, revision),
  )
  await insertRows(tx, 'Correction', corrections)
  await handOnSightings(tx, corrections, revision)
  for (const m of moved) for (const id of [m.oldFact, m.input.fact.id]) done.factIds.add(id)
  done.counts.superseded += moved.length
  return moved.flatMap((m) => (m.input.series ? [m.input.source] : []))
}

function movedClaim(
  input: ClaimInput,
  { offer, price }: Moving,
  merged: Awaited<ReturnType<typeof mergedSlugs>>,
  makers: ReadonlyMap<string, string>,
): ClaimInput {
  const given = (text: string | null) => text ?? undefined
  const identity = {
    model: merged.model(offer.model),
    seller: merged.provider(offer.seller),
    endpoint: given(offer.endpoint),
    region: given(offer.region),
    plan: given(offer.plan),
  }
  const isMakersOwn = makers.get(identity.model) === identity.seller
  const conditions = Object.fromEntries(Object.entries(price).map(([k, v]) => [k, given(v)]))
  return {
    ...input,
    fact: factOf({ kind: 'PRICE', price: { ...identity, ...conditions } as never, isMakersOwn }),
    offer: offerRow(identity, isMakersOwn),
    // What it repeated answers the old question.
    repeatOf: null,
  }
}
