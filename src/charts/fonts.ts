/**
 * The font that pictures carry: of each of its parts only the characters that stand in the picture. So a picture looks
 * the same on every machine, and asks none for a font.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)

interface Wanted {
  targetFormat: 'woff2' | 'sfnt'
  variationAxes: Record<string, number>
  keepFeatures: readonly string[]
}

/** It comes without types. */
const subsetFont = require('subset-font') as (
  font: Uint8Array,
  text: string,
  wanted: Wanted,
) => Promise<Buffer>

const PACKAGE = dirname(require.resolve('@fontsource-variable/noto-sans-sc/package.json'))
/** One for all text, since a fallback from part to part keeps none. */
const WEIGHT = 400

interface Part {
  name: string
  ranges: readonly (readonly [first: number, last: number])[]
  ranged: string
}

let known: readonly Part[] | undefined

/** The later part wins, as the later of two font faces does. */
function parts(): readonly Part[] {
  known ??= Object.entries(
    JSON.parse(readFileSync(join(PACKAGE, 'unicode.json'), 'utf8')) as Record<string, string>,
  )
    .map(([key, ranged]) => ({
      name: key.replace(/[[\]]/g, ''),
      ranged,
      ranges: ranged.split(',').map((range) => {
        const [first, last] = range.replace('U+', '').split('-')
        return [Number.parseInt(first!, 16), Number.parseInt(last ?? first!, 16)] as const
      }),
    }))
    .reverse()
  return known
}

/** Which characters come from which part. What no part has is left out. */
function partsOf(text: string): Map<Part, string> {
  const used = new Map<Part, string>()
  for (const character of [...new Set(text)].sort()) {
    const code = character.codePointAt(0)!
    const part = parts().find(({ ranges }) => ranges.some(([first, last]) => code >= first && code <= last))
    if (part) used.set(part, (used.get(part) ?? '') + character)
  }
  return used
}

const fileOf = ({ name }: Part) =>
  readFileSync(join(PACKAGE, 'files', `noto-sans-sc-${name}-wght-normal.woff2`))

async function subsets(
  text: string,
  targetFormat: Wanted['targetFormat'],
): Promise<[characters: string, bytes: Buffer][]> {
  const all: [string, Buffer][] = []
  for (const [part, characters] of partsOf(text)) {
    // No ligature or kerning: a text is as wide as it was measured, and letters of several parts can be drawn in one line.
    const wanted: Wanted = { targetFormat, variationAxes: { wght: WEIGHT }, keepFeatures: [] }
    all.push([characters, await subsetFont(fileOf(part), characters, wanted)])
  }
  return all
}

/** Rules for a style in the picture itself. */
export async function fontFaces(family: string, text: string): Promise<string> {
  const all = await subsets(text, 'woff2')
  return all
    .map(([characters, bytes]) => {
      const range = [...characters].map((c) => `U+${c.codePointAt(0)!.toString(16)}`).join(',')
      return `@font-face{font-family:"${family}";src:url(data:font/woff2;base64,${bytes.toString('base64')}) format("woff2");unicode-range:${range}}`
    })
    .join('')
}

/** For who draws letters itself. */
export async function fontBuffers(text: string): Promise<Uint8Array[]> {
  return (await subsets(text, 'sfnt')).map(([, bytes]) => new Uint8Array(bytes))
}
