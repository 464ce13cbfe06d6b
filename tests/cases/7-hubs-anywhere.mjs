// Hubs of any country: the largest by power, with owner and users, timelines, neighbours, rate and carbon intensity.
export const query = `{
  largest: hubs(filter: { kind: DATA_CENTRE, power: { unit: "MW", from: "300" } }, orderBy: { field: POWER, direction: DESC }, first: 3) {
    totalCount nodes { slug name status country { code } subdivisions power { value { point unit { code } } } } }
  abroad: hubs(filter: { kind: DATA_CENTRE, country: ["MY", "CN"] }) { nodes { slug country { code } } }
  site: hub(slug: "colossus-2") {
    address latitude longitude status provenance { source { slug publisher { slug } licence { code } } }
    owners { name confidence provider { slug } claim { text } }
    users { name confidence provider { slug } }
    power { value { point } history { basis validFrom value { point } provenance { locator source { slug } } } }
    itPower { value { point } }
    h100Equivalents { value { point unit { code } } claims { value { point } provenance { locator } } }
    capitalCost { value { point unit { code } } claim { note } }
    nearest(first: 2, kind: DATA_CENTRE) { distanceKm hub { slug } }
    electricityRate { scope area value { point unit { code } } fact { country { code } } claim { provenance { source { slug } } } }
    carbonIntensity { scope value { point unit { code } } claim { provenance { source { slug } } } } }
  sector: hub(slug: "colossus-2") { electricityRate(sector: DATA_CENTRE) { scope } }
  malaysia: hub(slug: "dayone-nusajaya") { subdivisions owners { name } electricityRate { scope area } carbonIntensity { scope } }
  near: nearestHubs(latitude: "35.1495", longitude: "-90.049", first: 1) { distanceKm hub { slug } }
  around: hubs(filter: { near: { latitude: "35.1495", longitude: "-90.049", withinKm: "50" } }) { nodes { slug } } }`
export function check({ data, errors }, _response, assert) {
  assert.equal(errors, undefined)
  const { largest, abroad, site, sector, malaysia, near, around } = data
  assert.ok(largest.totalCount >= 10)
  assert.equal(largest.nodes[0].slug, 'colossus-2')
  const powers = largest.nodes.map((h) => Number(h.power.value.point))
  assert.deepEqual(
    powers,
    powers.toSorted((a, b) => b - a),
  )
  assert.ok(powers.every((p) => p >= 300))
  assert.ok(
    largest.nodes.every(
      (h) => h.country.code === 'US' && h.subdivisions.length === 1 && h.status === 'EXISTING',
    ),
  )
  assert.deepEqual([...new Set(abroad.nodes.map((h) => h.country.code))].sort(), ['CN', 'MY'])

  assert.deepEqual([site.status, site.latitude, site.longitude], ['EXISTING', '34.998145', '-90.035'])
  assert.ok(
    site.provenance.every(
      (c) => c.source.publisher.slug === 'epoch-ai' && c.source.licence.code === 'CC-BY-4.0',
    ),
  )
  assert.deepEqual(
    site.owners.map((p) => [p.name, p.confidence, p.provider, p.claim.text]),
    [['SpaceXAI', 'CONFIDENT', null, 'SpaceXAI (confident)']],
  )
  assert.deepEqual(site.users[0], {
    name: 'Anthropic',
    confidence: 'CONFIDENT',
    provider: { slug: 'anthropic' },
  })
  // The power of its computers alone is less than that of the whole site.
  assert.deepEqual([site.power.value.point, site.itPower.value.point], ['1276', '946'])
  const days = site.power.history.map((c) => c.validFrom)
  assert.ok(days.length >= 4)
  assert.deepEqual(days, days.toSorted())
  assert.deepEqual(site.power.history[0].provenance, [
    { locator: 'Colossus 2, 2025-02-28', source: { slug: 'epoch-ai-data-center-timelines' } },
  ])
  assert.equal(site.h100Equivalents.value.unit.code, 'H100e')
  // What it has "currently", on the day of the release, stands beside the timeline.
  assert.ok(site.h100Equivalents.claims.some((c) => c.provenance[0].locator === 'Colossus 2'))
  assert.deepEqual(site.capitalCost.value, { point: '35836372000', unit: { code: 'USD' } })
  assert.equal(site.capitalCost.claim.note, 'In dollars of 2025.')

  assert.deepEqual(site.nearest[0], { distanceKm: '10.961', hub: { slug: 'colossus-1' } })
  assert.deepEqual(near, [{ distanceKm: '10.944', hub: { slug: 'colossus-1' } }])
  assert.deepEqual(
    around.nodes.map((h) => h.slug),
    ['colossus-1', 'colossus-2'],
  )

  const rate = site.electricityRate
  assert.deepEqual([rate.scope, rate.area, rate.value.unit.code], ['SUBDIVISION', 'US-TN', 'USD/kWh'])
  assert.equal(rate.claim.provenance[0].source.slug, 'eia-retail-sales-industrial')
  assert.equal(sector.electricityRate?.scope ?? 'COUNTRY', 'COUNTRY')
  assert.deepEqual(
    [site.carbonIntensity.scope, site.carbonIntensity.value.unit.code],
    ['COUNTRY', 'gCO2/kWh'],
  )
  // Nobody is named for it, and nothing is guessed: no state, no owner, no rate of another place.
  assert.deepEqual(
    [malaysia.subdivisions, malaysia.owners, malaysia.carbonIntensity.scope],
    [[], [], 'COUNTRY'],
  )
}
