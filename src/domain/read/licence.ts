/** What the licence of a source allows and asks for: the one place that decides which values go out in copies. */
import { calendarText, type Precision } from '../../lib/period.ts'
import type { Reader } from './reader.ts'
import type { Licence, Source } from './rows.ts'

/**
 * Whether the values of a source under this licence may be passed on. Null is a source whose terms nobody noted:
 * its single facts may be stated, as they may be quoted.
 */
export function mayGoOut(licence: Pick<Licence, 'redistributable'> | null): boolean {
  return licence?.redistributable ?? true
}

/**
 * The licence for whose sake the values of a source are withheld, else null. Of several readers each is asked: a
 * copy of the past withholds what was free then and is not now, for the law does not look at our revisions.
 */
export async function withholdingLicence(
  readers: readonly Reader[],
  sourceSlug: string,
): Promise<Licence | null> {
  const licences = await Promise.all(readers.map((read) => licenceOf(read, sourceSlug)))
  return licences.find((licence) => !mayGoOut(licence)) ?? null
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
