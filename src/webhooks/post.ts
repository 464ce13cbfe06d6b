/**
 * One signed request to an address of a partner's. The name is resolved and checked here, and the connection goes to what
 * was checked: a name that answers otherwise a moment later leads nowhere else. Redirects are not followed.
 */
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { isIPv6, type LookupFunction } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { type AddressRules, addressesOf, NOT_PUBLIC, readAddress } from '../domain/webhooks/address.ts'
import type { Attempt, Due } from '../domain/webhooks/attempts.ts'
import type { Clock } from '../lib/clock.ts'

/** Of an answer, whose text is of no interest: the status is all. */
const BODY_BYTES = 4096

export interface PostOptions {
  clock: Clock
  rules: AddressRules
  /** For all of it: name, connection, answer. */
  timeoutMs: number
  /** Aborted when the server stops. */
  signal: AbortSignal
}

/**
 * @returns how it went; never what was answered, for that is shown to the owner and may be of our own network.
 * Null where the signal was aborted before an answer came.
 */
export async function post(
  due: Due,
  { clock, rules, timeoutMs, signal }: PostOptions,
): Promise<Attempt | null> {
  const began = performance.now()
  const now = clock.now()
  const timeout = AbortSignal.timeout(timeoutMs)
  let status: number | null = null
  let error: string | null = null
  try {
    status = await send(due, now, rules, AbortSignal.any([timeout, signal]))
    if (status < 200 || status > 299) error = `answered ${status}`
    if (status >= 300 && status <= 399) error += ', and redirects are not followed'
  } catch (failure) {
    if (signal.aborted) return null
    error = timeout.aborted ? `no answer within ${timeoutMs / 1000} seconds` : reasonOf(failure)
  }
  return { at: now.toISOString(), status, ms: Math.round(performance.now() - began), error }
}

async function send(due: Due, now: Date, rules: AddressRules, signal: AbortSignal): Promise<number> {
  const url = readAddress(due.url, rules)
  // A promise that waits for a name can't be aborted, so whoever waits leaves it behind.
  const found = await Promise.race([addressesOf(url, rules), aborted(signal)])
  const addresses = found.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
  const lookup: LookupFunction = (_host, { all }, done) =>
    all ? done(null, addresses) : done(null, addresses[0]!.address, addresses[0]!.family)
  const { request } = url.protocol === 'https:' ? https : http
  const body = Buffer.from(due.payload)
  return new Promise((resolve, reject) => {
    // No connection is kept for the next message: it is checked where that one leads.
    const asked = request(url, {
      method: 'POST',
      headers: headersOf(due, now, body),
      lookup,
      signal,
      agent: false,
    })
    let status: number | undefined
    // What breaks off or never ends after the status takes nothing away from it.
    const end = (failure?: unknown) => (status === undefined ? reject(failure) : resolve(status))
    asked.on('error', end)
    // Without an error too, after an answer that is none, such as 101.
    asked.on('close', end)
    asked.on('response', (response) => {
      status = response.statusCode!
      discard(response)
      response.on('error', () => undefined)
      response.on('close', end)
    })
    asked.end(body)
  })
}

function headersOf({ id, payload, secrets }: Due, now: Date, body: Buffer): Record<string, string> {
  return {
    'content-type': 'application/json',
    'content-length': String(body.length),
    'user-agent': 'ai-economy-facts',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, payload)).join(' '),
  }
}

function discard(response: IncomingMessage): void {
  let bytes = 0
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > BODY_BYTES) response.destroy()
  })
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

/** What went wrong on the way, in words of ours: messages of Node name addresses of our network. */
const REASONS: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ETIMEDOUT: 'the host could not be reached',
  EHOSTUNREACH: 'the host could not be reached',
  ENETUNREACH: 'the host could not be reached',
}

function reasonOf(failure: unknown): string {
  const { message, code } = (failure ?? {}) as { message?: string; code?: string }
  if (message === NOT_PUBLIC) return 'the host does not lead to an address of the public Internet'
  if (code && /^(CERT_|ERR_TLS|ERR_SSL|DEPTH_|UNABLE_TO|SELF_SIGNED)|_CERT/.test(code))
    return `the certificate or TLS is not valid (${code})`
  if (code?.startsWith('HPE_')) return 'the answer is not HTTP'
  return REASONS[code ?? ''] ?? 'the request failed'
}
