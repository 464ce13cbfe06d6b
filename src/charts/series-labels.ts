/** Words beside marks, where they cover neither each other nor a mark, and the lines as little as can be. */
import type { Frame, Mark, Plane } from './series-marks.ts'
import { textWidth } from './text-width.ts'
import { SMALL } from './theme.ts'

/** Pixels. */
const HEIGHT = 13
const MARK = 5
/** From the middle of a mark to that of its words. */
const AWAY = 15

/** So many labels are printed although a line runs through one. */
const FEW = 7

type Box = readonly [left: number, top: number, right: number, bottom: number]
type Spot = Pick<Mark, 'label' | 'labelWidth' | 'labelRight' | 'labelDown'>
type Point = readonly [x: number, y: number]

/**
 * Prints the words of preferred values where there is room: the newest first, then the oldest. What says the same as
 * its neighbour is not repeated. Pixels are about those of the drawing.
 */
export function labelled(plane: Plane, { width, height, holds }: Frame): Plane {
  const x = (mark: Mark) => ((mark.at - plane.times[0]) / (plane.times[1] - plane.times[0])) * width
  const scale = (value: number) => (plane.log ? Math.log(value) : value)
  const [bottom, top] = plane.values.map(scale) as [number, number]
  const up = (value: number) => height * (1 - (scale(value) - bottom) / (top - bottom))
  const y = (mark: Mark) => up(mark.value)
  const point = (mark: Mark): Point => [x(mark), y(mark)]
  const taken = plane.marks.map((mark) => {
    const across = x(mark)
    return { mark, box: [across - MARK, up(mark.high) - MARK, across + MARK, up(mark.low) + MARK] as Box }
  })
  const preferred = plane.marks.filter(({ role }) => role === 'preferred')
  // Where values hold, the lines are level: between the marks there is nothing to cross.
  const joined = holds ? [] : preferred.filter(({ undated }) => !undated)
  const lines = joined.slice(1).map((mark, i) => [point(joined[i]!), point(mark)] as const)
  const told = preferred.filter((mark, i) => i === 0 || mark.words !== preferred[i - 1]!.words)
  const labels = new Map<Mark, Spot>()
  for (const mark of [...told.slice(-1), ...told.slice(0, -1)]) {
    const wide = Math.ceil(textWidth(mark.words, SMALL))
    const spots = spotsFor(preferred, preferred.indexOf(mark), wide).map(([right, down]) => {
      const left = Math.min(Math.max(0, x(mark) + right), width - wide)
      const middle = y(mark) + down
      const box: Box = [left, middle - HEIGHT / 2, left + wide, middle + HEIGHT / 2]
      return { box, spot: { label: mark.words, labelWidth: wide, labelRight: right, labelDown: down } }
    })
    const free = spots.filter(
      ({ box }) =>
        box[1] > -6 &&
        box[3] < height &&
        taken.every((other) => other.mark === mark || !overlap(box, other.box)),
    )
    const clear = free.find(({ box }) => !lines.some((line) => crosses(line, box)))
    const chosen = clear ?? (told.length <= FEW ? free[0] : undefined)
    if (!chosen) continue
    taken.push({ mark, box: chosen.box })
    labels.set(mark, chosen.spot)
  }
  return { ...plane, marks: plane.marks.map((mark) => ({ ...mark, ...labels.get(mark) })) }
}

/** Where words may stand, best first: away from the lines to the neighbours. */
function spotsFor(
  marks: readonly Mark[],
  i: number,
  wide: number,
): (readonly [right: number, down: number])[] {
  const [before, own, after] = [marks[i - 1]?.value, marks[i]!.value, marks[i + 1]?.value]
  const [begin, middle, end] = [-4, -wide / 2, 6 - wide]
  const above = [middle, begin, end].map((right) => [right, -AWAY] as const)
  const below = [middle, begin, end].map((right) => [right, AWAY] as const)
  const isPeak = (before ?? own) <= own && (after ?? own) <= own
  const isDip = (before ?? own) >= own && (after ?? own) >= own
  if (before !== undefined && isPeak) return [[end, -AWAY], ...above, ...below]
  if (isDip) return [[begin, AWAY], ...below, ...above]
  return own < (after ?? own)
    ? [[begin, AWAY], [end, -AWAY], ...below, ...above]
    : [[begin, -AWAY], [end, AWAY], ...above, ...below]
}

/** The left edge of a label, for Vega, which knows the plot's true width. */
export const LABEL_X = "clamp(scale('x', datum.at) + datum.labelRight, 0, width - datum.labelWidth)"

const overlap = (a: Box, b: Box) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]

const STEPS = 40

/** Whether a line runs through the letters of a box, which are less high than it. */
function crosses([from, to]: readonly [Point, Point], [left, top, right, bottom]: Box): boolean {
  for (let step = 0; step <= STEPS; step++) {
    const [x, y] = [0, 1].map((i) => from[i]! + ((to[i]! - from[i]!) * step) / STEPS) as [number, number]
    if (x > left && x < right && y > top + 2 && y < bottom - 2) return true
  }
  return false
}
