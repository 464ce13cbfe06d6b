/** Sources with all that makes citing hard, each with a name that tests use. */
import type { CitedItem } from '../../src/cite/item.ts'

const day = (text: string) => new Date(`${text}T00:00:00Z`)
const source = (slug: string, more: Partial<CitedItem>): CitedItem => ({
  slug,
  title: `Title of ${slug}`,
  url: `https://example.org/${slug}`,
  kind: 'WEB_PAGE',
  publisher: 'Example Office',
  publishedOn: null,
  accessedOn: null,
  ...more,
})

export const SOURCES = {
  organisation: source('nda-briefing', {
    kind: 'SPEECH',
    title: 'Briefing on the data economy',
    publisher: 'National Data Administration',
    publishedOn: day('2026-03-24'),
  }),
  undated: source('openai-api-pricing', {
    kind: 'PRICE_PAGE',
    title: 'API pricing',
    publisher: 'OpenAI',
    accessedOn: day('2026-05-01'),
    locator: 'Pricing table, row gpt-5.4',
    note: 'Read as a stored copy.',
  }),
  month: source('monthly', { kind: 'ARTICLE', publishedOn: day('2026-03-01'), precision: 'MONTH' }),
  year: source('yearly', { kind: 'REPORT', publishedOn: day('2025-01-01'), precision: 'YEAR' }),
  quarter: source('quarterly', { publishedOn: day('2025-04-01'), precision: 'QUARTER' }),
  chinese: source('daily-tokens', {
    title: 'Daily tokens pass 140 trillion',
    titleZh: '日均Token调用量超140万亿',
    publisher: 'Yicai',
    publishedOn: day('2026-03-25'),
  }),
  special: source('odd_signs', {
    title: '100% of A&B_C {in} #1 at $2 ~ x^2 \\ -- <low>',
    publisher: 'Smith, Jones & Co and Sons',
    url: 'https://example.org/a_b?c=1&d=%20#e{f}',
    publishedOn: day('2026-01-02'),
  }),
  long: source('long', {
    title: `${'A very long title about the price of tokens and the cost of electricity '.repeat(4)}end`,
  }),
  ours: source('ai-economy-facts-pri_x-r3', {
    kind: 'DATASET',
    title: 'Price of output tokens of GPT-5.4 at OpenAI: 15 US dollars, according to OpenAI',
    publisher: 'AI Economy Facts',
    publishedOn: day('2026-06-01'),
    version: 'revision 3',
    url: null,
  }),
} satisfies Record<string, CitedItem>
