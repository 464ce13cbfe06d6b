/** A small ledger that partners write to over the API, one for each file of tests, and what they say. */
import { type Db, openDb } from '../../src/db/client.ts'
import type { Scope } from '../../src/domain/access/caller.ts'
import { createKey } from '../../src/domain/access/keys.ts'
import { type Answer, testApp } from '../helpers/app.ts'
import { fixedClock } from '../helpers/clock.ts'
import { test as base, type TestDb } from '../helpers/db.ts'
import { importYaml, type Json, WORLD } from './world.ts'

export const NOW = '2026-11-28T12:00:00.000Z'
export const COUNTS = `revision dryRun claimsAdded claimsSuperseded claimsWithdrawn claimsUnchanged entitiesAdded
  entitiesChanged answers rejectedCount suspectCount problemCount`
const REPORT = `${COUNTS} checks rejected { where reason } suspects { where reason } problems { where reason }`

/** A number for the towers of Atlantis, as Paper A gives it. */
export const towers = (key: string, value: unknown, more: object = {}) => ({
  ...{ key, source: 'paper-a', indicator: { subject: 'country/XA', metric: 'towers' }, value },
  ...{ valid: '2025', ...more },
})
export const documentOf = (...claims: object[]) => JSON.stringify({ claims })

const gates = (key: string, n: number) =>
  `  - { key: ${key}, source: paper-a, indicator: { subject: country/XA, metric: gates }, value: ${100 + n}, valid: 2025 }\n`
/** Claims to be corrected, one for each test. */
const FIRST = `${['first', 'second', 'third', 'fourth'].map(gates).join('')}
  - { key: ours, source: editorial, indicator: { subject: country/XA, metric: wells }, value: 7, valid: 2025 }
  - { key: view, source: paper-b, assertion: { subject: country/XA, topic: sinking }, text: It will not. }`

export type WritingWorld = Awaited<ReturnType<typeof worldOn>>

async function worldOn({ db, url }: TestDb) {
  await importYaml(db, `${WORLD}\nclaims:\n${FIRST}`, '2026-06-01T00:00:00Z')
  const clock = fixedClock(NOW)
  const keyWith = (...scopes: Scope[]) => createKey(db, clock, { name: 'test', scopes, expiresAt: null })
  /** Another server on the same database. */
  const another = openDb({ url })
  return {
    ...{ db, url, clock, keyWith, ask: testApp(db, { clock }).ask, another },
    by: (key: string) => clientOf(testApp(db, { clock }).ask, key),
    byAnother: (key: string) => clientOf(testApp(another, { clock }).ask, key),
    /** The number of the newest revision. */
    newest: async () => (await db.revision.findFirstOrThrow({ orderBy: { number: 'desc' } })).number,
  }
}

export const test = base.extend<{ world: WritingWorld }>({
  world: [
    async ({ empty }, use) => {
      const world = await worldOn(empty)
      await use(world)
      await world.another.$disconnect()
    },
    { scope: 'file' },
  ],
})

function clientOf(ask: ReturnType<typeof testApp>['ask'], key: string) {
  const send = (query: string, variables?: object) =>
    ask(query, variables, { authorization: `Bearer ${key}` })
  return {
    send,
    submit: (input: object, select = REPORT) =>
      send(`mutation($input: SubmitClaimsInput!) { submitClaims(input: $input) { ${select} } }`, { input }),
    correct: (input: object, select = REPORT) =>
      send(`mutation($input: CorrectClaimInput!) { correctClaim(input: $input) { ${select} } }`, { input }),
  }
}

/** The numbers of all revisions. */
export const revisions = async (db: Db) =>
  (await db.revision.findMany({ orderBy: { number: 'asc' } })).map((r) => r.number)

/** `CODE: text` of the only error. */
export function refusalOf({ body }: Answer): string {
  if (body.errors?.length !== 1) throw new Error(JSON.stringify(body))
  return `${body.errors[0]!.extensions.code}: ${body.errors[0]!.message}`
}

/** The report of the only field. */
export function reportOf({ body }: Answer): Json {
  if (body.errors) throw new Error(JSON.stringify(body.errors))
  return Object.values(body.data)[0]
}
