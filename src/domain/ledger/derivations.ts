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

const emptyLevel = () => ({
  inputs: [] as ClaimInput[],
  stale: new Set<string>(),
  evaluations: new Map<string, Evaluation>(),
  withdrawn: [] as DerivedLevel['withdrawn'],
  rejected: [] as Rejection[],
  /** What the import says cannot be computed, so what the ledger holds is computed instead. */
  fallen: [] as Node[],
})

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
    const ready = [...nodes.values()].filter((n) => needs(n, nodes).length === 0)
    for (const n of ready) nodes.delete(n.name)
    const done = ready.length > 0 ? await level(tx, ready, now, units) : circles(nodes)
    // What the ledger holds was checked for circles when it came.
    if (ready.length === 0 && done.rejected.length === 0) return
    for (const n of done.fallen) nodes.set(n.name, n)
    await write(done)
  }
}

/** Takes what rests on itself out of the nodes. */
function circles(nodes: Map<string, Node>) {
  const result = emptyLevel()
  const circular = [...nodes.values()].filter((n) => n.input && reaches(n, n, nodes, new Set()))
  for (const n of circular) {
    nodes.delete(n.name)
    result.rejected.push(reject(n.input!, 'it is derived from itself'))
    if (n.live) result.fallen.push({ ...n, input: null })
  }
  return result
}

const specOf = (n: Node): DeriveSpec => n.input?.derive ?? n.live!.spec
const factOf = (n: Node): string => n.input?.fact.id ?? n.live!.input.fact.id

/** Those of the open nodes that a node rests on. */
function needs(node: Node, open: ReadonlyMap<string, Node>): Node[] {
  return specOf(node).inputs.flatMap((ref) =>
    [...open.values()].filter((o) => ('claim' in ref ? o.name === ref.claim : factOf(o) === ref.fact)),
  )
}

function reaches(from: Node, to: Node, open: ReadonlyMap<string, Node>, seen: Set<string>): boolean {
  return needs(from, open).some((next) => {
    if (next === to) return true
    if (seen.has(next.name)) return false
    seen.add(next.name)
    return reaches(next, to, open, seen)
  })
}

async function level(tx: Tx, nodes: readonly Node[], now: Date, units: UnitNames) {
  const loaded = await loadInputs(
    tx,
    nodes.flatMap((n) => specOf(n).inputs),
    now,
  )
  const result = emptyLevel()
  for (const node of nodes) {
    const claim = node.input ?? node.live!.input
    const computed = evaluate(specOf(node), claim.unit, loaded, units)
    if (typeof computed === 'string') {
      if (node.input) {
        result.rejected.push(reject(node.input, computed))
        if (node.live) result.fallen.push({ ...node, input: null })
      } else {
        result.withdrawn.push({ id: node.live!.id, factId: factOf(node), why: computed })
      }
      continue
    }
    const { live } = node
    // What was typed so far and is computed from now on is another claim, even with the same value.
    const isStale = live === null || live.content !== derivationContent(specOf(node), computed)
    // Nothing was said about it and nothing changed below it.
    if (!node.input && !isStale) continue
    result.evaluations.set(node.name, computed)
    if (isStale) result.stale.add(node.name)
    result.inputs.push({
      ...claim,
      ...computed.quantity,
      unit: computed.unit,
      correction: claim.correction ?? (isStale ? recomputed(node, computed) : null),
    })
  }
  return result
}

/** Why a derived claim is replaced, where the import does not say. */
function recomputed({ live, input }: Node, now: Evaluation): ClaimInput['correction'] {
  if (!live) return { reason: 'RECOMPUTED', note: 'From now on its value is computed from other claims.' }
  const isSameSpec =
    canonicalJson(live.spec as never) === canonicalJson((input?.derive ?? live.spec) as never) &&
    (input ?? live.input).unit === live.input.unit
  if (!isSameSpec) return null
  // Names what changed and not its value, which may have to be taken away one day.
  const changed = now.inputs.filter((i) => !live.inputIds.includes(i.claim.id)).map((i) => i.claim.name)
  const names = [...new Set(changed)].join(', ')
  const note = names
    ? `Computed anew, for its input changed: ${names}.`
    : live.ruleId !== FORMULA_RULE.id
      ? 'Computed anew by a newer version of the formulas.'
      : 'Computed anew to the same value: a unit or publisher that its arithmetic names has another name now.'
  return { reason: 'RECOMPUTED', note }
}

const reject = (input: ClaimInput, reason: string): Rejection => ({
  where: input.where,
  reason: `${input.source}/${input.key}: ${reason}`,
})

/** What makes a derivation another one: the rule, the declaration, and which claims went in. */
function derivationContent(spec: DeriveSpec, e: Evaluation): string {
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
