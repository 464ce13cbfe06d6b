/** Arrows and labels in pixels: how they bend, and where there is room. */
import { tenth } from './drawing.ts'

export type Point = readonly [x: number, y: number]

export interface Arrow {
  /** The curve, from tail to neck. */
  line: Point[]
  /** The head, closed. */
  head: Point[]
}

/** A curve that bends to the left of its way, so that two opposite ones do not cover each other. */
export function arrow(from: Point, to: Point, gap: { from: number; to: number }, bend = 0.16): Arrow {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const middle: Point = [(from[0] + to[0]) / 2 + dy * bend, (from[1] + to[1]) / 2 - dx * bend]
  const at = (t: number): Point => [
    (1 - t) ** 2 * from[0] + 2 * t * (1 - t) * middle[0] + t * t * to[0],
    (1 - t) ** 2 * from[1] + 2 * t * (1 - t) * middle[1] + t * t * to[1],
  ]
  const points = Array.from({ length: 49 }, (_, i) => at(i / 48)).filter(
    (p) => distance(p, from) >= gap.from && distance(p, to) >= gap.to,
  )
  const tip = points.at(-1) ?? to
  const [length, breadth] = [8, 3.6]
  const neck = points.findLast((p) => distance(p, tip) >= length) ?? from
  const reach = distance(tip, neck) || 1
  const [ux, uy] = [(tip[0] - neck[0]) / reach, (tip[1] - neck[1]) / reach]
  const base: Point = [tip[0] - ux * length, tip[1] - uy * length]
  const round = ([x, y]: Point): Point => [tenth(x), tenth(y)]
  const line = [...points.filter((p, i) => i % 4 === 0 && distance(p, tip) > length), base]
  const head: Point[] = [
    tip,
    [base[0] - uy * breadth, base[1] + ux * breadth],
    [base[0] + uy * breadth, base[1] - ux * breadth],
    tip,
  ]
  return { line: line.map(round), head: head.map(round) }
}

const distance = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1])

export interface Label {
  /** Middle of the text's left edge, right edge or centre, as `align` says. */
  x: number
  y: number
  align: 'left' | 'right' | 'center'
}

export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

export const boxOf = ({ x, y, align }: Label, { width, height }: { width: number; height: number }): Box => {
  const left = { left: x, right: x - width, center: x - width / 2 }[align]
  return { left, top: y - height / 2, right: left + width, bottom: y + height / 2 }
}

export const meet = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/**
 * Where labels of the given sizes stand beside their points: each takes, of eight places around, the one that
 * covers least of labels before it, of `taken` points, and of the outside of the map; of equal ones that beside its
 * point, or the one above.
 */
export function placeLabels(
  labels: readonly { at: Point; width: number; height: number }[],
  taken: readonly Point[],
  map: { width: number; height: number },
  { gap = 10, above = false } = {},
): Label[] {
  const boxes: Box[] = []
  return labels.map(({ at: [x, y], width, height }) => {
    const places: [Label['align'], number, number][] = [
      ['left', x + gap, y],
      ['right', x - gap, y],
      ['center', x, y - gap - height / 2],
      ['center', x, y + gap + height / 2],
      ['left', x + gap * 0.7, y - gap * 0.6 - height / 2],
      ['left', x + gap * 0.7, y + gap * 0.6 + height / 2],
      ['right', x - gap * 0.7, y - gap * 0.6 - height / 2],
      ['right', x - gap * 0.7, y + gap * 0.6 + height / 2],
    ]
    if (above) places.unshift(...places.splice(2, 2))
    const tried = places.map(([align, px, py]) => {
      const left = align === 'left' ? px : align === 'right' ? px - width : px - width / 2
      const box = { left, top: py - height / 2, right: left + width, bottom: py + height / 2 }
      const outside =
        Math.max(0, -box.left) +
        Math.max(0, box.right - map.width) +
        Math.max(0, -box.top) +
        Math.max(0, box.bottom - map.height)
      const covered = taken.filter(([tx, ty]) => holds(box, tx, ty)).length
      const overlap = boxes.reduce((sum, other) => sum + common(box, other), 0)
      return { align, x: tenth(px), y: tenth(py), box, price: outside * 100 + overlap * 10 + covered }
    })
    const best = tried.reduce((a, b) => (b.price < a.price ? b : a))
    boxes.push(best.box)
    return { x: best.x, y: best.y, align: best.align }
  })
}

const holds = (box: Box, x: number, y: number) =>
  x >= box.left - 1 && x <= box.right + 1 && y >= box.top - 1 && y <= box.bottom + 1

function common(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  return width > 0 && height > 0 ? width * height : 0
}
