/** Models by slug or alias, and what answers for those that were merged. */
import { factOf } from '../../kinds/facts.ts'
import { fold } from '../../lib/text.ts'
import type { Reader } from './reader.ts'
import type { Model, ModelAlias, PriceRow, Provider } from './rows.ts'

/**
 * The model of this slug; else the one that has this alias, if it is only one. Of a name that moves from model to
 * model, the one that it means when the revision was made.
 */
export async function modelOf(read: Reader, name: string): Promise<Model | null> {
  const model = await read.model.load(name)
  if (model) return model
  const slugs = [...new Set((await read.modelByAlias.load(fold(name))).map((a) => a.key))]
  const named = (await Promise.all(slugs.map((slug) => read.model.load(slug)))).filter((m) => m !== null)
  const standing = named.filter((m) => !m.mergedInto)
  if (standing.length <= 1) return standing[0] ?? named[0] ?? null
  const aliases = (await Promise.all(standing.map((m) => read.datedAliases.load(m.slug)))).flat()
  const meant = aliases.filter((a) => fold(a.text) === fold(name) && holds(a, read.asOf.time))
  const targets = [...new Set(meant.map((a) => a.modelSlug))]
  return targets.length === 1 ? read.model.load(targets[0]!) : null
}

function holds({ validFrom, validTo }: ModelAlias, time: Date): boolean {
  return (validFrom ?? validTo) !== null && (!validFrom || validFrom <= time) && (!validTo || validTo > time)
}

/** The model that answers for a merged one in the end. */
export async function mergedModel(read: Reader, model: Model): Promise<Model | null> {
  const into = model.mergedInto ? await read.model.load(model.mergedInto) : null
  return into && ((await mergedModel(read, into)) ?? into)
}

/** As `mergedModel`, of providers. */
export async function mergedProvider(read: Reader, provider: Provider): Promise<Provider | null> {
  const into = provider.mergedInto ? await read.provider.load(provider.mergedInto) : null
  return into && ((await mergedProvider(read, into)) ?? into)
}

/** The price that answers for one of a merged model or seller; null for all others. */
export async function mergedPrice(read: Reader, price: PriceRow): Promise<PriceRow | null> {
  const [model, seller, offer] = await Promise.all([
    read.model.load(price.modelSlug),
    read.provider.load(price.sellerSlug),
    read.offer.load(price.offerSlug),
  ])
  const [newModel, newSeller] = [await mergedModel(read, model!), await mergedProvider(read, seller!)]
  if (!newModel && !newSeller) return null
  const given = (text: string | null) => text ?? undefined
  const { id } = factOf({
    kind: 'PRICE',
    isMakersOwn: false,
    price: {
      ...{ model: newModel?.slug ?? price.modelSlug, seller: newSeller?.slug ?? price.sellerSlug },
      ...{ endpoint: given(offer!.endpoint), region: given(offer!.region), plan: given(offer!.plan) },
      ...{ meter: price.meterCode, tier: price.tier, promptAbove: given(price.promptAbove) },
      ...{ windowFrom: given(price.windowFrom), windowTo: given(price.windowTo) },
      thresholdCounts: given(price.thresholdCounts) as never,
      thresholdScope: given(price.thresholdScope) as never,
      cacheLifetime: given(price.cacheLifetime),
    },
  })
  return read.factOfKind('PRICE', id)
}
