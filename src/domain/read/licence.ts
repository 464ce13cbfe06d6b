/** What the licence of a source allows and asks for: the one place that decides which values go out in copies. */
import DataLoader from 'dataloader'
import type { Db } from '../../db/client.ts'
import { calendarText, type Precision } from '../../lib/period.ts'
import { manyBy } from './batch.ts'
import type { Reader } from './reader.ts'
import type { Licence, Source } from './rows.ts'

/**
 * Whether the values of a source under this licence may be passed on. Null is a source whose terms nobody noted:
 * its single facts may be stated, as they may be quoted.
 */
export function mayGoOut(licence: Pick<Licence, 'redistributable'> | null): boolean {
  return licence?.redistributable ?? true
}

/** What copies say of a source. */
export interface Terms {
  /** The line to print beside its numbers. */
  attribution: string
  /** The licence for whose sake its values stay here; null where they go out. */
  withheld: Licence | null
}

export type SourceTerms = DataLoader<string, Terms>

/**
 * The terms of sources by slug. It may be kept for a whole copy, whose claims share few sources: what was read to find
 * them is forgotten.
 * @param open gives readers. Of several each is asked: a copy of the past withholds what was free then and is not now,
 *   for the law does not look at our revisions. The first one says what is printed.
 */
export function sourceTerms(open: () => readonly [Reader, ...Reader[]]): SourceTerms {
  return new DataLoader<string, Terms>(async (slugs) => {
    const readers = open()
    const termsOf = async (slug: string): Promise<Terms> => {
      const [source, ...licences] = await Promise.all([
        readers[0].source.load(slug),
        ...readers.map((read) => licenceOf(read, slug)),
      ])
      const withheld = licences.find((licence) => !mayGoOut(licence)) ?? null
      return { attribution: await attributionOf(readers[0], source!), withheld }
    }
    return Promise.all(slugs.map(termsOf))
  })
}

/** The licence for whose sake at least one of these claims is withheld, else null. */
export type Withholder = (claimIds: readonly string[]) => Promise<Licence | null>

/** Whatever is asked in one tick costs the same few statements. */
export function withholder(db: Db, terms: SourceTerms): Withholder {
  const sources = sourcesBehind(db)
  return async (claimIds) => {
    const rows = (await Promise.all(claimIds.map((id) => sources.load(id)))).flat()
    const slugs = [...new Set(rows.map((row) => row.sourceSlug))]
    const found = await Promise.all(slugs.map((slug) => terms.load(slug)))
    return found.find(({ withheld }) => withheld)?.withheld ?? null
  }
}

/**
 * The source of a claim, then those of the claims that its value rests on, however many derivations lie between. How
 * a claim was derived never changes, so no revision is asked for.
 */
function sourcesBehind(db: Db) {
  return manyBy<{ claimId: string; sourceSlug: string }>(
    (ids) => db.$queryRaw`
      WITH RECURSIVE behind(root, id) AS (
        SELECT r.id COLLATE "C", r.id COLLATE "C" FROM unnest(${ids}::text[]) AS r(id)
        UNION SELECT b.root, i."claimId" FROM behind b JOIN "Derivation" d ON d."claimId" = b.id
          JOIN "ComputationInput" i ON i."derivationId" = d."id")
      SELECT b.root AS "claimId", c."sourceSlug" FROM behind b JOIN "Claim" c ON c."id" = b.id
      GROUP BY 1, 2 ORDER BY bool_or(b.root = b.id) DESC, 2`,
    (row) => row.claimId,
  )
}

export async function licenceOf(read: Reader, sourceSlug: string): Promise<Licence | null> {
  const code = (await read.source.load(sourceSlug))?.licenceCode
  return code ? read.licence.load(code) : null
}

/** The line to print beside a source's numbers: as the licence asks, else publisher, title and date. */
export async function attributionOf(read: Reader, source: Source): Promise<string> {
  if (source.attribution) return source.attribution
  const publisher = (await read.publisher.load(source.publisherSlug))!.name
  const date = source.publishedOn && calendarText(source.publishedOn, source.publishedPrecision as Precision)
  return `${publisher}: ${source.title}${date ? ` (${date})` : ''}`
}

/**
 * The last revision that decided what may go out of this one, itself or a later one that changed a licence or redacted.
 * Others leave its copies and answers as they are.
 */
export async function judgedIn(db: Db, revision: number, newest: number): Promise<number> {
  if (revision === newest) return revision
  const [row] = await db.$queryRaw<{ judged: number }[]>`
    SELECT GREATEST(${revision}::int,
      (SELECT max("changedIn") FROM "Source" WHERE "fromRevision" <= ${revision}),
      (SELECT max("changedIn") FROM "Licence" WHERE "fromRevision" <= ${revision}),
      (SELECT max("fromRevision") FROM "Correction" WHERE "reason" = 'LEGAL_DEMAND'),
      (SELECT max("redactedIn") FROM "Correction")) AS judged`
  return row!.judged
}
