/** Numbers with their bounds, qualifier and unit. */

import { KEPT_DIGITS } from '../../domain/belief/interval.ts'
import { type ConversionRow, conversionText, inUnit, unitOf } from '../../domain/read/convert.ts'
import { quantityText } from '../../kinds/format.ts'
import { checkFilter } from '../arguments.ts'
import { builder } from '../builder.ts'
import { QualifierEnum } from '../enums.ts'
import { SHORT_LIST_COST } from '../limits.ts'
import { ClaimRef, QuantityRef, UnitRef } from '../refs.ts'

const IN_DESCRIPTION = `The same in another unit, exactly: 0.08 US dollars per kilowatt-hour in "USD/MWh" are 80. Bounds and qualifier stay. What has no last digit keeps ${KEPT_DIGITS}, bounds rounded outward. Another currency takes the exchange rate that the ledger has for the value's own period, which \`conversion\` names; EXCHANGE_RATE_MISSING where it has none. INCOMMENSURABLE_UNITS where the unit measures something else.`
const UNIT_DESCRIPTION =
  'The code of a unit: "USD/MWh", "tok/wk", "tCO2/GWh". Any that is spelled like those of `units`: a prefix k, M, G, T, P or E before tok, char, px, Wh, J, W, B, FLOP, FLOPS or gCO2; also tCO2, H100e, a currency, a span from ms to a, 1, x and %; "/" divides.'

const ConversionRef = builder.objectRef<ConversionRow>('Conversion').implement({
  description: 'How a value came into another currency.',
  fields: (t) => ({
    rates: t.field({
      type: [ClaimRef],
      description:
        'The claims whose rates were taken, with their sources: one, or two by way of a third currency, in the order in which they were applied. Each covers the period of the value; of a value that goes on, the day on which it began.',
      complexity: SHORT_LIST_COST,
      resolve: ({ rates }) => rates.map(({ claim }) => claim),
    }),
    arithmetic: t.string({
      description:
        'The computation with its numbers, without the result: "0.088 US dollars per kilowatt-hour × 7.1957 Chinese yuan per US dollar".',
      resolve: (conversion, _args, { read }) => conversionText(read, conversion),
    }),
  }),
})

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
      resolve: (q, _args, { read }) => unitOf(read, q.unitCode),
    }),
    text: t.string({
      description:
        'In words: "more than 140 trillion tokens per day". A number of more than 12 significant digits is told with 6, as "about", and bounds are rounded outward.',
      resolve: async (q, _args, { read }) => quantityText(q, await unitOf(read, q.unitCode)),
    }),
    conversion: t.field({
      type: ConversionRef,
      nullable: true,
      description: 'By which exchange rates it came into this currency; null where none was needed.',
      resolve: (q) => q.conversion ?? null,
    }),
    in: t.field({
      type: QuantityRef,
      description: IN_DESCRIPTION,
      args: { unit: t.arg.string({ required: true, description: UNIT_DESCRIPTION }) },
      resolve: (q, { unit }, { read }) => {
        checkFilter(unit)
        return inUnit(read, q, unit)
      },
    }),
  }),
})
