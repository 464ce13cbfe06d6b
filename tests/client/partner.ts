/** A server and a partner that mirrors it; what it holds is compared with the full copies, byte by byte. */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, onTestFinished } from 'vitest'
import {
  KINDS,
  openMirror,
  type Progress,
  SyncError,
  type SyncErrorCode,
  type SyncOptions,
  type SyncResult,
  sync,
} from '../../src/client/index.ts'
import type { Db } from '../../src/db/client.ts'
import { createKey } from '../../src/domain/access/keys.ts'
import type { App } from '../../src/http/app.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { CLAIMS, edit, number } from '../graphql/edits-world.ts'
import { importYaml, WORLD } from '../graphql/world.ts'
import { testApp } from '../helpers/app.ts'
import { test as base, createDatabase } from '../helpers/db.ts'
import { partnerOf } from '../helpers/export.ts'
import { emptyDb } from '../helpers/facts.ts'

export const FROM = 'http://facts.test'

/** A folder that goes with the test. */
export async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'aef-mirror-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

/** An empty database that goes with the test. */
export async function database(): Promise<string> {
  const { url, drop } = await createDatabase('none')
  onTestFinished(drop)
  return url
}

export async function ask<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

/** Requests as they went out, oldest first; `answer` may answer in place of the server. */
interface Line {
  asked: string[]
  answer?: ((url: URL, init: RequestInit, send: () => Promise<Response>) => Promise<Response>) | undefined
}

export type Copies = Record<string, string>

/** A partner with a key, whose requests reach the app without a network. */
export async function mirroring(db: Db, app: App = testApp(db).app) {
  const { key } = await createKey(db, systemClock, { name: 'mirror', scopes: ['sync'], expiresAt: null })
  const copies = await partnerOf(db, app)
  const line: Line = { asked: [] }
  const send = async (url: string, init: RequestInit) => {
    line.asked.push(`${new URL(url).pathname}${new URL(url).search}`)
    const own = () => app(new Request(url, init))
    return line.answer ? line.answer(new URL(url), init, own) : own()
  }
  const told: Progress[] = []
  const options = (to: string): SyncOptions => ({
    ...{ from: FROM, key, to, fetch: send },
    onProgress: (progress) => void told.push(progress),
    // Waiting is told, and never done.
    pause: () => new Promise((resolve) => setImmediate(resolve)),
  })
  return {
    key,
    line,
    copies,
    told,
    options,
    /** The whole change feed. */
    feed: () => app(new Request(`${FROM}/changes`, { headers: { authorization: `Bearer ${key}` } })),
    sync: (to: string, more: Partial<SyncOptions> = {}): Promise<SyncResult> =>
      sync({ ...options(to), ...more }),
    /**
     * Checks that mirrors are of one revision, and that each kind is the server's copy of it, byte by byte.
     * @param expected the copies, where later redactions have changed them.
     */
    expectEqual: async (targets: string | string[], revision: number, expected?: Copies) => {
      expected ??= await copies.copies(revision)
      for (const to of [targets].flat()) {
        const mirror = await openMirror(to)
        try {
          expect(mirror.state.revision).toBe(revision)
          for (const kind of KINDS) {
            let text = ''
            for await (const { line } of mirror.entries(kind)) text += `${line}\n`
            expect(text, kind).toBe(expected[kind])
          }
        } finally {
          await mirror.close()
        }
      }
    },
  }
}

/** A ledger at its first revision. */
export async function firstRevision(db?: Db): Promise<Db> {
  const filled = db ?? (await emptyDb())
  await importYaml(filled, `${WORLD}\nclaims:${CLAIMS}`, '2026-06-01T00:00:00Z')
  return filled
}

/** What a sync ends with; fails where it ends with anything but one of our errors. */
export async function codeOf(work: Promise<unknown>): Promise<SyncErrorCode | undefined> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error === undefined || error instanceof SyncError) return error?.code
  throw error
}

/** Sends so many bytes of an answer, then breaks off or, as some proxies do, ends as if that were all. */
export function cutAfter(response: Response, bytes: number, isClean: boolean): Response {
  let left = bytes
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      controller.enqueue(chunk.subarray(0, left))
      left -= chunk.length
      if (left > 0) return
      if (isClean) controller.terminate()
      else controller.error(new TypeError('terminated'))
    },
  })
  return new Response(response.body!.pipeThrough(cut), response)
}

interface Behind {
  partner: Awaited<ReturnType<typeof mirroring>>
  /** The copies of the newest revision. */
  copies: Copies
  /** The newest revision. */
  newest: number
  /** The mirror, once more: a folder at revision 1. */
  again(): Promise<string>
}

/** `test` with a mirror of the first revision on a server that has gone on. */
export const test = base.extend<{ behind: Behind }>({
  behind: [
    async ({ empty: { db } }, use) => {
      const partner = await mirroring(await firstRevision(db))
      const mirror = await mkdtemp(join(tmpdir(), 'aef-mirror-'))
      try {
        await partner.sync(mirror)
        for (const write of REVISIONS.slice(0, 4)) await write(db)
        const again = async () => {
          const to = await folder()
          await cp(mirror, to, { recursive: true })
          partner.line.answer = undefined
          partner.line.asked.length = 0
          partner.told.length = 0
          return to
        }
        await use({ partner, copies: await partner.copies.copies(), newest: 5, again })
      } finally {
        await rm(mirror, { recursive: true })
      }
    },
    { scope: 'file' },
  ],
})

export const land = (code: string, name = `Land ${code}`) =>
  `countries: [{ code: ${code}, name: ${name}, isAggregate: "false" }]\n`
const closed = (isOpen: boolean) => `licences: [{ code: TERMS, name: Terms, redistributable: ${isOpen} }]
sources: [{ slug: paper-c, title: Paper C, kind: ARTICLE, publisher: press, publishedOn: 2026-03-01, licence: TERMS }]\n`
const C = `claims:
  - { key: gates, source: paper-c, indicator: { subject: country/XA, metric: gates }, value: 101, valid: 2025 }\n`

/** Every way in which a revision changes copies, one after the other. */
export const REVISIONS: ((db: Db) => Promise<unknown>)[] = [
  (db) => importYaml(db, land('XB'), '2026-06-02T00:00:00Z'),
  (db) => importYaml(db, `${closed(true)}${C}`, '2026-06-03T00:00:00Z'),
  (db) => edit(db, 'paper-a/towers', number('1500')),
  (db) => edit(db, 'paper-b/ratio', { do: 'withdraw' }),
  (db) => importYaml(db, land('XB', 'Land renamed 新'), '2026-06-04T00:00:00Z'),
  // What was free to pass on no longer is.
  (db) => importYaml(db, closed(false), '2026-06-05T00:00:00Z'),
  (db) => edit(db, 'paper-b/view', { do: 'redact' }, { reason: 'LEGAL_DEMAND' }),
  (db) => edit(db, 'paper-b/ratio', { do: 'restore' }),
  (db) =>
    importYaml(
      db,
      `${WORLD}\nclaims:${CLAIMS.replace('value: 100,', 'value: 99,')}`,
      '2026-06-06T00:00:00Z',
      true,
    ),
]
