/** Webhooks of the caller's key, and the log of what was sent to them. */
import { encodeGlobalID } from '@pothos/plugin-relay'
import { requireScope } from '../../domain/access/caller.ts'
import { type Attempt, FAILING_DAYS, SCHEDULE } from '../../domain/webhooks/attempts.ts'
import { DELIVERY_STATES, deliveryList, KEPT_DAYS } from '../../domain/webhooks/deliveries.ts'
import { WEBHOOK_EVENTS, WEBHOOK_LIMITS, type WebhookEvent } from '../../domain/webhooks/settings.ts'
import { DISABLED_WHY, webhookOf, webhooksOf } from '../../domain/webhooks/webhooks.ts'
import { KIND_NAMES, kindOfId } from '../../kinds/facts.ts'
import { checkFilter, pageArgs } from '../arguments.ts'
import { builder } from '../builder.ts'
import { Connection, pageCost } from '../connection.ts'
import { WebhookDeliveryConnection } from '../connections.ts'
import { enumOf } from '../enums.ts'
import { SHORT_LIST_COST } from '../limits.ts'
import { PRIVATE } from '../private-fields.ts'
import { WebhookDeliveryRef, WebhookRef } from '../refs.ts'

const MEANINGS = Object.fromEntries(
  Object.entries(WEBHOOK_EVENTS).map(([event, { meaning }]) => [event, meaning]),
) as Record<WebhookEvent, string>

export const WebhookEventEnum = enumOf('WebhookEvent', 'What a webhook can be told of.', MEANINGS)
const MessageEnum = enumOf('WebhookMessage', 'What a message tells of.', {
  ...MEANINGS,
  PING: 'Nothing: it was sent to try the address out.',
})
const DeliveryStateEnum = enumOf('WebhookDeliveryState', 'What became of a message.', DELIVERY_STATES)
const DisabledWhyEnum = enumOf('WebhookDisabledReason', 'Why nothing is sent to a webhook.', DISABLED_WHY)

const AttemptRef = builder.objectRef<Attempt>('WebhookAttempt').implement({
  description: 'One try to send a message.',
  fields: (t) => ({
    at: t.field({ type: 'DateTime', description: 'When it began.', resolve: (attempt) => attempt.at }),
    status: t.exposeInt('status', {
      nullable: true,
      description: 'The HTTP status of the answer: 200. Null where none came.',
    }),
    ms: t.exposeInt('ms', { description: 'How long it took, in milliseconds: 84.' }),
    error: t.exposeString('error', {
      nullable: true,
      description: 'Why it failed: "answered 500", "no answer within 15 seconds". Null where it did not.',
    }),
  }),
})

WebhookDeliveryRef.implement({
  description: `A message to a webhook, and what became of it. Kept for ${KEPT_DAYS} days.`,
  fields: (t) => ({
    id: t.exposeID('id', {
      description: 'Its id, sent as the header `webhook-id`, at every attempt the same: "msg_0h3k…".',
    }),
    event: t.field({ type: MessageEnum, description: 'What it tells of.', resolve: (d) => d.event as never }),
    revision: t.exposeInt('revision', {
      nullable: true,
      description: 'The number of the revision that it tells of: 12. Null for a ping.',
    }),
    state: t.field({
      type: DeliveryStateEnum,
      description: 'Whether it has arrived.',
      resolve: (d) => d.state,
    }),
    createdAt: t.field({ type: 'DateTime', description: 'When it was made.', resolve: (d) => d.createdAt }),
    attempts: t.exposeInt('attempts', {
      description: 'How often it was tried, since it was last asked to be sent again: 1.',
    }),
    nextAttemptAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it is tried next; null when it is not.',
      resolve: (d) => d.nextAttemptAt,
    }),
    log: t.field({
      type: [AttemptRef],
      description: 'Its last 20 attempts, oldest first.',
      complexity: SHORT_LIST_COST,
      resolve: (d) => d.log,
    }),
    payload: t.exposeString('payload', {
      nullable: true,
      description: 'The JSON text that is sent and signed; null where it was withheld on legal demand.',
    }),
  }),
})

WebhookRef.implement({
  description: `An address of the caller to which messages are sent, signed as Standard Webhooks says. A message that is not answered with a status from 200 to 299 is tried ${SCHEDULE.attempts} times in about 27 hours; a webhook at which every attempt fails for ${FAILING_DAYS} days is switched off.`,
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id: "whk_5q8d…".' }),
    url: t.field({ type: 'URL', description: 'Where messages are posted to.', resolve: (w) => w.url }),
    events: t.field({
      type: [WebhookEventEnum],
      description: 'What it is told of.',
      resolve: (w) => [...w.events],
    }),
    threshold: t.field({
      type: 'Decimal',
      description: 'The smallest change of a price that is told, in per cent: "5". With "0", all are.',
      resolve: (w) => w.threshold,
    }),
    models: t.stringList({
      description: 'Slugs of the models whose prices are told: "gpt-5.4". Empty: of all.',
      resolve: (w) => [...w.models],
    }),
    sellers: t.stringList({
      description: 'Slugs of the sellers whose prices are told: "openai". Empty: of all.',
      resolve: (w) => [...w.sellers],
    }),
    meters: t.stringList({
      description: 'Codes of the meters whose prices are told: "output". Empty: of all.',
      resolve: (w) => [...w.meters],
    }),
    facts: t.idList({
      description: 'Global ids of the facts whose corrections are told, as `Fact.id`.',
      resolve: (w) => w.factIds.map((id) => encodeGlobalID(KIND_NAMES[kindOfId(id)!], id)),
    }),
    createdAt: t.field({ type: 'DateTime', description: 'When it was made.', resolve: (w) => w.createdAt }),
    disabledAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when nothing is sent to it; null while it is on.',
      resolve: (w) => w.disabledAt,
    }),
    disabledReason: t.field({
      type: DisabledWhyEnum,
      nullable: true,
      description: 'Why nothing is sent to it; null while it is on.',
      resolve: (w) => w.disabledWhy,
    }),
    failingSince: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The first attempt that failed since one succeeded; null when the last one did.',
      resolve: (w) => w.failingSince,
    }),
    replayingAfter: t.exposeInt('replayAfter', {
      nullable: true,
      description: 'All after the revision of this number is being told once more: 12. Null: nothing is.',
    }),
    twoSignaturesUntil: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Until then messages are signed with the secret before the last one, too.',
      resolve: (w) => w.previousUntil,
    }),
    deliveries: t.field({
      type: WebhookDeliveryConnection,
      description: 'What was sent to it or is to be, newest first.',
      args: pageArgs,
      complexity: pageCost,
      resolve: (w, args, { read }) =>
        new Connection(read, deliveryList(), (id) => read.delivery.load(id), args, w.id),
    }),
  }),
})

builder.queryFields((t) => ({
  webhooks: t.field({
    type: [WebhookRef],
    description: `The webhooks of the caller's key, oldest first, at most ${WEBHOOK_LIMITS.webhooks}. Wants a key with the scope \`sync\`.`,
    complexity: SHORT_LIST_COST,
    extensions: PRIVATE,
    resolve: (_root, _args, { server, scopes, keyId }) => {
      requireScope({ scopes, keyId }, 'sync')
      return webhooksOf(server.db, keyId!)
    },
  }),
  webhook: t.field({
    type: WebhookRef,
    nullable: true,
    description: "A webhook of the caller's key. Wants a key with the scope `sync`.",
    args: { id: t.arg.id({ required: true, description: 'Its id: "whk_5q8d…".' }) },
    extensions: PRIVATE,
    resolve: (_root, { id }, { server, scopes, keyId }) => {
      requireScope({ scopes, keyId }, 'sync')
      checkFilter(id)
      return webhookOf(server.db, keyId!, id)
    },
  }),
}))
