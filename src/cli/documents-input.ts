/** What `documents -- add` is given: files of GraphQL, folders of them, and the manifests that build tools write. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { GraphQLError, Source } from 'graphql'
import type { NewDocument } from '../domain/documents/documents.ts'
import { documentProblems, nameOf, parseDocument } from '../graphql/document-check.ts'
import { sha256 } from '../lib/ids.ts'
import { documentsOf, type Entry } from './documents-entries.ts'

/** A file and what it says. */
interface Read {
  path: string
  text: string
}

const GRAPHQL = ['.graphql', '.gql']
const MOST_PROBLEMS = 100

export interface Input {
  documents: NewDocument[]
  /** One line each, with file and place. */
  problems: string[]
}

/** Everything is read and checked, so that all problems are told at once. */
export async function readInputs(paths: readonly string[]): Promise<Input> {
  const problems: string[] = []
  const sources: Source[] = []
  const entries: Entry[] = []
  for (const path of paths) {
    for (const file of await filesOf(path, problems)) {
      const read = await readText(file, problems)
      if (!read) continue
      if (extname(file) === '.json') entries.push(...manifestOf(read, problems))
      else sources.push(new Source(read.text, file))
    }
  }
  entries.push(...documentsOf(sources, (error) => problems.push(problemOf(error))))
  const found = new Map<string, NewDocument>()
  for (const { text, document } of entries) {
    const wrong = documentProblems(text, document)
    const source = document.definitions[0]?.loc?.source
    problems.push(...wrong.map((error) => problemOf(error, source)))
    if (wrong.length === 0) found.set(sha256(text), { text, name: nameOf(document) })
  }
  if (problems.length === 0 && found.size === 0)
    problems.push(`${paths.join(', ')}: no operation is in there`)
  const more = problems.length - MOST_PROBLEMS
  if (more > 0) problems.splice(MOST_PROBLEMS, more, `… and ${more} more problems`)
  return { documents: [...found.values()], problems }
}

async function filesOf(path: string, problems: string[]): Promise<string[]> {
  const found = await stat(path).catch(() => null)
  if (found?.isFile() && [...GRAPHQL, '.json'].includes(extname(path))) return [path]
  if (!found?.isDirectory()) {
    problems.push(found ? `${path}: is no .graphql, .gql or .json file` : `${path}: there is no such file`)
    return []
  }
  const inside = await readdir(path, { withFileTypes: true })
  const below = inside
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .filter((entry) => entry.isDirectory() || GRAPHQL.includes(extname(entry.name)))
  return (await Promise.all(below.map(({ name }) => filesOf(join(path, name), problems)))).flat()
}

/** To the last byte: clients send the hash of it. */
async function readText(path: string, problems: string[]): Promise<Read | null> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path))
    return { path, text }
  } catch (error) {
    problems.push(`${path}: ${error instanceof TypeError ? 'is no UTF-8' : 'cannot be read'}`)
    return null
  }
}

/** Apollo's manifest; or an object of hashes and texts, as codegen's client preset and the Relay compiler write it. */
function manifestOf({ path, text }: Read, problems: string[]): Entry[] {
  const told = (message: string) => {
    problems.push(`${path}: ${message}`)
    return []
  }
  let manifest: unknown
  try {
    manifest = JSON.parse(text)
  } catch (error) {
    return told(`is no JSON: ${(error as Error).message}`)
  }
  const pairs = pairsOf(manifest)
  if (!pairs)
    return told(
      "is no manifest: neither Apollo's, { format, version: 1, operations }, nor an object of hashes and texts",
    )
  return pairs.flatMap(([id, body]) => {
    const shown = id.length > 80 ? `${id.slice(0, 80)}…` : id
    if (typeof body !== 'string') return told(`${shown}: has no text`)
    if (id.replace(/^sha256:/, '') !== sha256(body))
      return told(`${shown}: is not the SHA-256 of its text; have the build tool hash by sha256`)
    try {
      return [{ text: body, document: parseDocument(new Source(body, `${path}: ${shown}`)) }]
    } catch (error) {
      problems.push(problemOf(error))
      return []
    }
  })
}

function pairsOf(manifest: unknown): [string, unknown][] | null {
  if (manifest === null || typeof manifest !== 'object' || Array.isArray(manifest)) return null
  const { format, version, operations } = manifest as Record<string, unknown>
  if (format !== 'apollo-persisted-query-manifest') {
    const pairs = Object.entries(manifest)
    return pairs.every(([, body]) => typeof body === 'string') ? pairs : null
  }
  if (version !== 1 || !Array.isArray(operations)) return null
  return operations.map((operation) => [String(operation?.id), operation?.body])
}

/**
 * `file:line:column: message`.
 * @param within where it is, if the error does not tell: there are too many.
 */
function problemOf(error: unknown, within?: Source): string {
  if (!(error instanceof GraphQLError)) throw error
  const source = error.source ?? within
  const [place] = error.locations ?? []
  const where = [source?.name, ...(place ? [place.line, place.column] : [])].join(':')
  return `${where}: ${error.message}`
}
