/** What a sync prints while it works, and at its end. */
import type { Progress, SyncResult } from '../client/index.ts'
import { progress } from './terminal.ts'

const count = (n: number) => n.toLocaleString('en')
const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`
const plural = (n: number, one: string) => `${count(n)} ${one}${n === 1 ? '' : 's'}`

/** Tells people: a bar for a copy, a line for everything else. */
export function reporter(): (told: Progress) => void {
  let bar: ReturnType<typeof progress> | undefined
  let copied = ''
  const line = (text: string) => {
    bar?.clear()
    process.stderr.write(`${text}\n`)
  }
  return (told) => {
    switch (told.stage) {
      case 'snapshot':
        line(`A whole copy of revision ${told.revision} is taken: ${told.reason}.`)
        bar = progress(`Copy of revision ${told.revision}`)
        break
      case 'copy':
        copied = `${count(told.rows)} rows, ${megabytes(told.bytes)}`
        bar?.at(`${told.kind}, ${copied}`, told.totalRows === 0 ? 1 : told.rows / told.totalRows)
        break
      case 'applied':
        if (told.snapshot) bar?.done(copied)
        else line(`✓ Revision ${told.revision}: ${appliedText(told)}`)
        if (told.snapshot) bar = undefined
        break
      case 'verified':
        line(
          `✓ Digest of revision ${told.revision} is the server's${told.all ? ', and so are all copies' : ''}`,
        )
        break
      case 'unverified':
        line(`The server knows no digest of revision ${told.revision}: nothing was compared.`)
        break
      case 'mismatch':
        line(`Revision ${told.revision} differs from the server: ${differenceText(told)}.`)
        break
      case 'following':
        line(`At revision ${told.revision}, waiting for more. Stop with Ctrl-C.`)
        break
      case 'waiting':
        line(`${told.reason} Again in ${(told.ms / 1000).toFixed(1)} s.`)
        break
      case 'note':
        line(told.text)
        break
    }
  }
}

function appliedText({ revisions, changes }: { revisions: number; changes: number }): string {
  return revisions === 1
    ? plural(changes, 'change')
    : `${plural(changes, 'change')} of ${count(revisions)} revisions`
}

function differenceText({ pages, kinds }: { pages: readonly number[]; kinds: readonly string[] }): string {
  return [
    ...(pages.length > 0 ? [`pages ${pages.join(', ')} of the claims`] : []),
    ...(kinds.length > 0 ? [`the kinds ${kinds.join(', ')}`] : []),
  ].join(' and ')
}

/** The last line. */
export function resultText({ state, stopped }: SyncResult, to: string): string {
  if (!state) return 'Stopped before a whole copy was seen. The next start goes on where it stopped.'
  const rows = Object.values(state.kinds).reduce((sum, kind) => sum + kind.rows, 0)
  const digest = state.verified?.revision === state.revision ? ` Digest ${state.verified.digest}.` : ''
  return `${stopped ? 'Stopped. ' : ''}The mirror in ${to} is revision ${state.revision}: ${count(rows)} rows.${digest}`
}
