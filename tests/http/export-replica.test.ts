/** A copy that is read from a replica which goes away: it is whole all the same, or it breaks off, never short. */
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { openDb } from '../../src/db/client.ts'
import { testApp } from '../helpers/app.ts'
import { cable } from '../helpers/cable.ts'
import { addClaims } from '../helpers/claim-rows.ts'
import { createDatabase } from '../helpers/db.ts'
import { partnerOf } from '../helpers/export.ts'
import { openReplicated, type Replicated, watch } from '../helpers/replica.ts'
import { withDatabase } from '../setup/postgres.ts'

/** Many more than the batch that is sent and the one that is read meanwhile. */
const CLAIMS = 5_000

let world: Replicated
beforeAll(async () => {
  world = await openReplicated()
  await addClaims(world.db, CLAIMS, 10)
})
afterAll(() => world.close())

/** A copy of which the first batch is here, read from a replica; database and replica each behind a cable. */
async function begun({ url, replicaUrl }: Pick<Replicated, 'url' | 'replicaUrl'>) {
  const lines = { database: await cable(url), replica: await cable(replicaUrl) }
  let pool: pg.Pool | undefined
  const db = openDb({
    url: lines.database.url,
    onPool: (made) => {
      pool = made
    },
  })
  const { replicas, asked } = watch({ db, pool: pool! }, [lines.replica.url])
  onTestFinished(async () => {
    await replicas.close()
    await db.$disconnect()
    for (const line of Object.values(lines)) await line.cut()
  })
  await expect.poll(() => replicas.holding(2)).toBeDefined()
  const whole = await (await partnerOf(db)).copy('claim')
  const { get } = await partnerOf(db, testApp(db, { replicas }).app)
  asked()
  const reader = (await get('claim.ndjson')).body!.pipeThrough(new TextDecoderStream()).getReader()
  const first = (await reader.read()).value!
  expect(asked().length).toBeGreaterThan(0)
  /** All of it; fails where it breaks off. */
  const rest = async () => {
    let text = first
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return text
      text += value
    }
  }
  return { ...lines, whole, rest, replicas }
}

test('the database goes on where the replica died, and the copy is the same', async () => {
  const { replica, whole, rest, replicas } = await begun(world)
  await replica.cut()
  expect(await rest()).toBe(whole)
  expect(replicas.retried()).toBeGreaterThan(0)
})

test('the same where the replica hangs', async () => {
  const { replica, whole, rest, replicas } = await begun(world)
  replica.hold()
  expect(await rest()).toBe(whole)
  expect(replicas.state(0).up).toBe(0)
})

test('where the database is gone as well, the copy breaks off', async () => {
  const { replica, database, rest } = await begun(world)
  await Promise.all([replica.cut(), database.cut()])
  await expect(rest()).rejects.toThrow('the export broke off')
})

test('a replica that comes back with less than it had is not asked for the rest', async () => {
  const [database, older] = await Promise.all([createDatabase('seeded'), createDatabase('seeded')])
  const adminUrl = inject('adminUrl')
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  const [name, olderName] = [database, older].map(({ url }) => new URL(url).pathname.slice(1))
  const replicaName = `${name}_replica`
  onTestFinished(async () => {
    await admin.query(`DROP DATABASE IF EXISTS ${replicaName} WITH (FORCE)`)
    await admin.end()
    await Promise.all([database.drop(), older.drop()])
  })
  const db = openDb({ url: database.url })
  await addClaims(db, CLAIMS, 10)
  await db.$disconnect()
  await admin.query(`CREATE DATABASE ${replicaName} TEMPLATE ${name}`)

  const replicaUrl = withDatabase(adminUrl, replicaName)
  const { whole, rest, replicas } = await begun({ url: database.url, replicaUrl })
  await admin.query(`DROP DATABASE ${replicaName} WITH (FORCE)`)
  await admin.query(`ALTER DATABASE ${olderName} RENAME TO ${replicaName}`)
  await expect.poll(() => replicas.state(2)).toEqual({ all: 1, up: 1, lag: 1 })
  expect(await rest()).toBe(whole)
})
