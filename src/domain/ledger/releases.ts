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

/** The precision of an edition whose day is a guess. */
export const GUESSED = 'UNDATED'

/** Where an edition stands among those of its source: by day, two of one day in the order of their hashes. */
export const placeOf = (day: string, contentHash: string | null) => `${day} ${contentHash ?? ''}`

/** The newest edition in which a claim was seen. */
export interface NewestPlace {
  place: string
  isGuess: boolean
  /** Its bytes were read, and not only typed by editors. */
  isRead: boolean
}

/** The place of the newest edition that says what an input says; null where it names none. */
export function placeOfInput({ release, seen }: ClaimInput): string | null {
  const places = seen.map((s) => placeOf(s.date, null))
  if (release) places.push(placeOf(release.date, release.contentHash))
  return places.sort().at(-1) ?? null
}

/**
 * By claim, the newest edition in which it was seen, or what it corrects: a correction by hand was in none. Bytes whose day
 * was told anew count by the day told last.
 */
export async function newestPlaces(
  tx: Tx,
  claimIds: readonly string[],
): Promise<ReadonlyMap<string, NewestPlace>> {
  if (claimIds.length === 0) return new Map()
  const rows = await tx.$queryRaw<
    { id: string; day: string; contentHash: string | null; precision: string }[]
  >`
    WITH RECURSIVE chain AS (
      SELECT c."id", c."id" AS at, c."supersedesId" FROM "Claim" c WHERE c."id" = ANY(${[...claimIds]})
      UNION ALL
      SELECT chain."id", c."id", c."supersedesId" FROM chain JOIN "Claim" c ON c."id" = chain."supersedesId")
    SELECT DISTINCT ON (chain."id") chain."id", e."date"::text AS day, e."contentHash", e."precision"
    FROM chain JOIN "Sighting" s ON s."claimId" = chain.at JOIN "Edition" e ON e."id" = s."editionId"
    WHERE NOT EXISTS (SELECT 1 FROM "Edition" l WHERE l."sourceSlug" = e."sourceSlug"
      AND l."contentHash" = e."contentHash" AND l."fromRevision" > e."fromRevision")
    ORDER BY chain."id", e."date" DESC, e."contentHash" DESC NULLS LAST`
  return new Map(
    rows.map(({ id, day, contentHash, precision }) => [
      id,
      {
        place: placeOf(day, contentHash),
        isGuess: precision === GUESSED,
        isRead: contentHash !== null,
      },
    ]),
  )
}

/** By name, the newest edition in which the claim that was withdrawn last was seen: what it outdated stays so. */
export async function withdrawnPlaces(
  tx: Tx,
  inputs: readonly ClaimInput[],
): Promise<ReadonlyMap<string, NewestPlace>> {
  if (inputs.length === 0) return new Map()
  const rows = await tx.$queryRaw<{ id: string; name: string }[]>`
    SELECT DISTINCT ON (c."sourceSlug", c."key") c."id", c."sourceSlug" || '/' || c."key" AS name
    FROM "Claim" c JOIN "Correction" k ON k."claimId" = c."id" AND k."successorId" IS NULL
    WHERE c."sourceSlug" = ANY(${[...new Set(inputs.map((c) => c.source))]}) AND c."key" = ANY(${inputs.map((c) => c.key)})
    ORDER BY c."sourceSlug", c."key", k."fromRevision" DESC`
  const places = await newestPlaces(
    tx,
    rows.map((r) => r.id),
  )
  return new Map(
    rows.flatMap(({ id, name }) => {
      const place = places.get(id)
      return place ? [[name, place]] : []
    }),
  )
}

/**
 * Whether a newer edition says something else than an input, which then stands. Of what editors typed only a release that
 * was read is newer: what they typed before is theirs to change.
 * @param newest the newest edition in which the claim that stands, or stood last, was seen.
 */
export function isOutdated(
  input: ClaimInput,
  before: RecordedClaim | undefined,
  newest: NewestPlace | undefined,
): boolean {
  const place = placeOfInput(input)
  if (place === null || newest === undefined || newest.place <= place) return false
  if (input.release) return true
  // A note on the same value, or a correction with its reason, is no word of an older edition.
  return newest.isRead && input.correction === null && !(before && sameValue(before, input))
}

/** Whether nothing tells which of two releases that contradict each other is newer. */
export function isUnsure({ release }: ClaimInput, newest: NewestPlace | undefined): boolean {
  if (!release || newest?.place === placeOf(release.date, release.contentHash)) return false
  return release.isGuess === true || newest?.isGuess === true
}

/** Whether a release says what the ledger holds: the value, its basis and its period. How it is worded stays as it is. */
export function sameValue(live: RecordedClaim, input: ClaimInput): boolean {
  const said = (c: ClaimInput) => {
    const { form, low, point, high, qualifier, unitCode, text, validFrom, validTo, basis } = contentColumns(c)
    const value = [form, low, point, high, qualifier, unitCode, text, basis]
    return JSON.stringify([c.fact.id, ...value, validFrom, validTo])
  }
  return !live.isDerived && said(live.input) === said(input)
}

/** Why a value gives way to that of a newer release. @param newest the place of the newest edition that said the old one. */
export function revisedBy(
  before: ClaimInput,
  input: ClaimInput,
  newest: NewestPlace | undefined,
): NonNullable<ClaimInput['correction']> {
  const { date, contentHash } = input.release!
  // The same bytes never say two things: it was us who read them otherwise.
  if (newest?.place.endsWith(` ${contentHash}`))
    return { reason: 'OUR_ERROR', note: 'The same file was read anew, by better rules or names.' }
  const then = newest ? `that of ${newest.place.slice(0, 10)} gave` : 'we had'
  const [now, old] =
    valueText(input) === valueText(before)
      ? [`the same as ${input.basis}`, before.basis]
      : [valueText(input), valueText(before)]
  return {
    reason: 'SOURCE_REVISED',
    note: `The release of ${date} gives ${now} where ${then} ${old}.`,
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
  const { date, contentHash, isGuess } = release
  return [...all, { claimId, source, date, precision: isGuess ? GUESSED : 'DAY', contentHash }]
}
