/** A small ledger with a check, a derived claim and a suspect one, and edits of it by hand. */
import type { Db } from '../../src/db/client.ts'
import { type EditRequest, editClaim } from '../../src/domain/ledger/correct.ts'
import type { ImportReport } from '../../src/domain/ledger/input.ts'
import { testApp } from '../helpers/app.ts'
import { fixedClock } from '../helpers/clock.ts'
import { emptyDb } from '../helpers/facts.ts'
import { type Ask, dataOf, importYaml, type Json, WORLD } from './world.ts'

export const CLAIMS = `
  - { key: towers, source: paper-a, indicator: { subject: country/XA, metric: towers }, value: 1400, valid: 2025, note: The first count. }
  - { key: gates, source: paper-a, indicator: { subject: country/XA, metric: gates }, value: 100, valid: 2025 }
  - { key: ratio, source: paper-b, indicator: { subject: country/XA, metric: wells }, value: 10, valid: 2025 }
  - { key: derived, source: editorial, basis: DERIVED, indicator: { subject: country/XA, metric: wells },
      derive: { formula: ratio, inputs: { numerator: paper-a/towers, denominator: paper-a/gates } }, valid: 2024 }
  - { key: rumour, source: paper-b, indicator: { subject: country/XA, metric: towers }, value: 90000, valid: 2025 }
  - { key: view, source: paper-b, assertion: { subject: country/XA, topic: sinking }, text: It will not. }
checks:
  - { slug: trial, claim: paper-b/ratio, question: Are there ten towers to a gate?, reason: The town has grown since., formula: ratio,
      inputs: { numerator: paper-a/towers, denominator: paper-a/gates } }
`
export const CLAIM = `key value { text } supersededIn { number } supersededBy { key value { text } }
  correction { reason note after { key } revision { number } } corrects { reason before { value { text } } }`
const ASKED = `{ revision { number } checks { nodes { verdict explanation expected { point } recordedIn { number } inputs { key } } }
  towers: indicators(filter: { metric: "towers" }) { nodes { value { text } claims { ${CLAIM} } resolution { reason rivals { key } } } }
  wells: indicators(filter: { metric: "wells" }) { nodes { history { key value { text } derivation { arithmetic } } } }
  corrections { totalCount nodes { reason note before { key value { text } text digest } after { value { text } } revision { number } } } }`

export async function world() {
  const db = await emptyDb()
  await importYaml(db, `${WORLD}\nclaims:${CLAIMS}`, '2026-06-01T00:00:00Z')
  const { ask } = testApp(db)
  return { db, ask }
}
export const edit = (
  db: Db,
  claim: string,
  e: EditRequest['edit'],
  more: Partial<EditRequest> = {},
): Promise<ImportReport> =>
  editClaim(db, fixedClock('2026-06-02T00:00:00Z'), {
    claim,
    edit: e,
    reason: 'OUR_ERROR',
    note: 'Looked up again.',
    dryRun: false,
    ...more,
  })
export const number = (point: string, unit: string | null = null) =>
  ({
    do: 'correct',
    value: { low: null, point, high: null, qualifier: 'EXACT' },
    unit,
    text: null,
    source: null,
  }) as const
export const read = async (ask: Ask, directive = ''): Promise<Json> =>
  dataOf(await ask(`query ${directive} ${ASKED}`))
