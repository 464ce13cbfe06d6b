/** Whether the server still holds the ledger that was mirrored, and at least as much of it: no mirror goes back. */
import { Interrupted, SyncError } from './errors.ts'
import type { Ledger } from './remote.ts'
import type { Work } from './snapshot.ts'

/** A replica may lag behind for a moment. */
const TRIES = 4

/**
 * @returns the number of the newest revision.
 * @throws SyncError OTHER_LEDGER, SERVER_BEHIND; Interrupted where the server cannot be asked.
 */
export async function checkLedger({ remote, target, patience }: Work): Promise<number> {
  const { ledger, revision, time } = target.state!
  const refuse = ({ first, reached }: Ledger, reachedTime: string) => {
    if (isSameTime(first.time, ledger) && isSameTime(reached.time, reachedTime)) return
    const what = `${remote.from} holds another ledger than the mirror in ${target.name}`
    throw new SyncError('OTHER_LEDGER', `${what}, which stays as it is. Name another target.`)
  }
  for (let tries = 1; ; tries++) {
    try {
      const found = await remote.ledger(revision)
      refuse(found, time)
      return found.newest.number
    } catch (error) {
      if (!(error instanceof SyncError && error.code === 'SERVER_BEHIND')) throw error
      refuse(await remote.ledger(1), ledger)
      const message = `${remote.from} is behind the mirror in ${target.name}, which is at revision ${revision} and never goes back: ${error.message}`
      if (tries === TRIES) throw new SyncError('SERVER_BEHIND', message, { cause: error })
      await patience.failed(new Interrupted(message))
    }
  }
}

const isSameTime = (a: string, b: string) => Date.parse(a) === Date.parse(b)
