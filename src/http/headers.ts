/** Headers as a `Request` or `Response` has them, and as Node's server does: whoever reads or adds some need not know which. */
import type { IncomingHttpHeaders } from 'node:http'

/** Of a request. Names are in small letters. */
export type AskedHeaders = Pick<Headers, 'get' | 'has'>

/** Of an answer; a map of names in small letters is one too. */
export interface AnswerHeaders {
  get(name: string): string | null | undefined
  has(name: string): boolean
  set(name: string, value: string): unknown
}

/** Those of a request that Node has parsed. */
export const askedHeaders = (headers: IncomingHttpHeaders): AskedHeaders => ({
  get: (name) => (headers[name] as string | undefined) ?? null,
  has: (name) => headers[name] !== undefined,
})
