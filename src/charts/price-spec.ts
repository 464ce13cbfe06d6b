/** The picture of makers' list prices: a line for each model, below the name of its maker. */
import type { TopLevelSpec } from 'vega-lite'
import type { Look } from './chart.ts'
import { paletteOf } from './palette.ts'
import { type Listed, pointOf } from './price-list.ts'
import { roomOf, SMALL } from './theme.ts'
import { unitWords } from './words.ts'

const SHAPES = ['circle', 'square', 'diamond', 'triangle-up', 'triangle-down']

export function priceSpec(prices: readonly Listed[], look: Look): TopLevelSpec {
  const { language } = look
  const { ink, soft, page, kinds } = paletteOf(look)
  const zh = language === 'zh'
  const narrow = look.width < 480
  const name = (named: { name: string; nameZh: string | null }) =>
    ((zh && named.nameZh) || named.name).replaceAll('|', ' ')
  const country = ({ price }: Listed) => {
    const known = price.model.maker.country
    return known ? name(known) : zh ? '国家未收录' : 'country not recorded'
  }
  const lines: string[] = []
  const add = (line: string) => {
    if (!lines.includes(line)) lines.push(line)
    return line
  }
  const values = prices.map((listed) => {
    const { model, meter } = listed.price
    add(`maker|${name(model.maker)}`)
    return {
      line: add(`model|${name(model)}|${model.slug}`),
      ...{ country: country(listed), meter: meter.code, price: Number(pointOf(listed.claim)) },
      ...{ words: pointOf(listed.claim), low: Number(listed.low), high: Number(listed.high) },
    }
  })
  const countries = [...new Set(values.map((value) => value.country))]
  const all = values.flatMap(({ low, high }) => [low, high])
  const domain = all.length > 0 ? [Math.min(...all) / (narrow ? 5 : 2.6), Math.max(...all) * 2.6] : [1, 10]
  const unit = prices[0] ? unitWords(prices[0].claim.value!.unit, language) : ''
  const isMaker = "indexof(datum.value, 'maker|') === 0"
  const number = (meter: string, align: string, dx: number) => ({
    transform: [{ filter: `datum.meter === '${meter}'` }],
    mark: { type: 'text', align, baseline: 'middle', dx, fontSize: SMALL, color: ink },
    encoding: { text: { field: 'words' } },
  })
  return {
    data: { values: values as never },
    height: { step: 19 },
    encoding: {
      y: {
        field: 'line',
        type: 'nominal',
        scale: { domain: lines, padding: 0 },
        axis: {
          ...{
            title: null,
            grid: false,
            ticks: false,
            domain: false,
            labelLimit: Math.round(roomOf(look) * 0.42),
          },
          labelExpr: "split(datum.value, '|')[1]",
          labelColor: { condition: { test: isMaker, value: soft }, value: ink },
          labelPadding: 6,
        },
      },
      x: {
        field: 'price',
        type: 'quantitative',
        scale: { type: 'log', domain, nice: false },
        axis: {
          title: unit + (zh ? '（对数刻度）' : ' (log scale)'),
          // Beside long names it has no room to the right.
          ...(narrow ? { titleAnchor: 'end', titleAlign: 'right' } : {}),
          ...{ values: [0.01, 0.1, 1, 10, 100, 1000], format: ',~r' },
        },
      },
    },
    layer: [
      {
        transform: [{ filter: 'datum.low < datum.high' }],
        // Below the numbers, which it would cover.
        mark: { type: 'rule', strokeWidth: 4, yOffset: 7.5, color: soft, opacity: 0.45, strokeCap: 'round' },
        encoding: { x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' } },
      },
      {
        transform: [
          {
            aggregate: [
              { op: 'min', field: 'price', as: 'from' },
              { op: 'max', field: 'price', as: 'to' },
            ],
            groupby: ['line'],
          },
        ],
        mark: { type: 'rule', strokeWidth: 1, color: soft },
        encoding: { x: { field: 'from', type: 'quantitative' }, x2: { field: 'to' } },
      },
      {
        mark: { type: 'point', size: 70, strokeWidth: 1.8, opacity: 1 },
        encoding: {
          stroke: {
            ...{
              field: 'country',
              type: 'nominal',
              scale: { domain: countries, range: countries.map((_, i) => kinds[i % kinds.length]) },
            },
            legend: { title: null, symbolFillColor: 'transparent' },
          },
          shape: {
            field: 'country',
            type: 'nominal',
            scale: { domain: countries, range: countries.map((_, i) => SHAPES[i % SHAPES.length]) },
          },
          fill: {
            condition: countries.map((one, i) => ({
              test: `datum.meter === 'output' && datum.country === ${JSON.stringify(one)}`,
              value: kinds[i % kinds.length],
            })),
            value: page,
          },
        },
      },
      number('input', 'right', -8),
      number('output', 'left', 8),
    ],
  } as TopLevelSpec
}
