/** A server whose database and replica both stand behind PgBouncer: the one is written, the other one is read. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished } from 'vitest'
import { lockTable, test } from '../helpers/cli.ts'
import { usage } from '../helpers/facts.ts'
import { reason, throughPgBouncer } from '../helpers/pgbouncer.ts'
import { openReplicated } from '../helpers/replica.ts'

const ASKED = '{ tokenUsage(filter: { country: "CN" }, first: 50) { nodes { claims { value { point } } } } }'
const WRITTEN = {
  ...{ key: 'by-mutation', source: 'article', value: 4713 },
  tokenUsage: { subject: 'country/CN', period: 'DAY', coverage: 'national' },
}

describe.skipIf(reason)(`a replica and PgBouncer in transaction mode${reason}`, () => {
  test('reads of the replica what it holds, and what is newer of the database', async ({ cli }) => {
    const world = await openReplicated()
    onTestFinished(world.close)
    const replica = new URL(await throughPgBouncer(world.replicaUrl))
    replica.searchParams.set('pgbouncer', 'true')
    const env = {
      DATABASE_URL: await throughPgBouncer(world.url),
      DATABASE_DIRECT_URL: world.url,
      DATABASE_REPLICA_URLS: replica.href,
      DATABASE_PREPARED: '0',
    }
    const server = await cli.serve({ ...env, ANSWER_CACHE_MB: '0' })
    const points = async (query = ASKED) => {
      const { status, data } = await server.ask(query)
      expect(status).toBe(200)
      const claims = data.tokenUsage.nodes.flatMap((node: any) => node.claims)
      return claims.map((claim: any) => claim.value?.point)
    }
    const metric = async (name: string) => {
      const numbers = await (await fetch(`${server.url}/metrics`)).text()
      return Number(new RegExp(`^${name} (.*)$`, 'm').exec(numbers)?.[1])
    }
    /** The replica has come as far as the database, and comes no further. */
    const stop = async () => {
      await expect.poll(() => metric('facts_replicas_up')).toBe(1)
      await expect.poll(() => metric('facts_replica_lag_revisions')).toBe(0)
      await world.pauseReplay()
    }
    /** Asks while the database itself could not answer; of that a replica that stands still hears nothing. */
    const ofReplica = async (query?: string) => {
      const lock = await lockTable(world.url, 'TokenUsage', 'ACCESS EXCLUSIVE')
      // More than the pooler has connections.
      const answers = await Promise.all(Array.from({ length: 8 }, () => points(query)))
      await lock.release()
      expect(new Set(answers.map(String)).size).toBe(1)
      return answers[0]
    }

    await stop()
    expect(await ofReplica()).toContain('140')
    const before = (await server.ask('{ revision { number } }')).data.revision.number
    const file = join(cli.folder, 'more.yaml')
    await writeFile(file, `claims:\n${usage('by-import', 4711)}`)
    expect(await cli.run(['import', 'facts', file], env)).toMatchObject({ code: 0 })
    expect(await points()).toContain('4711')
    const old = await ofReplica(`query @asOf(revision: ${before}) ${ASKED}`)
    expect(old).toContain('140')
    expect(old).not.toContain('4711')

    const made = await cli.run(['keys', 'create', '--name', 'x', '--scopes', 'write', '--json'], env)
    const written = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${JSON.parse(made.stdout).key}`,
      },
      body: JSON.stringify({
        query:
          'mutation($input: SubmitClaimsInput!) { submitClaims(input: $input) { claimsAdded problems { reason } } }',
        variables: { input: { document: JSON.stringify({ claims: [WRITTEN] }) } },
      }),
    })
    expect(await written.json()).toMatchObject({ data: { submitClaims: { claimsAdded: 1, problems: [] } } })
    for (let i = 0; i < 8; i++) expect(await points()).toContain('4713')

    await world.resumeReplay()
    await stop()
    expect(await ofReplica()).toEqual(expect.arrayContaining(['140', '4711', '4713']))
    await world.resumeReplay()
    await server.stop()
  }, 300_000)
})
