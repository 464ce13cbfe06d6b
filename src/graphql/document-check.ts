/** Whether a document could be asked, found out before anybody asks it. */
import { type DocumentNode, type GraphQLError, Kind, parse, type Source, validate } from 'graphql'
import { KEY_LIKE } from '../domain/access/key-terms.ts'
import { isStorable } from '../domain/documents/documents.ts'
import { errorAt } from './errors.ts'
import { LIMITS } from './limits.ts'
import { schema } from './schema.ts'

/** The same limits as for a question. @throws GraphQLError with its place. */
export function parseDocument(source: Source): DocumentNode {
  return parse(source, { maxTokens: LIMITS.tokens })
}

/** @param text of the document, for what is not to be seen in its nodes. */
export function documentProblems(text: string, document: DocumentNode): readonly GraphQLError[] {
  const refused = (message: string) => [errorAt(document.definitions[0], message)]
  if (text.length > LIMITS.documentChars)
    return refused(`The document has more than ${LIMITS.documentChars} characters.`)
  if (KEY_LIKE.test(text)) return refused('A key stands in the document. It should be revoked.')
  if (!isStorable(text)) return refused('The document holds the character U+0000.')
  return validate(schema, document)
}

/** Of the only operation; null where it has none, or stands beside others. */
export function nameOf({ definitions }: DocumentNode): string | null {
  const [only, ...others] = definitions.filter((d) => d.kind === Kind.OPERATION_DEFINITION)
  return others.length === 0 ? (only?.name?.value ?? null) : null
}
