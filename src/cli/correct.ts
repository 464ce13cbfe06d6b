/** `npm run correct -- <claim> …`: edits by hand. */
import { parseArgs } from 'node:util'
import type { Config } from '../config.ts'
import { type Edit, EditProblem, editClaim } from '../domain/ledger/correct.ts'
import { EDITORS_REASONS, type EditSpelling, editOf } from '../domain/ledger/edit-terms.ts'
import { CORRECTION_REASONS, type CorrectionReason } from '../kinds/vocabulary.ts'
import { systemClock } from '../lib/clock.ts'
import { asUsage } from './as-usage.ts'
import { openLedger } from './ledger.ts'
import { reportText } from './report.ts'
import { step, table } from './terminal.ts'
import { UsageError } from './usage.ts'

const OPTIONS: EditSpelling = {
  value: '--value',
  text: '--text',
  unit: '--unit',
  source: '--source',
  choices: '--value, --text, --withdraw, --accept, --restore, --redact',
}

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
${table(EDITORS_REASONS.map((reason) => [`  ${reason}`, CORRECTION_REASONS[reason]]))}

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
  const edit = wantedEdit(values)
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

function wantedEdit(given: Given): Edit {
  const others = (['withdraw', 'accept', 'restore', 'redact'] as const).filter((name) => given[name])
  if (others.length > 1) throw new UsageError(`Say what to do: one of ${OPTIONS.choices}.`)
  const { value = null, text = null, unit = null, source = null } = given
  const other = others[0] ? { do: others[0] } : null
  return asUsage(() => editOf({ value, text, unit, source }, other, OPTIONS))
}

function reasonOf(reason: string | undefined, edit: Edit): CorrectionReason {
  if (edit.do === 'redact') {
    if (reason === undefined || reason === 'LEGAL_DEMAND') return 'LEGAL_DEMAND'
    throw new UsageError('A redaction has one reason, LEGAL_DEMAND; leave --reason out.')
  }
  // What is held plausible was recorded rightly, and so was what stands again; our doubt is taken back.
  if ((edit.do === 'accept' || edit.do === 'restore') && reason === undefined) return 'OUR_ERROR'
  const known = EDITORS_REASONS.find((r) => r === reason)
  if (known) return known
  throw new UsageError(`Give the reason: --reason ${EDITORS_REASONS.join(', ')}.`)
}
