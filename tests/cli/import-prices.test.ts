/** Price files on the command line: the default of a fresh start, reports, refusals, names. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { test } from '../helpers/cli.ts'

const price = (input: number, output: number) => ({
  litellm_provider: 'openai',
  mode: 'chat',
  input_cost_per_token: input,
  output_cost_per_token: output,
})
const MAP = {
  last_updated: '2026-03-01T12:00:00Z',
  'gpt-5.4': price(2.5e-6, 1.5e-5),
  'gpt-9-made-up': { ...price(1e-6, 0), input_cost_per_token: 'one dollar' },
  'gpt-8-made-up': price(1e-6, 0),
}

describe('a price file', () => {
  test('is imported, reported on one line, and unchanged when it comes again', async ({ cli }) => {
    const env = { DATABASE_URL: await cli.database('seeded') }
    const file = join(cli.folder, 'map.json')
    await writeFile(file, JSON.stringify(MAP))

    const dry = await cli.run(['import', 'litellm', file, '--dry-run', '--json'], env)
    const first = await cli.run(['import', 'litellm', file, '--json'], env)
    expect([dry.code, first.code]).toEqual([0, 0])
    // No bar in a pipe: one finished line.
    expect(first.stderr).not.toContain('\r')
    expect(first.stderr.trimEnd().split('\n').at(-1)).toMatch(/^✓ Import of .*map\.json \(\d+\.\d s\)$/)
    expect(first.stdout.trimEnd().split('\n')).toHaveLength(1)
    const told = JSON.parse(first.stdout)
    expect(told).toMatchObject({
      ...{ format: 'litellm', records: 3, closed: 0, revision: 2, edition: { day: '2026-03-01' } },
      counts: { added: 1, changed: 0, unchanged: 0, quarantined: 1, rejected: 1 },
    })
    expect(JSON.parse(dry.stdout)).toEqual({ ...told, revision: null })
    expect(told.reasons).toMatchObject([
      { record: 'gpt-9-made-up', outcome: 'rejected' },
      { record: 'gpt-8-made-up', outcome: 'quarantined' },
    ])

    const again = JSON.parse((await cli.run(['import', 'litellm', file, '--json'], env)).stdout)
    expect(again).toMatchObject({
      counts: { added: 0, changed: 0, unchanged: 3, quarantined: 0, rejected: 0 },
      ...{ revision: null, reasons: [] },
    })
    const text = await cli.run(['import', 'litellm', file], env)
    expect(text.stdout).toMatch(/Nothing new in .*map\.json: no revision was made/)
  })

  test('that cannot be used is refused as a whole, with what to do', async ({ cli }) => {
    const env = { DATABASE_URL: await cli.database('seeded') }
    const file = join(cli.folder, 'map.json')
    await writeFile(file, JSON.stringify(MAP))
    await cli.run(['import', 'litellm', file], env)
    const refused = async (text: string, ...more: string[]) => {
      await writeFile(file, text)
      const { code, stdout } = await cli.run(
        ['import', 'litellm', file, '--date', '2026-04-01', ...more],
        env,
      )
      return `${code} ${stdout}`
    }
    const one = JSON.stringify({ 'gpt-5.4': MAP['gpt-5.4'] })
    expect(await refused('{"a": {')).toMatch(
      /^1 Nothing was imported\. map\.json:1: is no JSON at or after "a"/,
    )
    expect(await refused('{}')).toMatch(/^1 Nothing was imported\. .*holds no record.*--accept-small/)
    expect(await refused(one)).toMatch(
      /^1 .*holds 1 records, the edition of 2026-03-01 held 3; less than half/,
    )
    expect(await refused(one, '--accept-small')).toMatch(/^0 Revision 3 made[\s\S]*closed gpt-8-made-up/)
  })

  test('on an empty database brings the seeds along', async ({ cli }) => {
    const env = { DATABASE_URL: await cli.database('empty') }
    const file = join(cli.folder, 'map.json')
    await writeFile(file, JSON.stringify(MAP))
    const { stdout } = await cli.run(['import', 'litellm', file, '--json'], env)
    expect(JSON.parse(stdout)).toMatchObject({ revision: 2 })
  })
})

test('names that are not reconciled are listed', async ({ cli }) => {
  const env = { DATABASE_URL: await cli.database('seeded') }
  const file = join(cli.folder, 'map.json')
  const strange = { ...price(1e-6, 2e-6), litellm_provider: 'nobody-knows-it' }
  await writeFile(file, JSON.stringify({ 'strange-thing': strange }))
  await cli.run(['import', 'litellm', file, '--date', '2026-04-01'], env)
  const { stdout } = await cli.run(['import', '--unreconciled', '--json'], env)
  const entries = JSON.parse(stdout)
  expect(entries).toMatchObject([
    { type: 'model', prices: 2 },
    { type: 'provider', prices: 2 },
  ])
  const table = await cli.run(['import', '--unreconciled'], env)
  expect(table.stdout).toContain(entries[0].slug)
  expect(table.stdout).toContain('2 entries.')
})

test('a fresh start loads the prices of the package, once', async ({ cli }) => {
  const server = await cli.serve({ PACKAGE_PRICES: '1' })
  const query =
    '{ models(first: 1) { totalCount } providers(first: 1) { totalCount } prices(first: 1) { totalCount } }'
  const { data } = await server.ask(query)
  expect(data.models.totalCount).toBeGreaterThan(500)
  expect(data.providers.totalCount).toBeGreaterThan(40)
  expect(data.prices.totalCount).toBeGreaterThan(3000)
  expect((await server.stop()).stderr).toMatch(/✓ Prices: \d+ offers of 2026-\d\d-\d\d loaded as revision 2/)
  const again = await cli.serve({ PACKAGE_PRICES: '1' })
  expect((await again.stop()).stderr).toMatch(/✓ Prices: nothing new/)
})
