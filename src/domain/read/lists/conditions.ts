/** Conditions that several lists share. A list given to a filter means "one of"; an empty list finds nothing. */
import { type AsOf, appearedBy, type recordedIn } from '../../../db/as-of.ts'
import { Prisma } from '../../../db/generated/client.ts'

const { sql, join } = Prisma

/** Values of a filter that a statement spells out; each number of them is a statement of its own. */
const FEW = 4

export type OneOrMore = readonly string[] | null | undefined

/** Operators on texts. */
export interface TextFilter {
  eq?: string | null | undefined
  in?: readonly string[] | null | undefined
  prefix?: string | null | undefined
}
/** Operators on dates; `from` inclusive, `to` exclusive. */
export interface DateFilter {
  eq?: string | null | undefined
  from?: string | null | undefined
  to?: string | null | undefined
}
/** Operators on values given in one unit (canonical text); `from` and `to` inclusive. */
export interface ValueFilter {
  unit: string
  eq?: string | null | undefined
  from?: string | null | undefined
  to?: string | null | undefined
}

export class Conditions {
  readonly all: Prisma.Sql[]

  /** @param within what of the rows the revision holds: those that had appeared, or of a versioned table those that stood. */
  constructor(alias: string, asOf: AsOf, within: typeof appearedBy | typeof recordedIn = appearedBy) {
    this.all = [within(alias, asOf)]
  }

  oneOf(column: Prisma.Sql, values: OneOrMore): this {
    if (!values) return this
    // Of a few the planner sees how many they are without their values, so that a kept plan is as good as a new one.
    if (values.length > 0 && values.length <= FEW)
      this.all.push(sql`${column} IN (${join(values.map((value) => sql`${value}::text`))})`)
    else this.all.push(sql`${column} = ANY(${[...values]}::text[])`)
    return this
  }

  is(column: Prisma.Sql, value: boolean | null | undefined): this {
    if (value !== null && value !== undefined) this.all.push(sql`${column} = ${value}`)
    return this
  }

  text(column: Prisma.Sql, filter: TextFilter | null | undefined): this {
    if (!filter) return this
    if (typeof filter.eq === 'string') this.all.push(sql`${column} = ${filter.eq}`)
    if (typeof filter.prefix === 'string') this.all.push(sql`starts_with(${column}, ${filter.prefix})`)
    return this.oneOf(column, filter.in)
  }

  date(column: Prisma.Sql, filter: DateFilter | null | undefined): this {
    if (filter?.eq) this.all.push(sql`${column} = ${filter.eq}::date`)
    if (filter?.from) this.all.push(sql`${column} >= ${filter.from}::date`)
    if (filter?.to) this.all.push(sql`${column} < ${filter.to}::date`)
    return this
  }

  /** @param unit the column that holds the unit of the value. */
  value(column: Prisma.Sql, unit: Prisma.Sql, filter: ValueFilter | null | undefined): this {
    if (filter) this.all.push(sql`${unit} = ${filter.unit}`)
    if (filter?.eq) this.all.push(sql`${column} = ${filter.eq}::numeric`)
    if (filter?.from) this.all.push(sql`${column} >= ${filter.from}::numeric`)
    if (filter?.to) this.all.push(sql`${column} <= ${filter.to}::numeric`)
    return this
  }

  and(condition: Prisma.Sql | false | null | undefined): this {
    if (condition) this.all.push(condition)
    return this
  }
}
