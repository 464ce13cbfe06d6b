/** Files of facts, imported as the command does it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Db } from '../../src/db/client.ts'
import { importFacts } from '../../src/ingest/facts/run.ts'
import { systemClock } from '../../src/lib/clock.ts'

export async function importFiles(db: Db, yaml: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'aef-chaos-'))
  try {
    const path = join(folder, 'facts.yaml')
    await writeFile(path, yaml)
    const report = await importFacts(db, systemClock, { path, origin: 'chaos' })
    if (report?.rejected.length) throw new Error(JSON.stringify(report.rejected))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
