/** From files of GraphQL to documents, as clients send them. */
import {
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type Source,
  visit,
} from 'graphql'
import { parseDocument } from '../graphql/document-check.ts'
import { errorAt } from '../graphql/errors.ts'

/** A document; its nodes know the files that they stand in. */
export interface Entry {
  text: string
  document: DocumentNode
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>

/**
 * A file with one operation and all fragments of that is a document as it stands, to the last byte. Any other operation
 * is one with the fragments that it uses, wherever they stand: a blank line between each of them.
 */
export function documentsOf(sources: readonly Source[], told: (error: GraphQLError) => void): Entry[] {
  const files = sources.flatMap((source) => {
    try {
      const document = parseDocument(source)
      const definition = document.definitions.find(
        ({ kind }) => kind !== Kind.OPERATION_DEFINITION && kind !== Kind.FRAGMENT_DEFINITION,
      )
      if (definition) throw errorAt(definition, 'This defines a schema, and a document asks one.')
      return [{ source, document }]
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error
      told(error)
      return []
    }
  })
  const fragments = fragmentsOf(
    files.flatMap(({ document }) => document.definitions),
    told,
  )
  return files.flatMap(({ source, document }) => {
    const operations = document.definitions.filter((d) => d.kind === Kind.OPERATION_DEFINITION)
    return operations.map((operation) => {
      const used = usedBy(operation, fragments)
      if (operations.length === 1 && used.every((fragment) => fragment.loc!.source === source))
        return { text: source.body, document }
      const nodes = [operation, ...used]
      return {
        text: nodes.map(({ loc }) => loc!.source.body.slice(loc!.start, loc!.end)).join('\n\n'),
        document: { kind: Kind.DOCUMENT, definitions: nodes },
      }
    })
  })
}

function fragmentsOf(definitions: readonly DefinitionNode[], told: (error: GraphQLError) => void): Fragments {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const node of definitions) {
    if (node.kind !== Kind.FRAGMENT_DEFINITION) continue
    const { value } = node.name
    const before = fragments.get(value)
    if (before) {
      const place = before.loc!.source.name
      told(errorAt(node.name, `There is another fragment "${value}", in ${place}.`))
    } else fragments.set(value, node)
  }
  return fragments
}

/** In the order in which they are first met; what there is not, validation tells. */
function usedBy(operation: OperationDefinitionNode, fragments: Fragments): FragmentDefinitionNode[] {
  const used = new Set<FragmentDefinitionNode>()
  const look = (node: OperationDefinitionNode | FragmentDefinitionNode) =>
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value)
        if (!fragment || used.has(fragment)) return
        used.add(fragment)
        look(fragment)
      },
    })
  look(operation)
  return [...used]
}
