/** Direction of imports, one owner for each dangerous thing, small files, plain names. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const GENERATED = /^src\/db\/generated\//

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile() && e.name.endsWith('.ts'))
    .map((e) => relative(root, join(e.parentPath, e.name)))
    .filter((path) => !GENERATED.test(path) && !path.includes('node_modules/'))
}

const sources = filesBelow('src').map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

/** A file imports from its own part, or from parts of a lower rank; parts of one rank never import each other. */
const RANKS: Record<string, number> = {
  lib: 0,
  'errors.ts': 1,
  'config.ts': 1,
  kinds: 1,
  client: 1,
  db: 2,
  cite: 2,
  site: 2,
  domain: 3,
  graphql: 4,
  ingest: 4,
  webhooks: 4,
  charts: 4,
  pages: 5,
  docs: 5,
  http: 6,
  cli: 7,
}
const partOf = (path: string) => path.split('/')[1]!

test('every part of src has a rank', () => {
  expect(readdirSync(join(root, 'src')).filter((name) => !(name in RANKS))).toEqual([])
})

test('imports go from higher ranks to lower ones only', () => {
  const wrong: string[] = []
  for (const { path, text } of sources) {
    for (const [, target] of text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
      const other = relative(root, join(root, dirname(path), target!))
      const [from, to] = [partOf(path), partOf(other)]
      if (from !== to && RANKS[from]! <= RANKS[to]!) wrong.push(`${path} imports ${other}`)
    }
  }
  expect(wrong).toEqual([])
})

test('what partners install needs nothing of the server, and only commands use it', () => {
  const users = sources.filter((s) => /from '\.\.\/client\//.test(s.text)).map((s) => partOf(s.path))
  expect(users.filter((part) => part !== 'cli')).toEqual([])
})

/** What readers copy into projects of their own; no part of the server. */
const isSample = (path: string) => path.startsWith('src/docs/samples/')

/** What only one file may do, with the pattern that betrays it. */
const OWNERS: [what: string, pattern: RegExp, owners: string[]][] = [
  ['read the environment', /process\.env/, ['src/config.ts']],
  ['read the wall clock', /new Date\(\)|Date\.now\(\)/, ['src/lib/clock.ts']],
  ['make a database client', /new PrismaClient\(/, ['src/db/client.ts']],
  ['make GraphQL errors', /new GraphQLError\(/, ['src/graphql/errors.ts']],
  [
    'build the condition on recorded time',
    /"toRevision"\s*(>|IS NULL OR)|toRevision: \{/,
    ['src/db/as-of.ts'],
  ],
  [
    'end the process',
    /process\.exit\(/,
    ['src/cli/main.ts', 'src/cli/stop-signal.ts', 'src/cli/sync-main.ts'],
  ],
  [
    'write to the terminal',
    /console\.|process\.std(out|err)\.write/,
    sources.map((s) => s.path).filter((p) => p.startsWith('src/cli/')),
  ],
]
/** Exceptions, each with its reason. */
const ALLOWED: Record<string, string> = {
  'src/cli/sync-main.ts: read the environment':
    'is packed for partners, without the configuration of a server',
  'src/db/embedded-cluster.ts: read the environment':
    'hands the environment on to Postgres, without its PG* variables',
  'src/domain/read/belief-loaders.ts: build the condition on recorded time':
    'citations outlive the claim that they were closed with',
  'src/domain/read/versions.ts: build the condition on recorded time':
    'looks for the description before a newer one',
}

test.each(OWNERS)('one owner may %s', (what, pattern, owners) => {
  const others = sources.filter((s) => pattern.test(s.text) && !owners.includes(s.path) && !isSample(s.path))
  expect(others.map((s) => `${s.path}: ${what}`).filter((line) => !(line in ALLOWED))).toEqual([])
})

test('Prisma queries stand in the domain and below', () => {
  const query = /\$(queryRaw|executeRaw|transaction)\b|\.(findMany|findFirst|findUnique|createMany|count)\(/
  const wrong = sources.filter((s) => query.test(s.text) && !/^src\/(db|domain)\//.test(s.path))
  expect(wrong.map((s) => s.path)).toEqual([])
})

test('files have at most 250 lines', () => {
  const all = [...sources.map((s) => s.path), ...filesBelow('tests'), ...filesBelow('prisma')]
  const long = all.filter((path) => readFileSync(join(root, path), 'utf8').split('\n').length > 251)
  expect(long).toEqual([])
})

test('files are named in kebab-case', () => {
  const names = [...filesBelow('src'), ...filesBelow('tests')].filter(
    (path) => !/^[a-z0-9/-]+(\.(test|config))?\.ts$/.test(path),
  )
  expect(names).toEqual([])
})

test('every file begins with a comment that says what it owns', () => {
  expect(
    sources.filter((s) => !/^\/(\*\*|\/) /.test(s.text) && !s.text.startsWith('/**\n')).map((s) => s.path),
  ).toEqual([])
})

test('the top level holds what design and tools ask for, and nothing else', () => {
  const allowed = new Set([
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'src',
    'prisma',
    'seeds',
    'tests',
    'docker-compose.yml',
    'Dockerfile',
    'README.md',
    'LICENSE',
    '.ci',
    '.git',
    '.gitignore',
    '.dockerignore',
    'biome.json',
    'node_modules',
    '.data',
  ])
  expect(readdirSync(root).filter((name) => !allowed.has(name))).toEqual([])
})
