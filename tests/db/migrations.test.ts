import { Client } from 'pg'
import { expect, onTestFinished, test, vi } from 'vitest'
import { migrate, migrationState, readMigrations, readSchema, schemaDiff } from '../../src/db/migrate.ts'
import { StartupError } from '../../src/lib/startup-error.ts'
import { createDatabase } from '../helpers/db.ts'

/** What every committed migration's file hashes to. A new migration gets a new line; a line never changes. */
const CHECKSUMS: Record<string, string> = {
  '20261124000000_ledger': '6524a7201c41a3c514e621cb99fe7eccf744712e2050575fcc066d095887da97',
  '20261124000100_guards': 'e58f569aca6124572adda1d07183c0412e3d6fdd4ce129d7df13717933263e16',
  '20261124230000_belief': 'c68cf42e5f071256e435a26945147689533e0ddfad9eb81798c2ba5ed59c6a8e',
  '20261125020000_market': '3c86849f9e077e84bd33a58ef4acc4300fd30e4ea493788e53dfdf696a5d5bc5',
  '20261125071007_partners': '5bbcac433331caf9eeef190a320c883418f00874ff121f9b46ca49849951fc12',
  '20261125072500_change_log': '0e5f490a703d22d86ae9582bc88acfc46aaca006c9eda09de76afdac45448672',
  '20261128120000_seals': '0017ee67625601e50e8ba848546110d48fa3d2f1e4dabddb244b7ff718b383ba',
  '20261128130000_writing': '692f0e9e3ae20bd715146b402b8caaef26ee1caf47a086891954217c73924f48',
  '20261128131000_webhooks': 'bade8c08f2fea49c10300f0a63abf3ee2d8f25e43b74c0c4cbe62dec1d516514',
  '20261129113000_input_hash': '9b3184e88e1fc191f0a0fbfbfc81ff2a7d0d318521dec21309fc404952a42b39',
  '20261129202501_registered_documents': '1f395a0d0658537931a70e2813872c71f02d35eec7a137e2082b75ecf802d028',
  '20261129210000_hot_lists': '2275e425674ab0f71c3fffffa9a2dea9204d6b1ccb8e1a96b388b8982826ba08',
  '20261130030000_answers_in_index': '9c2a87e380b311982ae6d317ba2097598f38189a3801f1dafac182adcabf16aa',
  '20261130030100_periods_in_index': '428531ed68471078069ae9fd31c81eef094d4919f41a2fef10f89d1593532500',
  '20261130120000_touched_by_revision': '92cf874f74e8d8c63a6192b4c851846f71e3f77f81fc5ac23ffaabcb2524b970',
  '20261130150000_names_by_grams': '38f79bbe60e9a348ca4d879726611c4423b970d31329df3cc5df95783b964883',
  '20261130181500_wholesale': 'e722f3eb9343686341d33591ee4ca07a4d86c5390698868453cb2f0a5e3743c9',
  '20261130182000_memberships': '314f43e6af7c60ae16bc574f7ab283b69ecb126d1b47c4a17d9b2d47d9d5f9ec',
  '20261130181000_hub_places': '0d58eb815b331e0f0fc4b21e744711888d01fe7607ff900b3641f646e56d4aae',
  '20261130180000_coverage_statements': '35332e26aa0c3d7201cf2bdc8ccd1aa6052e86d7ec6b1c21e3caaa28fd0b3bc0',
  '20261130182500_whole_country_first': '727c791e4f472d02211974622f15dbfbbe3e01be0ac1fe8d985a0169b997e952',
}

/** A database that goes with the test. */
async function database(template: 'none' | 'empty'): Promise<string> {
  const { url, drop } = await createDatabase(template)
  onTestFinished(drop)
  return url
}

async function query<Row extends object = Record<string, unknown>>(url: string, sql: string): Promise<Row[]> {
  const client = new Client(url)
  await client.connect()
  try {
    return (await client.query(sql)).rows as Row[]
  } finally {
    await client.end()
  }
}

/** Tables with their columns, enums, indexes and constraints, each as a list of lines to compare. */
async function shape(url: string) {
  const lines = async (sql: string) => (await query<{ line: string }>(url, sql)).map((r) => r.line)
  const own = `table_schema = 'public' AND table_name <> '_prisma_migrations'`
  return {
    tables: await lines(
      `SELECT table_name || ' ' || table_type AS line FROM information_schema.tables WHERE ${own} ORDER BY 1`,
    ),
    columns:
      await lines(`SELECT concat_ws(' ', table_name, column_name, data_type, udt_name, numeric_precision,
        numeric_scale, datetime_precision, 'nullable:' || is_nullable, 'default:' || column_default) AS line
      FROM information_schema.columns WHERE ${own} ORDER BY table_name COLLATE "C", column_name COLLATE "C"`),
    order:
      await lines(`SELECT table_name || ' ' || string_agg(column_name, ',' ORDER BY ordinal_position) AS line
      FROM information_schema.columns WHERE ${own} GROUP BY table_name ORDER BY 1`),
    enums:
      await lines(`SELECT t.typname || ' ' || string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder) AS line
      FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid GROUP BY t.typname ORDER BY 1`),
    indexes: await lines(`SELECT indexdef AS line FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`),
    constraints:
      await lines(`SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) AS line
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'f', 'u')
      ORDER BY 1`),
  }
}

test('the migrations build what the Prisma schema declares', async () => {
  const [fresh, built] = [await database('none'), await database('none')]
  await migrate(fresh)
  const sql = await schemaDiff(built, null, await readSchema())
  await query(built, sql!)
  const [migrated, declared] = [await shape(fresh), await shape(built)]

  expect(declared.tables.length).toBeGreaterThan(20)
  expect(migrated.tables).toEqual(declared.tables)
  expect(migrated.columns).toEqual(declared.columns)
  expect(migrated.order).toEqual(declared.order)
  expect(migrated.enums).toEqual(declared.enums)
  // The guards add indexes and constraints of their own; what Prisma declares must be among them.
  expect(declared.indexes.filter((i) => !migrated.indexes.includes(i))).toEqual([])
  expect(declared.constraints.filter((c) => !migrated.constraints.includes(c))).toEqual([])
})

test('a schema equals itself, so a difference is never reported where there is none', async () => {
  const fresh = await database('none')
  expect(await schemaDiff(fresh, await readSchema(), await readSchema())).toBeNull()
})

test('every text column compares byte by byte, so that pages are the same on every Postgres', async () => {
  const migrated = await database('empty')
  const other = await query(
    migrated,
    `SELECT table_name, column_name, collation_name FROM information_schema.columns
    WHERE table_schema = 'public' AND udt_name IN ('text', '_text', 'varchar')
      AND table_name <> '_prisma_migrations'
      AND collation_name IS DISTINCT FROM 'C'`,
  )
  expect(other).toEqual([])
})

test('migrating again does nothing', async () => {
  const fresh = await database('none')
  const known = (await readMigrations()).map((m) => m.name)
  expect(await migrationState(fresh)).toEqual({ pending: known, unknown: [], changed: [], failed: [] })
  expect(await migrate(fresh)).toEqual(known)
  const applied = await query(fresh, 'SELECT * FROM "_prisma_migrations" ORDER BY migration_name')
  expect(await migrate(fresh)).toEqual([])
  expect(await query(fresh, 'SELECT * FROM "_prisma_migrations" ORDER BY migration_name')).toEqual(applied)
  expect(await migrationState(fresh)).toEqual({ pending: [], unknown: [], changed: [], failed: [] })
})

test('of three that start at once exactly one applies each migration', async () => {
  const fresh = await database('none')
  const known = (await readMigrations()).map((m) => m.name)
  const first = migrate(fresh)
  // The others start while a migration runs, which looks like one that failed.
  await vi.waitUntil(async () => (await migrationState(fresh)).pending.length < known.length, {
    interval: 1,
    timeout: 60_000,
  })
  const results = await Promise.all([first, migrate(fresh), migrate(fresh)])
  expect(results).toEqual([known, [], []])
  const applied = await query(fresh, 'SELECT migration_name AS name FROM "_prisma_migrations" ORDER BY 1')
  expect(applied.map((r) => r.name)).toEqual(known)
})

const refused = (url: string) =>
  migrate(url).then(
    () => null,
    (error: unknown) => error,
  )

test('a database of a newer release is refused by the name of what it has more, and left alone', async () => {
  const migrated = await database('empty')
  await query(
    migrated,
    `INSERT INTO "_prisma_migrations" (id, checksum, finished_at, migration_name, applied_steps_count)
    VALUES ('x', 'y', now(), '29991231000000_from_the_future', 1)`,
  )
  const error = await refused(migrated)
  expect(error).toBeInstanceOf(StartupError)
  expect((error as Error).message).toMatch(/newer than this code.*29991231000000_from_the_future/)
  expect(
    await query(migrated, 'SELECT 1 FROM "_prisma_migrations" WHERE rolled_back_at IS NOT NULL'),
  ).toEqual([])
})

test('a database whose migration had another text is refused by its name', async () => {
  const migrated = await database('empty')
  const [first] = await readMigrations()
  await query(
    migrated,
    `UPDATE "_prisma_migrations" SET checksum = repeat('0', 64) WHERE migration_name = '${first!.name}'`,
  )
  const error = await refused(migrated)
  expect(error).toBeInstanceOf(StartupError)
  expect((error as Error).message).toMatch(new RegExp(`${first!.name} was applied with another text`))
})

test('a migration that began and never finished is run again', async () => {
  const fresh = await database('none')
  const known = (await readMigrations()).map((m) => m.name)
  await migrate(fresh)
  await query(fresh, `DROP SCHEMA public CASCADE; CREATE SCHEMA public`)
  await query(
    fresh,
    `CREATE TABLE "_prisma_migrations" (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL,
    finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`,
  )
  await query(
    fresh,
    `INSERT INTO "_prisma_migrations" (id, checksum, migration_name) VALUES ('x', 'y', '${known[0]}')`,
  )
  expect(await migrate(fresh)).toEqual(known)
  expect(await migrationState(fresh)).toEqual({ pending: [], unknown: [], changed: [], failed: [] })
})

test('committed migrations never change', async () => {
  const found = Object.fromEntries((await readMigrations()).map((m) => [m.name, m.checksum]))
  expect(
    found,
    'A released migration stays as it is, because databases hold its checksum: put changes into a new one. ' +
      'A new migration is added to CHECKSUMS in this file, with the hash shown.',
  ).toEqual(CHECKSUMS)
})
