/** HTML from templates: whatever is put in is escaped, unless a template made it. */

export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type Part = Html | string | number | null | false | readonly Part[]

/** `html\`<p>${anything}</p>\``; null and false leave nothing. Attributes must stand in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.reduce((all, text, i) => all + textOf(parts[i - 1]!) + text))
}

function textOf(part: Part): string {
  if (part instanceof Html) return part.text
  if (part === null || part === false) return ''
  if (typeof part === 'object') return part.map(textOf).join('')
  return String(part).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
}
