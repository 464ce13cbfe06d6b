/** Our own files of the page around GraphiQL: scripts and style from `graphiql-panel`, and what is made for them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BOOT } from './graphiql-page.ts'
import { QUESTION_GROUPS } from './graphiql-questions.ts'

const FOLDER = join(import.meta.dirname, 'graphiql-panel')

/** Name → text. */
export function ownFiles(): ReadonlyMap<string, string> {
  const names = readdirSync(FOLDER).sort()
  return new Map([
    ['boot.js', BOOT],
    ['questions.js', `export const GROUPS = ${JSON.stringify(QUESTION_GROUPS)}\n`],
    ...names.map((name): [string, string] => [name, readFileSync(join(FOLDER, name), 'utf8')]),
  ])
}
