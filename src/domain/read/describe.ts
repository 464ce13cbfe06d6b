/** Facts in words: what is asked, and what the answer is. Made at reading, so that wording may improve. */

import { areaName } from '../../kinds/areas.ts'
import { quantityText } from '../../kinds/format.ts'
import { Decimal } from '../../lib/decimal.ts'
import { thresholdText } from '../belief/condition-texts.ts'
import type { MaybePromise } from './batch.ts'
import { type At, preferredClaim, quantityOf } from './belief.ts'
import type { Reader } from './reader.ts'
import type { ClaimRow, FactRow, PriceRow, Subject, SubjectRefs } from './rows.ts'

/** What a fact is about. */
export async function subjectOf(read: Reader, refs: SubjectRefs): Promise<Subject> {
  const { countryCode, providerSlug, modelSlug, groupSlug, hubSlug, clusterSlug, publisherSlug, sourceSlug } =
    refs
  const found = async <T extends Subject['type']>(
    type: T,
    row: MaybePromise<Extract<Subject, { type: T }>['row'] | null>,
  ) => ({ type, row: (await row)! }) as Subject
  if (countryCode) return found('Country', read.country.load(countryCode))
  if (providerSlug) return found('Provider', read.provider.load(providerSlug))
  if (modelSlug) return found('Model', read.model.load(modelSlug))
  if (groupSlug) return found('ModelGroup', read.group.load(groupSlug))
  if (hubSlug) return found('Hub', read.hub.load(hubSlug))
  if (clusterSlug) return found('Cluster', read.cluster.load(clusterSlug))
  if (publisherSlug) return found('Publisher', read.publisher.load(publisherSlug))
  return found('Source', read.source.load(sourceSlug!))
}

async function subjectName(read: Reader, refs: SubjectRefs): Promise<string> {
  const subject = await subjectOf(read, refs)
  return subject.type === 'Source' ? subject.row.title : subject.row.name
}

type Conditions = Pick<
  PriceRow,
  'tier' | 'promptAbove' | 'thresholdCounts' | 'thresholdScope' | 'windowFrom' | 'windowTo' | 'cacheLifetime'
>

/**
 * The conditions of a price in words; empty for the plain price. `prompt above 272,000 tokens`, `batch tier, region us`.
 * @param more what stands at its offer and at its claim; without the latter, a threshold reads "above".
 */
export function conditionsText(
  price: Conditions,
  more: { region?: string | null; plan?: string | null; isInclusive?: boolean } = {},
): string {
  const { tier, promptAbove, thresholdCounts, thresholdScope, windowFrom, windowTo, cacheLifetime } = price
  const threshold = promptAbove
    ? thresholdText({
        amount: new Decimal(promptAbove),
        isInclusive: more.isInclusive ?? false,
        counts: thresholdCounts ?? 'PROMPT',
        isExcess: thresholdScope === 'EXCESS',
      })
    : ''
  return [
    tier === 'standard' ? '' : `${tier} tier`,
    threshold,
    windowFrom ? `daily from ${windowFrom} to ${windowTo} UTC` : '',
    cacheLifetime ? `kept in the cache for ${cacheLifetime}` : '',
    more.region ? `region ${more.region}` : '',
    more.plan ? `plan ${more.plan}` : '',
  ]
    .filter(Boolean)
    .join(', ')
}

const SECTOR_WORDS: Record<string, string> = {
  INDUSTRIAL: 'industry',
  COMMERCIAL: 'commerce',
  BUSINESS: 'businesses',
  DATA_CENTRE: 'data centres',
  WHOLESALE: 'the wholesale market',
}
const PERIOD_WORDS: Record<string, string> = { DAY: 'day', WEEK: 'week', MONTH: 'month', YEAR: 'year' }

/** The fact as a noun phrase: `Output tokens of DeepSeek V3.2 at DeepSeek`. */
async function factTitle(read: Reader, fact: FactRow): Promise<string> {
  switch (fact.kind) {
    case 'PRICE': {
      const [meter, model, offer] = await Promise.all([
        read.meter.load(fact.meterCode),
        read.model.load(fact.modelSlug),
        read.offer.load(fact.offerSlug),
      ])
      const seller = await read.provider.load(fact.sellerSlug)
      const scope = [offer!.endpoint, offer!.region, offer!.plan, conditionsText(fact)]
        .filter(Boolean)
        .join('; ')
      return `Price of ${meter!.name} of ${model!.name} at ${seller!.name}${scope ? ` (${scope})` : ''}`
    }
    case 'ENERGY_RATE': {
      const country = await read.country.load(fact.countryCode)
      const place = fact.area ? `${areaName(fact.area)} (${country!.name})` : country!.name
      return `Electricity price for ${SECTOR_WORDS[fact.sector]}, ${place}${fact.band ? ` (${fact.band})` : ''}`
    }
    case 'TOKEN_USAGE': {
      const [subject, coverage] = await Promise.all([
        subjectName(read, fact),
        read.coverage.load(fact.coverageCode),
      ])
      return `Tokens per ${PERIOD_WORDS[fact.period]} of ${subject} (${coverage!.name})`
    }
    case 'INDICATOR': {
      const [subject, metric, coverage] = await Promise.all([
        subjectName(read, fact),
        read.metric.load(fact.metricCode),
        fact.coverageCode ? read.coverage.load(fact.coverageCode) : null,
      ])
      return `${capital(metric!.name)} of ${subject}${coverage ? ` (${coverage.name})` : ''}`
    }
    case 'ASSERTION': {
      const [subject, topic] = await Promise.all([subjectName(read, fact), read.topic.load(fact.topicCode)])
      return `${capital(topic!.name)}: ${subject}`
    }
  }
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** One readable line: what is asked. */
export async function questionOf(read: Reader, fact: FactRow): Promise<string> {
  if (fact.kind === 'ASSERTION') return (await read.topic.load(fact.topicCode))!.question
  if (fact.kind === 'TOKEN_USAGE') {
    const [subject, coverage] = await Promise.all([
      subjectName(read, fact),
      read.coverage.load(fact.coverageCode),
    ])
    return `How many tokens per ${PERIOD_WORDS[fact.period]} are counted for ${subject} (${coverage!.name})?`
  }
  const title = await factTitle(read, fact)
  return `What is the ${withinSentence(title)}?`
}

/** A title within a sentence: "AI computing power" and "H100 equivalents" keep their capitals. */
const withinSentence = (title: string) =>
  /^\p{Lu}[\p{Lu}\d]/u.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1)

/** The answer of a claim in words, without its period. */
async function answerText(read: Reader, claim: ClaimRow): Promise<string> {
  const quantity = quantityOf(claim)
  if (quantity) return quantityText(quantity, (await read.unit.load(quantity.unitCode))!)
  return claim.form === 'NOT_OFFERED' ? 'not offered' : claim.text!
}

/** One readable sentence: the answer with its qualifier and date, and who says so. */
export async function statementOf(read: Reader, fact: FactRow, at: At): Promise<string> {
  const claim = await preferredClaim(read, fact.id, at)
  const title = await factTitle(read, fact)
  if (!claim) return `${title}: no claim answers ${at ? `for ${at}` : 'yet'}.`
  const [answer, publisher] = await Promise.all([answerText(read, claim), publisherName(read, claim)])
  const said = `according to ${publisher}`
  if (claim.form === 'TEXT') return `${answer.replace(/[.\s]+$/, '')} (${claim.periodText}), ${said}.`
  return `${title}: ${answer} (${claim.periodText}), ${said}.`
}

/** Stands where content was taken away. */
export const REDACTED_TEXT = 'Withheld on legal demand; a digest of what it said is kept.'

/** What the claim says, readable by itself: the source's point in our words, or made from its value. */
export async function claimText(read: Reader, claim: ClaimRow): Promise<string> {
  if (claim.form === 'REDACTED') return REDACTED_TEXT
  if (claim.text) return claim.text
  const fact = await read.fact(claim.factId)
  const [title, answer] = await Promise.all([factTitle(read, fact!), answerText(read, claim)])
  return `${title}: ${answer} (${claim.periodText}).`
}

async function publisherName(read: Reader, claim: ClaimRow): Promise<string> {
  const source = await read.source.load(claim.sourceSlug)
  return (await read.publisher.load(source!.publisherSlug))!.name
}
