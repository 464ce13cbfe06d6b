/** Reads a workbook as a spreadsheet does, from its bytes alone. */
import { inflateRawSync } from 'node:zlib'

type SheetCell = string | number | boolean | null

export interface Sheet {
  rows: SheetCell[][]
  /** Whether the first row stays in sight. */
  isFrozen: boolean
  widths: number[]
}

/** Sheets by name, in their order. */
export function sheetsOf(bytes: Uint8Array): Map<string, Sheet> {
  const files = filesOf(Buffer.from(bytes))
  const text = (name: string) => files.get(name)!.toString('utf8')
  const shared = all(text('xl/sharedStrings.xml'), /<si>(.*?)<\/si>/gs).map(([, si]) =>
    plain(
      all(si!, /<t[^>]*>(.*?)<\/t>/gs)
        .map(([, t]) => t)
        .join(''),
    ),
  )
  const targets = new Map(
    all(text('xl/_rels/workbook.xml.rels'), /<Relationship [^>]*>/g).map(([tag]) => [
      attribute(tag, 'Id'),
      attribute(tag, 'Target'),
    ]),
  )
  return new Map(
    all(text('xl/workbook.xml'), /<sheet [^>]*>/g).map(([tag]) => {
      const xml = text(`xl/${targets.get(attribute(tag, 'r:id'))!.replace(/^\/?(xl\/)?/, '')}`)
      return [plain(attribute(tag, 'name')), sheetOf(xml, shared)]
    }),
  )
}

function sheetOf(xml: string, shared: readonly string[]): Sheet {
  const rows: SheetCell[][] = []
  for (const [tag, , inner = ''] of all(xml, /<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
    const [, letters = '', row = ''] = /r="([A-Z]+)(\d+)"/.exec(tag) ?? []
    const column = [...letters].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) - 1
    const value = /<v>(.*?)<\/v>/s.exec(inner)?.[1]
    const type = /^<c [^>]*\bt="(\w+)"/.exec(tag)?.[1] ?? 'n'
    rows[Number(row) - 1] ??= []
    const target = rows[Number(row) - 1]!
    if (value === undefined) target[column] = null
    else target[column] = type === 's' ? shared[Number(value)]! : type === 'b' ? value === '1' : Number(value)
  }
  const width = Math.max(0, ...rows.filter(Boolean).map((row) => row.length))
  return {
    rows: Array.from(rows, (row) => Array.from({ length: width }, (_, i) => row?.[i] ?? null)),
    isFrozen: /<pane [^>]*ySplit="1"[^>]*state="frozen"/.test(xml),
    widths: all(xml, /<col [^>]*width="([\d.]+)"/g).map(([, w]) => Number(w)),
  }
}

/** By the directory at the end of the archive. */
function filesOf(zip: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)]
    const [nameLength, extra, comment] = [28, 30, 32].map((o) => zip.readUInt16LE(at + o)) as [
      number,
      number,
      number,
    ]
    const local = zip.readUInt32LE(at + 42)
    const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const bytes = zip.subarray(begin, begin + size)
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    files.set(name, method === 0 ? bytes : inflateRawSync(bytes))
    at += 46 + nameLength + extra + comment
  }
  return files
}

const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)]
const attribute = (tag: string, name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)![1]!

/** XML's references, then the workbook's own escapes. */
function plain(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
}
