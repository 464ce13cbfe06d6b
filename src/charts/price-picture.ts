/** Draws prices as steps: a sign where a price begins, a cross where an offer ends, dashes for what is announced. */
import type { Look } from './chart.ts'
import { place, signed } from './cited.ts'
import { coloursOf } from './drawing.ts'
import { keyView, type Sign } from './key-view.ts'
import type { PriceLine } from './price-history.ts'
import { roomOf } from './theme.ts'

/** Of the labels of prices, on the left. */
const AXIS = 46

const SIGNS = [
  ['circle', 'blue'],
  ['square', 'orange'],
  ['diamond', 'green'],
  ['triangle-up', 'purple'],
  ['triangle-down', 'blue'],
  ['cross', 'orange'],
] as const

const END = 'M-.8,-.8L.8,.8M-.8,.8L.8,-.8'
const ANNOUNCED = [6, 4]
/** From when it is not known. */
const OPEN = [1.5, 3]

interface Segment {
  line: string
  /** Offers that it stands for. */
  offers: number
  from: string
  to: string
  value: number
  /** Of the price before, where this one follows at once. */
  before: number | null
  announced: boolean
  open: boolean
  /** Nothing follows, though it has an end. */
  ends: boolean
  stroke: string
  fill: string
  shape: string
  dash: readonly number[]
  width: number
}

export function pricePicture(all: readonly PriceLine[], now: string, look: Look): Record<string, unknown> {
  const colours = coloursOf(look)
  const domain = domainOf(all, now)
  const lines = drawnOnce(all)
  const signs = lines.map((_, i) => {
    const [shape, colour] = SIGNS[i % SIGNS.length]!
    return { shape, stroke: colours[colour], fill: i < SIGNS.length ? colours[colour] : colours.page }
  })
  const segments = lines.flatMap((line, i) => segmentsOf(line, signs[i]!, domain))
  const width = roomOf(look) - AXIS - 6
  const format = { en: '%b %Y', zh: '%Y年%-m月' }[look.language]
  const at = (field: string) => ({ field, type: 'temporal' })
  const x = {
    ...at('from'),
    scale: { domain: domain.map((time) => Date.parse(time)), nice: false },
    axis: {
      title: null,
      format,
      grid: false,
      tickCount: Math.max(4, Math.floor(width / 100)),
      labelFlush: true,
      labelOverlap: true,
    },
  }
  const most = Math.max(0, ...segments.map(({ value }) => value))
  const y = (field: string) => ({
    ...{ field, type: 'quantitative' },
    scale: { domain: [0, most * 1.12 || 1], nice: false },
    axis: {
      ...{
        title: lines[0]?.unit ?? null,
        titleAngle: 0,
        titleAlign: 'left',
        titleAnchor: 'end',
        titleX: -AXIS,
        titleY: -8,
      },
      ...{ titleBaseline: 'bottom', minExtent: AXIS, maxExtent: AXIS, tickCount: 5 },
    },
  })
  const literal = (field: string) => ({ field, type: 'nominal', scale: null })
  const paint = { stroke: literal('stroke'), strokeDash: literal('dash') }
  const thick = { field: 'width', type: 'quantitative', scale: null }
  return {
    spacing: 12,
    vconcat: [
      {
        ...{ width, height: look.width < 480 ? 240 : 320 },
        view: { stroke: null },
        data: { values: segments },
        layer: [
          {
            mark: { type: 'rule', strokeCap: 'butt' },
            encoding: { x: at('from'), x2: { field: 'to' }, y: y('value'), ...paint, strokeWidth: thick },
          },
          {
            transform: [{ filter: 'datum.before !== null' }],
            mark: { type: 'rule', strokeWidth: 1.4 },
            encoding: { x: at('from'), y: y('before'), y2: { field: 'value' }, ...paint },
          },
          {
            transform: [{ filter: '!datum.open' }],
            mark: { type: 'point', size: 60, opacity: 1, strokeWidth: 1.5 },
            encoding: {
              ...{ x, y: y('value'), shape: literal('shape') },
              ...{ stroke: literal('stroke'), fill: literal('fill') },
            },
          },
          {
            transform: [{ filter: 'datum.ends' }],
            mark: { type: 'point', shape: END, size: 80, opacity: 1, strokeWidth: 2.2, filled: false },
            encoding: { x: at('to'), y: y('value'), stroke: literal('stroke') },
          },
        ],
      },
      keyView(
        [
          ...lines.map((line, i) => ({ ...signs[i]!, words: wordsOf(line, look) })),
          ...meanings(segments, look),
        ],
        look,
        width,
      ),
    ],
  }
}

/** Lines that would lie on each other, as one with the names of all its sellers; the maker's own stays apart. */
function drawnOnce(all: readonly PriceLine[]): (PriceLine & { offers: number })[] {
  const key = ({ id, own, periods }: PriceLine) =>
    own
      ? id
      : JSON.stringify(
          periods.map(({ claim: { value }, from, to }) => [
            ...[from, to, value?.low, value?.point, value?.high, value?.qualifier],
          ]),
        )
  return [...Map.groupBy(all, key).values()].map((same) => ({
    ...same[0]!,
    name: {
      en: same.map(({ name }) => name.en).join(', '),
      zh: same.map(({ name }) => name.zh).join('、'),
    },
    offers: same.length,
  }))
}

/** From the first known begin to the time of the revision, and a little beyond what is announced. */
function domainOf(lines: readonly PriceLine[], now: string): [string, string] {
  const times = lines
    .flatMap(({ periods }) => periods.flatMap(({ from, to }) => [from, to]))
    .filter((t) => t !== null)
  const first = [...times, now].reduce((a, b) => (a < b ? a : b))
  const last = [...times, now].reduce((a, b) => (a > b ? a : b))
  const [start, end] = [Date.parse(first), Date.parse(last)]
  const day = 86_400_000
  const span = Math.max(end - start, 30 * day)
  const after = last > now ? span * 0.12 : span * 0.02
  return [new Date(start - span * 0.02).toISOString(), new Date(end + after).toISOString()]
}

function segmentsOf(
  line: PriceLine & { offers: number },
  sign: { shape: string; stroke: string; fill: string },
  [start, end]: [string, string],
): Segment[] {
  const { periods } = line
  return periods.flatMap(({ claim, from, to, announced }, i) => {
    if (!claim.value) return []
    const [before, after] = [periods[i - 1], periods[i + 1]]
    const joins = before?.claim.value && before.to !== null && before.to === from
    return [
      {
        ...{ line: line.id, offers: line.offers },
        ...{ from: from ?? start, to: to ?? end, value: place(claim.value) },
        before: joins ? place(before.claim.value!) : null,
        ...{
          announced,
          open: from === null,
          ends: to !== null && !(after?.claim.value && after.from === to),
        },
        ...{ ...sign, width: line.own ? 3.4 : 1.6 },
        dash: announced ? ANNOUNCED : from === null ? OPEN : [1, 0],
      },
    ]
  })
}

/** The seller with its newest price, and whether it has ended. */
function wordsOf({ name, own, periods }: PriceLine, { language }: Look): string {
  const zh = language === 'zh'
  const priced = periods.filter(({ claim, announced }) => claim.value && !announced).at(-1)
  const ended =
    priced && priced.to !== null && !periods.some(({ claim, from }) => claim.value && from === priced.to)
  const told = priced ? `: ${signed(priced.claim.value!, language)}` : ''
  const day = ended ? priced.to!.slice(0, 10) : ''
  const until = day && (zh ? `，至 ${day} 止` : `, until ${day}`)
  const next = periods.find(({ claim, announced }) => claim.value && announced)
  const value = next ? signed(next.claim.value!, language) : ''
  const from = next?.from?.slice(0, 10)
  const later = next ? (zh ? `，${from} 起 ${value}` : `, ${value} from ${from}`) : ''
  return `${name[language]}${own ? (zh ? '（开发者自营）' : " (maker's own)") : ''}${told}${next ? later : until}`
}

function meanings(segments: readonly Segment[], look: Look): Sign[] {
  const { ink } = coloursOf(look)
  const word = (en: string, zh: string) => (look.language === 'zh' ? zh : en)
  const all: [boolean, Sign][] = [
    [
      segments.some(({ ends }) => ends),
      { shape: END, stroke: ink, fill: ink, words: word('the offer or price ends', '报价结束') },
    ],
    [
      segments.some(({ announced }) => announced),
      { dash: ANNOUNCED, stroke: ink, words: word('announced', '已宣布') },
    ],
    [
      segments.some(({ open }) => open),
      { dash: OPEN, stroke: ink, words: word('since when is not known', '起始时间不明') },
    ],
  ]
  return all.filter(([used]) => used).map(([, sign]) => sign)
}
