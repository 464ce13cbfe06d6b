/** Questions by the hash of their document: how they are asked, and what becomes of a hash that says nothing. */
import { describe, expect } from 'vitest'
import { createAnswers } from '../../src/http/answers/store.ts'
import { sha256 } from '../../src/lib/ids.ts'
import { post } from '../helpers/app.ts'
import { bearer, CHINA, fresh, persisted, test, worldOf } from './world.ts'

const NOT_FOUND = { status: 404, code: 'PERSISTED_QUERY_NOT_FOUND', message: 'PersistedQueryNotFound' }

describe('a registered document', () => {
  test('is asked by its hash in every way, with the answer that its text has', async ({ world }) => {
    const text = fresh('($code: String!) { country(code: $code) { name } }')
    await world.register(text)
    const hash = sha256(text)
    const variables = { code: 'CN' }
    const inAddress = { variables: JSON.stringify(variables) }
    const byText = await world.post({ query: text, variables })
    expect(byText.data).toEqual(CHINA)
    const answers = await Promise.all([
      world.post({ documentId: `sha256:${hash}`, variables }),
      world.post({ documentId: hash, variables, query: null }),
      world.post({ documentId: hash, variables, query: '' }),
      world.post({ extensions: persisted(hash), variables }),
      world.post({ documentId: hash, extensions: persisted(hash), variables }),
      world.post({ documentId: hash, query: text, variables }),
      world.post({ extensions: persisted(hash), query: text, variables }),
      world.get({ documentId: `sha256:${hash}`, ...inAddress }),
      world.get({ documentId: hash, ...inAddress }),
      world.get({ extensions: JSON.stringify(persisted(hash)), ...inAddress }),
    ])
    for (const { status, data, extensions } of answers)
      expect({ status, data, extensions }).toEqual({
        ...{ status: 200, data: CHINA, extensions: byText.extensions },
      })
  })

  test('with several operations, is told by their names which one is asked', async ({ world }) => {
    const text = 'query A { country(code: "CN") { name } } query B { country(code: "US") { name } }'
    await world.register(text)
    const documentId = sha256(text)
    expect((await world.get({ documentId, operationName: 'A' })).data).toEqual(CHINA)
    expect((await world.post({ documentId, operationName: 'B' })).data.country.name).toBe('United States')
    expect((await world.post({ documentId })).status).toBe(400)
  })

  test('has limits, cost, dry runs, receipts, revisions and tables as its text has', async ({ world }) => {
    const text = fresh()
    await world.register(text)
    const documentId = sha256(text)
    const dry = await world.post({ documentId, extensions: { dryRun: true } })
    expect(dry).toMatchObject({ data: null, extensions: { dryRun: true, cost: { requested: 2 } } })
    const pinned = await world.post({ documentId, extensions: { receipt: true } })
    expect(pinned.extensions.receipt.id).toMatch(/^rcp_/)
    const kept = await world.db.receipt.findUnique({ where: { id: pinned.extensions.receipt.id } })
    expect(kept!.query).toBe(text)
    expect(await world.get({ documentId, asOf: '999' })).toMatchObject({ code: 'UNKNOWN_REVISION' })
    const csv = await world.app(new Request(`http://test/graphql?documentId=${documentId}&format=csv`))
    expect(csv.status).toBe(200)
    expect(await csv.text()).toMatch(/name\r\nChina/)
    const posted = await world.app(
      new Request('http://test/graphql', {
        ...{ method: 'POST', headers: { 'content-type': 'application/json', accept: 'text/csv' } },
        body: JSON.stringify({ extensions: persisted(documentId) }),
      }),
    )
    expect(await posted.text()).toMatch(/name\r\nChina/)
    const aliases = Array.from({ length: 61 }, (_, i) => `a${i}: __typename`).join(' ')
    const large = fresh(`{ ${aliases} }`)
    await world.register(large)
    expect(await world.get({ documentId: sha256(large) })).toMatchObject({ code: 'QUERY_TOO_COSTLY' })
  })

  test('in which a key stands is refused as its text is', async ({ world }) => {
    const text = `{ search(text: "aef_0123456789_${'z'.repeat(32)}") { matched } }`
    await world.register(text)
    expect(await world.post({ documentId: sha256(text) })).toMatchObject({
      ...{ status: 400, code: 'BAD_REQUEST', message: expect.stringContaining('A key never goes') },
    })
  })

  test('that is a mutation goes by POST alone, and wants the scope that its text wants', async ({
    world,
  }) => {
    const text = fresh('mutation { revokeKey(id: "0000000000") { id } }').replace(/^query \w+ /, '')
    await world.register(text)
    const documentId = sha256(text)
    expect(await world.get({ documentId })).toMatchObject({ status: 405, code: 'METHOD_NOT_ALLOWED' })
    expect(await world.post({ documentId })).toMatchObject({ code: 'UNAUTHENTICATED' })
    const { key } = await world.key({ scopes: ['admin'] })
    expect(await world.get({ documentId }, bearer(key))).toMatchObject({ status: 405 })
    expect(await world.post({ documentId }, bearer(key))).toMatchObject({ code: 'NOT_FOUND' })
  })

  test('that is a subscription is followed', async ({ world }) => {
    const text = 'subscription ($after: Int) { revisionPublished(after: $after) { number } }'
    await world.register(text)
    const address = `http://test/graphql?documentId=${sha256(text)}&variables={"after":0}`
    const answer = await world.app(new Request(address, { headers: { accept: 'text/event-stream' } }))
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
    let read = ''
    while (!read.includes('"number":1')) read += (await reader.read()).value
    await reader.cancel()
  })
})

describe('a hash', () => {
  test('that is not known is told in the words of Apollo, which no cache keeps', async ({ world }) => {
    const documentId = sha256(fresh())
    const answers = await Promise.all([
      world.post({ documentId }),
      world.get({ documentId }),
      world.post({ extensions: persisted(documentId) }),
    ])
    for (const answer of answers) {
      expect(answer).toMatchObject(NOT_FOUND)
      expect(answer.headers.get('cache-control')).toBe('no-store')
    }
    // Older clients read no code beside the status of an error.
    expect(await world.post({ documentId }, { accept: 'application/json' })).toMatchObject({
      ...NOT_FOUND,
      status: 200,
    })
    const table = await world.app(
      new Request(`http://test/graphql?documentId=${documentId}`, { headers: { accept: 'text/csv' } }),
    )
    expect({ status: table.status, text: await table.text() }).toMatchObject({
      ...{ status: 404, text: expect.stringContaining('PERSISTED_QUERY_NOT_FOUND') },
    })
  })

  test('of another text than the one beside it is refused, with a key too', async ({ world }) => {
    const { key } = await world.key()
    const [one, other] = [fresh(), fresh()]
    const refused = { status: 400, code: 'PERSISTED_QUERY_MISMATCH' }
    for (const headers of [{}, bearer(key)]) {
      expect(await world.post({ query: one, documentId: sha256(other) }, headers)).toMatchObject(refused)
      expect(await world.post({ query: one, extensions: persisted(sha256(other)) }, headers)).toMatchObject(
        refused,
      )
      // A single space makes another text.
      expect(await world.post({ query: `${one} `, documentId: sha256(one) }, headers)).toMatchObject(refused)
    }
    expect([...(await world.rows(one)), ...(await world.rows(other))]).toEqual([])
  })

  const hash = 'a'.repeat(64)
  test.for([
    ['of another function', { documentId: `md5:${'a'.repeat(32)}` }],
    ['in upper case', { documentId: hash.toUpperCase() }],
    ['of 63 digits', { documentId: hash.slice(1) }],
    ['with a line break behind it', { documentId: `${hash}\n` }],
    ['that is a number', { documentId: 7 }],
    ['that is an object', { documentId: { toString: hash } }],
    ['of another version', { extensions: { persistedQuery: { version: 2, sha256Hash: hash } } }],
    ['that Apollo would not send', { extensions: { persistedQuery: { version: 1 } } }],
    ['in no object', { extensions: { persistedQuery: hash } }],
    ['beside another one', { documentId: hash, extensions: persisted('b'.repeat(64)) }],
  ] as const)('%s is a bad request', async ([, body], { world }) => {
    expect(await world.post(body)).toMatchObject({ status: 400, code: 'BAD_REQUEST', data: undefined })
  })

  test('that is a key is refused and not repeated', async ({ world }) => {
    const { key } = await world.key()
    const { status, message } = await world.post({ documentId: key })
    expect(status).toBe(400)
    expect(message).not.toContain(key)
  })
})

describe('statements', () => {
  test('by hash there is one more at most, for a known text none, and for a plain question none', async ({
    world,
  }) => {
    const { key } = await world.key()
    const asked =
      (body: object, headers: Record<string, string> = {}) =>
      async () => {
        world.statements()
        const { data } = await world.post(body, headers)
        expect(data).toEqual(CHINA)
        return world.statements().length
      }
    const text = fresh()
    const plain = asked({ query: text })
    const byHash = asked({ documentId: sha256(text) })
    await plain()
    const least = await plain()
    await world.register(text)
    expect(await byHash()).toBe(least + 1)
    expect(await byHash()).toBe(least)
    expect(await asked({ documentId: sha256(text), query: text })()).toBe(least)
    expect(await plain()).toBe(least)
    expect(await asked({ query: text }, bearer(key))()).toBe(least + 1)
    expect(world.statements().filter((sql) => sql.includes('RegisteredDocument'))).toEqual([])
    // A hash that leads nowhere costs one as well.
    await world.app(post('', undefined))
    world.statements()
    await world.post({ documentId: sha256(fresh()) })
    expect(world.statements()).toHaveLength(1)
  })

  test('a hash that leads nowhere is looked for once, where answers are kept and for tables too', async ({
    seeded,
  }) => {
    const kept = worldOf(seeded, { answers: createAnswers(1_000_000) })
    const restricted = worldOf(seeded, { answers: createAnswers(1_000_000), documents: 'registered' })
    const nowhere = () => ({ documentId: sha256(fresh()) })
    const table = () => new Request(`http://test/graphql?documentId=${nowhere().documentId}&format=csv`)
    for (const ask of [
      () => kept.post(nowhere()),
      () => kept.get(nowhere()),
      () => kept.app(table()),
      () => restricted.post(nowhere()),
      () => restricted.post({ query: fresh() }),
    ]) {
      seeded.statements()
      const { status } = await ask()
      expect(status).toBeGreaterThanOrEqual(400)
      expect(seeded.statements().filter((sql) => sql.includes('RegisteredDocument'))).toHaveLength(1)
    }
  })
})
