/** Reads YAML of the `facts` format from disk; every problem names its file and line. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { type Document, isNode, isScalar, LineCounter, parseDocument, type Scalar, visit } from 'yaml'
import { FactsFile } from './schema.ts'

export interface LoadedFile {
  path: string
  data: FactsFile
  /** The line of a part, for messages: `line(['claims', 3, 'value'])`. */
  line(path: readonly PropertyKey[]): number
}

export interface Problem {
  path: string
  line: number
  message: string
}

const MAX_FILE_BYTES = 20_000_000

/**
 * All `.yaml` and `.yml` files of a directory, recursively and in name order; or the one file itself. The folder
 * `names` of the seeds is left out: it holds what other formats call things, not facts.
 */
export async function listFiles(root: string): Promise<string[]> {
  if ((await stat(root)).isFile()) return [root]
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter((e) => e.isFile() && /\.ya?ml$/.test(e.name))
    .map((e) => join(e.parentPath, e.name))
    .filter((path) => !relative(root, path).startsWith(`names${sep}`))
    .sort((a, b) => (a < b ? -1 : 1))
}

/** Parses and checks the shape of each file; a file with any problem contributes no data. */
export async function readFactsFiles(root: string): Promise<{ files: LoadedFile[]; problems: Problem[] }> {
  const files: LoadedFile[] = []
  const problems: Problem[] = []
  const list = await listFiles(root).catch((error: NodeJS.ErrnoException) => {
    problems.push({
      path: root,
      line: 1,
      message: `cannot be read: ${error.code === 'ENOENT' ? 'there is no such file or folder' : error.message}`,
    })
    return []
  })
  for (const file of list) {
    const path = relative(process.cwd(), file) || file
    if ((await stat(file)).size > MAX_FILE_BYTES) {
      problems.push({ path, line: 1, message: `is larger than ${MAX_FILE_BYTES / 1e6} MB; split it` })
      continue
    }
    const source = await readFile(file, 'utf8')
    const parsed = parseFacts(path, source)
    if ('data' in parsed) files.push(parsed)
    else problems.push(...parsed)
  }
  return { files, problems }
}

/**
 * One file's text, YAML or JSON, which YAML contains. Scalars stay text (YAML's failsafe schema), so numbers keep their
 * digits; a field that is null is one that was left out. Aliases are capped against expansion bombs.
 */
export function parseFacts(path: string, source: string): LoadedFile | Problem[] {
  const counter = new LineCounter()
  // Its own search for keys that stand twice compares each with all before it: minutes for one mapping of a large file.
  const document = parseDocument(source, { schema: 'failsafe', lineCounter: counter, uniqueKeys: false })
  if (document.errors.length > 0) {
    return document.errors.map((e) => ({
      path,
      line: e.linePos?.[0].line ?? 1,
      message: e.message.split('\n')[0]!,
    }))
  }
  const repeated = keysTwice(document)
  if (repeated.length > 0) {
    return repeated.map(({ range, value }) => ({
      path,
      line: counter.linePos(range![0]).line,
      message: `Map keys must be unique, and ${JSON.stringify(value)} stands twice`,
    }))
  }
  const line = (at: readonly PropertyKey[]): number => {
    for (let depth = at.length; depth > 0; depth--) {
      const node = document.getIn(at.slice(0, depth), true)
      if (isNode(node) && node.range) return counter.linePos(node.range[0]).line
    }
    return 1
  }
  leaveOutNulls(document)
  let content: unknown
  try {
    content = document.toJS({ maxAliasCount: 100 }) ?? {}
  } catch (error) {
    // An alias without an anchor, or too many of them.
    return [{ path, line: 1, message: (error as Error).message }]
  }
  const result = FactsFile.safeParse(content)
  if (result.success) return { path, data: result.data, line }
  return result.error.issues.map((issue) => ({
    path,
    line: line(issue.path),
    message: `${issue.path.join('.') || 'file'}: ${issue.message}`,
  }))
}

function keysTwice(document: Document): Scalar[] {
  const found: Scalar[] = []
  visit(document, {
    Map: (_, { items }) => {
      const known = new Set<unknown>()
      for (const { key } of items) {
        if (!isScalar(key)) continue
        if (known.has(key.value)) found.push(key)
        known.add(key.value)
      }
    },
  })
  return found
}

/** Null without quotes; text may be called so. */
function leaveOutNulls(document: Document): void {
  visit(document, {
    Pair: (_, { value }) =>
      isScalar(value) && value.type === 'PLAIN' && value.source === 'null' ? visit.REMOVE : undefined,
  })
}
