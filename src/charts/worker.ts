/** Draws pictures, in a thread of its own: it takes tenths of a second and a hundred megabytes. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import * as vega from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'
import type { Look } from './chart.ts'
import { fontBuffers, fontFaces } from './fonts.ts'
import { type Caption, framed } from './frame.ts'
import { textWidth } from './text-width.ts'
import { FONT } from './theme.ts'

/** What is to be drawn. */
export interface Job {
  format: 'svg' | 'png'
  spec: TopLevelSpec
  caption: Caption
  look: Look
}

/** Instead of a PNG that would be too high. An error would lose its code on the way between threads. */
export interface TooHigh {
  /** Pixels of the look. */
  height: number
}

/** Pixels of the look; the dots of such a PNG take some hundred megabytes. */
const HIGHEST = 8_000

/** Dots of a PNG for each pixel of the look. */
const DENSITY = 2

interface Measured {
  text?: unknown
  fontSize?: number
}
/** Not in the types of vega. */
const { textMetrics } = vega as unknown as {
  textMetrics: { width: (item: Measured, text?: unknown) => number }
}
textMetrics.width = (item, text) => textWidth(String(text ?? item.text ?? '').trim(), item.fontSize ?? 11)

/** Remarks on specs are for who writes them; what fails must not pass for a picture. */
const logger: vega.LoggerInterface = {
  level: (() => logger) as vega.LoggerInterface['level'],
  error: (...problems) => {
    throw new Error(problems.join(' '))
  },
  warn: () => logger,
  info: () => logger,
  debug: () => logger,
}

export default async function draw({ format, spec, caption, look }: Job): Promise<Uint8Array | TooHigh> {
  const plain = await picture(spec, caption, look)
  const letters = lettersOf(plain('').replace(/<desc[^>]*>[^<]*<\/desc>/, ''))
  if (format === 'svg') return Buffer.from(plain(await fontFaces(FONT, letters)))
  const svg = plain('')
  const height = Number(/^<svg[^>]* height="(\d+)"/.exec(svg)![1])
  return height > HIGHEST ? { height } : png(svg, await fontBuffers(letters))
}

async function picture(spec: TopLevelSpec, caption: Caption, look: Look): Promise<(style: string) => string> {
  // Names of what is clipped are counted on from picture to picture.
  vega.resetSVGDefIds()
  const view = new vega.View(vega.parse(compile(spec, { logger }).spec), { renderer: 'none', logger })
  const svg = await view.toSVG()
  view.finalize()
  const [, width, height] = /^<svg[^>]*? width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? []
  const drawing = {
    svg: svg.replace(/^<svg[^>]*>/, '').replace(/<\/svg>$/, ''),
    width: Number(width),
    height: Number(height),
  }
  return (style) => tidy(framed(drawing, caption, look, style), look)
}

/** Without what XML forbids; in English with the narrow quotes, for the font has others in Chinese width only. */
function tidy(svg: string, { language }: Look): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is these that XML forbids
  const text = svg.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
  const same = text.replace(/ font-weight="[^"]*"/g, '')
  return language === 'zh'
    ? same
    : same.replace(/[‘’]/g, "'").replace(/[“”]/g, '&quot;').replace(/…/g, '...').replace(/·/g, '-')
}

/** All characters of texts, as they are read. */
function lettersOf(svg: string): string {
  return svg
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}

let ready: Promise<unknown> | undefined

async function png(svg: string, fonts: Uint8Array[]): Promise<Uint8Array> {
  ready ??= initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')))
  await ready
  const resvg = new Resvg(svg, {
    font: {
      fontBuffers: fonts,
      defaultFontFamily: FONT,
      sansSerifFamily: FONT,
      loadSystemFonts: false,
    } as never,
    fitTo: { mode: 'zoom', value: DENSITY },
  })
  const image = resvg.render()
  try {
    return image.asPng()
  } finally {
    image.free()
    resvg.free()
  }
}
