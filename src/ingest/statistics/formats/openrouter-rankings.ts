/** The format `openrouter-rankings`: a day's scrape of OpenRouter's page of rankings, tokens of a week by model and by author. */
import { isoDay } from '../../../lib/period.ts'
import { isTable, nameOf, own, type Table } from '../../formats/parts.ts'
import { acceptsJson, onlyFile } from '../../formats/snapshot.ts'
import { MarketEntities } from '../../market/entities.ts'
import { type Names, readNames } from '../../market/names.ts'
import { decimalText, parseJson } from '../../market/numbers.ts'
import { InputProblem } from '../../market/types.ts'
import type { ParsedRelease, StatisticClaim, StatisticFormat, StatisticRecord } from '../types.ts'
import { exactly, numberOf, withProblem } from '../values.ts'

const DAY_MS = 86_400_000
const SOURCE = 'openrouter-rankings'

export const openrouterRankings: StatisticFormat = {
  name: 'openrouter-rankings',
  help: 'the page https://openrouter.ai/rankings as a scraper keeps it in JSON: tokens of a week by model and author',
  accepts: acceptsJson,
  parse(files): ParsedRelease {
    const file = onlyFile(files, 'openrouter-rankings')
    const page = parseJson(file.path, file.bytes)
    const meta = isTable(page) ? own(page, 'meta') : undefined
    const fetched = isTable(meta) ? nameOf(own(meta, 'fetched_at')) : undefined
    if (!isTable(page) || fetched === undefined || Number.isNaN(Date.parse(fetched)))
      throw new InputProblem(
        file.path,
        'has no meta.fetched_at, so it is no file of the format openrouter-rankings',
      )
    const lists = ['models', 'market_share'].map((name) => own(page, name))
    if (lists.some((list) => !Array.isArray(list)))
      throw new InputProblem(file.path, 'has no lists named models and market_share')
    const [models, authors] = lists as [unknown[], unknown[]]
    if (models.length + authors.length === 0)
      // The scraper broke and went on writing files: that nobody uses any model is not what it found.
      throw new InputProblem(
        file.path,
        'all its lists are empty, so it is taken for a failed fetch and not for a week without tokens; leave it out',
      )
    const day = isoDay(new Date(fetched))
    const week = { from: isoDay(new Date(Date.parse(day) - 7 * DAY_MS)), to: day }
    const known: Known = { names: readNames(), entities: new MarketEntities(SOURCE), day }
    const records = [
      ...models.map((row, i) => recordOf(row, `models[${i}]`, week, (r) => modelOf(r, known))),
      ...authors.map((row, i) => recordOf(row, `market_share[${i}]`, week, (r) => authorOf(r, known))),
    ]
    return { source: SOURCE, records, entities: known.entities.rows(), date: day, mentioned: [] }
  },
}

interface Known {
  names: Names
  /** The models and makers that the page ranks, for a ledger that has not met them in prices. */
  entities: MarketEntities
  day: string
}

interface Found {
  id: string
  subject: string
  coverage: string
}

/** Models go by their canonical slugs, which end in the day of their release: `deepseek/deepseek-v3.2-20251201`. */
function modelOf(row: Table, { names, entities, day }: Known): Found | string {
  const id = nameOf(own(row, 'model_id'))
  if (id === undefined) return 'it has no model_id'
  const name = id.replace(/-20\d{6}(?=$|:)/, '')
  const offer = names.offerOf('openrouter-models', 'openrouter', name, day)
  if ('reason' in offer) return offer.reason
  if (offer.model.unreconciled) return `the model ${id} is not in our files of names`
  entities.add({ path: id, seller: 'openrouter', model: id, prices: [], problems: [] }, offer)
  // What is given away is used otherwise, and ranked apart.
  const coverage = offer.plan === 'free' ? 'openrouter-free' : 'openrouter-platform'
  return { id, subject: `model/${offer.model.slug}`, coverage }
}

function authorOf(row: Table, { names, entities, day }: Known): Found | string {
  const id = nameOf(own(row, 'author'))
  if (id === undefined) return 'it has no author'
  const offer = names.offerOf('openrouter-models', 'openrouter', `${id}/any`, day)
  const maker = 'reason' in offer ? null : offer.maker
  if (!maker) return `the author ${id} is not in our files of names`
  entities.provider(maker, false)
  return { id, subject: `provider/${maker.slug}`, coverage: 'openrouter-platform' }
}

function recordOf(
  row: unknown,
  place: string,
  week: { from: string; to: string },
  find: (row: Table) => Found | string,
): StatisticRecord {
  if (!isTable(row)) return withProblem(place, 'it is no object')
  const list = place.slice(0, place.indexOf('['))
  const found = find(row)
  if (typeof found === 'string') return { ...withProblem(place), quarantine: found }
  const path = `${list}, ${found.id}, ${week.to}`
  const tokens = decimalText(own(row, 'tokens'))
  if (tokens === null) return withProblem(path, 'its tokens are no number')
  const valid = { ...week, precision: 'WEEK' as const }
  const key = (name: string) => `${list}.${found.id}.${name}.${week.to}`
  const claims: StatisticClaim[] = [
    {
      key: key('tokens'),
      fact: { kind: 'TOKEN_USAGE', subject: found.subject, period: 'WEEK', coverage: found.coverage },
      value: exactly(tokens),
      unit: 'tok/wk',
      valid,
      locator: `${list}, ${found.id}: tokens`,
    },
  ]
  const share = numberOf(decimalText(own(row, 'share_pct')) ?? '')
  if (share !== null)
    claims.push({
      key: key('share'),
      fact: {
        kind: 'INDICATOR',
        subject: found.subject,
        metric: 'token-share',
        coverage: found.coverage,
      },
      value: exactly(share),
      unit: '%',
      valid,
      locator: `${list}, ${found.id}: share_pct`,
    })
  return { path, claims, problems: [] }
}
