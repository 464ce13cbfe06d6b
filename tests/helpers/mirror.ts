/** A partner's copy that follows the change feed. */
import { expect } from 'vitest'
import type { partnerOf } from './export.ts'
import { rowsOf } from './export.ts'

export type Mirror = Map<string, string>

/** The same from full copies: kind and key to the line. */
export async function copiesAsMirror(
  partner: Awaited<ReturnType<typeof partnerOf>>,
  asOf?: number,
): Promise<string[]> {
  const copies = await partner.copies(asOf)
  return Object.entries(copies)
    .flatMap(([kind, text]) =>
      (text === '' ? [] : text.slice(0, -1).split('\n')).map((line) => `${kind} ${line}`),
    )
    .sort()
}

export const linesOf = (mirror: Mirror): string[] =>
  [...mirror].map(([name, line]) => `${name.slice(0, name.indexOf(' '))} ${line}`).sort()

export interface FeedLine {
  cursor: string
  revision: number
  op: 'UPSERT' | 'WITHDRAWAL' | 'REVISION'
  kind?: string
  key?: string
  row?: unknown
}

export function applyTo(
  mirror: Mirror,
  { op, kind, key, row }: { op: string; kind: string; key: string; row?: string },
) {
  const name = `${kind} ${key}`
  if (op === 'UPSERT') mirror.set(name, row!)
  else expect(mirror.delete(name), `${name} was there`).toBe(true)
}

export const feedLines = (text: string): FeedLine[] => rowsOf<FeedLine>(text)
