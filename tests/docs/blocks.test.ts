/** Every block of code on every page is run, as it stands there, against a real server. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createKey } from '../../src/domain/access/keys.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { test } from '../helpers/db.ts'
import { emberText } from '../helpers/releases.ts'
import { type Block, blocksOf } from './crawl.ts'
import { CLIENT_PAGE, SAMPLE_PAGES, serve } from './project.ts'
import { type Before, RUNNERS, type World, writeTools } from './runners.ts'

/** What their blocks write would change the answers of other pages. */
const WRITING = ['sync', 'writing', 'operating']
const hasPython = spawnSync('python3', ['--version']).status === 0

/** An edition of a price file, under the name that the commands give it. */
const PRICES = {
  'gpt-5.4': {
    litellm_provider: 'openai',
    mode: 'chat',
    input_cost_per_token: 0.0000025,
    output_cost_per_token: 0.000015,
  },
}

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
const servedAt = (text: string, url: string) =>
  text
    .replaceAll('http://127.0.0.1:4000', url)
    .replaceAll('--from https://facts.example.org', `--from ${url}`)

async function pagesOf(url: string): Promise<{ name: string; blocks: Block[] }[]> {
  const llms = await (await fetch(`${url}/llms.txt`)).text()
  const names = [...llms.matchAll(/\(http:[^)]*?\/docs\/?([^)]*)\.md\)/g)].map(([, name]) => name!)
  const pages = names.map(async (name) => {
    const path = name === '' ? '/docs.md' : `/docs/${name}.md`
    return { name, blocks: blocksOf(name || 'index', await (await fetch(url + path)).text()) }
  })
  return (await Promise.all(pages)).sort((a, b) => WRITING.indexOf(a.name) - WRITING.indexOf(b.name))
}

test('every block does what its page says', { timeout: 400_000 }, async ({ market }) => {
  const addresses = { allowPrivate: false, resolve: async () => ['93.184.216.34'] }
  await using server = await serve(market.db, { addresses })
  const folder = mkdtempSync(join(tmpdir(), 'aef-docs-'))
  const { key } = await createKey(market.db, systemClock, {
    ...{ name: 'test', scopes: ['read', 'sync', 'write', 'admin'], expiresAt: null },
  })
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const copies = await fetch(`${server.url}/export/country.ndjson?asOf=1`, { headers })
  const world: World = {
    ...{ url: server.url, folder },
    env: {
      ...{ HOME: folder, NODE_NO_WARNINGS: '1', LOG_LEVEL: 'error', PATH: writeTools(folder) },
      ...{ KEY: key, WRITE_KEY: key, ADMIN_KEY: key, CURSOR: copies.headers.get('x-cursor')! },
      ...{ DATABASE_URL: market.url, DATA_DIR: join(folder, 'data') },
    },
    ask: async (query) => {
      const body = JSON.stringify({ query })
      return (
        await fetch(`${server.url}/graphql`, { method: 'POST', headers, body })
      ).json() as Promise<object>
    },
    copy: async (kind) => (await fetch(`${server.url}/export/${kind}.ndjson`, { headers })).text(),
  }
  writeFileSync(join(folder, 'key.txt'), key)
  writeFileSync(join(folder, 'model_prices_and_context_window.json'), JSON.stringify(PRICES))
  writeFileSync(
    join(folder, 'european_wholesale_electricity_price_data_monthly.csv'),
    emberText({ '2024-11': '95.79' }),
  )
  const run: Record<string, number> = {}
  const pages = await pagesOf(server.url)
  const shown = new Set(pages.flatMap(({ blocks }) => blocks.map(({ text }) => text)))
  // Whatever the README shows is run here too, but what starts it: the tests stand on that.
  for (const { text } of blocksOf('README', readme))
    if (!text.startsWith('npm ci &&')) expect(shown).toContain(servedAt(text, server.url))
  try {
    for (const { name, blocks } of pages) {
      // Their files, commands and outputs are run by tests of their own, each of them.
      if ([...SAMPLE_PAGES, CLIENT_PAGE].includes(name)) continue
      let before: Before = { block: null, output: undefined }
      for (const block of blocks) {
        const { language, page, file, text } = block
        expect(
          file,
          `a file on the page ${page}, which the test of the samples does not know`,
        ).toBeUndefined()
        const runner = RUNNERS[language]
        if (!runner) throw new Error(`${page}: nothing runs a block of the language “${language}”:\n${text}`)
        if (before.block?.language === 'graphql')
          expect(language, `${page}: ${before.block.text}`).toBe('json')
        if (language === 'python' && !hasPython && !process.env.CI) continue
        const output = await runner(block, before, world).catch((cause) => {
          throw new Error(`The page ${page}, block:\n${text}\n${cause}`, { cause })
        })
        run[language] = (run[language] ?? 0) + 1
        before = { block, output }
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  // None is lost by a page that shows less than it means to.
  expect(run.graphql).toBeGreaterThan(15)
  expect(run.sh).toBeGreaterThan(15)
  expect(Object.keys(run).sort()).toEqual(Object.keys(RUNNERS).sort())
})
