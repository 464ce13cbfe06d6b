/** DuckDB, which most people open Parquet with, reads what was written: the types, every cell, and what is told of it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, onTestFinished } from 'vitest'
import { EXPORT_KINDS, exportColumns } from '../../src/domain/read/export/lines.ts'
import { test } from '../helpers/db.ts'
import { partnerOf } from '../helpers/export.ts'

const TYPES: Record<ReturnType<typeof exportColumns>[number]['type'], string> = {
  TEXT: 'VARCHAR',
  DECIMAL: 'VARCHAR',
  BOOLEAN: 'BOOLEAN',
  INTEGER: 'INTEGER',
  INSTANT: 'TIMESTAMP WITH TIME ZONE',
  DAY: 'DATE',
  JSON: 'JSON',
}

/** All copies of a ledger as Parquet in a folder, and a DuckDB that asks for them by the name of their kind. */
async function opened(partner: Awaited<ReturnType<typeof partnerOf>>) {
  const folder = await mkdtemp(join(tmpdir(), 'aef-duckdb-'))
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  onTestFinished(async () => {
    connection.closeSync()
    instance.closeSync()
    await rm(folder, { recursive: true })
  })
  await connection.run(`SET TimeZone = 'UTC'`)
  const take = async (kind: string) => {
    const path = join(folder, `${kind}.parquet`)
    await writeFile(path, Buffer.from(await (await partner.get(`${kind}.parquet`)).arrayBuffer()))
    return path
  }
  const ask = async (sql: string): Promise<any[]> => (await connection.runAndReadAll(sql)).getRowObjectsJson()
  return { take, ask }
}

test('every kind has its columns in their types, and as many rows as lines', async ({ market }) => {
  const partner = await partnerOf(market.db)
  const { take, ask } = await opened(partner)
  for (const kind of EXPORT_KINDS) {
    const path = await take(kind)
    const found = await ask(`DESCRIBE SELECT * FROM '${path}'`)
    expect(found.map((c) => [c.column_name, c.column_type])).toEqual(
      exportColumns(kind).map(({ name, type }) => [name, TYPES[type]]),
    )
    const [{ n }] = await ask(`SELECT count(*) AS n FROM '${path}'`)
    expect(Number(n), kind).toBe((await partner.rows(kind)).length)
  }
})

test('claims can be calculated with, joined, filtered by time and opened as JSON', async ({ market }) => {
  const partner = await partnerOf(market.db)
  const { take, ask } = await opened(partner)
  const [claims, prices] = [await take('claim'), await take('price')]
  const rows = await partner.rows('claim')
  const values = await ask(`SELECT id, "value.point" AS point, "period.from" AS "from",
    "sightings.last"::text AS seen, json_array_length(provenance) AS cited, promotional FROM '${claims}' ORDER BY id`)
  expect(values).toEqual(
    rows.map((row) => ({
      id: row.id,
      point: row.value?.point ?? null,
      from: row.period.from ? row.period.from.replace('T', ' ').replace('.000Z', '+00') : null,
      seen: row.sightings?.last ?? null,
      cited: String(row.provenance.length),
      promotional: row.promotional ?? null,
    })),
  )
  const [found] = await ask(`SELECT count(*) AS n, max("value.point"::DECIMAL(38, 12))::DOUBLE AS most
    FROM '${claims}' c JOIN '${prices}' p ON p.id = c."factId" WHERE p.meter = 'output' AND "period.from" >= '2026-01-01'`)
  const ids = new Set((await partner.rows('price')).flatMap((p) => (p.meter === 'output' ? [p.id] : [])))
  const ours = rows.filter((row) => ids.has(row.factId) && row.period.from >= '2026-01-01')
  expect(Number(found.n)).toBe(ours.length)
  expect(found.most).toBe(Math.max(...ours.map((row) => Number(row.value?.point ?? 0))))
})

test('a file tells its kind and revision', async ({ market }) => {
  const { take, ask } = await opened(await partnerOf(market.db))
  const told = await ask(
    `SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata('${await take('claim')}')`,
  )
  expect(told).toEqual(
    expect.arrayContaining([
      { key: 'kind', value: 'claim' },
      { key: 'revision', value: String(await market.db.revision.count()) },
    ]),
  )
})
