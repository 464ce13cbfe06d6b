/** Companies in Epoch AI's tables, and the products that their numbers are about. */
import type { EntityInput } from '../../../domain/ledger/input.ts'
import type { Basis } from '../../../kinds/vocabulary.ts'
import type { CsvRow, CsvTable } from '../csv.ts'
import { slugOf } from './record.ts'

/** Exactly as written: the provider, or nothing is imported. */
const COMPANIES: Readonly<Record<string, string>> = {
  Anthropic: 'anthropic',
  DeepSeek: 'deepseek',
  Google: 'google',
  Meta: 'meta',
  Microsoft: 'microsoft',
  OpenAI: 'openai',
  xAI: 'xai',
}

export const providerOf = (company: string): string | null =>
  Object.hasOwn(COMPANIES, company) ? COMPANIES[company]! : null

/** Background that gives way to what the ledger knows of the provider; it may know none of them yet. */
export const providerEntity = (slug: string, name: string): EntityInput => ({
  table: 'Provider',
  row: {
    slug,
    name,
    nameZh: null,
    kinds: ['LAB'],
    countryCode: null,
    city: null,
    website: null,
    note: null,
  },
  onlyIfAbsent: true,
  aliases: [],
  cites: [],
})

/**
 * Whether a company states a number itself; what the press reports and others work out is no more than an estimate.
 * @returns nothing where the table has no column for it.
 */
export function basisOf(table: CsvTable, row: CsvRow): { basis?: Basis } {
  const column = table.columns.find((name) => /^source type$/i.test(name))
  if (column === undefined) return {}
  return { basis: row.get(column) === 'Company disclosure' ? 'STATED' : 'ESTIMATED' }
}

/** The products that together are all of a company. */
const ALL = new Set(['', 'All products', 'Google (all AI products)'])
/** What is sold to developers by the token. */
const API = new Set(['API', 'Gemini API', 'Claude API'])

/** What a number counts, as a coverage of the ledger; one that is not in the seeds comes with its entity. */
export function coverageOf(product: string): { code: string; entity: EntityInput | null } {
  if (ALL.has(product)) return { code: 'provider-total', entity: null }
  if (API.has(product)) return { code: 'provider-api', entity: null }
  const code = `product-${slugOf(product)}`
  const row = { code, name: product, definition: `Only ${product}, as Epoch AI names what is counted.` }
  return { code, entity: { table: 'Coverage', row, aliases: [], cites: [] } }
}
