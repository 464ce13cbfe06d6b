/** Reads YAML of genai-prices: numbers keep their spelling, days and times of day stay texts. */
import { LineCounter, parseDocument, type ScalarTag, type Tags } from 'yaml'
import { decodeText, Written } from '../market/numbers.ts'
import { InputProblem } from '../market/types.ts'

/** Also with underscores, which YAML 1.1 allows: 272_000. */
const NUMBER: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  test: /^[-+]?(\d[\d_]*(\.[\d_]*)?|\.\d[\d_]*)([eE][-+]?\d+)?$/,
  resolve: (text) => new Written(spelled(text)),
}

/** `.5` and `5.` with the digits that everybody else writes. */
function spelled(text: string): string {
  return text
    .replaceAll('_', '')
    .replace(/^([-+]?)\./, '$10.')
    .replace(/\.(?=$|[eE])/, '')
}

const tags = (all: Tags): Tags => {
  const kept = all.filter((tag) => typeof tag === 'string' || !/:(int|float)$/.test(tag.tag))
  return [...kept, NUMBER]
}

/** The parser keeps a tree of many times the text; the largest real file has 0.12 MB. */
const BYTES_MAX = 5_000_000

/** @throws InputProblem with file and line when it is no YAML. */
export function readYaml(path: string, bytes: Uint8Array): unknown {
  if (bytes.length > BYTES_MAX)
    throw new InputProblem(path, `is larger than ${BYTES_MAX / 1e6} MB, which no file of a provider is`)
  const counter = new LineCounter()
  const source = decodeText(path, bytes)
  try {
    const document = parseDocument(source, {
      schema: 'core',
      customTags: tags,
      lineCounter: counter,
      uniqueKeys: true,
    })
    const [error] = document.errors
    if (error) {
      const line = error.linePos?.[0].line ?? 1
      throw new InputProblem(
        `${path}:${line}`,
        `is no YAML that can be read: ${error.message.split('\n')[0]}`,
      )
    }
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    if (error instanceof InputProblem) throw error
    // An alias without an anchor, too many of them, or a file nested too deep.
    throw new InputProblem(path, `is no YAML that can be read: ${(error as Error).message}`)
  }
}
