/** What the pictures share: room, colours that differ for the colour-blind too, and how wide a text comes out. */
import type { Look } from './chart.ts'

/** Of labels, in pixels. */
export const SIZE = 11

/** Below, labels stand above their rows and names in a list: a phone. */
export const NARROW = 560

/** Pixels that the inside of a picture may take, labels of axes included. */
export function room({ width }: Look): number {
  return width - 2 * (width < 480 ? 10 : 20)
}

export interface Colours {
  ink: string
  soft: string
  line: string
  page: string
  /** For what is told apart: each at least 3 : 1 against the page, and apart in lightness or shape. */
  blue: string
  orange: string
  green: string
  purple: string
}

const COLOURS: Record<Look['theme'], Colours> = {
  light: {
    ...{ ink: '#1b1f24', soft: '#57606a', line: '#d8dee4', page: '#ffffff' },
    ...{ blue: '#0068a8', orange: '#c24e00', green: '#007f5c', purple: '#93357f' },
  },
  dark: {
    ...{ ink: '#e6e8eb', soft: '#a3abb5', line: '#3a424c', page: '#14171b' },
    ...{ blue: '#5ab4ec', orange: '#ff9a56', green: '#3fd0a3', purple: '#e5a0d2' },
  },
}

export function coloursOf({ theme }: Look): Colours {
  return COLOURS[theme]
}

const WIDE = /[\u2e80-\u9fff\uff00-\uffef]/

/** About how many pixels a text takes: a Chinese character is as wide as high, others about half. */
export function textWidth(text: string, size = SIZE): number {
  let width = 0
  for (const character of text) width += WIDE.test(character) ? size : size * 0.56
  return width
}

/** Cut so that it fits, with an ellipsis. */
export function shorten(text: string, width: number, size = SIZE): string {
  if (textWidth(text, size) <= width) return text
  let kept = ''
  for (const character of text) {
    if (textWidth(`${kept}${character}…`, size) > width) break
    kept += character
  }
  return `${kept.trimEnd()}…`
}

/** In lines that fit, broken at spaces and hyphens, and anywhere between Chinese characters. */
export function wrap(text: string, width: number, size = SIZE): string[] {
  const lines = ['']
  for (const part of text.match(/[\u2e80-\u9fff\uff00-\uffef]|[^\s\-\u2e80-\u9fff\uff00-\uffef]+-?|\s+|-/g) ??
    []) {
    const line = lines.at(-1)!
    if (line && textWidth(line + part.trimEnd(), size) > width) lines.push(part.trimStart())
    else lines[lines.length - 1] = line + part
  }
  return lines.map((line) => line.trim()).filter(Boolean)
}

/** A circle with a cross in it: what a check contradicts. */
export const CROSSED = 'M1,0A1,1,0,1,1,-1,0A1,1,0,1,1,1,0M-.6,-.6L.6,.6M-.6,.6L.6,-.6'

/** To a tenth of a pixel: finer is not seen, and would only lengthen the file. */
export const tenth = (value: number): number => Math.round(value * 10) / 10
