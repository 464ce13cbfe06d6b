/** Flows of which one end is no hub: where their short arrows are out of the way, and where there is room to name the end. */
import type { Look } from './chart.ts'
import { labelWidth, tenth } from './drawing.ts'
import { type Arrow, arrow, type Box, boxOf, type Label, meet, type Point } from './map-marks.ts'
import { SMALL } from './theme.ts'

/** Pixels. */
const LENGTH = 42
const NEAR = 7

/** Degrees off the first direction, best first. */
const TURNS = [0, 30, -30, 60, -60, 75, -75]

const CHINESE: Readonly<Record<string, string>> = {
  'Western China': '西部地区',
  Nationwide: '全国',
  Guangzhou: '广州',
  'Guangzhou and Shenzhen': '广州、深圳',
  'Beijing-Tianjin-Hebei region': '京津冀地区',
}

/** Of an area as the API words it; in Chinese too where its name is known. */
export const areaName = (area: string, { language }: Pick<Look, 'language'>): string =>
  language === 'zh' ? (CHINESE[area] ?? area) : area

/**
 * An arrow between a hub and no place: to the west of a hub that sends, to the east of one that takes, turned to where
 * it passes fewest of the taken points.
 */
export function shortArrow(hub: Point, sends: boolean, taken: readonly Point[]): Arrow & { outer: Point } {
  const tried = TURNS.map((turn) => {
    const angle = (((sends ? 193 : 18) + (sends ? -turn : turn)) * Math.PI) / 180
    const outer: Point = [tenth(hub[0] + LENGTH * Math.cos(angle)), tenth(hub[1] + LENGTH * Math.sin(angle))]
    const drawn = sends
      ? arrow(hub, outer, { from: 8, to: 0 }, 0.1)
      : arrow(outer, hub, { from: 0, to: 9 }, 0.1)
    const own = dense([...drawn.line, ...drawn.head.slice(0, 1)])
    const crowd = taken.filter((point) => own.some((one) => distance(one, point) < NEAR)).length
    return { ...drawn, outer, crowd }
  })
  const { crowd: _, ...best } = tried.reduce((a, b) => (b.crowd < a.crowd ? b : a))
  return best
}

/** A point about every two pixels. */
export function dense(line: readonly Point[]): Point[] {
  return line.flatMap((to, i) => {
    const from = line[i - 1] ?? to
    const count = Math.max(1, Math.ceil(distance(from, to) / 2))
    return Array.from({ length: count }, (_, k): Point => {
      const part = (k + 1) / count
      return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part]
    })
  })
}

const distance = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1])

export interface EndLabel extends Label {
  text: string
  width: number
  height: number
}

/**
 * Names beyond the outer ends of short arrows, where they cover nothing.
 * @param taken points of arrows and signs.
 */
export function endLabels(
  ends: readonly { outer: Point; hub: Point; text: string }[],
  boxes: readonly Box[],
  taken: readonly Point[],
  map: { width: number; height: number },
): EndLabel[] {
  const kept: { label: EndLabel; box: Box }[] = []
  for (const { outer, hub, text } of ends) {
    const size = { width: labelWidth(text), height: SMALL + 2 }
    const [ux, uy] = [(outer[0] - hub[0]) / LENGTH, (outer[1] - hub[1]) / LENGTH]
    const beside = ux > 0 ? 'left' : 'right'
    const places: Label[] = [
      { align: beside, x: outer[0] + Math.sign(ux) * 4, y: outer[1] },
      { align: 'center', x: outer[0], y: outer[1] + (uy < 0 ? -10 : 10) },
      { align: beside, x: outer[0], y: outer[1] + (uy < 0 ? -9 : 9) },
    ]
    const free = places.find((place) => {
      const box = boxOf(place, size)
      const inside = box.left >= 0 && box.top >= 0 && box.right <= map.width && box.bottom <= map.height
      const clear = [...boxes, ...kept.map(({ box }) => box)].every((other) => !meet(box, other))
      return (
        inside &&
        clear &&
        !taken.some(([x, y]) => x > box.left && x < box.right && y > box.top && y < box.bottom)
      )
    })
    if (free) {
      const label = { ...free, x: tenth(free.x), y: tenth(free.y), text, ...size }
      kept.push({ label, box: boxOf(free, size) })
    }
  }
  return kept.map(({ label }) => label)
}
