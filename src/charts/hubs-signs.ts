/** The signs of the map of hubs, and the key that tells what they mean. All places are in pixels. */
import type { Look } from './chart.ts'
import type { FlowData, HubData } from './computing-hubs.ts'
import { type Colours, LINE, pixels, texts } from './drawing.ts'

const ROLES = {
  DEMAND: {
    shape: 'square',
    colour: 'orange',
    en: 'hub that sends work (demand)',
    zh: '需求枢纽（输出任务）',
  },
  SUPPLY: { shape: 'circle', colour: 'blue', en: 'hub that takes work (supply)', zh: '供给枢纽（承接任务）' },
  MIXED: { shape: 'diamond', colour: 'green', en: 'hub that does both', zh: '兼具两种角色的枢纽' },
  NONE: { shape: 'triangle-up', colour: 'purple', en: 'hub whose role is not shown', zh: '未显示角色的枢纽' },
} as const

export const STRENGTHS: Record<FlowData['strength'], { dash: number[]; en: string; zh: string }> = {
  OFFICIAL: { dash: [1, 0], en: 'official flow', zh: '官方文件明确的流向' },
  PLANNED: { dash: [9, 4], en: 'planned flow', zh: '规划中的流向' },
  REPORTED: { dash: [1.5, 3], en: 'reported flow', zh: '媒体报道的流向' },
}

const CLUSTER = { en: 'small: a cluster of the hub', zh: '小号：枢纽下属集群' }
const BOLD = { en: 'flow that several documents or passages state', zh: '有多处表述的流向' }

const roleOf = (hub: HubData) => ROLES[hub.role ?? 'NONE']

/** A layer of hubs or clusters: shape and colour tell the role. */
export function signs(
  values: readonly { x: number; y: number; hub: HubData; size: number }[],
  colours: Colours,
): object {
  return {
    data: {
      values: values.map(({ x, y, hub, size }) => {
        const { shape, colour } = roleOf(hub)
        return { x, y, size, shape, colour: colours[colour], hub: hub.slug }
      }),
    },
    mark: { type: 'point', filled: true, opacity: 1, stroke: colours.page, strokeWidth: 1.2 },
    encoding: {
      ...{ x: pixels('x'), y: pixels('y') },
      size: { field: 'size', type: 'quantitative', scale: null },
      shape: { field: 'shape', type: 'nominal', scale: null },
      fill: { field: 'colour', type: 'nominal', scale: null },
    },
  }
}

interface Entry {
  text: string
  sign?: { hub: HubData; size: number }
  line?: { dash: readonly number[]; width: number }
}

/**
 * What the signs mean, in columns under the map.
 * @param drawn how each arrow of the map is drawn.
 */
export function keyOf(
  hubs: readonly HubData[],
  drawn: readonly { strength: FlowData['strength']; bold: boolean }[],
  { language }: Look,
  colours: Colours,
  box: { top: number; width: number; columns: number },
): { layers: object[]; bottom: number } {
  const some = Object.values(ROLES).flatMap((role) => hubs.find((hub) => roleOf(hub) === role) ?? [])
  const entries: Entry[] = [
    ...some.map((hub) => ({ text: roleOf(hub)[language], sign: { hub, size: 110 } })),
    ...some.slice(0, 1).map((hub) => ({ text: CLUSTER[language], sign: { hub, size: 30 } })),
    ...Object.entries(STRENGTHS)
      .filter(([name]) => drawn.some(({ strength }) => strength === name))
      .map(([, strength]) => ({ text: strength[language], line: { dash: strength.dash, width: 1.4 } })),
    ...drawn
      .filter(({ bold }) => bold)
      .slice(0, 1)
      .map(() => ({ text: BOLD[language], line: { dash: [1, 0], width: 2.8 } })),
  ]
  const perColumn = Math.ceil(entries.length / box.columns)
  const placed = entries.map((entry, i) => ({
    ...entry,
    x: Math.floor(i / perColumn) * (box.width / box.columns) + 26,
    y: box.top + (i % perColumn) * (LINE + 3),
  }))
  return {
    bottom: box.top + perColumn * (LINE + 3) - 6,
    layers: [
      texts(
        placed.map(({ x, y, text }) => ({ x, y, text })),
        { align: 'left', fill: colours.ink },
      ),
      signs(
        placed.flatMap(({ sign, x, y }) => (sign ? [{ x: x - 16, y, ...sign }] : [])),
        colours,
      ),
      ...placed.flatMap(({ line, x, y }) =>
        line
          ? {
              data: { values: [{ x: x - 26, x2: x - 6, y }] },
              mark: { type: 'rule', stroke: colours.ink, strokeWidth: line.width, strokeDash: line.dash },
              encoding: { x: pixels('x'), x2: { field: 'x2' }, y: pixels('y') },
            }
          : [],
      ),
    ],
  }
}
