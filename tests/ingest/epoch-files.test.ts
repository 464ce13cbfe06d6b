/** Epoch AI's real files, imported into what a fresh start seeds. */
import { readFileSync } from 'node:fs'
import { expect, vi } from 'vitest'
import { dataOf } from '../graphql/world.ts'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { importText } from '../helpers/releases.ts'
import { shared } from '../helpers/shared.ts'

vi.setConfig({ testTimeout: 240_000 })

/** Records, and what becomes of them; the largest sites are seeds already. */
const FILES = [
  ['data_centers.2026-07.csv', '2026-07-18', 74, { unchanged: 20, added: 54 }],
  ['data_center_timelines.2026-07.csv', '2026-07-18', 419, { added: 418, quarantined: 1 }],
  [
    'data_center_chip_quantities.2026-07.csv',
    '2026-07-18',
    196,
    { added: 156, quarantined: 37, rejected: 3 },
  ],
  ['gpu_clusters.2026-04.csv', '2026-04-24', 786, { added: 444, quarantined: 342 }],
  ['ai_companies_usage_reports.2025-12.csv', '2025-12-14', 44, { added: 39, quarantined: 5 }],
  ['ai_companies_revenue_reports.2025-12.csv', '2025-12-14', 32, { added: 32 }],
  ['ai_companies_compute_spend.2025-12.csv', '2025-12-14', 11, { added: 8, quarantined: 3 }],
  ['ml_hardware.2025-12.csv', '2025-12-14', 170, { added: 168, quarantined: 2 }],
  // Of the models, the seeds alone know one.
  ['notable_ai_models.2025-05.trimmed.csv', '2025-05-19', 954, { added: 1, quarantined: 854, rejected: 99 }],
] as const

test('each is taken, or says why not, and says nothing new a second time', async ({ seeded }) => {
  const folder = shared('data/epoch-ai')
  if (!folder) return
  const read = (name: string) => readFileSync(`${folder}/${name}`, 'utf8')
  const before = await seeded.db.$queryRaw`SELECT count(*) FROM "Correction"`
  for (const [name, date, records, counts] of FILES) {
    const report = await importText(seeded.db, 'epoch-ai', name, read(name), { date })
    expect(report, name).toMatchObject({ records, counts })
    // Other bytes of the same content: nothing is known of them but what they say.
    const again = await importText(seeded.db, 'epoch-ai', name, `${read(name).trimEnd()}\n\n\n`, { date })
    expect(again.claims, name).toEqual({ added: 0, superseded: 0 })
  }
  expect(await seeded.db.$queryRaw`SELECT count(*) FROM "Correction"`).toEqual(before)

  const { ask } = testApp(seeded.db)
  const { hubs, hub, clusters, gone } = dataOf(
    await ask(`{ hubs(filter: { kind: DATA_CENTRE, country: "US" }) { totalCount }
      hub(slug: "colossus-2") { latitude provenance { source { slug } } power { historyCount } users { name confidence provider { slug } } }
      clusters: hubs(filter: { kind: GPU_CLUSTER }) { totalCount }
      gone: hubs(filter: { status: DECOMMISSIONED }) { totalCount } }`),
  )
  expect([hubs.totalCount, clusters.totalCount, gone.totalCount]).toEqual([65, 444, 6])
  expect(hub.latitude).toBe('34.998145')
  expect(hub.provenance.map((c: { source: { slug: string } }) => c.source.slug)).toEqual([
    'epoch-ai-data-centers',
    'epoch-ai-gpu-clusters',
  ])
  expect(hub.users.map((u: { name: string; confidence: string }) => [u.name, u.confidence])).toEqual([
    ['Anthropic', 'CONFIDENT'],
    ['Cursor', 'CONFIDENT'],
    ['SpaceXAI', 'CONFIDENT'],
  ])
})

test('what a table calls current holds on the day of its release, and is no rival of what is planned for later', async ({
  seeded,
}) => {
  const site = (power: number) =>
    `Name,Current H100 equivalents,Current power (MW),Owner,Users,Country,Address\nOur Site,1,${power},,,China,\n`
  const undated = await importText(seeded.db, 'epoch-ai', 'sites.csv', site(100))
  expect(undated.claims.added).toBe(0)
  expect(undated.reasons[0]!.reason).toMatch(/which nothing tells for sure: name it with --date/)
  for (const [date, power] of [
    ['2026-08-01', 100],
    ['2026-07-01', 90],
  ] as const)
    await importText(seeded.db, 'epoch-ai', 'sites.csv', site(power), { date })
  const { ask } = testApp(seeded.db)
  const { hub } = dataOf(
    await ask(
      '{ hub(slug: "our-site") { itPower { history { key value { point } periodText } resolution { rivals { id } } } } }',
    ),
  )
  expect(hub.itPower).toEqual({
    history: [
      { key: 'our-site.it-power.2026-07-01', value: { point: '90' }, periodText: '1 July 2026' },
      { key: 'our-site.it-power.2026-08-01', value: { point: '100' }, periodText: '1 August 2026' },
    ],
    resolution: { rivals: [] },
  })
})
