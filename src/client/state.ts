/** What a mirror knows of itself: which revision it is, where it goes on, and what its files amount to. */
import type { Plain } from '../lib/canonical.ts'
import { KINDS, type Kind } from './kinds.ts'
import type { RowOf } from './rows-entities.ts'

/** Of what stands in `mirror.json` and in the table `state`; a later form has another number. */
export const FORMAT = 1

export interface KindState {
  rows: number
  /** Of the lines, in hex; null where the target holds no lines. */
  sha256: string | null
}

export interface MirrorState {
  format: number
  /** The address of the server. */
  from: string
  /** When the first revision of the ledger was made; no other ledger has the same. */
  ledger: string
  revision: number
  /** When the revision was made. */
  time: string
  /** Where the change feed goes on. */
  cursor: string
  /** The revision whose digest was last compared with the server's, and was the same; null before. */
  verified: { revision: number; digest: string } | null
  kinds: Partial<Record<Kind, KindState>>
  /** Lines to print beside what is made of the data. */
  attribution: string[]
  /** Codes of licences under which sources stand. */
  licences: string[]
  /** Length of `applied.ndjson`, where the target is a folder. */
  appliedBytes?: number
}

/** What one revision did, as it was applied: a line of `applied.ndjson`, a row of the table `applied`. */
export interface Applied {
  revision: number
  time: string
  /** True where it came as a whole copy, not as changes. */
  snapshot: boolean
  changes: number
  /** Over a line `UPSERT claim clm_…` for each change, in the order of the feed; of none for a snapshot. */
  sha256: string | null
}

/** As `mirror.json` holds it. */
export const stateText = (state: MirrorState): string => `${JSON.stringify(state, null, 2)}\n`

/** Whether there are all kinds that this client knows: an older one may have known fewer. */
export function isComplete(state: MirrorState): boolean {
  return KINDS.every((kind) => state.kinds[kind])
}

/** Gathers what to print beside the data, from the rows of sources. */
export class Terms {
  readonly #attribution = new Set<string>()
  readonly #licences = new Set<string>()

  add(source: Plain): void {
    const { attribution, licence } = source as unknown as RowOf<'source'>
    this.#attribution.add(attribution)
    if (licence) this.#licences.add(licence)
  }

  get(): Pick<MirrorState, 'attribution' | 'licences'> {
    return { attribution: [...this.#attribution].sort(), licences: [...this.#licences].sort() }
  }
}
