/** Which columns of a fact's row the fields look at that are asked of it: a page of a thousand need not read the others. */
import type { GraphQLResolveInfo } from 'graphql'
import type { AnswerColumn } from '../../domain/read/fact-items.ts'
import type { RowOfKind } from '../../domain/read/rows.ts'
import type { FactKind } from '../../kinds/vocabulary.ts'
import { asked, askedBelow, askedBelowItems, askedOfItems, onceForNodes } from '../asked.ts'
import { isPlainOfClaim } from './brief.ts'
import { valueColumns } from './value-columns.ts'

/** Fields of every kind that look at nothing but which fact it is, and lead nowhere from where more of it is looked at. */
const BY_ID = new Set([
  ...['__typename', 'id', 'state', 'value', 'provenance', 'claimCount', 'historyCount', 'checkCount'],
])
/** These lead to claims. */
const CLAIMS = ['claims', 'history']

/** The others, whose resolvers look at these columns and hand on no more. Whoever asks for one that is not here gets all. */
const NEEDS: { [K in FactKind]: Readonly<Record<string, readonly (keyof RowOfKind<K>)[]>> } = {
  PRICE: { offer: ['offerSlug'], model: ['modelSlug'], seller: ['sellerSlug'], meter: ['meterCode'] },
  ENERGY_RATE: { country: ['countryCode'], area: ['area'], sector: ['sector'], band: ['band'] },
  TOKEN_USAGE: { period: ['period'], coverage: ['coverageCode'], coverageDetail: ['coverageCode'] },
  INDICATOR: { metric: ['metricCode'], coverage: ['coverageCode'], coverageDetail: ['coverageCode'] },
  ASSERTION: { topic: ['topicCode'] },
}

type Names = ReadonlySet<string>

const columnsBy = (
  names: (info: GraphQLResolveInfo) => Names,
  namesBelow: (info: GraphQLResolveInfo, name: string) => Names,
) =>
  onceForNodes((info) => {
    const known = new Map<FactKind, readonly string[] | null>()
    const isPlain = CLAIMS.every((name) => [...namesBelow(info, name)].every(isPlainOfClaim))
    return (kind: FactKind) => {
      if (!known.has(kind)) known.set(kind, isPlain ? columnsOf(kind, names(info)) : null)
      return known.get(kind)!
    }
  })

/** Null for all columns; of a field that gives facts, or a page of them. */
export const columnsAsked = {
  things: columnsBy(asked, askedBelow),
  page: columnsBy(askedOfItems, askedBelowItems),
}

function columnsOf(kind: FactKind, names: Names): readonly string[] | null {
  const columns = new Set<string>()
  const needs: Readonly<Record<string, readonly string[]>> = NEEDS[kind]
  for (const name of names) {
    if (BY_ID.has(name) || CLAIMS.includes(name)) continue
    if (!Object.hasOwn(needs, name)) return null
    for (const column of needs[name]!) columns.add(column)
  }
  return [...columns]
}

/** Which columns of what answers a fact are looked at, where no more of it is than its value and its state; null for all. */
export const answerColumnsAsked = {
  things: answerColumnsBy(asked, askedBelow),
  page: answerColumnsBy(askedOfItems, askedBelowItems),
}

function answerColumnsBy(
  names: (info: GraphQLResolveInfo) => Names,
  namesBelow: (info: GraphQLResolveInfo, name: string) => Names,
) {
  return onceForNodes((info): readonly AnswerColumn[] | null => {
    const ofValue = valueColumns(namesBelow(info, 'value'))
    const ofState = names(info).has('state') ? (['point'] as const) : []
    return ofValue && [...new Set<AnswerColumn>(['form', ...ofValue, ...ofState])]
  })
}
