import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical, canonicalOf, Decimal, parseDecimal } from '../../src/lib/decimal.ts'

const digits = (max: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${max}}$`))
/** Spellings of one number, plain or with an exponent, never with more than 50 digits once written out. */
const spelled = fc
  .record({
    sign: fc.constantFrom('', '-', '+'),
    whole: digits(20),
    fraction: fc.option(digits(20), { nil: null }),
    exponent: fc.option(fc.integer({ min: -25, max: 25 }), { nil: null }),
  })
  .map(({ sign, whole, fraction, exponent }) => {
    const mantissa = `${sign}${whole}${fraction === null ? '' : `.${fraction}`}`
    return exponent === null ? mantissa : `${mantissa}e${exponent}`
  })

describe('decimals', () => {
  test('the canonical text has no exponent, plus sign or needless zero, and parses back equal', () => {
    fc.assert(
      fc.property(spelled, (text) => {
        const value = parseDecimal(text)!
        const written = canonical(value)
        expect(written).toMatch(/^(0|-?(0|[1-9]\d*)(\.\d*[1-9])?)$/)
        expect(written).not.toBe('-0')
        expect(parseDecimal(written)!.eq(value)).toBe(true)
        expect(canonical(parseDecimal(written)!)).toBe(written)
      }),
      { numRuns: 500 },
    )
  })

  test('no digit is lost: a written number is the integer of its digits, shifted', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 49n), max: 10n ** 49n }),
        fc.nat({ max: 49 }),
        (integer, shift) => {
          const value = parseDecimal(`${integer}e-${shift}`)!
          const [whole, fraction = ''] = canonical(value).split('.')
          expect(BigInt(whole! + fraction.padEnd(shift, '0'))).toBe(integer)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('different spellings of one number have one canonical text', () => {
    fc.assert(
      fc.property(digits(15), digits(15), fc.nat({ max: 5 }), (whole, fraction, zeros) => {
        const plain = canonical(parseDecimal(`${whole}.${fraction}`)!)
        const exponent = `${whole}${fraction}${'0'.repeat(zeros)}e-${fraction.length + zeros}`
        for (const text of [
          `00${whole}.${fraction}${'0'.repeat(zeros)}`,
          `+${whole}.${fraction}`,
          exponent,
        ]) {
          expect(canonical(parseDecimal(text)!)).toBe(plain)
        }
      }),
      { numRuns: 200 },
    )
  })

  test.each([
    ['1.10', '1.1'],
    ['140e12', '140000000000000'],
    ['1_000_000', '1000000'],
    ['-0', '0'],
    ['-0.00', '0'],
    ['000.0280', '0.028'],
    ['1E-7', '0.0000001'],
  ])('%s is written %s', (text, written) => {
    expect(canonical(parseDecimal(text)!)).toBe(written)
  })

  test.each([
    ...[
      '',
      ' ',
      '1 ',
      ' 1',
      'NaN',
      'Infinity',
      '-Infinity',
      '0x10',
      '0b1',
      '1,5',
      '1.',
      '.5',
      '_1',
      '--1',
      '1e',
      '1e999',
    ],
    ...['1.2.3', '$1', '1\n', '١', 'one', 'null'],
  ])('%j is no number', (text) => {
    expect(parseDecimal(text)).toBeNull()
  })

  test('fifty digits are read, before the point, behind it or around it; fifty-one are not', () => {
    for (const text of [
      '9'.repeat(50),
      '1e49',
      `0.${'1'.repeat(50)}`,
      '1e-50',
      `${'1'.repeat(25)}.${'1'.repeat(25)}`,
    ]) {
      expect(parseDecimal(text), text).not.toBeNull()
    }
    for (const text of [
      '9'.repeat(51),
      '1e50',
      `0.${'1'.repeat(51)}`,
      '1e-51',
      `${'1'.repeat(25)}.${'1'.repeat(26)}`,
    ]) {
      expect(parseDecimal(text), text).toBeNull()
    }
  })

  test('what the database prints is written canonically, and null stays null', () => {
    expect(canonicalOf(new Decimal('1.2300'))).toBe('1.23')
    expect(canonicalOf({ toString: () => '1e+21' })).toBe('1000000000000000000000')
    expect(canonicalOf(null)).toBeNull()
  })
})
