/** The front page: its numbers are the API's, it says who disagrees, and it is made once for a revision. */
import { expect } from 'vitest'
import { factPath } from '../../src/pages/brief.ts'
import { FRONT } from '../../src/pages/front.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'

const at = (path: string) => new Request(`http://127.0.0.1${path}`, { headers: { accept: 'text/html' } })

test('every headline number is the one that its question gets', async ({ seeded }) => {
  const { app, ask } = testApp(seeded.db)
  const response = await app(at('/'))
  expect(response.status).toBe(200)
  expect(response.headers.get('x-revision')).toBe('1')
  const page = await response.text()
  const { body } = await ask(FRONT.query('en'), { since: '2026-01-01' })
  expect(body.errors).toBeUndefined()
  expect(body.extensions.cost.requested).toBeLessThan(10_000)
  const headlines = ['china', 'share', 'growth', 'deepseek', 'gpt', 'electricity', 'power', 'hubs']
  for (const name of headlines) {
    expect(body.data[name].nodes.length, name).toBeGreaterThan(0)
    for (const { value } of body.data[name].nodes) {
      const bare = page.replaceAll(/<[^>]+>/g, '').replaceAll(/\s+/g, ' ')
      expect(bare).toContain(value.text)
    }
  }
  expect(page).toContain('<b>140 trillion</b>')
})

test('is made once for a revision, and costs one statement afterwards', async ({ seeded }) => {
  const { app } = testApp(seeded.db)
  seeded.statements()
  const first = await app(at('/zh'))
  const made = seeded.statements().length
  expect(made).toBeLessThan(80)
  const again = await app(at('/zh'))
  expect(seeded.statements()).toHaveLength(1)
  expect(await again.text()).toBe(await first.text())
})

test('a refuted share is struck through beside the one of the platform for the same week', async ({
  seeded,
}) => {
  const { app, ask } = testApp(seeded.db)
  const page = await (await app(at('/'))).text()
  const { body } = await ask(FRONT.query('en'), { since: '2026-01-01' })
  const [share, ranked] = [body.data.share.nodes[0], body.data.ranked.nodes[0]]
  const card = page.split('<article class="card">').find((part) => part.includes('on OpenRouter'))!
  expect(card).toContain('<b>31.9%</b>')
  expect(card).toContain(`href="${factPath(share.id)}"`)
  expect(card).toMatch(/30 March 2026 to 5 April 2026: 48%/)
  expect(card).toContain(`<a href="${factPath(ranked.id)}">contradicted: <s>about 61%</s></a>`)
  expect(page).not.toContain('<b>61%</b>')
  const count = (verdict: string) =>
    ranked.checks.filter((check: { verdict: string }) => check.verdict === verdict).length
  expect(count('CONTRADICTED')).toBeGreaterThan(0)
  expect(card).toContain(`badge bad">Checks: ${count('CONTRADICTED')} contradicted, `)
  expect(card).toContain(`${count('UNCONFIRMED')} nothing to compare with</span>`)
})

test('each fact of a pair has its own doubts', async ({ seeded }) => {
  const { app } = testApp(seeded.db)
  const page = await (await app(at('/'))).text()
  const card = page.split('<article class="card">').find((part) => part.includes('<div class="pair">'))!
  expect(card.match(/<p class="doubt">/g)).toHaveLength(2)
})

test('the disagreements of the front page are not those of dates', async ({ seeded }) => {
  const { app, ask } = testApp(seeded.db)
  const page = await (await app(at('/'))).text()
  const [, section = ''] = page.split('aria-labelledby="differ"')
  const { body } = await ask(FRONT.query('en'), { since: '2026-01-01' })
  const { nodes } = body.data.disagreements
  const isOfDates = (node: { likelyKind: string }) => node.likelyKind === 'DIFFERENT_DATES'
  expect(nodes.some(isOfDates)).toBe(true)
  for (const node of nodes.filter(isOfDates)) expect(section).not.toContain(factPath(node.fact.id))
  const [first] = nodes.filter((node: { likelyKind: string }) => !isOfDates(node))
  expect(section).toContain(factPath(first.fact.id))
})

test('of newest price changes there is one of each model, and none of a name that moves on', async ({
  market,
}) => {
  const { app, ask } = testApp(market.db)
  const page = await (await app(at('/'))).text()
  const section = page.split('aria-labelledby="changes"')[1]!.split('<h3>')[0]!.split('</section>')[0]!
  const rows = [...section.matchAll(/<th scope="row"><a href="([^"]+)"/g)].map(([, href]) => href)
  expect(rows.length).toBeGreaterThan(2)
  const { body } = await ask(FRONT.query('en'), { since: '2026-01-01' })
  const { nodes } = body.data.changed
  const models = rows.map(
    (href) =>
      nodes.find((node: { price: { id: string } }) => factPath(node.price.id) === href)?.price.model.slug,
  )
  expect(new Set(models).size).toBe(rows.length)
  expect(nodes.map((node: { price: { model: { slug: string } } }) => node.price.model.slug)).toContain(
    'claude-opus',
  )
  expect(models).not.toContain('claude-opus')
})
