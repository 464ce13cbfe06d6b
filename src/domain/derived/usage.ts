/** How many tokens a country uses for each inhabitant, and for each dollar that its economy makes. */

import { AppError } from '../../errors.ts'
import { USAGE_PERIODS } from '../../kinds/vocabulary.ts'
import type { At } from '../read/belief.ts'
import type { Reader } from '../read/reader.ts'
import type { Country } from '../read/rows.ts'
import {
  attempted,
  type Computation,
  computation,
  type Draft,
  inputsOf,
  step,
  without,
} from './computation.ts'
import { answerOf, dayText, type Known, knownCountry } from './operands.ts'

/** What tokens are divided by: an indicator of the country itself, without a coverage. */
const DENOMINATORS = {
  person: { metric: 'population', noun: 'population' },
  gdp: { metric: 'gdp', noun: 'gross domestic product' },
} as const

export interface UsageArgs {
  country: string
  /** What the count of tokens covers. */
  coverage: string
  at: At
}

/** Units of tokens per person, by the span that they are told for. */
export const PER_PERSON_UNITS = { DAY: 'tok/d/1', YEAR: 'tok/a/1' } as const

/**
 * Tokens of a period ÷ inhabitants, in tokens per person and day, or year: 140 trillion a day ÷ 1.405 billion people =
 * about 99,600 a day. @throws AppError NOT_FOUND for a country that there is not.
 */
export async function tokensPerPerson(
  read: Reader,
  args: UsageArgs,
  period: keyof typeof PER_PERSON_UNITS,
): Promise<Computation> {
  const formula = 'Tokens that the country uses in a period, divided by its inhabitants.'
  return perUnit(read, args, 'person', { name: 'tokens-per-person', formula }, PER_PERSON_UNITS[period])
}

/**
 * Tokens of a year ÷ gross domestic product of a year, in tokens per US dollar; a day's tokens count 365.2425 times.
 * @throws AppError NOT_FOUND for a country that there is not.
 */
export async function tokensPerGdp(read: Reader, args: UsageArgs): Promise<Computation> {
  const formula =
    'Tokens that the country uses, at their rate over a mean year of 365.2425 days, divided by its gross domestic product of a year.'
  return perUnit(read, args, 'gdp', { name: 'tokens-per-gdp', formula }, 'tok/USD')
}

async function perUnit(
  read: Reader,
  args: UsageArgs,
  by: keyof typeof DENOMINATORS,
  named: Pick<Draft, 'name' | 'formula'>,
  unit: string,
): Promise<Computation> {
  if (!(await read.coverage.load(args.coverage)))
    throw new AppError('NOT_FOUND', `There is no coverage "${args.coverage}"; \`coverages\` lists them.`)
  const country = await knownCountry(read, args.country)
  const { metric, noun } = DENOMINATORS[by]
  const subject = `country/${country.code}`
  const [tokens, denominator] = await Promise.all([
    usageOf(read, subject, args),
    answerOf(read, 'denominator', { kind: 'INDICATOR', subject, metric }, args.at),
  ])
  const operands = [tokens, denominator].filter((o) => o !== null)
  const draft: Draft = {
    ...named,
    assumptions: [
      `Tokens as coverage "${args.coverage}" counts them, by ${dayText(args.at)}.`,
      ...(tokens && denominator
        ? [`Tokens: ${tokens.claim.periodText}; ${noun}: ${denominator.claim.periodText}.`]
        : []),
    ],
  }
  if (!tokens) return without(draft, operands, lacking(country, `token usage of coverage "${args.coverage}"`))
  if (!denominator) return without(draft, operands, lacking(country, noun))
  const value = attempted(() => step('ratio', inputsOf([tokens, denominator]), unit))
  return computation(read, draft, [tokens, denominator], value, unit, ([a, b]) => `${a} ÷ ${b}`)
}

/** The count of the shortest period that there is. */
async function usageOf(read: Reader, subject: string, { coverage, at }: UsageArgs): Promise<Known | null> {
  const periods = Object.keys(USAGE_PERIODS)
  const found = await Promise.all(
    periods.map((period) =>
      answerOf(read, 'numerator', { kind: 'TOKEN_USAGE', subject, period, coverage }, at),
    ),
  )
  return found.find((one) => one !== null) ?? null
}

const lacking = (country: Country, what: string) => `The ledger holds no ${what} of ${country.name}.`
