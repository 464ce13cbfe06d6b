/** After a large import, Postgres plans by the tables as they are, and not as they were. */
import { expect, test, vi } from 'vitest'
import { emberText, importText } from '../helpers/releases.ts'
import { seededDb } from '../helpers/seeded.ts'

vi.setConfig({ testTimeout: 120_000 })

test('what Postgres knows of its tables is renewed', async () => {
  const db = await seededDb()
  const months = Array.from({ length: 1_200 }, (_, i) => {
    const month = `${1920 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`
    return [month, String(i)] as const
  })
  const known = async () => {
    const [row] = await db.$queryRaw<[{ rows: number }]>`
      SELECT reltuples::float8 AS rows FROM pg_class WHERE oid = '"Claim"'::regclass`
    return row.rows
  }
  const before = await known()
  const { claims } = await importText(db, 'ember', 'e.2026-01-01.csv', emberText(Object.fromEntries(months)))
  expect(claims.added).toBe(1_200)
  expect(await known()).toBeGreaterThan(before + 1_000)
})
