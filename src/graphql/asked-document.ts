/** By which hash a request asks its document: Apollo's persisted queries, and persisted documents of GraphQL over HTTP. */
import { AppError } from '../errors.ts'

const ID = /^(?:sha256:)?([0-9a-f]{64})$/

/** What is read of the parameters of a request; those of GET stand in the address. */
interface Parameters {
  documentId?: unknown
  extensions?: unknown
}

/**
 * The SHA-256 of the document, in hex; null where it is asked by its text alone.
 * @throws AppError BAD_REQUEST, which does not repeat what was sent.
 */
export function askedHash({ documentId, extensions }: Parameters): string | null {
  const byId = documentId ? hashOf(documentId, 'documentId') : null
  const { persistedQuery } = (extensions ?? {}) as { persistedQuery?: unknown }
  if (persistedQuery === undefined || persistedQuery === null) return byId
  const { version, sha256Hash } = persistedQuery as { version?: unknown; sha256Hash?: unknown }
  if (version !== 1)
    throw new AppError(
      'BAD_REQUEST',
      'extensions.persistedQuery is of version 1: { version: 1, sha256Hash }.',
    )
  const hash = hashOf(sha256Hash, 'extensions.persistedQuery.sha256Hash')
  if (byId === null || byId === hash) return hash
  throw new AppError('BAD_REQUEST', 'documentId and extensions.persistedQuery name different documents.')
}

function hashOf(id: unknown, where: string): string {
  const [, hash] = (typeof id === 'string' ? ID.exec(id) : null) ?? []
  if (hash) return hash
  throw new AppError(
    'BAD_REQUEST',
    `${where} is the SHA-256 of the document as 64 lower-case hexadecimal digits, with or without sha256: before them.`,
  )
}
