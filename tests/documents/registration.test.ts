/** Documents that keys register by asking them, and how long they are answered. */
import { pino } from 'pino'
import { expect } from 'vitest'
import { removeDocument } from '../../src/domain/documents/operator.ts'
import { LIMITS } from '../../src/graphql/limits.ts'
import { sha256 } from '../../src/lib/ids.ts'
import { bearer, CHINA, fresh, persisted, test, type World, worldOf } from './world.ts'

const apollo = (text: string) => ({ query: text, extensions: persisted(sha256(text)) })
const byHash = (world: World, text: string, headers = {}) => world.post({ documentId: sha256(text) }, headers)

test('a key registers what it asks with its hash, and whoever knows the hash may ask it', async ({
  world,
}) => {
  const { id, key } = await world.key()
  const text = fresh()
  const name = text.split(' ')[1]
  expect((await world.post(apollo(text), bearer(key))).data).toEqual(CHINA)
  expect(await world.rows(text)).toEqual([
    { hash: sha256(text), registeredBy: id, text, name, registeredAt: world.clock.now() },
  ])
  for (const headers of [{}, bearer(key)]) expect((await byHash(world, text, headers)).data).toEqual(CHINA)
  const other = fresh()
  expect((await world.post({ query: other, documentId: sha256(other) }, bearer(key))).data).toEqual(CHINA)
  expect(await world.rows(other)).toHaveLength(1)
  // The text alone registers nothing.
  const plain = fresh()
  await world.post({ query: plain }, bearer(key))
  expect(await world.rows(plain)).toEqual([])
})

test('a dry run registers as well, for the least cost', async ({ world }) => {
  const { key } = await world.key()
  const text = fresh()
  const extensions = { ...persisted(sha256(text)), dryRun: true }
  expect(await world.post({ query: text, extensions }, bearer(key))).toMatchObject({
    status: 200,
    data: null,
  })
  expect((await byHash(world, text)).data).toEqual(CHINA)
})

test('without a key it is answered, and not registered', async ({ world }) => {
  const text = fresh()
  expect(await world.post(apollo(text))).toMatchObject({ status: 200, data: CHINA, code: undefined })
  expect(await world.rows(text)).toEqual([])
  expect(await byHash(world, text)).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' })
})

test('each account registers for itself, and a key that took the place of another goes on for it', async ({
  world,
}) => {
  const [one, two] = [await world.key(), await world.key()]
  const text = fresh()
  const owners = async () => (await world.rows(text)).map((row) => row.registeredBy).sort()
  await Promise.all([one, two, one].map(({ key }) => world.post(apollo(text), bearer(key))))
  expect(await owners()).toEqual([one.id, two.id].sort())
  const successor = await world.rotate(one.id)
  await world.post(apollo(text), bearer(successor.key))
  expect(await owners()).toEqual([one.id, two.id].sort())
  const other = fresh()
  await world.post(apollo(other), bearer(successor.key))
  expect(await world.rows(other)).toMatchObject([{ registeredBy: one.id }])
})

test('what is refused is not registered', async ({ seeded }) => {
  const refused = () => Promise.reject(new Error('spent'))
  const refusing = {
    spend: refused,
    begin: () => ({ isLikely: false, counted: refused() }),
    asked: () => true,
    allowances: () => [],
  }
  const lines: string[] = []
  const log = pino({ level: 'error' }, { write: (line: string) => lines.push(line) })
  const world = worldOf(seeded, { log })
  const { key } = await world.key()
  const aliases = Array.from({ length: 61 }, (_, i) => `a${i}: __typename`).join(' ')
  const texts = [
    ...[
      '{ nothing }',
      '{ country(code: "CN") { name }',
      `{ ${aliases} }`,
      `{ __typename } # ${'x'.repeat(50_000)}`,
    ],
    ...[`{ ${'__typename '.repeat(4_000)} }`, 'mutation { revokeKey(id: "x") { id } }'],
    // Of which no failure is logged.
    ...['{ __typename } # \0', '{ __typename } # \ud800'],
  ]
  for (const text of texts) {
    await world.post(apollo(text), bearer(key))
    expect(await world.rows(text), text.slice(0, 80)).toEqual([])
  }
  expect(lines).toEqual([])
  const poor = worldOf(seeded, { limiter: { budgetOf: () => refusing, state: () => 'ok' } })
  const text = fresh()
  await poor.post(apollo(text), bearer(key))
  expect(await world.rows(text)).toEqual([])
})

test('what cannot be registered is answered all the same', async ({ world, seeded: { db } }) => {
  const { key } = await world.key()
  await db.$executeRawUnsafe('ALTER TABLE "RegisteredDocument" ADD CONSTRAINT broken CHECK (false) NOT VALID')
  const text = fresh()
  expect((await world.post(apollo(text), bearer(key))).data).toEqual(CHINA)
  await db.$executeRawUnsafe('ALTER TABLE "RegisteredDocument" DROP CONSTRAINT broken')
  expect(await world.rows(text)).toEqual([])
})

test('an account registers so many and no more, at once too; others and known ones are not touched', async ({
  world,
  seeded: { db },
}) => {
  const [{ id, key }, other] = [await world.key(), await world.key()]
  await db.$executeRaw`
    INSERT INTO "RegisteredDocument" SELECT encode(sha256(convert_to(t, 'UTF8')), 'hex'), ${id}, t, NULL, now()
    FROM (SELECT '{ __typename } #' || n AS t FROM generate_series(2, ${LIMITS.documents}) n) s`
  const texts = [fresh(), fresh(), fresh(), fresh()]
  const answers = await Promise.all(texts.map((text) => world.post(apollo(text), bearer(key))))
  for (const { data } of answers) expect(data).toEqual(CHINA)
  expect(await db.registeredDocument.count({ where: { registeredBy: id } })).toBe(LIMITS.documents)
  const [late] = [fresh()]
  expect((await world.post(apollo(late!), bearer(key))).data).toEqual(CHINA)
  expect(await world.rows(late!)).toEqual([])
  await world.post(apollo(late!), bearer(other.key))
  expect(await world.rows(late!)).toMatchObject([{ registeredBy: other.id }])
  // There is room again when one is removed; a process looks after a while.
  await removeDocument(db, sha256('{ __typename } #2'))
  const next = fresh()
  world.clock.set('2026-11-24T12:00:31Z')
  await world.post(apollo(next), bearer(key))
  expect(await world.rows(next)).toHaveLength(1)
})

test('what is removed is answered for half a minute at most, by a process that read it before', async ({
  world,
  seeded,
}) => {
  const other = worldOf(seeded)
  const text = fresh()
  await world.register(text)
  expect((await byHash(world, text)).data).toEqual(CHINA)
  await removeDocument(seeded.db, sha256(text))
  expect(await byHash(other, text)).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' })
  world.clock.set('2026-11-24T12:00:31Z')
  expect(await byHash(world, text)).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' })
  // A hash that was not known is looked for again at once.
  await world.register(text)
  for (const one of [world, other]) expect((await byHash(one, text)).data).toEqual(CHINA)
})
