/** `correct`, beside a running server and without one. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { runCorrect } from '../../src/cli/correct.ts'
import { type Db, openDb } from '../../src/db/client.ts'
import { type Cli, type Outcome, postmaster, test } from '../helpers/cli.ts'
import { importYaml, usage, WORLD } from '../helpers/facts.ts'
import { inProcess } from '../helpers/in-process.ts'

/** What `--json` prints: one object on one line. */
function parsed({ stdout }: Outcome): any {
  expect(stdout.split('\n')).toHaveLength(2)
  expect(stdout.endsWith('\n')).toBe(true)
  return JSON.parse(stdout)
}

const SOURCE = 'nda-2026-03-23-development-forum'
const SEEDED = `${SOURCE}/daily-tokens-2026-03`
const NOTE = ['--note', 'Looked up again.']
const OURS = ['--reason', 'OUR_ERROR', ...NOTE]

test('beside a running server and without one, as a process', async ({ cli }) => {
  const server = await cli.serve()
  const asked = async (directive = '') => {
    const query = `query ${directive} { revision { number } source(slug: "${SOURCE}") {
      claims(first: 50) { nodes { key value { low } provenance { source { slug } } } } } }`
    const { data } = await server.ask(query)
    const claim = data.source.claims.nodes.find((c: any) => c.key === 'daily-tokens-2026-03')
    const cited = claim.provenance.map((t: any) => t.source.slug)
    return [data.revision.number, claim.value.low, cited.includes('editorial')]
  }
  expect(await asked()).toEqual([1, '140000000000000', false])
  const value = ['--value', 'more than 141e12', '--source', 'editorial']
  const made = await cli.run(['correct', SEEDED, ...value, ...OURS])
  expect(made.code).toBe(0)
  expect(made.stderr).toContain('it was running already')
  expect(made.stdout).toMatch(new RegExp(`^Revision 2 made from ${SEEDED}\\.\n[\\s\\S]*claims +0 +[1-9]`))
  expect(await asked()).toEqual([2, '141000000000000', true])
  expect(await asked('@asOf(revision: 1)')).toEqual([1, '140000000000000', false])

  const refused = await cli.run(['correct', SEEDED, '--text', 'Many.', ...OURS])
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toMatch(/Its answer is a number: give a value\.\n$/)
  expect(refused.stderr).not.toMatch(/^\s+at /m)
  await server.stop()

  const alone = await cli.run([
    'correct',
    SEEDED,
    '--withdraw',
    '--json',
    '--reason',
    'SOURCE_WITHDRAWN',
    ...NOTE,
  ])
  expect(alone.code).toBe(0)
  expect(parsed(alone)).toMatchObject({ format: 'correct', origin: SEEDED, revision: 3 })
  expect(postmaster(join(cli.folder, 'data'))).toBeUndefined()
})

const PRICE = 'price: { model: model-1, seller: maker }, prices: { output: { exact: 8, unit: CNY/Mtok } }'
const FACTS = `${WORLD}claims:
${usage('a', 100)}${usage('far', 900000, { source: 'bulletin' })}  - { key: fee, source: list, ${PRICE} }
  - { key: view, source: rumour, assertion: { subject: country/CN, topic: outlook }, text: It grows. }
`

describe('each kind of edit', () => {
  async function ledger(cli: Cli): Promise<{ db: Db; correct(...args: string[]): Promise<Outcome> }> {
    const url = await cli.database('empty')
    const db = openDb({ url })
    expect((await importYaml(db, FACTS)).rejected).toEqual([])
    return { db, correct: (...args) => inProcess(runCorrect, args, { DATABASE_URL: url }) }
  }
  const live = (db: Db, key: string) => db.claim.findFirst({ where: { key, toRevision: null } })

  test('is one revision, with its reason and its note', async ({ cli }) => {
    const { db, correct } = await ledger(cli)
    const steps: [string, string, string[], object | null, string][] = [
      ['a value', 'a', ['article/a', '--value', 'about 61', ...OURS], { qualifier: 'ABOUT' }, 'OUR_ERROR'],
      [
        'a unit',
        'fee.output',
        ['list/fee.output', '--value', '8', '--unit', 'USD/Mtok', '--reason', 'UNIT_ERROR', ...NOTE],
        { unitCode: 'USD/Mtok' },
        'UNIT_ERROR',
      ],
      [
        'a text',
        'view',
        ['rumour/view', '--text', ' It shrinks. ', '--reason', 'SOURCE_REVISED', ...NOTE],
        { text: 'It shrinks.' },
        'SOURCE_REVISED',
      ],
      [
        'an accepted one',
        'far',
        ['bulletin/far', '--accept', ...NOTE],
        { plausible: 'Looked up again.' },
        'OUR_ERROR',
      ],
      [
        'a withdrawal',
        'view',
        ['rumour/view', '--withdraw', '--reason', 'SOURCE_WITHDRAWN', ...NOTE],
        null,
        'SOURCE_WITHDRAWN',
      ],
      ['a redaction', 'far', ['bulletin/far', '--redact', ...NOTE], null, 'LEGAL_DEMAND'],
    ]
    for (const [i, [what, key, args, result, reason]] of steps.entries()) {
      const outcome = await correct(...args, '--json')
      expect(outcome.code, `${what}: ${outcome.stdout}${outcome.stderr}`).toBe(0)
      expect(parsed(outcome), what).toMatchObject({ format: 'correct', origin: args[0], revision: i + 2 })
      const claim = await live(db, key)
      if (result) expect(claim, what).toMatchObject(result)
      else expect(claim, what).toBeNull()
      const corrections = await db.correction.findMany({ where: { fromRevision: i + 2 } })
      expect(corrections, what).toMatchObject([{ reason, note: 'Looked up again.' }])
    }
    expect(await db.claim.count({ where: { form: 'REDACTED' } })).toBe(1)
    // What was redacted may stand elsewhere, which a person has to look at.
    const { stdout } = await correct('article/a', '--redact', ...NOTE)
    expect(stdout).toMatch(/^may say the same as what was redacted: clm_/m)
    await db.$disconnect()
  })

  test('is only shown with --dry-run, and refused with exit code 1 where it changes nothing', async ({
    cli,
  }) => {
    const { db, correct } = await ledger(cli)
    const dry = await correct('article/a', '--value', '7', '--dry-run', ...OURS)
    expect(dry.code).toBe(0)
    expect(dry.stdout).toMatch(/^Dry run of article\/a: nothing was written\.\n[\s\S]*claims +0 +1 +0 /)
    const same = await correct('article/a', '--value', '100', ...OURS)
    expect(same.code).toBe(1)
    expect(same.stdout).toContain('Nothing new in article/a: no revision was made.')
    const refused: [string[], string][] = [
      [['nobody/a', '--withdraw'], 'There is no claim nobody/a. Give its id, or <source>/<key>.'],
      [['article/a', '--value', '1', '--unit', '%'], '% does not measure what tok/d measures.'],
      [['article/a', '--value', '1', '--source', 'nowhere'], 'There is no source nowhere. Import it first.'],
      [['list/fee.output', '--value=-1'], 'A price is not negative.'],
    ]
    for (const [args, told] of refused) {
      const { code, stdout, stderr } = await correct(...args, ...OURS)
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr.endsWith(`${told}\n`), stderr).toBe(true)
    }
    expect(await db.revision.count()).toBe(1)
    await db.$disconnect()
  })
})

describe('exit code 2, before anything is touched, for', () => {
  const wrong: [string, string[], RegExp][] = [
    ['no claim', ['--value', '1', ...OURS], /Name the claim: an id, or <source>\/<key>/],
    ['an empty claim', ['', '--value', '1', ...OURS], /Name the claim/],
    ['two claims', ['a/b', 'c/d', '--value', '1', ...OURS], /Name one claim only: c\/d is too much/],
    ['nothing to do', ['a/b', ...OURS], /one of --value, --text, --withdraw, --accept, --restore, --redact/],
    ['two things to do', ['a/b', '--withdraw', '--redact', ...OURS], /Say what to do: one of/],
    ['a value and an end', ['a/b', '--value', '1', '--withdraw', ...OURS], /Say what to do: one of/],
    [
      'a value and a text',
      ['a/b', '--value', '1', '--text', 'One.', ...OURS],
      /a --value or a --text, not both/,
    ],
    [
      'a unit of a withdrawal',
      ['a/b', '--withdraw', '--unit', '%', ...OURS],
      /--unit and --source belong to/,
    ],
    [
      'a source of a redaction',
      ['a/b', '--redact', '--source', 'c', ...NOTE],
      /--unit and --source belong to/,
    ],
    ['words for a value', ['a/b', '--value', 'plenty', ...OURS], /plenty is no number such as 0\.42/],
    ['a range the wrong way', ['a/b', '--value', '2 to 1', ...OURS], /2 to 1 is no number/],
    ['an empty value', ['a/b', '--value', '', ...OURS], /is no number such as/],
    ['an empty text', ['a/b', '--text', ' ', ...OURS], /--text must not be empty/],
    ['a unit of a text', ['a/b', '--text', 'One.', '--unit', '%', ...OURS], /A text has no --unit/],
    ['no note', ['a/b', '--value', '1', '--reason', 'OUR_ERROR'], /Say why in words: --note/],
    ['an empty note', ['a/b', '--redact', '--note', ' '], /Say why in words: --note/],
    ['no reason', ['a/b', '--value', '1', ...NOTE], /Give the reason: --reason SOURCE_REVISED, OUR_ERROR/],
    ['an unknown reason', ['a/b', '--withdraw', '--reason', 'TYPO', ...NOTE], /Give the reason/],
    [
      'a reason that comes by itself',
      ['a/b', '--withdraw', '--reason', 'RECOMPUTED', ...NOTE],
      /Give the reason/,
    ],
    ['an unknown option', ['a/b', '--force', ...OURS], /'--force'/],
    ['an option without its value', ['a/b', '--reason', 'OUR_ERROR', '--note'], /--note/],
  ]
  test.for(wrong)('%s', async ([, args, told], { cli }) => {
    const { code, stdout, stderr } = await inProcess(runCorrect, args, { DATA_DIR: join(cli.folder, 'data') })
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(told)
    expect(await readdir(cli.folder)).toEqual([])
  })

  test('what a process does not understand, which it tells with the whole usage', async ({ cli }) => {
    for (const args of [[], ['a/b', '--force']]) {
      const { code, stdout, stderr } = await cli.run(['correct', ...args])
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toContain('Usage: npm run correct')
      expect(stderr).not.toMatch(/^\s+at /m)
      expect(await readdir(cli.folder)).toEqual([])
    }
  })
})
