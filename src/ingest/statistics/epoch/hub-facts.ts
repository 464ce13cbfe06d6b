/** Hubs and the facts about them, as all tables of sites name them. */
import type { EntityInput } from '../../../domain/ledger/input.ts'
import type { FactIdentity } from '../../../kinds/facts.ts'
import { partiesText } from '../../../kinds/parties.ts'
import type { Decimal } from '../../../lib/decimal.ts'
import { type HubDescription, hubRow } from '../../hub-row.ts'
import type { CsvTable } from '../csv.ts'
import { taggedParties } from './parties.ts'
import type { RecordDraft, Said } from './record.ts'

/** By the last part of its key, the metric of a number and its unit. */
const MEASURED = {
  power: ['hub-power', 'MW'],
  'it-power': ['hub-it-power', 'MW'],
  h100e: ['hub-h100-equivalents', 'H100e'],
  'capital-cost': ['hub-capital-cost', 'USD'],
  'hardware-cost': ['hub-hardware-cost', 'USD'],
} as const
const TOPICS = { owner: 'hub-owner', users: 'hub-users' } as const

const BILLION = 1_000_000_000

/** A hub that the table itself describes. */
export function hubEntity(hub: HubDescription, source: string, locator: string): EntityInput {
  return {
    table: 'Hub',
    row: hubRow(hub),
    aliases: [],
    cites: [{ source, role: 'ORIGINAL', locator }],
    keepsCites: true,
  }
}

/**
 * Equivalents in whole H100: they are computed from powers of a few digits, and the ten digits behind the point are
 * what binary floating point made of it.
 */
export const wholeH100 = (value: Decimal | null) => value?.round() ?? null

/** Billions of dollars in whole dollars, for the same reason. */
export const wholeDollars = (billions: Decimal | null) => billions?.mul(BILLION).round() ?? null

/** @param suffix of the key, where the table has several days: `.2026-07-01`. */
export function measure(
  draft: RecordDraft,
  hub: string,
  of: keyof typeof MEASURED,
  value: Decimal | null,
  said: Said,
  suffix = '',
): void {
  const [metric, unit] = MEASURED[of]
  const fact: FactIdentity = { kind: 'INDICATOR', subject: `hub/${hub}`, metric }
  draft.claim(`${hub}.${of}${suffix}`, fact, value, unit, said)
}

/** Reads owners or users, see `src/kinds/parties.ts` for how the claim says them. */
export function party(
  draft: RecordDraft,
  hub: string,
  of: keyof typeof TOPICS,
  column: string,
  said: Said,
): void {
  const { parties, unknown } = taggedParties(draft.text(column))
  for (const tag of unknown)
    draft.problem(`${column} has the tag ${tag}, which is no confidence that is known`)
  const fact: FactIdentity = { kind: 'ASSERTION', subject: `hub/${hub}`, topic: TOPICS[of] }
  draft.statement(`${hub}.${of}`, fact, partiesText(parties), said)
}

/** The column of a cost with its year: `Total capital cost (2025 USD billions)` gives 2025; undefined where there is none. */
export function costColumn(table: CsvTable, name: string): { column: string; note: string } | undefined {
  for (const column of table.columns) {
    const year = column.startsWith(`${name} (`) && /\((\d{4}) USD billions\)$/.exec(column)?.[1]
    if (year) return { column, note: `In dollars of ${year}.` }
  }
  return undefined
}

/** Up to three addresses of markdown links: `- [WSJ profile](https://…)`. */
export function linksOf(markdown: string): string[] {
  const links = [...markdown.matchAll(/\]\((https?:\/\/[^\s)]+)\)/g)].map((m) => m[1]!)
  return [...new Set(links)].slice(0, 3)
}
