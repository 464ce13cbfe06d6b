/**
 * How upstream names of sellers and models become our slugs: by exact id and the curated files of `seeds/names`, never by
 * likeness. What a name means depends on the format, the seller, the name and the day alone, never on what the ledger
 * holds, so the order of imports cannot matter.
 */
import { join } from 'node:path'
import type { ProviderKind } from '../../kinds/vocabulary.ts'
import { sha256 } from '../../lib/ids.ts'
import { Aliases, type FoundAlias } from './names-aliases.ts'
import { checkNames } from './names-check.ts'
import { type NameFiles, nameFilesHash, readNameFiles } from './names-files.ts'
import { Makers } from './names-makers.ts'
import {
  ALIAS_KINDS,
  type AliasKind,
  applyPatterns,
  type Pattern,
  type Reading,
  readingOf,
} from './names-patterns.ts'
import { type SellerEntry, Sellers } from './names-sellers.ts'
import { partOf, spell, unreconciledSlug } from './names-slugs.ts'

/** Raise it when the same files give other names than before. */
const RULES = '1'
/** Longer names are no names. */
const LENGTH_MAX = 300
/** A vendor before the name, unless the seller's patterns found it otherwise. */
const VENDOR = /^([^/]+)\/(.+)$/su

interface NamedProvider {
  slug: string
  name: string
  kinds: readonly ProviderKind[]
}

export interface NamedOffer {
  /** `isKnown` is false where no file knows the id: the slug is made of it. */
  seller: NamedProvider & { isKnown: boolean }
  /** Null where nobody says who made it; then the model is the seller's own entry, and unreconciled. */
  maker: NamedProvider | null
  model: { slug: string; unreconciled: boolean }
  /** Parts of the offer: how it is reached, where it runs or is bought, how it is paid. */
  endpoint?: string
  region?: string
  plan?: string
  /** Conditions that the name itself states: `fast`, `272000`. */
  tier?: string
  promptAbove?: string
  /** Set unless the name is the model's own slug. A name that moves has the days on which it meant this model. */
  alias?: { text: string; kind: AliasKind; validFrom?: string; validTo?: string }
}

export class Names {
  /** SHA-256 of what the files say: another one means that names may mean something else. */
  readonly fingerprint: string
  readonly #everywhere: readonly Pattern[]
  readonly #sellers: Sellers
  readonly #makers: Makers
  readonly #aliases: Aliases
  readonly #providers: ReadonlyMap<string, NamedProvider>

  constructor(files: NameFiles, content: string) {
    this.fingerprint = sha256(`${RULES}\n${content}`)
    this.#everywhere = files.aliases.everywhere
    this.#providers = new Map(files.providers.providers.map((p) => [p.slug, p]))
    this.#sellers = new Sellers(files.sellers, this.#providers)
    this.#makers = new Makers(files.makers.makers)
    this.#aliases = new Aliases(files.aliases)
  }

  /**
   * @param seller as written upstream: `vertex_ai-language-models`.
   * @param model as written upstream: `us.anthropic.claude-opus-4-6-v1`.
   * @param day `2026-07-24`: names that move mean what they meant on it.
   * @returns a reason where they name nothing, as the end of a sentence that begins with the record.
   */
  offerOf(format: string, seller: string, model: string, day: string): NamedOffer | { reason: string } {
    const problem = problemOf(seller, 'seller') ?? problemOf(model, 'model')
    if (problem) return { reason: problem }
    const at = this.#sellers.find(format, seller.trim())
    const text = this.#sellers.withoutPrefix(format, seller.trim(), model.trim())
    const reading = this.#read(at, text)
    if (reading.refusal) return { reason: `its name ${text} ${reading.refusal}` }
    if (reading.name === '') return { reason: `its name ${text} names no model` }
    return this.#named(at, text, reading, day)
  }

  /** What the patterns find in a name, up to its vendor. */
  #read(at: SellerEntry, text: string): Reading {
    const reading = readingOf(text, at.endpoint, at.region, at.plan)
    applyPatterns(at.patterns, reading)
    const split = reading.vendor === undefined ? VENDOR.exec(reading.name) : null
    if (split) [, reading.vendor, reading.name] = split as unknown as [string, string, string]
    applyPatterns(this.#everywhere, reading)
    return reading
  }

  #named(at: SellerEntry, text: string, reading: Reading, day: string): NamedOffer {
    const maker = this.#makerOf(at, reading)
    if (maker !== null) applyPatterns(this.#makers.patternsOf(maker), reading)
    const found = this.#aliases.find(at.slug, text.toLowerCase(), reading.name, day, (target) => {
      const whose = this.#makers.ofSlug(target)
      return maker === whose || (maker === null && reading.vendor === undefined)
    })
    if (found?.kind) reading.kinds.add(found.kind)
    const owner = found?.isCurated ? this.#makers.ofSlug(found.model) : maker
    const name = found?.model ?? reading.name
    const slug =
      owner === null
        ? unreconciledSlug(at.slug, reading.vendor, name)
        : this.#makers.slugOf(owner, spell(name, 'with dots'))
    return this.#offer(at, owner, slug, text, reading, found)
  }

  #makerOf(at: SellerEntry, { vendor, name }: Reading): string | null {
    if (vendor !== undefined) return this.#makers.ofVendor(vendor)
    if (at.only && at.makes) return at.makes
    return this.#makers.ofBrand(name) ?? at.makes ?? null
  }

  #offer(
    at: SellerEntry,
    owner: string | null,
    slug: string,
    text: string,
    reading: Reading,
    found: FoundAlias | null,
  ): NamedOffer {
    const moves = found?.kind === 'MOVING' || found?.kind === 'REDIRECT'
    // A name that moves is an offer of its own: its prices never mix with those of the model it means today.
    const endpoints = moves ? [...reading.endpoints, text] : reading.endpoints
    const kind = ALIAS_KINDS.find((k) => reading.kinds.has(k)) ?? 'RENAMED'
    const offer: NamedOffer = {
      seller: { slug: at.slug, name: at.name, kinds: at.kinds, isKnown: at.isKnown },
      maker: owner === null ? null : (this.#providers.get(owner) ?? null),
      model: { slug, unreconciled: owner === null },
    }
    const endpoint = endpoints.map(partOf).filter(Boolean).join(':')
    const plan = reading.plans.map(partOf).join(' ')
    if (endpoint) offer.endpoint = endpoint
    if (reading.region) offer.region = partOf(reading.region)
    if (plan) offer.plan = plan
    if (reading.tier) offer.tier = reading.tier
    if (reading.promptAbove) offer.promptAbove = reading.promptAbove
    if (text !== slug) {
      offer.alias = { text, kind }
      if (found?.from) offer.alias.validFrom = found.from
      if (found?.to) offer.alias.validTo = found.to
    }
    return offer
  }
}

function problemOf(name: string, what: string): string | null {
  if (name.trim() === '') return `its ${what} has no name`
  if (name.length > LENGTH_MAX) return `the name of its ${what} has more than ${LENGTH_MAX} characters`
  return /\p{Cc}/u.test(name) || !name.isWellFormed()
    ? `the name of its ${what} holds characters that no name has`
    : null
}

const FOLDER = join(import.meta.dirname, '../../../seeds/names')

/** Changes with the files and with how they are read, as `Names.fingerprint`, and takes no reading of them. */
export const namesHash = (): string => nameFilesHash(RULES, FOLDER)

/**
 * @param folder other files than the seeds' own.
 * @throws StartupError with everything that is wrong with the files.
 */
export function readNames(folder = FOLDER): Names {
  const { files, content } = readNameFiles(folder)
  checkNames(files)
  return new Names(files, content)
}
