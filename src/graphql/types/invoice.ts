/** Bills compared with the prices of the ledger. */
import { billOf, checkInvoice, type InvoiceCheck } from '../../domain/cost/invoice.ts'
import { usageOf } from '../../domain/cost/usage.ts'
import { modelOf } from '../../domain/read/model.ts'
import { atArg, checkFilter } from '../arguments.ts'
import { builder } from '../builder.ts'
import { InvoiceCauseKindEnum, VerdictEnum } from '../enums.ts'
import { QUOTE_COST, REASONS_COST } from '../limits.ts'
import { InvoiceCheckRef, QuantityRef, QuoteRef } from '../refs.ts'
import { momentIn, offerArgs, UsageInput } from '../usage.ts'

const InvoiceCause = builder.objectRef<InvoiceCheck['causes'][number]>('InvoiceCause').implement({
  description: 'A mistake that gives exactly the amount that was billed, within its rounding.',
  fields: (t) => ({
    kind: t.field({ type: InvoiceCauseKindEnum, description: 'Which mistake.', resolve: (c) => c.kind }),
    text: t.exposeString('text', { description: 'In a sentence: "It is what the batch tier costs."' }),
    quote: t.field({
      type: QuoteRef,
      description: 'The computation with this mistake, each line with its price and sources.',
      resolve: (c) => c.quote,
    }),
  }),
})

InvoiceCheckRef.implement({
  description: 'A bill compared with what the prices of its day add up to. Nothing of it is kept.',
  fields: (t) => ({
    verdict: t.field({
      type: VerdictEnum,
      description:
        'CONSISTENT when the bill is the expected cost, rounded either way to its own digits, at the least to cents; CONTRADICTED when it is not; UNCONFIRMED when a part cannot be priced or the currencies differ.',
      resolve: (c) => c.verdict,
    }),
    billed: t.field({
      type: 'Decimal',
      description: 'What was billed, as given: "22.5".',
      resolve: (c) => c.billed,
    }),
    expected: t.field({
      type: QuantityRef,
      nullable: true,
      description: 'What it should cost: the total of `quote`; null where nothing could be priced.',
      resolve: (c) => c.quote.total,
    }),
    quote: t.field({
      type: QuoteRef,
      description: 'How the expected cost was computed.',
      resolve: (c) => c.quote,
    }),
    deviation: t.field({
      type: QuantityRef,
      nullable: true,
      description:
        'Billed minus expected, in the currency of the prices: 7.5 US dollars too much. Null where the expected cost is no single number.',
      resolve: (c) => c.deviation,
    }),
    ratio: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Billed by expected, to twelve digits: "1.5". Null where nothing is expected.',
      resolve: (c) => c.ratio,
    }),
    explanation: t.exposeString('explanation', { description: 'What was found, in a few sentences.' }),
    causes: t.field({
      type: [InvoiceCause],
      description:
        'What may have gone wrong, the likeliest first, at most 10: each recomputed exactly, one mistake at a time. Empty when the bill is right, or when none of them explains it.',
      complexity: REASONS_COST,
      resolve: (c) => c.causes,
    }),
  }),
})

builder.queryField('checkInvoice', (t) =>
  t.field({
    type: InvoiceCheckRef,
    nullable: true,
    description:
      "Whether a bill fits the prices of its day, and what most likely went wrong where it does not: another tier, cached tokens at full price, an old price, another model behind the name. Null when there is no such model, or no such offer of it; the maker's own is meant when no seller is named.",
    args: {
      model: t.arg.string({ required: true, description: 'Slug or alias of the model: "gpt-5.4".' }),
      usage: t.arg({ type: UsageInput, required: true, description: 'What was used.' }),
      billed: t.arg({
        type: 'Decimal',
        required: true,
        description: 'What was billed, without taxes: "22.50".',
      }),
      currency: t.arg.string({ description: 'In which currency: "USD"; that of the prices when left out.' }),
      ...atArg,
      ...offerArgs,
    },
    complexity: { field: QUOTE_COST.invoice, multiplier: 1 },
    resolve: async (_root, args, ctx, info) => {
      checkFilter(args)
      const usage = usageOf(args.usage)
      const bill = billOf(args.billed, args.currency)
      const moment = momentIn(ctx, info, args, usage)
      const model = await modelOf(ctx.read, args.model)
      if (!model) return null
      return checkInvoice(ctx.read, model, bill, usage, moment, args)
    },
  }),
)
