/**
 * RIS, for reference managers. Written here, for the plugin of citation-js loses author and date of newspaper articles
 * and breaks long titles within a word. Tests read the output back with that plugin.
 */
import type { SourceKind } from '../kinds/vocabulary.ts'
import { type CitedItem, dayParts, fullTitle, issuedParts, oneLine } from './item.ts'

const TYPES: Record<SourceKind, string> = {
  ARTICLE: 'NEWS',
  PRICE_PAGE: 'ELEC',
  DATASET: 'DATA',
  REPORT: 'RPRT',
  SPEECH: 'GEN',
  OFFICIAL_DOCUMENT: 'GOVDOC',
  WEB_PAGE: 'ELEC',
  EDITORIAL: 'GEN',
}

/** `2026/03//`: year, month, day and a remark, each of which may be missing but for the slashes. */
function date(parts: number[]): string {
  const text = (i: number) => (parts[i] === undefined ? '' : String(parts[i]).padStart(2, '0'))
  return `${text(0)}/${text(1)}/${text(2)}/`
}

export function risRecord(item: CitedItem): string {
  const parts = issuedParts(item)
  const fields: [tag: string, value: string | undefined | null | false][] = [
    ['TY', TYPES[item.kind]],
    ['ID', item.slug],
    // A comma would part a last name from a first name, and RIS cannot escape it.
    ['AU', item.publisher.replaceAll(',', '')],
    ['TI', fullTitle(item)],
    ['PY', parts[0] !== undefined && String(parts[0])],
    ['DA', parts.length > 0 && date(parts)],
    ['ET', item.version],
    ['PB', item.publisher],
    ['UR', item.url],
    ['Y2', item.accessedOn && date(dayParts(item.accessedOn))],
    ['N1', item.locator],
    ['N1', item.note],
  ]
  const lines = fields
    .filter(([, value]) => value)
    .map(([tag, value]) => `${tag}  - ${oneLine(String(value))}`)
  return [...lines, 'ER  - '].join('\n')
}
