/** `npm run sync -- --from <address> --to <target>` */
import { SyncError, type SyncResult, sync } from '../client/index.ts'
import { stopSignal } from './stop-signal.ts'
import { type SyncArguments, syncArguments, syncHelp } from './sync-arguments.ts'
import { reporter, resultText } from './sync-report.ts'
import { UsageError } from './usage.ts'

export const SYNC_HELP = syncHelp('npm run sync --')

/** @param environmentKey the key that the environment holds. */
export async function runSync(args: string[], environmentKey: string | undefined): Promise<number> {
  const asked = syncArguments(args, environmentKey)
  const { json, quiet } = asked
  try {
    const result = await keepMirror(asked)
    if (json) print({ stage: 'done', ...summary(result) })
    else if (!quiet) process.stdout.write(`${resultText(result, shownTarget(asked.to))}\n`)
    return 0
  } catch (error) {
    if (!(error instanceof SyncError)) throw error
    const { code, message } = error
    if (code === 'BAD_OPTIONS') throw new UsageError(message)
    if (json) print({ stage: 'failed', code, message })
    process.stderr.write(`${message}\n`)
    return 1
  }
}

function keepMirror({ json, quiet, ...options }: SyncArguments): Promise<SyncResult> {
  const tell = quiet || json ? undefined : reporter()
  return sync({
    ...options,
    signal: stopSignal(),
    onProgress: (progress) => {
      tell?.(progress)
      if (json) print(progress)
    },
  })
}

function summary({ state, ...result }: SyncResult) {
  if (!state) return { ...result, revision: null }
  const { revision, cursor, verified, kinds } = state
  return { ...result, revision, cursor, verified, kinds }
}

function print(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

/** The address of a database holds a password. */
function shownTarget(to: string): string {
  const url = URL.parse(to)
  return url && /^postgres/.test(url.protocol) ? `${url.host}${url.pathname}` : to
}
