/**
 * Statements written by hand, sent by node-postgres itself. Prisma's own way to them takes several times as long for
 * many rows, most of it for turning rows into objects. Values come out as Prisma gives them.
 */
import { hash } from 'node:crypto'
import pg from 'pg'
import { isStalePlan } from './failures.ts'
import { Prisma } from './generated/client.ts'

/** Statements that are parsed once for each connection; their texts are few, and what is built anew each time is not kept. */
const PREPARED_MAX = 100
/** Longer texts are those of many aliases: a plan of one takes megabytes in each connection. */
const PREPARED_CHARS = 6_000

const { builtins } = pg.types
const decimal = (text: string) => new Prisma.Decimal(text)
const day = (text: string) => new Date(`${text}T00:00:00.000Z`)

const [INT8_ARRAY, NUMERIC_ARRAY, DATE_ARRAY, TEXT_ARRAY] = [1016, 1231, 1182, 1009]
const parseArray = (text: string) =>
  (pg.types.getTypeParser(TEXT_ARRAY, 'text') as (text: string) => (string | null)[])(text)

const PARSERS: Record<number, (text: string) => unknown> = {
  [builtins.INT8]: BigInt,
  [builtins.NUMERIC]: decimal,
  [builtins.DATE]: day,
  [INT8_ARRAY]: (text) => parseArray(text).map((n) => (n === null ? null : BigInt(n))),
  [NUMERIC_ARRAY]: (text) => parseArray(text).map((n) => (n === null ? null : decimal(n))),
  [DATE_ARRAY]: (text) => parseArray(text).map((n) => (n === null ? null : day(n))),
  [builtins.TIMESTAMP]: (text) => new Date(`${text.replace(' ', 'T')}Z`),
}
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => PARSERS[oid] ?? pg.types.getTypeParser(oid, format as 'text'),
}

export type QueryRaw = (query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) => Promise<unknown[]>

/**
 * @param prepared false where connections belong to a pooler that hands them on after each transaction.
 * @param onStatement told of each statement once it has ended.
 */
export function rawQueries(
  pool: pg.Pool,
  { prepared = true, onStatement }: { prepared?: boolean; onStatement?: ((sql: string) => void) | undefined },
): QueryRaw {
  const seen = new Set<string>()
  const names = new Map<string, string>()
  /** A text that comes for the first time has no name, for many never come again. */
  const nameOf = (text: string) => {
    const known = names.get(text)
    if (known || names.size >= PREPARED_MAX || text.length > PREPARED_CHARS) return known
    if (!seen.has(text)) {
      if (seen.size >= PREPARED_MAX) seen.clear()
      seen.add(text)
      return undefined
    }
    seen.delete(text)
    const name = `q_${hash('sha256', text).slice(0, 20)}`
    names.set(text, name)
    return name
  }
  return async (query, ...values) => {
    const { text, values: given } = 'sql' in query ? query : Prisma.sql(query, ...values)
    const bound = given.map(sent)
    const send = (name: string | undefined) =>
      pool.query({ ...(name ? { name } : {}), text, values: bound, types }).finally(() => onStatement?.(text))
    const name = prepared ? nameOf(text) : undefined
    const { rows } = await send(name).catch((error) => {
      if (!name || !isStalePlan(error)) throw error
      // Nothing has run, and no transaction is lost: these go over connections of their own.
      if (names.get(text) === name) names.set(text, renamed(name))
      return send(names.get(text))
    })
    return rows
  }
}

/** Connections keep what they parsed under the old name, so that each would fail once more. */
function renamed(name: string): string {
  const [start, hashed, times = '0'] = name.split('_')
  return `${start}_${hashed}_${Number(times) + 1}`
}

/** As Postgres reads it whatever the time zone of this process is. */
function sent(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(sent)
  if (value instanceof Prisma.Decimal) return value.toFixed()
  return value
}
