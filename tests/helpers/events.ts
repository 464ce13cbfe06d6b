/** Revisions as they come, and server-sent events as a client reads them. */
import type { Db } from '../../src/db/client.ts'

/** Revisions without anything in them, in one transaction. */
export async function publish(db: Db, from: number, to: number): Promise<void> {
  await db.$executeRaw`INSERT INTO "Revision" SELECT * FROM jsonb_populate_recordset(NULL::"Revision",
    (SELECT jsonb_agg(jsonb_build_object('number', n, 'time', timestamptz '2026-07-01Z' + n * interval '1 second',
      'summary', 'revision ' || n)) FROM generate_series(${from}::int, ${to}::int) n))`
}

export interface SentEvent<T = any> {
  /** `next` or `complete`. */
  event: string
  /** Of `next`: an answer. */
  answer: { data?: T; errors?: { extensions: { code: string } }[]; extensions?: any } | null
}

/** Reads a stream of events one by one; what it has not been asked for stays with the server. */
export function eventsOf(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  let pings = 0
  return {
    pings: () => pings,
    /** The next event; null at the end of the stream. */
    async next<T = any>(): Promise<SentEvent<T> | null> {
      for (;;) {
        const end = text.indexOf('\n\n')
        if (end >= 0) {
          const lines = text.slice(0, end).split('\n')
          text = text.slice(end + 2)
          const field = (name: string) =>
            lines
              .find((l) => l.startsWith(`${name}:`))
              ?.slice(name.length + 1)
              .trim()
          const [event, data] = [field('event'), field('data')]
          if (event === undefined) pings++
          else return { event, answer: data ? JSON.parse(data) : null }
        } else {
          const { done, value } = await reader.read()
          if (done) return null
          text += value
        }
      }
    },
    /** Goes away. */
    cancel: () => reader.cancel(),
  }
}
