/** A mirror that is not what the server says: it is told, taken anew beside the old one, and never taken back. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { KINDS, type MirrorState, openMirror, verify } from '../../src/client/index.ts'
import { pageOf } from '../../src/lib/merkle.ts'
import { importYaml, WORLD } from '../graphql/world.ts'
import { emptyDb } from '../helpers/facts.ts'
import { codeOf, folder, land, mirroring, test } from './partner.ts'

/** Answers with something else in place of what the server says, as often as it may. */
const changed = (what: RegExp, to: string, times = Number.POSITIVE_INFINITY) => {
  let left = times
  return async (url: URL, _init: RequestInit, send: () => Promise<Response>): Promise<Response> => {
    const response = await send()
    if (url.pathname !== '/graphql' && url.pathname !== '/changes') return response
    const text = await response.text()
    const isMeant = what.test(text) && left-- > 0
    return new Response(isMeant ? text.replace(what, to) : text, response)
  }
}

const stages = (told: { stage: string }[]) => told.map((p) => p.stage).filter((stage) => stage !== 'copy')

test('a feed that does not reach back: a fresh copy takes the place of the mirror, which is whole until then', async ({
  behind: { partner, copies, newest, again },
}) => {
  const to = await again()
  partner.line.answer = async (url, _init, send) => {
    if (partner.told.length === 0 && url.pathname === '/changes')
      return Response.json(
        { errors: [{ message: 'Too old.', extensions: { code: 'CURSOR_TOO_OLD' } }] },
        { status: 410 },
      )
    if (url.pathname.startsWith('/export/') && partner.told.length === 20) {
      const mirror = await openMirror(to)
      expect(mirror.state.revision).toBe(1)
      await mirror.close()
    }
    return send()
  }
  expect(await partner.sync(to)).toMatchObject({ snapshots: 1, revisions: 0, changes: 0 })
  expect(partner.told[0]).toEqual({ stage: 'snapshot', revision: newest, reason: 'Too old.' })
  expect(stages(partner.told)).toEqual(['snapshot', 'applied', 'verified'])
  await partner.expectEqual(to, newest, copies)
})

describe('a digest that does not agree', () => {
  const other = 'f'.repeat(64)

  test('once: the pages are named and a fresh copy is taken', async ({
    behind: { partner, copies, newest, again },
  }) => {
    const to = await again()
    // A change that got lost on the way, or a row that is not the server's.
    partner.line.answer = changed(/"point":"1500"/, '"point":"1501"', 1)
    expect(await partner.sync(to)).toMatchObject({ snapshots: 1, state: { revision: newest } })
    expect(stages(partner.told)).toEqual(['applied', 'mismatch', 'snapshot', 'applied', 'verified'])
    const [id] = copies.claim!.split('\n').filter((line) => line.includes('"1500"'))
    const page = pageOf(JSON.parse(id!).id)
    expect(partner.told.find((p) => p.stage === 'mismatch')).toMatchObject({ pages: [page], kinds: [] })
    await partner.expectEqual(to, newest, copies)
  })

  test('for ever: the sync ends with the pages, and leaves a whole copy', async ({
    behind: { partner, copies, newest, again },
  }) => {
    const to = await again()
    partner.line.answer = changed(
      /"digest":"[0-9a-f]+","pageDigests":\["[0-9a-f]+"/,
      `"digest":"${other}","pageDigests":["${other}"`,
    )
    await expect(partner.sync(to)).rejects.toMatchObject({
      code: 'DIGEST_MISMATCH',
      message: expect.stringContaining('differs from what the server tells: pages 0 of the claims'),
    })
    expect(stages(partner.told)).toEqual(['applied', 'mismatch', 'snapshot', 'applied', 'mismatch'])
    await partner.expectEqual(to, newest, copies)
  })

  test('unknown to the server: it is told that nothing was compared', async ({
    behind: { partner, newest, again },
  }) => {
    const to = await again()
    partner.line.answer = changed(/"digest":.*\]/, '"digest":null,"pageDigests":null')
    expect((await partner.sync(to)).state).toMatchObject({ revision: newest, verified: { revision: 1 } })
    expect(stages(partner.told)).toEqual(['applied', 'unverified'])
  })

  test('on a kind without one: only the comparison of all kinds finds it', async ({
    behind: { partner, copies, newest, again },
  }) => {
    const to = await again()
    partner.line.answer = changed(/"name":"Land XB"/, '"name":"Land YB"', 1)
    expect(await partner.sync(to)).toMatchObject({ snapshots: 0 })
    partner.line.answer = undefined
    expect(await verify({ ...partner.options(to), all: true })).toMatchObject({
      isSame: false,
      pages: [],
      kinds: ['country'],
    })
    expect(await verify(partner.options(to))).toMatchObject({ isSame: true, isKnown: true })
    expect(await partner.sync(to, { verifyAll: true })).toMatchObject({ snapshots: 1 })
    await partner.expectEqual(to, newest, copies)
  })
})

describe('files that somebody changed', () => {
  test.for(['claim', 'country'])(
    '%s: are not built upon',
    async (kind, { behind: { partner, copies, newest, again } }) => {
      const to = await again()
      const file = join(to, `${kind}.ndjson`)
      await writeFile(
        file,
        (await readFile(file, 'utf8')).replace('Atlantis', 'Atlantic').replace('1400', '1401'),
      )
      expect(await partner.sync(to)).toMatchObject({ snapshots: 1, state: { revision: newest } })
      await partner.expectEqual(to, newest, copies)
    },
  )

  test('beside what changed: the comparison finds them', async ({
    behind: { partner, copies, newest, again },
  }) => {
    const to = await again()
    await partner.sync(to)
    const file = join(to, 'claim.ndjson')
    await writeFile(file, (await readFile(file, 'utf8')).replace('90000', '90001'))
    expect(await verify(partner.options(to))).toMatchObject({ isSame: false, pages: [expect.any(Number)] })
    expect(await partner.sync(to)).toMatchObject({ snapshots: 1 })
    await partner.expectEqual(to, newest, copies)
  })
})

test('a mirror of fewer kinds than the client knows is taken anew', async ({
  behind: { partner, copies, newest, again },
}) => {
  const to = await again()
  const state: MirrorState = JSON.parse(await readFile(join(to, 'mirror.json'), 'utf8'))
  delete state.kinds.rule
  await writeFile(join(to, 'mirror.json'), JSON.stringify(state))
  expect(await partner.sync(to)).toMatchObject({ snapshots: 1, state: { revision: newest } })
  await partner.expectEqual(to, newest, copies)
  const note = { op: 'UPSERT', kind: 'robot', key: 'r', revision: 5, cursor: 'x', row: {} }
  const late = await again()
  partner.line.answer = changed(/(?=.*"op":"REVISION","revision":5)/, `${JSON.stringify(note)}\n`)
  await partner.sync(late)
  expect(partner.told).toContainEqual({ stage: 'note', text: expect.stringContaining('robot') })
  expect(KINDS).not.toContain('robot')
  await partner.expectEqual(late, newest, copies)
})

describe('no mirror goes back:', () => {
  test('a server that is behind it is refused, also where it has to be copied anew', async ({
    behind: { partner, copies, newest, again },
  }) => {
    const to = await again()
    await partner.sync(to)
    const file = join(to, 'mirror.json')
    const state: MirrorState = JSON.parse(await readFile(file, 'utf8'))
    for (const broken of [{}, { kinds: {} }]) {
      await writeFile(file, JSON.stringify({ ...state, revision: newest + 1, ...broken }))
      partner.line.asked.length = 0
      await expect(partner.sync(to)).rejects.toMatchObject({
        code: 'SERVER_BEHIND',
        message: expect.stringContaining('never goes back'),
      })
      expect(partner.line.asked.filter((path) => path !== '/graphql')).toEqual([])
    }
    await writeFile(file, JSON.stringify(state))
    await partner.expectEqual(to, newest, copies)
  })

  test('another ledger is refused, whether it is shorter or longer', async ({
    behind: { partner, newest, copies, again },
  }) => {
    const to = await again()
    await partner.sync(to)
    const db = await emptyDb()
    await importYaml(db, WORLD, '2026-07-01T00:00:00Z')
    const other = await mirroring(db)
    expect(await codeOf(other.sync(to))).toBe('OTHER_LEDGER')
    for (const code of ['XB', 'XC', 'XD', 'XE', 'XF'])
      await importYaml(db, land(code), '2026-07-02T00:00:00Z')
    expect(await codeOf(other.sync(to))).toBe('OTHER_LEDGER')
    await partner.expectEqual(to, newest, copies)
  })
})

test('a folder that holds something else is left alone', async ({ behind: { partner } }) => {
  const to = await folder()
  await writeFile(join(to, 'thesis.txt'), 'mine')
  expect(await codeOf(partner.sync(to))).toBe('NOT_A_MIRROR')
  await writeFile(join(to, 'mirror.json'), '{"format":2}')
  expect(await codeOf(partner.sync(to))).toBe('NOT_A_MIRROR')
  expect(await codeOf(partner.sync(join(to, 'thesis.txt')))).toBe('BAD_TARGET')
  expect(await codeOf(openMirror(await folder()))).toBe('NOT_A_MIRROR')
})
