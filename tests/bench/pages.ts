/** What a first visitor waits for: measured in a real Chromium at a server that was just started. See `HELP`. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { table } from '../../src/cli/terminal.ts'
import { launch } from '../helpers/browser.ts'

const HELP = `Usage: npm run bench-pages -- [--visits 5] [--json <file>]

Starts the server in a folder of its own, then opens each kind of page in Chromium, once as its very first visitor and
then --visits times with an empty cache: milliseconds to the first contentful paint, kilobytes sent in all and of
scripts, requests, and those to any other host.

  --visits   visits after the first one (5)
  --json     writes the figures to a file as well
  --help     shows this text
`

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts')
const PATHS = [
  '/',
  '/zh',
  '/models/deepseek-v3.2',
  '/countries/CN',
  '/disagreements',
  '/charts',
  '/docs',
  '/graphql',
]
const PAINT = `new Promise((resolve) => new PerformanceObserver((list) => {
  const found = list.getEntries().find((entry) => entry.name === 'first-contentful-paint')
  if (found) resolve(found.startTime)
}).observe({ type: 'paint', buffered: true }))`

interface Visit {
  paintMs: number
  kilobytes: number
  scriptKilobytes: number
  requests: number
  foreign: number
}

const { values } = parseArgs({
  options: { visits: { type: 'string', default: '5' }, json: { type: 'string' }, help: { type: 'boolean' } },
})
if (values.help) console.log(HELP)
else await measure(Number(values.visits))

async function measure(visits: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-pages-'))
  await chmod(folder, 0o755)
  const server = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, 'serve'], {
    env: { ...process.env, DATA_DIR: join(folder, 'data'), PORT: '0', LOG_LEVEL: 'error', RATE_LIMITS: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const browser = await launch()
  try {
    const origin = await addressOf(server.stdout)
    const measured: Record<string, { first: Visit; median: Visit }> = {}
    for (const path of PATHS) {
      const first = await visit(path)
      const later: Visit[] = []
      for (let n = 0; n < visits; n++) later.push(await visit(path))
      later.sort((a, b) => a.paintMs - b.paintMs)
      measured[path] = { first, median: later[Math.floor(later.length / 2)]! }
    }
    console.log(
      table([
        ['page', 'first visit, ms', 'median, ms', 'kB', 'kB of scripts', 'requests', 'to other hosts'],
        ...Object.entries(measured).map(([path, { first, median }]) => [
          path,
          ...[first.paintMs, median.paintMs, median.kilobytes, median.scriptKilobytes].map((n) =>
            n.toFixed(0),
          ),
          ...[median.requests, median.foreign].map(String),
        ]),
      ]),
    )
    if (values.json) await writeFile(values.json, `${JSON.stringify(measured, null, 2)}\n`)

    async function visit(path: string): Promise<Visit> {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
      const page = await context.newPage()
      const sent = { all: 0, scripts: 0, requests: 0, foreign: 0 }
      page.on('requestfinished', async (request) => {
        const { responseBodySize } = await request.sizes()
        sent.requests++
        sent.all += responseBodySize
        if (request.resourceType() === 'script') sent.scripts += responseBodySize
        if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) sent.foreign++
      })
      await page.goto(origin + path)
      const paintMs = (await page.evaluate(PAINT)) as number
      await page.waitForLoadState('networkidle', { timeout: 15_000 }).catch(() => undefined)
      await context.close()
      return {
        paintMs,
        kilobytes: sent.all / 1000,
        scriptKilobytes: sent.scripts / 1000,
        requests: sent.requests,
        foreign: sent.foreign,
      }
    }
  } finally {
    await browser.close()
    server.kill('SIGTERM')
    await once(server, 'exit')
    await rm(folder, { recursive: true, force: true })
  }
}

/** Of the start-up text, which comes when the server answers. */
function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  return new Promise((resolve, reject) => {
    output.on('data', (chunk) => {
      text += String(chunk)
      const [, origin] = /GraphiQL\s+(http:\/\/[^/\s]+)/.exec(text) ?? []
      if (origin && text.includes('Ctrl-C')) resolve(origin)
    })
    output.on('end', () => reject(new Error('The server ended before it answered.')))
  })
}
