/** What may lie behind a disagreement, in words, and how its dots look. */
import type { Texts } from './chart.ts'
import { DOUBTED, type DotSigns, PREFERRED, RIVAL } from './dot-rows.ts'

export interface DisputeGroup {
  sign: keyof typeof SIGNS
  words: Texts
}

/** What may lie behind it, in words, and the sign of its kind: of other days, of another price, of a slip. */
const KINDS: Readonly<Record<string, DisputeGroup>> = {
  DIFFERENT_DATES: { sign: 'dates', words: { en: 'likely of different dates', zh: '可能时间不同' } },
  TIER_AS_BASE: {
    sign: 'price',
    words: { en: 'likely the price of other conditions', zh: '可能是其他条件下的价格' },
  },
  OTHER_METER: {
    sign: 'price',
    words: { en: 'likely the price of another meter', zh: '可能是其他计费项的价格' },
  },
  RESELLER_PRICE: {
    sign: 'price',
    words: { en: 'likely the price of another seller', zh: '可能是其他销售方的价格' },
  },
  MOVING_NAME: {
    sign: 'price',
    words: { en: 'likely another version of the name', zh: '可能指同名的其他版本' },
  },
  CURRENCY: { sign: 'slip', words: { en: 'likely in another currency', zh: '可能货币不同' } },
  DECIMAL_SLIP: { sign: 'slip', words: { en: 'likely a slipped decimal', zh: '可能小数点错位' } },
  FACTOR_OF_TEN: { sign: 'slip', words: { en: 'likely in another unit', zh: '可能单位不同' } },
  SWAPPED: { sign: 'slip', words: { en: 'likely swapped', zh: '可能前后颠倒' } },
  ROUNDED: { sign: 'slip', words: { en: 'likely rounded', zh: '可能经过取整' } },
}
const UNKNOWN: DisputeGroup = { sign: 'unknown', words: { en: 'no rule tells why', zh: '原因不明' } }

export const SIGNS = {
  preferred: PREFERRED,
  same: {
    // A tick that is seen above and below the dot on which it stands.
    ...{ shape: 'M0,-1.7L0,1.7', colour: 'blue', filled: false },
    words: { en: 'another source, the same', zh: '其他来源，数值相同' },
  },
  dates: {
    shape: 'triangle-up',
    colour: 'orange',
    filled: false,
    words: { en: 'rival: likely another date', zh: '其他值：可能时间不同' },
  },
  price: {
    shape: 'square',
    colour: 'green',
    filled: false,
    words: { en: 'rival: likely another price', zh: '其他值：可能是另一价格' },
  },
  slip: {
    shape: 'cross',
    colour: 'purple',
    filled: false,
    words: { en: 'rival: likely a slip', zh: '其他值：可能有误' },
  },
  unknown: { ...RIVAL, words: { en: 'rival: no rule tells why', zh: '其他值：原因不明' } },
  doubted: DOUBTED,
} satisfies DotSigns

/** @param kind as the API has it; null where it guesses nothing. */
export const disputeGroup = (kind: string | null): DisputeGroup => KINDS[kind ?? ''] ?? UNKNOWN
