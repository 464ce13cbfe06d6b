/** Puts the text of a registered document in the place of its hash, and refuses what a caller may not ask. */
import { type DocumentNode, getOperationAST, Kind, parse, print } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Documents } from '../../domain/documents/documents.ts'
import { AppError } from '../../errors.ts'
import { sha256 } from '../../lib/ids.ts'
import { askedHash } from '../asked-document.ts'
import type { ServerContext } from '../context.ts'
import { nameOf } from '../document-check.ts'
import { notFoundError, requestError } from '../errors.ts'
import { LIMITS } from '../limits.ts'

interface Asking extends ServerContext {
  /** Whether the document is to be registered once it is known to be valid. */
  registers?: boolean
  /** Why it is refused, unless it turns out to be one of the server's own. */
  unregistered?: AppError
}

/**
 * Comes first: to all others it is as if the text had been sent.
 * @param ownQuestions questions of this server's pages, which whoever has no key may always ask.
 */
export function useDocuments(documents: Documents, ownQuestions: () => Iterable<string>): Plugin<Asking> {
  let own: ReadonlySet<string> | undefined
  const isOwn = (document: DocumentNode) => {
    // GraphiQL sends questions in its own spelling, without their comments.
    own ??= new Set(Array.from(ownQuestions(), (text) => print(parse(text, { noLocation: true }))))
    return own.has(print(document))
  }
  const check = ({ args, setResultAndStopExecution }: Started) => {
    const { unregistered } = args.contextValue as Asking
    if (!unregistered || asksSchema(args) || isOwn(args.document)) return
    setResultAndStopExecution({ errors: [requestError(unregistered)] } as never)
  }
  async function resolve(hash: string, query: string | null, context: Asking): Promise<string> {
    const { allowedDocuments: allowed = null, keyId } = context
    if (query !== null && allowed === null) {
      if (context.account) Object.assign(context, { registers: true })
      return query
    }
    const text = context.missingDocument === hash ? null : await documents.text(hash, allowed)
    if (text !== null) return text
    if (allowed === null) throw notFoundError()
    const refused = notRegistered(hash, keyId)
    if (query === null || keyId !== null) throw refused
    Object.assign(context, { unregistered: refused })
    return query
  }
  return {
    // Without a promise where a text is asked that may be.
    onParams({ params, request, setParams, context }) {
      const { documentId, ...rest } = withAddress(params, request)
      const asked = askedHash({ documentId, extensions: params.extensions })
      const asking = context as Asking
      const query = params.query === '' ? null : (params.query ?? null)
      if (asked === null && (query === null || (asking.allowedDocuments ?? null) === null)) return undefined
      // What is no text is refused behind this.
      if (query !== null && typeof query !== 'string') return undefined
      const hash = query === null ? asked! : sha256(query)
      if (asked !== null && asked !== hash)
        throw new AppError('PERSISTED_QUERY_MISMATCH', 'The hash is not the SHA-256 of the query beside it.')
      return resolve(hash, query, asking).then((text) => setParams({ ...rest, query: text }))
    },
    onExecute: check as never,
    onSubscribe: check as never,
  }
}

/** Yoga reads no `documentId` of an address. */
function withAddress<P extends object>(params: P, { method, url }: Request): P & { documentId?: unknown } {
  if (method !== 'GET' || !url.includes('documentId=')) return params
  return { ...params, documentId: new URL(url).searchParams.get('documentId') }
}

/** Comes behind those that refuse: what a caller may not ask, he does not register. */
export function useRegistration(documents: Documents, failed: (error: unknown) => void): Plugin<Asking> {
  const register = async ({ args }: Started) => {
    const { registers, account, params } = args.contextValue as Asking & { params: { query: string } }
    if (!registers || !account) return
    const document = { text: params.query, name: nameOf(args.document) }
    // Who asked is answered all the same, and asks in full once more.
    await documents.register(document, account, LIMITS.documents).catch(failed)
  }
  return { onExecute: register as never, onSubscribe: register as never }
}

interface Started {
  args: { document: DocumentNode; operationName?: string | null; contextValue: unknown }
  setResultAndStopExecution(result: never): void
}

/** Whether an operation asks for the schema alone, which is public: tools cannot do without. */
function asksSchema({ document, operationName }: Started['args']): boolean {
  const operation = getOperationAST(document, operationName)
  return (
    operation?.selectionSet.selections.every(
      (field) => field.kind === Kind.FIELD && field.name.value.startsWith('__'),
    ) ?? false
  )
}

function notRegistered(hash: string, keyId: string | null): AppError {
  const why =
    keyId === null
      ? 'Without a key only registered documents are answered here'
      : 'This key may only ask registered documents'
  const how =
    keyId === null
      ? 'Send a key, or have it registered by whoever runs the server: npm run documents -- add.'
      : 'Have it registered by whoever runs the server, npm run documents -- add, or by the key whose documents this one may ask.'
  return new AppError('DOCUMENT_NOT_REGISTERED', `${why}, and sha256:${hash} is none. ${how}`)
}
