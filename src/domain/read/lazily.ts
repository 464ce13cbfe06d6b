/** Members that are made when they are asked for: of some sixty loaders a question asks few, and each takes room. */

type Makers<Of> = Readonly<Record<string, (of: Of) => object>>
type Union<T> = (T extends unknown ? (one: T) => void : never) extends (all: infer All) => void ? All : never

/** What all makers together make. */
export type Made<M extends Makers<never>> = Union<ReturnType<M[keyof M]>>

/** What has been made for one owner, by maker. */
export type Memo = Record<string, Record<string, unknown>>

type Class<Args extends unknown[], Of> = new (...args: Args) => Of

/**
 * Gives a class the members that the makers make, each maker's at once when one of them is asked for.
 * @param sample what the makers are asked to make once, to know what their members are called; they do nothing yet.
 */
export function lazily<Args extends unknown[], Of extends { readonly made: Memo }, M extends Makers<Of>>(
  owner: Class<Args, Of>,
  makers: M,
  sample: Of,
): Class<Args, Of & Made<M>> {
  for (const [maker, make] of Object.entries(makers))
    for (const name of Object.keys(make(sample)))
      Object.defineProperty(owner.prototype, name, {
        get(this: Of) {
          this.made[maker] ??= make(this) as Record<string, unknown>
          return this.made[maker]![name]
        },
      })
  return owner as Class<Args, Of & Made<M>>
}
