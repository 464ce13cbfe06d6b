/** Numbers given on a day of which the period they count is not told, and what a joined line takes for a value. */
import type { Texts } from './chart.ts'
import type { ClaimData } from './claims.ts'
import { dayWords, periodWords } from './words.ts'

const AS_GIVEN = /^as given on (\d{1,2} [A-Z][a-z]+ \d{4})$/

/** The day on which the number was given, where its period says no more than that. ISO 8601. */
export function statedDay({ periodText, validFrom, validTo }: ClaimData): string | null {
  const said = AS_GIVEN.exec(periodText)
  const time = said ? Date.parse(`${said[1]} UTC`) : Number.NaN
  if (Number.isNaN(time)) return null
  const day = new Date(time).toISOString()
  const within = (validFrom === null || validFrom <= day) && (validTo === null || day < validTo)
  return within ? day : null
}

/** Whether a number says what the one before it said. */
function isSame(claim: ClaimData, before: ClaimData | undefined): before is ClaimData {
  const key = ({ value }: ClaimData) =>
    JSON.stringify([value!.low, value!.point, value!.high, value!.qualifier])
  return before !== undefined && key(claim) === key(before)
}

/** What readers must know of a line that joins preferred values. @param history oldest first, each with a number. */
export function lineNotes(history: readonly ClaimData[]): Texts[] {
  const dated = history.filter(({ validFrom, validTo }) => validFrom !== null || validTo !== null)
  if (dated.length < 2) return []
  const bounded = dated.some(({ value }) => ['AT_LEAST', 'MORE_THAN'].includes(value!.qualifier))
  return [
    ...(bounded
      ? [
          {
            en: 'The line joins lower bounds ("more than") as if they were values.',
            zh: '连线将“超过”等下限视同数值相连。',
          },
        ]
      : []),
    ...dated.flatMap((claim, i) => {
      const day = statedDay(claim)
      if (day === null) return []
      const before = dated[i - 1]
      const [en, zh] = [dayWords(day, 'en'), dayWords(day, 'zh')]
      return isSame(claim, before)
        ? [
            {
              en: `Dashed: as given on ${en}. It repeats the number of ${periodWords(before, 'en')}, as far as is known: no new measurement is told of.`,
              zh: `虚线：${zh}给出的数值。据所知重复${periodWords(before, 'zh')}的数值，未见新的统计。`,
            },
          ]
        : [
            {
              en: `Dashed: as given on ${en}; which time it counts is not told.`,
              zh: `虚线：${zh}给出的数值，未说明统计时段。`,
            },
          ]
    }),
  ]
}
