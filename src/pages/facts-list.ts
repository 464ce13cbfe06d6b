/** Facts of one metric or of one topic: where the search leads for what has no page of its own. */
import { type Brief, brief, factTable } from './brief.ts'
import { type Named, nameText } from './fact-names.ts'
import { TOPICS_ZH } from './names-topics.ts'
import type { PageKind } from './page.ts'
import { type ListPage, listPage } from './tables.ts'
import { wordsOf } from './words.ts'

type FactList = ListPage<Brief & { metric?: Named; topic?: Named }>

export const FACTS: PageKind<{ indicators?: FactList; assertions?: FactList }> = {
  pattern: '/facts',
  parameters: ['metric', 'topic', 'after'],
  query: (language) => `# Facts of a metric, or statements on a topic; all indicators where neither is named.
query Facts($metric: [String!], $topic: [String!], $after: String, $ofTopic: Boolean!) {
  indicators(first: 30, filter: { metric: $metric }, after: $after) @skip(if: $ofTopic) {
    totalCount pageInfo { hasNextPage endCursor } nodes { ...Brief metric { code name nameZh } }
  }
  assertions(first: 30, filter: { topic: $topic }, after: $after) @include(if: $ofTopic) {
    totalCount pageInfo { hasNextPage endCursor } nodes { ...Brief topic { code name } }
  }
}
${brief(language)}`,
  variables: (_key, { metric, topic, after }) => ({
    ...(metric ? { metric: [metric] } : {}),
    ...(topic ? { topic: [topic] } : {}),
    ...(after ? { after } : {}),
    ofTopic: topic !== undefined,
  }),
  render: ({ indicators, assertions }, context) => {
    const { language, chosen } = context
    const words = wordsOf(language)
    const page = (assertions ?? indicators)!
    const [first] = page.nodes
    const named = chosen.topic ? first?.topic : chosen.metric ? first?.metric : undefined
    const translated = language === 'zh' && named?.code ? TOPICS_ZH[named.code] : undefined
    const title = named ? (translated ?? nameText(named, language)) : words.facts
    return listPage(
      {
        title,
        description: words.factsText,
        body: factTable(page.nodes, title, context),
        page,
      },
      context,
    )
  },
}
