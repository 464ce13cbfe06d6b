/** Reading from a real replica: it answers what it holds, the database all else, and clients notice nothing. */
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { editClaim } from '../../src/domain/ledger/correct.ts'
import { testApp } from '../helpers/app.ts'
import { cable } from '../helpers/cable.ts'
import { fixedClock } from '../helpers/clock.ts'
import { createDatabase } from '../helpers/db.ts'
import { partnerOf } from '../helpers/export.ts'
import { importYaml, usage } from '../helpers/facts.ts'
import { openReplicated, type Replicated, watch } from '../helpers/replica.ts'

const QUESTION = '{ tokenUsage { nodes { value { point } claims { value { point } } } } }'
const asOf = (revision: number) => QUESTION.replace('{', `query @asOf(revision: ${revision}) {`)

let world: Replicated
beforeAll(async () => {
  world = await openReplicated()
})
afterAll(() => world.close())

let made = 0

/** A revision more, with a value that no other has; its number and the value. */
async function nextRevision(): Promise<{ revision: number; point: string }> {
  const value = 1000 + ++made
  const report = await importYaml(world.db, `claims:\n${usage('daily', value)}`)
  return { revision: report.revision!, point: String(value) }
}

/** The app over the replicas of these addresses, when they can be asked. */
async function reading(urls = [world.replicaUrl]) {
  const watched = watch(world, urls)
  onTestFinished(() => watched.replicas.close())
  const { ask, app } = testApp(world.db, { replicas: watched.replicas })
  /** What is answered, and which of the two was asked for more than the revision. */
  const read = async (query: string) => {
    await delay(0)
    world.statements()
    watched.asked()
    const { status, body } = await ask(query)
    expect({ status, errors: body.errors }).toEqual({ status: 200, errors: undefined })
    const fromReplica = watched.asked().length
    const fromDatabase = world
      .statements()
      .filter((sql) => !sql.includes('"Revision"') && !sql.includes('AS judged'))
    return {
      points: body.data.tokenUsage?.nodes[0].claims.map((claim: any) => claim.value?.point ?? null),
      revision: body.extensions.revision,
      by: fromReplica > 0 ? (fromDatabase.length > 0 ? 'both' : 'replica') : 'database',
    }
  }
  const used = () => expect.poll(async () => (await read(QUESTION)).by).toBe('replica')
  return { ...watched, app, ask, read, used }
}

test('a replica that holds the revision answers all but which one that is', async () => {
  const { read, used } = await reading()
  const { revision, point } = await nextRevision()
  await used()
  const answer = await read(QUESTION)
  expect(answer).toMatchObject({ revision, by: 'replica' })
  expect(answer.points).toContain(point)
})

test('what it does not hold yet the database answers, what it holds already the replica', async () => {
  const { read, used } = await reading()
  const before = await nextRevision()
  await used()
  await world.pauseReplay()
  const after = await nextRevision()
  for (let i = 0; i < 3; i++) {
    const newest = await read(QUESTION)
    expect(newest).toMatchObject({ revision: after.revision, by: 'database' })
    expect(newest.points).toContain(after.point)
    const old = await read(asOf(before.revision))
    expect(old).toMatchObject({ revision: before.revision, by: 'replica' })
    expect(old.points).toContain(before.point)
  }
  await world.resumeReplay()
  await used()
  expect((await read(QUESTION)).points).toContain(after.point)
})

test('what is redacted is gone from older revisions at once, though a replica still has it', async () => {
  const { read, used } = await reading()
  const { revision, point } = await nextRevision()
  await used()
  await world.pauseReplay()
  const { id } = await world.db.claim.findFirstOrThrow({ where: { key: 'daily', toRevision: null } })
  await editClaim(world.db, fixedClock('2026-11-25T12:00:00Z'), {
    ...{ claim: id, edit: { do: 'redact' }, reason: 'LEGAL_DEMAND', note: 'A court.', dryRun: false },
  })
  const old = await read(asOf(revision))
  expect(old.points).not.toContain(point)
  expect(old.by).toBe('database')
  await world.resumeReplay()
  await used()
  expect(await read(asOf(revision))).toMatchObject({ points: old.points, by: 'replica' })
})

test('a replica that dies under requests fails none of them, and is used again when it is back', async () => {
  const { ask, used, failures, replicas } = await reading()
  await used()
  let going = true
  const statuses = new Set<string>()
  const client = async () => {
    while (going) {
      const { status, body } = await ask(QUESTION)
      statuses.add(`${status} ${JSON.stringify(body.errors)}`)
    }
  }
  const clients = Promise.all(Array.from({ length: 4 }, client))
  await delay(100)
  await world.kill()
  await expect.poll(() => replicas.state(0).up).toBe(0)
  await delay(100)
  going = false
  await clients
  expect([...statuses]).toEqual(['200 undefined'])
  expect(failures).toHaveLength(1)
  await world.start()
  await used()
})

test('one that hangs holds nobody up for longer than it takes to notice', async () => {
  const line = await cable(world.replicaUrl)
  onTestFinished(line.cut)
  const { read, used, replicas } = await reading([line.url])
  await used()
  const { points } = await read(QUESTION)
  line.hold()
  const asked = read(QUESTION)
  await expect.poll(() => replicas.state(0).up).toBe(0)
  // What waited for it is asked of the database as soon as that is known.
  expect(replicas.retried()).toBeGreaterThan(0)
  expect((await asked).points).toEqual(points)
  expect(await read(QUESTION)).toMatchObject({ by: 'database' })
  line.letGo()
  await used()
})

test('a database with another ledger is no replica, and never asked', async () => {
  const { url, drop } = await createDatabase('seeded')
  onTestFinished(drop)
  const { failures, read } = await reading([url])
  await nextRevision()
  await expect.poll(() => failures).toEqual([expect.stringContaining('no replica of the database')])
  expect((await read(QUESTION)).by).toBe('database')
})

test('digests are made on the database, copies and the feed are read from the replica', async () => {
  const { ask, used, asked, app } = await reading()
  const { revision } = await nextRevision()
  await used()
  const { body } = await ask('{ revision { number digest } }')
  expect(body.errors).toBeUndefined()
  expect(body.data.revision).toMatchObject({
    number: revision,
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  const partner = await partnerOf(world.db, app)
  asked()
  const copy = await (await partner.get('claim.ndjson')).text()
  expect(asked().length).toBeGreaterThan(0)
  expect(copy).toContain('"key":"daily"')
})

test('a receipt is made of what the database itself says', async () => {
  const { ask, used, asked } = await reading()
  await used()
  asked()
  const { body } = await ask(QUESTION, undefined, { 'x-receipt': 'true' })
  expect(body.extensions.receipt.id).toMatch(/^rcp_/)
  expect(asked()).toEqual([])
})
