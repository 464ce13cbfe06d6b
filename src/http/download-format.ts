/** In which form `/graphql` answers: what `?format=` or the header Accept asks for. */
import { AppError } from '../errors.ts'

export type AnswerForm = 'json' | 'page' | 'csv' | 'xlsx' | 'table'

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
/** The JSON answer with its rows, columns and sources beside it, as our page shows them. */
export const TABLE_TYPE = 'application/vnd.ai-economy-facts.table+json'

const FORMS: ReadonlyMap<string, AnswerForm> = new Map([
  ['text/html', 'page'],
  ['application/xhtml+xml', 'page'],
  ['text/csv', 'csv'],
  [XLSX_TYPE, 'xlsx'],
  [TABLE_TYPE, 'table'],
])

const NAMED: readonly string[] = ['json', 'csv', 'xlsx']

/**
 * `?format=` decides where it stands, for links carry no headers. Else the type with the highest weight in Accept; of
 * equal weights the one that is named rather than covered by a star, then the one that stands first. All types that are
 * not ours count as JSON, which GraphQL negotiates itself; so does a missing header. Only GET has a page.
 * @throws AppError BAD_ARGUMENT for a format that there is not.
 */
export function formOf(method: string, accept: string | null, parameters: URLSearchParams): AnswerForm {
  const [format, ...more] = parameters.getAll('format')
  if (format !== undefined) {
    if (more.length > 0 || !NAMED.includes(format))
      throw new AppError('BAD_ARGUMENT', `Give ?format= once, as one of ${NAMED.join(', ')}.`)
    return format as AnswerForm
  }
  const hasPage = method === 'GET' || method === 'HEAD'
  let best: { form: AnswerForm; weight: number; isNamed: boolean } | null = null
  for (const part of (accept ?? '').toLowerCase().split(',')) {
    const [type = '', ...rest] = part.split(';').map((text) => text.trim())
    const found = FORMS.get(type) ?? 'json'
    if (type === '' || (found === 'page' && !hasPage)) continue
    const offer = { form: found, weight: weightOf(rest), isNamed: !type.includes('*') }
    if (
      offer.weight > (best?.weight ?? 0) ||
      (offer.weight === best?.weight && offer.isNamed && !best.isNamed)
    )
      best = offer
  }
  return best?.form ?? 'json'
}

/** What cannot be read counts as nothing said. */
function weightOf(parameters: readonly string[]): number {
  const text = parameters.find((parameter) => /^q\s*=/.test(parameter))
  const weight = text === undefined ? 1 : Number(text.replace(/^q\s*=\s*/, ''))
  return weight >= 0 && weight <= 1 ? weight : 1
}
