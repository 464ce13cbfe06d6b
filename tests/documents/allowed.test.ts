/** Callers who may only ask registered documents: keys for frontends, and on a server of its own mode, whoever has no key. */
import { getIntrospectionQuery, parse, print } from 'graphql'
import { describe, expect } from 'vitest'
import { ownQuestions } from '../../src/http/own-questions.ts'
import { sha256 } from '../../src/lib/ids.ts'
import { bearer, CHINA, fresh, persisted, test, type World, worldOf } from './world.ts'

const REFUSED = { status: 403, code: 'DOCUMENT_NOT_REGISTERED' }
const apollo = (text: string) => ({ query: text, extensions: persisted(sha256(text)) })

async function allowed(world: World, text: string, headers: Record<string, string>) {
  const documentId = sha256(text)
  const bodies = [{ documentId }, { extensions: persisted(documentId) }, { query: text }, apollo(text)]
  const answers = await Promise.all(bodies.map((body) => world.post(body, headers)))
  return [...answers, await world.get({ documentId }, headers), await world.get({ query: text }, headers)]
}

describe('a key for registered documents', () => {
  test('asks those of operators, by hash and by text, and no others', async ({ world }) => {
    const { key } = await world.key({ documentsOf: 'cli' })
    const [known, unknown] = [fresh(), fresh()]
    await world.register(known)
    for (const answer of await allowed(world, known, bearer(key))) expect(answer.data).toEqual(CHINA)
    for (const answer of await allowed(world, unknown, bearer(key))) {
      expect(answer).toMatchObject(REFUSED)
      expect(answer.data).toBeUndefined()
      expect(answer.message).toContain(`sha256:${sha256(unknown)}`)
      expect(answer.message).toContain('npm run documents -- add')
    }
    // Nothing is let through because it is public, or near to what is known.
    for (const query of ['{ __typename }', getIntrospectionQuery(), `${known} `, `${known} # more`])
      expect(await world.post({ query }, bearer(key))).toMatchObject(REFUSED)
    // Without the key the server goes on as it did.
    expect((await world.post({ query: unknown })).data).toEqual(CHINA)
    expect((await world.post({ query: known }, bearer(key))).data).toEqual(CHINA)
  })

  test('registers nothing by asking', async ({ world }) => {
    const { id, key } = await world.key({ documentsOf: 'cli' })
    const [known, unknown] = [fresh(), fresh()]
    await world.register(known)
    for (const text of [known, unknown]) await world.post(apollo(text), bearer(key))
    expect(await world.rows(known)).toMatchObject([{ registeredBy: 'cli' }])
    expect(await world.rows(unknown)).toEqual([])
    expect(await world.db.registeredDocument.count({ where: { registeredBy: id } })).toBe(0)
  })

  test('asks those of the account that it was made for at once, and of no other account', async ({
    world,
    seeded,
  }) => {
    const [partner, stranger] = [await world.key(), await world.key()]
    const successor = await world.rotate(partner.id)
    const frontend = await world.key({ documentsOf: successor.id })
    const text = fresh()
    const otherProcess = worldOf(seeded)
    await world.post(apollo(text), bearer(stranger.key))
    for (const one of [world, otherProcess])
      expect(await one.post({ documentId: sha256(text) }, bearer(frontend.key))).toMatchObject(REFUSED)
    await world.post(apollo(text), bearer(successor.key))
    for (const one of [world, otherProcess])
      for (const answer of await allowed(one, text, bearer(frontend.key))) expect(answer.data).toEqual(CHINA)
    // The key that takes its place may ask the same.
    const next = await world.rotate(frontend.id)
    expect((await world.post({ documentId: sha256(text) }, bearer(next.key))).data).toEqual(CHINA)
    expect(await world.post({ query: fresh() }, bearer(next.key))).toMatchObject(REFUSED)
  })

  test('has no table, no dry run and no event of anything else either', async ({ world }) => {
    const { key } = await world.key({ documentsOf: 'cli' })
    const headers = bearer(key)
    const query = fresh()
    for (const [parameters, accept] of [
      [{ query, format: 'csv' }, '*/*'],
      [{ query, format: 'xlsx' }, '*/*'],
      [{ query: 'subscription { revisionPublished { number } }' }, 'text/event-stream'],
      [{ query }, 'application/vnd.ai-economy-facts.table+json'],
    ] as const) {
      const address = `http://test/graphql?${new URLSearchParams(parameters)}`
      const answer = await world.app(new Request(address, { headers: { ...headers, accept } }))
      expect(await answer.text()).toContain('DOCUMENT_NOT_REGISTERED')
    }
    expect(await world.post({ query, extensions: { dryRun: true } }, headers)).toMatchObject(REFUSED)
    const known = fresh()
    await world.register(known)
    const address = `http://test/graphql?documentId=${sha256(known)}&format=csv`
    expect(await (await world.app(new Request(address, { headers }))).text()).toMatch(/China/)
  })

  test('is known by what is told of it', async ({ world }) => {
    const admin = bearer((await world.key({ scopes: ['admin'] })).key)
    const partner = await world.key()
    const made = 'createKey(name: "x", scopes: ["read"]'
    const told = '{ key apiKey { id documentsOnly documentsOf } }'
    const { data } = await world.post(
      {
        query: `mutation {
          a: ${made}) ${told} b: ${made}, documentsOnly: true) ${told}
          c: ${made}, documentsOf: "${partner.id}") ${told}
        }`,
      },
      admin,
    )
    expect([data.a, data.b, data.c].map(({ apiKey: { id, ...rest } }: any) => rest)).toEqual([
      { documentsOnly: false, documentsOf: null },
      { documentsOnly: true, documentsOf: null },
      { documentsOnly: true, documentsOf: partner.id },
    ])
    const me = '{ me { documentsOnly } }'
    await world.register(me)
    const only = await Promise.all(
      [data.a, data.b, data.c].map(({ key }) => world.post({ query: me }, bearer(key))),
    )
    expect(only.map((answer) => answer.data.me.documentsOnly)).toEqual([false, true, true])
    expect((await world.post({ query: me })).data.me.documentsOnly).toBe(false)
    for (const more of [
      'scopes: ["read", "sync"], documentsOnly: true',
      'scopes: ["sync"], documentsOf: "x"',
    ])
      expect(
        await world.post({ query: `mutation { createKey(name: "x", ${more}) { key } }` }, admin),
      ).toMatchObject({ code: 'BAD_ARGUMENT' })
    expect(
      await world.post({ query: `mutation { ${made}, documentsOf: "0000000000") { key } }` }, admin),
    ).toMatchObject({ code: 'BAD_ARGUMENT', message: expect.stringContaining('no key with the id') })
  })
})

describe('a server that answers registered documents only, to whoever has no key', () => {
  const modeTest = test.extend<{ strict: World }>({
    strict: [async ({ seeded }, use) => use(worldOf(seeded, { documents: 'registered' })), { scope: 'test' }],
  })

  modeTest('refuses all others, those that keys registered too', async ({ strict }) => {
    const { key } = await strict.key()
    const [known, ofKey] = [fresh(), fresh()]
    await strict.register(known)
    expect((await strict.post(apollo(ofKey), bearer(key))).data).toEqual(CHINA)
    for (const answer of await allowed(strict, known, {})) expect(answer.data).toEqual(CHINA)
    for (const answer of await allowed(strict, ofKey, {})) {
      expect(answer).toMatchObject({ ...REFUSED, message: expect.stringContaining('Send a key') })
      expect(answer.data).toBeUndefined()
    }
    for (const answer of await allowed(strict, ofKey, bearer(key))) expect(answer.data).toEqual(CHINA)
    expect((await strict.post({ query: fresh() }, bearer(key))).data).toEqual(CHINA)
    expect(await strict.post({ query: 'subscription { revisionPublished { number } }' })).toMatchObject(
      REFUSED,
    )
    const mixed = '{ __typename country(code: "CN") { name } }'
    expect(await strict.post({ query: mixed })).toMatchObject(REFUSED)
    const hidden = '{ ...Q } fragment Q on Query { country(code: "CN") { name } }'
    expect(await strict.post({ query: hidden })).toMatchObject(REFUSED)
    const me = '{ me { documentsOnly } }'
    await strict.register(me)
    expect((await strict.post({ query: me })).data.me.documentsOnly).toBe(true)
  })

  modeTest('answers what GraphiQL and other tools ask of the schema', async ({ strict }) => {
    for (const query of ['{ __typename }', getIntrospectionQuery(), '{ __type(name: "Country") { name } }'])
      expect((await strict.post({ query })).data).toBeTruthy()
  })

  modeTest(
    'answers the questions of its own pages, in whatever spelling GraphiQL sends them',
    async ({ strict }) => {
      const texts = [...new Set(ownQuestions())]
      expect(texts.length).toBeGreaterThan(40)
      for (const text of texts)
        for (const query of [text, print(parse(text))])
          expect((await strict.post({ query, extensions: { dryRun: true } })).code).not.toBe(REFUSED.code)
      const [first] = texts
      expect((await strict.post({ query: first! })).data.tokenUsage.nodes).toHaveLength(1)
      expect(await strict.post({ query: first!.replace('"CN"', '"US"') })).toMatchObject(REFUSED)
    },
  )

  modeTest('has all its pages, charts, receipts and tables', async ({ strict }) => {
    const html = { accept: 'text/html' }
    const get = (path: string, headers = {}) => strict.app(new Request(`http://test${path}`, { headers }))
    for (const path of [
      '/',
      '/zh',
      '/countries/CN',
      '/charts',
      '/charts/china-daily-tokens',
      '/graphql',
      '/docs',
    ])
      expect((await get(path, html)).status, path).toBe(200)
    expect((await get('/charts/china-daily-tokens.svg')).status).toBe(200)
    const text = fresh()
    await strict.register(text)
    const pinned = await strict.post({ documentId: sha256(text), extensions: { receipt: true } })
    const page = await (await get(pinned.extensions.receipt.url, html)).text()
    expect(page).toContain('China')
    expect(page).not.toContain('DOCUMENT_NOT_REGISTERED')
    expect(await (await get(`/graphql?documentId=${sha256(text)}&format=csv`)).text()).toContain('China')
  })
})
