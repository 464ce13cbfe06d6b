/** Who makes a model, as the beginning of its name or the vendor before it says. */
import type { NameFiles } from './names-files.ts'
import type { Pattern } from './names-patterns.ts'

export class Makers {
  readonly #byPrefix = new Map<string, string>()
  /** By the character that a name must begin with; under '' those that begin otherwise. */
  readonly #brands = new Map<string, { maker: string; brand: RegExp }[]>()
  readonly #patterns = new Map<string, readonly Pattern[]>()

  constructor(makers: NameFiles['makers']['makers']) {
    for (const [maker, m] of Object.entries(makers)) {
      this.#patterns.set(maker, m.patterns)
      for (const prefix of m.prefixes) this.#byPrefix.set(prefix, maker)
      for (const brand of m.brands) {
        const first = firstOf(brand)
        this.#brands.set(first, [...(this.#brands.get(first) ?? []), { maker, brand }])
      }
    }
  }

  has(maker: string): boolean {
    return this.#patterns.has(maker)
  }

  patternsOf(maker: string): readonly Pattern[] {
    return this.#patterns.get(maker) ?? []
  }

  /** @param prefix in lower case: `deepseek-ai`. */
  ofVendor(prefix: string): string | null {
    return this.#byPrefix.get(prefix) ?? null
  }

  /** The maker whose brand a name begins with; the longest match wins, and a tie is nobody's. */
  ofBrand(name: string): string | null {
    let length = 0
    let makers = new Set<string>()
    const candidates = [this.#brands.get(name.charAt(0)), this.#brands.get('')]
    for (const { maker, brand } of candidates.flatMap((list) => list ?? [])) {
      brand.lastIndex = 0
      const matched = brand.exec(name)?.[0].length ?? -1
      if (matched > length) {
        length = matched
        makers = new Set([maker])
      } else if (matched === length) makers.add(maker)
    }
    const [maker] = makers
    return makers.size === 1 ? maker! : null
  }

  /** Whose model a slug names: the maker before its first dot, or by brand. Null for what is of no known maker. */
  ofSlug(slug: string): string | null {
    const before = slug.slice(0, Math.max(0, slug.indexOf('.')))
    return this.has(before) ? before : this.ofBrand(slug)
  }

  /** The slug of a maker's model: its name, with the maker before it unless the name itself tells the maker. */
  slugOf(maker: string, name: string): string {
    return this.ofSlug(name) === maker ? name : `${maker}.${name}`
  }
}

/** The character that every match of a brand begins with; empty where there is no such one. */
function firstOf(brand: RegExp): string {
  const hasChoice = brand.source.replace(/\([^()]*\)/g, '').includes('|')
  return hasChoice ? '' : (/^[a-z0-9](?![?*{])/.exec(brand.source)?.[0] ?? '')
}
