/** Every kind of caller, and a question for every root field: what the tests of access are made of. */
import { type GraphQLArgument, type GraphQLField, getNamedType, isLeafType, isNonNullType } from 'graphql'
import type { Db } from '../../src/db/client.ts'
import { SCOPES, type Scope } from '../../src/domain/access/caller.ts'
import { createKey, revokeKey } from '../../src/domain/access/keys.ts'
import { systemClock } from '../../src/lib/clock.ts'

/** Literals for arguments without which a field is not asked. */
const ARGUMENTS: Record<string, string> = {
  code: '"CN"',
  slug: '"deepseek"',
  id: '"x"',
  ids: '["x"]',
  text: '"china"',
  facts: '["x"]',
  usage: '{ inputTokens: "1" }',
  billed: '"1"',
  model: '"gpt-5.4"',
  seller: '"openai"',
  since: '"2026-01-01"',
  at: '"2026-06-01"',
  claim: '"clm_x"',
  fact: '"x"',
  country: '"CN"',
  of: '"US"',
  by: '"CN"',
  latitude: '"39"',
  longitude: '"-77.5"',
  name: '"A partner"',
  scopes: '["read"]',
}

/** The same for arguments that are objects, by their types. */
const INPUTS: Record<string, string> = {
  WebhookInput: '{ url: "https://192.0.2.1/", events: [PRICE_CHANGED] }',
  WebhookChanges: '{ enabled: true }',
  SubmitClaimsInput: '{ document: "{}" }',
  CorrectClaimInput: '{ claim: "x/y", withdraw: true, reason: OUR_ERROR, note: "x" }',
}

export async function callers(db: Db) {
  const keyWith = async (scopes: Scope[], expiresAt: Date | null = null) =>
    createKey(db, systemClock, { name: scopes.join(), scopes, expiresAt })
  const scopes = Object.keys(SCOPES) as Scope[]
  const valid = await Promise.all(scopes.map(async (s) => [s, (await keyWith([s])).key] as const))
  const revoked = await keyWith(['sync', 'admin'])
  await revokeKey(db, systemClock, revoked.id)
  const expired = await keyWith(['sync', 'admin'], new Date('2026-01-01'))
  const other = await keyWith(['sync'])
  return {
    valid: [['nobody', null] as const, ...valid],
    bad: [
      ['revoked', revoked.key],
      ['expired', expired.key],
      ['nonsense', 'nonsense'],
      // Another key's id with a secret that is not its own.
      ['mixed', `aef_${other.id}_${revoked.key.split('_')[2]}`],
    ] as const,
  }
}

const literalOf = (argument: GraphQLArgument) => {
  const literal = ARGUMENTS[argument.name] ?? INPUTS[String(getNamedType(argument.type))]
  if (!literal) throw new Error(`the matrix knows no value for the argument ${argument.name}`)
  return `${argument.name}: ${literal}`
}

export function selected(field: GraphQLField<unknown, unknown>): string {
  const required = field.args.filter((a) => isNonNullType(a.type) && a.defaultValue === undefined)
  const given = required.length > 0 ? `(${required.map(literalOf).join(', ')})` : ''
  return `{ ${field.name}${given} ${isLeafType(getNamedType(field.type)) ? '' : '{ __typename }'} }`
}

export const REFUSALS = ['UNAUTHENTICATED', 'FORBIDDEN']
/** How a caller is refused who lacks a scope; null for whoever has it. */
export const refusal = (caller: string, scope: Scope | undefined) =>
  scope === undefined || caller === scope ? null : caller === 'nobody' ? 'UNAUTHENTICATED' : 'FORBIDDEN'
export const headersOf = (key: string | null): Record<string, string> =>
  key === null ? {} : { authorization: `Bearer ${key}` }
