/** Corrections of followed facts, and what a redaction takes away from messages. */
import { expect, test } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { editClaim } from '../../src/domain/ledger/correct.ts'
import { importYaml } from '../graphql/world.ts'
import { fixedClock } from '../helpers/clock.ts'
import { WORLD } from '../helpers/facts.ts'
import {
  exampleOf,
  makeMessages,
  messagesFor,
  type Partner,
  partner,
  receiver,
  server,
  shapeOf,
  sharedDatabase,
} from './world.ts'

const importFacts = (db: Db, yaml: string) => importYaml(db, yaml, '2026-11-24T12:00:00Z')
const base = sharedDatabase((db) => importFacts(db, WORLD))

const claim = (code: string, value: number) =>
  `  - { key: share-${code}, source: article, indicator: { subject: country/${code}, metric: share }, value: ${value}, valid: 2026 }\n`
const land = (code: string) => `  - { code: ${code}, name: Land ${code}, isAggregate: "false" }\n`

/** A webhook that follows a fact on a country, beside which there is another one. */
async function corrected(own: Partner, db: Db, code: string, other: string) {
  const claims = `${claim(code, 12)}${claim(other, 50)}`
  await importFacts(db, `countries:\n${land(code)}${land(other)}claims:\n${claims}`)
  const query = `{ indicators(first: 10, filter: { country: "${code}" }) { nodes { id } } }`
  const fact = (await own.ask(query)).indicators.nodes[0].id
  const { id } = await own.hook({ url: 'http://127.0.0.1:9/hook', events: ['FACT_CORRECTED'], facts: [fact] })
  const edit = (claim: string, edit: Parameters<typeof editClaim>[2]['edit'], note: string) =>
    editClaim(db, fixedClock('2026-11-25T00:00:00Z'), {
      claim,
      edit,
      reason: 'OUR_ERROR',
      note,
      dryRun: false,
    })
  return { id, edit }
}

const number = (point: string) =>
  ({
    do: 'correct',
    value: { low: null, point, high: null, qualifier: 'EXACT' },
    unit: null,
    text: null,
    source: null,
  }) as const

test('a correction of a followed fact is told with reason, note and both claims', async () => {
  const { db } = base
  const own = await partner(db)
  const { id, edit } = await corrected(own, db, 'XB', 'XC')
  await edit('article/share-XC', number('51'), 'Not followed.')
  await edit('article/share-XB', number('13'), 'Misread.')
  await edit('article/share-XB', { do: 'withdraw' }, 'It was never said.')
  await makeMessages(db)
  const [first, second, ...none] = await messagesFor(db, id)
  expect(none).toEqual([])
  const [old, newer] = await db.claim.findMany({
    where: { key: 'share-XB' },
    orderBy: { fromRevision: 'asc' },
  })
  expect(first).toMatchObject({ type: 'fact.corrected', data: { part: 1, parts: 1, count: 1 } })
  expect(first.data.corrections).toEqual([
    {
      correctionId: expect.stringMatching(/^cor_/),
      factId: old!.factId,
      question: 'What is the share of Land XB?',
      reason: 'OUR_ERROR',
      note: 'Misread.',
      before: {
        ...{ claimId: old!.id, factId: old!.factId, form: 'NUMBER', period: '2026' },
        value: { point: '12', qualifier: 'EXACT', unit: '%' },
      },
      after: {
        ...{ claimId: newer!.id, factId: old!.factId, form: 'NUMBER', period: '2026' },
        value: { point: '13', qualifier: 'EXACT', unit: '%' },
      },
    },
  ])
  expect(shapeOf(first)).toEqual(shapeOf(exampleOf('fact.corrected')))
  expect(second.data.corrections[0]).toMatchObject({
    note: 'It was never said.',
    before: { claimId: newer!.id },
  })
  expect(second.data.corrections[0]).not.toHaveProperty('after')
})

test('a redaction takes away what messages tell of the claim, sent or not', async () => {
  const { db } = base
  const own = await partner(db)
  const { id, edit } = await corrected(own, db, 'XD', 'XE')
  const { number: last } = (await db.revision.findFirst({ orderBy: { number: 'desc' } }))!
  await edit('article/share-XD', number('13'), 'Misread.')
  await makeMessages(db)
  const [before] = await db.delivery.findMany({ where: { webhookId: id } })
  expect(before!.payload).toContain('"point":"12"')
  await edit(before!.claimIds[0]!, { do: 'redact' }, 'By court order.')
  const [after] = await db.delivery.findMany({ where: { webhookId: id } })
  expect(after!.payload).toBeNull()

  const there = await receiver()
  await own.ask(`mutation { updateWebhook(id: "${id}", input: { url: "${there.url('/late')}" }) { id } }`)
  server(base)
  const { deliveries } = await own.settled(id)
  const [delivery] = deliveries.nodes
  expect(delivery).toMatchObject({ state: 'FAILED', payload: null })
  expect(delivery.log[0].error).toBe('what it told was withheld on legal demand')
  // Made anew, it tells what is left.
  await own.ask(`mutation { replayWebhook(id: "${id}", sinceRevision: ${last}) { id } }`)
  const [got] = await there.got('/late', 1)
  expect(got!.body).not.toContain('"point":"12"')
  expect(got!.message.data.corrections[0]).toMatchObject({ before: { form: 'REDACTED' } })
  expect(got!.message.data.corrections[0]).not.toHaveProperty('note')
})
