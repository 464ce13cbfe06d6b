/**
 * How wide a text is, and where it breaks into lines. Vega on a server has no canvas to measure with, and its guess is
 * too wide for Latin and too narrow for Chinese; these are the advances of the font that the pictures carry.
 */

/** Thousandths of the size, of the characters from space to tilde. */
const ASCII = [
  224, 323, 474, 555, 555, 921, 680, 278, 338, 338, 467, 555, 278, 347, 278, 392, 555, 555, 555, 555, 555,
  555, 555, 555, 555, 555, 278, 278, 555, 555, 555, 474, 946, 608, 657, 638, 688, 589, 552, 689, 728, 293,
  535, 646, 543, 812, 723, 742, 633, 742, 635, 596, 599, 721, 575, 878, 573, 531, 603, 338, 392, 338, 555,
  559, 606, 563, 618, 510, 620, 554, 325, 564, 607, 275, 275, 552, 284, 926, 610, 606, 620, 620, 388, 468,
  377, 607, 521, 802, 498, 521, 475, 338, 270, 338, 555,
]

function advance(character: string): number {
  const code = character.codePointAt(0)!
  if (code >= 32 && code < 127) return ASCII[code - 32]!
  if (code === 0x2013) return 536
  if (code === 0x2014) return 894
  // Latin, Greek and Cyrillic beyond ASCII, and signs of currencies; all else fills a square.
  return code < 0x590 || (code >= 0x20a0 && code < 0x20d0) ? 620 : 1000
}

/** Pixels. */
export function textWidth(text: string, size: number): number {
  let sum = 0
  for (const character of text) sum += advance(character)
  return (sum * size) / 1000
}

/** What may not begin a line. */
const CLOSING = /^[，。、；：！？）」』》”’%,.;:!?)\]]/
/** Words with their spaces, and Chinese characters one by one. */
const PIECES = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+|\s+/gu

/** Lines no wider than `width` pixels; a word that is wider by itself is broken. */
export function wrap(text: string, size: number, width: number): string[] {
  const lines: string[] = []
  let line: string[] = []
  const fits = (pieces: readonly string[]) => textWidth(pieces.join('').trimEnd(), size) <= width
  const end = () => {
    const done = line.join('').trim()
    if (done) lines.push(done)
    line = []
  }
  for (const piece of text.match(PIECES) ?? []) {
    if (fits([...line, piece])) {
      line.push(piece)
      continue
    }
    // What closes takes what it closes along.
    const along: string[] = []
    if (CLOSING.test(piece))
      while (line.length > 1 && along.length < 4) {
        along.unshift(line.pop()!)
        if (!CLOSING.test(along[0]!)) break
      }
    end()
    line = along
    for (const character of piece) {
      if (line.length > 0 && !fits([...line, character])) end()
      line.push(character)
    }
  }
  end()
  return lines
}

/** The text, cut where it is wider than `width` pixels. */
export function cut(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text
  const characters = [...text]
  while (characters.length > 0 && textWidth(`${characters.join('')}...`, size) > width) characters.pop()
  return `${characters.join('').trimEnd()}...`
}
