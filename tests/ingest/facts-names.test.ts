/** Names in the `facts` format: each is declared once, and what is not declared cannot be used. */
import { expect } from 'vitest'
import { test } from '../helpers/db.ts'
import { problemsOf, usage, WORLD } from '../helpers/facts.ts'

const unknown: [string, string, RegExp][] = [
  [
    'source',
    usage('a', 1, { source: 'nobody' }),
    /claims\.0\.source: there is no "nobody" among the sources/,
  ],
  [
    'unit',
    usage('a', '{ exact: 1, unit: furlong }'),
    /claims\.0\.value\.unit: there is no "furlong" among the units/,
  ],
  [
    'country',
    usage('a', 1).replace('country/CN', 'country/ZZ'),
    /tokenUsage\.subject: there is no "ZZ" among the countries/,
  ],
  [
    'coverage',
    usage('a', 1).replace('national', 'lunar'),
    /tokenUsage\.coverage: there is no "lunar" among the coverages/,
  ],
  [
    'cited source',
    usage('a', 1, { via: '[{ source: nobody }]' }),
    /via\.0\.source: there is no "nobody" among the sources/,
  ],
  ['repeated claim', usage('a', 1, { repeatOf: 'bulletin/b' }), /there is no claim "bulletin\/b"/],
  [
    'model',
    '  - { key: a, source: list, price: { model: m, seller: maker }, prices: { input: 1 } }',
    /price\.model: there is no "m" among the models/,
  ],
  [
    'seller',
    '  - { key: a, source: list, price: { model: model-1, seller: s }, prices: { input: 1 } }',
    /price\.seller: there is no "s" among the providers/,
  ],
  [
    'meter',
    '  - { key: a, source: list, price: { model: model-1, seller: maker }, prices: { smell: 1 } }',
    /prices\.smell: there is no "smell" among the meters/,
  ],
  [
    'metric',
    '  - { key: a, source: article, indicator: { subject: country/CN, metric: mood }, value: 1 }',
    /indicator\.metric: there is no "mood"/,
  ],
  [
    'topic',
    '  - { key: a, source: article, assertion: { subject: country/CN, topic: mood }, text: x }',
    /assertion\.topic: there is no "mood"/,
  ],
]
test.for(unknown)(
  'an unknown %s is refused by file and line',
  async ([, claim, expected], { empty: { db } }) => {
    const problems = await problemsOf(db, {
      'a.yaml': WORLD,
      'claims.yaml': `# one line\nclaims:\n${claim}`,
    })
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^claims\\.yaml:3 .*${expected.source}`))])
  },
)

test('who states something and cites nothing needs our editorial source', async ({ empty: { db } }) => {
  const problems = await problemsOf(db, {
    'a.yaml': WORLD,
    'b.yaml': 'providers:\n  - { slug: p, name: P, kinds: [LAB] }',
  })
  expect(problems).toEqual(['b.yaml:2 providers.0.cites: there is no "editorial" among the sources'])
})

test('a name declared twice is refused, with both places', async ({ empty: { db } }) => {
  const problems = await problemsOf(db, {
    'a.yaml': WORLD,
    'b.yaml': 'topics: []\nmeters:\n  - { code: input, name: i, unit: "%", definition: d }',
  })
  expect(problems).toEqual([
    expect.stringMatching(/^b\.yaml:3 meters "input" is declared twice, first in .*a\.yaml:9$/),
  ])
})

test('a key used twice by one source is refused, with both places; another source may use it', async ({
  empty: { db },
}) => {
  const files = {
    'a.yaml': `${WORLD}claims:\n${usage('k', 1)}`,
    'b.yaml': `claims:\n${usage('k', 2, { source: 'bulletin' })}${usage('k', 3)}`,
  }
  expect(await problemsOf(db, files)).toEqual([
    expect.stringMatching(/^b\.yaml:3 key "article\/k" is used twice, first in .*a\.yaml:\d+$/),
  ])
})
