/** How Epoch AI's tables write numbers, days and places. */
import { describe, expect, test } from 'vitest'
import { readCountryNames } from '../../src/ingest/statistics/country-names.ts'
import { isWholeArea, stateOf } from '../../src/ingest/statistics/epoch/places.ts'
import { coordinatesIn, dayOf, degreesOf, numberOf } from '../../src/ingest/statistics/epoch/values.ts'
import { partiesText, readParties } from '../../src/kinds/parties.ts'
import { canonicalOf } from '../../src/lib/decimal.ts'

describe('spellings', () => {
  test('of numbers, days and degrees', () => {
    expect(['1.33E+11', '1.0692E+025', '946', '1e999', 'n/a'].map((t) => canonicalOf(numberOf(t)))).toEqual([
      '133000000000',
      '10692000000000000000000000',
      '946',
      null,
      null,
    ])
    expect(['9/14/2025', '2025-09-14', '13/14/2025', '2025', ''].map(dayOf)).toEqual([
      '2025-09-14',
      '2025-09-14',
      null,
      null,
      null,
    ])
    expect([
      degreesOf('91', 90),
      degreesOf('-90', 90),
      degreesOf(`10°0'0"E`, 90),
      degreesOf(`10°60'0"N`, 90),
    ]).toEqual([null, '-90', null, null])
    expect(coordinatesIn('Oklahoma 35.693709, -95.386957')).toEqual(['35.693709', '-95.386957'])
    expect(coordinatesIn('5420 Tulane Rd, Memphis, TN 38109')).toBeNull()
  })

  test.for([
    ['4800 90th St SE, Mount Pleasant, WI 53403', 'US-WI'],
    ['601 Kuna Mora Rd,  Kuna ID 83634', 'US-ID'],
    ['3500 River Rd, The Dalles, OR', 'US-OR'],
    ['500 8th St, Jeffersonville, IN 47130, USA', 'US-IN'],
    ['1626 County Line Road Ridgeland, Mississippi', 'US-MS'],
    ['Charleston, West Virginia', 'US-WV'],
    ['Homer City, Indiana County, Pennsylvania', 'US-PA'],
    ['12 Washington Street, Springfield', null],
    ['Kansas City, USA', null],
    ['between Texas and Oklahoma', null],
    ['2950 S. Litchfield Road', null],
  ] as const)('of an address: %s is in %s', ([address, state]) => {
    expect(stateOf(address)).toBe(state)
  })

  test('of a whole area', () => {
    const whole = (location: string) => isWholeArea(location, 'US', readCountryNames())
    expect(['USA', 'Texas', 'Georgia, USA', 'Atlanta, Georgia', 'Silicon Valley'].map(whole)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
  })
})

test('owners and users are read from a claim as they were written into it', () => {
  const parties = [
    { name: 'One, Inc. (Japan)', confidence: 'LIKELY' },
    { name: 'GENCI (France)', confidence: 'UNSTATED' },
    { name: 'Two', confidence: 'SPECULATIVE' },
  ] as const
  const text = 'One, Inc. (Japan) (likely); GENCI (France); Two (speculative)'
  expect(partiesText(parties)).toBe(text)
  expect(readParties(text)).toEqual(parties)
  expect(readParties('written by hand')).toEqual([{ name: 'written by hand', confidence: 'UNSTATED' }])
  expect(readParties('A (unstated)')).toEqual([{ name: 'A (unstated)', confidence: 'UNSTATED' }])
})
