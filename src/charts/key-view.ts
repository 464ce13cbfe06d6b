/** The key of a picture: what its signs mean, in lines as wide as the picture. */
import type { Look } from './chart.ts'
import { coloursOf, labelWidth, pixels } from './drawing.ts'
import { wrap } from './text-width.ts'
import { roomOf, SMALL } from './theme.ts'

export interface Sign {
  words: string
  stroke: string
  /** Of a point; a line where there is none. */
  shape?: string
  fill?: string
  dash?: readonly number[]
  width?: number
}

const STEP = 18

/** A view of its own, to stand above or below the others. @param width in pixels, where it is not all of the room. */
export function keyView(signs: readonly Sign[], look: Look, width = roomOf(look)): Record<string, unknown> {
  let [x, y] = [0, STEP / 2]
  const placed = signs.map((sign) => {
    const needed = 26 + labelWidth(sign.words) + 16
    if (x > 0 && x + needed > width) [x, y] = [0, y + STEP]
    const lines = x === 0 ? wrap(sign.words, SMALL, width - 26) : [sign.words]
    const at = { ...sign, lines, x: x + 8, x2: x + 18, left: x - 2, text: x + 24, y }
    x += needed
    // What needs lines of its own leaves no room beside the last of them.
    if (lines.length > 1) [x, y] = [width, y + (lines.length - 1) * STEP]
    return at
  })
  const points = placed.filter(({ shape }) => shape)
  const literal = (field: string) => ({ field, type: 'nominal', scale: null })
  return {
    ...{ width, height: y + STEP / 2 },
    view: { stroke: null },
    layer: [
      ...placed
        .filter(({ shape }) => !shape)
        .map(({ stroke, dash = [1, 0], width: strokeWidth = 1.6, left, x2, y }) => ({
          data: { values: [{ x: Math.max(0, left), x2, y }] },
          mark: { type: 'rule', stroke, strokeDash: dash, strokeWidth },
          encoding: { x: pixels('x'), x2: { field: 'x2' }, y: pixels('y') },
        })),
      {
        data: { values: points },
        mark: { type: 'point', size: 80, opacity: 1, strokeWidth: 1.8 },
        encoding: {
          ...{ x: pixels('x'), y: pixels('y') },
          ...{ shape: literal('shape'), stroke: literal('stroke'), fill: literal('fill') },
        },
      },
      {
        data: {
          values: placed.flatMap(({ lines, text, y }) =>
            lines.map((words, i) => ({ words, text, y: y + i * STEP })),
          ),
        },
        mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: SMALL, fill: coloursOf(look).ink },
        encoding: { x: pixels('text'), y: pixels('y'), text: { field: 'words', type: 'nominal' } },
      },
    ],
  }
}
