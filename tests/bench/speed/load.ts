/** Puts a server under load, from a process of its own, over connections that are kept alive. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

export interface Load {
  port: number
  path: string
  headers: Record<string, string>
  /** Asked one after the other, over and over. */
  bodies: string[]
  connections: number
  seconds: number
  /** Milliseconds that a connection waits after an answer: whoever waits takes no core from others. */
  pauseMs?: number
  /** Whether `extensions.revision` of each answer is held against what was announced before its question was sent. */
  revisions?: boolean
  /** The body to begin with: where the last load ended, so that none is asked twice before all were asked. */
  from: number
}

export interface Measured {
  answers: number
  perSecond: number
  bytes: number
  /** Bytes of the largest body among the first. */
  size: number
  /** Milliseconds. */
  latency: { p50: number; p90: number; p99: number; max: number }
  /** Answers by what the server says of them: `hit`, `miss`; empty where it says nothing. */
  kept: Record<string, number>
  /** Answers of a revision older than the one that was announced before they were asked for. */
  stale: number
  /** What else came than an answer, by its words. */
  faults: Record<string, number>
  /** The body that would have come next. */
  next: number
}

/** The process that asks; it lives until it is closed, so that it is warm as well. */
export class Generator {
  readonly #child = fork(join(import.meta.dirname, 'load-worker.ts'), {
    execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=64'],
  })

  async measure(load: Load): Promise<Measured> {
    this.#child.send(load)
    const [said] = (await once(this.#child, 'message')) as [Measured | { failed: string }]
    if ('failed' in said) throw new Error(said.failed)
    return said
  }

  /** Of what is asked from now on, no answer may be of an older revision. */
  announce(revision: number): void {
    this.#child.send({ announced: revision })
  }

  close(): void {
    this.#child.kill()
  }
}
