/**
 * Claims that a page of facts brings along, those of each fact as one text: see `packRows`. Another statement for them would
 * take as long again.
 */
import { type AsOf, recordedIn } from '../../db/as-of.ts'
import { Prisma } from '../../db/generated/client.ts'
import { givenTime } from '../../db/given.ts'
import { packRows, unpackRows } from '../../db/packed-rows.ts'
import { type BriefCitation, type BriefClaim, lastStart } from './brief-claims.ts'
import { citedWith } from './fact-items.ts'
import { begunBy } from './preferred.ts'

const { sql, raw, join } = Prisma

/** What a claim may bring along. */
export type PackedColumn = Exclude<keyof BriefClaim, 'factId' | 'citations' | 'repeatOfId'>

/** What is looked at of claims: the same for all questions of a document. */
export interface Packing {
  of: Packed
  columns: readonly PackedColumn[]
  isCited: boolean
}

/** Claims of a fact as they were packed. */
export interface PackedClaims {
  /** Whoever looks at more of them than this cannot take them. */
  packing: Packing
  claims: readonly BriefClaim[]
}

/** Facts with as many are left to be read otherwise. */
const LIMIT = 500

/** Separate the citations of a claim, and the columns of these. */
const [CITATION, PART] = ['\u001d', '\u001c'] as const

/** Texts that may hold anything are quoted as JSON, which leaves no control character in them. */
const FREE: ReadonlySet<PackedColumn> = new Set(['key', 'note'])
const DECIMALS: ReadonlySet<PackedColumn> = new Set(['low', 'point', 'high'])

/** None of the columns is ever an empty text, so that stands for null, which would be left out. */
function written(column: PackedColumn): Prisma.Sql {
  const own = raw(`c."${column}"`)
  if (FREE.has(column)) return sql`COALESCE(to_json(${own})::text, '')`
  return DECIMALS.has(column) ? sql`COALESCE(trim_scale(${own})::text, '')` : sql`COALESCE(${own}, '')`
}

/** Claims `c` as one text, in an order. */
function packed({ columns, isCited }: Packing, asOf: AsOf, order: Prisma.Sql): Prisma.Sql {
  const values = columns.map(written)
  if (isCited)
    values.push(sql`COALESCE((SELECT string_agg(concat_ws(${PART}, t."ordinal", t."sourceSlug", t."role"), ${CITATION})
      FROM "Citation" t WHERE t."claimId" = c."id" AND ${citedWith('c."toRevision"', asOf)}), '')`)
  return packRows(join(values), sql` ORDER BY ${order}`)
}

/** Whose claims: a fact by its id in the statement, where `wanted` holds. */
interface Whose {
  fact: Prisma.Sql
  wanted: Prisma.Sql
}

/** The claims of a fact, a subquery: the preferred one, then the newest; repeats say nothing of their own and come last. */
function claims(packing: Packing, asOf: AsOf, { fact, wanted }: Whose): Prisma.Sql {
  const order = sql`COALESCE(c."id" = r."claimId", false) DESC, (c."repeatOfId" IS NOT NULL), c.start DESC NULLS LAST, c."id"`
  return sql`(SELECT ${packed(packing, asOf, order)} FROM (SELECT ${fact} AS id) AS o
    LEFT JOIN LATERAL (
      SELECT r."claimId" FROM "Resolution" r WHERE r."factId" = o.id AND ${recordedIn('r', asOf)} AND ${begunBy(givenTime(asOf.time))}
      ORDER BY r."validFrom" DESC NULLS LAST LIMIT 1) AS r ON true
    CROSS JOIN LATERAL (
      SELECT c.*, ${lastStart(asOf)} AS start FROM "Claim" c
      WHERE ${wanted} AND c."factId" = o.id AND ${recordedIn('c', asOf)} LIMIT ${LIMIT}) AS c)`
}

/** The claims that answer a fact, a subquery: oldest period first, each as often as it has periods. */
function history(packing: Packing, asOf: AsOf, { fact, wanted }: Whose): Prisma.Sql {
  return sql`(SELECT ${packed(packing, asOf, sql`r."validFrom" NULLS FIRST`)} FROM (
      SELECT r."claimId", r."validFrom" FROM "Resolution" r WHERE ${wanted} AND r."factId" = ${fact} AND ${recordedIn('r', asOf)} LIMIT ${LIMIT}) AS r
    JOIN "Claim" c ON c."id" = r."claimId" AND c."fromRevision" <= ${asOf.revision})`
}

const PACKED = { claims, history }

/** What of a fact's claims can be packed. */
export type Packed = keyof typeof PACKED

/** A subquery of one text. */
export const packedClaims = (packing: Packing, asOf: AsOf, whose: Whose): Prisma.Sql =>
  PACKED[packing.of](packing, asOf, whose)

/**
 * @param text as `packedClaims` made Postgres write it.
 * @returns undefined where there are too many, or where a column has a separator in it, which no code or slug should.
 */
export function unpack(packing: Packing, factId: string, text: string | null): BriefClaim[] | undefined {
  const { of, columns, isCited } = packing
  const claims = unpackRows(text, columns.length + Number(isCited), (parts) => {
    const claim: Record<string, unknown> = { factId }
    for (let i = 0; i < columns.length; i++) claim[columns[i]!] = valueIn(columns[i]!, parts[i]!)
    if (isCited) claim.citations = citationsOf(parts[columns.length]!)
    return claim as unknown as BriefClaim
  })
  if (!claims || claims.length >= LIMIT) return undefined
  if (isCited && claims.some((claim) => !claim.citations)) return undefined
  // One that goes on answering is one, also where its period was cut.
  return of === 'history' ? claims.filter((claim, i) => claim.id !== claims[i - 1]?.id) : claims
}

function valueIn(column: PackedColumn, part: string): string | null {
  if (part === '') return null
  return FREE.has(column) ? (JSON.parse(part) as string) : part
}

function citationsOf(part: string): BriefCitation[] | undefined {
  if (part === '') return []
  const cited = part.split(CITATION).map((one) => one.split(PART))
  if (cited.some((one) => one.length !== 3)) return undefined
  if (cited.length > 1) cited.sort(([a], [b]) => Number(a) - Number(b))
  return cited.map(([, sourceSlug, role]) => ({ sourceSlug: sourceSlug!, role: role! }))
}
