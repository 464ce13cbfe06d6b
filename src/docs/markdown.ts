/** Markdown as HTML: headings with anchors, tables and code that scroll by keyboard, and no HTML of its own. */
import { Marked, type Tokens } from 'marked'
import { Html, html } from '../lib/html.ts'

export interface Heading {
  depth: number
  id: string
  text: string
}

export interface Rendered {
  html: Html
  headings: Heading[]
}

/** The anchor of a heading, as GitHub makes it: `How a number is chosen` → `how-a-number-is-chosen`. */
function anchorOf(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-')
}

export function renderMarkdown(markdown: string): Rendered {
  const headings: Heading[] = []
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth }) {
        const text = plainText(tokens)
        const id = freeId(anchorOf(text), headings)
        headings.push({ depth, id, text })
        const inner = new Html(this.parser.parseInline(tokens))
        return html`<h${depth} id="${id}">${inner}${depth > 1 && html` <a class="anchor" href="#${id}" aria-label="Link to “${text}”">#</a>`}</h${depth}>\n`
          .text
      },
      code({ text, lang = '' }) {
        const [language = '', file] = lang.split(' ')
        const label = file ?? (language ? `Example (${language})` : 'Example')
        // A region that scrolls must be reachable without a mouse.
        const code = html`<pre tabindex="0" role="group" aria-label="${label}"><code>${text}</code></pre>`
        return html`${file ? html`<figure class="code"><figcaption>${file}</figcaption>${code}</figure>` : code}\n`
          .text
      },
      table({ header, rows }) {
        const cells = (tag: 'th' | 'td', row: Tokens.TableCell[]) =>
          row.map((cell) => {
            const inner = new Html(this.parser.parseInline(cell.tokens))
            return tag === 'th' ? html`<th scope="col">${inner}</th>` : html`<td>${inner}</td>`
          })
        const heads = header.map((cell) => plainText(cell.tokens)).join(', ')
        return html`<div class="scroll" tabindex="0" role="group" aria-label="Table: ${heads}"><table><thead><tr>${cells('th', header)}</tr></thead><tbody>${rows.map((row) => html`<tr>${cells('td', row)}</tr>`)}</tbody></table></div>\n`
          .text
      },
      // Whatever looks like HTML in a description is text.
      html: ({ text }) => html`${text}`.text,
    },
  })
  return { html: new Html(marked.parse(markdown, { async: false })), headings }
}

function freeId(id: string, taken: readonly Heading[]): string {
  const isTaken = (candidate: string) => taken.some((heading) => heading.id === candidate)
  if (!isTaken(id)) return id
  let n = 1
  while (isTaken(`${id}-${n}`)) n++
  return `${id}-${n}`
}

function plainText(
  tokens: readonly { type: string; raw?: string; text?: string; tokens?: unknown }[],
): string {
  return tokens
    .map((token) => (Array.isArray(token.tokens) ? plainText(token.tokens) : (token.text ?? token.raw ?? '')))
    .join('')
}
