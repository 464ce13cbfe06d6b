/** Digests of revisions and proofs of claims, checked as a partner checks them: from copies, without trust. */
import { describe, expect, test as plain } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { openDb } from '../../src/db/client.ts'
import { keepSealed } from '../../src/domain/read/proof/keep.ts'
import { sealAll } from '../../src/domain/read/proof/seals.ts'
import { digestOf, leafHash, leafOf, PAGES, pageOf, rootOf, treeOf } from '../../src/lib/merkle.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { partnerOf } from '../helpers/export.ts'
import { emptyDb } from '../helpers/facts.ts'
import { edit } from './edits-world.ts'
import { eventful } from './eventful.ts'
import { dataOf, importYaml, type Json, WORLD } from './world.ts'

const hex = (digest: Uint8Array) => Buffer.from(digest).toString('hex')
const bytes = (text: string) => Buffer.from(text, 'hex')

/** What a partner computes from a copy, whose rows come in the order of ids. */
function pagesOf(rows: Json[]): Buffer[] {
  const byPage = Map.groupBy(rows, (row) => pageOf(row.id))
  return Array.from({ length: PAGES }, (_, page) => treeOf((byPage.get(page) ?? []).map(leafOf)))
}

const sealOf = async (db: Db, number: number): Promise<Json> =>
  dataOf(await testApp(db).ask(`{ revision(number: ${number}) { digest pageDigests } }`)).revision

const newestOf = async (db: Db): Promise<number> =>
  (await db.revision.findFirst({ orderBy: { number: 'desc' } }))!.number

describe('the digest of a revision', () => {
  plain('is what a partner computes from its copy, revision by revision', async () => {
    const db = await eventful()
    const partner = await partnerOf(db)
    const digests: string[] = []
    // In the order in which a server that runs beside makes them, then once more from what is stored.
    for (let number = 1; number <= (await newestOf(db)); number++) {
      const pages = pagesOf(await partner.rows('claim', number))
      const seal = await sealOf(db, number)
      // What was redacted since was in the copy then, and is in none now.
      if (!(await isRewritten(db, number))) {
        expect(seal.pageDigests, `revision ${number}`).toEqual(pages.map(hex))
        expect(seal.digest).toBe(hex(digestOf(pages)))
      }
      digests.push(seal.digest)
    }
    expect(new Set(digests).size).toBeGreaterThan(7)
    const again = dataOf(await testApp(db).ask('{ revisions(first: 20) { nodes { digest } } }'))
    expect(again.revisions.nodes.map((r: Json) => r.digest)).toEqual(digests.toReversed())
  })

  plain('stays when a redaction takes the bytes away, and the next one is of what is left', async () => {
    const db = await emptyDb()
    const claims = `claims:
  - { key: towers, source: paper-a, indicator: { subject: country/XA, metric: towers }, value: 1400, valid: 2025 }
  - { key: gates, source: paper-a, indicator: { subject: country/XA, metric: gates }, value: 100, valid: 2025 }\n`
    await importYaml(db, `${WORLD}\n${claims}`, '2026-06-01T00:00:00Z')
    const before = await sealOf(db, 1)
    await edit(db, 'paper-a/towers', { do: 'redact' }, { reason: 'LEGAL_DEMAND' })
    expect(await sealOf(db, 1)).toEqual(before)
    const pages = pagesOf(await (await partnerOf(db)).rows('claim'))
    expect((await sealOf(db, 2)).digest).toBe(hex(digestOf(pages)))
  })

  plain(
    'depends on content alone: installations with the same imports agree, in whichever order',
    async () => {
      const parts = ['towers', 'gates', 'wells'].map(
        (metric, i) =>
          `claims: [{ key: ${metric}, source: paper-a, indicator: { subject: country/XA, metric: ${metric} }, value: ${i + 3}, valid: 2025 }]`,
      )
      const install = async (order: number[]) => {
        const db = await emptyDb()
        await importYaml(db, WORLD, '2026-06-01T00:00:00Z')
        for (const i of order) await importYaml(db, parts[i]!, `2026-06-0${i + 2}T00:00:00Z`)
        return { db, seal: await sealOf(db, 4) }
      }
      const [one, other] = [await install([0, 1, 2]), await install([2, 0, 1])]
      expect(one.seal).toEqual(other.seal)
      const rows = async (db: Db) => (await partnerOf(db)).rows('claim')
      // Not because nothing differs: the revisions that brought the claims do.
      expect(await rows(one.db)).not.toEqual(await rows(other.db))
    },
  )

  test('is made once, though two servers are asked at the same time', async ({ market: { db, url } }) => {
    const second = openDb({ url })
    try {
      const newest = await newestOf(db)
      const asked = await Promise.all([
        ...[sealOf(db, newest), sealOf(second, newest), sealOf(db, 1), sealOf(second, newest)],
      ])
      expect(asked[0]).toEqual(asked[1])
      expect(await db.seal.count()).toBe(newest)
      const pages = pagesOf(await (await partnerOf(db)).rows('claim'))
      expect(asked[0].digest).toBe(hex(digestOf(pages)))
      const { claims } = (await db.seal.findUnique({ where: { revision: newest } }))!
      expect(claims).toBe(await db.leaf.count())
      // Of a market, each page holds some.
      expect(new Set(asked[0].pageDigests).size).toBe(PAGES)
    } finally {
      await second.$disconnect()
    }
  })

  plain('of a ledger older than the change log begins with what stood then', async () => {
    const db = await eventful()
    await db.$executeRawUnsafe('ALTER TABLE "Change" DISABLE TRIGGER USER')
    await db.$executeRawUnsafe('DELETE FROM "Change" WHERE "fromRevision" <= 6')
    await db.$executeRawUnsafe('ALTER TABLE "Change" ENABLE TRIGGER USER')
    expect(await sealOf(db, 5)).toEqual({ digest: null, pageDigests: [] })
    const newest = await newestOf(db)
    const pages = pagesOf(await (await partnerOf(db)).rows('claim'))
    expect((await sealOf(db, newest)).digest).toBe(hex(digestOf(pages)))
  })

  plain('is made behind each revision while a server runs', async () => {
    const db = await emptyDb()
    await importYaml(db, WORLD, '2026-06-01T00:00:00Z')
    const stop = new AbortController()
    const told: (() => void)[] = []
    const failures: unknown[] = []
    const kept = keepSealed(
      db,
      (_ms, signal) =>
        new Promise((resolve) => {
          told.push(resolve)
          signal.addEventListener('abort', () => resolve())
        }),
      stop.signal,
      (error) => failures.push(error),
    )
    const seals = () => db.seal.count()
    await expect.poll(seals).toBe(1)
    await importYaml(
      db,
      'countries: [{ code: XB, name: Borea, isAggregate: "false" }]\n',
      '2026-06-02T00:00:00Z',
    )
    await expect.poll(() => told.length).toBe(1)
    told[0]!()
    await expect.poll(seals).toBe(2)
    stop.abort()
    await kept
    expect(failures).toEqual([])
  })
})

const PROOF = `query ($claim: ID!) { proof(claim: $claim) { revision { number } digest content leaf page index size path pageDigest pagePath } }`

/** Whether the proof leads from its content to this digest: what a partner's own code does. */
function holds(proof: Json, digest: string): boolean {
  const leaf = leafHash(Buffer.from(proof.content))
  const page = rootOf(leaf, proof.index, proof.size, proof.path.map(bytes))
  if (!page) return false
  const top = rootOf(leafHash(page), proof.page, PAGES, proof.pagePath.map(bytes))
  return top !== null && hex(top) === digest
}

describe('the proof of a claim', () => {
  plain('leads from its row to the digest, for each that stands', async () => {
    const db = await eventful()
    const { ask } = testApp(db)
    const { digest } = await sealOf(db, await newestOf(db))
    const rows = await (await partnerOf(db)).rows('claim')
    expect(rows.length).toBeGreaterThan(4)
    for (const { recordedIn, ...row } of rows) {
      const { proof } = dataOf(await ask(PROOF, { claim: row.id }))
      expect(JSON.parse(proof.content)).toEqual(row)
      expect(recordedIn).toBeGreaterThan(0)
      expect([proof.digest, proof.page]).toEqual([digest, pageOf(row.id)])
      expect(hex(leafOf(row))).toBe(proof.leaf)
      expect(holds(proof, digest)).toBe(true)
      expect(holds({ ...proof, content: proof.content.replace('"id"', '"ID"') }, digest)).toBe(false)
      const globalId = Buffer.from(`Claim:${row.id}`).toString('base64')
      expect(dataOf(await ask(PROOF, { claim: globalId })).proof).toEqual(proof)
    }
  })

  plain('is of the newest revision, and null for what does not stand', async () => {
    const db = await eventful()
    const { ask } = testApp(db)
    const ended = await db.claim.findFirst({ where: { NOT: { toRevision: null } } })
    for (const claim of [ended!.id, 'clm_nothing', 'nonsense', ''])
      expect(dataOf(await ask(PROOF, { claim })).proof).toBeNull()
    const standing = (await db.leaf.findFirst())!.claimId
    const old = dataOf(await ask(PROOF.replace(') {', ') @asOf(revision: 1) {'), { claim: standing })).proof
    expect(old.revision.number).toBe(await newestOf(db))
  })
})

/** Whether a later redaction rewrote what the copy of this revision held. */
async function isRewritten(db: Db, revision: number): Promise<boolean> {
  const rows = await db.$queryRaw<
    object[]
  >`SELECT 1 FROM "Claim" WHERE "redactedIn" > ${revision} AND "fromRevision" <= ${revision}`
  return rows.length > 0
}

test('what is sealed already costs one statement', async ({ serial: { db, statements } }) => {
  const { ask } = testApp(db)
  await sealAll(db)
  statements()
  await ask('{ revisions(first: 5) { nodes { digest } } }')
  expect(statements().filter((sql) => sql.includes('"Seal"'))).toHaveLength(1)
})
