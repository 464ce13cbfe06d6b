// Values in other units, exactly; in other currencies by a dated rate that is itself cited; and refusals that say what fits.
export const query = `query Convert {
  energyRates(filter: { country: ["US", "CN"], sector: INDUSTRIAL, isWholeCountry: true }, at: "2024-06-30") { nodes { country { code }
    value { point unit { code } mwh: in(unit: "USD/MWh") { point unit { code name } conversion { arithmetic } }
      gigajoule: in(unit: "USD/GJ") { point text unit { name dimension } }
      yuan: in(unit: "CNY/kWh") { ...Exchanged } euro: in(unit: "EUR/MWh") { ...Exchanged } }
    claim { validFrom validTo } } }
  national: tokenUsage(filter: { country: "CN", coverage: "national", period: DAY }) { nodes {
    value { low qualifier week: in(unit: "Ttok/wk") { low qualifier text } second: in(unit: "tok/s") { low } } } }
}
fragment Exchanged on Quantity { point qualifier conversion { arithmetic rates { validFrom validTo value { point unit { code } }
  provenance { role source { slug url publisher { name } } } } } }`
export async function check({ data, errors }, response, assert) {
  assert.equal(errors, undefined)
  const rate = (code) => data.energyRates.nodes.find((n) => n.country.code === code)
  const [us, cn] = [rate('US'), rate('CN')]
  assert.equal(us.value.mwh.point, String(Math.round(us.value.point * 1e7) / 1e4))
  assert.equal(us.value.mwh.conversion, null)
  assert.equal(us.value.mwh.unit.name, 'US dollars per megawatt-hour')
  assert.deepEqual(us.value.gigajoule.unit, {
    name: 'US dollars per gigajoule',
    dimension: 'money-per-energy',
  })
  assert.ok(Math.abs(us.value.gigajoule.point * 0.0036 - us.value.point) < 1e-12)
  const [{ value: tokens }] = data.national.nodes
  assert.deepEqual([tokens.week.low, tokens.week.qualifier], [String((7 * tokens.low) / 1e12), 'MORE_THAN'])
  assert.ok(Math.abs(tokens.second.low * 86400 - tokens.low) < 1)

  // Each by the mean rate that covers its own year: yuan per dollar, and dollars per euro.
  for (const { value, claim } of [us, cn]) {
    for (const converted of [value.yuan, value.euro]) {
      assert.equal(converted.conversion.rates.length, 1)
      const [used] = converted.conversion.rates
      assert.ok(used.validFrom <= claim.validFrom && used.validTo >= claim.validTo)
      assert.ok(
        used.provenance.some((p) => p.role === 'ORIGINAL' && /Federal Reserve/.test(p.source.publisher.name)),
      )
    }
    const [yuan, euro] = [value.yuan, value.euro].map((v) => v.conversion.rates[0].value)
    assert.deepEqual([yuan.unit.code, euro.unit.code], ['CNY/USD', 'USD/EUR'])
    assert.ok(Math.abs(value.yuan.point - value.point * yuan.point) < 1e-9)
    assert.ok(Math.abs(value.euro.point - (1000 * value.point) / euro.point) < 1e-9)
    assert.match(value.yuan.conversion.arithmetic, /per kilowatt-hour × [\d.]+ Chinese yuan per US dollar$/)
    assert.match(value.euro.conversion.arithmetic, /per kilowatt-hour ÷ [\d.]+ US dollars per euro$/)
  }

  const ask = async (text) =>
    (
      await fetch(response.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: text }),
      })
    ).json()
  const refused = async (filter, unit) =>
    (
      await ask(
        `{ energyRates(filter: { ${filter} }) { nodes { value { in(unit: "${unit}") { point } } } } }`,
      )
    ).errors[0]
  const odd = await refused('country: "US"', 'tok/d')
  assert.equal(odd.extensions.code, 'INCOMMENSURABLE_UNITS')
  assert.match(odd.message, /money-per-energy.+tokens-per-time.+USD\/MWh/)
  const unknown = await refused('country: "US"', 'cents per kWh')
  assert.equal(unknown.extensions.code, 'BAD_ARGUMENT')
  assert.match(unknown.message, /USD\/MWh/)
  // China's regions have rates of 2026, a year without a mean yet.
  const missing = await refused('country: "CN", area: "Qingyang"', 'USD/kWh')
  assert.equal(missing.extensions.code, 'EXCHANGE_RATE_MISSING')
  assert.match(missing.message, /between CNY and USD .+ 2026/)
}
