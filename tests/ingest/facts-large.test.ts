/** More at once than one statement takes parameters: an import of that many is read and written in parts. */
import { expect, test } from 'vitest'
import { emptyDb, importYaml, WORLD } from '../helpers/facts.ts'

/** Postgres numbers the parameters of a statement by two bytes. */
const PARAMETERS = 32_767

test('tens of thousands of models, each with its source, come in one import', async () => {
  const db = await emptyDb()
  const count = PARAMETERS + 233
  const models = Array.from(
    { length: count },
    (_, i) => `  - { slug: m-${i}, name: M ${i}, maker: maker, cites: [{ source: article }] }`,
  )
  await importYaml(db, WORLD)
  const report = await importYaml(db, `models:\n${models.join('\n')}\n`)
  expect(report?.rejected).toEqual([])
  expect([await db.model.count(), await db.citation.count()]).toEqual([count + 1, count + 2])
  expect(await db.change.count({ where: { kind: 'model', fromRevision: 2 } })).toBe(count)
})
