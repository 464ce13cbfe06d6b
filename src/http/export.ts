/** `/export/{kind}.ndjson`: full copies for partners, streamed as fast as they are read. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { AsOf } from '../db/as-of.ts'
import type { Db } from '../db/client.ts'
import { type Caller, requireScope } from '../domain/access/caller.ts'
import { EXPORT_KINDS, exportLines } from '../domain/read/export/lines.ts'
import { findRevision, newestRevision } from '../domain/read/revisions.ts'
import { AppError } from '../errors.ts'

const PREFIX = '/export/'

interface ExportRequest {
  db: Db
  request: Request
  url: URL
  caller: Caller
  /** Told when the stream breaks off, which no answer can tell any more. */
  failed: (error: unknown) => void
  hangUp?: (() => void) | undefined
}

export function exportPath(pathname: string): boolean {
  return pathname.startsWith(PREFIX)
}

export async function exportRoute({ db, request, url, caller, ...ends }: ExportRequest): Promise<Response> {
  requireScope(caller, 'sync')
  const kind = kindOf(url.pathname)
  const { asOf, newest } = await revisions(db, url.searchParams)
  const headers = {
    'content-type': 'application/x-ndjson',
    'content-disposition': `attachment; filename="${kind}-r${asOf.revision}.ndjson"`,
    'x-revision': String(asOf.revision),
    'cache-control': 'private',
  }
  if (request.method === 'HEAD') return new Response(null, { headers })
  const texts = exportLines(kind, { db, asOf, newest })
  // What fails before anything is sent has a status of its own.
  const first = await texts.next()
  return new Response(stream(first, texts, request, ends), { headers })
}

function kindOf(pathname: string): string {
  const name = pathname.slice(PREFIX.length)
  const kind = EXPORT_KINDS.find((known) => name === `${known}.ndjson`)
  if (kind) return kind
  throw new AppError(
    'NOT_FOUND',
    `There is no such export. There are /export/<kind>.ndjson for the kinds ${EXPORT_KINDS.join(', ')}.`,
  )
}

async function revisions(db: Db, parameters: URLSearchParams): Promise<{ asOf: AsOf; newest: AsOf }> {
  const unknown = [...parameters.keys()].find((name) => name !== 'asOf')
  const [given, ...more] = parameters.getAll('asOf')
  // A misspelt parameter must not give the newest revision instead of the one that was meant.
  if (unknown !== undefined || more.length > 0)
    throw new AppError('BAD_ARGUMENT', 'The only parameter is asOf, once: ?asOf=<revision>.')
  if (given !== undefined && !/^\d+$/.test(given))
    throw new AppError('BAD_ARGUMENT', 'asOf is the number of a revision, such as ?asOf=12.')
  const newest = await newestRevision(db)
  if (!newest) throw new AppError('UNAVAILABLE', 'The ledger is empty: nothing has been imported yet.')
  if (given === undefined || Number(given) === newest.revision) return { asOf: newest, newest }
  return { asOf: await findRevision(db, { revision: Number(given) }, newest.time), newest }
}

type Texts = AsyncGenerator<string, void, void>

/** Reads a batch when the client has taken the one before, and nothing more once the client is gone. */
function stream(
  first: IteratorResult<string, void>,
  texts: Texts,
  request: Request,
  { failed, hangUp }: Pick<ExportRequest, 'failed' | 'hangUp'>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  // Later batches are read outside this request's context, but a failure of theirs belongs to its id.
  const logged = AsyncLocalStorage.bind(failed)
  let next: IteratorResult<string, void> | undefined = first
  let cancelled = false
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    try {
      // A pull that sends nothing would not be repeated, so an empty text is passed over.
      for (;;) {
        if (request.signal.aborted) await texts.return()
        const { done, value }: IteratorResult<string, void> = next ?? (await texts.next())
        next = undefined
        // It may have been given up while the batch was read.
        if (cancelled) return
        if (done) return controller.close()
        if (value) return controller.enqueue(encoder.encode(value))
      }
    } catch (error) {
      logged(error)
      if (cancelled) return
      // A copy that broke off must not look like a whole one.
      if (!hangUp) return controller.error(new Error('the export broke off'))
      hangUp()
      controller.close()
    }
  }
  const cancel = async () => {
    cancelled = true
    await texts.return()
  }
  return new ReadableStream({ pull, cancel }, { highWaterMark: 0 })
}
