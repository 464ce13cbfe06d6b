/** On which day an edition was made: nothing about when a price held can be found without it. */
import { parseCalendar } from '../../lib/period.ts'
import { InputProblem, type ParsedSnapshot } from './types.ts'

export interface EditionDay {
  day: string
  /** How it is known, for the report: "its name". */
  from: string
  /** Nothing tells it for sure: the newest day in the file, or today. */
  isGuess?: true
}

/**
 * In this order: what the operator says, the same bytes read before, what the file says of itself, its name, and the
 * newest day that it mentions. A file fetched just now is of today.
 * @param given `--date`.
 * @param before the day of the edition with the same bytes.
 * @param today the clock's day.
 */
export function editionDay(
  input: { origin: string; isAddress: boolean; given: string | undefined; before: string | null },
  snapshot: Pick<ParsedSnapshot, 'date' | 'mentioned'>,
  today: string,
): EditionDay {
  const { origin, isAddress, given, before } = input
  const known = (day: string, from: string): EditionDay => {
    if (parseCalendar(day)?.precision !== 'DAY')
      throw new InputProblem(origin, `${day} is no day; write it like 2026-07-24`)
    if (day > today)
      throw new InputProblem(origin, `its day, ${day} (${from}), has not come yet; name it with --date`)
    return { day, from }
  }
  if (given !== undefined) return known(given, '--date')
  if (before !== null) return { day: before, from: 'the same bytes were read before' }
  if (snapshot.date !== undefined) return known(snapshot.date, 'the file says so')
  if (isAddress) return { day: today, from: 'fetched today' }
  const named = [...origin.matchAll(/(?<!\d)(20\d{2}-\d{2}-\d{2})(?!\d)/g)].at(-1)?.[1]
  if (named && parseCalendar(named)) return known(named, 'its name')
  const mentioned = snapshot.mentioned.filter((d) => parseCalendar(d)?.precision === 'DAY' && d <= today)
  const newest = [...mentioned].sort().at(-1)
  if (newest) return { day: newest, from: 'the newest day that it mentions', isGuess: true }
  return { day: today, from: 'today, for nothing in it tells its day; --date names another', isGuess: true }
}
