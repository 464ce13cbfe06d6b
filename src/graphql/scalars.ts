/** Custom scalars: exact and in one spelling each. */
import { GraphQLScalarType, Kind } from 'graphql'
import { AppError } from '../errors.ts'
import { canonical, parseDecimal } from '../lib/decimal.ts'
import { isoDay, parseCalendar } from '../lib/period.ts'

const bad = (message: string) => new AppError('BAD_ARGUMENT', message)

function textScalar(
  name: string,
  description: string,
  parse: (text: string) => string,
  serialize: (value: unknown) => string,
  specifiedByURL?: string,
) {
  const fromText = (value: unknown): string => {
    if (typeof value !== 'string') throw bad(`${name} is given as a string.`)
    return parse(value)
  }
  return new GraphQLScalarType<string, string>({
    name,
    description,
    ...(specifiedByURL ? { specifiedByURL } : {}),
    serialize,
    parseValue: fromText,
    parseLiteral: (node) => fromText(node.kind === Kind.STRING ? node.value : undefined),
  })
}

export const decimalScalar = textScalar(
  'Decimal',
  'An exact decimal number as a string, without exponent and without trailing zeros: "0.42", "140000000000000". Input may also be written "1.10" or "140e12".',
  (text) => {
    const value = parseDecimal(text)
    if (!value) throw bad('Decimal must be a number of at most 50 digits, such as "0.42".')
    return canonical(value)
  },
  String,
)

export const dateScalar = textScalar(
  'Date',
  'A calendar day in UTC, ISO 8601: "2026-04-10".',
  (text) => {
    if (parseCalendar(text)?.precision !== 'DAY')
      throw bad('Date must be a day such as "2026-04-10", of the years 1000 to 9998.')
    return text
  },
  (value) => (value instanceof Date ? isoDay(value) : String(value)),
)

export const dateTimeScalar = textScalar(
  'DateTime',
  'An instant in UTC, RFC 3339: "2026-03-05T00:00:00.000Z".',
  (text) => {
    if (
      !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text) ||
      Number.isNaN(Date.parse(text))
    ) {
      throw bad('DateTime must be an instant such as "2026-03-05T00:00:00Z".')
    }
    return new Date(text).toISOString()
  },
  (value) => (value instanceof Date ? value.toISOString() : String(value)),
  'https://scalars.graphql.org/andimarek/date-time.html',
)

export const urlScalar = textScalar(
  'URL',
  'An absolute http or https address.',
  (text) => {
    if (!URL.canParse(text) || !/^https?:/.test(text))
      throw bad('URL must be an absolute http or https address.')
    return text
  },
  String,
)
