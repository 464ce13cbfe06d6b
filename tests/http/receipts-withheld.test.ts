/** Receipts of what had to be withheld on legal demand: the answer is gone, the question stays. */
import { describe, expect } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { Traces } from '../../src/domain/read/traces.ts'
import { lockReceipts, receiptsOf } from '../../src/domain/receipts/receipts.ts'
import { fixedClock } from '../helpers/clock.ts'
import { test } from '../helpers/db.ts'
import { codeOf, idOf, small, USAGE, VARIABLES } from '../helpers/receipts.ts'

/** Takes the answers away that were made of claims, as the next revision and as a redaction does. */
async function withhold(db: Db, claimIds: string[], meanwhile = async () => {}): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`SET CONSTRAINTS ALL DEFERRED`
    const { number } = await tx.revision.findFirstOrThrow({ orderBy: { number: 'desc' } })
    await tx.$executeRaw`UPDATE "Claim" SET "redactedIn" = ${number + 1} WHERE "id" = ANY(${claimIds})`
    await lockReceipts(tx)
    await meanwhile()
    await tx.$executeRaw`UPDATE "Receipt" SET "body" = NULL, "redactedIn" = ${number + 1}
      WHERE "claimIds" && ${claimIds} AND "redactedIn" IS NULL`
    await tx.revision.create({ data: { number: number + 1, time: new Date(8e12), summary: 'redaction' } })
  })
}

describe('a receipt of what was withheld', () => {
  test('is 451 with its own code, and its page says what was asked and nothing of the answer', async () => {
    const { db, pin, send, page } = await small()
    const id = idOf(await pin(USAGE, VARIABLES))
    const { claimIds } = await db.receipt.findUniqueOrThrow({ where: { id } })
    await withhold(db, claimIds)
    for (const path of [`/receipts/${id}`, `/receipts/${id}.json`]) {
      const answer = await send(path)
      expect([answer.status, codeOf(answer)]).toEqual([451, 'WITHHELD'])
      expect(answer.body.errors[0].message).toContain('revision 2')
    }
    const { status, text } = await page(`/receipts/${id}`)
    expect(status).toBe(451)
    expect(text).toContain('in revision 2 of the ledger')
    expect(text).toContain('query Usage')
    expect(text).not.toContain('140')
  })

  test('comes back under another id when what is left is asked for, and keeps that', async () => {
    const { db, pin, send } = await small()
    const query = 'query @asOf(revision: 1) { tokenUsage { nodes { claimCount claims { key } } } }'
    const first = await pin(query)
    const { claimIds } = await db.receipt.findUniqueOrThrow({ where: { id: idOf(first) } })
    await withhold(db, claimIds)
    const [one, two] = [await pin(query), await pin(query)]
    expect(one.body.data).toEqual(first.body.data)
    expect(idOf(one)).not.toBe(idOf(first))
    expect(two.text).toBe(one.text)
    expect((await send(one.body.extensions.receipt.url)).text).toBe(one.text)
    expect((await send(first.body.extensions.receipt.url)).status).toBe(451)
  })

  test('is not made while its claims are being withheld', async () => {
    const { db } = await small()
    const claims = await db.claim.findMany()
    const receipts = receiptsOf(db, fixedClock('2026-11-24T13:00:00Z'))
    const traces = new Traces()
    for (const { id } of claims) traces.claims.add(id)
    const keep = () =>
      receipts.keep(
        { query: '{ x }', operationName: null, variables: {}, revision: 1 },
        { data: { x: 140 }, body: (id) => id, traces, newestBefore: 1 },
        100,
      )
    let late: Promise<unknown> | undefined
    await withhold(db, [...traces.claims], async () => {
      late = keep().catch((error: { code: string }) => error.code)
      // Long enough for a receipt that does not wait to be written.
      await new Promise((resolve) => setTimeout(resolve, 300))
    })
    expect(await late).toBe('UNAVAILABLE')
    expect(await db.receipt.count()).toBe(0)
  })
})
