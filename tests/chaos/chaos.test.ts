/** The small form of the chaos test; `npm run soak-mirror` is the whole one. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createDatabase } from '../helpers/db.ts'
import { chaos } from './chaos.ts'

test('killed clients, a killed server and cut connections: each change arrives once, and the mirrors are equal', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aef-chaos-'))
  const [ledger, mirror] = [await createDatabase('empty'), await createDatabase('none')]
  onTestFinished(async () => {
    await rm(folder, { recursive: true, force: true })
    await Promise.all([ledger.drop(), mirror.drop()])
  })
  const targets = [join(folder, 'mirror'), mirror.url]
  const sizes = { revisions: 12, clientKills: 4, serverKills: 2 }
  const { written, clientKills, serverKills, changes } = await chaos({
    ...{ databaseUrl: ledger.url, isWhole: false, targets, temporary: folder, seed: 1 },
    ...sizes,
  })
  expect({ revisions: written, clientKills, serverKills }).toEqual(sizes)
  expect(changes).toBeGreaterThan(0)
}, 240_000)
