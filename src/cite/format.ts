/** Cited sources in one of the citation styles: one text, each source once. */
import type { CitationStyle } from '../kinds/vocabulary.ts'
import { bibtexEntry } from './bibtex.ts'
import { bibliographyText } from './engine.ts'
import { type CitedItem, type CslItem, toCsl } from './item.ts'
import { risRecord } from './ris.ts'

/**
 * What APA would print oddly. "Version revision 3": the edition belongs into its brackets, "[Dataset, revision 3]".
 * "Retrieved https://…": an address that is undated and has no access date needs no such word.
 */
function apaItem(item: CitedItem): CslItem {
  const { version, ...csl } = toCsl(item)
  if (version) csl.genre = `Dataset, ${version}`
  if (!csl.issued && !csl.accessed) csl.issued = { literal: 'n.d.' }
  return csl
}

const FORMATS: Record<CitationStyle, (items: readonly CitedItem[]) => string> = {
  APA: (items) => bibliographyText(items.map(apaItem), 'apa'),
  CHICAGO: (items) => bibliographyText(items.map(toCsl), 'chicago'),
  BIBTEX: (items) => items.map(bibtexEntry).join('\n\n'),
  CSL_JSON: (items) => JSON.stringify(items.map(toCsl)),
  RIS: (items) => items.map(risRecord).join('\n'),
}

/** @param items no two with one slug. Styles for readers sort them as they do, the others keep the order. */
export function formatCitations(items: readonly CitedItem[], style: CitationStyle): string {
  return FORMATS[style](items)
}
