/** Revisions: what each changed. */
import type { ImportRun } from '../../domain/read/rows.ts'
import { builder } from '../builder.ts'
import { SEAL_COST } from '../limits.ts'
import { RevisionRef } from '../refs.ts'

/** As the import wrote them; what an older release did not count is absent. */
interface Counts {
  claims?: Record<'added' | 'superseded' | 'withdrawn', number | undefined>
  entities?: Record<'added' | 'changed', number | undefined>
  answers?: number
  checks?: number
}
const countsOf = (run: ImportRun) => run.counts as unknown as Counts

const RevisionChanges = builder.objectRef<ImportRun>('RevisionChanges').implement({
  description: 'How much a revision changed, and what made it.',
  fields: (t) => ({
    format: t.exposeString('format', { description: 'The format of the import, or the command: "facts".' }),
    origin: t.exposeString('origin', {
      description:
        'Where it came from: as the operator named it, "seeds", or the public id of the key that sent it, "key:4t9x2m0qkz".',
    }),
    claimsAdded: t.int({
      description: 'Claims that came anew.',
      resolve: (r) => countsOf(r).claims?.added ?? 0,
    }),
    claimsSuperseded: t.int({
      description: 'Claims that were replaced by a corrected one.',
      resolve: (r) => countsOf(r).claims?.superseded ?? 0,
    }),
    claimsWithdrawn: t.int({
      description: 'Claims that ended without a successor.',
      resolve: (r) => countsOf(r).claims?.withdrawn ?? 0,
    }),
    entitiesAdded: t.int({
      description: 'Countries, models, sources and the like that came anew.',
      resolve: (r) => countsOf(r).entities?.added ?? 0,
    }),
    entitiesChanged: t.int({
      description: 'Those that were described anew.',
      resolve: (r) => countsOf(r).entities?.changed ?? 0,
    }),
    answers: t.int({
      description: 'Facts whose preferred claim, reason or spread changed, for some period.',
      resolve: (r) => countsOf(r).answers ?? 0,
    }),
    checks: t.int({
      description: 'Outcomes of checks that came, changed or ended.',
      resolve: (r) => countsOf(r).checks ?? 0,
    }),
  }),
})

RevisionRef.implement({
  description: 'A whole-numbered state of the ledger, made by exactly one import or edit.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Its number; the first is 1.' }),
    time: t.field({ type: 'DateTime', description: 'When it was made.', resolve: (r) => r.time }),
    summary: t.exposeString('summary', { description: 'What it changed, in one line.' }),
    changes: t.field({
      type: RevisionChanges,
      nullable: true,
      description: 'The same in numbers.',
      resolve: (r, _args, { read }) => read.run.load(String(r.number)),
    }),
    digest: t.string({
      nullable: true,
      description:
        'What the full copy of claims of this revision amounts to: the Merkle tree over all claims that stood, SHA-256 in hex, "d3b0…" (64 digits). Whoever computes another one from a copy does not hold the same. It depends on content alone, so installations with the same imports agree, but for one that a later redaction rewrote before its digest was made. Null for revisions older than the change feed. The first to ask waits for it.',
      complexity: SEAL_COST.digest,
      resolve: async (r, _args, { read }) => (await read.seal.load(String(r.number)))?.digest ?? null,
    }),
    pageDigests: t.stringList({
      description:
        'The digests of the 256 pages that `digest` is made of, in hex: where copies differ, these tell which claims to look at. A claim stands in the page that the first byte of the SHA-256 of its id names. Empty where `digest` is null.',
      complexity: SEAL_COST.pages,
      resolve: async (r, _args, { read }) => (await read.seal.load(String(r.number)))?.pageDigests ?? [],
    }),
  }),
})
