/** A server behind PgBouncer in transaction mode: answers share its connections, what needs one of its own goes past it. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { expectSeedsOnce, test } from '../helpers/cli.ts'
import { usage, WORLD } from '../helpers/facts.ts'
import { reason, throughPgBouncer } from '../helpers/pgbouncer.ts'

const QUERY = '{ countries(first: 100) { nodes { code name } } }'

describe.skipIf(reason)(`PgBouncer in transaction mode${reason}`, () => {
  test('answers many at once, writes, and tells of new revisions at once', async ({ cli }) => {
    const direct = await cli.database('seeded')
    const env = { DATABASE_URL: await throughPgBouncer(direct), DATABASE_DIRECT_URL: direct }
    const server = await cli.serve({ ...env, WEB_CONCURRENCY: '2' })
    await expectSeedsOnce(server)
    const answers = await Promise.all(Array.from({ length: 40 }, () => server.ask(QUERY)))
    expect(new Set(answers.map(({ status, data }) => `${status} ${data.countries.nodes.length}`))).toEqual(
      new Set(['200 100']),
    )
    const query = 'subscription { revisionPublished { number } }'
    const events = await fetch(`${server.url}/graphql?${new URLSearchParams({ query })}`, {
      headers: { accept: 'text/event-stream' },
    })
    const file = join(cli.folder, 'more.yaml')
    await writeFile(file, `${WORLD}\nclaims:\n${usage('first', 140)}`)
    const { code, stderr } = await cli.run(['import', 'facts', file], env)
    expect({ code, stderr }).toMatchObject({ code: 0 })
    const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader()
    let told = ''
    while (!told.includes('"number":2')) told += (await reader.read()).value
    await reader.cancel()
    const { data } = await server.ask('{ revisions(first: 5) { nodes { number } } revision { digest } }')
    expect(data.revisions.nodes).toEqual([{ number: 2 }, { number: 1 }])
    expect(data.revision.digest).toMatch(/^[0-9a-f]{64}$/)
    const { stdout } = await server.stop()
    expect(stdout).toMatch(/for answers through the pooler at 127\.0\.0\.1:\d+/)
    expect(stdout).toContain('it limits no statement')
  })

  test('without a way past it nothing starts, and what to do is told', async ({ cli }) => {
    const { code, stderr } = await cli.run(['serve'], {
      DATABASE_URL: await throughPgBouncer(await cli.database('seeded')),
    })
    expect(code).toBe(1)
    expect(stderr).toContain('Set DATABASE_DIRECT_URL to the database itself')
    expect(stderr).not.toContain('    at ')
  })

  test('a way that leads to another database is refused', async ({ cli }) => {
    const { code, stderr } = await cli.run(['serve'], {
      DATABASE_URL: await throughPgBouncer(await cli.database('seeded')),
      DATABASE_DIRECT_URL: await cli.database('empty'),
    })
    expect(code).toBe(1)
    expect(stderr).toContain('lead to different databases')
  })
})

test('an address marked as that of a pooler wants another one beside it', async ({ cli }) => {
  const url = new URL(await cli.database('none'))
  url.searchParams.set('pgbouncer', 'true')
  const { code, stderr } = await cli.run(['serve'], { DATABASE_URL: url.href })
  expect(code).toBe(1)
  expect(stderr).toContain('Set DATABASE_DIRECT_URL to the database itself')
})
