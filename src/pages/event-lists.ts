/** The lists of what happened: price changes, disagreements, corrections, checks. */
import type { Language } from '../site/language.ts'
import { brief } from './brief.ts'
import { CHANGE, type Change, changeTable } from './changes.ts'
import { CHECK_ROW, type CheckRow, checkList } from './checks.ts'
import { CORRECTION, type CorrectionItem, correctionList } from './corrections.ts'
import { DISAGREEMENT, type DisagreementItem, disagreementList } from './disagreements.ts'
import { ENUMS, enumText } from './enums.ts'
import { factName } from './fact-names.ts'
import type { PageKind } from './page.ts'
import { AMOUNT } from './quantity.ts'
import { afterOf, filterOf, type ListPage, listPage } from './tables.ts'
import { wordsOf } from './words.ts'

const PAGE_INFO = 'totalCount pageInfo { hasNextPage endCursor }'

const options = (name: keyof typeof ENUMS, language: Language) =>
  Object.keys(ENUMS[name]).map((value) => [value, enumText(name, value, language)] as const)

/** The day a year before, where nobody says since when. */
const yearBefore = (time: Date) => new Date(time.getTime() - 365 * 86_400_000).toISOString().slice(0, 10)

export const PRICE_CHANGES: PageKind<{ priceChanges: ListPage<Change> }> = {
  pattern: '/price-changes',
  parameters: ['since', 'direction', 'meter', 'maker', 'seller', 'status', 'after'],
  query: () => `# Price changes, the newest first.
query PriceChanges($since: Date!, $filter: PriceChangeFilter, $after: String) {
  priceChanges(first: 50, since: $since, filter: $filter, after: $after) { ${PAGE_INFO} nodes { ...Change } }
}
${AMOUNT}
${CHANGE}`,
  variables: (_key, chosen, { time }) => {
    const { direction, meter, maker, seller, status } = chosen
    return {
      since: chosen.since ?? yearBefore(time),
      ...filterOf({ direction, meter, maker, seller, status }),
      ...afterOf(chosen),
    }
  },
  render: ({ priceChanges }, context) => {
    const { language } = context
    const words = wordsOf(language)
    return listPage(
      {
        title: words.priceChangesTitle,
        description: words.priceChangesText,
        form: [
          { name: 'since', label: words.since },
          { name: 'direction', label: words.change, options: options('direction', language) },
          {
            name: 'status',
            label: words.status,
            options: (['IN_FORCE', 'ANNOUNCED'] as const).map((s) => [s, enumText('status', s, language)]),
          },
          {
            name: 'meter',
            label: words.meter,
            options: [
              ['input', words.inputTokens],
              ['output', words.outputTokens],
            ],
          },
          { name: 'maker', label: words.makerSlug },
        ],
        body: changeTable(priceChanges.nodes, words.priceChangesTitle, context),
        page: priceChanges,
      },
      context,
    )
  },
}

export const DISAGREEMENTS: PageKind<{ disagreements: ListPage<DisagreementItem> }> = {
  pattern: '/disagreements',
  parameters: ['kind', 'after'],
  query: (language) => `# Where sources disagree, the widest first.
query Disagreements($filter: DisagreementFilter, $after: String) {
  disagreements(first: 20, filter: $filter, after: $after) { ${PAGE_INFO} nodes { ...DisagreementItem } }
}
${brief(language)}
${DISAGREEMENT}`,
  variables: (_key, chosen) => ({ ...filterOf({ kind: chosen.kind }), ...afterOf(chosen) }),
  render: ({ disagreements }, context) => {
    const words = wordsOf(context.language)
    const kinds = [
      ['PRICE', words.prices],
      ['ENERGY_RATE', words.electricity],
      ['TOKEN_USAGE', words.tokens],
      ['INDICATOR', words.indicators],
    ] as const
    return listPage(
      {
        title: words.disagreementsTitle,
        description: words.disagreementsText,
        form: [{ name: 'kind', label: words.kind, options: kinds }],
        body: disagreementList(disagreements.nodes, context),
        page: disagreements,
        chart: { path: '/charts/disagreements', alt: words.disagreementsTitle },
      },
      context,
    )
  },
}

export const CORRECTIONS: PageKind<{ corrections: ListPage<CorrectionItem> }> = {
  pattern: '/corrections',
  parameters: ['reason', 'after'],
  query: (language) => `# Corrections, the newest first.
query Corrections($filter: CorrectionFilter, $after: String) {
  corrections(first: 30, filter: $filter, after: $after) { ${PAGE_INFO} nodes { ...CorrectionItem } }
}
${AMOUNT}
${factName(language)}
${CORRECTION}`,
  variables: (_key, chosen) => ({ ...filterOf({ reason: chosen.reason }), ...afterOf(chosen) }),
  render: ({ corrections }, context) => {
    const { language } = context
    const words = wordsOf(language)
    return listPage(
      {
        title: words.correctionsTitle,
        description: words.correctionsText,
        form: [{ name: 'reason', label: words.reason, options: options('reason', language) }],
        body: correctionList(corrections.nodes, context),
        page: corrections,
      },
      context,
    )
  },
}

export const CHECKS: PageKind<{ checks: ListPage<CheckRow> }> = {
  pattern: '/checks',
  parameters: ['verdict', 'after'],
  query: (language) => `# Recomputations and comparisons, with their arithmetic.
query Checks($filter: CheckFilter, $after: String) {
  checks(first: 20, filter: $filter, after: $after) { ${PAGE_INFO} nodes { ...CheckRow } }
}
${AMOUNT}
${factName(language)}
${CHECK_ROW}`,
  variables: (_key, chosen) => ({ ...filterOf({ verdict: chosen.verdict }), ...afterOf(chosen) }),
  render: ({ checks }, context) => {
    const { language } = context
    const words = wordsOf(language)
    return listPage(
      {
        title: words.checksListTitle,
        description: words.checksText,
        form: [{ name: 'verdict', label: words.verdict, options: options('verdict', language) }],
        body: checkList(checks.nodes, context, true),
        page: checks,
      },
      context,
    )
  },
}
