/** Names that mean a model of another name: for good, or from day to day. */
import type { NameFiles } from './names-files.ts'
import type { AliasKind } from './names-patterns.ts'

export interface FoundAlias {
  model: string
  /** Whether a file names the model, and so its maker. */
  isCurated: boolean
  kind: AliasKind | undefined
  /** The days on which a moving name means it; `to` exclusive. */
  from?: string | undefined
  to?: string | undefined
}
type Moving = NameFiles['aliases']['moving'][number]

/** More steps from name to name are a circle. */
const STEPS_MAX = 4

export class Aliases {
  /** By name, or by seller and name. */
  readonly #fixed = new Map<string, FoundAlias>()
  readonly #moving = new Map<string, Moving>()

  constructor(files: NameFiles['aliases']) {
    const lists = { RENAMED: files.renamed, SNAPSHOT: files.snapshots } as const
    for (const kind of ['RENAMED', 'SNAPSHOT'] as const)
      for (const [model, names] of Object.entries(lists[kind]))
        for (const name of names) this.#fixed.set(name, { model, isCurated: true, kind })
    for (const [seller, names] of Object.entries(files.atSellers))
      for (const [name, model] of Object.entries(names))
        this.#fixed.set(at(seller, name), { model, isCurated: true, kind: 'RENAMED' })
    for (const moving of files.moving) this.#moving.set(at(moving.seller, moving.name), moving)
  }

  /**
   * @param text the whole name at the seller, `name` what its patterns left of it; both in lower case.
   * @param isMeant whether a model can be meant, for a name says who made it as well.
   * @returns null where the name is the model's own.
   */
  find(
    seller: string,
    text: string,
    name: string,
    day: string,
    isMeant: (model: string) => boolean,
  ): FoundAlias | null {
    const moving = this.#moving.get(at(seller, text)) ?? this.#moving.get(at(seller, name))
    if (moving) return onDay(moving, day)
    const latest = /^(.+)-latest$/su.exec(name)?.[1]
    let found: FoundAlias | null =
      latest === undefined ? null : { model: latest, isCurated: false, kind: 'MOVING' }
    for (let step = 0; step < STEPS_MAX; step++) {
      const from = found?.model ?? name
      const whole = step === 0 ? this.#fixed.get(at(seller, text)) : undefined
      const next = whole ?? this.#fixed.get(at(seller, from)) ?? this.#fixed.get(from)
      if (!next || (!whole && !isMeant(next.model))) break
      found = { ...next, kind: found?.kind ?? next.kind }
    }
    return found
  }
}

/** What the name meant on the day: the last target that had begun, or the first. */
function onDay({ targets }: Moving, day: string): FoundAlias {
  let index = 0
  for (const [i, target] of targets.entries()) if (target.from !== undefined && target.from <= day) index = i
  return {
    model: targets[index]!.model,
    isCurated: true,
    kind: 'MOVING',
    from: targets[index]!.from,
    to: targets[index + 1]?.from,
  }
}

const at = (seller: string, name: string) => JSON.stringify([seller, name])
