/** Claims in full copies: those that stood at the revision, without the values that must not go out. */
import { recordedIn } from '../../../db/as-of.ts'
import { Prisma } from '../../../db/generated/client.ts'
import type { Plain } from '../../../lib/canonical.ts'
import { claimColumns, claimRows } from '../claim-rows.ts'
import { attributionOf, type Withholder } from '../licence.ts'
import type { Reader } from '../reader.ts'
import type { CitationRow, ClaimRow } from '../rows.ts'
import { day, instant, plainCitation, plainInputs, plainQuantity, plainWithheld } from './plain.ts'
import { inBatch, openBatch, type ReadBatch } from './scope.ts'

const ID = Prisma.sql`c."id"`

export const claimBatch: ReadBatch = async (scope, after) => {
  const { db, asOf, limit } = scope
  const found = await claimRows(db.$queryRaw`
    SELECT ${claimColumns(asOf)} FROM "Claim" c WHERE ${inBatch(ID, scope, after)} AND ${recordedIn('c', asOf)}
    ORDER BY c."id" LIMIT ${limit}`)
  const claims = found.sort((a, b) => (a.id < b.id ? -1 : 1))
  const { read, withheldBy } = openBatch(scope)
  return Promise.all(
    claims.map(async (claim) => ({ key: claim.id, row: await rowOf(claim, read, withheldBy) })),
  )
}

async function rowOf(claim: ClaimRow, read: Reader, withheldBy: Withholder): Promise<Plain> {
  const [source, licence, citations, sightings, derivation] = await Promise.all([
    read.source.load(claim.sourceSlug),
    withheldBy([claim.id]),
    read.citationsOfClaim.load(claim.id),
    read.sightingsOfClaim.load(claim.id),
    derivationOf(read, claim.id),
  ])
  const { arithmetic, ...computed } = derivation ?? {}
  return {
    id: claim.id,
    factId: claim.factId,
    key: claim.key,
    source: claim.sourceSlug,
    attribution: await attributionOf(read, source!),
    form: claim.form,
    period: {
      from: instant(claim.validFrom),
      to: instant(claim.validTo),
      precision: claim.precision,
      text: claim.periodText,
    },
    // Of a data file, when it held follows from the editions in which it was seen.
    ...(claim.series === null
      ? {}
      : {
          series: claim.series,
          periods: claim.periods.map((p) => ({ from: instant(p.validFrom), to: instant(p.validTo) })),
        }),
    basis: claim.basis,
    corroboration: claim.corroboration,
    repeatOf: claim.repeatOfId,
    supersedes: claim.supersedesId,
    recordedIn: claim.fromRevision,
    sightings: sightings && { first: day(sightings.firstSeenOn), last: day(sightings.lastSeenOn) },
    // Only of what was redacted, where it is all that is left of the content.
    digest: claim.digest,
    ...(licence
      ? {
          withheld: plainWithheld(licence),
          provenance: citations.map(withoutContent),
          derivation: derivation && computed,
        }
      : {
          value: plainQuantity(claim),
          text: claim.text,
          note: claim.note,
          plausible: claim.plausible,
          comparison: claim.comparison,
          promotional: claim.promotional,
          doubt: claim.doubt,
          provenance: citations.map(plainCitation),
          derivation,
        }),
  }
}

async function derivationOf(read: Reader, claimId: string) {
  const derivation = await read.derivationOfClaim.load(claimId)
  if (!derivation) return null
  const { id, formula, ruleId, arithmetic, redactedIn } = derivation
  const inputs = plainInputs(await read.inputsOfDerivation.load(id))
  return { formula, ruleId, inputs, arithmetic: redactedIn === null ? arithmetic : null, redactedIn }
}

/** Who says so and in which role; where exactly, and in which words, belongs to what is withheld. */
function withoutContent(citation: CitationRow): Plain {
  return plainCitation({ ...citation, locator: null, note: null })
}
