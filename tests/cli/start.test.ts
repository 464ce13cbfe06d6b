/** Starts of the server: the first, the next, and two at once. */
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { expectSeedsOnce, lockTable, postmaster, test } from '../helpers/cli.ts'

/** How long a command takes that only prints its help, on a machine that does nothing else. */
const IDLE_HELP_MS = 650

describe('the first start on an empty folder', () => {
  test('loads the seeds, tells what it holds and where, and answers', async ({ cli }) => {
    const server = await cli.serve()
    await expectSeedsOnce(server)
    const { stdout, stderr } = await server.stop()
    expect(stderr).toMatch(/✓ Seeds: loaded as revision 1/)
    expect(stderr).toMatch(/claims +[1-9]\d+ +0 +0 +0/)
    expect(stdout).toContain(join(cli.folder, 'data'))
    expect(stdout).toMatch(/Revision 1 holds [1-9]\d+ claims on [1-9]\d+ facts from [1-9]\d+ sources/)
    expect(stdout).toMatch(/[1-9]\d* prices, [1-9]\d* energy rates, [1-9]\d* token usages/)
    for (const path of ['/graphql', '/schema.graphql', '/healthz', '/readyz']) {
      expect(stdout).toContain(`${server.url}${path}`)
    }
  })
})

describe('the second start', () => {
  test('takes under 3 s, loads nothing and makes no revision', async ({ cli }) => {
    await (await cli.serve()).stop()
    const began = performance.now()
    await cli.run(['schema', '--help'])
    // On a busy machine everything takes longer, this as well.
    const limit = 3000 * Math.max(1, (performance.now() - began) / IDLE_HELP_MS)
    let fastest = Number.POSITIVE_INFINITY
    for (let attempt = 0; attempt < 3 && fastest >= limit; attempt++) {
      const again = await cli.serve()
      fastest = Math.min(fastest, again.startMs)
      await expectSeedsOnce(again)
      expect((await again.stop()).stderr).toMatch(/✓ Seeds: nothing new/)
    }
    expect(fastest).toBeLessThan(limit)
  })

  test('beside a running one serves the same data, and the last to stop stops Postgres', async ({ cli }) => {
    const first = await cli.serve()
    const beside = await cli.serve()
    expect(beside.url).not.toBe(first.url)
    await first.stop()
    await expectSeedsOnce(beside)
    await beside.stop()
    expect(postmaster(join(cli.folder, 'data'))).toBeUndefined()
  })
})

describe('two starts at once', () => {
  test('on one empty folder both serve, from one revision', async ({ cli }) => {
    const servers = await Promise.all([cli.serve(), cli.serve()])
    for (const server of servers) await expectSeedsOnce(server)
    const ended = await Promise.all(servers.map((server) => server.stop()))
    expect(ended.filter(({ stderr }) => stderr.includes('loaded as revision'))).toHaveLength(1)
  })

  test('on one empty database both serve, from one revision', async ({ cli }) => {
    const env = { DATABASE_URL: await cli.database('none') }
    const servers = await Promise.all([cli.serve(env), cli.serve(env)])
    for (const server of servers) await expectSeedsOnce(server)
    await Promise.all(servers.map((server) => server.stop()))
  })

  test('on one database, the second while the first still loads, both serve', async ({ cli }) => {
    const url = await cli.database('empty')
    const lock = await lockTable(url, 'ImportRun', 'SHARE')
    const starting = [cli.serve({ DATABASE_URL: url }), cli.serve({ DATABASE_URL: url })]
    await lock.waiting(2)
    await lock.release()
    for (const server of await Promise.all(starting)) {
      await expectSeedsOnce(server)
      await server.stop()
    }
  })
})
