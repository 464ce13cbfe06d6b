/** The first page of the documentation: what to read for what. */
import { DOCS, DOCS_SECTION, type DocPage } from './page.ts'

const INTRODUCTION = `One GraphQL endpoint, \`POST http://127.0.0.1:4000/graphql\`, answers what tokens cost at which seller, who uses how many, where they are computed and what the electricity costs there. Every number tells its sources, who disagrees, and since when we know it. Questions need no key.

\`\`\`sh
curl -s http://127.0.0.1:4000/graphql -H 'content-type: application/json' \\
  -d '{ "query": "{ model(slug: \\"gpt-5.4\\") { name prices(meter: \\"output\\", first: 3) { nodes { statement cite } } } }" }'
\`\`\`

Every example on these pages is run by the tests of the project, as it stands here, and the reference is made from the schema that this server runs. Programs find all of it under [/llms.txt](/llms.txt), and each page as Markdown under its address with \`.md\`.`

/** @param pages all others. */
export function indexPage(pages: readonly DocPage[]): DocPage {
  const listed = pages.filter(({ path }) => !/\/reference\/./.test(path))
  const sections = [...Map.groupBy(listed, ({ section }) => section)].map(
    ([section, own]) =>
      `## ${section}\n\n${own.map(({ path, title, description }) => `- [${title}](${path}): ${description}`).join('\n')}`,
  )
  return {
    path: DOCS,
    title: 'Documentation',
    description: 'How to ask the facts of the AI economy, print them, build on them and prove them.',
    section: DOCS_SECTION,
    markdown: () => [INTRODUCTION, ...sections].join('\n\n'),
  }
}
