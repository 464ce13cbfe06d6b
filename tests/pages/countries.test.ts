/** The page of a country says how large it is, what its power costs, and whose member it is and was. */
import { expect } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { pageOf, visible } from './world.ts'

test('a union shows members, who left with the last day, and what it belongs to', async ({ seeded }) => {
  const { app } = testApp(seeded.db)
  const [en, zh] = await Promise.all([pageOf(app, '/countries/EU'), pageOf(app, '/zh/countries/EU')])
  expect(visible(en)).toContain('Former members United Kingdom (until 31 January 2020)')
  expect(visible(zh)).toContain('前成员 英国 (至2020年1月31日)')
  expect(en).toMatch(/Member of[\s\S]{0,80}<a href="\/countries\/GTWENTY"/)
  const members = /Members[\s\S]*?<\/dd>/.exec(en)![0]
  expect(members.match(/href="\/countries\//g)).toHaveLength(27)
})

test('a country shows its people, its product and the rate of all its industry first', async ({ seeded }) => {
  const { app } = testApp(seeded.db)
  const text = visible(await pageOf(app, '/countries/US'))
  const cards = text.slice(text.indexOf('In short'), text.indexOf('Chart as PNG'))
  for (const part of [
    'for industry, United States? 0.0813',
    '340,110,988 2024',
    '27,360.935 billion US dollars',
  ])
    expect(cards).toContain(part)
  expect(text).not.toContain('Former members')
  expect(visible(await pageOf(app, '/countries/WORLD'))).toContain('8,141,808,945 2024')
})
