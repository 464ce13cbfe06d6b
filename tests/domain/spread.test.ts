import { expect, test } from 'vitest'
import { type Candidate, DEFAULT_RANK } from '../../src/domain/belief/rule.ts'
import { spreadOf } from '../../src/domain/belief/spread.ts'
import { said } from '../helpers/quantities.ts'

/** `140 Ttok/d`; null for what is no number. */
function claim(spelled: string | null): Candidate {
  const [value, unit] = spelled?.split(' ') ?? []
  return {
    ...{
      id: 'clm',
      factId: 'fact',
      sourceSlug: 's',
      key: 'k',
      publisherSlug: 'p',
      plausible: null,
      statedOn: null,
    },
    ...{
      validFrom: null,
      validTo: null,
      isRepeat: false,
      rank: DEFAULT_RANK,
      isOriginal: true,
      isDerived: false,
      isOfficial: false,
    },
    value: value ? { ...said(value), unit: unit! } : null,
  }
}
const spread = (
  answer: string | null,
  rivals: (string | null)[],
  undated: string[] = [],
  suspect: string[] = [],
) =>
  spreadOf({
    claim: claim(answer),
    rivals: rivals.map(claim),
    undated: undated.map(claim),
    suspect: suspect.map(claim),
  })

test.each([
  ['140 Ttok/d', ['120 Ttok/d'], '120', '140', '1.16666666667', 'Ttok/d'],
  ['1 tok/d', ['14 tok/wk', '100 x'], '1', '2', '2', 'tok/d'],
  ['10..20 x', ['5 x', '>30 x'], '5', '30', '6', 'x'],
  ['1 x', ['1 x'], '1', '1', '1', 'x'],
  ['0 USD/Mtok', ['3 USD/Mtok'], '0', '3', null, 'USD/Mtok'],
  ['-1 x', ['1 x'], '-1', '1', null, 'x'],
  ['7 people', ['8 people'], '7', '8', '1.14285714286', 'people'],
])('of %s beside %j is %s to %s', (answer, rivals, low, high, ratio, unit) => {
  expect(spread(answer, rivals)).toEqual({ low, high, ratio, unit })
})

test('undated claims count, suspect ones would measure mistakes', () => {
  expect(spread('1 x', [], ['3 x'], ['1000 x'])).toMatchObject({ low: '1', high: '3' })
})

test('there is none where nothing can be compared', () => {
  expect(spread('1 x', [])).toBeNull()
  expect(spread('1 x', [null])).toBeNull()
  expect(spread(null, ['1 x'])).toBeNull()
  expect(spread('1 USD', ['1 CNY'])).toBeNull()
  expect(spread('1 x', [], [], ['1000 x'])).toBeNull()
})
