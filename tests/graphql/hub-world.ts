/** Hubs of two countries, and what applies to them. */
import type { Db } from '../../src/db/client.ts'
import { testApp } from '../helpers/app.ts'
import { type Ask, importYaml, WORLD } from './world.ts'

/** The second revision; the first one knows no hubs. */
export async function hubWorld(db: Db): Promise<Ask> {
  await importYaml(db, WORLD, '2026-06-01T11:00:00Z')
  await importYaml(db, HUBS, '2026-06-01T12:00:00Z')
  return testApp(db).ask
}

const HUBS = `
countries: [{ code: XB, name: Borduria, isAggregate: "false" }]
providers:
  - { slug: twin-one, name: Twin One, aliases: [Twin], kinds: [LAB] }
  - { slug: twin-two, name: Twin Two, aliases: [twin], kinds: [LAB] }
units:
  - { code: MW, name: MW, dimension: power }
  - { code: GW, name: GW, dimension: power }
  - { code: USD, name: USD, dimension: money }
  - { code: H100e, name: H100e, dimension: accelerators }
  - { code: gCO2/kWh, name: grams of CO2 equivalent per kilowatt-hour, dimension: co2-per-energy }
metrics:
  - { code: hub-power, name: power, unit: MW, definition: What the whole site takes. }
  - { code: hub-it-power, name: power of computers, unit: MW, definition: What its computers take. }
  - { code: hub-h100-equivalents, name: H100 equivalents, unit: H100e, definition: As many H100. }
  - { code: hub-capital-cost, name: capital cost, unit: USD, definition: What it cost. }
  - { code: grid-carbon-intensity, name: carbon intensity, unit: gCO2/kWh, definition: Of the grid. }
coverages: [{ code: lifecycle, name: life cycle, definition: All of it. }]
topics:
  - { code: hub-owner, name: owner, question: Who owns it?, category: DESCRIPTION }
  - { code: hub-users, name: users, question: Who uses it?, category: DESCRIPTION }
hubs:
  - { slug: east-site, name: East Site, kind: DATA_CENTRE, country: XA, subdivisions: [XA-EA], status: EXISTING,
      address: "1 Harbour Road, Eastport", latitude: "10.0", longitude: 20.5 }
  - { slug: west-site, name: West Site, kind: DATA_CENTRE, country: XA, subdivisions: [XA-WE], latitude: 1, longitude: 0 }
  - { slug: cluster-one, name: Cluster One, kind: GPU_CLUSTER, country: XA, latitude: 0, longitude: -1, status: PLANNED }
  - { slug: far-site, name: Far Site, kind: DATA_CENTRE, country: XB, latitude: -60, longitude: 150 }
  - { slug: region-one, name: Region One, kind: CLOUD_REGION, country: XA, subdivisions: [XA-EA] }
claims:
  - { key: east.1, source: paper-a, indicator: { subject: hub/east-site, metric: hub-power }, value: { exact: 50, unit: MW }, valid: 2025-06-01 }
  - { key: east.2, source: paper-a, indicator: { subject: hub/east-site, metric: hub-power }, value: { exact: 200, unit: MW }, valid: 2026-02-01 }
  - { key: east.3, source: paper-a, indicator: { subject: hub/east-site, metric: hub-power }, value: { exact: 300, unit: MW },
      valid: 2027-02-01, basis: PROJECTED }
  - { key: west, source: paper-a, indicator: { subject: hub/west-site, metric: hub-power }, value: { exact: 100, unit: MW }, valid: 2026-01-01 }
  - { key: one, source: paper-a, indicator: { subject: hub/cluster-one, metric: hub-power }, value: { exact: 120, unit: MW } }
  - { key: far, source: paper-a, indicator: { subject: hub/far-site, metric: hub-power }, value: { exact: 1, unit: GW } }
  - { key: h100, source: paper-a, indicator: { subject: hub/east-site, metric: hub-h100-equivalents }, value: { exact: 1000.5, unit: H100e } }
  - { key: cost, source: paper-a, indicator: { subject: hub/east-site, metric: hub-capital-cost }, value: { exact: 4.2e9, unit: USD } }
  - { key: owner, source: paper-a, assertion: { subject: hub/east-site, topic: hub-owner }, text: Acme (confident) }
  - { key: users, source: paper-a, assertion: { subject: hub/east-site, topic: hub-users },
      text: BAZAAR (likely); Nobody (Ltd) (speculative); Twin }
  - { key: ea, source: gazette, energyRate: { country: XA, area: XA-EA, sector: INDUSTRIAL }, value: { exact: 0.05, unit: USD/kWh }, valid: 2026 }
  - { key: ea.band, source: gazette, energyRate: { country: XA, area: XA-EA, sector: INDUSTRIAL, band: "A large one" },
      value: { exact: 0.03, unit: USD/kWh }, valid: 2026 }
  - { key: xa, source: gazette, energyRate: { country: XA, sector: INDUSTRIAL }, value: { exact: 0.08, unit: USD/kWh }, valid: 2024 }
  - { key: xa.shop, source: gazette, energyRate: { country: XA, sector: COMMERCIAL }, value: { exact: 0.1, unit: USD/kWh }, valid: 2024 }
  - { key: named, source: gazette, energyRate: { country: XA, area: Cluster One, sector: INDUSTRIAL }, value: { exact: 0.02, unit: USD/kWh }, valid: 2026 }
  - { key: region, source: gazette, indicator: { subject: hub/region-one, metric: grid-carbon-intensity }, value: { exact: 310, unit: gCO2/kWh }, valid: 2025 }
  - { key: country, source: gazette, indicator: { subject: country/XA, metric: grid-carbon-intensity }, value: { exact: 400, unit: gCO2/kWh }, valid: 2023 }
  - { key: country.whole, source: gazette, indicator: { subject: country/XA, metric: grid-carbon-intensity, coverage: lifecycle },
      value: { exact: 450, unit: gCO2/kWh }, valid: 2023 }
`
