/** Claims submitted and corrected by partners: an import like any other, within what a partner may say. */
import { describe, expect } from 'vitest'
import { emptyDb } from '../helpers/facts.ts'
import { dataOf, importYaml, WORLD } from './world.ts'
import { COUNTS, documentOf, NOW, reportOf, revisions, test, towers } from './writing-world.ts'

const ASKED = `{ revision { number changes { format origin claimsAdded } } indicators(filter: { metric: "towers" }) {
  nodes { claims { id key note value { point } provenance { source { slug } } } } } }`

describe('claims that are submitted', () => {
  test('are one revision under the name of the key, and what a file of the same makes', async ({ world }) => {
    const { db, keyWith, by, ask, newest } = world
    const key = await keyWith('write')
    const claims = [towers('a', 1400), towers('b', { about: 90 }, { valid: '2024', note: 'Counted.' })]
    const source = { slug: 'paper-c', title: 'Paper C', kind: 'ARTICLE', publisher: 'press' }
    const document = JSON.stringify({ sources: [source], claims }, null, 2)
    const before = await newest()
    const answer = await by(key.key).submit({ document })
    expect(reportOf(answer)).toEqual({
      ...{ revision: before + 1, dryRun: false, claimsAdded: 2, claimsSuperseded: 0, claimsWithdrawn: 0 },
      ...{ claimsUnchanged: 0, entitiesAdded: 1, entitiesChanged: 0, answers: 1, checks: 0 },
      ...{ rejectedCount: 0, suspectCount: 0, problemCount: 0, rejected: [], suspects: [], problems: [] },
    })
    expect(answer.body.extensions.revision).toBe(before + 1)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(dataOf(await ask(ASKED)).revision).toEqual({
      number: before + 1,
      changes: { format: 'facts', origin: `key:${key.id}`, claimsAdded: 2 },
    })
    const made = await db.revision.findFirstOrThrow({ where: { number: before + 1 } })
    expect(made.time.toISOString()).toBe(NOW)

    const other = await emptyDb()
    await importYaml(other, `${WORLD}\n`, '2026-06-01T00:00:00Z')
    await importYaml(other, document, NOW)
    const ids = async (of: typeof db) => {
      const rows = await of.claim.findMany({ where: { key: { in: ['a', 'b'] } }, orderBy: { id: 'asc' } })
      return rows.map((c) => `${c.id} ${c.factId}`)
    }
    expect(await ids(db)).toEqual(await ids(other))

    const again = reportOf(await by(key.key).submit({ document }, COUNTS))
    expect(again).toMatchObject({ revision: null, claimsUnchanged: 2, claimsAdded: 0, answers: 0 })
    const edited = reportOf(await by(key.key).submit({ document: documentOf(towers('a', 1500)) }, COUNTS))
    expect(edited).toMatchObject({ revision: before + 2, claimsSuperseded: 1 })
    expect((await revisions(db)).slice(-2)).toEqual([before + 1, before + 2])
  })

  test('keep every digit, leave out what is null, and may be YAML', async ({ world }) => {
    const { keyWith, by, ask } = world
    const { submit } = by((await keyWith('write')).key)
    // Text of JSON, for a number of JavaScript has not so many digits.
    const claim = towers('digits', 'NUMBER', { note: null, valid: '2020' })
    const document = documentOf(claim).replace('"NUMBER"', '12345678901234567890.10')
    expect(reportOf(await submit({ document }, COUNTS))).toMatchObject({ claimsAdded: 1, problemCount: 0 })
    const { claims } = dataOf(await ask(ASKED)).indicators.nodes[0]
    expect(claims.find((c: any) => c.key === 'digits')).toMatchObject({
      ...{ value: { point: '12345678901234567890.1' }, note: null },
    })
    const yaml =
      'claims:\n  - { key: y, source: paper-a, indicator: { subject: country/XA, metric: wells }, value: 3 }'
    expect(reportOf(await submit({ document: yaml }, COUNTS))).toMatchObject({ claimsAdded: 1 })
  })

  test('are only tried in a dry run, with the same report', async ({ world }) => {
    const { db, keyWith, by } = world
    const { submit } = by((await keyWith('write')).key)
    const of = (key: string, value: unknown) => towers(key, value, { valid: '2021' })
    const document = documentOf(of('c', 1400), of('d', -1), of('wrong', { about: 1, exact: 2 }))
    const before = await revisions(db)
    const tried = reportOf(await submit({ document, dryRun: true }))
    expect(await revisions(db)).toEqual(before)
    const done = reportOf(await submit({ document }))
    expect(tried).toEqual({ ...done, revision: null, dryRun: true })
    expect(done).toMatchObject({ revision: before.at(-1)! + 1, claimsAdded: 2, rejectedCount: 1 })
    expect(done.rejected).toEqual([
      { where: 'document:1', reason: expect.stringMatching(/^paper-a\/wrong: a value has exactly one of/) },
    ])
  })

  test('that look like mistakes are taken and told', async ({ world }) => {
    const { keyWith, by } = world
    const { submit } = by((await keyWith('write')).key)
    await submit({ document: documentOf(towers('e', 1400, { valid: '2022' })) })
    const rumour = towers('rumour', 90_000_000, { valid: '2022', source: 'paper-b' })
    const report = reportOf(await submit({ document: documentOf(rumour) }))
    expect(report).toMatchObject({ claimsAdded: 1, suspectCount: 1 })
    expect(report.suspects).toEqual([
      { where: 'document:1', reason: expect.stringMatching(/^paper-b\/rumour: /) },
    ])
  })
})

describe('what is wrong with a document', () => {
  const wrong: [string, string, [string, RegExp][]][] = [
    [
      'names and shapes',
      JSON.stringify(
        {
          claims: [
            towers('a', 1),
            { ...towers('b', 1), source: 'nowhere' },
            towers('a', 2),
            { ...towers('c', 1), indicator: { subject: 'country/XA', metric: 'spires' } },
          ],
        },
        null,
        1,
      ),
      [
        ['document:15', /^claims\.1\.source: there is no "nowhere" among the sources$/],
        ['document:38', /^claims\.3\.indicator\.metric: there is no "spires" among the metrics$/],
        ['document:23', /"paper-a\/a" is used twice, first in document:3/],
      ],
    ],
    [
      'fields',
      `{"claims": [\n${JSON.stringify({ ...towers('a', 'many'), colour: 'red' })},\n{}]}`,
      [
        ['document:2', /claims\.0\.value: /],
        ['document:2', /claims\.0: .*colour/],
        ['document:3', /claims\.1\.key: /],
        ['document:3', /claims\.1\.source: /],
      ],
    ],
    ['a key that stands twice', '{"claims": [],\n"claims": []}', [['document:2', /unique/]]],
    ['a list that is none', '[1]', [['document:1', /expected object/]]],
    ['text that is cut off', '{"claims": [', [['document:1', /./]]],
    ['what is nested without end', `${'['.repeat(50_000)}`, [['document:1', /./]]],
    ['what is nested deep', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, [['document:1', /./]]],
    [
      'characters that no text has',
      '{"claims": [{"key": "\\ud800\\u0000"}]}',
      [['document:1', /claims\.0\.key: /]],
    ],
  ]
  test('is told all at once with its place, and nothing is written', async ({ world }) => {
    const { db, keyWith, by } = world
    const { submit } = by((await keyWith('write')).key)
    const before = await revisions(db)
    for (const [what, document, expected] of wrong) {
      // Kept as well, whatever is quoted in it.
      const asked = { document, idempotencyKey: what.replaceAll(' ', '-') }
      const report = reportOf(await submit(asked))
      expect(report, what).toMatchObject({ revision: null, claimsAdded: 0 })
      expect(report.problemCount, what).toBeGreaterThanOrEqual(expected.length)
      for (const [where, reason] of expected)
        expect(report.problems, what).toContainEqual({ where, reason: expect.stringMatching(reason) })
      expect(reportOf(await submit(asked)), what).toEqual(report)
    }
    expect(await revisions(db)).toEqual(before)
  })
})

test('of a hundred thousand problems, the first are told and kept, and the count', async ({ world }) => {
  const { db, keyWith, by } = world
  const { submit } = by((await keyWith('write')).key)
  const asked = { document: `{claims: [${'x,'.repeat(95_000)}]}`, idempotencyKey: 'many' }
  const report = reportOf(await submit(asked))
  expect([report.problemCount, report.problems.length]).toEqual([95_000, 500])
  expect(reportOf(await submit(asked))).toEqual(report)
  const [kept] = await db.keptAnswer.findMany({ where: { key: 'many' } })
  expect(kept!.answer.length).toBeLessThan(100_000)
  const keys = Array.from({ length: 30_000 }, (_, i) => `k${i}`)
  const wide = reportOf(await submit({ document: `{${keys.join()}}` }))
  expect(wide.problems).toEqual([{ where: 'document:1', reason: expect.stringMatching(/k0.*…$/) }])
  expect(wide.problems[0].reason.length).toBeLessThan(2_000)
})

describe('what belongs to our editors', () => {
  const licence = { code: 'CLOSED', name: 'Closed', redistributable: 'false' }
  const source = { slug: 'paper-a', title: 'Paper A', kind: 'ARTICLE', publisher: 'press' }
  const check = {
    slug: 'c',
    claim: 'paper-a/first',
    question: 'Is it?',
    verdict: 'MIS_SCOPED',
    reason: 'No.',
  }
  const model = { slug: 'acme-2', name: 'Acme Two', maker: 'acme' }
  const reserved: [string, object, string][] = [
    ['licences', { licences: [licence] }, 'licences.0'],
    ['the licence of a known source', { sources: [{ ...source, licence: 'CC0' }] }, 'sources.0.licence'],
    ['ranks', { sources: [{ ...source, ranks: { INDICATOR: '1' } }] }, 'sources.0.ranks'],
    ['merges', { merges: [{ model: 'acme-2', into: 'acme-1' }] }, 'merges.0'],
    ['checks', { checks: [check] }, 'checks.0'],
    ['plausible', { claims: [towers('p', 1, { plausible: 'I was there.' })] }, 'claims.0.plausible'],
    ['their own word', { claims: [towers('o', 1, { source: 'editorial' })] }, 'claims.0.source'],
    ['their role', { claims: [towers('o', 2, { role: 'EDITORIAL' })] }, 'claims.0.role'],
    ['them as witnesses', { claims: [towers('o', 3, { via: [{ source: 'editorial' }] })] }, 'claims.0.via'],
    [
      'a demand of the law',
      { claims: [towers('o', 4, { correction: { reason: 'LEGAL_DEMAND', note: 'A letter.' } })] },
      'claims.0.correction.reason',
    ],
    ['what cites nothing', { models: [{ ...model, note: 'Slow.' }] }, 'models.0.cites'],
    ['what cites them', { models: [{ ...model, cites: [{ source: 'editorial' }] }] }, 'models.0.cites'],
  ]
  test('is theirs to say, and that of a key with the scope admin as well', async ({ world }) => {
    const { db, keyWith, by } = world
    const [partner, editor] = [by((await keyWith('write')).key), by((await keyWith('write', 'admin')).key)]
    for (const [what, content, place] of reserved) {
      const document = JSON.stringify(content)
      const before = await revisions(db)
      const refused = reportOf(await partner.submit({ document }))
      expect(refused.problems, what).toEqual([
        {
          where: 'document:1',
          reason: expect.stringMatching(`^${place}: .*wants a key with the scope admin as well$`),
        },
      ])
      expect(await revisions(db), what).toEqual(before)
      const taken = reportOf(await editor.submit({ document }))
      expect(taken, what).toMatchObject({
        ...{ revision: before.at(-1)! + 1, problemCount: 0, rejectedCount: 0 },
      })
    }
  })

  test('a licence of a new source is not, nor that which a source has', async ({ world }) => {
    const { keyWith, by, newest } = world
    const { submit } = by((await keyWith('write')).key)
    const fresh = { ...source, slug: 'paper-d', licence: 'CC0' }
    for (const title of ['Paper D', 'Paper D, again']) {
      const document = JSON.stringify({ sources: [{ ...fresh, title }] })
      expect(reportOf(await submit({ document }, COUNTS))).toMatchObject({
        ...{ revision: await newest(), problemCount: 0 },
      })
    }
  })
})
