/** A ledger of eleven revisions in which rows of copies change in every way that there is. */
import type { Db } from '../../src/db/client.ts'
import { edit, number, world } from './edits-world.ts'
import { importYaml } from './world.ts'

/** Every way in which a row of a copy can become another. */
export async function eventful(): Promise<Db> {
  const { db } = await world()
  await edit(db, 'paper-a/towers', number('1500'))
  await edit(db, 'paper-b/rumour', { do: 'withdraw' })
  const steps = [
    'claims: [{ key: towers-official, source: gazette, indicator: { subject: country/XA, metric: towers }, value: 1600, valid: 2025 }]',
    'countries: [{ code: XA, name: New Atlantis, isAggregate: "false", aliases: [The Isle] }]',
    'metrics: [{ code: gates, name: number of city gates, unit: "1", definition: Gates in the wall. }]',
    'publishers: [{ slug: press, name: The Free Press, kind: PRESS }]',
  ]
  for (const step of steps) await importYaml(db, step, '2026-06-03T00:00:00Z')
  await importYaml(
    db,
    'licences: [{ code: CLOSED, name: Closed, redistributable: false }]\nsources: [{ slug: paper-a, title: Paper A, kind: ARTICLE, publisher: press, publishedOn: 2026-01-05, licence: CLOSED }]\n',
    '2026-06-04T00:00:00Z',
  )
  await importYaml(
    db,
    'licences: [{ code: CLOSED, name: Open after all, redistributable: true }]\n',
    '2026-06-05T00:00:00Z',
  )
  await edit(db, 'paper-a/gates', { do: 'redact' }, { reason: 'LEGAL_DEMAND' })
  await edit(db, 'paper-b/rumour', { do: 'restore' })
  return db
}
