// Countries and aggregates: what they are called, whose members they are and were, and what is known of them.
export const query = `{
  us: country(code: "US") { name continent currency
    energyRates(first: 1, sector: INDUSTRIAL) { nodes { area claim { provenance { source { slug publisher { name } } } } checks { verdict claim { key } }
      claims { preferred value { low high point } checks { verdict expected { point } } } } }
    indicators(first: 50) { nodes { metric { code } value { point } claim { periodText } } }
    memberOf { aggregate { code } } }
  cn: country(code: "CN") { name nameZh indicators(first: 50) { nodes { metric { code } value { point } } } energyRates(first: 5) { totalCount } }
  de: country(code: "DEU") { code name currency energyRates(first: 50, sector: INDUSTRIAL) { nodes { band value { point unit { code } } history { periodText } } } memberOf { aggregate { code } from } }
  na: country(code: "NA") { code name nameZh iso3 numeric continent currency isAggregate }
  world: country(code: "WORLD") { name isAggregate indicators(first: 20) { nodes { metric { code } history { periodText value { point } } } } }
  eu: country(code: "EU") { members { code } before: members(at: "2020-01-31") { code } after: members(at: "2020-02-01") { code }
    early: members(at: "2013-06-30") { code } memberships { member { code } from to } }
  none: country(code: "QQQ") { code } }`
export function check({ data, errors }, _response, assert) {
  assert.equal(errors, undefined)
  const { us, cn, de, na, world, eu, none } = data
  assert.deepEqual([us.name, us.continent, us.currency], ['United States', 'NA', 'USD'])
  const [rate] = us.energyRates.nodes
  assert.equal(rate.area, null)
  assert.equal(rate.claim.provenance[0].source.slug, 'eia-retail-sales-industrial')
  const article = rate.claims.find((c) => c.value.low === '0.12' && c.value.high === '0.16')
  assert.equal(article.preferred, false)
  assert.ok(
    article.checks.some(
      (c) => c.verdict === 'CONTRADICTED' && c.expected.point === rate.claims[0].value.point,
    ),
  )
  const of = (country, metric) => country.indicators.nodes.find((n) => n.metric.code === metric)
  assert.equal(of(us, 'population').value.point, '340110988')
  assert.equal(of(us, 'population').claim.periodText, '2024')
  assert.equal(of(us, 'gdp').value.point, '27360935000000')
  assert.ok(
    ['GSEVEN', 'GTWENTY', 'HIC', 'NAC', 'OED'].every((c) => us.memberOf.some((m) => m.aggregate.code === c)),
  )
  assert.equal(cn.nameZh, '中国')
  assert.ok(Number(of(cn, 'population').value.point) > 1.4e9)
  assert.equal(of(cn, 'gdp').value.point, '17794781986104.457')
  assert.ok(cn.energyRates.totalCount > 0)
  assert.deepEqual([de.code, de.name, de.currency], ['DE', 'Germany', 'EUR'])
  const large = de.energyRates.nodes.find((n) => n.band === '20 to 70 GWh a year')
  assert.deepEqual(
    [large.value.point, large.value.unit.code, large.history.length],
    ['0.1584', 'EUR/kWh', 10],
  )
  assert.ok(de.memberOf.some((m) => m.aggregate.code === 'EMU' && m.from === '1999-01-01'))
  assert.deepEqual(na, {
    code: 'NA',
    name: 'Namibia',
    nameZh: '纳米比亚',
    iso3: 'NAM',
    numeric: '516',
    continent: 'AF',
    currency: 'NAD',
    isAggregate: false,
  })
  assert.ok(world.isAggregate)
  const people = world.indicators.nodes.find((n) => n.metric.code === 'population').history
  assert.deepEqual(
    people.map((c) => c.periodText),
    ['2020', '2021', '2022', '2023', '2024'],
  )
  assert.equal(people.at(-1).value.point, '8141808945')
  const codes = (members) => members.map((m) => m.code)
  assert.equal(eu.members.length, 27)
  assert.deepEqual(codes(eu.after), codes(eu.members))
  assert.deepEqual(codes(eu.before), [...codes(eu.after), 'GB'].sort())
  assert.deepEqual(
    codes(eu.early),
    codes(eu.before).filter((c) => c !== 'HR'),
  )
  assert.deepEqual(
    eu.memberships.filter((m) => m.to),
    [{ member: { code: 'GB' }, from: '1973-01-01', to: '2020-02-01' }],
  )
  assert.equal(none, null)
}
