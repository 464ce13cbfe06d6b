/** Which provider an upstream seller is, and how it writes names. */
import type { ProviderKind } from '../../kinds/vocabulary.ts'
import type { NameFiles, SellerId } from './names-files.ts'
import type { Pattern } from './names-patterns.ts'
import { spell } from './names-slugs.ts'

/** A seller as one of its upstream ids means it. */
export interface SellerEntry {
  slug: string
  name: string
  kinds: readonly ProviderKind[]
  isKnown: boolean
  makes: string | undefined
  only: boolean
  endpoint: string | undefined
  region: string | undefined
  plan: string | undefined
  /** Of the id, the seller and the format, in this order. */
  patterns: readonly Pattern[]
}
type Provider = Pick<SellerEntry, 'slug' | 'name' | 'kinds'>

export class Sellers {
  readonly #files: NameFiles['sellers']
  readonly #providers: ReadonlyMap<string, Provider>
  /** By id, and by format and id where only that format means it so. */
  readonly #ids = new Map<string, { slug: string; id: SellerId }>()
  readonly #entries = new Map<string, SellerEntry>()

  constructor(files: NameFiles['sellers'], providers: ReadonlyMap<string, Provider>) {
    this.#files = files
    this.#providers = providers
    for (const [slug, seller] of Object.entries(files.sellers))
      for (const id of seller.ids) this.#ids.set(keyOf(id.format, id.id), { slug, id })
  }

  /** An id that no file knows is the provider whose slug it spells, or a new one. */
  find(format: string, seller: string): SellerEntry {
    const key = keyOf(format, seller)
    const before = this.#entries.get(key)
    if (before) return before
    const entry = this.#entry(format, seller)
    this.#entries.set(key, entry)
    return entry
  }

  #entry(format: string, seller: string): SellerEntry {
    const known = this.#ids.get(keyOf(format, seller)) ?? this.#ids.get(keyOf(undefined, seller))
    const slug = known?.slug ?? spell(seller, 'without dots')
    const provider = this.#providers.get(slug)
    const rules = Object.hasOwn(this.#files.sellers, slug) ? this.#files.sellers[slug] : undefined
    const { formats } = this.#files
    const ofFormat = Object.hasOwn(formats, format) ? formats[format]!.patterns : []
    return {
      slug,
      name: provider?.name ?? seller,
      kinds: provider?.kinds ?? [],
      isKnown: provider !== undefined,
      // A provider that no file lists as a seller is a maker that sells its own.
      makes: rules ? rules.makes : provider?.slug,
      only: rules?.only !== undefined,
      endpoint: known?.id.endpoint,
      region: known?.id.region,
      plan: known?.id.plan,
      patterns: [...(known?.id.patterns ?? []), ...(rules?.patterns ?? []), ...ofFormat],
    }
  }

  /** A model's name as the seller itself writes it: without what some formats put before it. */
  withoutPrefix(format: string, seller: string, model: string): string {
    const { formats, sellers } = this.#files
    if (!Object.hasOwn(formats, format) || !formats[format]!.prefixed) return model
    const { slug } = this.find(format, seller)
    const own = Object.hasOwn(sellers, slug) ? sellers[slug]!.prefixes : []
    const prefixes = [...own, `${seller.toLowerCase()}/`]
    const lower = model.toLowerCase()
    return model.slice(prefixes.find((prefix) => lower.startsWith(prefix))?.length ?? 0)
  }
}

const keyOf = (format: string | undefined, id: string) => JSON.stringify([format ?? null, id.toLowerCase()])
