/** The line to print beside a source's numbers. */
import type { Source } from '../../db/generated/client.ts'
import { calendarText, type Precision } from '../../lib/period.ts'

/** As the licence asks, else publisher, title and date. */
export function attributionOf(source: Source, publisher: string): string {
  if (source.attribution) return source.attribution
  const date = source.publishedOn && calendarText(source.publishedOn, source.publishedPrecision as Precision)
  return `${publisher}: ${source.title}${date ? ` (${date})` : ''}`
}
