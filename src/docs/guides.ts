/**
 * The guides: Markdown files in `guides/`, in the order of their names. A line `{{what argument}}` of its own stands
 * for a section of the README, a sample file, or a table that is made from the code.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DOCS, type DocPage } from './page.ts'
import { readmeIntroduction, readmeSection, readmeTop } from './readme.ts'
import { sampleBlock } from './samples.ts'
import { TABLES } from './tables.ts'

const folder = join(import.meta.dirname, 'guides')

const DIRECTIVES: Record<string, (argument: string) => string> = {
  /** A whole section; its sub-headings come along. */
  readme: readmeSection,
  /** A section without what stands below its sub-headings; and without its first table and what follows. */
  top: readmeTop,
  introduction: readmeIntroduction,
  sample: sampleBlock,
  table: (name) => {
    const table = TABLES[name]
    if (!table) throw new Error(`The documentation has no table ${name}.`)
    return table()
  },
}

/** @throws Error when a guide has no head, or asks for what does not exist. */
export function guidePages(): DocPage[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => guide(name, readFileSync(join(folder, name), 'utf8')))
}

function guide(name: string, text: string): DocPage {
  const [, head, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? []
  if (head === undefined || body === undefined) throw new Error(`${name} has no head.`)
  const fields = new Map(head.split('\n').map((line) => line.split(/: (.*)/s) as [string, string]))
  const field = (key: string) => {
    const value = fields.get(key)
    if (!value) throw new Error(`${name} has no ${key}.`)
    return value
  }
  // At once, so that what it lacks is noticed at the start.
  const markdown = expand(name, body)
  return {
    // The number in a file's name only sorts.
    path: `${DOCS}/${name.replace(/^\d+-/, '').replace(/\.md$/, '')}`,
    title: field('title'),
    description: field('description'),
    section: field('section'),
    markdown: () => markdown,
  }
}

function expand(name: string, body: string): string {
  return body.replaceAll(/^\{\{(\w+) (.+)\}\}$/gm, (_, what: string, argument: string) => {
    const directive = DIRECTIVES[what]
    if (!directive) throw new Error(`${name}: {{${what}}} is unknown.`)
    return directive(argument)
  })
}
