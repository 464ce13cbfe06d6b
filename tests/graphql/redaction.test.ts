/** Redaction, seen through the API and in the tables themselves. */
import { expect, test } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { CLAIMS, edit, number, read, world } from './edits-world.ts'
import { dataOf, importYaml, type Json } from './world.ts'

const SECRET = '123456.789'

test('redaction leaves nothing of the content anywhere, in no revision, but ids, links and a digest', async () => {
  const { db, ask } = await world()
  const secret = CLAIMS.replace('value: 1400', `value: ${SECRET}`).replace(
    'The first count.',
    'Told by a whistle-blower.',
  )
  await importYaml(db, `claims:${secret}`, '2026-06-01T12:00:00Z')
  // An editor quotes it as well.
  await edit(db, 'paper-a/towers', number('55'), { note: `Not ${SECRET}.` })
  const { id } = await db.claim.findFirstOrThrow({ where: { key: 'towers', toRevision: 3 } })
  await edit(db, 'paper-a/towers', number('56'), { note: 'No, not 55.' })
  expect(await found(db, SECRET)).not.toEqual([])
  const why = 'Court order 7.'
  const report = await edit(db, id, { do: 'redact' }, { reason: 'LEGAL_DEMAND', note: why })
  // It had ended, so nothing ends with it.
  expect(report.claims.withdrawn).toBe(0)
  // The operator is told of what may say the same: the versions around it, and what was derived from it.
  expect(report.nearRedacted).toHaveLength(3)
  expect(await found(db, SECRET)).toEqual([])
  const then = await read(ask, '@asOf(revision: 2)')
  expect(JSON.stringify(then)).not.toMatch(/123,?456/)
  const withheld = 'Withheld on legal demand; a digest of what it said is kept.'
  const query = `{ claim(id: "${Buffer.from(`Claim:${id}`).toString('base64')}") { text value { text } digest redactedWhy note correction { note } } }`
  const digest = expect.stringMatching(/^[0-9a-f]{64}$/)
  expect(dataOf(await ask(query)).claim).toEqual({
    ...{ text: withheld, value: null, digest, redactedWhy: why, note: null },
    correction: { note: withheld },
  })
  // One that stands is withdrawn with it.
  const live = await edit(db, 'paper-a/towers', { do: 'redact' }, { reason: 'LEGAL_DEMAND', note: why })
  expect(live.claims.withdrawn).toBe(2)
  const now = await read(ask)
  expect(now.corrections.nodes.find((c: Json) => c.reason === 'LEGAL_DEMAND')).toMatchObject({
    note: why,
    before: { key: 'towers', value: null, text: withheld, digest },
    after: null,
  })
  // A file that still says it is known by the digest.
  await importYaml(db, `claims:${secret}`, '2026-06-03T00:00:00Z', true)
  expect(await found(db, SECRET)).toEqual([])
  await expect(edit(db, id, { do: 'redact' })).rejects.toThrow('is redacted already')
})

/** Tables in which a text stands, whatever the column. */
async function found(db: Db, text: string): Promise<string[]> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`
  const spelled = [text, text.replace(/^(\d{3})(?=\d{3})/, '$1,')]
  const hits: string[] = []
  for (const { name } of tables) {
    for (const word of spelled) {
      const rows = await db.$queryRawUnsafe<unknown[]>(
        `SELECT 1 FROM "${name}" t WHERE to_jsonb(t)::text LIKE '%' || $1 || '%' LIMIT 1`,
        word,
      )
      if (rows.length) hits.push(name)
    }
  }
  return hits
}
