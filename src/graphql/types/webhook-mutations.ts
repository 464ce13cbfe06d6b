/** Webhooks cared for by the key that owns them. */
import { pingWebhook, replayWebhook } from '../../domain/webhooks/resend.ts'
import { WEBHOOK_LIMITS, type WebhookSettings } from '../../domain/webhooks/settings.ts'
import {
  createWebhook,
  deleteWebhook,
  rotateWebhookSecret,
  updateWebhook,
  type Webhook,
} from '../../domain/webhooks/webhooks.ts'
import { AppError } from '../../errors.ts'
import { KIND_NAMES } from '../../kinds/facts.ts'
import { checkFilter } from '../arguments.ts'
import { builder, decodeId } from '../builder.ts'
import { MUTATION_COST } from '../limits.ts'
import { mutation } from '../mutation.ts'
import { WebhookDeliveryRef, WebhookRef } from '../refs.ts'
import { WebhookEventEnum } from './webhook.ts'

type InputBuilder = Parameters<NonNullable<Parameters<typeof builder.inputType>[1]['fields']>>[0]

const HINT = 'Leave out for all.'
const choices = (t: InputBuilder) => ({
  threshold: t.field({
    type: 'Decimal',
    description: 'The smallest change of a price to be told, in per cent: "5". "0" when left out.',
  }),
  models: t.stringList({ description: `Only prices of these models, by slug: "gpt-5.4". ${HINT}` }),
  sellers: t.stringList({ description: `Only prices at these sellers, by slug: "openai". ${HINT}` }),
  meters: t.stringList({ description: `Only prices of these meters, by code: "output". ${HINT}` }),
  facts: t.idList({
    description: `Facts whose corrections to be told, at most ${WEBHOOK_LIMITS.facts}: global ids, or ids as full copies have them, "pri_…".`,
  }),
})

const WebhookInput = builder.inputType('WebhookInput', {
  description: 'A new webhook.',
  fields: (t) => ({
    url: t.string({
      required: true,
      description:
        'Where to post messages to: "https://partner.example/hooks". https, on the public Internet.',
    }),
    events: t.field({ type: [WebhookEventEnum], required: true, description: 'What to be told of.' }),
    ...choices(t),
  }),
})

const WebhookChanges = builder.inputType('WebhookChanges', {
  description: 'What to change of a webhook; what is left out stays.',
  fields: (t) => ({
    url: t.string({ description: 'Where to post messages to from now on: "https://partner.example/new".' }),
    events: t.field({ type: [WebhookEventEnum], description: 'What to be told of from now on.' }),
    ...choices(t),
    enabled: t.boolean({ description: 'False switches it off, true on again.' }),
  }),
})

const WebhookSecret = builder.objectRef<{ webhook: Webhook; secret: string }>('WebhookSecret').implement({
  description: 'A webhook with a new secret, which is shown this once.',
  fields: (t) => ({
    webhook: t.field({ type: WebhookRef, description: 'The webhook.', resolve: (made) => made.webhook }),
    secret: t.exposeString('secret', {
      description: 'By which its messages are signed, as libraries of Standard Webhooks take it: "whsec_…".',
    }),
  }),
})

const ID = { required: true, description: 'The id of the webhook: "whk_5q8d…".' } as const
const WANTS = 'Wants a key with the scope `sync`.'
const options = mutation('sync', MUTATION_COST.keys)

builder.mutationFields((t) => ({
  createWebhook: t.field({
    ...options,
    type: WebhookSecret,
    description: `Makes a webhook of the caller's key, which may have ${WEBHOOK_LIMITS.webhooks}. It is told of revisions from now on. ${WANTS}`,
    args: { input: t.arg({ type: WebhookInput, required: true, description: 'The webhook to make.' }) },
    resolve: (_root, { input }, { server, keyId }) => {
      const given = settingsOf(input)
      const none = { threshold: '0', models: [], sellers: [], meters: [], factIds: [] }
      return createWebhook(server, keyId!, { ...none, ...(given as Pick<WebhookSettings, 'url' | 'events'>) })
    },
  }),
  updateWebhook: t.field({
    ...options,
    type: WebhookRef,
    description: `Changes a webhook, or switches it off and on. ${WANTS}`,
    args: {
      id: t.arg.id(ID),
      input: t.arg({ type: WebhookChanges, required: true, description: 'What to change.' }),
    },
    resolve: (_root, { id, input }, { server, keyId }) => {
      checkFilter(id)
      return updateWebhook(server, keyId!, id, {
        ...settingsOf(input),
        ...(typeof input.enabled === 'boolean' ? { enabled: input.enabled } : {}),
      })
    },
  }),
  deleteWebhook: t.field({
    ...options,
    type: 'Boolean',
    description: `Removes a webhook with its secrets and the log of what was sent to it; true. ${WANTS}`,
    args: { id: t.arg.id(ID) },
    resolve: async (_root, { id }, { server, keyId }) => {
      checkFilter(id)
      await deleteWebhook(server, keyId!, id)
      return true
    },
  }),
  rotateWebhookSecret: t.field({
    ...options,
    type: WebhookSecret,
    description: `Gives a webhook a new secret. For a while messages carry two signatures, by the old one too. ${WANTS}`,
    args: {
      id: t.arg.id(ID),
      overlapHours: t.arg.int({
        defaultValue: 24,
        description: 'How many hours the old secret signs too, 0 to 168.',
      }),
    },
    resolve: (_root, { id, overlapHours }, { server, keyId }) => {
      checkFilter(id)
      const hours = overlapHours ?? 24
      if (hours < 0 || hours > 168) throw new AppError('BAD_ARGUMENT', 'overlapHours is from 0 to 168.')
      return rotateWebhookSecret(server, keyId!, id, hours * 3_600_000)
    },
  }),
  testWebhook: t.field({
    ...options,
    type: WebhookDeliveryRef,
    description: `Sends a message \`ping\` to a webhook, once; how it went is told by the delivery a moment later. Refused while one is on its way. ${WANTS}`,
    args: { id: t.arg.id(ID) },
    resolve: async (_root, { id }, { server, keyId, read }) => {
      checkFilter(id)
      return (await read.delivery.load(await pingWebhook(server, keyId!, id)))!
    },
  }),
  replayWebhook: t.field({
    ...options,
    type: WebhookRef,
    description: `Sends messages again, under the same ids: one, or all of the revisions after one, by the settings of today, also those that were missed while the webhook was off. ${WANTS}`,
    args: {
      id: t.arg.id(ID),
      delivery: t.arg.id({ description: 'The id of the message to send again: "msg_0h3k…".' }),
      sinceRevision: t.arg.int({
        description:
          'The number of the revision after which to tell everything again: 12. 0: from the first on.',
      }),
    },
    resolve: (_root, { id, delivery, sinceRevision }, { server, keyId }) => {
      checkFilter([id, delivery])
      const asked = [
        ...(typeof delivery === 'string' ? [{ deliveryId: delivery }] : []),
        ...(typeof sinceRevision === 'number' ? [{ sinceRevision }] : []),
      ]
      if (asked.length !== 1)
        throw new AppError('BAD_ARGUMENT', 'Give either delivery or sinceRevision: what to send again.')
      return replayWebhook(server, keyId!, id, asked[0]!)
    },
  }),
}))

const FACT_NAMES: ReadonlySet<string> = new Set(Object.values(KIND_NAMES))

/** Of a global id, or of one as full copies have it: of those one in twelve looks like a global id of something else. */
function factIdOf(given: string): string {
  const { typename, id } = decodeId(given)
  return FACT_NAMES.has(typename) ? id : given
}

type Given = Omit<typeof WebhookChanges.$inferInput, 'enabled'>

/** @returns what was given, with ids of facts as the ledger has them; null counts as left out. */
function settingsOf({
  facts,
  url,
  events,
  threshold,
  models,
  sellers,
  meters,
}: Given): Partial<WebhookSettings> {
  // The address has a limit of its own, and the list of facts too.
  checkFilter([threshold, models, sellers, meters])
  for (const id of facts ?? []) checkFilter(id)
  const factIds = facts?.map(factIdOf)
  const given = { url, events, threshold, models, sellers, meters, factIds }
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== null && value !== undefined),
  )
}
