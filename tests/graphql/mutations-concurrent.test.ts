/** Many who write at once, over two servers on one database: each is answered, and nothing is done twice or by halves. */
import { expect } from 'vitest'
import { COUNTS, documentOf, reportOf, revisions, test, towers } from './writing-world.ts'

test('twenty writers, with dry runs and failures among them, make revisions without gaps', async ({
  world,
}) => {
  const { db, keyWith, by, byAnother } = world
  const { key } = await keyWith('write')
  const servers = [by(key), byAnother(key)]
  const before = await revisions(db)
  const inputs = Array.from({ length: 20 }, (_, n) => {
    // Every claim is sent by two writers, to both servers.
    const claim = towers(`w${n >> 1}`, n >> 1)
    if (n % 10 === 8) return { document: documentOf(claim), dryRun: true }
    if (n % 10 === 9) return { document: documentOf({ ...claim, source: 'nowhere' }) }
    return { document: documentOf(claim) }
  })
  const reading = Array.from({ length: 6 }, (_, n) => servers[n % 2]!.send('{ revision { number } }'))
  const reports = await Promise.all(
    inputs.map(async (input, n) => reportOf(await servers[n % 2]!.submit(input, COUNTS))),
  )
  for (const { body } of await Promise.all(reading)) expect(body.errors).toBeUndefined()

  const made = reports.map((r) => r.revision).filter((n) => n !== null)
  expect(made).toHaveLength(8)
  expect(await revisions(db)).toEqual([...before, ...made.toSorted((a, b) => a - b)])
  expect(made.toSorted((a, b) => a - b)).toEqual(made.map((_, i) => before.at(-1)! + 1 + i))
  for (const [n, report] of reports.entries()) {
    if (n % 10 === 8) expect(report).toMatchObject({ dryRun: true, claimsAdded: 1 })
    else if (n % 10 === 9) expect(report).toMatchObject({ problemCount: 1, claimsAdded: 0 })
    else expect(report.claimsAdded + report.claimsUnchanged).toBe(1)
  }
  const claims = await db.claim.findMany({ where: { key: { startsWith: 'w' } }, orderBy: { key: 'asc' } })
  expect(claims.map((c) => c.key)).toEqual(['w0', 'w1', 'w2', 'w3', 'w5', 'w6', 'w7', 'w8'])
})
