/** Full copies, taken as a partner takes them. */
import { expect } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { createKey } from '../../src/domain/access/keys.ts'
import { EXPORT_KINDS } from '../../src/domain/read/export/lines.ts'
import type { App } from '../../src/http/app.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { testApp } from './app.ts'

/** The header of a new key that may take copies. */
export async function syncKey(db: Db): Promise<{ authorization: string }> {
  const { key } = await createKey(db, systemClock, { name: 'partner', scopes: ['sync'], expiresAt: null })
  return { authorization: `Bearer ${key}` }
}

/** A partner of an app: asks for paths below /export/ with a key. */
export async function partnerOf(db: Db, app: App = testApp(db).app) {
  const headers = await syncKey(db)
  const get = (path: string, init: RequestInit = {}) =>
    app(new Request(`http://test/export/${path}`, { ...init, headers }))
  const copy = async (kind: string, asOf?: number): Promise<string> => {
    const response = await get(`${kind}.ndjson${asOf === undefined ? '' : `?asOf=${asOf}`}`)
    expect(response.status).toBe(200)
    return response.text()
  }
  return {
    get,
    copy,
    /** The bytes of all kinds. */
    copies: async (asOf?: number): Promise<Record<string, string>> =>
      Object.fromEntries(await Promise.all(EXPORT_KINDS.map(async (kind) => [kind, await copy(kind, asOf)]))),
    rows: async <Row = any>(kind: string, asOf?: number): Promise<Row[]> => rowsOf(await copy(kind, asOf)),
  }
}

/** @throws when a line is not a whole one. */
export function rowsOf<Row = any>(text: string): Row[] {
  if (text === '') return []
  if (!text.endsWith('\n')) throw new Error('the last line is cut')
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line))
}

/** The records of a CSV, the names of its columns first. */
export function recordsOf(csv: string): string[][] {
  const records: string[][] = []
  let record: string[] = []
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    record.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'))
    if (end !== '\r\n') continue
    records.push(record)
    record = []
  }
  return records
}

/** What a row has below each path of keys, lists as they are. */
export function leavesOf(row: object, prefix = ''): Record<string, any> {
  return Object.assign(
    {},
    ...Object.entries(row).map(([key, value]) =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? leavesOf(value, `${prefix}${key}.`)
        : { [prefix + key]: value },
    ),
  )
}

/** The ledger's id within a global one of the API. */
export function rawId(id: string): string {
  return Buffer.from(id, 'base64').toString('utf8').split(':')[1] ?? id
}
