/** One question at a time, for what comes before and after a measurement. */
import { readFileSync } from 'node:fs'
import type { Server } from './servers.ts'
import type { Pick } from './workload.ts'

/** @throws Error with what a server said where that is no answer. */
export async function ask(server: Server, body: string): Promise<any> {
  const response = await fetch(`http://127.0.0.1:${server.port}${server.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...server.headers },
    body,
  })
  const text = await response.text()
  const answer = text.startsWith('{') ? JSON.parse(text) : {}
  if (response.status !== 200 || answer.errors || !answer.data)
    throw new Error(
      `${server.name} answers ${response.status} to ${body.slice(0, 300)}: ${text.slice(0, 800)}`,
    )
  return answer
}

/** Cursors behind an input price, for the lists of `workloads.ts`. */
export async function cursorsAt(
  ours: Server,
  postgraphile: Server | undefined,
  sortKey: string,
  offset: number,
): Promise<Pick> {
  const first = await ask(
    ours,
    JSON.stringify({ query: '{ prices(first: 1, filter: {meter: ["input"]}) { pageInfo { endCursor } } }' }),
  )
  const [name] = JSON.parse(Buffer.from(first.data.prices.pageInfo.endCursor, 'base64url').toString())
  const theirs =
    postgraphile &&
    (await ask(
      postgraphile,
      JSON.stringify({
        query: `{ allPrices(first: 1, offset: ${offset}, orderBy: SORT_KEY_ASC, condition: {meterCode: "input"}) { pageInfo { endCursor } } }`,
      }),
    ))
  return {
    ours: Buffer.from(JSON.stringify([name, sortKey])).toString('base64url'),
    postgraphile: theirs?.data.allPrices.pageInfo.endCursor,
  }
}

/** Megabytes that a process holds. */
export function memoryOf(pid: number): number {
  const found = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return found ? Number(found[1]) / 1024 : 0
}
