/** What claims of price files have beyond others: their times, the line they come from, doubts. */
import { CLAIM_STATUSES, claimStatus } from '../../domain/read/claim-rows.ts'
import { builder } from '../builder.ts'
import { enumOf, ThresholdComparisonEnum } from '../enums.ts'
import { SHORT_LIST_COST } from '../limits.ts'
import { ClaimRef } from '../refs.ts'

const ClaimStatusEnum = enumOf('ClaimStatus', 'Where a claim stands in valid time.', CLAIM_STATUSES)

const ClaimPeriodRef = builder
  .objectRef<{ validFrom: Date | null; validTo: Date | null }>('ClaimPeriod')
  .implement({
    description: 'A time for which a claim held.',
    fields: (t) => ({
      validFrom: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When it began; null where that is not known.',
        resolve: (p) => p.validFrom,
      }),
      validTo: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When it ended, exclusive; null while nothing newer is known.',
        resolve: (p) => p.validTo,
      }),
    }),
  })

builder.objectFields(ClaimRef, (t) => ({
  status: t.field({
    type: ClaimStatusEnum,
    description: 'Whether it is announced, in force, ended or withdrawn, at the time of the revision.',
    resolve: (c, _args, { read }) => claimStatus(c, read.asOf.time),
  }),
  periods: t.field({
    type: [ClaimPeriodRef],
    description:
      'When it held, oldest first. A price file states no times: they follow from its editions, and a value may come back.',
    complexity: SHORT_LIST_COST,
    resolve: (c) => c.periods,
  }),
  series: t.exposeString('series', {
    nullable: true,
    description:
      'The line of a price file that it was read from, the same in all editions: "openai/gpt-5.4#input_mtok". Null for other sources.',
  }),
  comparison: t.field({
    type: ThresholdComparisonEnum,
    nullable: true,
    description:
      'Of a price with a threshold, whether this source says that a request of exactly the amount pays it; null where it does not say.',
    resolve: (c) => (c.comparison === 'AT_LEAST' ? 'AT_LEAST' : null),
  }),
  promotional: t.boolean({
    description: 'Whether the seller calls the price temporary.',
    resolve: (c) => c.promotional ?? false,
  }),
  doubt: t.exposeString('doubt', {
    nullable: true,
    description:
      'What looked like a mistake when it was read: "its output costs nothing although its input does".',
  }),
}))
