/** Facts that a partner sends over the API: one document, with what is not a partner's to say told apart. */
import type { Tx } from '../../db/client.ts'
import { EDITORIAL_SOURCE, type LedgerInput, type Rejection } from '../../domain/ledger/input.ts'
import { licencesOf } from '../../domain/ledger/names.ts'
import { inputOf } from './input.ts'
import { type LoadedFile, type Problem, parseFacts } from './read.ts'

/** What messages call it. */
const DOCUMENT = 'document'

/** What belongs to our editors: what may be passed on, who is believed, what is one thing, and their own word. */
const RESERVED = 'wants a key with the scope admin as well'

/**
 * @param run.origin under which the import is recorded.
 * @param run.isEditor whether the caller may say what is reserved to editors.
 * @returns what is wrong with it, all at once, in place of an input.
 */
export async function readSubmitted(
  tx: Tx,
  text: string,
  { origin, isEditor }: { origin: string; isEditor: boolean },
): Promise<LedgerInput | readonly Rejection[]> {
  const file = parseFacts(DOCUMENT, text)
  if (!('data' in file)) return file.map(told)
  const reserved = isEditor ? [] : await reservedIn(tx, file)
  const input = await inputOf(tx, [file], origin)
  if (!('format' in input)) return [...reserved, ...input].map(told)
  return reserved.length > 0 ? reserved.map(told) : input
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
  for (const [i, { source, plausible }] of data.claims.entries()) {
    if (plausible !== undefined) reserve(['claims', i, 'plausible'])
    if (source === EDITORIAL_SOURCE) reserve(['claims', i, 'source'])
  }
  return problems
}
