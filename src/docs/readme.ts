/** Sections of the README, which is the one place for what it tells; the guides take them from there. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')

/**
 * What stands below a heading, to the next of its rank or above, without the heading; headings within begin at `##`.
 * @throws Error when the README has no such heading, so that a renamed one is noticed at the start.
 */
export function readmeSection(heading: string): string {
  const lines = readme.split('\n')
  const headings = headingsOf(lines)
  const own = headings.find(({ text }) => text === heading)
  if (!own) throw new Error(`The README has no section “${heading}”, which the documentation shows.`)
  const next = headings.find(({ line, depth }) => line > own.line && depth <= own.depth)
  const within = new Map(headings.map(({ line, depth, text }) => [line, { depth, text }]))
  return lines
    .slice(own.line + 1, next?.line)
    .map((line, i) => {
      const heading = within.get(own.line + 1 + i)
      return heading ? `${'#'.repeat(heading.depth - own.depth + 1)} ${heading.text}` : line
    })
    .join('\n')
    .trim()
}

/** What stands below a heading before the first one within. */
export const readmeTop = (heading: string) => readmeSection(heading).split(/^## /m)[0]!.trim()

/** The same, before the first table too. */
export const readmeIntroduction = (heading: string) => readmeTop(heading).split(/^\| /m)[0]!.trim()

function headingsOf(lines: readonly string[]) {
  let fenced = false
  const found: { line: number; depth: number; text: string }[] = []
  for (const [line, text] of lines.entries()) {
    if (text.startsWith('```')) fenced = !fenced
    const match = fenced ? null : /^(#+) (.*)$/.exec(text)
    if (match) found.push({ line, depth: match[1]!.length, text: match[2]! })
  }
  return found
}
