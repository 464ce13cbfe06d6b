/** What each style makes of each hard source, word for word. */
import { describe, expect, test } from 'vitest'
import { formatCitations } from '../../src/cite/format.ts'
import type { CitationStyle } from '../../src/kinds/vocabulary.ts'
import { SOURCES } from './sources.ts'

type Name = keyof typeof SOURCES
const LONG = SOURCES.long.title
const OURS = SOURCES.ours.title

const APA: Record<Name, string> = {
  organisation:
    'National Data Administration. (2026, March 24). Briefing on the data economy. https://example.org/nda-briefing',
  undated: 'OpenAI. (n.d.). API pricing. Retrieved May 1, 2026, from https://example.org/openai-api-pricing',
  month: 'Example Office. (2026, March). Title of monthly. https://example.org/monthly',
  year: 'Example Office. (2025). Title of yearly. https://example.org/yearly',
  quarter: 'Example Office. (2025, April–June). Title of quarterly. https://example.org/quarterly',
  chinese:
    'Yicai. (2026, March 25). Daily tokens pass 140 trillion [日均Token调用量超140万亿]. https://example.org/daily-tokens',
  special:
    'Smith, Jones & Co and Sons. (2026, January 2). 100% of A&B_C {in} #1 at $2 ~ x^2 \\ -- <low>. https://example.org/a_b?c=1&d=%20#e{f}',
  long: `Example Office. (n.d.). ${LONG}. https://example.org/long`,
  ours: `AI Economy Facts. (2026). ${OURS} [Dataset, revision 3].`,
}
const CHICAGO: Record<Name, string> = {
  organisation:
    'National Data Administration. 2026. “Briefing on the data economy.” March 24. https://example.org/nda-briefing.',
  undated: 'OpenAI. n.d. “API pricing.” Accessed May 1, 2026. https://example.org/openai-api-pricing.',
  month: 'Example Office. 2026. “Title of monthly.” March. https://example.org/monthly.',
  year: 'Example Office. 2025. Title of yearly. https://example.org/yearly.',
  quarter: 'Example Office. 2025. “Title of quarterly.” April–June. https://example.org/quarterly.',
  chinese:
    'Yicai. 2026. “Daily tokens pass 140 trillion [日均Token调用量超140万亿].” March 25. https://example.org/daily-tokens.',
  special:
    'Smith, Jones & Co and Sons. 2026. “100% of A&B_C {in} #1 at $2 ~ x^2 \\ -- <low>.” January 2. https://example.org/a_b?c=1&d=%20#e{f}.',
  long: `Example Office. n.d. “${LONG}.” https://example.org/long.`,
  ours: `AI Economy Facts. 2026. “${OURS}.” Dataset, revision 3. June 1.`,
}

describe.each([
  ['APA', APA],
  ['CHICAGO', CHICAGO],
] as const)('%s', (style, expected) => {
  test.each(Object.keys(SOURCES) as Name[])('writes the source "%s" as the style asks', (name) => {
    expect(formatCitations([SOURCES[name]], style)).toBe(expected[name])
  })

  test('sorts by author, tells works of one author and year apart, and remembers nothing', () => {
    const second = { ...SOURCES.undated, slug: 'other', title: 'Older pricing' }
    const items = [second, SOURCES.chinese, SOURCES.undated]
    const lines = formatCitations(items, style).split('\n')
    expect(lines.map((line) => line.slice(0, 6))).toEqual(['OpenAI', 'OpenAI', 'Yicai.'])
    expect(lines[0]).toContain('n.d.-a')
    expect(lines[1]).toContain('n.d.-b')
    expect(formatCitations([SOURCES.undated], style)).toBe(expected.undated)
    expect(formatCitations(items.toReversed(), style).split('\n')).toEqual(lines)
  })

  test.each([
    'issued: 1999-01-02',
    'DOI: 10.1/x',
    'publisher: Somebody',
    'editor: Some Body',
    'status: in press',
    '{:number: 5}',
  ])('takes no place or note of a citation for a field of its source: %s', (text) => {
    expect(formatCitations([{ ...SOURCES.undated, locator: text }], style)).toBe(expected.undated)
    expect(formatCitations([{ ...SOURCES.undated, note: text }], style)).toBe(expected.undated)
  })

  test('takes no text for markup', () => {
    const tags = 'H<sub>2</sub>O <i>in</i> <b>a<b</b> <span class="nocase">x</span>'
    const item = { ...SOURCES.undated, title: `On ${tags.replaceAll('"', '')}`, publisher: `A ${tags}` }
    const text = formatCitations([item], style)
    expect(text).toContain(item.title)
    expect(text).toContain(item.publisher)
  })
})

const bibtex = (name: Name) => formatCitations([SOURCES[name]], 'BIBTEX')
const ris = (name: Name) => formatCitations([SOURCES[name]], 'RIS').split('\n')

describe('BIBTEX', () => {
  test('has the slug as key, braces around names and titles, and only the known parts of a date', () => {
    expect(bibtex('organisation')).toBe(`@misc{nda-briefing,
  author = {{National Data Administration}},
  title = {{Briefing on the data economy}},
  year = {2026},
  month = mar,
  day = {24},
  url = {https://example.org/nda-briefing},
}`)
    expect(bibtex('month')).toMatch(/year = \{2026\},\n {2}month = mar,\n {2}url/)
    expect(bibtex('year')).toMatch(
      /^@techreport\{yearly,[\s\S]*institution = \{\{Example Office\}\},\n {2}year = \{2025\},\n {2}url/,
    )
    expect(bibtex('undated')).not.toMatch(/year|month/)
    expect(bibtex('undated')).toContain('urldate = {2026-05-01},\n  note = {Pricing table, row gpt-5.4},')
  })

  test('escapes what TeX would read as a command, keeps Chinese, and braces stay balanced', () => {
    expect(bibtex('special')).toContain(
      'title = {{100\\% of A\\&B\\_C \\textbraceleft{}in\\textbraceright{} \\#1 at \\$2 \\textasciitilde{} x\\textasciicircum{}2 \\textbackslash{} -{}- \\textless{}low\\textgreater{}}}',
    )
    expect(bibtex('special')).toContain('author = {{Smith, Jones \\& Co and Sons}}')
    expect(bibtex('special')).toContain('url = {https://example.org/a_b?c=1&d=%20#e%7Bf%7D}')
    expect(bibtex('chinese')).toContain('日均Token调用量超140万亿')
  })
})

describe('RIS', () => {
  test('has one line a field, also for a long title, and a record ends', () => {
    expect(ris('long')).toContain(`TI  - ${LONG}`)
    expect(ris('organisation')).toEqual([
      'TY  - GEN',
      'ID  - nda-briefing',
      'AU  - National Data Administration',
      'TI  - Briefing on the data economy',
      'PY  - 2026',
      'DA  - 2026/03/24/',
      'PB  - National Data Administration',
      'UR  - https://example.org/nda-briefing',
      'ER  - ',
    ])
  })

  test('keeps Chinese, short dates and access dates, and makes no first name of a comma', () => {
    expect(ris('chinese')).toContain('TI  - Daily tokens pass 140 trillion [日均Token调用量超140万亿]')
    expect(ris('month')).toContain('DA  - 2026/03//')
    expect(ris('year')).toContain('DA  - 2025///')
    expect(ris('undated')).toContain('Y2  - 2026/05/01/')
    expect(ris('undated').some((line) => /^(PY|DA)/.test(line))).toBe(false)
    expect(ris('special')).toContain('AU  - Smith Jones & Co and Sons')
    expect(ris('ours')).toContain('ET  - revision 3')
  })
})

test('CSL_JSON has organisations as literal names and ranges for quarters', () => {
  const [item] = JSON.parse(formatCitations([SOURCES.quarter], 'CSL_JSON'))
  expect(item).toMatchObject({
    id: 'quarterly',
    type: 'webpage',
    author: [{ literal: 'Example Office' }],
    issued: { 'date-parts': [[2025, 4], [2025, 6]] }, // biome-ignore format: dates
  })
})

test.each<[CitationStyle, string]>([
  ['APA', ''],
  ['CHICAGO', ''],
  ['BIBTEX', ''],
  ['CSL_JSON', '[]'],
  ['RIS', ''],
])('%s of nothing is empty', (style, text) => {
  expect(formatCitations([], style)).toBe(text)
})
