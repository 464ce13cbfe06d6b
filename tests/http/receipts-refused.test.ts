/** What there is no receipt of, and what is no id of one. */
import { describe, expect } from 'vitest'
import { LIMITS } from '../../src/graphql/limits.ts'
import { schema } from '../../src/graphql/schema.ts'
import { test } from '../helpers/db.ts'
import { clientOf, codeOf, idOf, small, USAGE, VARIABLES } from '../helpers/receipts.ts'

describe('no receipt', () => {
  test('without being asked for', async () => {
    const { db, post } = await small()
    const answer = await post(
      { query: USAGE, variables: VARIABLES, extensions: { receipt: false } },
      { 'x-receipt': 'false' },
    )
    expect(answer.body.extensions).not.toHaveProperty('receipt')
    expect(answer.headers.get('x-receipt-id')).toBeNull()
    expect(answer.headers.get('vary')).toBe('Accept, Authorization, X-API-Key, X-Receipt')
    expect(await db.receipt.count()).toBe(0)
  })

  test('of an answer with errors', async () => {
    const { db, pin } = await small()
    const failed = [
      await pin('{'),
      await pin('{ nothing }'),
      await pin(USAGE, {}),
      await pin(USAGE.replace('{', '@asOf(revision: 9) {'), VARIABLES),
      await pin('{ revision { number } model(slug: "model-1") { prices(first: 5000) { totalCount } } }'),
    ]
    for (const answer of failed) {
      expect(answer.body.errors).not.toHaveLength(0)
      expect(answer.body.extensions ?? {}).not.toHaveProperty('receipt')
      expect(answer.headers.get('x-receipt-id')).toBeNull()
    }
    expect(await db.receipt.count()).toBe(0)
  })

  test.for(['yes', 1, null, 'true', {}])('when asked for by %j', async (receipt, { seeded }) => {
    const answer = await clientOf(seeded.db).pin('{ revision { number } }', undefined, {
      extensions: { receipt },
    })
    if (receipt === null) return expect(answer.body.extensions).not.toHaveProperty('receipt')
    expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_ARGUMENT'])
  })

  test('of private fields, wherever the operation selects them', async () => {
    const { db, pin } = await small()
    const asked = [
      '{ me { scopes } }',
      '{ revision { number } mine: me { __typename } }',
      'query A { ...F } fragment F on Query { ... on Query { me { scopes } } }',
    ]
    for (const query of asked) {
      const answer = await pin(query)
      expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_ARGUMENT'])
      expect(answer.body.errors[0].message).toContain('Query.me')
    }
    const beside = `${asked[0]!.replace('{', 'query B {')} query A { country(code: "CN") { name } }`
    expect((await pin(beside, undefined, { operationName: 'A' })).body.extensions.receipt).toBeDefined()
    expect(await db.receipt.count()).toBe(1)
  })

  test('of fields that are about the caller, as soon as the schema has them', () => {
    const fields = schema.getQueryType()!.getFields()
    for (const name of ['me', 'changes'])
      if (fields[name]) expect(fields[name].extensions.private, name).toBe(true)
  })

  test('of what a database cannot keep', async () => {
    const { pin } = await small()
    const answer = await pin('# \0\n{ revision { number } }')
    expect(codeOf(answer)).toBe('BAD_ARGUMENT')
  })

  test('of a question that holds a key, for receipts are public', async () => {
    const { pin, db } = await small()
    const key = `aef_0123456789_${'z'.repeat(32)}`
    const asked = 'query($t: String!) { search(text: $t) { __typename } }'
    for (const answer of [await pin(`# ${key}\n{ revision { number } }`), await pin(asked, { t: key })]) {
      expect(codeOf(answer)).toBe('BAD_REQUEST')
      expect(answer.text).not.toContain('zzzzzzzz')
    }
    expect(await db.receipt.count()).toBe(0)
  })

  test('of an answer that is too large', async ({ seeded: { db } }) => {
    const { pin, post } = clientOf(db)
    const types = Array.from({ length: 45 }, (_, i) => `t${i}: types { name ${'description '.repeat(20)} }`)
    const query = `{ __schema { ${types.join(' ')} } }`
    expect((await post({ query })).text.length).toBeGreaterThan(LIMITS.receiptBytes)
    const answer = await pin(query)
    expect([answer.status, codeOf(answer)]).toEqual([400, 'QUERY_TOO_COSTLY'])
    expect(answer.body.errors[0].message).toMatch(
      /^The answer has \d+ bytes; a receipt holds at most 500000\./,
    )
  })

  test('under an id that was changed, cut or made up', async () => {
    const { pin, send, page } = await small()
    const id = idOf(await pin(USAGE, VARIABLES))
    const last = id.endsWith('0') ? '1' : '0'
    const wrong = [
      `${id.slice(0, -1)}${last}`,
      id.slice(0, -1),
      `${id}0`,
      id.toUpperCase(),
      'x',
      '%00',
      `rcp_${'0'.repeat(26)}`,
    ]
    for (const tampered of wrong) {
      const answer = await send(`/receipts/${tampered}`)
      expect([answer.status, codeOf(answer)], tampered).toEqual([404, 'NOT_FOUND'])
      expect(answer.headers.get('cache-control')).toBe('no-store')
      const html = await page(`/receipts/${tampered}`)
      expect(html.status).toBe(404)
      expect(html.text).toContain('<h1>No such receipt</h1>')
    }
    expect((await send('/receipts/')).status).toBe(404)
    expect((await send(`/receipts/${id}`, { method: 'POST' })).status).toBe(405)
  })
})
