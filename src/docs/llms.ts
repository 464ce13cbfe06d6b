/** `/llms.txt`, as llmstxt.org describes it: what there is to read, for programs that read it for people. */
import { ADDRESS, type DocPage, markdownOf, markdownPath } from './page.ts'
import { REFERENCE } from './reference-type.ts'

const TITLE = `# AI Economy Facts

> One GraphQL API for the facts of the AI economy (what tokens cost at which seller, who uses how many, where they are computed, what the electricity costs there), in which every number carries its sources, those who disagree, and the day from which it was known.

Questions go to ${ADDRESS}/graphql by POST or GET and need no key. Print \`statement\` with \`cite\`, never a bare number; \`claims\` has all answers, also those that contradict the preferred one. \`?asOf=<revision>\` gives the same answer for ever. Decimals are strings. Lists are capped, and what a query costs is computed before it runs (${ADDRESS}/docs/limits).`

/** Links to all pages as Markdown; those of single types stand under the heading that may be skipped. */
export function llmsText(pages: readonly DocPage[], origin: string): string {
  const types = pages.filter(isOfType)
  const sections = Map.groupBy(
    pages.filter((page) => !isOfType(page)),
    ({ section }) => section,
  )
  const parts = [...sections].map(([section, own]) => list(section, own))
  const schema = `- [Schema](${ADDRESS}/schema.graphql): the whole schema with its descriptions, as GraphQL text`
  return `${[TITLE, ...parts, `## Schema\n\n${schema}`, list('Optional', types)].join('\n\n')}\n`.replaceAll(
    ADDRESS,
    origin,
  )
}

/** All guides one after the other; the reference is in the schema's own text. */
export function llmsFullText(pages: readonly DocPage[], origin: string): string {
  const guides = pages.filter(({ path }) => !path.startsWith(REFERENCE))
  return [TITLE.replaceAll(ADDRESS, origin), ...guides.map((page) => markdownOf(page, origin))].join('\n\n')
}

const isOfType = ({ path }: DocPage) => path.startsWith(`${REFERENCE}/`)

function list(section: string, pages: readonly DocPage[]): string {
  const links = pages.map(
    ({ path, title, description }) => `- [${title}](${ADDRESS}${markdownPath(path)}): ${description}`,
  )
  return `## ${section}\n\n${links.join('\n')}`
}
