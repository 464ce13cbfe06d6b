/**
 * BibTeX. Written here, for the plugin of citation-js leaves out every Chinese character, does not escape the names of
 * organisations and makes keys from titles, which change. Tests read the output back with that plugin.
 */
import { type CitedItem, dayParts, fullTitle, issuedParts, oneLine } from './item.ts'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Braces as commands, not as \\{: BibTeX counts braces without looking at the backslash before them. */
const COMMANDS: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
}

function escapeTex(text: string): string {
  return (
    oneLine(text)
      .replace(/[\\{}~^<>&%$#_]/g, (char) => COMMANDS[char] ?? `\\${char}`)
      // Or TeX would join them to a dash or a quotation mark.
      .replace(/([-`'])(?=\1)/g, '$1{}')
  )
}

/** An address is not escaped, but must not end its field or start a command. */
const escapeUrl = (url: string) =>
  url.replace(/[{}\\\s]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)

const day = (date: Date) =>
  dayParts(date)
    .map((part) => String(part).padStart(2, '0'))
    .join('-')

export function bibtexEntry(item: CitedItem): string {
  const [year, month, dayOfMonth] = issuedParts(item)
  const isReport = item.kind === 'REPORT'
  const publisher = escapeTex(item.publisher)
  // The second braces keep a style from taking a name apart and from making a title's capitals small.
  const fields: [name: string, value: string | undefined | null | false][] = [
    ['author', `{{${publisher}}}`],
    ['title', `{{${escapeTex(fullTitle(item))}}}`],
    ['institution', isReport && `{{${publisher}}}`],
    ['year', year !== undefined && `{${year}}`],
    ['month', month !== undefined && MONTHS[month - 1]],
    ['day', dayOfMonth !== undefined && `{${dayOfMonth}}`],
    ['version', item.version && `{${escapeTex(item.version)}}`],
    ['url', item.url && `{${escapeUrl(item.url)}}`],
    ['urldate', item.accessedOn && `{${day(item.accessedOn)}}`],
    ['note', item.locator && `{${escapeTex(item.locator)}}`],
    ['annote', item.note && `{${escapeTex(item.note)}}`],
  ]
  const lines = fields.filter(([, value]) => value).map(([name, value]) => `  ${name} = ${value},`)
  return `@${isReport ? 'techreport' : 'misc'}{${item.slug},\n${lines.join('\n')}\n}`
}
