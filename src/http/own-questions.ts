/** The questions that this server asks itself, or offers in GraphiQL. */
import { CHARTS } from '../charts/registry.ts'
import { PAGES } from '../pages/pages.ts'
import { QUESTION_GROUPS } from './graphiql-questions.ts'
import { PREPARED_TABS } from './graphiql-tabs.ts'

export function* ownQuestions(): Iterable<string> {
  for (const { query } of PREPARED_TABS) yield query
  for (const { questions } of QUESTION_GROUPS) for (const { query } of questions) yield query
  for (const page of PAGES) for (const language of ['en', 'zh'] as const) yield page.query(language)
  for (const { query } of CHARTS) yield query
}
