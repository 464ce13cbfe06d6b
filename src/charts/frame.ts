/** What stands around the drawing, in the picture itself: title, notes, who says so, revision and licence. */
import { Html, html } from '../lib/html.ts'
import type { Language } from '../site/language.ts'
import { SITE } from '../site/layout.ts'
import type { Look, Table } from './chart.ts'
import { paletteOf } from './palette.ts'
import { textWidth, wrap } from './text-width.ts'
import { FONT, marginOf, roomOf, SMALL } from './theme.ts'
import { dayWords } from './words.ts'

/** The revision that was read. */
export interface Drawn {
  number: number
  /** ISO 8601. */
  time: string
}

export interface Caption {
  title: string
  /** For whom the picture is read aloud to. */
  description: string
  notes: readonly string[]
  /** A line to print for each, the most important first; as many as fit are. */
  sources: readonly string[]
  /** Parts of the last line; each has a line of its own where they do not fit into one. */
  foot: readonly string[]
}

export function captionOf(
  {
    title,
    description,
    table,
    revision,
  }: { title: string; description: string; table: Table; revision: Drawn },
  language: Language,
): Caption {
  const { notes, withheld, sources } = table
  const zh = language === 'zh'
  const date = dayWords(revision.time, language)
  const left = zh
    ? `${withheld} 个数值未显示，因其来源的许可不允许转载。`
    : `${withheld === 1 ? '1 value is' : `${withheld} values are`} left out: the licence of the source forbids passing on.`
  return {
    title,
    description,
    notes: [...notes.map((note) => note[language]), ...(withheld > 0 ? [left] : [])],
    sources: [...new Set(sources.map(({ attribution }) => attribution))],
    foot: [
      zh ? `${SITE}，修订 ${revision.number}（${date}）` : `${SITE}, revision ${revision.number} (${date})`,
      'CC BY 4.0',
    ],
  }
}

/** The line of sources: as many as fit, and how many more there are. */
export function sourceLines(sources: readonly string[], language: Language, width: number): string[] {
  const zh = language === 'zh'
  const lead = zh ? '来源 (Source)：' : `Source${sources.length > 1 ? 's' : ''}: `
  if (sources.length === 0) return []
  const most = width < 460 ? 5 : 4
  // Lines hold no more than their widths: what is beyond need not be broken into lines to know that it does not fit.
  let [room, begin] = [most * width, 0]
  while (begin < sources.length && room >= 0) {
    room -= textWidth(sources[begin]!.replace(/\s/g, ''), SMALL)
    begin++
  }
  for (let shown = begin; shown > 0; shown--) {
    const more = sources.length - shown
    const rest = more === 0 ? '' : zh ? `，另有 ${more} 个` : `; and ${more} more`
    const lines = wrap(lead + sources.slice(0, shown).join('; ') + rest, SMALL, width)
    if (lines.length <= most || shown === 1) return lines
  }
  return []
}

/**
 * The whole picture.
 * @param drawing the inside of an SVG of this size.
 * @param style goes into the picture as it stands.
 */
export function framed(
  drawing: { svg: string; width: number; height: number },
  caption: Caption,
  look: Look,
  style: string,
): string {
  const { width, language } = look
  const { page, ink, soft, line } = paletteOf(look)
  const [margin, room] = [marginOf(look), roomOf(look)]
  const titleSize = width < 480 ? 15 : 18
  const parts: Html[] = []
  let y = margin
  const write = (lines: readonly string[], size: number, fill: string, strong = false) => {
    for (const text of lines) {
      y += Math.round(size * 1.35)
      const stroke = strong && html` stroke="${fill}" stroke-width="0.45"`
      parts.push(
        html`<text x="${margin}" y="${y - Math.round(size * 0.3)}" font-size="${size}" fill="${fill}"${stroke}>${text}</text>`,
      )
    }
  }
  write(wrap(caption.title, titleSize, room), titleSize, ink, true)
  y += 10
  // What is too wide is made smaller rather than cut.
  const scale = Math.min(1, room / drawing.width)
  const [w, h] = [Math.ceil(drawing.width * scale), Math.ceil(drawing.height * scale)]
  const box = `0 0 ${drawing.width} ${drawing.height}`
  parts.push(
    html`<svg x="${margin}" y="${y}" width="${w}" height="${h}" viewBox="${box}" overflow="visible">`,
    new Html(drawing.svg),
    html`</svg>`,
  )
  y += h + 8
  for (const note of caption.notes) {
    y += 2
    write(wrap(note, SMALL, room), SMALL, ink)
  }
  y += 8
  parts.push(html`<path d="M${margin} ${y}H${width - margin}" stroke="${line}"/>`)
  y += 4
  write(sourceLines(caption.sources, language, room), SMALL, soft)
  y += 2
  const foot = caption.foot.join(language === 'zh' ? '，' : ', ')
  const lines = textWidth(foot, SMALL) <= room ? [foot] : caption.foot
  for (const text of lines) write(wrap(text, SMALL, room), SMALL, soft)
  const height = y + margin
  const said = `${caption.description} ${caption.notes.join(' ')}`.trim()
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="t d" lang="${language}" font-family="${FONT}, sans-serif"><title id="t">${caption.title}</title><desc id="d">${said}</desc>${new Html(`<style>${style}</style>`)}<rect width="${width}" height="${height}" fill="${page}"/>${parts}</svg>`
    .text
}
