// In their order, the newer release replaces one value, with the reason that the source revised it.
export const releases = [
  ['ember', 'ember.2025-06-01.csv'],
  ['ember', 'ember.2025-07-03.csv'],
]
export const query = `{ revision { number } corrections(first: 100) { nodes { reason note before { value { point } supersededBy { value { point } } } after { value { point } } } }
  energyRates(filter: { country: "DK", sector: WHOLESALE }) { nodes { nov: value(at: "2024-11-30") { point } } } }`
export async function check({ data, errors }, response, assert) {
  assert.equal(errors, undefined)
  const revised = data.corrections.nodes.filter((c) => c.reason === 'SOURCE_REVISED')
  assert.equal(revised.length, 1)
  assert.equal(
    revised[0].note,
    'The release of 2025-07-03 gives 95.79 EUR/MWh where that of 2025-06-01 gave 96.58 EUR/MWh.',
  )
  assert.equal(revised[0].before.value.point, '96.58')
  assert.equal(revised[0].before.supersededBy.value.point, '95.79')
  assert.equal(data.energyRates.nodes[0].nov.point, '95.79')
  // What we knew before is still to be asked for.
  const body = JSON.stringify({
    query: `query @asOf(revision: ${data.revision.number - 1}) { energyRates(filter: { country: "DK", sector: WHOLESALE }) { nodes { nov: value(at: "2024-11-30") { point } } } }`,
  })
  const before = await (
    await fetch(response.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  ).json()
  assert.equal(before.data.energyRates.nodes[0].nov.point, '96.58')
}
