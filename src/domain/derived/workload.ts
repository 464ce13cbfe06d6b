/** What a workload's electricity costs, and how much CO2 it causes, at each hub. */
import { AppError } from '../../errors.ts'
import { canonical } from '../../lib/decimal.ts'
import type { At } from '../read/belief.ts'
import type { Reader } from '../read/reader.ts'
import type { EnergyRateRow, Hub, IndicatorRow } from '../read/rows.ts'
import {
  attempted,
  type Computation,
  computation,
  type Draft,
  inputsOf,
  type Operand,
  shown,
  without,
} from './computation.ts'
import { energyPerTokens, positive, type RangeArgs } from './energy-per-token.ts'
import { carbonOf, costOf, energyOf, moneyOf } from './formulas.ts'
import { type AtPlace, carbonAt, rateAt } from './hub-rates.ts'
import { dayText, given } from './operands.ts'

export interface WorkloadArgs {
  /** Kilowatt-hours; or `tokens` instead. Decimals as text. */
  energy?: string | null | undefined
  tokens?: string | null | undefined
  energyPerMillionTokens?: RangeArgs | null | undefined
}

/** The electricity of a workload, with the claims behind it. */
export interface Workload {
  energy: Operand
  claims: Operand[]
  assumptions: string[]
  warnings: string[]
  /** Why it is not known. */
  reason: string | null
}

export interface HubWorkload {
  hub: Hub
  at: At
  rate: AtPlace<EnergyRateRow> | null
  carbonIntensity: AtPlace<IndicatorRow> | null
  cost: Computation
  carbon: Computation
}

/** Ten times what the world makes in a year, and tokens of as many years: somebody mixed up units. */
const MOST_KWH = '1e15'
const MOST_TOKENS = '1e24'

/** @throws AppError BAD_ARGUMENT. */
export async function workloadOf(read: Reader, args: WorkloadArgs, at: At): Promise<Workload> {
  const { energy, tokens, energyPerMillionTokens } = args
  if ((typeof energy === 'string') === (typeof tokens === 'string'))
    throw new AppError('BAD_ARGUMENT', 'Give one of `energy`, in kilowatt-hours, and `tokens`.')
  if (typeof energy === 'string') {
    if (energyPerMillionTokens)
      throw new AppError('BAD_ARGUMENT', '`energyPerMillionTokens` belongs to `tokens`, not to `energy`.')
    const point = canonical(positive('energy', energy, MOST_KWH))
    return known(given('energy', { low: null, point, high: null, qualifier: 'EXACT', unitCode: 'kWh' }))
  }
  const point = canonical(positive('tokens', tokens!, MOST_TOKENS))
  const count = given('tokens', { low: null, point, high: null, qualifier: 'EXACT', unitCode: 'tok' })
  const per = await energyPerTokens(read, energyPerMillionTokens, at)
  if (!per) {
    const reason = 'The ledger holds no energy per token; give `energyPerMillionTokens`.'
    return { ...known(count), reason }
  }
  const [a, b] = inputsOf([count, per.operand])
  const value = attempted(() => energyOf(a!, b!))
  if (typeof value === 'string') return { ...known(count), reason: value }
  return {
    energy: given('energy', shown(value, 'kWh')),
    claims: per.claims,
    assumptions: [per.assumption],
    warnings: per.warnings,
    reason: null,
  }
}

const known = (energy: Operand): Workload => ({
  ...{ energy, claims: [], assumptions: [], warnings: [] },
  reason: null,
})

const COST = 'Electricity × what a kilowatt-hour costs where the hub lies.'
const CARBON = 'Electricity × what the grid emits for a kilowatt-hour where the hub lies.'

/** Both at one hub, by the rate and the carbon intensity that are known nearest to it. */
export async function workloadAt(read: Reader, hub: Hub, work: Workload, at: At): Promise<HubWorkload> {
  const [rate, carbonIntensity] = await Promise.all([rateAt(read, hub, at), carbonAt(read, hub, at)])
  const by = async (
    named: Pick<Draft, 'name' | 'formula'>,
    place: AtPlace<EnergyRateRow | IndicatorRow> | null,
    lacking: string,
    of: typeof carbonOf,
    unitOf: (rateUnit: string) => string,
  ) => {
    const draft = {
      ...named,
      assumptions: [...work.assumptions, placeText(hub, place, at), ...(place?.assumptions ?? [])],
      warnings: work.warnings,
    }
    const cited = [...work.claims, ...(place?.cited ?? [])]
    if (work.reason !== null) return without(draft, cited, work.reason)
    if (!place) return without(draft, cited, `The ledger holds no ${lacking} for ${hub.name} or its country.`)
    const operands = [work.energy, place.operand]
    const [a, b] = inputsOf(operands)
    const value = attempted(() => of(a!, b!))
    const unit = unitOf(place.operand.quantity.unitCode)
    return computation(read, draft, operands, value, unit, ([x, y]) => `${x} × ${y}`, cited)
  }
  const [cost, carbon] = await Promise.all([
    by({ name: 'workload-cost', formula: COST }, rate, 'electricity rate', costOf, moneyOf),
    by(
      { name: 'workload-carbon', formula: CARBON },
      carbonIntensity,
      'carbon intensity',
      carbonOf,
      () => 'kgCO2',
    ),
  ])
  return { hub, at, rate, carbonIntensity, cost, carbon }
}

function placeText({ name }: Hub, place: AtPlace<unknown> | null, at: At): string {
  if (!place) return 'Nothing is taken from other places.'
  const where = { HUB: name, SUBDIVISION: `the state or province of ${name}`, COUNTRY: 'the whole country' }
  return `The number of ${where[place.scope]}, by ${dayText(at)}; what a single site pays or emits may differ.`
}
