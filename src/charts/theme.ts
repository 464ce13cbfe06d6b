/** How Vega-Lite draws what a chart leaves open: font, colours, sizes, names of months. */
import type { Config, TopLevelSpec } from 'vega-lite'
import type { Look } from './chart.ts'
import { paletteOf } from './palette.ts'

/** The family that pictures carry along. One weight only: what falls back between its parts keeps no other. */
export const FONT = 'Noto Sans SC'

/** Pixels; nothing in a picture is smaller. */
export const SMALL = 11

/** Pixels left and right of what is drawn. */
export const marginOf = ({ width }: Pick<Look, 'width'>) => (width < 480 ? 10 : 20)

/** Pixels that a chart may be wide. */
export const roomOf = (look: Pick<Look, 'width'>) => look.width - 2 * marginOf(look)

function themeOf(look: Look): Config {
  const { ink, soft, line, kinds, page } = paletteOf(look)
  const plain = {
    labelFontWeight: 400,
    titleFontWeight: 400,
    labelFontSize: SMALL,
    titleFontSize: 12,
  } as const
  const colours = { labelColor: ink, titleColor: soft }
  return {
    aria: false,
    font: FONT,
    background: page,
    // Letters reach lower than they are measured.
    padding: { left: 0, top: 2, right: 0, bottom: 5 },
    view: { stroke: null },
    title: { color: ink, subtitleColor: soft, fontWeight: 400, subtitleFontWeight: 400, anchor: 'start' },
    axis: {
      ...{ ...plain, ...colours, gridColor: line, domainColor: soft, tickColor: soft, titleAnchor: 'start' },
      ...{
        labelLimit: Math.round(roomOf(look) * 0.45),
        titleLimit: roomOf(look),
        labelOverlap: 'parity',
        labelSeparation: 8,
      },
    },
    legend: {
      ...{ ...plain, ...colours, orient: 'top', titleAnchor: 'start', symbolStrokeWidth: 1.5 },
      ...{ labelLimit: roomOf(look) - 30, titleLimit: roomOf(look), columnPadding: 12 },
    },
    header: {
      ...plain,
      ...colours,
      labelAnchor: 'start',
      labelLimit: roomOf(look),
      titleLimit: roomOf(look),
    },
    text: { color: ink, fontSize: SMALL, fontWeight: 400 },
    mark: { color: kinds[0]! },
    range: { category: [...kinds] },
    ...(look.language === 'zh' ? { locale: CHINESE } : {}),
  }
}

/** A spec as it is drawn: as wide as the look, in its colours; readers of the clock read UTC on every machine. */
export function themed(spec: TopLevelSpec, look: Look): TopLevelSpec {
  const single = 'mark' in spec || 'layer' in spec
  const own = (spec as { config?: Config }).config ?? {}
  const theme = themeOf(look) as Record<string, unknown>
  const config: Record<string, unknown> = { ...theme }
  for (const [key, value] of Object.entries(own))
    config[key] = isObject(value) && isObject(theme[key]) ? { ...theme[key], ...value } : value
  return inUtc({
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    ...spec,
    ...(single ? { width: roomOf(look), autosize: { type: 'fit-x', contains: 'padding' } } : {}),
    config,
  }) as TopLevelSpec
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Gives every scale of time the clock of UTC. Data are left as they are. */
function inUtc(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inUtc)
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, key === 'data' ? inner : inUtc(inner)])
  const copy = Object.fromEntries(entries) as Record<string, unknown>
  const timed = copy.type === 'temporal' && copy.scale !== null && ('field' in copy || 'datum' in copy)
  return timed ? { ...copy, scale: { type: 'utc', ...(copy.scale as object | undefined) } } : copy
}

const MONTHS = Array.from({ length: 12 }, (_, i) => `${i + 1}月`)
const DAYS = [...'日一二三四五六'].map((day) => `周${day}`)

const CHINESE: NonNullable<Config['locale']> = {
  time: {
    dateTime: '%Y年%-m月%-d日 %H:%M',
    date: '%Y年%-m月%-d日',
    time: '%H:%M',
    periods: ['上午', '下午'],
    days: DAYS as never,
    shortDays: DAYS as never,
    months: MONTHS as never,
    shortMonths: MONTHS as never,
  },
}
