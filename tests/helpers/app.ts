/** The whole server as a fetch handler, without a port. */
import { pino } from 'pino'
import type { Db } from '../../src/db/client.ts'
import { type App, createApp } from '../../src/http/app.ts'
import type { AppOptions } from '../../src/http/app-options.ts'

export interface Answer<T = any> {
  status: number
  headers: Headers
  body: {
    data?: T
    errors?: { message: string; path?: (string | number)[]; extensions: { code: string } }[]
    extensions?: any
  }
}

/** A question as clients of the tests post it. */
export function post(query: string, variables?: object, headers: Record<string, string> = {}): Request {
  return new Request('http://test/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  })
}

export function testApp(
  db: Db,
  options: Partial<AppOptions> = {},
): {
  app: App
  ask<T = any>(query: string, variables?: object, headers?: Record<string, string>): Promise<Answer<T>>
} {
  const app = createApp({ db, log: pino({ level: 'silent' }), ...options })
  return {
    app,
    ask: async (query, variables, headers) => {
      const response = await app(post(query, variables, headers))
      return {
        status: response.status,
        headers: response.headers,
        body: (await response.json()) as Answer['body'],
      }
    },
  }
}
