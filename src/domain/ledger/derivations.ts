/** Derived claims: computed from other claims, and computed anew whenever one of these changes. */
import type { Tx } from '../../db/client.ts'
import { canonicalJson } from '../../lib/canonical.ts'
import { contentId } from '../../lib/ids.ts'
import { FORMULA_RULE } from '../belief/formula.ts'
import { loadInputs } from './computation-inputs.ts'
import { type Evaluation, evaluate, type UnitNames } from './evaluate.ts'
import type { ClaimInput, Columns, DeriveSpec, Rejection } from './input.ts'
import { type LiveDerived, liveDerived } from './live-derived.ts'

interface Node {
  name: string
  /** What the import says; absent for a derived claim that only the ledger holds. */
  input: ClaimInput | null
  live: LiveDerived | null
}

export interface DerivedLevel {
  /** With their values, to be planned like any other claim. */
  inputs: ClaimInput[]
  /** Names whose derivation changed, though their value may not have. */
  stale: ReadonlySet<string>
  evaluations: ReadonlyMap<string, Evaluation>
  /** Live derived claims that can no longer be computed. */
  withdrawn: { id: string; factId: string; why: string }[]
  rejected: Rejection[]
}

/**
 * Derived claims in levels: each level rests on what stands once the levels before it are written.
 * @param inputs those of the import that are derived.
 * @param write records a level.
 */
export async function recordDerived(
  tx: Tx,
  inputs: readonly ClaimInput[],
  now: Date,
  units: UnitNames,
  write: (level: DerivedLevel) => Promise<void>,
): Promise<void> {
  const live = await liveDerived(tx)
  const nodes = new Map<string, Node>()
  for (const [name, l] of live) nodes.set(name, { name, input: null, live: l })
  for (const input of inputs) {
    const name = `${input.source}/${input.key}`
    nodes.set(name, { name, input, live: live.get(name) ?? null })
  }
  while (nodes.size > 0) {
    const ready = [...nodes.values()].filter((n) => !dependsOn(n, nodes))
    for (const n of ready) nodes.delete(n.name)
    if (ready.length === 0) {
      // What is left rests on itself; what the ledger holds was checked when it came.
      const rejected = [...nodes.values()].flatMap((n) =>
        n.input ? [reject(n.input, 'it is derived from itself')] : [],
      )
      return write({ inputs: [], stale: new Set(), evaluations: new Map(), withdrawn: [], rejected })
    }
    await write(await level(tx, ready, now, units))
  }
}

const specOf = (n: Node): DeriveSpec => n.input?.derive ?? n.live!.spec
const factOf = (n: Node): string => n.input?.fact.id ?? n.live!.input.fact.id

function dependsOn(node: Node, open: ReadonlyMap<string, Node>): boolean {
  return specOf(node).inputs.some((ref) =>
    'claim' in ref ? open.has(ref.claim) : [...open.values()].some((o) => factOf(o) === ref.fact),
  )
}

async function level(tx: Tx, nodes: readonly Node[], now: Date, units: UnitNames): Promise<DerivedLevel> {
  const loaded = await loadInputs(
    tx,
    nodes.flatMap((n) => specOf(n).inputs),
    now,
  )
  const result = {
    inputs: [] as ClaimInput[],
    stale: new Set<string>(),
    evaluations: new Map<string, Evaluation>(),
    withdrawn: [] as DerivedLevel['withdrawn'],
    rejected: [] as Rejection[],
  }
  for (const node of nodes) {
    const claim = node.input ?? node.live!.input
    const computed = evaluate(specOf(node), node.live?.input.unit ?? claim.unit, loaded, units)
    if (typeof computed === 'string') {
      if (node.input) result.rejected.push(reject(node.input, computed))
      else result.withdrawn.push({ id: node.live!.id, factId: factOf(node), why: computed })
      continue
    }
    result.evaluations.set(node.name, computed)
    const { live } = node
    // What was typed so far and is computed from now on is another claim, even with the same value.
    const isStale = live === null || live.content !== derivationContent(specOf(node), computed)
    if (isStale) result.stale.add(node.name)
    result.inputs.push({
      ...claim,
      ...computed.quantity,
      unit: computed.unit,
      correction: claim.correction ?? recomputed(node, computed),
    })
  }
  return result
}

/** Why a derived claim is replaced, where the import does not say. */
function recomputed({ live, input }: Node, now: Evaluation): ClaimInput['correction'] {
  if (!live) return { reason: 'RECOMPUTED', note: 'From now on its value is computed from other claims.' }
  const isSameSpec =
    canonicalJson(live.spec as never) === canonicalJson((input?.derive ?? live.spec) as never)
  if (!isSameSpec) return null
  // Names what changed and not its value, which may have to be taken away one day.
  const changed = now.inputs.filter((i) => !live.inputIds.includes(i.claim.id)).map((i) => i.claim.name)
  const names = [...new Set(changed)].join(', ')
  const note = names
    ? `Computed anew, for its input changed: ${names}.`
    : 'Computed anew by a newer version of the formulas.'
  return { reason: 'RECOMPUTED', note }
}

const reject = (input: ClaimInput, reason: string): Rejection => ({
  where: input.where,
  reason: `${input.source}/${input.key}: ${reason}`,
})

/** What makes a derivation another one: the rule, the declaration, and which claims went in. */
export function derivationContent(spec: DeriveSpec, e: Evaluation): string {
  return contentOf(
    spec,
    FORMULA_RULE.id,
    e.arithmetic,
    e.inputs.map((i) => i.claim.id),
  )
}

export function contentOf(
  spec: DeriveSpec,
  ruleId: string,
  arithmetic: string,
  inputIds: readonly string[],
): string {
  return canonicalJson({ spec, ruleId, arithmetic, inputIds } as never)
}

/** Rows for the derivation of a claim. */
export function derivationRows(
  claimId: string,
  spec: DeriveSpec,
  e: Evaluation,
  revision: number,
): { derivation: Columns; inputs: Columns[] } {
  const id = contentId('der', { claimId })
  const derivation = {
    id,
    claimId,
    formula: spec.formula,
    ruleId: FORMULA_RULE.id,
    spec: spec as never,
    arithmetic: e.arithmetic,
    fromRevision: revision,
    redactedIn: null,
  }
  return { derivation, inputs: inputRows({ derivationId: id }, e.inputs, revision) }
}

export function inputRows(
  owner: { derivationId: string } | { checkId: string },
  inputs: readonly { name: string; claim: { id: string } }[],
  revision: number,
): Columns[] {
  return inputs.map(({ name, claim }, ordinal) => {
    const row = { checkId: null, derivationId: null, ...owner, ordinal, name, claimId: claim.id }
    return { id: contentId('inp', row), ...row, fromRevision: revision }
  })
}
