// Indicators that are computed for a question: each with its formula, its inputs, its doubt and what is stated beside it.
const COMPUTATION = `{ name formula arithmetic reason inputCount assumptions warnings
  value { point low high qualifier unit { code } text } inputs { name claim { key value { point low high } provenance { source { slug } } } } }`
export const query = `{
  perPerson: tokensPerPerson(country: "CN") ${COMPUTATION}
  nobody: tokensPerPerson(country: "NA") ${COMPUTATION}
  priceGap(of: "US", by: "CN", at: "2026-05-31", pairs: [{ numerator: "gpt-5.4", denominator: "deepseek-v4-pro" }]) {
    ratio ${COMPUTATION} extremes { low high }
    numerator { priceCount models median { point } } denominator { priceCount models median { point } }
    stated { verdict explanation claim { key value { low high } checks { slug verdict } } }
    pairs { ratio ${COMPUTATION} }
  }
  share: electricityShare(model: "deepseek-v3.2", country: "CN", at: "2026-04-20") ${COMPUTATION}
  assumed: electricityShare(model: "gpt-5.4", country: "US", at: "2026-04-30", energyPerMillionTokens: { low: "1", high: "2" }) ${COMPUTATION}
  workloadAtHubs(energy: "1000", filter: { kind: NATIONAL_HUB }) { totalCount nodes { hub { slug } cost ${COMPUTATION} carbon ${COMPUTATION} rate { scope value { point low high } claim { key } } } }
  tokenUsage(filter: { country: "CN", coverage: "national", period: DAY }, first: 1) { nodes { id } }
}`
export async function check({ data, errors }, response, assert) {
  assert.equal(errors, undefined)
  const end = ({ point, low, high }, which) => Number(which === 'low' ? (low ?? point) : (high ?? point))
  const near = (a, b) => assert.ok(Math.abs(a - b) <= 1e-3 * Math.abs(b), `${a} is not about ${b}`)
  const part = ({ inputs }, name) => inputs.find((i) => i.name === name).claim

  const { perPerson, nobody } = data
  const [tokens, people] = [part(perPerson, 'numerator'), part(perPerson, 'denominator')]
  near(end(perPerson.value, 'low'), end(tokens.value, 'low') / end(people.value, 'high'))
  assert.equal(perPerson.value.unit.code, 'tok/d/1')
  assert.ok(perPerson.inputs.every((i) => i.claim.provenance.length > 0))
  assert.ok(nobody.value === null && /Namibia/.test(nobody.reason))

  const { ratio, numerator, denominator, stated, extremes, pairs } = data.priceGap
  near(Number(ratio.value.point), numerator.median.point / denominator.median.point)
  const ends = [extremes.low, ratio.value.low, ratio.value.point, ratio.value.high, extremes.high].map(Number)
  assert.deepEqual(
    ends,
    [...ends].sort((a, b) => a - b),
  )
  assert.equal(ratio.inputCount, numerator.priceCount + denominator.priceCount)
  assert.ok(numerator.priceCount >= 3 && denominator.priceCount >= 3)
  assert.deepEqual(stated.map((s) => s.claim.key).sort(), ['C23', 'C50'])
  assert.ok(stated.every((s) => s.claim.value.low === '10' && s.claim.value.high === '20' && s.verdict))
  assert.ok(stated.find((s) => s.claim.key === 'C23').claim.checks.length > 3)
  const [pair] = pairs
  near(
    end(pair.ratio.value, 'low'),
    end(part(pair.ratio, 'numerator').value, 'low') / end(part(pair.ratio, 'denominator').value, 'high'),
  )

  // DeepSeek V3.2 cost 0.42 dollars for a million tokens.
  const { share, assumed } = data
  const energy = share.inputs.filter((i) => i.name === 'energy per million tokens')
  assert.ok(
    energy.length >= 4 && energy.some((i) => i.claim.provenance.some((p) => /epoch/.test(p.source.slug))),
  )
  assert.equal(part(share, 'price').value.point, '0.42')
  assert.ok(Number(share.value.low) > 0 && Number(share.value.low) < Number(share.value.high))
  near(end(assumed.value, 'low'), (100 * 1 * end(part(assumed, 'rate').value, 'low')) / 15)
  near(end(assumed.value, 'high'), (100 * 2 * end(part(assumed, 'rate').value, 'high')) / 15)

  const hubs = data.workloadAtHubs
  assert.equal(hubs.totalCount, 8)
  for (const { cost, rate, carbon } of hubs.nodes) {
    assert.ok(['HUB', 'SUBDIVISION', 'COUNTRY'].includes(rate.scope))
    if (
      cost.value.unit.code === 'USD' &&
      cost.inputs[0].claim.value.point === rate.value.point &&
      cost.inputCount === 1
    )
      near(end(cost.value, 'high'), 1000 * end(rate.value, 'high'))
    assert.ok(carbon.value ? carbon.value.unit.code === 'kgCO2' : /carbon intensity/.test(carbon.reason))
  }

  const ask = async (text) =>
    (
      await fetch(response.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: text }),
      })
    ).json()
  const [{ id }] = data.tokenUsage.nodes
  const { data: grown } = await ask(
    `{ doublingTime(fact: "${id}", to: "2026-03-31") { overall ${COMPUTATION} steps { reason } } }`,
  )
  const { overall } = grown.doublingTime
  // From 100 billion in early 2024 to more than 140 trillion in March 2026: ten doublings and a half in 25 to 28 months.
  assert.ok(Number(overall.value.high) > 2.4 && Number(overall.value.high) < 2.8)
  assert.equal(overall.inputCount, 2)
  const odd = await ask('{ tokensPerPerson(country: "QQ") { name } }')
  assert.equal(odd.errors[0].extensions.code, 'NOT_FOUND')
}
