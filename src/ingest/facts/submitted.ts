/** Facts that a partner sends over the API: one document, with what is not a partner's to say told apart. */
import type { Tx } from '../../db/client.ts'
import { EDITORS_REASONS } from '../../domain/ledger/edit-terms.ts'
import { EDITORIAL_SOURCE, type Rejection } from '../../domain/ledger/input.ts'
import { licencesOf } from '../../domain/ledger/names.ts'
import type { Submitted } from '../../domain/ledger/submit.ts'
import { inputOf } from './input.ts'
import { type LoadedFile, type Problem, parseFacts } from './read.ts'

/** What messages call it. */
const DOCUMENT = 'document'

/** What belongs to our editors: what may be passed on, who is believed, what is one thing, and their own word. */
const RESERVED = 'wants a key with the scope admin as well'

/** Reads the text, and only then, with the names that the ledger holds, what it means. */
export function readSubmitted(text: string): Submitted {
  const file = parseFacts(DOCUMENT, text)
  return async (tx, { origin, isEditor }) => {
    if (!('data' in file)) return file.map(told)
    const reserved = isEditor ? [] : await reservedIn(tx, file)
    const input = await inputOf(tx, [file], origin)
    if (!('format' in input)) return [...reserved, ...input].map(told)
    return reserved.length > 0 ? reserved.map(told) : input
  }
}

const told = ({ path, line, message }: Problem): Rejection => ({ where: `${path}:${line}`, reason: message })

async function reservedIn(tx: Tx, file: LoadedFile): Promise<Problem[]> {
  const { data, path } = file
  const problems: Problem[] = []
  const reserve = (at: readonly PropertyKey[]) =>
    problems.push({ path, line: file.line(at), message: `${at.join('.')}: ${RESERVED}` })
  for (const section of ['licences', 'checks', 'merges'] as const)
    for (const i of data[section].keys()) reserve([section, i])
  const known = await licencesOf(
    tx,
    data.sources.map((source) => source.slug),
  )
  for (const [i, { slug, ranks, licence }] of data.sources.entries()) {
    if (Object.keys(ranks).length > 0) reserve(['sources', i, 'ranks'])
    // Another licence may close what is open, and open what is closed.
    if (licence !== undefined && known.has(slug) && known.get(slug) !== licence)
      reserve(['sources', i, 'licence'])
  }
  for (const [i, { source, role, plausible, via, correction }] of data.claims.entries()) {
    if (plausible !== undefined) reserve(['claims', i, 'plausible'])
    if (source === EDITORIAL_SOURCE) reserve(['claims', i, 'source'])
    if (role === 'EDITORIAL') reserve(['claims', i, 'role'])
    if (via.some(isEditors)) reserve(['claims', i, 'via'])
    // A reader must be able to rely on it that there was a demand.
    if (correction && !EDITORS_REASONS.includes(correction.reason))
      reserve(['claims', i, 'correction', 'reason'])
  }
  for (const section of ['providers', 'models', 'hubs', 'clusters', 'flows'] as const)
    for (const [i, { cites }] of data[section].entries()) {
      if (cites.some(isEditors)) reserve([section, i, 'cites'])
      if (cites.length > 0) continue
      const message = `${section}.${i}.cites: name the sources of this; without any it is our editors' word, which ${RESERVED}`
      problems.push({ path, line: file.line([section, i]), message })
    }
  return problems
}

const isEditors = ({ source, role }: { source: string; role: string }) =>
  source === EDITORIAL_SOURCE || role === 'EDITORIAL'
