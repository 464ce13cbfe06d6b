/** The lines of claims, which Postgres makes, against those made row by row through the loaders of the API. */
import { describe, expect, test as plain } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { exportLines } from '../../src/domain/read/export/lines.ts'
import { canonicalJson } from '../../src/lib/canonical.ts'
import { edit, number } from '../graphql/edits-world.ts'
import { eventful } from '../graphql/eventful.ts'
import { claimLines } from '../helpers/claim-lines.ts'
import { test } from '../helpers/db.ts'
import { rowsOf } from '../helpers/export.ts'
import { emptyDb, importYaml, usage, WORLD } from '../helpers/facts.ts'
import { importLines, type Line } from '../helpers/price-file.ts'

/** Compares the copies of every revision, and gives them. */
async function expectSame(db: Db): Promise<string[]> {
  const revisions = await db.revision.findMany({ orderBy: { number: 'asc' } })
  const states = revisions.map((r) => ({ revision: r.number, time: r.time }))
  const newest = states.at(-1)!
  const copies: string[] = []
  for (const asOf of states) {
    let copy = ''
    for await (const text of exportLines('claim', { db, asOf, newest })) copy += text
    const expected = await claimLines(db, asOf, newest)
    // Not compared as wholes, for the difference would fill the screen.
    const [own, others] = [copy.split('\n'), expected.split('\n')]
    const at = own.findIndex((line, i) => line !== others[i])
    expect([own.length, own[at]], `revision ${asOf.revision}, line ${at}`).toEqual([
      others.length,
      others[at],
    ])
    const canonical = rowsOf(copy).map((row) => `${canonicalJson(row)}\n`)
    expect(copy === canonical.join('')).toBe(true)
    copies.push(copy)
  }
  return copies
}

describe('the lines of claims are those of the loaders', () => {
  test('in the seeds and the market', async ({ market }) => {
    const rows = rowsOf((await expectSame(market.db)).at(-1)!)
    expect(rows.length).toBeGreaterThan(4000)
    expect(rows.filter((row) => row.derivation).length).toBeGreaterThan(50)
  })

  plain('in every revision of a ledger in which everything happens', async () => {
    const rows = (await expectSame(await eventful())).flatMap((copy) => rowsOf(copy))
    expect(rows.find((row) => row.form === 'REDACTED')).toMatchObject({ digest: expect.any(String) })
    expect(rows.find((row) => row.derivation?.redactedIn)).toBeDefined()
  })

  plain('with terms that withhold, and then no more', async () => {
    const db = await emptyDb()
    const licence = (isOpen: boolean) => `licences: [{ code: CLOSED, name: C, redistributable: ${isOpen} }]\n`
    const derived = (key: string, inputs: string, valid: string) =>
      `  - { key: ${key}, source: bulletin, basis: DERIVED, indicator: { subject: country/CN, metric: share }, derive: { formula: share, inputs: ${inputs} }, valid: ${valid}, note: n }\n`
    const world = WORLD.replace(
      'providers:',
      '  - { slug: closed, title: Closed, kind: DATASET, publisher: bureau, licence: CLOSED }\nproviders:',
    )
    const claims = `claims:
${usage('secret', 5, { source: 'closed', valid: '2026-01', note: 'a note' })}${usage('free', 10, { valid: '2026-02' })}${derived('one', '{ part: closed/secret, whole: article/free }', '2026-03')}${derived('two', '{ part: article/free, whole: article/free }', '2026-04')}`
    expect((await importYaml(db, licence(false) + world + claims)).rejected).toEqual([])
    const withheld = async () =>
      (await expectSame(db)).map((copy) => rowsOf(copy).filter((row) => row.withheld).length)
    expect(await withheld()).toEqual([2])
    await importYaml(db, licence(true), { now: '2026-11-25T12:00:00Z' })
    expect(await withheld()).toEqual([2, 0])
    await importYaml(db, licence(false), { now: '2026-11-26T12:00:00Z' })
    expect(await withheld()).toEqual([2, 2, 2])
  })

  plain('of price files: seen again and again, with gaps, announced, called off, moved by hand', async () => {
    const db = await emptyDb()
    await importYaml(db, WORLD)
    const one: Line = ['model-1', 'input', '1', { promotional: true }]
    const two: Line = ['model-2', 'input', '2.50', { doubt: 'It looks wrong.' }]
    const announced: Line = ['model-1', 'output', '9', { from: '2026-06-01' }]
    const editions: [string, Line[]][] = [
      ['2026-01-10', [one, two, announced]],
      ['2026-01-20', [two]],
      ['2026-02-01', [one, two]],
      ['2026-03-01', [two, ['model-1', 'input', '0.000000123']]],
      ['2026-04-01', [one]],
      ['2026-04-01', [one, two]],
    ]
    for (const [date, lines] of editions) await importLines(db, date, lines)
    const found = rowsOf((await expectSame(db)).at(-1)!)
    const [claim] = found.filter((row) => row.key.startsWith('maker/model-1#input'))
    const other = { ...number('3', null), source: 'bulletin' }
    await edit(db, `article/${claim.key}`, other, { note: 'Misread.' })
    const rows = rowsOf((await expectSame(db)).at(-1)!)
    expect(rows.some((row) => row.periods?.length > 1)).toBe(true)
    expect(rows.some((row) => row.promotional)).toBe(true)
  })

  plain('with any text that can be stored', async () => {
    const db = await emptyDb()
    await importYaml(db, WORLD)
    const odd = '"\\\b\f\n\r\t\u0001\u001f\u007f\u0080\u2028\u2029/</script>é中文🙂\ufeff\ufffd'
    await importYaml(
      db,
      JSON.stringify({
        sources: [{ slug: 'odd', title: odd, kind: 'ARTICLE', publisher: 'paper', attribution: odd }],
        claims: [
          {
            ...{ key: 'a', source: 'odd', locator: odd, note: odd, citationNote: odd, text: odd },
            assertion: { subject: 'country/CN', topic: 'outlook' },
          },
        ],
      }),
      { now: '2026-11-25T12:00:00Z' },
    )
    const copy = (await expectSame(db)).at(-1)!
    expect(copy).toContain('\\u001f\u007f\u0080\u2028')
    expect(rowsOf(copy)[0].attribution).toContain('\ufeff')
  })
})
