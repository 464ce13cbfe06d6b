/** What an answer was made of: the claims, computations and described entities that its reader loaded. */
import type { CheckRow, CitationRow, ClaimRow, CorrectionRow, DerivationRow, ResolutionRow } from './rows.ts'

/**
 * Filled by the loaders of a reader that was given one. Rather too much than too little: what was read to choose a
 * claim, a rival for instance, counts as what the answer was made of.
 */
export class Traces {
  readonly claims = new Set<string>()
  /** Ids of checks and derivations, whose arithmetic quotes their inputs. */
  readonly computations = new Set<string>()
  /** Entities whose own citations were read, spelled `hubSlug/guizhou`. */
  readonly entities = new Set<string>()

  readonly ofClaims = (rows: readonly ClaimRow[]) => this.#add(this.claims, rows, (c) => [c.id])
  readonly ofResolutions = (rows: readonly ResolutionRow[]) =>
    this.#add(this.claims, rows, (r) => [r.claimId, ...r.rivalIds])
  readonly ofCorrections = (rows: readonly CorrectionRow[]) =>
    this.#add(this.claims, rows, (o) => [o.claimId, o.successorId])
  readonly ofChecks = (rows: readonly CheckRow[]) => {
    this.#add(this.claims, rows, (c) => [c.claimId])
    this.#add(this.computations, rows, (c) => [c.id])
  }
  readonly ofDerivations = (rows: readonly DerivationRow[]) =>
    this.#add(this.computations, rows, (d) => [d.id])
  readonly ofEntities = (rows: readonly CitationRow[]) => this.#add(this.entities, rows, (t) => [t.owner])

  #add<Row>(to: Set<string>, rows: readonly Row[], idsOf: (row: Row) => readonly (string | null)[]): void {
    for (const row of rows) for (const id of idsOf(row)) if (id !== null) to.add(id)
  }
}
