/** Revisions as imports and editors make them: claims come, change and go, names change, licences close, words are redacted. */
import type { Db } from '../../src/db/client.ts'
import { type Edit, editClaim } from '../../src/domain/ledger/correct.ts'
import { newestRevision } from '../../src/domain/read/revisions.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { importFiles } from './import.ts'
import type { Random } from './random.ts'

const BASE = `
licences:
  - { code: CHAOS-OPEN, name: Open, redistributable: true }
publishers: [{ slug: chaos-press, name: The Chaos, kind: PRESS }]
sources:
  - { slug: chaos-a, title: Chaos A, kind: ARTICLE, publisher: chaos-press, publishedOn: 2026-01-05, licence: CHAOS-OPEN }
  - { slug: chaos-b, title: Chaos B, kind: ARTICLE, publisher: chaos-press, publishedOn: 2026-01-06 }
countries: [{ code: XA, name: Atlantis, isAggregate: "false" }]
units: [{ code: "1", name: count, dimension: count }]
metrics: [{ code: chaos-towers, name: towers of chaos, unit: "1", definition: Standing towers. }]
topics: [{ code: chaos-view, name: chaos, question: Will it end?, category: OPINION }]
`

interface Claim {
  key: string
  source: string
  value: number
  year: number
  /** Whether it was corrected by hand, which is stronger than any file. */
  isByHand: boolean
}

export interface Writer {
  /** Makes exactly one revision, and says what it did. */
  write(): Promise<string>
}

/** @param random decides what each revision does. */
export async function createWriter(db: Db, random: Random): Promise<Writer> {
  await importFiles(db, BASE)
  const standing = new Map<string, Claim>()
  const gone = new Set<string>()
  let made = 0
  let revision = (await newestRevision(db))!.revision

  const say = ({ key, source, value, year }: Claim) =>
    `  - { key: ${key}, source: ${source}, indicator: { subject: country/XA, metric: chaos-towers }, value: ${value}, valid: ${year} }\n`
  const imported = (claims: Claim[]) => importFiles(db, `claims:\n${claims.map(say).join('')}`)
  const edited = (name: string, edit: Edit, reason: 'OUR_ERROR' | 'LEGAL_DEMAND' = 'OUR_ERROR') =>
    editClaim(db, systemClock, { claim: name, edit, reason, note: `Chaos ${++made}.`, dryRun: false })
  const anyOf = (names: Iterable<string>) => random.pick([...names])

  const add = async () => {
    const count = random.magnitude(1, 60)
    const claims = Array.from({ length: count }, () => {
      const source = random.pick(['chaos-a', 'chaos-b'])
      // A number of its own: two claims of one source that say the same would be one.
      return { key: `c${++made}`, source, value: made, year: random.between(1950, 2025), isByHand: false }
    })
    await imported(claims)
    for (const claim of claims) standing.set(`${claim.source}/${claim.key}`, claim)
    return `${count} added`
  }
  const deeds: [string, () => Promise<unknown>][] = [
    [
      'correct',
      async () => {
        const name = anyOf(standing.keys())
        const value = { low: null, point: String(++made), high: null, qualifier: 'EXACT' } as const
        await edited(name, { do: 'correct', value, unit: null, text: null, source: null })
        standing.get(name)!.isByHand = true
      },
    ],
    [
      'change',
      async () => {
        const claim = random.pick([...standing.values()].filter((c) => !c.isByHand))
        claim.value = ++made
        await imported([claim])
      },
    ],
    [
      'withdraw',
      async () => {
        const name = anyOf(standing.keys())
        await edited(name, { do: 'withdraw' })
        standing.delete(name)
        gone.add(name)
      },
    ],
    [
      'redact',
      async () => {
        const name = anyOf(standing.keys())
        await edited(name, { do: 'redact' }, 'LEGAL_DEMAND')
        standing.delete(name)
      },
    ],
    [
      'rename',
      () => importFiles(db, `countries: [{ code: XA, name: Atlantis ${++made}, isAggregate: "false" }]`),
    ],
    [
      'close',
      () =>
        importFiles(
          db,
          `licences: [{ code: CHAOS-OPEN, name: Open ${++made}, redistributable: ${random.next() < 0.5} }]`,
        ),
    ],
    [
      'restore',
      async () => {
        const name = [...gone][0]!
        await edited(name, { do: 'restore' })
        gone.delete(name)
      },
    ],
  ]

  return {
    write: async () => {
      const [name, deed] = random.pick(deeds)
      const isPossible =
        (name !== 'restore' || gone.size > 0) && [...standing.values()].filter((c) => !c.isByHand).length > 3
      const what = !isPossible || random.next() < 0.4 ? await add() : await deed().then(() => name)
      const newest = (await newestRevision(db))!.revision
      if (newest !== revision + 1) throw new Error(`${what} made ${newest - revision} revisions`)
      revision = newest
      return what
    },
  }
}
