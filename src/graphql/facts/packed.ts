/** Which claims a page of facts brings along packed, for what is asked of them is known: see `packed-claims.ts`. */
import type { FieldNode, GraphQLResolveInfo } from 'graphql'
import type { BriefClaim } from '../../domain/read/brief-claims.ts'
import type { Packed, PackedColumn, Packing } from '../../domain/read/packed-claims.ts'
import type { FactRow } from '../../domain/read/rows.ts'
import { below, itemsOf, namesIn, onceForNodes } from '../asked.ts'
import { isCitedInBriefBy, PLAIN_NEEDS } from './brief.ts'
import { valueColumns } from './value-columns.ts'

/** The fields of a claim that look at nothing of it but this, and whose resolvers hand on no more. */
const NEEDS: Readonly<Record<string, readonly PackedColumn[]>> = {
  ...PLAIN_NEEDS,
  // What they look at depends on what is asked of them.
  value: ['form'],
  provenance: [],
}

/** The fields that may take what was packed. */
const fieldsOf = new WeakMap<Packing, ReadonlySet<FieldNode>>()

/** What is packed of facts that a field gives, or of a page of them. */
export const packingsAsked = {
  things: onceForNodes((info) => packingsOf(info, info.fieldNodes)),
  page: onceForNodes((info) => packingsOf(info, itemsOf(info))),
}

function packingsOf(info: GraphQLResolveInfo, things: readonly FieldNode[]): readonly Packing[] {
  const found: Packing[] = []
  for (const name of ['claims', 'history'] as const) {
    // Claims of a day are other ones, and what may be left out is not read for nothing.
    const fields = below(info, things, (own) => own === name).filter(
      ({ arguments: given, directives }) => !directives?.length && !given?.some((a) => a.name.value === 'at'),
    )
    if (fields.length === 0) continue
    const packing = packingFor(info, fields, name)
    // Whole ones are read all the same, and serve both.
    if (!packing) return []
    found.push(packing)
  }
  return found
}

function packingFor(info: GraphQLResolveInfo, fields: readonly FieldNode[], of: Packed): Packing | null {
  const names = namesIn(info, fields)
  const fieldsBelow = (own: string) => below(info, fields, (other) => other === own)
  const isCited = names.has('provenance')
  const columns = columnsOf(names)
  const ofValue = valueColumns(namesIn(info, fieldsBelow('value')))
  if (!columns || !ofValue || (isCited && !isCitedInBriefBy(namesIn(info, fieldsBelow('provenance')))))
    return null
  // By its id a claim that goes on answering is known for the same; of others something has to be there.
  const own: PackedColumn[] = of === 'history' ? ['id'] : ['form']
  const packing: Packing = { of, columns: [...new Set([...own, ...columns, ...ofValue])], isCited }
  fieldsOf.set(packing, new Set(fields))
  return packing
}

function columnsOf(names: ReadonlySet<string>): PackedColumn[] | null {
  const columns: PackedColumn[] = []
  for (const name of names) {
    if (!Object.hasOwn(NEEDS, name)) return null
    columns.push(...NEEDS[name]!)
  }
  return columns
}

/** The claims that a fact brought along for this field; undefined where none were. */
export function packedFor(fact: FactRow, info: GraphQLResolveInfo): readonly BriefClaim[] | undefined {
  return fact.packed?.find(({ packing }) => {
    const fields = fieldsOf.get(packing)
    return info.fieldNodes.every((field) => fields?.has(field))
  })?.claims
}
