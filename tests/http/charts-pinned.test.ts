/** A chart that is pinned by a receipt: it shows the same numbers, whatever is corrected later. */
import { expect } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { chartsOf } from '../helpers/charts.ts'
import { test } from '../helpers/db.ts'
import { importYaml } from '../helpers/facts.ts'

const CHINA = '/charts/china-daily-tokens'
const LATER = `claims:
  - { key: later-tokens, source: nda-2026-05-22-symposium,
      tokenUsage: { subject: country/CN, period: DAY, coverage: national }, value: 300e12, valid: 2026-08 }
`

async function pin(charts: ReturnType<typeof chartsOf>, path: string): Promise<string> {
  const response = await charts.get(path, { method: 'POST' })
  expect([response.status, await response.text()]).toEqual([303, ''])
  expect(response.headers.get('cache-control')).toBe('no-store')
  return response.headers.get('location')!
}

test('the button of the page keeps the answer, and goes to the page that is drawn from it', async ({
  seeded,
}) => {
  const app = () => chartsOf(testApp(seeded.db).app)
  const charts = app()
  const [, action] = /<form method="post" action="([^"]*)"/.exec(await charts.text(CHINA))!
  const page = await pin(charts, action!.replaceAll('&#38;', '&'))
  expect(page).toMatch(/^\/charts\/china-daily-tokens\?receipt=rcp_[0-9a-z]{26}$/)
  const receipt = page.split('=')[1]!
  const before = await charts.json(`${CHINA}.json`)
  const formats = ['svg', 'png', 'csv', 'json']
  const drawn = await Promise.all(
    formats.map((format) => charts.bytes(`${CHINA}.${format}?receipt=${receipt}`)),
  )
  expect(drawn[0]!.toString()).toBe(await charts.text(`${CHINA}.svg`))
  const kept = JSON.parse(drawn[3]!.toString())
  expect(kept.rows).toEqual(before.rows)
  expect([kept.revision, kept.time, kept.parameters]).toEqual([before.revision, before.time, { receipt }])

  await importYaml(seeded.db, LATER)
  for (const anew of [charts, app()]) {
    expect(
      await Promise.all(formats.map((format) => anew.bytes(`${CHINA}.${format}?receipt=${receipt}`))),
    ).toEqual(drawn)
    expect(await anew.text(`${CHINA}.svg`)).toContain('300 trillion')
    const html = await anew.text(page)
    expect(html).toContain(`href="/receipts/${receipt}"`)
    expect(html).not.toContain('300 trillion')
    expect(html).not.toContain('<form method="post"')
    expect(await anew.text(`/embed/china-daily-tokens?receipt=${receipt}`)).toContain(`receipt=${receipt}`)
  }
  // The receipt is one like any other.
  const stored = await charts.json(`/receipts/${receipt}.json`)
  expect(stored.extensions.revision).toBe(before.revision)
})

test('what was chosen, the language and the revision are pinned with it', async ({ seeded }) => {
  const charts = chartsOf(testApp(seeded.db).app)
  const page = await pin(charts, '/zh/charts/price-comparison/pin?models=gpt-5.5,claude-opus-4.6&asOf=1')
  expect(page).toMatch(/^\/zh\/charts\/price-comparison\?receipt=rcp_/)
  const { rows, revision, variables } = await charts.json(page.replace('/zh', '').replace('?', '.json?'))
  expect(revision).toBe(1)
  expect(variables).toEqual({ models: ['gpt-5.5', 'claude-opus-4.6'] })
  expect(new Set(rows.map((row: any) => row.slug))).toEqual(new Set(['gpt-5.5', 'claude-opus-4.6']))
})

test('a receipt of something else is refused', async ({ seeded }) => {
  const { app } = testApp(seeded.db)
  const charts = chartsOf(app)
  const page = await pin(charts, `${CHINA}/pin`)
  const receipt = page.split('=')[1]!
  const code = async (path: string, init?: RequestInit) => (await charts.refusal(path, init)).slice(0, 2)
  expect(await code(`/charts/price-comparison.svg?receipt=${receipt}`)).toEqual([400, 'BAD_ARGUMENT'])
  expect(await code(`/charts/price-comparison?receipt=${receipt}`)).toEqual([400, 'BAD_ARGUMENT'])
  expect(await code(`${CHINA}.svg?receipt=${receipt}&asOf=1`)).toEqual([400, 'BAD_ARGUMENT'])
  expect(await code(`${CHINA}.svg?receipt=rcp_00000000000000000000000000`)).toEqual([404, 'NOT_FOUND'])
  expect(await code(`${CHINA}.svg?receipt=nonsense`)).toEqual([404, 'NOT_FOUND'])
  expect(await code(`${CHINA}/pin?receipt=${receipt}`, { method: 'POST' })).toEqual([400, 'BAD_ARGUMENT'])
  expect(await code('/charts/fact/pin?fact=nonsense', { method: 'POST' })).toEqual([404, 'NOT_FOUND'])
  expect(await code('/charts/no-such/pin', { method: 'POST' })).toEqual([404, 'NOT_FOUND'])
})

test('what cannot be drawn leaves no receipt behind', async ({ seeded }) => {
  const { app, ask } = testApp(seeded.db)
  const { body } = await ask('{ assertions(first: 1) { nodes { id } } }')
  const fact = encodeURIComponent(body.data.assertions.nodes[0].id)
  const before = await seeded.db.receipt.count()
  for (const chart of ['fact', 'disagreements']) {
    const refused = await chartsOf(app).refusal(`/charts/${chart}/pin?fact=${fact}`, { method: 'POST' })
    expect(refused.slice(0, 2)).toEqual([404, 'NOT_FOUND'])
  }
  expect(await seeded.db.receipt.count()).toBe(before)
})

test('a form of another site pins nothing', async ({ seeded }) => {
  const charts = chartsOf(testApp(seeded.db, { publicUrl: 'https://facts.example' }).app)
  const post = (headers: Record<string, string>) => ({ method: 'POST', headers })
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://test' },
    { origin: 'https://other.example' },
    { origin: 'null' },
  ]) {
    const refused = await charts.refusal(`${CHINA}/pin`, post(headers))
    expect(refused.slice(0, 2), JSON.stringify(headers)).toEqual([400, 'BAD_REQUEST'])
  }
  for (const headers of [
    { 'sec-fetch-site': 'same-origin', origin: 'http://test' },
    { 'sec-fetch-site': 'none' },
    { origin: 'http://test' },
    { origin: 'https://facts.example' },
  ]) {
    const { status } = await charts.get(`${CHINA}/pin`, post(headers))
    expect(status, JSON.stringify(headers)).toBe(303)
  }
})

test('the bytes of a receipt are read only when something is made of them', async ({ seeded }) => {
  const reads: boolean[] = []
  const watched = seeded.db.$extends({
    query: {
      receipt: {
        async findUnique({ args, query }) {
          const found = await query(args)
          reads.push(found?.body != null)
          return found
        },
      },
    },
  }) as unknown as typeof seeded.db
  const charts = chartsOf(testApp(watched).app)
  const search = (await pin(charts, `${CHINA}/pin`)).replace(CHINA, '')
  const read = async (path: string) => {
    reads.length = 0
    await charts.bytes(path + search)
    return reads.filter((body) => body).length
  }
  expect(await read(`${CHINA}.csv`)).toBe(1)
  expect(await read(`${CHINA}.csv`)).toBe(0)
  expect(await read(`${CHINA}.svg`)).toBe(0)
  expect(reads.length).toBeGreaterThan(0)
})
