/** Edits by hand, seen through the API: correct, withdraw, hold plausible. */
import { describe, expect, test } from 'vitest'
import type { EditRequest } from '../../src/domain/ledger/correct.ts'
import { CLAIM, CLAIMS, edit, number, read, world } from './edits-world.ts'
import { dataOf, importYaml, type Json } from './world.ts'

describe('a corrected claim', () => {
  test('turns its value, what was derived from it and the verdict in one revision; the one before stays as it was', async () => {
    const { db, ask } = await world()
    const before = await read(ask)
    expect(before.checks.nodes).toMatchObject([
      { verdict: 'SUSPECT' },
      { verdict: 'ROUNDED', expected: { point: '14' }, recordedIn: { number: 1 } },
    ])
    const report = await edit(db, 'paper-a/towers', number('1000'), { reason: 'SOURCE_REVISED' })
    expect(report).toMatchObject({ revision: 2, claims: { superseded: 2 }, rejected: [] })
    const after = await read(ask)
    expect(after.checks.nodes[1]).toMatchObject({
      verdict: 'CONSISTENT',
      explanation: '1,000 ÷ 100 = 10. According to The Press, 10: it fits.',
      expected: { point: '10' },
      recordedIn: { number: 2 },
      inputs: [{ key: 'towers' }, { key: 'gates' }],
    })
    expect(after.towers.nodes[0].value.text).toBe('1,000')
    expect(after.towers.nodes[0].claims[0].corrects).toEqual({
      reason: 'SOURCE_REVISED',
      before: { value: { text: '1,400' } },
    })
    expect(after.wells.nodes[0].history[0]).toEqual({
      key: 'derived',
      value: { text: '10' },
      derivation: { arithmetic: '1,000 ÷ 100 = 10' },
    })
    expect(after.corrections.nodes.map((c: Json) => [c.before.key, c.reason, c.after.value.text])).toEqual(
      expect.arrayContaining([
        ['towers', 'SOURCE_REVISED', '1,000'],
        ['derived', 'RECOMPUTED', '10'],
      ]),
    )
    expect(after.corrections.nodes.map((c: Json) => c.note)).toContain(
      'Computed anew, for its input changed: paper-a/towers.',
    )
    expect(await read(ask, '@asOf(revision: 1)')).toEqual(before)
    expect(await read(ask, '@asOf(revision: 2)')).toEqual(after)
  })

  test('loses what our editors said of another verdict, and gets it back with that', async () => {
    const { db, ask } = await world()
    const explanation = async () => (await read(ask)).checks.nodes[1].explanation
    expect(await explanation()).toMatch(/ The town has grown since\.$/)
    await edit(db, 'paper-a/towers', number('1000'))
    expect(await explanation()).toBe('1,000 ÷ 100 = 10. According to The Press, 10: it fits.')
    await edit(db, 'paper-a/towers', number('1399'))
    expect(await explanation()).toMatch(/ The town has grown since\.$/)
  })

  test('is known by its id too, and says in whose place it stands', async () => {
    const { db, ask } = await world()
    const { id } = await db.claim.findFirstOrThrow({ where: { key: 'gates' } })
    await edit(db, id, number('70'))
    const query = `{ claim(id: "${Buffer.from(`Claim:${id}`).toString('base64')}") { ${CLAIM} } }`
    expect(dataOf(await ask(query)).claim).toEqual({
      key: 'gates',
      value: { text: '100' },
      supersededIn: { number: 2 },
      supersededBy: { key: 'gates', value: { text: '70' } },
      correction: {
        reason: 'OUR_ERROR',
        note: 'Looked up again.',
        after: { key: 'gates' },
        revision: { number: 2 },
      },
      corrects: null,
    })
    expect(dataOf(await ask(`query @asOf(revision: 1) ${query}`)).claim).toMatchObject({
      supersededIn: null,
      supersededBy: null,
      correction: null,
    })
    await expect(edit(db, id, number('71'))).rejects.toThrow(
      `${id} ended in revision 2. Name the claim that stands in its place: paper-a/gates.`,
    )
  })

  test('does not come back because a file still says what it said, and is corrected by a file that says something new', async () => {
    const { db, ask } = await world()
    await edit(db, 'paper-a/gates', number('70'))
    await importYaml(db, `claims:${CLAIMS}`, '2026-06-03T00:00:00Z')
    const gates = async () =>
      dataOf(await ask('{ indicators(filter: { metric: "gates" }) { nodes { value { point } } } }'))
        .indicators.nodes[0]
    expect(await gates()).toEqual({ value: { point: '70' } })
    expect(await db.revision.count()).toBe(2)
    await importYaml(db, `claims:${CLAIMS.replace('value: 100,', 'value: 80,')}`, '2026-06-04T00:00:00Z')
    expect(await gates()).toEqual({ value: { point: '80' } })
  })

  test.each([
    ['nobody/nothing', number('1'), 'There is no claim nobody/nothing. Give its id, or <source>/<key>.'],
    ['editorial/derived', number('1'), 'Its value is derived: correct the claims that it is derived from.'],
    ['paper-b/view', number('1'), 'Its answer is a text: give a text.'],
    ['paper-a/gates', { ...number('1'), value: null, text: 'many' }, 'Its answer is a number: give a value.'],
    ['paper-a/gates', number('1', 'kg'), 'There is no unit kg.'],
    ['paper-a/gates', number('1', 'USD/kWh'), 'USD/kWh does not measure what 1 measures.'],
    ['paper-a/gates', { ...number('1'), source: 'nowhere' }, 'There is no source nowhere. Import it first.'],
  ])('%s is refused with what to do: %o %s', async (claim, e, message) => {
    const { db } = await world()
    await expect(edit(db, claim, e as EditRequest['edit'])).rejects.toThrow(message)
    expect(await db.revision.count()).toBe(1)
  })

  test('that would not change makes no revision, and a dry run none either', async () => {
    const { db } = await world()
    const same = await edit(db, 'paper-a/gates', number('100'))
    expect([same.revision, same.claims.unchanged]).toEqual([null, 1])
    expect((await edit(db, 'paper-a/gates', number('7'), { dryRun: true })).claims.superseded).toBe(2)
    expect(await db.revision.count()).toBe(1)
  })
})

test('checks are listed with their number, on the claim and on the fact', async () => {
  const { ask } = await world()
  const query =
    '{ indicators(filter: { metric: "wells" }) { nodes { checkCount checks { slug } claims { key checkCount checks { slug } } } } }'
  const [wells] = dataOf(await ask(query)).indicators.nodes
  expect(wells).toMatchObject({ checkCount: 1, checks: [{ slug: 'trial' }] })
  expect(wells.claims.map((c: Json) => [c.key, c.checkCount, c.checks.length])).toEqual([
    ['ratio', 1, 1],
    ['derived', 0, 0],
  ])
})

test('a withdrawn claim answers no more, is told among the corrections, and does not come back', async () => {
  const { db, ask } = await world()
  await edit(
    db,
    'paper-a/towers',
    { do: 'withdraw' },
    { reason: 'SOURCE_WITHDRAWN', note: 'The paper took it back.' },
  )
  await expect(edit(db, 'paper-a/towers', number('1'))).rejects.toThrow(
    / ended in revision 2\. None stands in its place\.$/,
  )
  const { towers, corrections, checks } = await read(ask)
  // What it kept aside speaks now, for nothing contradicts it any more.
  expect(towers.nodes[0]).toMatchObject({ value: { text: '90,000' }, claims: [{ key: 'rumour' }] })
  expect(checks.nodes).toEqual([])
  expect(corrections.nodes).toContainEqual({
    reason: 'SOURCE_WITHDRAWN',
    note: 'The paper took it back.',
    before: { key: 'towers', value: { text: '1,400' }, text: expect.stringContaining('1,400'), digest: null },
    after: null,
    revision: { number: 2 },
  })
  expect(corrections.nodes).toContainEqual(
    expect.objectContaining({
      reason: 'RECOMPUTED',
      note: expect.stringContaining('can no longer be computed'),
    }),
  )
  await importYaml(
    db,
    `claims:${CLAIMS.slice(0, CLAIMS.indexOf('  - { key: derived'))}`,
    '2026-06-03T00:00:00Z',
  )
  expect(await db.revision.count()).toBe(2)
})

test('what was withdrawn by mistake stands again, computed values and checks too, and files leave it alone', async () => {
  const { db, ask } = await world()
  await edit(db, 'paper-a/towers', { do: 'withdraw' }, { note: 'Taken for another.' })
  const report = await edit(db, 'paper-a/towers', { do: 'restore' }, { note: 'It was the right one.' })
  expect(report).toMatchObject({ revision: 3, claims: { added: 1 }, rejected: [] })
  const { towers, checks } = await read(ask)
  expect(towers.nodes[0].value.text).toBe('1,400')
  expect(checks.nodes.map((c: Json) => c.verdict)).toEqual(['SUSPECT', 'ROUNDED'])
  const note = dataOf(await ask('{ source(slug: "paper-a") { claims { nodes { key note } } } }')).source
    .claims
  expect(note.nodes).toContainEqual({
    key: 'towers',
    note: 'The first count. Restored: It was the right one.',
  })
  // The file brings the derived claim back, which had lost its input, and leaves the restored one as it is.
  await importYaml(db, `claims:${CLAIMS}`, '2026-06-03T00:00:00Z')
  const after = await read(ask)
  expect(after.towers.nodes).toEqual(towers.nodes)
  expect(after.wells.nodes[0].history[0]).toMatchObject({ key: 'derived', value: { text: '14' } })
  await expect(edit(db, 'paper-a/towers', { do: 'restore' })).rejects.toThrow('nothing to restore')
})

test('a suspect claim that our editors hold plausible may be preferred, and says why', async () => {
  const { db, ask } = await world()
  const query = `{ indicators(filter: { metric: "towers" }) { nodes { resolution { reason rivals { key } }
    claims { key preferred plausible checks { verdict explanation } } } } }`
  const claims = async () => dataOf(await ask(query)).indicators.nodes[0]
  expect((await claims()).claims.find((c: Json) => c.key === 'rumour')).toMatchObject({
    preferred: false,
    plausible: null,
    checks: [{ verdict: 'SUSPECT', explanation: expect.stringContaining('64.3 times apart') }],
  })
  expect((await claims()).resolution.reason).toContain('A suspect claim stands aside.')
  await edit(db, 'paper-b/rumour', { do: 'accept' }, { note: 'Counted again by our own editors.' })
  // The newer statement of two papers of one publisher is preferred.
  expect((await claims()).claims.find((c: Json) => c.key === 'rumour')).toEqual({
    key: 'rumour',
    preferred: true,
    plausible: 'Counted again by our own editors.',
    checks: [],
  })
})
