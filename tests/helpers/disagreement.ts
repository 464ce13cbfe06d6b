/** Disagreements in few words, and which kind the rule tells. */
import type { Contested, PriceContext, Stated, StatedPrice } from '../../src/domain/belief/disagreement.ts'
import { likelyKind } from '../../src/domain/belief/disagreement-kind.ts'

export const day = (text: string) => new Date(`${text}T00:00:00Z`)
const NOW = day('2026-06-01').getTime()

let made = 0
export function stated(
  source: string,
  point: string,
  more: Partial<Stated> & { unit?: string } = {},
): Stated {
  const { unit = 'USD/Mtok', ...rest } = more
  return {
    ...{ id: `c${++made}`, factId: 'fact', source, sourceName: source },
    value: { low: null, point, high: null, qualifier: 'EXACT', unit },
    periods: [{ validFrom: day('2026-01-01'), validTo: null }],
    ...{ statedFrom: null, statedOn: null },
    ...rest,
  }
}
export const until = (text: string) => ({ periods: [{ validFrom: null, validTo: day(text) }] })
export const from = (text: string) => ({ periods: [{ validFrom: day(text), validTo: null }] })

/** A price at the place of the one in question, unless told otherwise. */
export function beside(source: string, point: string, more: Partial<StatedPrice> = {}): StatedPrice {
  return {
    ...stated(source, point),
    factId: `${more.offer ?? ''} ${more.meter ?? 'output'} ${more.terms ?? ''} ${more.lifetime ?? ''}`,
    ...{ offer: 'acme/one', endpoint: null, isBase: true, meter: 'output', terms: '', lifetime: null },
    ...{ sellerName: 'Acme', conditions: more.terms ?? '' },
    ...more,
  }
}
export const elsewhere = (
  sellerName: string,
  source: string,
  point: string,
  more: Partial<StatedPrice> = {},
) => beside(source, point, { offer: `${sellerName}/one`, sellerName, ...more })

interface Given {
  answer: Stated
  rivals: Stated[]
  claims?: Stated[]
  price?: Partial<PriceContext> | null
}
export function contested({ answer, rivals, claims = [], price = {} }: Given): Contested {
  const own = { offer: 'acme/one', endpoint: null, isBase: true, meter: 'output', terms: '', lifetime: null }
  const none = { isMakersOwn: true, sellersCurrency: null, movingName: null, siblings: [], elsewhere: [] }
  return {
    ...{ answer, rivals, claims: [answer, ...rivals, ...claims], instant: NOW },
    price: price && { ...own, ...none, ...price },
  }
}
export const kindOf = (given: Given) => likelyKind(contested(given))?.kind ?? null
export const pair = (a: string, b: string) => ({ answer: stated('a', a), rivals: [stated('b', b)] })
