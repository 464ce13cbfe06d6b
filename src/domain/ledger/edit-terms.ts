/** What may be said of an edit, the same wherever it is said. */
import { AppError } from '../../errors.ts'
import { parseQuantity } from '../../kinds/quantity-text.ts'
import { CORRECTION_REASONS, type CorrectionReason } from '../../kinds/vocabulary.ts'
import type { Edit } from './correct.ts'

/** Those that an editor gives; the others come about by themselves. */
export const EDITORS_REASONS: readonly CorrectionReason[] = (
  Object.keys(CORRECTION_REASONS) as CorrectionReason[]
).filter((reason) => reason !== 'RECOMPUTED' && reason !== 'LEGAL_DEMAND')

/** As it was said, unchecked; null where nothing was. */
export interface SaidOfEdit {
  value: string | null
  text: string | null
  unit: string | null
  source: string | null
}

/** How whoever says it spells each of these, for messages, and all that can be done. */
export type EditSpelling = Readonly<Record<keyof SaidOfEdit | 'choices', string>>

const bad = (message: string) => new AppError('BAD_ARGUMENT', message)

/**
 * @param other what else is asked for than another value or text.
 * @throws AppError BAD_ARGUMENT that says how to say it better.
 */
export function editOf(
  said: SaidOfEdit,
  other: Exclude<Edit, { do: 'correct' }> | null,
  spelled: EditSpelling,
): Edit {
  const { unit, source } = said
  const isCorrected = said.value !== null || said.text !== null
  if (isCorrected === (other !== null)) throw bad(`Say what to do: one of ${spelled.choices}.`)
  if (other) {
    if (unit === null && source === null) return other
    throw bad(
      `${spelled.unit} and ${spelled.source} belong to a corrected ${spelled.value} or ${spelled.text}.`,
    )
  }
  if (said.value !== null && said.text !== null)
    throw bad(`A claim has a ${spelled.value} or a ${spelled.text}, not both.`)
  const value = said.value === null ? null : parseQuantity(said.value)
  if (said.value !== null && !value)
    throw bad(`${said.value} is no number such as 0.42, "about 61", "more than 140e12" or "0.08 to 0.10".`)
  const text = said.text?.trim() ?? null
  if (text !== null && unit !== null) throw bad(`A text has no ${spelled.unit}.`)
  if (text === '') throw bad(`${spelled.text} must not be empty.`)
  return { do: 'correct', value, unit, text, source }
}
