/**
 * Documents that were parsed and found valid are not parsed and validated again. Only valid ones are kept, and only so
 * many characters of them: yoga's own cache keeps a thousand of any size, refused ones too.
 */
import type { DocumentNode } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { LRUCache } from 'lru-cache'

/** Characters of all documents together. What was made of one takes some thirty times as many bytes. */
const KEPT_CHARS = 1_000_000

export interface Parsed {
  plugin: Plugin
  /** The document of a text that was parsed and found valid. */
  known(text: string): DocumentNode | undefined
}

export function createParsed(): Parsed {
  const kept = new LRUCache<string, DocumentNode>({
    maxSize: KEPT_CHARS,
    sizeCalculation: (_document, text) => text.length + 200,
  })
  /** By what they were parsed from; what turns out valid goes into `kept`. */
  const texts = new WeakMap<DocumentNode, string>()
  const valid = new WeakSet<DocumentNode>()
  const plugin: Plugin = {
    onParse({ params, setParsedDocument }) {
      const text = String(params.source)
      const known = kept.get(text)
      if (known) {
        setParsedDocument(known)
        return undefined
      }
      return ({ result }) => {
        if (result && !(result instanceof Error)) texts.set(result as DocumentNode, text)
      }
    },
    onValidate({ params: { documentAST }, setResult }) {
      if (valid.has(documentAST)) {
        setResult([])
        return undefined
      }
      return ({ valid: isValid }) => {
        const text = texts.get(documentAST)
        if (!isValid || text === undefined) return
        valid.add(documentAST)
        kept.set(text, documentAST)
      }
    },
  }
  return { plugin, known: (text) => kept.get(text) }
}
