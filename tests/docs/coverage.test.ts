/** Nothing that a reader may meet is without a word in the guides. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { CHARTS } from '../../src/charts/registry.ts'
import { VARIABLES } from '../../src/config.ts'
import { SCOPES } from '../../src/domain/access/caller.ts'
import { EXPORT_KINDS } from '../../src/domain/read/export/lines.ts'
import { ERROR_CODES } from '../../src/errors.ts'
import { LIMITS } from '../../src/graphql/limits.ts'
import { WIDTHS } from '../../src/http/chart-parameters.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { ORIGIN } from './crawl.ts'

const root = join(import.meta.dirname, '../..')
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** The first part of every path that routes know. */
function routes(): string[] {
  const folder = join(root, 'src/http')
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
  const found = texts.flatMap((text) => [
    ...[...text.matchAll(/'(\/[a-z][a-z.-]*)/g)].map(([, path]) => path!),
    ...[...text.matchAll(/\^\\(\/[a-z]+)/g)].map(([, path]) => path!),
  ])
  // Files that our own page of GraphiQL loads.
  return [...new Set([...found, '/receipts', '/llms.txt', '/llms-full.txt'])].filter(
    (path) => path !== '/graphiql',
  )
}

test('the guides name every route, code, limit, variable, command, kind of copy, scope and chart', async ({
  seeded,
}) => {
  const { app } = testApp(seeded.db)
  const text = await (await app(new Request(`${ORIGIN}/llms-full.txt`))).text()
  expect(routes().length).toBeGreaterThan(10)
  for (const path of routes()) expect(text, path).toMatch(new RegExp(`\`(GET |POST )?${path}[/\`{.]`))
  for (const [code, { status, meaning }] of Object.entries(ERROR_CODES))
    expect(text).toContain(`| \`${code}\` | ${status} | ${meaning} | `)
  for (const [name, value] of Object.entries(LIMITS))
    expect(text).toContain(`| \`${name}\` | ${value.toLocaleString('en-GB')} | `)
  for (const [name, { help }] of Object.entries(VARIABLES))
    expect(text).toContain(`| \`${name}\` | ${help} |`)
  for (const script of Object.keys(scripts).filter((name) => name !== 'postinstall'))
    expect(text).toContain(script === 'start' || script === 'test' ? `npm ${script}` : `npm run ${script}`)
  for (const kind of EXPORT_KINDS) expect(text).toContain(`\`${kind}\``)
  for (const [scope, meaning] of Object.entries(SCOPES))
    expect(text).toContain(`| \`${scope}\` | ${meaning} |`)
  for (const { name } of CHARTS) expect(text).toContain(`](/charts/${name}`)
})

test('the guides name every parameter of charts, as their answer to a wrong one does', async ({ seeded }) => {
  const { app } = testApp(seeded.db)
  const text = await (await app(new Request(`${ORIGIN}/docs/charts.md`))).text()
  expect(text).toContain(`${WIDTHS.least} to ${WIDTHS.most}; ${WIDTHS.usual} when left out`)
  for (const { name } of CHARTS) {
    const refused = await app(new Request(`${ORIGIN}/charts/${name}.svg?no-such=1`))
    const { errors } = (await refused.json()) as { errors: { message: string }[] }
    const all = /There are (.+)\.$/.exec(errors[0]!.message)![1]!.split(', ')
    expect(all).toContain('asOf')
    for (const parameter of all) expect(text, name).toContain(`\`${parameter}\``)
  }
})

test('advice on errors is advice on each of them, none the same as another', async ({ seeded }) => {
  const { app } = testApp(seeded.db)
  const text = await (await app(new Request(`${ORIGIN}/docs/errors.md`))).text()
  const rows = text.split('\n').filter((line) => /^\| `[A-Z_]+` \|/.test(line))
  const advice = rows.map((row) => row.split(' | ').at(-1)!)
  expect(new Set(advice).size).toBe(Object.keys(ERROR_CODES).length)
})
