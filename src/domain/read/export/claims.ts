/** Claims in full copies: those that stood at the revision, without the values that must not go out. */
import { recordedIn } from '../../../db/as-of.ts'
import type { ErrorCode } from '../../../errors.ts'
import type { Plain } from '../../../lib/canonical.ts'
import { CLAIM_COLUMNS } from '../belief-loaders.ts'
import { attributionOf, withholdingLicence } from '../licence.ts'
import { createReader, type Reader } from '../reader.ts'
import type { CitationRow, ClaimRow } from '../rows.ts'
import type { ReadBatch } from './lines.ts'
import { day, instant, plainCitation } from './plain.ts'

export const claimBatch: ReadBatch = async ({ db, asOf, newest, limit }, after) => {
  const claims = await db.$queryRaw<ClaimRow[]>`
    SELECT ${CLAIM_COLUMNS} FROM "Claim" c WHERE c."id" > ${after} AND ${recordedIn('c', asOf)}
    ORDER BY c."id" LIMIT ${limit}`
  const read = createReader(db, asOf)
  const today = asOf.revision === newest.revision ? read : createReader(db, newest)
  return Promise.all(claims.map(async (claim) => ({ key: claim.id, row: await rowOf(claim, read, today) })))
}

const WITHHELD: ErrorCode = 'LICENCE_WITHHELD'

async function rowOf(claim: ClaimRow, read: Reader, today: Reader): Promise<Plain> {
  const [source, licence, citations, sightings] = await Promise.all([
    read.source.load(claim.sourceSlug),
    withholdingLicence([read, today], claim.sourceSlug),
    read.citationsOfClaim.load(claim.id),
    read.sightingsOfClaim.load(claim.id),
  ])
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
    basis: claim.basis,
    corroboration: claim.corroboration,
    repeatOf: claim.repeatOfId,
    supersedes: claim.supersedesId,
    recordedIn: claim.fromRevision,
    sightings: sightings && { first: day(sightings.firstSeenOn), last: day(sightings.lastSeenOn) },
    ...(licence
      ? {
          withheld: { code: WITHHELD, licence: { code: licence.code, name: licence.name, url: licence.url } },
          provenance: citations.map(withoutContent),
        }
      : {
          value: quantityIn(claim),
          text: claim.text,
          note: claim.note,
          provenance: citations.map(plainCitation),
        }),
  }
}

function quantityIn({ form, low, point, high, qualifier, unitCode }: ClaimRow): Plain {
  return form === 'NUMBER' ? { low, point, high, qualifier, unit: unitCode } : null
}

/** Who says so and in which role; where exactly, and in which words, belongs to what is withheld. */
function withoutContent(citation: CitationRow): Plain {
  return plainCitation({ ...citation, locator: null, note: null })
}
