/** `import`, beside a running server and without one. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect } from 'vitest'
import { embeddedPassword, lockTable, type Outcome, postmaster, test } from '../helpers/cli.ts'

/** A source that says what nobody else does about Iceland. */
function facts(value: string): string {
  return `publishers:
  - { slug: north-press, name: North Press, kind: PRESS }
sources:
  - { slug: north-report, title: Power in the north, kind: ARTICLE, publisher: north-press, accessedOn: 2026-11-24 }
claims:
  - key: rate
    source: north-report
    locator: page 1
    energyRate: { country: IS, sector: INDUSTRIAL }
    value: ${value}
    unit: USD/kWh
    valid: 2025
`
}

const RATE = `{ revision { number } country(code: "IS") {
  energyRates(first: 5) { nodes { value { point } provenance { source { slug } locator } } } } }`

function answered(revision: number, point: string) {
  const provenance = [{ source: { slug: 'north-report' }, locator: 'page 1' }]
  return {
    revision: { number: revision },
    country: { energyRates: { nodes: [{ value: { point }, provenance }] } },
  }
}

/** What `--json` prints: one object on one line. */
function parsed({ stdout }: Outcome): any {
  expect(stdout.split('\n')).toHaveLength(2)
  expect(stdout.endsWith('\n')).toBe(true)
  return JSON.parse(stdout)
}

async function write(folder: string, name: string, text: string): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, text)
  return file
}

async function newestRevision(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query('SELECT coalesce(max(number), 0) AS newest FROM "Revision"')
  await client.end()
  return rows[0].newest
}

test('beside a running server makes a revision that it serves at once, and leaves it running', async ({
  cli,
}) => {
  const server = await cli.serve()
  const file = await write(cli.folder, 'north.yaml', facts('0.041'))
  const first = await cli.run(['import', 'facts', file])
  expect(first.code).toBe(0)
  expect(first.stderr).toContain('it was running already')
  expect(first.stdout).toContain(`Revision 2 made from ${file}.`)
  expect((await server.ask(RATE)).data).toEqual(answered(2, '0.041'))

  await write(cli.folder, 'north.yaml', facts('0.042'))
  expect((await cli.run(['import', 'facts', file])).stdout).toContain('Revision 3 made')
  expect((await server.ask(RATE)).data).toEqual(answered(3, '0.042'))

  const ended = await server.stop()
  const secret = embeddedPassword(join(cli.folder, 'data'))
  for (const text of [first.stdout, first.stderr, ended.stdout, ended.stderr])
    expect(text).not.toContain(secret)
})

test('without a server starts Postgres and stops it again', async ({ cli }) => {
  await (await cli.serve()).stop()
  const file = await write(cli.folder, 'north.yaml', facts('0.041'))
  expect(parsed(await cli.run(['import', 'facts', file, '--json']))).toMatchObject({ revision: 2 })
  expect(postmaster(join(cli.folder, 'data'))).toBeUndefined()
  const again = await cli.serve()
  expect((await again.ask(RATE)).data).toEqual(answered(2, '0.041'))
})

describe('into a database of its own', () => {
  test('--json prints one object on one line for each path', async ({ cli }) => {
    const env = { DATABASE_URL: await cli.database('seeded') }
    const file = await write(cli.folder, 'north.yaml', facts('0.041'))
    const bad = await write(cli.folder, 'bad.yaml', 'claims: 7\n')
    const one = await cli.run(['import', 'facts', file, '--json'], env)
    expect(one.code).toBe(0)
    expect(parsed(one)).toMatchObject({
      format: 'facts',
      origin: file,
      revision: 2,
      claims: { added: 1, superseded: 0, unchanged: 0, rejected: 0 },
      rejected: [],
    })
    const { code, stdout } = await cli.run(['import', 'facts', file, bad, '--json'], env)
    expect(code).toBe(1)
    const [same, refused] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(same).toMatchObject({ origin: file, revision: null, claims: { added: 0, unchanged: 1 } })
    expect(refused).toMatchObject({ origin: bad, revision: null, problems: [{ line: 1 }] })
  })

  test('--dry-run tells what would change and writes nothing', async ({ cli }) => {
    const url = await cli.database('seeded')
    const file = await write(cli.folder, 'north.yaml', facts('0.041'))
    const outcome = await cli.run(['import', 'facts', file, '--dry-run'], { DATABASE_URL: url })
    expect(outcome.code).toBe(0)
    expect(outcome.stdout).toMatch(/nothing was written[\s\S]*claims +1 +0 +0 +0/)
    expect(await newestRevision(url)).toBe(1)
  })

  test('two at once make two revisions, one after the other', async ({ cli }) => {
    const url = await cli.database('seeded')
    const files = [
      await write(cli.folder, 'north.yaml', facts('0.041')),
      await write(cli.folder, 'other.yaml', facts('0.042').replaceAll('north', 'other')),
    ]
    const lock = await lockTable(url, 'ImportRun', 'SHARE')
    const both = files.map((file) => cli.run(['import', 'facts', file, '--json'], { DATABASE_URL: url }))
    await lock.waiting(2)
    expect(await newestRevision(url)).toBe(1)
    await lock.release()
    const reports = (await Promise.all(both)).map(parsed)
    expect(reports.map(({ revision }) => revision).sort()).toEqual([2, 3])
    expect(await newestRevision(url)).toBe(3)
  })

  test('the same file again makes no revision', async ({ cli }) => {
    const url = await cli.database('seeded')
    const file = await write(cli.folder, 'north.yaml', facts('0.041'))
    await cli.run(['import', 'facts', file], { DATABASE_URL: url })
    const again = await cli.run(['import', 'facts', file], { DATABASE_URL: url })
    expect(again.code).toBe(0)
    expect(again.stdout).toContain(`Nothing new in ${file}: no revision was made.`)
    expect(await newestRevision(url)).toBe(2)
  })

  const wrong: [string, string, RegExp][] = [
    ['no YAML', 'publishers: []\nclaims: [\n', /in\/b\.yaml:3: /],
    [
      'an unknown field',
      facts('1').replace('    unit: USD/kWh', '    unite: USD/kWh'),
      /in\/b\.yaml:6: .*"unite"/,
    ],
    ['a value that is no number', facts('cheap'), /in\/b\.yaml:10: claims\.0\.value/],
    [
      'an unknown source',
      facts('1').replace('source: north-report', 'source: south-report'),
      /in\/b\.yaml:7: .*south-report/,
    ],
    ['an unknown country', facts('1').replace('country: IS', 'country: ZZ'), /in\/b\.yaml:9: .*ZZ/],
  ]
  test.for(wrong)(
    '%s is told with file and line, and nothing is imported',
    async ([, text, told], { cli }) => {
      const url = await cli.database('seeded')
      await mkdir(join(cli.folder, 'in'))
      // The good file beside it is not imported either.
      await write(cli.folder, 'in/a.yaml', facts('0.041').replaceAll('north', 'other'))
      await write(cli.folder, 'in/b.yaml', text)
      const outcome = await cli.run(['import', 'facts', join(cli.folder, 'in')], { DATABASE_URL: url })
      expect(outcome.code).toBe(1)
      expect(outcome.stdout).toMatch(told)
      expect(outcome.stdout).not.toContain('a.yaml')
      expect(outcome.stdout).toMatch(/\d problems? in the input; nothing was imported\.\n$/)
      expect(outcome.stderr).not.toMatch(/^\s+at /m)
      expect(await newestRevision(url)).toBe(1)
    },
  )

  test.for(['nowhere.yaml', 'empty'])(
    '%s, which holds nothing, is told in one line',
    async (name, { cli }) => {
      const url = await cli.database('seeded')
      await mkdir(join(cli.folder, 'empty'))
      const outcome = await cli.run(['import', 'facts', join(cli.folder, name)], { DATABASE_URL: url })
      expect(outcome.code).toBe(1)
      expect(outcome.stdout).toMatch(new RegExp(`^${join(cli.folder, name)}:1: .*(no such|no \\.yaml file)`))
      expect(outcome.stderr).not.toMatch(/^\s+at /m)
      expect(await newestRevision(url)).toBe(1)
    },
  )
})
