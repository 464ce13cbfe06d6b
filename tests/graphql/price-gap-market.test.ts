/** The gap between the list prices of countries' makers in a ledger as a fresh start fills it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { parse } from 'yaml'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { dataOf, type Json } from './world.ts'

const SIDE = '{ makers { slug } priceCount }'
const slugs = ({ makers }: Json) => makers.map(({ slug }: Json) => slug)
const providersOf = (path: string): Json[] =>
  parse(readFileSync(join(import.meta.dirname, '../../seeds', path), 'utf8')).providers

test('knows where well-known makers are whose prices only price files bring', async ({ market }) => {
  const { ask } = testApp(market.db)
  const gap = (of: string, by: string) =>
    `priceGap(of: "${of}", by: "${by}", set: ALL_ON_OFFER) { ratio { warnings } numerator ${SIDE} denominator ${SIDE} }`
  const { french, canadian } = dataOf(
    await ask(`{ french: ${gap('FR', 'US')} canadian: ${gap('CA', 'CN')} }`),
  )
  expect(slugs(french.numerator)).toContain('mistral')
  expect(slugs(french.denominator)).toEqual(expect.arrayContaining(['openai', 'perplexity', 'xai']))
  expect(slugs(canadian.numerator)).toContain('cohere')
})

test('and says of them what the list of providers says', () => {
  const listed = new Map(providersOf('names/providers.yaml').map((p) => [p.slug, p]))
  const facts = providersOf('organisations.yaml').map(({ slug }) => slug)
  for (const { slug, name, kinds, country } of providersOf('provider-countries.yaml')) {
    expect(listed.get(slug)).toEqual({ slug, name, kinds })
    expect(country).toMatch(/^[A-Z]{2}$/)
    expect(facts).not.toContain(slug)
  }
})
