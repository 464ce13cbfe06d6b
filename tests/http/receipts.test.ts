/** Receipts: the bytes of an answer under an id that nobody can guess, for ever. */
import { describe, expect } from 'vitest'
import { test } from '../helpers/db.ts'
import { importYaml, usage } from '../helpers/facts.ts'
import { clientOf, idOf, small, USAGE, VARIABLES } from '../helpers/receipts.ts'

describe('a receipt', () => {
  test('replays the bytes that were sent, the receipt itself included', async () => {
    const { pin, send } = await small()
    const sent = await pin(USAGE, VARIABLES)
    expect(sent.status).toBe(200)
    expect(sent.body.data.tokenUsage.nodes[0].value.text).toContain('140')
    expect(sent.body.extensions).toEqual({
      cost: expect.any(Object),
      revision: 1,
      receipt: { id: expect.stringMatching(/^rcp_[0-9a-hjkmnp-tv-z]{26}$/), url: `/receipts/${idOf(sent)}` },
    })
    expect(sent.headers.get('x-receipt-id')).toBe(idOf(sent))
    expect(sent.headers.get('cache-control')).toBe('no-store')
    const path = sent.body.extensions.receipt.url
    for (const [address, accept] of [
      [path, 'application/json'],
      [path, '*/*'],
      [`${path}.json`, 'text/html'],
    ] as const) {
      const kept = await send(address, { headers: { accept } })
      expect(kept.status).toBe(200)
      expect(kept.text).toBe(sent.text)
      expect(kept.headers.get('content-type')).toBe('application/json; charset=utf-8')
      expect(kept.headers.get('cache-control')).toBe('public, max-age=86400')
      expect(kept.headers.get('vary')).toBe('Accept')
      expect(kept.headers.get('x-revision')).toBe('1')
    }
    const head = await send(path, { method: 'HEAD' })
    expect([head.status, head.text]).toEqual([200, ''])
    const etag = head.headers.get('etag')!
    expect(etag).toMatch(/^"[0-9a-f]{64}"$/)
    for (const tag of [etag, `"x", W/${etag}`, '*']) {
      const again = await send(path, { headers: { 'if-none-match': tag } })
      expect([again.status, again.text]).toEqual([304, ''])
    }
    expect((await send(path, { headers: { 'if-none-match': '"x"' } })).status).toBe(200)
  })

  test('has the same id however the same is asked', async () => {
    const { pin, post, send } = await small()
    const first = await pin(USAGE, VARIABLES)
    const text = `{ "extensions": {"receipt":true},"variables" : { "rivals":5 ,  "code":"CN"}, "query":${JSON.stringify(USAGE)} }`
    const get = new URLSearchParams({ query: USAGE, variables: ' {"rivals":5,"code":"CN"}' })
    const pinned = new URLSearchParams([...get, ['extensions', '{"receipt":true}']])
    const answers = [
      await post(text),
      await post({ query: USAGE, variables: VARIABLES }, { 'x-receipt': 'true' }),
      await pin(USAGE, { ...VARIABLES, unknown: 'of the client alone' }, { operationName: 'Usage' }),
      await send(`/graphql?${pinned}`),
      await send(`/graphql?${get}`, {
        headers: { 'x-receipt': '1', accept: 'application/graphql-response+json' },
      }),
    ]
    for (const answer of answers) expect(answer.text).toBe(first.text)
  })

  test('has another id when anything that matters differs', async () => {
    const { db, pin } = await small()
    const ids = [
      idOf(await pin(USAGE, VARIABLES)),
      idOf(await pin(USAGE, { code: 'CN', rivals: 6 })),
      idOf(await pin(`${USAGE} `, VARIABLES)),
      idOf(await clientOf(await other()).pin(USAGE, VARIABLES)),
    ]
    await importYaml(db, `claims:\n${usage('daily', 150)}`)
    ids.push(idOf(await pin(USAGE, VARIABLES)))
    expect(new Set(ids).size).toBe(5)
    const pinned = USAGE.replace('{', '@asOf(revision: 1) {')
    expect((await pin(pinned, VARIABLES)).body.data.tokenUsage.nodes[0].value.text).toContain('140')

    async function other() {
      return (await small()).db
    }
  })

  test('outlives a restart and a later correction', async () => {
    const { db, pin } = await small()
    const sent = await pin(USAGE, VARIABLES)
    await importYaml(db, `claims:\n${usage('daily', 150)}`)
    const { send, page } = clientOf(db)
    const path = sent.body.extensions.receipt.url
    expect((await send(path)).text).toBe(sent.text)
    const { text } = await page(path)
    expect(text).toContain('In revision 2, the newest,')
    expect(text).toMatch(/value › text.*140 tokens per day.*150 tokens per day/s)
  })

  test('is made of the same secret by apps that begin at once', async () => {
    const { db } = await small()
    const ids = await Promise.all(
      Array.from({ length: 6 }, async () => idOf(await clientOf(db).pin(USAGE, VARIABLES))),
    )
    expect(new Set(ids).size).toBe(1)
    expect(await db.secret.count()).toBe(1)
    expect(await db.receipt.count()).toBe(1)
  })

  test('keeps what it was made of: preferred claims, rivals, and inputs of checks', async ({
    seeded: { db },
  }) => {
    const { pin } = clientOf(db)
    const sent = await pin(
      '{ model(slug: "deepseek-v3.2") { prices(meter: "output", seller: "deepseek") { nodes { value { point } } } } }',
    )
    const checks = await pin(
      '{ checks(first: 5, filter: { formula: "growth" }) { nodes { slug explanation } } }',
    )
    const [one, two] = await Promise.all(
      [sent, checks].map((s) => db.receipt.findUniqueOrThrow({ where: { id: idOf(s) } })),
    )
    expect(one!.madeAt.toISOString()).toBe('2026-11-24T13:00:00.000Z')
    const claims = await db.claim.findMany({ where: { id: { in: one!.claimIds } } })
    expect(claims.map((c) => c.key)).toEqual(expect.arrayContaining(['C48.output', 'v3.2-list.output']))
    const listed = await pin('{ sources(first: 1) { nodes { claims { nodes { key } } } } }')
    const [source] = await db.source.findMany({ orderBy: { slug: 'asc' }, take: 1 })
    const its = await db.claim.findMany({ where: { sourceSlug: source!.slug }, orderBy: { id: 'asc' } })
    const { claimIds } = await db.receipt.findUniqueOrThrow({ where: { id: idOf(listed) } })
    expect(listed.body.data.sources.nodes[0].claims.nodes).toHaveLength(its.length)
    expect(claimIds).toEqual(its.map((c) => c.id))
    const slugs = checks.body.data.checks.nodes.map((c: { slug: string }) => c.slug)
    const rows = await db.check.findMany({ where: { slug: { in: slugs }, toRevision: null } })
    const inputs = await db.computationInput.findMany({ where: { checkId: { in: rows.map((c) => c.id) } } })
    expect(inputs.length).toBeGreaterThan(1)
    expect(two!.claimIds).toEqual([...new Set([...rows, ...inputs].map((r) => r.claimId))].sort())
  })
})
