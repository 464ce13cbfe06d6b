/** What the address of a chart asks for: which chart, what is chosen, how it looks, and of which revision. */
import type { Chart, Look } from '../charts/chart.ts'
import { AppError } from '../errors.ts'

/** Pixels of a picture. */
export const WIDTHS = { least: 320, usual: 800, most: 1600 } as const

export interface ChartAsked {
  chart: Chart<never>
  /** The chart's own parameters, those that the address leaves out filled in. */
  chosen: Readonly<Record<string, string>>
  look: Look
  /** A revision; null for the newest. */
  asOf: number | null
  /** The id of a receipt whose answer is drawn. */
  receipt: string | null
}

const LOOKS = ['lang', 'width', 'theme'] as const

/**
 * @param looks which of the parameters of looks may be given; a page has its language in its path.
 * @throws AppError BAD_ARGUMENT that says what there is.
 */
export function chartAsked(
  chart: Chart<never>,
  { searchParams }: URL,
  looks: readonly (typeof LOOKS)[number][] = LOOKS,
): ChartAsked {
  const own = chart.parameters.map(({ name }) => name)
  const all = [...own, 'asOf', 'receipt', ...looks]
  for (const name of new Set(searchParams.keys())) {
    // A misspelt parameter must not give another picture than was meant.
    if (!all.includes(name))
      throw bad(`There is no parameter ${name} of the chart ${chart.name}. There are ${all.join(', ')}.`)
    if (searchParams.getAll(name).length > 1) throw bad(`Give ${name} once.`)
  }
  const receipt = searchParams.get('receipt')
  const beside = [...own, 'asOf'].filter((name) => searchParams.has(name))
  if (receipt !== null && beside.length > 0)
    throw bad(`A receipt says what was asked, and when: leave out ${beside.join(' and ')}.`)
  return {
    ...{ chart, receipt },
    chosen: receipt === null ? chosenOf(chart, searchParams) : {},
    look: lookOf(searchParams),
    asOf: asOfOf(searchParams),
  }
}

function chosenOf({ name: chart, parameters }: Chart<never>, given: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    parameters.map(({ name, description, example, fallback }) => {
      // An empty field of a form means the usual.
      const value = given.get(name) || fallback
      if (value === undefined)
        throw bad(
          `The chart ${chart} needs ${name}: ${description}, such as ?${name}=${encodeURIComponent(example)}.`,
        )
      return [name, value]
    }),
  )
}

function lookOf(given: URLSearchParams): Look {
  const width = given.get('width') ?? String(WIDTHS.usual)
  const number = /^\d{1,5}$/.test(width) ? Number(width) : 0
  if (number < WIDTHS.least || number > WIDTHS.most)
    throw bad(
      `width is a number of pixels from ${WIDTHS.least} to ${WIDTHS.most}, such as ?width=${WIDTHS.least}.`,
    )
  return {
    language: oneOf(given, 'lang', ['en', 'zh']),
    width: number,
    theme: oneOf(given, 'theme', ['light', 'dark']),
  }
}

function oneOf<Value extends string>(
  given: URLSearchParams,
  name: string,
  values: readonly [Value, ...Value[]],
): Value {
  const value = given.get(name) ?? values[0]
  const known = values.find((one) => one === value)
  if (!known) throw bad(`${name} is one of ${values.join(', ')}.`)
  return known
}

function asOfOf(given: URLSearchParams): number | null {
  const text = given.get('asOf')
  if (text === null) return null
  if (!/^\d+$/.test(text)) throw bad('asOf is the number of a revision, such as ?asOf=12.')
  return Number(text)
}

const bad = (message: string) => new AppError('BAD_ARGUMENT', message)
