/** A rule's text is what readers are shown for every answer that it gave: a new text is a new version. */
import { expect, test } from 'vitest'
import { CONDITIONS_RULE } from '../../src/domain/belief/conditions.ts'
import { FORMULA_RULE } from '../../src/domain/belief/formula.ts'
import { PLAUSIBILITY_RULE } from '../../src/domain/belief/plausibility.ts'
import { RULE } from '../../src/domain/belief/rule.ts'
import { VERDICT_RULE } from '../../src/domain/belief/verdict.ts'
import { sha256 } from '../../src/lib/ids.ts'

/** What every released text hashes to. A new version gets a new line; a line never changes. */
const RELEASED: Record<string, string> = {
  'preference-2': 'b55f3175c0b6fc72ae95f02fedb8a4887e5b3a58ad07ea0e43e6ee601359b305',
  'plausibility-1': 'bf186600be664fa44366655487cd3538ae8b4f07ba67cd1245d8163fe37149f3',
  'plausibility-2': 'ec34c7481f507210856dc4fc01a3e4b01c4983fb5cbf733de76b6c2a656468aa',
  'conditions-1': '5e72edd954ac34cf92411324e858c3e74e7edcb1d70c5fa8d143706cf8b6dfe7',
  'formulas-1': '44eed40f35342dec8acf1f14fa28cf51ba8080e9a8313a9db0d68052ebb19c5a',
  'verdict-1': '2e84ae4287a8fc320feb3a7424ced63638f776a6476cb247e3f4220a872469a7',
}

test('a released rule keeps its text', () => {
  for (const { id, text } of [RULE, PLAUSIBILITY_RULE, FORMULA_RULE, VERDICT_RULE, CONDITIONS_RULE])
    expect(RELEASED, id).toHaveProperty([id], sha256(text))
})

test('an id ends in its version', () => {
  for (const { id, subject, version } of [
    RULE,
    PLAUSIBILITY_RULE,
    FORMULA_RULE,
    VERDICT_RULE,
    CONDITIONS_RULE,
  ])
    expect(id).toBe(`${subject}-${version}`)
})
