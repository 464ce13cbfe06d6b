/** What a release names and the ledger does not hold is kept aside, and read once it is there, of the same bytes. */
import { expect, test, vi } from 'vitest'
import { importYaml } from '../helpers/facts.ts'
import { importText, standingOf } from '../helpers/releases.ts'
import { seededDb } from '../helpers/seeded.ts'

vi.setConfig({ testTimeout: 120_000 })

const TABLE = `Google Cloud Region,Location,Google CFE,Grid carbon intensity (gCO2eq / kWh)
us-east4,Northern Virginia,0.62,323.05
moon-north1,Mare Frigoris,1.00,0
`
const REGION = `
hubs:
  - { slug: google-cloud-moon-north1, name: Google Cloud moon-north1, kind: CLOUD_REGION, country: US }
`

test('a place that is made known later gets its values from the same file', async () => {
  const db = await seededDb()
  const read = () => importText(db, 'google-region-carbon', '2024.csv', TABLE)
  const first = await read()
  expect(first.counts).toMatchObject({ added: 1, quarantined: 1 })
  // Two values of it, and one reason.
  expect(first.reasons).toEqual([
    {
      record: 'moon-north1, 2024',
      outcome: 'quarantined',
      reason: 'the ledger holds no Hub "google-cloud-moon-north1"',
    },
  ])
  expect(await read()).toMatchObject({ revision: null, counts: { unchanged: 1, quarantined: 1 } })
  await importYaml(db, { 'moon.yaml': REGION })
  const second = await read()
  expect(second).toMatchObject({
    counts: { added: 1, unchanged: 1, quarantined: 0 },
    revision: expect.any(Number),
  })
  expect((await read()).revision).toBeNull()
  expect(Object.keys(await standingOf(db, 'google-region-carbon'))).toEqual([
    ...['moon-north1.cfe.2024', 'moon-north1.intensity.2024'],
    ...['us-east4.cfe.2024', 'us-east4.intensity.2024'],
  ])
})
