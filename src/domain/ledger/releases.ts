/**
 * Releases of statistics. Each says again what earlier ones said, and may revise some of it; of all that is known, the
 * newest release that says something about a value decides, in whatever order they are imported.
 */
import type { Tx } from '../../db/client.ts'
import { exactText } from '../../kinds/format.ts'
import { contentColumns } from './claim-content.ts'
import type { ClaimInput } from './input.ts'
import type { RecordedClaim } from './live-claims.ts'

/** A release of a source: a day, and the SHA-256 of its bytes. */
export interface Release {
  /** `2025-07-03` */
  date: string
  contentHash: string
  /** Nothing tells the day for sure, so it cannot be told which of two releases that contradict each other is newer. */
  isGuess?: true
}

/** A release says otherwise than what is known, and nothing tells which of them is newer. */
export class UndatedRelease extends Error {
  readonly count: number
  /** One of the values: `DNK.2024-11: 95.79 EUR/MWh where 96.58 EUR/MWh stands`. */
  readonly example: string

  constructor(conflicts: readonly { before: ClaimInput; input: ClaimInput }[]) {
    super('a release without a day contradicts another')
    this.count = conflicts.length
    const [{ before, input }] = conflicts as [(typeof conflicts)[number]]
    this.example = `${input.key}: ${valueText(input)} where ${valueText(before)} stands`
  }
}

export interface PlannedSighting {
  claimId: string
  source: string
  date: string
  precision: string
  contentHash: string | null
}

/** What became of the records of a release, each by its `where`. */
export interface ReleaseReport {
  added: string[]
  /** A value of them replaced one of an older release. */
  revised: string[]
  unchanged: string[]
  /** They say something else than a newer release that is known already, which stands. */
  outdated: string[]
}

export const emptyReport = (): ReleaseReport => ({ added: [], revised: [], unchanged: [], outdated: [] })

/** Where an edition stands among those of its source: by day, two of one day in the order of their hashes. */
const placeOf = (date: string, contentHash: string | null | undefined) => `${date} ${contentHash ?? ''}`

/** The place of the newest edition that says what an input says; null where it names none. */
export function placeOfInput({ release, seen }: ClaimInput): string | null {
  const places = seen.map((s) => placeOf(s.date, null))
  if (release) places.push(placeOf(release.date, release.contentHash))
  return places.sort().at(-1) ?? null
}

/** By claim, the place of the newest edition in which it was seen, or what it corrects: a correction by hand was in none. */
export async function newestPlaces(
  tx: Tx,
  claimIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (claimIds.length === 0) return new Map()
  const rows = await tx.$queryRaw<{ id: string; day: string; contentHash: string | null }[]>`
    WITH RECURSIVE chain AS (
      SELECT c."id", c."id" AS at, c."supersedesId" FROM "Claim" c WHERE c."id" = ANY(${[...claimIds]})
      UNION ALL
      SELECT chain."id", c."id", c."supersedesId" FROM chain JOIN "Claim" c ON c."id" = chain."supersedesId")
    SELECT DISTINCT ON (chain."id") chain."id", e."date"::text AS day, e."contentHash"
    FROM chain JOIN "Sighting" s ON s."claimId" = chain.at JOIN "Edition" e ON e."id" = s."editionId"
    ORDER BY chain."id", e."date" DESC, e."contentHash" DESC NULLS LAST`
  return new Map(rows.map((r) => [r.id, placeOf(r.day, r.contentHash)]))
}

/**
 * Whether a newer edition says something else than an input, which then stands. Of what editors typed only a release that
 * was read is newer: what they typed before is theirs to change.
 * @param newest the place of the newest edition in which the claim that stands was seen.
 */
export function isOutdated(input: ClaimInput, newest: string | undefined): boolean {
  const place = placeOfInput(input)
  if (place === null || newest === undefined || newest <= place) return false
  return input.release !== undefined || newest.length > PLACE_OF_A_DAY
}

/** A day and a space; a hash follows where bytes were read. */
const PLACE_OF_A_DAY = 11

/** Whether a release says what the ledger holds: the value and its period. How it is worded around stays as it is. */
export function sameValue(live: RecordedClaim, input: ClaimInput): boolean {
  const said = (c: ClaimInput) => {
    const { form, low, point, high, qualifier, unitCode, text, validFrom, validTo } = contentColumns(c)
    return JSON.stringify([c.fact.id, form, low, point, high, qualifier, unitCode, text, validFrom, validTo])
  }
  return !live.isDerived && said(live.input) === said(input)
}

/** Why a value gives way to that of a newer release. @param newest the place of the newest edition that said the old one. */
export function revisedBy(
  before: ClaimInput,
  input: ClaimInput,
  newest: string | undefined,
): NonNullable<ClaimInput['correction']> {
  const { date, contentHash } = input.release!
  // The same bytes never say two things: it was us who read them otherwise.
  if (newest === placeOf(date, contentHash))
    return { reason: 'OUR_ERROR', note: 'The same file was read anew, by better rules or names.' }
  const then = newest ? `that of ${newest.slice(0, 10)} gave` : 'we had'
  return {
    reason: 'SOURCE_REVISED',
    note: `The release of ${date} gives ${valueText(input)} where ${then} ${valueText(before)}.`,
  }
}

function valueText(c: ClaimInput): string {
  if (c.form !== 'NUMBER' || !c.qualifier) return c.text ?? 'nothing'
  const { low, point, high, qualifier } = c
  return exactText({ low, point, high, qualifier }, { code: c.unit!, name: c.unit! })
}

/** The editions in which a claim is said to have been seen. */
export function sightingsOf(claimId: string, { source, seen, release }: ClaimInput): PlannedSighting[] {
  const all: PlannedSighting[] = seen.map(({ date, precision }) => ({
    claimId,
    source,
    date,
    precision,
    contentHash: null,
  }))
  if (!release) return all
  const { date, contentHash } = release
  return [...all, { claimId, source, date, precision: 'DAY', contentHash }]
}
