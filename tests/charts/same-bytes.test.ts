/** The same revision gives the same bytes: on other machines, in other time zones, and after later revisions. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { CHARTS } from '../../src/charts/registry.ts'
import { testApp } from '../helpers/app.ts'
import { chartsOf, exampleSearch } from '../helpers/charts.ts'
import { test } from '../helpers/db.ts'
import { importYaml } from '../helpers/facts.ts'

const run = promisify(execFile)

/** Draws what it is told in a process of its own, as if on another machine. */
const PROGRAM = `
  const src = ${JSON.stringify(new URL('../../src/charts/', import.meta.url).href)}
  const { chartNamed } = await import(src + 'registry.ts')
  const { jobOf } = await import(src + 'picture.ts')
  const { createPainter } = await import(src + 'painter.ts')
  let text = ''
  for await (const part of process.stdin) text += part
  const { name, data, revision, pictures } = JSON.parse(text)
  const chart = chartNamed(name)
  const painter = createPainter()
  const made = []
  for (const { format, look } of pictures) {
    const answered = { chart, data, table: chart.table(data), revision }
    made.push(Buffer.from(await painter.draw(jobOf(answered, look, format))).toString('base64'))
  }
  await painter.close()
  process.stdout.write(JSON.stringify([Intl.DateTimeFormat().resolvedOptions().timeZone, made]))
`

const PICTURES = [
  { format: 'svg', look: { language: 'en', width: 800, theme: 'light' } },
  { format: 'png', look: { language: 'zh', width: 320, theme: 'dark' } },
]

test.for(CHARTS.map((chart) => [chart.name, chart] as const))(
  '%s is drawn alike by other machines',
  async ([name, chart], { market }) => {
    const { app, ask } = testApp(market.db)
    const charts = chartsOf(app)
    const json = await charts.json(`/charts/${name}.json${exampleSearch(chart)}`)
    const { data } = (await ask(json.query, json.variables)).body
    const here = await Promise.all(
      PICTURES.map(({ format, look: { language, width, theme } }) =>
        charts.bytes(
          `/charts/${name}.${format}${exampleSearch(chart, { lang: language, width: String(width), theme })}`,
        ),
      ),
    )
    const { PATH } = process.env
    const started = run(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', PROGRAM],
      {
        env: { PATH, TZ: 'Pacific/Auckland', LC_ALL: 'zh_CN.UTF-8', LANG: 'zh_CN.UTF-8' },
        maxBuffer: 50_000_000,
      },
    )
    started.child.stdin!.end(
      JSON.stringify({
        name,
        data,
        revision: { number: json.revision, time: json.time },
        pictures: PICTURES,
      }),
    )
    const [zone, there] = JSON.parse((await started).stdout)
    expect(zone).toBe('Pacific/Auckland')
    expect(there).toEqual(here.map((bytes) => bytes.toString('base64')))
  },
)

const LATER = `claims:
  - { key: later-tokens, source: nda-2026-05-22-symposium,
      tokenUsage: { subject: country/CN, period: DAY, coverage: national }, value: 200e12, valid: 2026-08 }
`

test('what was drawn as of a revision stays, and the newest shows what is new', async ({ seeded }) => {
  const app = () => chartsOf(testApp(seeded.db).app)
  const path = '/charts/china-daily-tokens'
  const before = app()
  const { revision } = await before.json(`${path}.json`)
  const pinned = (format: string) => `${path}.${format}?asOf=${revision}`
  const formats = ['svg', 'png', 'json', 'csv']
  const drawn = await Promise.all(formats.map((format) => before.bytes(pinned(format))))
  const newest = await before.text(`${path}.svg`)
  // The address of a revision is told by JSON; all else is the same.
  expect(drawn[0]!.toString()).toBe(newest)
  const { revision: next } = await importYaml(seeded.db, LATER)
  expect(next).toBe(revision + 1)
  // The same server, which keeps bytes, and one that begins anew.
  for (const charts of [before, app()]) {
    expect(await Promise.all(formats.map((format) => charts.bytes(pinned(format))))).toEqual(drawn)
    const now = await charts.text(`${path}.svg`)
    expect(now).toContain('200 trillion')
    expect(now).toContain(`revision ${next} (`)
    expect((await charts.json(`${path}.json`)).rows.map((row: any) => row.point)).toContain('200000000000000')
  }
})
