/** What is asked again is not done again: answers kept under idempotency keys, whatever comes between. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { rotateKey } from '../../src/domain/access/keys.ts'
import { editClaim } from '../../src/domain/ledger/correct.ts'
import { codeOf } from './world.ts'
import { COUNTS, documentOf, NOW, refusalOf, reportOf, revisions, test, towers } from './writing-world.ts'

const later = (ms: number) => new Date(Date.parse(NOW) + ms).toISOString()
const HOUR = 3_600_000
const DAY = 24 * HOUR

test('any course of questions is answered as by a server that remembers each for a day', async ({
  world,
}) => {
  const { db, clock, keyWith, by } = world
  const callers = [by((await keyWith('write')).key), by((await keyWith('write')).key)]
  const documents = [
    documentOf(towers('course', 1), towers('wrong', { about: 1, exact: 2 })),
    documentOf({ ...towers('course', 1), source: 'nowhere' }),
    documentOf({ ...towers('course', 1), source: 'nowhere-else' }),
  ]
  let now = 0
  let run = 0
  const step = fc.record({
    caller: fc.nat(1),
    word: fc.constantFrom('one', 'two', null),
    document: fc.nat(documents.length - 1),
    dryRun: fc.boolean(),
    wait: fc.constantFrom(0, 0, 11 * HOUR, DAY),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 6 }), async (steps) => {
      run++
      const kept = new Map<string, { asked: string; answer: string; at: number }>()
      for (const { caller, word, document, dryRun, wait } of steps) {
        now += wait
        clock.set(later(now))
        const input = { document: documents[document]!, dryRun }
        const before = await revisions(db)
        const under = word === null ? {} : { idempotencyKey: `${run}-${word}` }
        const answer = await callers[caller]!.submit({ ...input, ...under })
        const made = (await revisions(db)).slice(before.length)
        const place = `${caller}-${word}`
        const known = word === null ? undefined : kept.get(place)
        const asked = JSON.stringify(input)
        if (known && now - known.at < DAY) {
          expect(made).toEqual([])
          if (known.asked === asked) expect(JSON.stringify(answer.body.data)).toBe(known.answer)
          else expect(codeOf(answer)).toBe('IDEMPOTENCY_CONFLICT')
        } else {
          expect(reportOf(answer).revision).toBe(made[0] ?? null)
          kept.set(place, { asked, answer: JSON.stringify(answer.body.data), at: now })
        }
      }
    }),
    { numRuns: 6 },
  )
  // What is older than a day is gone with the next that is kept.
  clock.set(later(now + 2 * DAY))
  await callers[0]!.submit({ document: documents[1]!, idempotencyKey: 'last' })
  expect(await db.keptAnswer.findMany({ select: { key: true } })).toEqual([{ key: 'last' }])
})

test('of many who ask the same at once, over two servers, one does it and all are told', async ({
  world,
}) => {
  const { db, keyWith, by, byAnother } = world
  const { key } = await keyWith('write')
  const servers = [by(key), byAnother(key)]
  const before = await revisions(db)
  const input = { document: documentOf(towers('same', 2)), idempotencyKey: 'once' }
  const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => servers[n % 2]!.submit(input)))
  const told = answers.map((a) => JSON.stringify(a.body.data))
  expect(new Set(told).size).toBe(1)
  expect(reportOf(answers[0]!)).toMatchObject({ revision: before.at(-1)! + 1, claimsAdded: 1 })
  expect(await revisions(db)).toEqual([...before, before.at(-1)! + 1])
})

test('the word is of one line of keys: the next key knows it, no other does', async ({ world }) => {
  const { db, clock, keyWith, by } = world
  const [mine, other] = [await keyWith('write'), await keyWith('write')]
  const input = { document: documentOf(towers('mine', 3)), idempotencyKey: 'once' }
  const first = await by(mine.key).submit(input)
  const { key } = (await rotateKey(db, clock, mine.id, HOUR))!
  expect((await by(key).submit(input)).body.data).toEqual(first.body.data)
  expect(reportOf(await by(other.key).submit(input, COUNTS))).toMatchObject({
    ...{ revision: null, claimsUnchanged: 1 },
  })
  const correction = { claim: 'paper-a/mine', value: '9', reason: 'OUR_ERROR', note: 'x' }
  expect(refusalOf(await by(key).correct({ ...correction, idempotencyKey: 'once' }))).toMatch(
    /^IDEMPOTENCY_CONFLICT: The idempotency key once was used for something else/,
  )
})

test('a correction asked again is not made again, although its claim has ended', async ({ world }) => {
  const { db, keyWith, by } = world
  const { correct } = by((await keyWith('write')).key)
  const { id } = await db.claim.findFirstOrThrow({ where: { key: 'first' } })
  const input = { claim: id, value: '9', reason: 'OUR_ERROR', note: 'x', idempotencyKey: 'correction' }
  const first = await correct(input)
  const after = await revisions(db)
  expect(reportOf(first)).toMatchObject({ revision: after.at(-1), claimsSuperseded: 1 })
  expect((await correct(input)).body.data).toEqual(first.body.data)
  expect(refusalOf(await correct({ ...input, value: '10' }))).toMatch(/^IDEMPOTENCY_CONFLICT/)
  expect(await revisions(db)).toEqual(after)
})

test('what is done and its answer are kept together or not at all', async ({ world }) => {
  const { db, keyWith, by } = world
  const { submit } = by((await keyWith('write')).key)
  const before = await revisions(db)
  const input = { document: documentOf(towers('both', 4)), idempotencyKey: 'both' }
  await db.$executeRaw`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$`
  await db.$executeRaw`CREATE TRIGGER refuse BEFORE INSERT ON "KeptAnswer" FOR EACH ROW EXECUTE FUNCTION refuse()`
  expect(codeOf(await submit(input))).toBe('INTERNAL')
  expect(await revisions(db)).toEqual(before)
  expect(await db.claim.count({ where: { key: 'both' } })).toBe(0)
  await db.$executeRaw`DROP TRIGGER refuse ON "KeptAnswer"`
  // What failed was not kept, so the same word is free.
  expect(reportOf(await submit(input))).toMatchObject({ revision: before.at(-1)! + 1 })
})

test('a redaction takes kept answers away too, for they quote; asked again, nothing comes back', async ({
  world,
}) => {
  const { db, clock, keyWith, by } = world
  const { submit } = by((await keyWith('write')).key)
  const claims = [
    towers('plain', 1400, { valid: '2019' }),
    towers('secret', 987_654_321, { valid: '2019', source: 'paper-b' }),
  ]
  const input = { document: documentOf(...claims), idempotencyKey: 'redacted' }
  expect(JSON.stringify(reportOf(await submit(input)).suspects)).toContain('987')
  await editClaim(db, clock, {
    ...{ claim: 'paper-b/secret', edit: { do: 'redact' }, reason: 'LEGAL_DEMAND', note: 'x', dryRun: false },
  })
  expect(await db.keptAnswer.count()).toBe(0)
  expect(reportOf(await submit(input))).toMatchObject({ revision: null, claimsAdded: 0, suspects: [] })
})

test('a word is 1 to 200 characters without spaces', async ({ world }) => {
  const { submit } = world.by((await world.keyWith('write')).key)
  const document = '[]'
  for (const idempotencyKey of ['', ' ', 'a b', 'é', 'x'.repeat(201), '\ud800'])
    expect(codeOf(await submit({ document, idempotencyKey }))).toBe('BAD_ARGUMENT')
  for (const idempotencyKey of ['x'.repeat(200), '~!'])
    expect(codeOf(await submit({ document, idempotencyKey }))).toBeUndefined()
})
