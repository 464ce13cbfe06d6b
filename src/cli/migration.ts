/** `npm run migration -- <name>`: writes the SQL that leads from the committed Prisma schema to the edited one. */
import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Config } from '../config.ts'
import { locateDatabase } from '../db/locate.ts'
import { readSchema, schemaDiff } from '../db/migrate.ts'
import type { Clock } from '../lib/clock.ts'
import { UsageError } from './usage.ts'

export const MIGRATION_HELP = `Usage: npm run migration -- <name>

Compares prisma/schema as edited with prisma/schema as committed and writes the difference to a new
folder of prisma/migrations. Read and complete the SQL by hand: constraints and triggers are not in the schema.
A committed migration never changes.
`

const ROOT = join(import.meta.dirname, '../..')

export async function runMigration(args: string[], config: Config, clock: Clock): Promise<number> {
  const [name, ...rest] = args
  if (!name || !/^[a-z0-9_]+$/.test(name))
    throw new UsageError('Name the migration in lower-case letters, digits and underscores.')
  if (rest.length > 0) throw new UsageError(`The name is the only argument: ${rest[0]} is unknown.`)
  const location = await locateDatabase(config)
  try {
    const diff = await schemaDiff(location.directUrl, committedSchema(), await readSchema())
    if (diff === null) {
      process.stdout.write('The schema is as committed; nothing was written.\n')
      return 0
    }
    const stamp = clock.now().toISOString().replaceAll(/\D/g, '').slice(0, 14)
    const folder = join(ROOT, 'prisma/migrations', `${stamp}_${name}`)
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'migration.sql'), collated(diff))
    process.stdout.write(`Written: ${folder}/migration.sql\n`)
    return 0
  } finally {
    await location.release()
  }
}

/** Text columns sort by code point on every Postgres, so that cursors mean the same everywhere. */
function collated(sql: string): string {
  return sql.replace(/" TEXT(\[\])?(?=[ ,\n;])/g, '" TEXT$1 COLLATE "C"')
}

function committedSchema(): [string, string][] {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' })
  const files = git('ls-tree', '--name-only', 'HEAD', 'prisma/schema/')
    .split('\n')
    .filter((f) => f.endsWith('.prisma'))
  return files.map((file) => [basename(file), git('show', `HEAD:${file}`)])
}
