/** Checks a bill against the ledger: the prices of the day, those before, and those of other models. */
import { AppError } from '../../errors.ts'
import type { Verdict } from '../../kinds/vocabulary.ts'
import { type Decimal, parseDecimal } from '../../lib/decimal.ts'
import { calendarText, isoDay } from '../../lib/period.ts'
import type { OfferPriceRow } from '../read/price-loaders.ts'
import type { Reader } from '../read/reader.ts'
import type { Model, QuantityRow } from '../read/rows.ts'
import { type CauseKind, type Judgement, judgeBill, type Situation } from './bill.ts'
import {
  chosenOffer,
  knownFor,
  type OfferArgs,
  type OfferChoice,
  type OfferOption,
  offerAmong,
  optionOf,
} from './offers.ts'
import { type Quote, quoted } from './read.ts'
import type { Moment, Usage } from './usage.ts'

export interface Bill {
  amount: Decimal
  /** Null: that of the prices. */
  currency: string | null
}

/** Nothing of it is kept. */
export interface InvoiceCheck {
  verdict: Verdict
  billed: string
  quote: Quote
  /** Billed minus expected. */
  deviation: QuantityRow | null
  /** Billed by expected. */
  ratio: string | null
  explanation: string
  causes: { kind: CauseKind; text: string; quote: Quote }[]
}

/** So many changes of the offer's prices are looked back. */
const CHANGES = 12

/** @throws AppError BAD_ARGUMENT unless it is an amount from 0 to 10^15. */
export function billOf(billed: string, currency: string | null | undefined): Bill {
  const amount = parseDecimal(billed)
  if (!amount || amount.lt(0) || amount.gt(1e15))
    throw new AppError('BAD_ARGUMENT', '`billed` is an amount from 0 to 10^15.')
  if (typeof currency === 'string' && !/^[A-Z]{3}$/.test(currency))
    throw new AppError('BAD_ARGUMENT', '`currency` is a code of three capitals, such as "USD".')
  return { amount, currency: currency ?? null }
}

/** @returns null where the model has no such offer. */
export async function checkInvoice(
  read: Reader,
  named: Model,
  bill: Bill,
  usage: Usage,
  moment: Moment,
  args: OfferArgs,
): Promise<InvoiceCheck | null> {
  const { model, choice } = await chosenOffer(read, named, args)
  const rows = offerAmong(await pricesAt(read, model.slug, moment.instant, choice), choice)
  if (rows.length === 0) return null
  const situation = await situationOf(read, model, rows, usage, moment, choice)
  const judged = judgeBill(bill.amount, situation)
  const currency = judged.draft.total?.unitCode
  const isForeign = bill.currency !== null && currency !== undefined && bill.currency !== currency
  const quote = await quoted(read, rows, judged.draft, usage, moment)
  const causes = await Promise.all(
    (isForeign ? [] : judged.causes).map(async ({ kind, text, draft, options, tier, day }) => {
      const asked = [
        { ...usage, tier },
        { ...moment, day: day ?? moment.day },
      ] as const
      const of = options.map((o) => o.row)
      return { kind, text, quote: await quoted(read, of, draft, ...asked) }
    }),
  )
  const { deviation } = judged
  return {
    verdict: isForeign ? 'UNCONFIRMED' : judged.verdict,
    billed: bill.amount.toFixed(),
    quote,
    deviation:
      isForeign || deviation === null
        ? null
        : { low: null, point: deviation, high: null, qualifier: 'EXACT', unitCode: currency! },
    ratio: isForeign ? null : judged.ratio,
    explanation: isForeign
      ? `It was billed in ${bill.currency}, and the prices are in ${currency}; currencies are not converted.`
      : explained(judged),
    causes,
  }
}

function pricesAt(
  read: Reader,
  model: string,
  instant: number,
  { seller }: OfferChoice,
): Promise<OfferPriceRow[]> {
  return read.pricesOfModel.load({ model, seller, instant })
}

function explained({ verdict, draft, deviation, causes }: Judgement<OfferOption>): string {
  if (verdict === 'CONSISTENT') return 'It is what the prices of the day add up to, within its own rounding.'
  const open =
    draft.unpriced.length > 0 ? ` Not priced: ${draft.unpriced.map((u) => u.meter).join(', ')}.` : ''
  if (draft.total === null) return `None of it can be priced, so nothing can be said of the bill.${open}`
  const off = deviation?.startsWith('-')
    ? `It is ${deviation.slice(1)} ${draft.total.unitCode} less than`
    : deviation
      ? `It is ${deviation} ${draft.total.unitCode} more than`
      : 'It is not'
  const likely = causes[0] ? ` Most likely: ${causes[0].text}` : ' No single mistake that we try explains it.'
  // Of a few cents nearly anything is the rounding.
  const others = causes.length > 1 ? ' Within the rounding of the bill other mistakes fit as well.' : ''
  return `${off} what the prices of the day add up to.${open}${likely}${others}`
}

async function situationOf(
  read: Reader,
  model: Model,
  rows: readonly OfferPriceRow[],
  usage: Usage,
  { instant }: Moment,
  choice: OfferChoice,
): Promise<Situation<OfferOption>> {
  const [changes, related] = await Promise.all([
    changesOf(
      read,
      rows.filter((r) => usage.quantities.has(r.meterCode)),
      instant,
    ),
    relatedOf(read, model, choice),
  ])
  const [before, theirs] = await Promise.all([
    Promise.all(changes.map((change) => pricesAt(read, model.slug, change - 1, choice))),
    Promise.all(related.map(({ slug }) => pricesAt(read, slug, instant, choice))),
  ])
  const options = (of: readonly OfferPriceRow[]) => offerAmong(of, choice).map(optionOf)
  return {
    usage,
    known: await knownFor(read, usage, [rows, ...before, ...theirs].flat()),
    options: rows.map(optionOf),
    earlier: changes.map((change, i) => ({
      until: calendarText(new Date(change), 'DAY'),
      day: isoDay(new Date(change - 1)),
      options: options(before[i]!),
    })),
    others: related
      .map(({ name, alias }, i) => ({ name, alias, options: options(theirs[i]!) }))
      .filter((other) => other.options.length > 0),
  }
}

/** When one of the prices began or ended, in milliseconds, the newest first. */
async function changesOf(read: Reader, rows: readonly OfferPriceRow[], instant: number): Promise<number[]> {
  const periods = (await Promise.all(rows.map((r) => read.periodsOfFact.load(r.id)))).flat()
  const ends = periods.flatMap((p) => [p.validFrom, p.validTo]).map((date) => date?.getTime() ?? Infinity)
  return [...new Set(ends.filter((end) => end <= instant))].sort((a, b) => b - a).slice(0, CHANGES)
}

/** Models of the same name, then the others that the seller has of the maker. */
async function relatedOf(
  read: Reader,
  { slug, makerSlug }: Model,
  { seller }: OfferChoice,
): Promise<{ slug: string; name: string; alias: string | null }[]> {
  const [ofName, ofMaker] = await Promise.all([
    read.modelsOfSameName.load(slug),
    read.modelsOfMakerAt.load(JSON.stringify([makerSlug, seller])),
  ])
  const alias = new Map(ofName.map((m) => [m.modelSlug, m.text]))
  const slugs = [...new Set([...alias.keys(), ...ofMaker.map((m) => m.modelSlug)])].filter((s) => s !== slug)
  const models = await Promise.all(slugs.map((s) => read.model.load(s)))
  return models.flatMap((m) => (m ? [{ slug: m.slug, name: m.name, alias: alias.get(m.slug) ?? null }] : []))
}
