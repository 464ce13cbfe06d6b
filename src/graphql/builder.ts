/** The Pothos builder with its plugins and scalars; no types. */
import SchemaBuilder from '@pothos/core'
import ComplexityPlugin from '@pothos/plugin-complexity'
import RelayPlugin from '@pothos/plugin-relay'
import type { Context } from './context.ts'
import { dateScalar, dateTimeScalar, decimalScalar, urlScalar } from './scalars.ts'

export const builder = new SchemaBuilder<{
  Context: Context
  DefaultFieldNullability: false
  DefaultEdgesNullability: false
  DefaultNodeNullability: false
  Scalars: {
    ID: { Input: string; Output: string | number }
    Decimal: { Input: string; Output: string }
    Date: { Input: string; Output: string | Date }
    DateTime: { Input: string; Output: string | Date }
    URL: { Input: string; Output: string }
  }
}>({
  plugins: [RelayPlugin, ComplexityPlugin],
  defaultFieldNullability: false,
  complexity: { defaultComplexity: 1, defaultListMultiplier: 1 },
  relay: {
    cursorType: 'String',
    nodesOnConnection: { description: 'The items of this page.', complexity: { field: 0, multiplier: 1 } },
    edgesFieldOptions: {
      description: 'The items of this page, each with its cursor.',
      complexity: { field: 0, multiplier: 1 },
      nullable: false,
    },
    nodeFieldOptions: { description: 'The item.', nullable: false },
    cursorFieldOptions: { description: 'Give it as `after` to go on behind this item.' },
    pageInfoFieldOptions: { description: 'Whether there is more, and where to go on.' },
    idFieldOptions: { description: 'Globally unique, opaque id; `node(id:)` finds the object again.' },
    nodeTypeOptions: { description: 'An object with a globally unique id.' },
    hasNextPageFieldOptions: { description: 'Whether there are items behind this page.' },
    hasPreviousPageFieldOptions: {
      description: 'Whether the page was asked for with `after`, so that there are items before it.',
    },
    startCursorFieldOptions: { description: 'The cursor of its first item; null for an empty page.' },
    endCursorFieldOptions: {
      description: 'The cursor of its last item, for `after` of the next page; null for an empty page.',
    },
    pageInfoTypeOptions: { description: 'Where a page of a connection stands within the whole.' },
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    decodeGlobalID: decodeId,
  },
})

/** `{ typename: '', id: '' }` for what is no id of ours: it finds nothing, and is no error. */
export function decodeId(globalId: string): { typename: string; id: string } {
  const text = Buffer.from(globalId, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  // Postgres refuses U+0000 in a text, and none of our ids has one.
  return colon < 1 || text.includes('\0')
    ? { typename: '', id: '' }
    : { typename: text.slice(0, colon), id: text.slice(colon + 1) }
}

builder.addScalarType('Decimal', decimalScalar)
builder.addScalarType('Date', dateScalar)
builder.addScalarType('DateTime', dateTimeScalar)
builder.addScalarType('URL', urlScalar)
builder.queryType({ description: 'Everything that can be asked.' })
builder.mutationType({
  description:
    'Everything that can be done. Each mutation wants a key with the scope that it names, is sent by POST, and stands or fails by itself: of several in one request, those before a failed one are done.',
})
builder.subscriptionType({
  description: 'Everything that can be listened to, as server-sent events: `accept: text/event-stream`.',
})
