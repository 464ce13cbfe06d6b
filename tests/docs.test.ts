/** The README tells the truth: its queries, limits, codes, variables, commands and routes are those of the code. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test as plain } from 'vitest'
import { VARIABLES } from '../src/config.ts'
import { FORMULAS } from '../src/domain/belief/formula.ts'
import { EXPORT_KINDS } from '../src/domain/read/export/lines.ts'
import { ERROR_CODES } from '../src/errors.ts'
import { LIMITS } from '../src/graphql/limits.ts'
import { parseFacts } from '../src/ingest/facts/read.ts'
import { VERDICTS } from '../src/kinds/vocabulary.ts'
import { testApp } from './helpers/app.ts'
import { test } from './helpers/db.ts'
import { partnerOf } from './helpers/export.ts'

const root = join(import.meta.dirname, '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

const blocks = [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language, text]) => ({
  language,
  text: text!,
}))

test('each query of the README has the answer that it shows', async ({ market }) => {
  const { ask } = testApp(market.db)
  const queries = blocks.filter((b) => b.language === 'graphql')
  expect(queries).toHaveLength(8)
  for (const query of queries) {
    const answer = blocks[blocks.indexOf(query) + 1]!
    expect(answer.language).toBe('json')
    const { body } = await ask(query.text)
    expect(body.errors).toBeUndefined()
    expect(body.data).toEqual(JSON.parse(answer.text))
  }
})

test('the row of a full copy is one, and every kind of copy is named', async ({ market }) => {
  const [row] = blocks.filter((b) => b.language === 'json' && b.text.includes('"id": "clm_'))
  const shown = JSON.parse(row!.text)
  const rows = await (await partnerOf(market.db)).rows('claim')
  expect(rows.find((r) => r.id === shown.id)).toEqual(shown)
  for (const kind of EXPORT_KINDS) expect(readme).toContain(`\`${kind}\``)
})

plain('the example of an import is one', () => {
  const examples = blocks.filter((b) => b.language === 'yaml')
  expect(examples).toHaveLength(3)
  for (const { text } of examples) expect(parseFacts('README.md', text)).toHaveProperty('data')
})

plain.each(Object.entries(VARIABLES))('the variable %s is documented', (name, { help }) => {
  expect(readme).toContain(`| \`${name}\` | ${help} |`)
})

plain.each(Object.entries(ERROR_CODES))('the code %s is documented', (code, { status, meaning }) => {
  expect(readme).toContain(`| \`${code}\` | ${status} | ${meaning} |`)
})

plain.each(Object.entries(LIMITS))('the limit %s is documented', (name, value) => {
  expect(readme).toContain(`| \`${name}\` | ${value.toLocaleString('en-GB')} |`)
})

plain.each(Object.keys(manifest.scripts).filter((s) => s !== 'postinstall'))(
  'the script %s is documented',
  (script) => {
    expect(readme).toContain(script === 'start' || script === 'test' ? `npm ${script}` : `npm run ${script}`)
  },
)

plain('every formula and every verdict is documented', () => {
  for (const name of Object.keys(FORMULAS)) expect(readme).toContain(`\`${name}\``)
  for (const verdict of Object.keys(VERDICTS)) expect(readme).toContain(`| \`${verdict}\` |`)
})

plain('every folder of the map exists, and none is missing', () => {
  const map = readme.slice(readme.indexOf('## Map of the code'), readme.indexOf('## Decisions'))
  for (const part of readdirSync(join(root, 'src'))) expect(map).toContain(`src/${part}`)
  for (const [, path] of map.matchAll(/^\| `([a-z/]+)`/gm))
    expect(readdirSync(join(root, path!)).length).toBeGreaterThan(0)
})

plain('nothing tracked mentions a machine or its folders', () => {
  const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean)
  const wrong = files.filter((file) =>
    /\/(work|root|home)\/[a-z]/.test(readFileSync(join(root, file), 'utf8')),
  )
  expect(wrong).toEqual([])
})
