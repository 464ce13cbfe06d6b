/** What the figures share beside the theme: when a picture is narrow, names of colours, signs, texts that are cut. */
import type { Look } from './chart.ts'
import { paletteOf } from './palette.ts'
import { textWidth } from './text-width.ts'
import { SMALL } from './theme.ts'

/** Below, labels stand above their rows and names in a list: a phone. */
export const NARROW = 560

export interface Colours {
  ink: string
  soft: string
  line: string
  page: string
  blue: string
  orange: string
  green: string
  purple: string
}

export function coloursOf(look: Pick<Look, 'theme'>): Colours {
  const { ink, soft, line, page, kinds } = paletteOf(look)
  const [blue, orange, green, purple] = kinds as [string, string, string, string]
  return { ink, soft, line, page, blue, orange, green, purple }
}

/** Pixels of a label. */
export const labelWidth = (text: string): number => textWidth(text, SMALL)

/** A label that is cut where it does not fit, with an ellipsis. */
export function shorten(text: string, width: number): string {
  if (labelWidth(text) <= width) return text
  let kept = ''
  for (const character of text) {
    if (labelWidth(`${kept}${character}…`) > width) break
    kept += character
  }
  return `${kept.trimEnd()}…`
}

/** A circle with a cross in it: what a check finds wrong. */
export const CROSSED = 'M1,0A1,1,0,1,1,-1,0A1,1,0,1,1,1,0M-.6,-.6L.6,.6M-.6,.6L.6,-.6'

/** To a tenth of a pixel: finer is not seen, and would only lengthen the file. */
export const tenth = (value: number): number => Math.round(value * 10) / 10

/** Pixels between lines of text. */
export const LINE = 15

/** Data in pixels as they stand. */
export const pixels = (field: string) => ({ field, type: 'quantitative', scale: null, axis: null })

/** A layer of texts at places of their own. */
export function texts(
  values: readonly { x: number; y: number; text: string }[],
  mark: Readonly<Record<string, unknown>>,
): object {
  return {
    data: { values },
    mark: { type: 'text', fontSize: SMALL, baseline: 'middle', lineBreak: '\n', lineHeight: LINE, ...mark },
    encoding: { x: pixels('x'), y: pixels('y'), text: { field: 'text', type: 'nominal' } },
  }
}
