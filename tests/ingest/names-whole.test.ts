/** All names of the real files: every record has an offer or a reason, and what they say together is consistent. */
import { expect, test } from 'vitest'
import { type NamedOffer, readNames } from '../../src/ingest/market/names.ts'
import { offerSlug } from '../../src/kinds/facts.ts'
import { type UpstreamName, upstreamNames } from './names-upstream.ts'

const names = readNames()
const upstream = upstreamNames()
const here = test.skipIf(upstream.length === 0)
const results = upstream
  .filter((u) => u.seller !== '' && u.model !== '')
  .map((u) => ({ ...u, result: names.offerOf(u.format, u.seller, u.model, u.day) }))
const offers = results.filter((r): r is UpstreamName & { result: NamedOffer } => !('reason' in r.result))

here('every seller is known', () => {
  expect([...new Set(offers.filter((o) => !o.result.seller.isKnown).map((o) => o.seller))]).toEqual([])
  expect(new Set(upstream.map((u) => `${u.format} ${u.seller}`)).size).toBeGreaterThan(200)
})

here('only what is no model has a reason', () => {
  const reasons = results.flatMap((r) => ('reason' in r.result ? [r.result.reason] : []))
  expect(reasons.every((reason) => /is a size of models|names no model/.test(reason))).toBe(true)
  expect(reasons.length).toBeLessThan(40)
})

here('slugs have the syntax of slugs, and each slug has one maker', () => {
  const makers = new Map<string, string>()
  for (const { result } of offers) {
    expect(result.model.slug).toMatch(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/)
    const maker = result.maker?.slug ?? 'unknown'
    expect(makers.get(result.model.slug) ?? maker).toBe(maker)
    makers.set(result.model.slug, maker)
    expect(result.model.unreconciled).toBe(result.maker === null)
  }
  expect(makers.size).toBeGreaterThan(1400)
})

here('few names are unreconciled, and none needs a digest', () => {
  const models = new Set(offers.filter((o) => o.result.model.unreconciled).map((o) => o.result.model.slug))
  expect([...models].sort()).toMatchInlineSnapshot(`
    [
      "at-cloudflare.by-thebloke.codellama-7b-instruct",
      "at-fireworks.fare-20b",
      "at-fireworks.llava-yi-34b",
      "at-fireworks.openorca-7b",
      "at-fireworks.phind-code-llama-34b-python-v1",
      "at-fireworks.phind-code-llama-34b-v1",
      "at-fireworks.phind-code-llama-34b-v2",
      "at-fireworks.playground-v2-1024px-aesthetic",
      "at-fireworks.playground-v2-5-1024px-aesthetic",
      "at-fireworks.ssd-1b",
      "at-llamagate.llava-7b",
      "at-llamagate.openthinker-7b",
      "at-nlp-cloud.chatdolphin",
      "at-ollama.orca-mini",
      "at-ovhcloud.llava-v1.6-mistral-7b-hf",
      "at-tensormesh.by-lukealonso.glm-5.1-nvfp4-mtp",
      "at-together.by-pearl-ai.gemma-4-31b-it",
    ]
  `)
  expect(offers.filter((o) => /-x[0-9a-f]{8}(?:\.|$)/.test(o.result.model.slug))).toEqual([])
})

here('names of one edition that land on one offer are few, and each seller writes them twice', () => {
  const byOffer = new Map<string, Set<string>>()
  for (const o of offers) {
    const { result } = o
    const slug = offerSlug({ ...result, model: result.model.slug, seller: result.seller.slug })
    const key = [o.edition, slug, result.tier ?? '', result.promptAbove ?? ''].join(' ')
    byOffer.set(key, (byOffer.get(key) ?? new Set()).add(`${o.seller} ${o.model}`))
  }
  const shared = [...byOffer.values()].filter((same) => same.size > 1)
  expect(shared.length / byOffer.size).toBeLessThan(0.05)
})

here('a name is an alias, or the slug itself', () => {
  for (const { result, model } of offers)
    if (!result.alias) expect(model.toLowerCase()).toContain(result.model.slug)
})
