/** Which kind of disagreement a rule tells from the numbers alone. */
import { describe, expect, test } from 'vitest'
import { likelyKind } from '../../src/domain/belief/disagreement-kind.ts'
import { beside, contested, kindOf, pair, stated } from '../helpers/disagreement.ts'

describe('ROUNDED', () => {
  test.for([
    ['0.125', '0.13', 'ROUNDED'],
    ['0.13', '0.125', 'ROUNDED'],
    ['0.0833333333', '0.083333', 'ROUNDED'],
    ['0.005', '0.01', 'ROUNDED'],
    ['0.125', '0.12', 'UNKNOWN'],
    ['0.28', '0.3', 'UNKNOWN'],
    ['0.004', '0', 'UNKNOWN'],
  ])('%s and %s: %s', ([a, b, kind]) => {
    expect(kindOf(pair(a!, b!))).toBe(kind)
  })
})

describe('CURRENCY', () => {
  const rate = (...inputs: [string, string][]) =>
    inputs.flatMap(([a, b], i) => [beside('a', a, { meter: `m${i}` }), beside('b', b, { meter: `m${i}` })])
  test('where the number is stated in another currency, too', () => {
    const euros = stated('c', '3', { unit: 'EUR/Mtok' })
    expect(kindOf({ ...pair('2', '3'), claims: [euros] })).toBe('CURRENCY')
    expect(kindOf({ ...pair('2', '3'), claims: [stated('c', '3', { unit: 'EUR/s' })] })).toBe('UNKNOWN')
    expect(kindOf({ ...pair('2', '3'), claims: [stated('b', '3', { unit: 'EUR/Mtok' })] })).toBe('UNKNOWN')
  })
  test('where one factor near a euro fits all prices of the offer, rounded as they are', () => {
    const given = { ...pair('0.4', '0.47'), price: { siblings: rate(['0.08', '0.09']) } }
    expect(kindOf(given)).toBe('CURRENCY')
    expect(likelyKind(contested(given))!.reason).toContain('one factor, 1.16 to 1.19')
    expect(kindOf({ ...pair('0.47', '0.4'), price: { siblings: rate(['0.09', '0.08']) } })).toBe('CURRENCY')
    // One pair has some factor always; another direction or another factor has none.
    expect(kindOf(pair('0.4', '0.47'))).toBe('UNKNOWN')
    expect(kindOf({ ...pair('0.4', '0.47'), price: { siblings: rate(['0.4', '0.47']) } })).toBe('UNKNOWN')
    expect(kindOf({ ...pair('0.4', '0.47'), price: { siblings: rate(['0.09', '0.08']) } })).toBe('UNKNOWN')
    expect(kindOf({ ...pair('0.4', '0.47'), price: { siblings: rate(['0.08', '0.09'], ['1', '2']) } })).toBe(
      'UNKNOWN',
    )
    expect(kindOf({ ...pair('4', '6'), price: { siblings: rate(['8', '12']) } })).toBe('UNKNOWN')
  })
  test('not of a seller whose money is the dollar, nor a surcharge of a round share', () => {
    const siblings = rate(['0.08', '0.09'])
    expect(kindOf({ ...pair('0.4', '0.47'), price: { siblings, sellersCurrency: 'USD' } })).toBe('UNKNOWN')
    expect(kindOf({ ...pair('0.4', '0.47'), price: { siblings, sellersCurrency: 'EUR' } })).toBe('CURRENCY')
    expect(kindOf({ ...pair('25', '27.5'), price: { siblings: rate(['5', '5.5']) } })).toBe('UNKNOWN')
  })
})

describe('DECIMAL_SLIP and FACTOR_OF_TEN', () => {
  const also = (a: string, b: string) => [
    beside('a', a, { meter: 'input' }),
    beside('b', b, { meter: 'input' }),
  ]
  test('a slip where other prices agree, a unit where they are off alike or nothing tells', () => {
    expect(kindOf({ ...pair('0.6', '6'), price: { siblings: also('0.2', '0.2') } })).toBe('DECIMAL_SLIP')
    expect(kindOf({ ...pair('0.6', '6'), price: { siblings: also('0.2', '2') } })).toBe('FACTOR_OF_TEN')
    expect(kindOf({ ...pair('0.6', '6'), price: { siblings: also('0.2', '3') } })).toBe('FACTOR_OF_TEN')
    expect(kindOf(pair('0.6', '6'))).toBe('FACTOR_OF_TEN')
    expect(kindOf({ ...pair('600000', '0.6'), price: null })).toBe('FACTOR_OF_TEN')
  })
  test.for([
    ['1', '10.1', 'FACTOR_OF_TEN'],
    ['1', '9.9', 'FACTOR_OF_TEN'],
    ['1', '10.11', 'UNKNOWN'],
    ['1', '99', 'FACTOR_OF_TEN'],
    ['1', '20', 'UNKNOWN'],
    ['1', '1.005', 'UNKNOWN'],
    ['0', '10', 'UNKNOWN'],
  ])('%s and %s: %s', ([a, b, kind]) => {
    expect(kindOf(pair(a!, b!))).toBe(kind)
  })
  test('the price of another meter comes first: cached tokens often cost a tenth', () => {
    const siblings = [beside('a', '3', { meter: 'input' })]
    expect(kindOf({ ...pair('0.3', '3'), price: { meter: 'cache-read', siblings } })).toBe('OTHER_METER')
  })
})

describe('MOVING_NAME', () => {
  test('where nothing else tells', () => {
    const price = { movingName: 'one-latest' }
    expect(kindOf({ ...pair('2', '3'), price })).toBe('MOVING_NAME')
    expect(likelyKind(contested({ ...pair('2', '3'), price }))!.reason).toContain('under the name one-latest')
    expect(kindOf({ ...pair('0.6', '6'), price })).toBe('FACTOR_OF_TEN')
  })
})
