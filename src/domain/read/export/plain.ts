/** How copies spell what rows hold: columns by the names of the API, citations, instants. */
import { Prisma } from '../../../db/generated/client.ts'
import type { ErrorCode } from '../../../errors.ts'
import type { Plain } from '../../../lib/canonical.ts'
import { canonicalOf } from '../../../lib/decimal.ts'
import { isoDay } from '../../../lib/period.ts'
import type { CitationRow, InputRow, Licence, QuantityRow } from '../rows.ts'

/** Columns by the names that the API uses: `sellerSlug` is `seller`, `countryCode` is `country`. */
export function plainColumns(row: object): Record<string, Plain> {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column.replace(/(Slug|Code)$/, ''), plainValue(value)]),
  )
}

/** Entities and facts hold no times, only days. */
function plainValue(value: unknown): Plain {
  if (value instanceof Date) return isoDay(value)
  return Prisma.Decimal.isDecimal(value) ? canonicalOf(value) : (value as Plain)
}

export function plainCitation(t: CitationRow): Record<string, Plain> {
  const { sourceSlug, role, locator, contentHash, note } = t
  return { source: sourceSlug, role, locator, accessedOn: day(t.accessedOn), contentHash, note }
}

/** @param q a row whose columns are all null where it holds no number. */
export function plainQuantity(q: { [C in keyof QuantityRow]: QuantityRow[C] | null }): Plain {
  const { low, point, high, qualifier, unitCode } = q
  if (!qualifier || !unitCode) return undefined
  return {
    high: high ?? undefined,
    low: low ?? undefined,
    point: point ?? undefined,
    qualifier,
    unit: unitCode,
  }
}

export function plainInputs(rows: readonly InputRow[]): Plain {
  return rows.map(({ name, claimId }) => ({ name, claimId }))
}

const WITHHELD: ErrorCode = 'LICENCE_WITHHELD'

/** Stands in place of what a licence forbids to pass on. */
export function plainWithheld({ code, name, url }: Licence): Plain {
  return { code: WITHHELD, licence: { code, name, url: url ?? undefined } }
}

function day(date: Date | null | undefined): string | null {
  return date ? isoDay(date) : null
}

export function instant(date: Date | null): string | null {
  return date?.toISOString() ?? null
}
