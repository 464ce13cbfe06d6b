// Facts are compared, compared with a warning, or not at all: by what they cover, not only by their units.
const COMPARED = `{ verdict unit { code } reasons { code verdict text facts { id } }
  items { fact { id } value { point low unit { code } conversion { rates { key } } } ratio { point low qualifier } } }`
export const query = `{
  shares: indicators(filter: { metric: "token-share" }, first: 100) { nodes { id coverageDetail { code platform models tokenizer }
    claims { value { point } } } }
  usage: tokenUsage(first: 100) { nodes { id period coverageDetail { code name platform models tokenizer } subject { ... on Country { code } ... on ModelGroup { slug } } value { low point } } }
  rates: energyRates(filter: { country: ["US", "CN"], isWholeCountry: true }, first: 100) { nodes { id country { code } sector value { point } } }
  coverages(first: 100) { nodes { code platform models tokenizer } } }`
export async function check({ data, errors }, response, assert) {
  assert.equal(errors, undefined)
  const router = data.coverages.nodes.find((c) => c.code === 'openrouter-top-ten')
  assert.equal(router.platform, 'OpenRouter')
  assert.match(router.models, /ten/)
  assert.match(router.tokenizer, /provider/)
  assert.equal(data.coverages.nodes.find((c) => c.code === 'national').tokenizer, 'not stated')

  const ask = async (facts, more = '') => {
    const body = {
      query: `query($facts: [ID!]!) { compare(facts: $facts ${more}) ${COMPARED} }`,
      variables: { facts },
    }
    const answer = await fetch(response.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return answer.json()
  }
  const compare = async (...given) => {
    const { data: found, errors: failed } = await ask(...given)
    assert.equal(failed, undefined)
    return found.compare
  }
  const codes = ({ reasons }) => reasons.map((r) => r.code)

  // The article's 61 per cent are of OpenRouter's ranked models, its 30 per cent of all usage in the world.
  const share = (coverage, point) =>
    data.shares.nodes.find(
      (n) => n.coverageDetail?.code === coverage && n.claims.some((c) => c.value?.point === point),
    ).id
  const refused = await compare([share('openrouter-ranked', '61'), share('global-ai-usage', '30')])
  assert.equal(refused.verdict, 'REFUSED')
  assert.ok(refused.items.every((i) => i.value === null && i.ratio === null))
  const [reason] = refused.reasons
  assert.deepEqual([reason.code, reason.verdict], ['DIFFERENT_COVERAGE', 'REFUSED'])
  assert.match(reason.text, /OpenRouter, ranked models.+global AI usage/)

  // Weekly against daily: the units convert, the bases and the coverage are others.
  const tokens = (period, coverage, subject) =>
    data.usage.nodes.find(
      (n) =>
        n.period === period &&
        n.coverageDetail.code === coverage &&
        (n.subject.code ?? n.subject.slug) === subject,
    ).id
  const [week, day] = [tokens('WEEK', 'openrouter-ranked', 'origin-cn'), tokens('DAY', 'national', 'CN')]
  const warned = await compare([week, day])
  assert.equal(warned.verdict, 'WARNING')
  assert.equal(warned.unit.code, 'tok/wk')
  assert.ok(['DIFFERENT_COVERAGE', 'DIFFERENT_PERIOD_BASES'].every((code) => codes(warned).includes(code)))
  assert.ok(Number(warned.items[1].ratio.low ?? warned.items[1].ratio.point) > 10)

  // The same question of two groups on one platform.
  const both = await compare([week, tokens('WEEK', 'openrouter-ranked', 'origin-us')])
  assert.deepEqual(
    codes(both).filter((code) => code !== 'DIFFERENT_TIMES'),
    [],
  )
  assert.equal(both.items[0].ratio.point, '1')

  // Electricity of two countries, in yuan: both are dollars of one year, which one rate converts.
  const power = (code) =>
    data.rates.nodes.find((n) => n.country.code === code && n.sector === 'INDUSTRIAL').id
  const yuan = await compare([power('CN'), power('US')], 'unit: "CNY/kWh", at: "2024-06-30"')
  assert.deepEqual(
    codes(yuan).filter((code) => code !== 'DIFFERENT_TIMES'),
    [],
  )
  assert.ok(yuan.items.every((i) => i.value.unit.code === 'CNY/kWh' && i.value.conversion.rates.length === 1))
  const odd = await compare([power('CN'), day])
  assert.deepEqual([odd.verdict, codes(odd)[0]], ['REFUSED', 'DIFFERENT_DIMENSIONS'])

  const code = async (facts) => (await ask(facts)).errors[0].extensions.code
  assert.equal(await code([day, 'bm90aGluZw==']), 'NOT_FOUND')
  assert.equal(await code([day, day]), 'BAD_ARGUMENT')
  assert.equal(await code([day]), 'BAD_ARGUMENT')
}
