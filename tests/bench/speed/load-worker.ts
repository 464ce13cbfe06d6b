/** The process that asks: told by message what to ask, it answers with what came of it. See `load.ts`. */
import { createHistogram } from 'node:perf_hooks'
import { type Answered, Connection } from './connection.ts'
import type { Load, Measured } from './load.ts'
import { UNIQUE } from './workload.ts'

let announced = 0

process.on('message', (told: Load | { announced: number }) => {
  if ('announced' in told) {
    announced = told.announced
    return
  }
  measure(told).then(
    (measured) => process.send!(measured),
    (error: unknown) => process.send!({ failed: String((error as Error)?.stack ?? error) }),
  )
})

async function measure(load: Load): Promise<Measured> {
  const { port, path, headers, bodies, connections, seconds, from } = load
  const requests = bodies.map((body) => requestOf(path, headers, body))
  const places = requests.map((request) => request.indexOf(UNIQUE))
  /** A copy: the one before may still be on its way. */
  const requestAt = (n: number) => {
    const i = n % requests.length
    const request = requests[i]!
    if (places[i] === -1) return request
    const copy = Buffer.from(request)
    copy.write(String(n).padStart(UNIQUE.length, '0'), places[i]!, 'latin1')
    return copy
  }
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)))
  const took = createHistogram()
  const faults: Record<string, number> = {}
  const kept: Record<string, number> = {}
  const sizes = new Set<number>()
  let stale = 0
  let next = from
  let answers = 0
  let bytes = 0
  const began = performance.now()
  const until = began + seconds * 1000
  await Promise.all(
    open.map(
      (connection) =>
        new Promise<void>((resolve) => {
          let sent = 0
          let due = 0
          const answered = (answer: Answered | Error) => {
            const now = performance.now()
            const fault = faultOf(answer)
            if (fault) faults[fault] = (faults[fault] ?? 0) + 1
            else {
              took.record(Math.max(1, Math.round((now - sent) * 1000)))
              answers++
              bytes += (answer as Answered).bytes
              const { bytes: size, kept: said, tail } = answer as Answered
              if (sizes.size < 10) sizes.add(size)
              if (said) kept[said] = (kept[said] ?? 0) + 1
              if (load.revisions && revisionOf(tail) < due) stale++
            }
            if (now >= until || answer instanceof Error) return resolve()
            if (load.pauseMs) setTimeout(() => ask(performance.now()), load.pauseMs)
            else ask(now)
          }
          const ask = (now: number) => {
            sent = now
            due = announced
            connection.ask(requestAt(next++), 'tail', answered)
          }
          ask(performance.now())
        }),
    ),
  )
  const elapsed = (performance.now() - began) / 1000
  for (const connection of open) connection.close()
  const ms = (percent: number) => (answers ? took.percentile(percent) / 1000 : Number.NaN)
  return {
    ...{ answers, bytes, faults, kept, stale, next },
    perSecond: answers / elapsed,
    size: Math.max(0, ...sizes),
    latency: { p50: ms(50), p90: ms(90), p99: ms(99), max: answers ? took.max / 1000 : Number.NaN },
  }
}

function faultOf(answer: Answered | Error): string | undefined {
  if (answer instanceof Error) return answer.message
  return answer.status === 200 ? undefined : `status ${answer.status}`
}

/** The revision that an answer says it was read from, which stands at its end. */
const revisionOf = (tail: string) => Number(/.*"revision":(\d+)/s.exec(tail)?.[1] ?? 0)

function requestOf(path: string, headers: Record<string, string>, body: string): Buffer {
  const lines = Object.entries({
    host: '127.0.0.1',
    'content-type': 'application/json',
    accept: 'application/json',
    ...headers,
    'content-length': String(Buffer.byteLength(body)),
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
}
