/** The table of prices over time. */
import type { Row, Table, Texts } from './chart.ts'
import { ownSource } from './claims.ts'
import type { PriceLine } from './price-history.ts'

/** @param model its slug. @param meter its name. */
export function priceRows({ name, own, periods }: PriceLine, model: string, meter: string): Row[] {
  return periods.map(({ claim, from, to, announced }) => ({
    ...{
      model,
      meter,
      seller: name.en,
      own: own ? 'yes' : 'no',
    },
    state: claim.value === null ? 'NOT_OFFERED' : claim.value.point === '0' ? 'FREE' : 'PRICED',
    ...{ point: claim.value?.point ?? null, low: claim.value?.low ?? null, high: claim.value?.high ?? null },
    ...{ qualifier: claim.value?.qualifier ?? null, unit: claim.value?.unit.code ?? null },
    ...{ from, to, announced: announced ? 'yes' : 'no', period: claim.periodText },
    ...{ source: ownSource(claim)?.title ?? null, claim: claim.id },
  }))
}

const label = (en: string, zh: string): Texts => ({ en, zh })

export const COLUMNS: Table['columns'] = [
  { name: 'model', label: label('Model', '模型') },
  { name: 'meter', label: label('What is counted', '计费项') },
  { name: 'seller', label: label('Seller, and the offer where it has several', '销售方（及其报价）') },
  { name: 'own', label: label("Whether it is the maker's own offer", '是否开发者自营') },
  { name: 'state', label: label('Priced, free or not offered', '有价、免费或不提供') },
  { name: 'point', label: label('Price (in the unit of the row)', '价格（单位见本行）') },
  { name: 'low', label: label('Price, at least (in the unit of the row)', '价格下限（单位见本行）') },
  { name: 'high', label: label('Price, at most (in the unit of the row)', '价格上限（单位见本行）') },
  { name: 'qualifier', label: label('How the source puts it', '来源的限定') },
  { name: 'unit', label: label('Unit', '单位') },
  { name: 'from', label: label('From', '起') },
  { name: 'to', label: label('To (exclusive)', '止（不含）') },
  { name: 'announced', label: label('Announced, not yet in force', '已宣布、尚未生效') },
  { name: 'period', label: label('Period, in words', '时期') },
  { name: 'source', label: label('Source', '来源') },
  { name: 'claim', label: label('Id of the claim', '声明编号') },
]
