// A newer release supersedes exactly what it says otherwise, and says so; an older one that comes late changes nothing.
export const releases = [
  ['ember', 'ember.2025-07-03.csv'],
  ['ember', 'ember.2025-06-01.csv'],
  ['ember', 'ember.2025-07-03.csv'],
]
export const query = `{ energyRates(filter: { country: "DK", sector: WHOLESALE }) { nodes { area sector
  value { point unit { code } } nov: value(at: "2024-11-30") { point } history { value { point } periodText firstSeenOn lastSeenOn provenance { source { slug } locator } } } }
  corrections(first: 10) { nodes { reason note } } }`
export async function check({ data, errors }, _response, assert) {
  assert.equal(errors, undefined)
  const [rate] = data.energyRates.nodes
  assert.equal(data.energyRates.nodes.length, 1)
  assert.equal(rate.nov.point, '95.79')
  assert.deepEqual(
    rate.history.map((c) => [c.periodText, c.value.point]),
    [
      ['October 2024', '71.5'],
      ['November 2024', '95.79'],
      ['December 2024', '80.02'],
      ['May 2025', '64.4'],
    ],
  )
  // What both releases say was seen in both; what only the newer one says, in that one.
  assert.deepEqual(
    rate.history.map((c) => [c.firstSeenOn, c.lastSeenOn]),
    [
      ['2025-06-01', '2025-07-03'],
      ['2025-07-03', '2025-07-03'],
      ['2025-06-01', '2025-07-03'],
      ['2025-07-03', '2025-07-03'],
    ],
  )
  assert.equal(data.corrections.nodes.filter((c) => c.note.includes('96.58')).length, 0)
}
