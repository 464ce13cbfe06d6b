/** Why the answers to a fact may differ: gathers what the rule looks at. */
import type { Decimal } from '../../lib/decimal.ts'
import type { Likely, Place, PriceContext, Stated, StatedPrice } from '../belief/disagreement.ts'
import { likelyKind } from '../belief/disagreement-kind.ts'
import { intervalIn } from '../belief/measured.ts'
import { rivalsOf } from './belief.ts'
import { conditionsText } from './describe.ts'
import type { Reader } from './reader.ts'
import type { ClaimRow, ModelAlias, Offer, PriceRow, ResolutionRow } from './rows.ts'
import { type StatementRow, statementKey } from './statement-loaders.ts'

/** What may lie behind the answers of a period; null where none differs. */
export async function likelyKindOf(read: Reader, period: ResolutionRow): Promise<Likely | null> {
  if (period.rivalIds.length === 0) return null
  const [fact, claims, others] = await Promise.all([
    read.fact(period.factId),
    read.claimsOfFact.load(period.factId),
    rivalsOf(read, period),
  ])
  const answer = claims.find((c) => c.id === period.claimId) ?? (await read.claim.load(period.claimId))
  if (!fact || answer?.form !== 'NUMBER') return null
  const rivals = others.filter((c) => isCounted(c, period, answer.unitCode!))
  const context = fact.kind === 'PRICE' ? await contextOf(read, fact) : NO_CONTEXT
  const { own, siblings, elsewhere, price } = context
  const [told, beside] = await Promise.all([
    teller(read, [answer, ...rivals], [...claims, ...siblings, ...elsewhere], own),
    sellersOf(read, elsewhere),
  ])
  const priceOf = (row: StatementRow): StatedPrice => ({ ...told(row), ...beside(row) })
  const found = likelyKind({
    answer: told(answer),
    rivals: rivals.map(told),
    claims: claims.filter((c) => c.form === 'NUMBER').map(told),
    instant: instantOf(period, read.asOf.time),
    price: price && { ...price, siblings: siblings.map(priceOf), elsewhere: elsewhere.map(priceOf) },
  })
  if (found) read.quoted(found.evidence)
  return found
}

/** The last moment of the period that has come by now; the first of one that has not begun. */
function instantOf({ validFrom, validTo }: ResolutionRow, now: Date): number {
  if (validFrom && validFrom > now) return validFrom.getTime()
  return Math.min(now.getTime(), validTo ? validTo.getTime() - 1 : Number.POSITIVE_INFINITY)
}

/** Suspect rivals lie outside of the spread; they are looked at only where nothing else differs. */
function isCounted(claim: ClaimRow, { spreadLow, spreadHigh }: ResolutionRow, unit: string): boolean {
  const interval = claim.form === 'NUMBER' ? intervalIn(numberOf(claim), unit) : null
  if (!interval) return false
  if (spreadLow === null || spreadHigh === null || spreadLow === spreadHigh) return true
  const isWithin = (end: Decimal) => !end.isFinite() || (end.gte(spreadLow) && end.lte(spreadHigh))
  return isWithin(interval.low) && isWithin(interval.high)
}

const values = new WeakMap<ClaimRow, Stated['value']>()

/** The number with its unit, the same object each time: it is compared with many. */
function numberOf(claim: ClaimRow): Stated['value'] {
  const known = values.get(claim)
  if (known) return known
  const { low, point, high, qualifier, unitCode } = claim
  const value = { low, point, high, qualifier: qualifier!, unit: unitCode! }
  values.set(claim, value)
  return value
}

interface Context {
  price: Omit<PriceContext, 'siblings' | 'elsewhere'> | null
  /** Statements of the fact itself. */
  own: readonly StatementRow[]
  siblings: readonly StatementRow[]
  elsewhere: readonly StatementRow[]
}

const NO_CONTEXT: Context = { price: null, own: [], siblings: [], elsewhere: [] }

/** Meters by which a row of prices is recognised at another seller. */
const MAIN_METERS = ['input', 'output']

/** All prices go through the same steps, so that what many of them load is one statement each. */
async function contextOf(read: Reader, price: PriceRow): Promise<Context> {
  const { modelSlug, sellerSlug, meterCode } = price
  const [offer, seller] = await Promise.all([
    read.offer.load(price.offerSlug),
    read.provider.load(sellerSlug),
  ])
  const { isMakersOwn } = offer!
  // What others ask explains only what is said of the maker's own offer.
  const meters = isMakersOwn ? [...new Set([meterCode, ...MAIN_METERS])] : []
  const [siblings, elsewhere, country, names] = await Promise.all([
    read.statementsOfSeller.load(statementKey(modelSlug, sellerSlug)),
    Promise.all(meters.map((meter) => read.statementsOfMeter.load(statementKey(modelSlug, meter)))),
    seller!.countryCode ? read.country.load(seller!.countryCode) : null,
    read.datedAliases.load(modelSlug),
  ])
  return {
    price: {
      ...placeOf({ ...price, ...offer! }),
      isMakersOwn,
      sellersCurrency: country?.currency ?? null,
      movingName: movingName(names, offer!),
    },
    own: siblings.filter((row) => row.factId === price.id),
    siblings: siblings.filter((row) => row.factId !== price.id),
    elsewhere: elsewhere.flat().filter((row) => row.sellerSlug !== sellerSlug),
  }
}

/** An endpoint is spelled as its name, with what else sets it apart before it: `vertex:gemini-pro-latest`. */
function movingName(names: readonly ModelAlias[], { endpoint, sellerSlug }: Offer): string | null {
  const text = endpoint?.slice(endpoint.indexOf(':') + 1)
  const found = names.find(
    (n) => n.kind === 'MOVING' && n.text === text && (n.sellerSlug ?? sellerSlug) === sellerSlug,
  )
  return found?.text ?? null
}

type PlaceRow = Omit<PriceRow, 'id' | 'kind'> & Pick<StatementRow, 'endpoint' | 'region' | 'plan'>

function placeOf(row: PlaceRow): Place {
  return {
    offer: row.offerSlug,
    endpoint: row.endpoint,
    isBase: row.region === null && row.plan === null,
    meter: row.meterCode,
    terms: conditionsText({ ...row, cacheLifetime: null }),
    lifetime: row.cacheLifetime,
  }
}

/** @param rows those whose sellers a reason may name. */
async function sellersOf(read: Reader, rows: readonly StatementRow[]) {
  const slugs = [...new Set(rows.map((row) => row.sellerSlug))]
  const names = new Map(
    await Promise.all(slugs.map(async (slug) => [slug, (await read.provider.load(slug))!.name] as const)),
  )
  return (row: StatementRow) => ({
    ...placeOf(row),
    sellerName: names.get(row.sellerSlug) ?? row.sellerSlug,
    conditions: conditionsText(row, { region: row.region, plan: row.plan }),
  })
}

/**
 * Claims as the rule reads them.
 * @param paired those whose days are compared, the others are only looked up.
 * @param own statements of the fact, which hold the starts that price files state.
 */
async function teller(
  read: Reader,
  paired: readonly ClaimRow[],
  all: readonly ClaimRow[],
  own: readonly StatementRow[],
): Promise<(claim: ClaimRow) => Stated> {
  const slugs = [...new Set([...paired, ...all].map((c) => c.sourceSlug))]
  const [sources, sightings] = await Promise.all([
    Promise.all(slugs.map(async (slug) => [slug, (await read.source.load(slug))!] as const)),
    Promise.all(paired.map(async ({ id }) => [id, await read.sightingsOfClaim.load(id)] as const)),
  ])
  const source = new Map(sources)
  const seen = new Map(sightings)
  const starts = new Map(own.map((row) => [row.id, row.statedFrom]))
  return (claim) => {
    const { title, publishedOn, accessedOn } = source.get(claim.sourceSlug)!
    return {
      id: claim.id,
      factId: claim.factId,
      source: claim.sourceSlug,
      sourceName: title,
      value: numberOf(claim),
      periods: claim.periods,
      statedFrom: claim.series === null ? claim.validFrom : (starts.get(claim.id) ?? null),
      statedOn: seen.get(claim.id)?.lastSeenOn ?? publishedOn ?? accessedOn,
    }
  }
}
