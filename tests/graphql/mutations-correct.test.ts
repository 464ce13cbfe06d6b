/** One claim corrected or withdrawn over the API, by the rules of the command `correct`. */
import { describe, expect } from 'vitest'
import { dataOf } from './world.ts'
import { refusalOf, reportOf, revisions, test, type WritingWorld } from './writing-world.ts'

const CLAIMS = `{ indicators(filter: { metric: "gates" }) { nodes { claims { id key value { text } } } }
  corrections { nodes { reason note before { key value { text } } after { value { text } } revision { number summary } } } }`
const OURS = { reason: 'OUR_ERROR', note: 'Misread the row.' }

/** A partner, and the id of the claim that the test corrects. */
async function partner(world: WritingWorld, claimKey: string) {
  const key = await world.keyWith('write')
  const { id } = await world.db.claim.findFirstOrThrow({ where: { key: claimKey } })
  return { ...world, ...world.by(key.key), keyId: key.id, id }
}

test('another value is a new claim beside the old one, as a revision with the reason and the key', async ({
  world,
}) => {
  const { ask, correct, keyId, id, newest } = await partner(world, 'first')
  const before = await newest()
  const tried = await correct({ claim: id, value: 'about 120', ...OURS, dryRun: true })
  expect(reportOf(tried)).toMatchObject({ revision: null, dryRun: true, claimsSuperseded: 1 })
  const answer = await correct({ claim: 'paper-a/first', value: 'about 120', ...OURS })
  expect(reportOf(answer)).toMatchObject({
    ...{ revision: before + 1, claimsSuperseded: 1, claimsAdded: 0, rejected: [] },
  })
  expect(answer.body.extensions.revision).toBe(before + 1)
  const { indicators, corrections } = dataOf(await ask(CLAIMS))
  const claim = indicators.nodes[0].claims.find((c: any) => c.key === 'first')
  expect(claim.value.text).toBe('about 120')
  expect(corrections.nodes[0]).toEqual({
    reason: 'OUR_ERROR',
    note: OURS.note,
    before: { key: 'first', value: { text: '100' } },
    after: { value: { text: 'about 120' } },
    revision: {
      number: before + 1,
      summary: expect.stringMatching(new RegExp(`^Edit of paper-a/first by key:${keyId}: `)),
    },
  })
  // By its global id as well.
  expect(reportOf(await correct({ claim: claim.id, withdraw: true, ...OURS }))).toMatchObject({
    ...{ revision: before + 2, claimsWithdrawn: 1 },
  })
  const left = dataOf(await ask(CLAIMS)).indicators.nodes[0].claims.map((c: any) => c.key)
  expect(left.sort()).toEqual(['fourth', 'second', 'third'])
})

test('another text takes the place of a text', async ({ world }) => {
  const { correct } = await partner(world, 'view')
  expect(reportOf(await correct({ claim: 'paper-b/view', text: ' It will. ', ...OURS }))).toMatchObject({
    ...{ claimsSuperseded: 1, rejected: [] },
  })
})

describe('what is refused', () => {
  const wrong: [string, object, RegExp][] = [
    [
      'for an unknown claim',
      { claim: 'paper-a/none', value: '1' },
      /^NOT_FOUND: There is no claim paper-a\/none/,
    ],
    [
      'for nothing to do',
      { claim: 'paper-a/second' },
      /^BAD_ARGUMENT: Say what to do: one of `value`, `text`, `wi/,
    ],
    [
      'for two things',
      { claim: 'paper-a/second', value: '1', withdraw: true },
      /^BAD_ARGUMENT: Say what to do/,
    ],
    ['for no number', { claim: 'paper-a/second', value: 'many' }, /^BAD_ARGUMENT: many is no number such as/],
    [
      'for a text of a number',
      { claim: 'paper-a/second', text: 'x' },
      /^BAD_ARGUMENT: Its answer is a number/,
    ],
    [
      'for a unit that does not fit',
      { claim: 'paper-a/second', value: '1', unit: 'tok/d' },
      /^BAD_ARGUMENT: tok/,
    ],
    [
      'for a unit of an end',
      { claim: 'paper-a/second', withdraw: true, unit: '1' },
      /^BAD_ARGUMENT: `unit` and/,
    ],
    ['without a note', { claim: 'paper-a/second', value: '1', note: ' ' }, /^BAD_ARGUMENT: Say why in words/],
    [
      'for half a character',
      { claim: 'paper-a/second', value: '1', note: '\ud800' },
      /^BAD_ARGUMENT: A text argument must be well-formed/,
    ],
    [
      'for a reason that comes about by itself',
      { claim: 'paper-a/second', withdraw: true, reason: 'LEGAL_DEMAND' },
      /^BAD_ARGUMENT: Give a reason of these: SOURCE_REVISED, OUR_ERROR/,
    ],
    [
      'for a claim of our editors',
      { claim: 'editorial/ours', value: '1' },
      /^FORBIDDEN: A claim of our editors/,
    ],
  ]
  test('writes nothing', async ({ world }) => {
    const { db, correct } = await partner(world, 'second')
    const before = await revisions(db)
    for (const [what, input, told] of wrong)
      expect(refusalOf(await correct({ ...OURS, ...input })), what).toMatch(told)
    expect(await revisions(db)).toEqual(before)
  })

  test('names what stands in the place of a claim that ended', async ({ world }) => {
    const { correct, id } = await partner(world, 'third')
    const { revision } = reportOf(await correct({ claim: id, value: '2', ...OURS }))
    expect(refusalOf(await correct({ claim: id, value: '3', ...OURS }))).toBe(
      `BAD_ARGUMENT: ${id} ended in revision ${revision}. Name the claim that stands in its place: paper-a/third.`,
    )
  })
})

test('of many who correct one claim at once, by its id, one does', async ({ world }) => {
  const { db, correct, id } = await partner(world, 'fourth')
  const before = await revisions(db)
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, n) => correct({ claim: id, value: String(n + 200), ...OURS })),
  )
  expect(answers.filter((a) => !a.body.errors)).toHaveLength(1)
  for (const answer of answers.filter((a) => a.body.errors))
    expect(refusalOf(answer)).toMatch(/ended in revision/)
  expect(await revisions(db)).toEqual([...before, before.at(-1)! + 1])
})

test('a key with the scope admin as well corrects what our editors say', async ({ world }) => {
  const editor = world.by((await world.keyWith('write', 'admin')).key)
  const answer = await editor.correct({ claim: 'editorial/ours', value: '8', ...OURS })
  expect(reportOf(answer)).toMatchObject({ claimsSuperseded: 1 })
})
