/**
 * The lines of claims made another way: row by row, through the loaders that answer GraphQL. Copies, whose lines Postgres
 * makes, must say the same, byte by byte.
 */

import type { AsOf } from '../../src/db/as-of.ts'
import type { Db } from '../../src/db/client.ts'
import { accessOf } from '../../src/domain/read/cite.ts'
import { attributionOf, licenceOf, mayGoOut } from '../../src/domain/read/licence.ts'
import { createReader, type Reader } from '../../src/domain/read/reader.ts'
import type { CitationRow, ClaimRow, Licence } from '../../src/domain/read/rows.ts'
import { canonicalJson } from '../../src/lib/canonical.ts'
import { isoDay } from '../../src/lib/period.ts'

/** @param newest whose licences count too. */
export async function claimLines(db: Db, asOf: AsOf, newest: AsOf): Promise<string> {
  const [read, today] = [createReader(db, asOf), createReader(db, newest)]
  const stood = { fromRevision: { lte: asOf.revision } }
  const ends = { OR: [{ toRevision: null }, { toRevision: { gt: asOf.revision } }] }
  const ids = await db.claim.findMany({ where: { ...stood, ...ends }, select: { id: true } })
  const lines = ids.map(async ({ id }) => {
    const claim = (await read.claim.load(id))!
    const licence = await withheldBy(claim.id, [read, today])
    return [id, `${canonicalJson(await rowOf(claim, read, licence))}\n`] as const
  })
  return (await Promise.all(lines))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, line]) => line)
    .join('')
}

/** Of its own source first, then of those that it was derived from, by the order of their slugs. */
async function withheldBy(id: string, readers: readonly [Reader, Reader]): Promise<Licence | null> {
  const [read] = readers
  const behind = async (claimId: string): Promise<string[]> => {
    const derivation = await read.derivationOfClaim.load(claimId)
    const inputs = derivation ? await read.inputsOfDerivation.load(derivation.id) : []
    const slugs = await Promise.all(inputs.map((input) => behind(input.claimId)))
    return [(await read.claim.load(claimId))!.sourceSlug, ...slugs.flat()]
  }
  const [own, ...others] = await behind(id)
  for (const slug of [own!, ...others.sort()])
    for (const reader of readers) {
      const licence = await licenceOf(reader, slug)
      if (!mayGoOut(licence)) return licence
    }
  return null
}

const day = (date: Date | null) => date && isoDay(date)
const instant = (date: Date | null) => date?.toISOString()

async function rowOf(claim: ClaimRow, read: Reader, licence: Licence | null) {
  const source = (await read.source.load(claim.sourceSlug))!
  const cited = await read.citationsOfClaim(claim.id)
  const citations = await Promise.all(cited.map(async (t) => ({ ...t, ...(await accessOf(read, t)) })))
  const seen = await read.sightingsOfClaim.load(claim.id)
  const derivation = await derivationOf(claim.id, read)
  const { id, factId, key, form, basis, corroboration, series, digest } = claim
  const { arithmetic, ...computed } = derivation ?? {}
  const { validFrom, validTo, precision, periodText, unitCode, low, point, high, qualifier } = claim
  return {
    ...{ id, factId, key, form, basis, corroboration, series, digest, source: claim.sourceSlug },
    attribution: await attributionOf(read, source),
    period: { from: instant(validFrom), to: instant(validTo), precision, text: periodText },
    periods: series && claim.periods.map((p) => ({ from: instant(p.validFrom), to: instant(p.validTo) })),
    repeatOf: claim.repeatOfId,
    supersedes: claim.supersedesId,
    recordedIn: claim.fromRevision,
    sightings: seen && { first: day(seen.firstSeenOn), last: day(seen.lastSeenOn) },
    ...(licence
      ? {
          withheld: {
            code: 'LICENCE_WITHHELD',
            licence: { code: licence.code, name: licence.name, url: licence.url },
          },
          provenance: citations.map((t) => citationOf({ ...t, locator: null, note: null })),
          derivation: derivation && computed,
        }
      : {
          value: unitCode && { low, point, high, qualifier, unit: unitCode },
          ...{ text: claim.text, note: claim.note, plausible: claim.plausible, doubt: claim.doubt },
          ...{ comparison: claim.comparison, promotional: claim.promotional },
          provenance: citations.map(citationOf),
          derivation,
        }),
  }
}

async function derivationOf(claimId: string, read: Reader) {
  const derivation = await read.derivationOfClaim.load(claimId)
  if (!derivation) return null
  const { id, formula, ruleId, arithmetic, redactedIn } = derivation
  const inputs = (await read.inputsOfDerivation.load(id)).map(({ name, claimId }) => ({ name, claimId }))
  return { formula, ruleId, inputs, arithmetic: redactedIn === null ? arithmetic : null, redactedIn }
}

function citationOf({ sourceSlug: source, role, locator, accessedOn, contentHash, note }: CitationRow) {
  return { source, role, locator, accessedOn: day(accessedOn), contentHash, note }
}
