/** Epoch AI's table of notable models: what training those cost that our files of names know. */
import { Decimal } from '../../../lib/decimal.ts'
import { type Names, readNames } from '../../market/names.ts'
import type { CsvRow } from '../csv.ts'
import type { StatisticRecord } from '../types.ts'
import { vendorsOf } from './makers.ts'
import { RecordDraft, type Said, sameName, slugCounts, slugOf } from './record.ts'
import { type EpochTable, Rows } from './tables.ts'
import { dayOf, numberOf, withoutNoise } from './values.ts'

const COST = 'Training compute cost (2023 USD)'
/** Beside the columns that are read, those that hold numbers and nothing else. */
const NUMBERS = [
  ...['Citations', 'Epochs', 'Training time (hours)', 'Hardware quantity', 'Hardware utilization'],
  ...[
    'Training dataset size (datapoints)',
    'Training power draw (W)',
    'Finetune compute (FLOP)',
    'Batch size',
  ],
  ...['Parameters', 'Training compute (FLOP)', COST],
]
const [MILLION, BILLION] = [1_000_000, 1_000_000_000]
/** So many times more or less is a mistake. */
const MISTAKE = 10
const CONFIDENCES = new Set(['', 'Confident', 'Likely', 'Speculative', 'Unknown'])

export const models: EpochTable = {
  name: 'notable models',
  source: 'epoch-ai-notable-models',
  required: [
    'Model',
    'Organization',
    'Publication date',
    'Parameters',
    'Training compute (FLOP)',
    'Confidence',
    COST,
  ],
  read(table) {
    const names = readNames()
    const counts = slugCounts(table, 'Model')
    return new Rows(table, (row, rows) => recordOf(row, rows, counts, names)).content
  },
}

function recordOf(
  row: CsvRow,
  rows: Rows,
  counts: ReadonlyMap<string, number>,
  names: Names,
): StatisticRecord {
  const name = row.get('Model').replace(/\s+/g, ' ')
  const draft = new RecordDraft(rows.path(name), row)
  const slug = slugOf(name)
  if (slug === '') return draft.quarantine('the model has no name')
  const shifted = shiftedColumn(row)
  if (shifted !== undefined)
    return draft.quarantine(
      `its columns have slipped: ${shifted} is ${JSON.stringify(draft.text(shifted).slice(0, 40))}`,
    )
  const count = counts.get(slug)!
  if (count > 1) return draft.quarantine(sameName(count))
  const day = dayOf(row.get('Publication date'))!
  rows.mentioned.add(day)
  const found = modelOf(name, draft.text('Organization'), day, names)
  if ('reason' in found) return draft.quarantine(found.reason)
  const indicator = (metric: string) =>
    ({ kind: 'INDICATOR', subject: `model/${found.slug}`, metric }) as const
  const confidence = draft.text('Confidence')
  const note = /^$|Unknown/.test(confidence) ? '' : `Epoch AI calls its confidence "${confidence}".`
  // The table does not say which of its numbers the makers state: none is more than an estimate.
  const said: Said = { basis: 'ESTIMATED', note }
  const compute = withoutNoise(draft.number('Training compute (FLOP)'))
  draft.claim(`${slug}.training-compute`, indicator('training-compute'), compute, 'FLOP', said)
  draft.claim(`${slug}.parameters`, indicator('parameters-total'), parametersOf(draft, name), '1', said)
  draft.claim(
    `${slug}.training-cost`,
    indicator('training-cost'),
    draft.number(COST)?.round() ?? null,
    'USD',
    {
      ...said,
      note: `In dollars of 2023. ${note}`.trimEnd(),
    },
  )
  return draft.done('it holds none of the figures that are read')
}

const SIZE = /(?<![\p{L}\d.])(\d+(?:\.\d+)?) ?([BM])(?!\p{L})/u

/** Null, which is told, where the name itself says ten times more or less: `Llama 2-7B` has no 70 billion. */
function parametersOf(draft: RecordDraft, name: string): Decimal | null {
  const parameters = draft.number('Parameters')
  const [size, digits, scale] = SIZE.exec(name) ?? []
  if (!parameters || size === undefined) return parameters
  const times = parameters.div(new Decimal(digits!).mul(scale === 'B' ? BILLION : MILLION))
  if (times.lt(MISTAKE) && times.gt(new Decimal(1).div(MISTAKE))) return parameters
  draft.problem(`Parameters is ${draft.text('Parameters')}, and its name says ${size}`)
  return null
}

/** A column that holds what cannot be its own: whoever stored the table split or joined the row wrongly. */
function shiftedColumn(row: CsvRow): string | undefined {
  if (dayOf(row.get('Publication date')) === null) return 'Publication date'
  if (!CONFIDENCES.has(row.get('Confidence'))) return 'Confidence'
  return NUMBERS.find((column) => row.get(column) !== '' && numberOf(row.get(column)) === null)
}

/**
 * The model of ours that has this name, in its slug's spelling or as an alias: `Claude 3.5 Sonnet` of Anthropic is
 * `claude-3.5-sonnet`. It follows from the files of names alone; whether the ledger holds it yet is asked afterwards.
 */
function modelOf(
  name: string,
  organisations: string,
  day: string,
  names: Names,
): { slug: string } | { reason: string } {
  const [vendor, ...others] = vendorsOf(organisations)
  if (vendor === undefined) return { reason: `the model ${name} is not in our files of names` }
  if (others.length > 0)
    return { reason: `${[vendor, ...others].join(' and ')} made it, and nothing tells whose it is` }
  const offer = names.offerOf('epoch-ai', 'epoch-ai', `${vendor}/${name.replaceAll(' ', '-')}`, day)
  if ('reason' in offer) return offer
  if (offer.model.unreconciled) return { reason: `the model ${name} is not in our files of names` }
  if (offer.plan || offer.tier || offer.endpoint || offer.region)
    return { reason: `the name ${name} means one way of using a model, and no model` }
  return { slug: offer.model.slug }
}
