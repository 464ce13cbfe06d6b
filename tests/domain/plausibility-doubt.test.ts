/** Numbers that looked like mistakes when they were read. */
import { describe, expect, test } from 'vitest'
import { suspicions } from '../../src/domain/belief/plausibility.ts'
import type { Candidate } from '../../src/domain/belief/rule.ts'
import { claim, PRICE_STEP } from '../helpers/candidates.ts'

const idsOf = (list: readonly Candidate[]) => suspicions(list, null).map((s) => s.claim.id)

describe('a number that its importer doubted', () => {
  const doubt = 'its output costs nothing although its input does'
  const zero = (more: Partial<Candidate> = {}) => claim('0', 'USD/Mtok', { doubt, ...more })

  test('is suspect for itself, a zero too, and the doubt is told', () => {
    const [suspicion, ...others] = suspicions([zero()], PRICE_STEP)
    expect(others).toEqual([])
    expect(suspicion).toMatchObject({ beside: null, cause: doubt })
  })

  test('is believed when first-party, vouched for, or told by a second publisher', () => {
    expect(idsOf([zero({ isOfficial: true })])).toEqual([])
    expect(idsOf([zero({ plausible: 'the seller says so' })])).toEqual([])
    expect(idsOf([zero(), claim('0', 'USD/Mtok', { publisherSlug: 'another' })])).toEqual([])
    expect(idsOf([claim('3', 'x', { doubt }), claim('3.1', 'x', { publisherSlug: 'another' })])).toEqual([])
  })

  test('another number, a repeat or its own publisher do not lift the doubt', () => {
    const doubted = zero({ publisherSlug: 'same' })
    for (const other of [
      claim('1', 'USD/Mtok', { publisherSlug: 'another' }),
      claim('0', 'USD/Mtok', { publisherSlug: 'another', isRepeat: true }),
      claim('0', 'USD/Mtok', { publisherSlug: 'same' }),
    ])
      expect(idsOf([doubted, other])).toEqual([doubted.id])
  })

  test('a doubted number is no rival that makes others suspect', () => {
    const doubted = claim('100', 'USD/Mtok', { doubt })
    expect(idsOf([doubted, claim('1', 'USD/Mtok')])).toEqual([doubted.id])
  })
})
