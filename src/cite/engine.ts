/**
 * The only file that knows citation-js. Of it, only output is used: its input side would look up names and fetch
 * addresses, and nothing here may reach the network or the clock. It brings citeproc, a quarter of a second of
 * loading and much memory, so it is loaded by the first citation, not at the start.
 */
import { createRequire } from 'node:module'
import { CHICAGO } from './chicago.ts'
import type { CslItem } from './item.ts'

interface Plugins {
  output: {
    format(
      name: 'bibliography',
      items: readonly CslItem[],
      options: { template: string; lang: string; format: 'text'; asEntryArray: true },
    ): [id: string, text: string][]
  }
  config: {
    get(name: '@csl'): { styles: { add(name: string, xml: string): void; get(name: 'apa'): string } }
  }
}

/**
 * APA without what only citations within a text need: the engine writes out every macro wherever it stands, and those
 * were half of 90 MB. Author and date remain, for by them it tells 2026a from 2026b.
 */
const listsOnly = (apa: string) =>
  apa.replace(
    /(<citation\b[^>]*>).*?(?=<\/citation>)/s,
    '$1<layout><text macro="author-short"/><text macro="date-short"/></layout>',
  )

const TEMPLATES = { apa: 'apa-lists', chicago: 'chicago' } as const

let loaded: Plugins | undefined

function load(): Plugins {
  if (loaded) return loaded
  const require = createRequire(import.meta.url)
  const { plugins } = require('@citation-js/core') as { plugins: Plugins }
  require('@citation-js/plugin-csl')
  const { styles } = plugins.config.get('@csl')
  styles.add(TEMPLATES.chicago, CHICAGO)
  styles.add(TEMPLATES.apa, listsOnly(styles.get('apa')))
  loaded = plugins
  return loaded
}

/** No character of any text, so it can stand for one that would start a tag. */
const LESS_THAN = '\uFDD0'

/**
 * An item as nothing but data: the formatter takes the lines of a note for fields (`issued: 2020` would date the
 * source, `DOI: …` would replace its address) and `<i>` in a title or name for italics, which plain text loses.
 */
function asData({ note, annote, ...item }: CslItem): CslItem {
  const plain = (text: string) => text.replaceAll('<', LESS_THAN)
  const author = item.author.map(({ literal }) => ({ literal: plain(literal) }))
  return { ...item, title: plain(item.title), author }
}

/** A bibliography in the order of its style, an entry a line. No style for readers prints notes. */
export function bibliographyText(items: readonly CslItem[], style: 'apa' | 'chicago'): string {
  return load()
    .output.format('bibliography', items.map(asData), {
      template: TEMPLATES[style],
      lang: 'en-US',
      format: 'text',
      asEntryArray: true,
    })
    .map(([, text]) => text.trim().replaceAll(LESS_THAN, '<'))
    .join('\n')
}
