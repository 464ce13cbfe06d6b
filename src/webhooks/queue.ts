/**
 * The jobs of pg-boss: it hands each message that is due to one of all servers, and again where that one died. When a
 * message is due, and whether it is tried once more, is not its matter but that of the log (`domain/webhooks/attempts.ts`),
 * which owners read; so a job is no more than a wake-up for one attempt, and a lost or doubled one does no harm.
 */
import type { PgBoss } from 'pg-boss'
import type { Tx } from '../db/client.ts'
import type { Unqueued } from '../domain/webhooks/deliveries.ts'

const QUEUE = 'webhooks'
/** Tables of its own, which it makes and migrates itself under a lock of its own. */
const SCHEMA = 'pgboss'
const CONNECTIONS = 2
/** Messages that a server sends at once. */
const SENDERS = 4
/**
 * Messages that all servers together send to the webhooks of one key at once: fewer than `SENDERS`, so that addresses of
 * one partner that never answer do not hold up the others. Counted without a lock, so the two connections may let one
 * more through.
 */
const SENDERS_OF_ONE = 2
/** Most of what is due at once is told by notices; what becomes due later is found by asking. */
const ASK_S = 5
/** A job that is under way for so long was of a server that died. Far longer than an attempt may take. */
const EXPIRE_S = 60
/** Finished jobs are of no use: the log is kept elsewhere. */
const KEEP_S = 600

export interface Job {
  /** Id of the message. */
  id: string
  /** How often it had been tried before. */
  attempt: number
}

export interface Queue {
  /** Makes jobs in a transaction. @param now from which what is due later is counted. */
  add(tx: Tx, due: readonly Unqueued[], now: Date): Promise<void>
  /** Finishes what is under way within so many milliseconds, and hands back the rest. */
  close(ms: number): Promise<void>
}

/**
 * @param work one attempt. Where it rejects, the job is handed out again.
 * @param failed told of what goes wrong with the queue itself.
 */
export async function openQueue(
  url: string,
  work: (job: Job) => Promise<void>,
  failed: (error: unknown) => void,
): Promise<Queue> {
  // Loaded when it is needed: it takes a third of a second, and most installations have no webhooks.
  const { PgBoss, fromPrisma } = await import('pg-boss')
  const boss: PgBoss = new PgBoss({
    ...{
      connectionString: url,
      application_name: 'ai-economy-facts webhooks',
      schema: SCHEMA,
      max: CONNECTIONS,
    },
    ...{ useListenNotify: true, schedule: false, registerInstance: false, openTelemetry: { enabled: false } },
  })
  boss.on('error', failed)
  try {
    await boss.start()
    await boss.createQueue(QUEUE, {
      ...{ policy: 'short', notify: true, expireInSeconds: EXPIRE_S, deleteAfterSeconds: KEEP_S },
      ...{ retryLimit: 3, retryDelay: 2, retryBackoff: true },
    })
    const options = {
      groupConcurrency: SENDERS_OF_ONE,
      ...{ pollingIntervalSeconds: ASK_S, notifyPollingIntervalSeconds: ASK_S },
    }
    for (let i = 0; i < SENDERS; i++) {
      const worker: string = await boss.work<Job>(QUEUE, options, async ([job]) => {
        // Who has had a job asks for the next one at once.
        await work(job!.data).finally(() => boss.notifyWorker(worker))
      })
    }
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined)
    throw error
  }
  return {
    add: async (tx, due, now) => {
      const jobs = due.map(({ id, keyId, attempts, nextAttemptAt }) => ({
        data: { id, attempt: attempts } satisfies Job,
        group: { id: keyId },
        // With the policy, no second job is made while the first one waits.
        singletonKey: `${id}/${attempts}`,
        startAfter: Math.max(0, Math.ceil((nextAttemptAt.getTime() - now.getTime()) / 1000)),
      }))
      await boss.insert(QUEUE, jobs, { db: fromPrisma(tx) })
    },
    close: (ms) => boss.stop({ timeout: ms }),
  }
}
