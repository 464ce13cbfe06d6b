/** The sample project that quick starts show: the tests take it from the pages and run it against a real server. */
import { readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

const LANGUAGES: Record<string, string> = { '.ts': 'ts', '.json': 'json' }

/** A file of the project as a block of Markdown, with its name. */
export function sampleBlock(file: string): string {
  const text = readFileSync(join(import.meta.dirname, 'samples', file), 'utf8')
  return `\`\`\`${LANGUAGES[extname(file)]} ${file}\n${text.trim()}\n\`\`\``
}
