/** What a computation tells of its inputs, however many they are. */
import { expect, test } from 'vitest'
import { INPUTS_MAX, type Operand, without } from '../../src/domain/derived/computation.ts'
import { said } from '../helpers/quantities.ts'

const DRAFT = { name: 'test', formula: 'A test.', assumptions: [] }
const operand = (i: number, doubt: Partial<NonNullable<Operand['claim']>> = {}): Operand => ({
  name: `input ${i}`,
  quantity: { ...said('1'), unitCode: 'x' },
  claim: { id: `clm_${i}`, basis: 'STATED', corroboration: 'CONFIRMED', periodText: '2025', ...doubt },
})
const many = (count: number, doubt = {}) => Array.from({ length: count }, (_, i) => operand(i, doubt))

test('inputs are listed up to the cap, and counted beyond', () => {
  const { inputs, inputCount, value, reason } = without(DRAFT, many(INPUTS_MAX + 7), 'No reason.')
  expect(inputs).toHaveLength(INPUTS_MAX)
  expect(inputCount).toBe(INPUTS_MAX + 7)
  expect([value, reason]).toEqual([null, 'No reason.'])
})

test('what a caller gives is no claim, and no input', () => {
  const given = { ...operand(1), claim: null }
  expect(without(DRAFT, [given, operand(2)], '')).toMatchObject({
    inputCount: 1,
    inputs: [{ name: 'input 2', claimId: 'clm_2' }],
  })
})

test('doubts of inputs are told once each, the first of many', () => {
  const doubted = [
    operand(1, { corroboration: 'CONTRADICTED', basis: 'ESTIMATED' }),
    operand(1, { corroboration: 'CONTRADICTED' }),
    operand(2, { corroboration: 'MIS_SCOPED' }),
  ]
  expect(without({ ...DRAFT, warnings: ['First.'] }, doubted, '').warnings).toEqual([
    'First.',
    'input 1 (2025): its source calls it an estimate.',
    'input 1 (2025): another source, or arithmetic, contradicts it.',
    'input 2 (2025): it is the number of another subject, period or population.',
  ])
  const { warnings } = without(DRAFT, many(25, { corroboration: 'UNCONFIRMED' }), '')
  expect(warnings).toHaveLength(21)
  expect(warnings.at(-1)).toBe('And 5 warnings more on inputs.')
})
