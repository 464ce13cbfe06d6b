/** What full copies cost: few statements for each batch, whatever it holds. */
import { expect, onTestFinished, test } from 'vitest'
import { openDb } from '../../src/db/client.ts'
import { exportLines } from '../../src/domain/read/export/lines.ts'
import { newestRevision } from '../../src/domain/read/revisions.ts'
import { importYaml, WORLD } from '../graphql/world.ts'
import { createDatabase } from '../helpers/db.ts'

/** A country with rivals, a suspect claim, derivations in two levels and a check. */
function country(code: string, towers: number): { country: string; claims: string; check: string } {
  const claim = (key: string, source: string, metric: string, rest: string) =>
    `  - { key: ${key}-${code}, source: ${source}, indicator: { subject: country/${code}, metric: ${metric} }, ${rest} }\n`
  const ratio = (a: string, b: string) =>
    `{ formula: ratio, inputs: { numerator: ${a}-${code}, denominator: ${b}-${code} } }`
  return {
    country: `  - { code: ${code}, name: Land ${code}, isAggregate: "false" }\n`,
    claims: [
      claim('a', 'paper-a', 'towers', `value: ${towers}, valid: 2025`),
      claim('b', 'gazette', 'towers', 'value: 1000, valid: 2025'),
      claim('c', 'paper-b', 'towers', 'value: 90000, valid: 2025'),
      claim('d', 'paper-a', 'gates', 'value: 100, valid: 2025'),
      claim(
        'e',
        'editorial',
        'wells',
        `basis: DERIVED, derive: ${ratio('paper-a/a', 'paper-a/d')}, valid: 2024`,
      ),
      claim(
        'f',
        'editorial',
        'wells',
        `basis: DERIVED, derive: ${ratio('editorial/e', 'paper-a/d')}, valid: 2023`,
      ),
    ].join(''),
    check: `  - { slug: trial-${code.toLowerCase()}, claim: gazette/b-${code}, question: Well?, formula: value, inputs: { of: paper-a/a-${code} } }\n`,
  }
}

function world(codes: readonly string[], towers: number): string {
  const all = codes.map((code) => country(code, towers))
  const text = (part: 'country' | 'claims' | 'check') => all.map((c) => c[part]).join('')
  return `countries:\n${text('country')}claims:\n${text('claims')}checks:\n${text('check')}`
}

test('a batch costs as many statements for one row as for dozens', async () => {
  const { url, drop } = await createDatabase('empty')
  let sent = 0
  // One connection, so that what is asked for together does not depend on how fast answers come.
  const db = openDb({ url, pool: 1, onStatement: () => sent++ })
  onTestFinished(async () => {
    await db.$disconnect()
    await drop()
  })
  const kinds = ['claim', 'check', 'correction', 'rule', 'indicator'] as const
  const costs = async () => {
    const newest = (await newestRevision(db))!
    const found = {} as Record<(typeof kinds)[number], { rows: number; sent: number }>
    for (const kind of kinds) {
      sent = 0
      let rows = 0
      for await (const text of exportLines(kind, { db, asOf: newest, newest }))
        rows += text.split('\n').length - 1
      found[kind] = { rows, sent }
    }
    return found
  }
  await importYaml(db, WORLD, '2026-06-01T00:00:00Z')
  await importYaml(db, world(['XB'], 1400), '2026-06-02T00:00:00Z')
  await importYaml(db, world(['XB'], 1500), '2026-06-03T00:00:00Z')
  const few = await costs()
  // What fits the first batch, which is a small one.
  const codes = [...'XYZ'].flatMap((a) => [...'CDEFG'].map((b) => a + b))
  await importYaml(db, world(codes, 1400), '2026-06-04T00:00:00Z')
  await importYaml(db, world(codes, 1500), '2026-06-05T00:00:00Z')
  const many = await costs()
  for (const kind of kinds) {
    expect(many[kind].sent, kind).toBe(few[kind].sent)
    expect(few[kind].sent, kind).toBeLessThan(20)
    if (kind !== 'rule') expect(many[kind].rows, kind).toBe((codes.length + 1) * few[kind].rows)
  }
})
