/**
 * Manifests that are made, and those that were: each reads all rows of its copy, which may take longer than a request
 * may wait, so it is made whether or not somebody still waits for it, few at once, and is then remembered.
 */
import type { Db } from '../../../db/client.ts'
import { NotReady } from '../../../errors.ts'
import { judgedIn } from '../licence.ts'
import { filterText, NO_FILTERS } from './filters.ts'
import { type Manifest, makeManifest } from './manifest.ts'
import type { CopyScope } from './scope.ts'

/** Manifests that are remembered for a database. */
const REMEMBERED = 200
/** How many are made at once, and how many may wait for their turn. */
const AT_ONCE = 2
const WAITING = 50
/** How long a request waits; less than it may take. */
const PATIENCE_MS = 8_000
/** What a client is asked to wait: as long again as it has taken, within these bounds. */
const RETRY_S = { least: 5, most: 60 }

interface Making {
  began: number
  manifest: Promise<Manifest>
}

interface Workshop {
  known: Map<string, Making>
  running: number
  waiting: (() => void)[]
}

const workshops = new WeakMap<Db, Workshop>()

/**
 * Of those who ask at the same time, only the first has the rows read.
 * @param stopping ends what is being made.
 * @param home the database that manifests are remembered for, wherever the rows are read.
 * @throws NotReady while it is being made.
 */
export async function exportManifest(
  kind: string,
  scope: CopyScope,
  stopping: AbortSignal,
  home = scope.db,
): Promise<Manifest> {
  const { db, asOf, filters = NO_FILTERS } = scope
  const workshop: Workshop = workshops.get(home) ?? { known: new Map(), running: 0, waiting: [] }
  workshops.set(home, workshop)
  const { known } = workshop
  const key = `${kind} ${asOf.revision} ${await judgedIn(db, asOf.revision, scope.newest.revision)} ${filterText(filters)}`
  const making = known.get(key) ?? begin(workshop, kind, scope, stopping)
  // The one that was asked for last stands last.
  known.delete(key)
  known.set(key, making)
  if (known.size > REMEMBERED) known.delete(known.keys().next().value!)
  making.manifest.catch(() => {
    if (known.get(key) === making) known.delete(key)
  })
  const manifest = await within(making.manifest, PATIENCE_MS)
  if (manifest) return manifest
  const seconds = Math.ceil((performance.now() - making.began) / 1000)
  throw new NotReady(
    `The manifest of ${kind} as of revision ${asOf.revision} reads all its rows and is being made; ask again.`,
    Math.min(RETRY_S.most, Math.max(RETRY_S.least, seconds)),
  )
}

function begin(workshop: Workshop, kind: string, scope: CopyScope, stopping: AbortSignal): Making {
  if (workshop.waiting.length >= WAITING)
    throw new NotReady('Too many manifests are being made; ask again later.', RETRY_S.most)
  const manifest = turn(workshop, () => makeManifest(kind, scope, stopping))
  return { began: performance.now(), manifest }
}

async function turn<T>(workshop: Workshop, work: () => Promise<T>): Promise<T> {
  if (workshop.running >= AT_ONCE) await new Promise<void>((resolve) => workshop.waiting.push(resolve))
  else workshop.running++
  try {
    return await work()
  } finally {
    // The place goes on to who waits.
    const next = workshop.waiting.shift()
    if (next) next()
    else workshop.running--
  }
}

async function within(work: Promise<Manifest>, ms: number): Promise<Manifest | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
