/** The providers, models, pages and names that the records of a price file bring along. */
import type { EntityInput } from '../../domain/ledger/input.ts'
import type { AliasInput } from '../../domain/ledger/snapshot-input.ts'
import { contentId } from '../../lib/ids.ts'
import type { NamedOffer } from './names.ts'
import type { UpstreamRecord } from './types.ts'

export type Entities = MarketEntities

/** The provider in whose place an unknown maker stands; the seeds declare it. */
const UNKNOWN_MAKER = 'unknown-maker'

export class MarketEntities {
  readonly #source: string
  readonly #providers = new Map<string, EntityInput>()
  readonly #models = new Map<string, EntityInput & { aliases: string[] }>()
  readonly #publishers = new Map<string, EntityInput>()
  readonly #pages = new Map<string, EntityInput>()
  readonly #aliases = new Map<string, AliasInput>()

  /** @param source the slug of the price file, which everything cites. */
  constructor(source: string) {
    this.#source = source
  }

  /** All are inserted where absent; what the ledger knows of them stays, and further names are added. */
  rows(): EntityInput[] {
    return [this.#providers, this.#publishers, this.#pages, this.#models].flatMap((m) => [...m.values()])
  }

  aliases(): AliasInput[] {
    return [...this.#aliases.values()]
  }

  add(record: UpstreamRecord, offer: NamedOffer): void {
    const { seller, maker, model, alias } = offer
    this.provider(seller, !seller.isKnown, record.sellerName)
    if (maker) this.provider(maker, false)
    const entity = this.#models.get(model.slug) ?? this.#model(model, maker?.slug ?? UNKNOWN_MAKER, record)
    // Names for people, and the id as it is written upstream: whoever looks for either finds the model.
    for (const name of [record.modelName, record.model])
      if (name && name !== model.slug && !entity.aliases.includes(name)) entity.aliases.push(name)
    if (alias) {
      const row: AliasInput = {
        modelSlug: model.slug,
        text: alias.text,
        sellerSlug: seller.slug,
        kind: alias.kind,
        validFrom: alias.validFrom ?? null,
        validTo: alias.validTo ?? null,
      }
      this.#aliases.set(JSON.stringify(row), row)
    }
  }

  /** The slugs of the pages that a record names as its sources, whose publisher is the seller. */
  pagesOf(record: UpstreamRecord, { seller }: NamedOffer): string[] {
    return (record.urls ?? []).flatMap((url) => {
      const parsed = URL.canParse(url) ? new URL(url) : null
      if (!parsed || !/^https?:$/.test(parsed.protocol) || !url.isWellFormed()) return []
      const slug = `${seller.slug}-page-${contentId('url', { url }).slice(4, 12)}`
      if (!this.#pages.has(slug)) this.#page(slug, parsed, seller, record)
      return [slug]
    })
  }

  /** A provider that is not met as the seller or the maker of a record. */
  provider(
    p: { slug: string; name: string; kinds: readonly string[] },
    unreconciled: boolean,
    name?: string,
  ): void {
    if (this.#providers.has(p.slug)) return
    const nothing = { nameZh: null, countryCode: null, city: null, website: null, note: null }
    this.#providers.set(p.slug, {
      table: 'Provider',
      onlyIfAbsent: true,
      row: { slug: p.slug, name: p.name, kinds: p.kinds, ...nothing, unreconciled: unreconciled || null },
      aliases: name && name !== p.name ? [name] : [],
      cites: [{ source: this.#source, role: 'REPEATS', locator: `provider ${p.slug}` }],
    })
  }

  #model(model: NamedOffer['model'], makerSlug: string, record: UpstreamRecord) {
    const nothing = {
      nameZh: null,
      familySlug: null,
      releasedOn: null,
      releasedPrecision: null,
      openWeights: null,
      licence: null,
      note: null,
    }
    const entity = {
      table: 'Model' as const,
      onlyIfAbsent: true as const,
      row: {
        slug: model.slug,
        // "DeepSeek: DeepSeek V3.2 (free)": who makes it and on which plan it is sold are no part of its name.
        name: record.modelName?.replace(/^[^:()]+: /, '').replace(/ \(free\)$/, '') || model.slug,
        makerSlug,
        ...nothing,
        unreconciled: model.unreconciled || null,
      },
      aliases: [] as string[],
      cites: [{ source: this.#source, role: 'REPEATS' as const, locator: record.path }],
    }
    this.#models.set(model.slug, entity)
    return entity
  }

  #page(slug: string, url: URL, seller: NamedOffer['seller'], record: UpstreamRecord): void {
    const name = record.sellerName ?? seller.name
    this.#publishers.set(seller.slug, {
      table: 'Publisher',
      onlyIfAbsent: true,
      row: {
        ...{
          slug: seller.slug,
          name: seller.name,
          nameZh: null,
          kind: 'COMPANY',
          countryCode: null,
          city: null,
        },
        ...{ website: null, providerSlug: seller.slug, ownerSlug: null, note: null },
      },
      aliases: [],
      cites: [],
    })
    this.#pages.set(slug, {
      table: 'Source',
      onlyIfAbsent: true,
      row: {
        slug,
        title: `${name}: ${url.host}${url.pathname === '/' ? '' : url.pathname}`,
        ...{ titleZh: null, url: url.href, kind: 'PRICE_PAGE', publisherSlug: seller.slug },
        ...{
          publishedOn: null,
          publishedPrecision: null,
          licenceCode: null,
          attribution: null,
          accessedOn: null,
        },
        seenAs: 'named by price files as their source; not read by us',
        note: null,
      },
      aliases: [],
      cites: [],
    })
  }
}
