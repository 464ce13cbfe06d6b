/** What facts can be about. */

import { brandWithType } from '@pothos/core'
import { subjectOf } from '../../domain/read/describe.ts'
import type { Subject, SubjectRefs } from '../../domain/read/rows.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import * as refs from '../refs.ts'

const USAGE_SUBJECTS = [refs.CountryRef, refs.ProviderRef, refs.ModelRef, refs.ModelGroupRef]
export const FACT_SUBJECTS = [
  ...USAGE_SUBJECTS,
  refs.HubRef,
  refs.ClusterRef,
  refs.PublisherRef,
  refs.SourceRef,
]

export const TokenUsageSubject = builder.unionType('TokenUsageSubject', {
  description: 'Who uses or processes tokens.',
  types: USAGE_SUBJECTS,
})

export const FactSubject = builder.unionType('FactSubject', {
  description: 'What an indicator or assertion is about.',
  types: FACT_SUBJECTS,
})

/** The subject's row, marked with its GraphQL type so that unions and interfaces know it. */
export async function resolveSubject(row: SubjectRefs, { read }: Context): Promise<Subject['row']> {
  const subject = await subjectOf(read, row)
  brandWithType(subject.row, subject.type as never)
  return subject.row
}
