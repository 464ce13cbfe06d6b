/** Names from anywhere: whatever they hold, they become an offer or a reason, always the same one. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readNames } from '../../src/ingest/market/names.ts'

const names = readNames()
const again = readNames()

const FORMATS = ['litellm', 'genai-prices', 'models-dev', 'openrouter-models', 'llm-prices', '__proto__', '']
const SELLERS = [
  'openai',
  'bedrock',
  'azure',
  'openrouter',
  'fireworks_ai',
  'vertex_ai-language-models',
  'huggingface',
]
const PIECES = [
  ...[
    'claude-',
    'gpt-',
    'us.',
    'anthropic.',
    'meta-llama/',
    '4-6',
    '-v1:0',
    '@default',
    '-latest',
    ':free',
    '~',
  ],
  ...[
    '-fp8',
    '-272k',
    'accounts/fireworks/models/',
    'v3p1',
    '__proto__',
    'constructor',
    '/',
    '+',
    '#',
    '|',
    '@',
    ' ',
  ],
  ...['\0', '\ud800', '模型', 'İ', '.', '-', '--', 'at-', 'by-', '-x0123abcd', 'openai', 'K'],
]
const anyName = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((p) => p.join('')) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  fc.constantFrom('', '   ', '__proto__', 'toString', 'a'.repeat(10_000), '/'.repeat(300), '-'.repeat(250)),
)
const anySeller = fc.oneof(fc.constantFrom(...SELLERS), anyName)
const anyDay = fc.constantFrom('', '2025-09-01', '2026-07-24', '9999-99-99', 'x')

test('an offer without forbidden characters, or a reason', () => {
  fc.assert(
    fc.property(fc.constantFrom(...FORMATS), anySeller, anyName, anyDay, (format, seller, model, day) => {
      const offer = names.offerOf(format, seller, model, day)
      if ('reason' in offer) {
        expect(offer.reason.length).toBeGreaterThan(5)
        return
      }
      const slug = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/
      expect(offer.model.slug).toMatch(slug)
      expect(offer.seller.slug).toMatch(slug)
      expect(offer.model.unreconciled).toBe(offer.maker === null)
      for (const part of [offer.endpoint, offer.region, offer.plan])
        if (part !== undefined) expect(part).toMatch(/^[^@+#|\0]+$/u)
      if (offer.tier !== undefined) expect(offer.tier).toMatch(slug)
      if (offer.promptAbove !== undefined) expect(offer.promptAbove).toMatch(/^[1-9]\d*$/)
      if (offer.alias) expect(offer.alias.text.isWellFormed()).toBe(true)
      else expect(model.toLowerCase()).toContain(offer.model.slug)
    }),
    { numRuns: 3000 },
  )
})

test('the same answer every time, whatever was asked before', () => {
  fc.assert(
    fc.property(fc.constantFrom(...FORMATS), anySeller, anyName, anyDay, (format, seller, model, day) => {
      const answer = names.offerOf(format, seller, model, day)
      names.offerOf('litellm', 'azure', 'azure/eu/gpt-5.4', day)
      expect(names.offerOf(format, seller, model, day)).toEqual(answer)
      expect(again.offerOf(format, seller, model, day)).toEqual(answer)
    }),
    { numRuns: 1000 },
  )
  expect(again.fingerprint).toBe(names.fingerprint)
})

test('two names of one seller that no file knows never share a slug', () => {
  const unknown = fc.array(fc.constantFrom('zz', 'y', '7b', '.', '-', '_', '/', ' ', 'by-', '模'), {
    minLength: 1,
    maxLength: 6,
  })
  fc.assert(
    fc.property(unknown, unknown, (a, b) => {
      const [first, second] = [a, b].map((p) => p.join('').trim())
      const offers = [first!, second!].map((model) =>
        names.offerOf('models-dev', 'avian', model, '2026-07-24'),
      )
      const slugs = offers.map((o) => ('reason' in o || !o.model.unreconciled ? null : o.model.slug))
      if (first !== second && slugs.every((s) => s !== null)) expect(slugs[0]).not.toBe(slugs[1])
    }),
    { numRuns: 3000 },
  )
})
