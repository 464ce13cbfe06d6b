/** Checks and derived values of the `facts` format, as the ledger takes them. */
import type { CheckInput, DeriveSpec, InputRef } from '../../domain/ledger/input.ts'
import { type FactIdentity, factOf } from '../../kinds/facts.ts'
import { isoDay, parseCalendar } from '../../lib/period.ts'
import type { SeedCheck, SeedDerive, SeedRef } from './schema-check.ts'

function inputRef(name: string, ref: SeedRef): InputRef {
  if (typeof ref === 'string') return { name, claim: ref }
  const unit = ref.at === undefined ? null : parseCalendar(ref.at)
  // "At" a month means its last day, as `at` a day means its end.
  const at = unit?.to ? isoDay(new Date(unit.to.getTime() - 1)) : null
  return { name, fact: factOf(identityOf(ref)).id, at }
}

function identityOf(ref: Exclude<SeedRef, string>): FactIdentity {
  // Whose own offer it is decides its place in lists only, not its id.
  if (ref.price) return { kind: 'PRICE', price: ref.price, isMakersOwn: false }
  if (ref.energyRate) return { kind: 'ENERGY_RATE', ...ref.energyRate }
  if (ref.tokenUsage) return { kind: 'TOKEN_USAGE', ...ref.tokenUsage }
  return { kind: 'INDICATOR', ...ref.indicator! }
}

const refs = (inputs: Record<string, SeedRef>) =>
  Object.entries(inputs).map(([name, ref]) => inputRef(name, ref))

export function deriveSpec(seed: SeedDerive): DeriveSpec {
  return { formula: seed.formula, inputs: refs(seed.inputs), unit: null, digits: seed.digits ?? null }
}

export function checkInput(seed: SeedCheck, where: string): CheckInput {
  if (seed.retired) return { slug: seed.slug, spec: null, where }
  const { formula, inputs, unit = null, digits = null } = seed
  return {
    slug: seed.slug,
    spec: {
      claim: seed.claim!,
      question: seed.question!,
      compute: formula ? { formula, inputs: refs(inputs), unit, digits } : null,
      compare: seed.compare,
      dates: seed.dates
        ? { first: inputRef('first', seed.dates.first), second: inputRef('second', seed.dates.second) }
        : null,
      verdict: seed.verdict ?? null,
      beside: refs(seed.beside),
      reason: seed.reason ?? null,
    },
    where,
  }
}
