/** Numbers with their bounds, qualifier and unit. */

import { quantityText } from '../../kinds/format.ts'
import { QualifierEnum } from '../enums.ts'
import { known } from '../fields.ts'
import { QuantityRef, UnitRef } from '../refs.ts'

QuantityRef.implement({
  description: 'A number as a source gives it: exact decimals, with bounds where it hedges, and a unit.',
  fields: (t) => ({
    point: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'The number of EXACT and ABOUT, or the centre of a RANGE where the source names one.',
      resolve: (q) => q.point,
    }),
    low: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'The lower bound of RANGE, AT_LEAST and MORE_THAN.',
      resolve: (q) => q.low,
    }),
    high: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'The upper bound of RANGE, AT_MOST and LESS_THAN.',
      resolve: (q) => q.high,
    }),
    qualifier: t.field({
      type: QualifierEnum,
      description: 'How the source hedges.',
      resolve: (q) => q.qualifier,
    }),
    unit: t.field({
      type: UnitRef,
      description: 'The unit.',
      resolve: (q, _args, { read }) => known(read.unit.load(q.unitCode)),
    }),
    text: t.string({
      description: 'In words: "more than 140 trillion tokens per day".',
      resolve: async (q, _args, { read }) => quantityText(q, (await read.unit.load(q.unitCode))!),
    }),
  }),
})
