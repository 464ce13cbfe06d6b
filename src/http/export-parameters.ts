/** What the address of a full copy asks for: kind, format, revision, part and filters. */

import type { Filters } from '../domain/read/export/filters.ts'
import { EXPORT_KINDS, exportFilters, exportKind } from '../domain/read/export/lines.ts'
import { AppError } from '../errors.ts'
import { LIMITS } from '../graphql/limits.ts'
import { CSV_TYPE } from './csv.ts'

export const EXPORT_PREFIX = '/export/'

/** By the ending of the address. */
export const CONTENT_TYPES = {
  ndjson: 'application/x-ndjson',
  csv: CSV_TYPE,
  parquet: 'application/vnd.apache.parquet',
  'manifest.json': 'application/json',
}
type Format = keyof typeof CONTENT_TYPES

export interface ExportAsked {
  kind: string
  format: Format
  /** A revision; null for the newest. */
  asOf: number | null
  part: number | null
  filters: Filters
}

/** @throws AppError NOT_FOUND, BAD_ARGUMENT */
export function exportAsked({ pathname, searchParams }: URL): ExportAsked {
  const { kind, format } = copyOf(pathname)
  const own = format === 'manifest.json' ? ['asOf'] : ['asOf', 'part']
  const filters = exportFilters(kind)
  for (const name of new Set(searchParams.keys())) {
    // A misspelt parameter must not give the newest revision, or all rows, instead of what was meant.
    if (!own.includes(name) && !filters.includes(name))
      throw bad(
        `There is no parameter ${name} of ${kind}.${format}. There are ${own.join(' and ')}, and to choose rows ${filters.join(', ')}.`,
      )
    if (own.includes(name) && searchParams.getAll(name).length > 1) throw bad(`Give ${name} once.`)
  }
  return {
    ...{ kind, format },
    asOf: numberOf(searchParams, 'asOf', 'the number of a revision, such as ?asOf=12'),
    part: numberOf(searchParams, 'part', 'the number of a part, counted from 1, such as ?part=2'),
    filters: filtersOf(searchParams, filters),
  }
}

function copyOf(pathname: string): { kind: string; format: Format } {
  const name = pathname.slice(EXPORT_PREFIX.length)
  const dot = name.indexOf('.')
  const format = name.slice(dot + 1)
  const kind = dot < 0 ? undefined : exportKind(name.slice(0, dot))
  if (kind && Object.hasOwn(CONTENT_TYPES, format)) return { kind, format: format as Format }
  throw new AppError(
    'NOT_FOUND',
    `There is no such export. There are /export/<kind>.ndjson, .csv, .parquet and .manifest.json for the kinds ${EXPORT_KINDS.join(', ')}.`,
  )
}

function numberOf(parameters: URLSearchParams, name: string, meaning: string): number | null {
  const text = parameters.get(name)
  if (text === null) return null
  if (!/^\d+$/.test(text)) throw bad(`${name} is ${meaning}.`)
  return Number(text)
}

function filtersOf(parameters: URLSearchParams, names: readonly string[]): Filters {
  const given = names.filter((name) => parameters.has(name)).sort()
  return new Map(
    given.map((name) => {
      const values = [...new Set(parameters.getAll(name))].sort()
      if (values.length > LIMITS.listMax)
        throw bad(`${name} takes ${LIMITS.listMax} values at most; ${values.length} were given.`)
      if (values.includes('')) throw bad(`${name} needs a value; for several, give it several times.`)
      return [name, values]
    }),
  )
}

const bad = (message: string) => new AppError('BAD_ARGUMENT', message)
