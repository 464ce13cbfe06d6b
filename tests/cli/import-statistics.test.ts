/** Statistics on the command line: a folder release by release, reports, refusals, and what the optional package ships. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { test } from '../helpers/cli.ts'
import { emberText } from '../helpers/releases.ts'

const lines = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('a folder of releases', () => {
  test('is imported file by file, and once more without a revision', async ({ cli }) => {
    const env = { DATABASE_URL: await cli.database('seeded') }
    const folder = join(cli.folder, 'ember')
    await mkdir(folder)
    await writeFile(join(folder, 'ember.2025-06-01.csv'), emberText({ '2024-11': '96.58', '2024-12': '80' }))
    await writeFile(join(folder, 'ember.2025-07-03.csv'), emberText({ '2024-11': '95.79' }))
    await writeFile(join(folder, 'README.md'), 'No table.')

    const dry = await cli.run(['import', 'ember', folder, '--dry-run', '--json'], env)
    expect(lines(dry.stdout).map((r) => [r.revision, r.counts.added])).toEqual([
      [null, 2],
      [null, 1],
    ])
    const first = await cli.run(['import', 'ember', folder, '--json'], env)
    expect(first.code).toBe(0)
    expect(lines(first.stdout)).toMatchObject([
      { origin: join(folder, 'ember.2025-06-01.csv'), revision: 2, edition: { day: '2025-06-01' } },
      { source: 'ember-wholesale-monthly', revision: 3, counts: { revised: 1, added: 0 } },
    ])
    const dated = await cli.run(['import', 'ember', folder, '--date', '2026-01-01'], env)
    expect([dated.code, dated.stderr]).toEqual([2, expect.stringContaining('the folder holds several')])
    const again = await cli.run(['import', 'ember', folder], env)
    expect(again.stdout).toContain('no revision was made')
    expect(again.stdout).toContain('records  added  revised  unchanged  outdated  quarantined  rejected')
  })

  test('tells of each file that cannot be used why, and imports the others', async ({ cli }) => {
    const env = { DATABASE_URL: await cli.database('seeded') }
    const [codebook, missing] = [join(cli.folder, 'codebook.csv'), join(cli.folder, 'gone.csv')]
    const table = join(cli.folder, 'table.csv')
    await writeFile(codebook, 'column,description,unit,source\nyear,Year,,\n')
    await writeFile(
      table,
      'Entity,Code,Year,Carbon intensity of electricity - gCO2/kWh\nNamibia,NAM,2022,47.6\nMoon,,2022,1\n',
    )
    const { code, stdout } = await cli.run(['import', 'owid', codebook, missing, table, '--json'], env)
    expect(code).toBe(1)
    expect(lines(stdout)).toMatchObject([
      { revision: null, problem: expect.stringContaining('is a codebook') },
      { revision: null, problem: expect.stringContaining('there is no such file') },
      {
        revision: 2,
        counts: { added: 1, quarantined: 1 },
        reasons: [{ record: 'Moon, 2022', outcome: 'quarantined' }],
      },
    ])
    const dated = await cli.run(['import', 'owid', codebook, table, '--date', '2025-01-01'], env)
    expect([dated.code, dated.stderr]).toEqual([2, expect.stringContaining('name one input')])
  })
})

describe('the carbon intensities of the package', () => {
  test('come with a fresh start, once, and by the command without an input', async ({ cli }) => {
    const env = { DATABASE_URL: await cli.database('seeded') }
    const server = await cli.serve({ ...env, PACKAGE_CARBON: '1' })
    const query = `{ country(code: "NA") { indicators(first: 20) { nodes {
      metric { code } coverage claims { provenance { source { licence { code } attribution } } } } } } }`
    const { data } = await server.ask(query)
    const carbon = data.country.indicators.nodes.filter(
      (n: { metric: { code: string } }) => n.metric.code === 'grid-carbon-intensity',
    )
    const licences = carbon.map((n: any) => n.claims[0].provenance[0].source.licence.code)
    expect(licences.sort()).toEqual(['CC-BY-SA-4.0', 'ODbL-1.0'])
    expect((await server.stop()).stderr).toMatch(/✓ Carbon intensities: \d+ loaded as revision 2 and 3/)
    const again = await cli.run(['import', 'co2-js', '--json'], env)
    expect(lines(again.stdout)).toMatchObject([
      { source: 'co2-js-average-intensity', revision: null },
      { source: 'co2-js-electricity-maps', revision: null },
    ])
  })
})
