/** Our own cases, in the form of the fixed ones, on a server as a fresh start fills it and the files that a case names. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openDb } from '../src/db/client.ts'
import { STATISTIC_FORMATS } from '../src/ingest/statistics/registry.ts'
import { importStatistics } from '../src/ingest/statistics/run.ts'
import { systemClock } from '../src/lib/clock.ts'
import { type Case, loadCase, runCase } from './helpers/acceptance.ts'
import { createDatabase, test } from './helpers/db.ts'

const folder = join(import.meta.dirname, 'cases')
const cases = readdirSync(folder).filter((name) => name.endsWith('.mjs'))

test.for(cases)('%s holds', { timeout: 120_000 }, async (name, { market }) => {
  const loaded = await loadCase(market.db, join(folder, name))
  if (!loaded.releases) return runCase(market.db, loaded)
  const { url, drop } = await createDatabase('market')
  const db = openDb({ url })
  onTestFinished(async () => {
    await db.$disconnect()
    await drop()
  })
  for (const release of loaded.releases) await importRelease(db, release)
  await runCase(db, loaded)
})

async function importRelease(
  db: Parameters<typeof importStatistics>[0],
  [name, file]: NonNullable<Case['releases']>[number],
) {
  const format = STATISTIC_FORMATS.find((f) => f.name === name)!
  await importStatistics(db, systemClock, { format, input: join(folder, 'files', file), origin: file })
}
