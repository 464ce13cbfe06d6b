/** Each workload as one prepared, flat, hand-written statement, nested in node, behind a bare node server. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import type { Picks } from './picks.ts'
import type { Pick } from './workload.ts'
import { workloads } from './workloads.ts'
import { factWorkloads } from './workloads-facts.ts'

const none = new Proxy({}, { get: () => [] }) as Picks
const byName = new Map([...workloads(none), ...factWorkloads(none)].map((work) => [work.name, work]))
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })

/** `{ "work": "nested", "pick": {…} }`. */
async function answer(body: string): Promise<string> {
  const { work, pick } = JSON.parse(body) as { work: string; pick: Pick }
  const { text, values, nest } = byName.get(work)!.sql!
  const { rows } = await pool.query({ name: work, text, values: values(pick) })
  return JSON.stringify({ data: nest(rows) })
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', async () => {
    try {
      const bytes = Buffer.from(await answer(Buffer.concat(chunks).toString('utf8')))
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length })
        .end(bytes)
    } catch (error) {
      response.writeHead(500).end(String(error))
    }
  })
}).listen(0, '127.0.0.1', () => {
  process.stdout.write(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
})
process.on('SIGTERM', () => process.exit())
