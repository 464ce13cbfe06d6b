/** `npm run correct -- <claim> …`: edits by hand. */
import { parseArgs } from 'node:util'
import type { Config } from '../config.ts'
import { type Edit, EditProblem, editClaim } from '../domain/ledger/correct.ts'
import { parseQuantity } from '../kinds/quantity-text.ts'
import { CORRECTION_REASONS, type CorrectionReason } from '../kinds/vocabulary.ts'
import { systemClock } from '../lib/clock.ts'
import { openLedger } from './ledger.ts'
import { reportText } from './report.ts'
import { step, table } from './terminal.ts'
import { UsageError } from './usage.ts'

/** Those that an editor gives; the others come about by themselves. */
const REASONS = Object.entries(CORRECTION_REASONS).filter(([r]) => r !== 'RECOMPUTED' && r !== 'LEGAL_DEMAND')

export const CORRECT_HELP = `Usage: npm run correct -- <claim> --value <number> --reason <code> --note <text> [--unit <code>] [--source <slug>]
       npm run correct -- <claim> --text <text> --reason <code> --note <text> [--source <slug>]
       npm run correct -- <claim> --withdraw --reason SOURCE_WITHDRAWN --note <text>
       npm run correct -- <claim> --accept --note <text>
       npm run correct -- <claim> --restore --note <text>
       npm run correct -- <claim> --redact --note <text>

Edits one claim as one revision. The old claim stays, with the reason; whatever was derived from it or checked
with it is computed anew in the same revision. <claim> is an id (clm_…) or <source>/<key>.

  --value     the number: 0.42, "about 61", "more than 140e12", "at most 5", "0.08 to 0.10"
  --text      the answer of a claim without a number
  --unit      another unit of the same kind: USD/Mtok
  --source    a source that is cited for the correction as well
  --withdraw  end the claim without a successor
  --accept    hold a suspect value plausible; the note says why
  --restore   let a claim that was withdrawn stand again
  --redact    take the content away on legal demand, in all revisions; an id and a digest stay
  --dry-run   check everything and show the report, write nothing
  --json      print the report as one JSON object
  --help      this text

Reasons:
${table(REASONS.map(([reason, text]) => [`  ${reason}`, text]))}

Exit code: 0 when the edit was made, 1 when it was refused or changes nothing, 2 for wrong usage.
`

export async function runCorrect(args: string[], config: Config): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      value: { type: 'string' },
      text: { type: 'string' },
      unit: { type: 'string' },
      source: { type: 'string' },
      reason: { type: 'string' },
      note: { type: 'string' },
      withdraw: { type: 'boolean', default: false },
      accept: { type: 'boolean', default: false },
      restore: { type: 'boolean', default: false },
      redact: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const [claim, ...more] = positionals
  if (!claim) throw new UsageError('Name the claim: an id, or <source>/<key>.')
  if (more.length > 0) throw new UsageError(`Name one claim only: ${more[0]} is too much.`)
  const edit = editOf(values)
  const note = values.note?.trim()
  if (!note) throw new UsageError('Say why in words: --note.')
  const request = { claim, edit, reason: reasonOf(values.reason, edit), note, dryRun: values['dry-run'] }
  const ledger = await openLedger(config)
  try {
    const report = await step('Edit', () => editClaim(ledger.db, systemClock, request))
    process.stdout.write(
      values.json ? `${JSON.stringify(report)}\n` : `${reportText(report, request.dryRun)}\n`,
    )
    return report.rejected.length === 0 && (report.revision !== null || request.dryRun) ? 0 : 1
  } catch (error) {
    if (!(error instanceof EditProblem)) throw error
    process.stderr.write(`${error.message}\n`)
    return 1
  } finally {
    await ledger.close()
  }
}

interface Given {
  value?: string | undefined
  text?: string | undefined
  unit?: string | undefined
  source?: string | undefined
  withdraw: boolean
  accept: boolean
  restore: boolean
  redact: boolean
}

function editOf(given: Given): Edit {
  const kinds = [
    given.value !== undefined || given.text !== undefined,
    given.withdraw,
    given.accept,
    given.restore,
    given.redact,
  ]
  if (kinds.filter(Boolean).length !== 1)
    throw new UsageError('Say what to do: one of --value, --text, --withdraw, --accept, --restore, --redact.')
  if (given.value !== undefined && given.text !== undefined)
    throw new UsageError('A claim has a --value or a --text, not both.')
  if (!kinds[0] && (given.unit !== undefined || given.source !== undefined))
    throw new UsageError('--unit and --source belong to a corrected --value or --text.')
  if (given.withdraw) return { do: 'withdraw' }
  if (given.accept) return { do: 'accept' }
  if (given.restore) return { do: 'restore' }
  if (given.redact) return { do: 'redact' }
  const value = given.value === undefined ? null : parseQuantity(given.value)
  if (given.value !== undefined && !value)
    throw new UsageError(
      `${given.value} is no number such as 0.42, "about 61", "more than 140e12" or "0.08 to 0.10".`,
    )
  if (given.text !== undefined && given.unit !== undefined) throw new UsageError('A text has no --unit.')
  if (given.text?.trim() === '') throw new UsageError('--text must not be empty.')
  const { unit = null, source = null } = given
  return { do: 'correct', value, unit, text: given.text?.trim() ?? null, source }
}

function reasonOf(reason: string | undefined, edit: Edit): CorrectionReason {
  if (edit.do === 'redact') {
    if (reason === undefined || reason === 'LEGAL_DEMAND') return 'LEGAL_DEMAND'
    throw new UsageError('A redaction has one reason, LEGAL_DEMAND; leave --reason out.')
  }
  // What is held plausible was recorded rightly, and so was what stands again; our doubt is taken back.
  if ((edit.do === 'accept' || edit.do === 'restore') && reason === undefined) return 'OUR_ERROR'
  if (reason !== undefined && REASONS.some(([r]) => r === reason)) return reason as CorrectionReason
  throw new UsageError(`Give the reason: --reason ${REASONS.map(([r]) => r).join(', ')}.`)
}
