/** What was put into a ledger past its guards, written anew under all of them. */
import type pg from 'pg'

/** In the order in which an import writes them. */
const TABLES = [
  ...['Publisher', 'Provider', 'Source', 'SourceRank', 'Edition', 'Model', 'Alias', 'Offer', 'Fact', 'Price'],
  ...['Claim', 'Citation', 'Sighting', 'ClaimPeriod', 'Resolution'],
]

/**
 * Writes what one ledger has more than another into that one, each revision in a transaction of its own: ends what it
 * ended, adds what it added, and the revision last. No constraint and no trigger stands aside.
 * @throws what the database says to a row that breaks a rule.
 */
export async function replay(from: pg.Client, into: pg.Client): Promise<void> {
  const newest = async (client: pg.Client): Promise<number> =>
    (await client.query('SELECT max("number") AS n FROM "Revision"')).rows[0].n
  const last = await newest(from)
  for (let revision = (await newest(into)) + 1; revision <= last; revision++) {
    await into.query('BEGIN; SET CONSTRAINTS ALL DEFERRED')
    for (const table of TABLES) {
      const { columns, key } = await shapeOf(from, table)
      const rows = `jsonb_populate_recordset(NULL::"${table}", $1) AS r`
      if (columns.includes('toRevision')) {
        const same = key.map((column) => `t."${column}" = r."${column}"`).join(' AND ')
        const ended = await rowsOf(from, table, 'toRevision', revision)
        await into.query(
          `UPDATE "${table}" AS t SET "toRevision" = r."toRevision" FROM ${rows} WHERE ${same}`,
          [ended],
        )
      }
      const names = columns.map((column) => `"${column}"`).join(', ')
      const values = columns.map((column) => (column === 'toRevision' ? 'NULL' : `"${column}"`)).join(', ')
      const added = await rowsOf(from, table, 'fromRevision', revision)
      await into.query(`INSERT INTO "${table}" (${names}) SELECT ${values} FROM ${rows}`, [added])
    }
    const made = await rowsOf(from, 'Revision', 'number', revision)
    await into.query('INSERT INTO "Revision" SELECT * FROM jsonb_populate_recordset(NULL::"Revision", $1)', [
      made,
    ])
    await into.query('SET CONSTRAINTS ALL IMMEDIATE; COMMIT')
  }
}

/** As JSON, for numbers keep all their digits in it. */
async function rowsOf(client: pg.Client, table: string, column: string, revision: number): Promise<string> {
  const sql = `SELECT coalesce(jsonb_agg(t), '[]')::text AS rows FROM "${table}" AS t WHERE "${column}" = $1`
  return (await client.query(sql, [revision])).rows[0].rows
}

/** The columns that are written, and those that tell a row from all others. */
async function shapeOf(client: pg.Client, table: string): Promise<{ columns: string[]; key: string[] }> {
  const { rows } = await client.query(
    `SELECT attname AS name, coalesce(attnum = ANY (indkey), false) AS "isKey" FROM pg_attribute
     LEFT JOIN pg_index ON indrelid = attrelid AND indisprimary
     WHERE attrelid = format('%I', $1::text)::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
     ORDER BY attnum`,
    [table],
  )
  const named = (some: { name: string }[]) => some.map(({ name }) => name)
  return { columns: named(rows), key: named(rows.filter((row) => row.isKey)) }
}
