/** The page of a country or aggregate. */
import { type Html, html } from '../lib/html.ts'
import { type Brief, CORE, card, said } from './brief.ts'
import { dayText } from './dates.ts'
import { nameSection, otherNames, terms } from './entity.ts'
import { enumText } from './enums.ts'
import { type Named, nameOf, nameText } from './fact-names.ts'
import { type FactsOf, factFields, factSections, ownFacts, variablesOf } from './facts-of.ts'
import { chartFigure } from './figures.ts'
import { dataset } from './head.ts'
import { entityLink } from './links.ts'
import { type Context, movedTo, type PageKind } from './page.ts'
import { takeAway } from './parts.ts'
import { wordsOf } from './words.ts'

interface Membership {
  aggregate: Named
  member: Named
  from: string | null
  to: string | null
}

interface Data {
  country:
    | (FactsOf & {
        code: string
        name: string
        nameZh: string | null
        continent: string | null
        currency: string | null
        iso3: string | null
        isAggregate: boolean
        note: string | null
        aliases: string[]
        members: Named[]
        memberships: Membership[]
        memberOf: Membership[]
        providers: { totalCount: number; nodes: Named[] }
        hubs: { totalCount: number; nodes: Named[] }
      })
    | null
}

/** What tells which facts stand for the whole country. */
const HEADLINE_PARTS = {
  tokenUsage: 'own: coverageDetail { code } history(first: 50) { id }',
  energyRates: 'ownArea: area ownSector: sector ownBand: band',
  indicators: 'ownMetric: metric { code }',
}

interface Usage extends Brief {
  own?: { code: string } | null
  history?: readonly object[]
}

interface Rate extends Brief {
  ownArea?: string | null
  ownSector?: string
  ownBand?: string | null
}

interface Measured extends Brief {
  ownMetric?: { code: string }
}

/** What tells the size of a country; without them, whatever indicator is first. */
const SIZES = ['population', 'gdp']

/** What counts the whole country and is known longest, what its industry pays, how many people there are and what they make. */
function headlines({ tokenUsage, energyRates, indicators }: FactsOf): Brief[] {
  const first = <T extends Brief>(facts: readonly T[] = [], rank: (fact: T) => number) =>
    facts.toSorted((a, b) => rank(b) - rank(a))[0]
  const usage = first<Usage>(
    tokenUsage?.nodes,
    (fact) => (fact.own?.code === 'national' ? 1_000 : 0) + (fact.history?.length ?? 0),
  )
  const rate = first<Rate>(
    energyRates?.nodes,
    ({ ownArea, ownSector, ownBand }) =>
      (ownArea ? 0 : 4) + (ownSector === 'INDUSTRIAL' ? 2 : 0) + (ownBand ? 0 : 1),
  )
  const measured: readonly Measured[] = indicators?.nodes ?? []
  const sizes = SIZES.flatMap((code) => measured.find((fact) => fact.ownMetric?.code === code) ?? [])
  return [usage, rate, ...(sizes.length > 0 ? sizes : measured.slice(0, 1))].filter(
    (fact) => fact !== undefined,
  )
}

const listed = (parts: readonly Html[]) =>
  parts.length > 0 && html`${parts.map((part, i) => html`${i > 0 && ', '}${part}`)}`

const countryLink = (country: Named, context: Context) =>
  entityLink({ __typename: 'Country', ...country }, context)

function named(countries: readonly Named[], context: Context): Html | false {
  return listed(countries.map((country) => countryLink(country, context)))
}

/** Who has left, with the last day of its membership. */
function former(memberships: readonly Membership[], context: Context): Html | false {
  const gone = memberships.filter((m): m is Membership & { to: string } => m.to !== null)
  const { formerUntil } = wordsOf(context.language)
  return listed(
    gone.map(({ member, to }) => {
      const lastDay = new Date(Date.parse(to) - 86_400_000)
      return html`${countryLink(member, context)} (${formerUntil(dayText(lastDay, context.language))})`
    }),
  )
}

export const COUNTRY: PageKind<Data> = {
  pattern: '/countries/{}',
  parameters: [],
  query: (language) => `# A country: its tokens, electricity, indicators, providers and hubs.
query CountryPage($code: String!) {
  country(code: $code) {
    code name nameZh continent currency iso3 isAggregate note aliases
    members { code name nameZh }
    memberships { member { code name nameZh } from to }
    memberOf { aggregate { code name nameZh } from }
    ${factFields(language, ['tokenUsage', 'energyRates', 'indicators', 'assertions'], undefined, HEADLINE_PARTS)}
    providers(first: 100) { totalCount nodes { slug name nameZh } }
    hubs(first: 50) { totalCount nodes { slug name nameZh } }
  }
}
${CORE}`,
  variables: (code) => ({ code }),
  render: (data, context) => {
    if (!data.country) return null
    const country = ownFacts(data.country)
    if (country.code !== context.key) return movedTo(`/countries/${country.code}`)
    const { language } = context
    const words = wordsOf(language)
    const title = nameText(country, language)
    const chart =
      country.code === 'CN'
        ? 'china-daily-tokens'
        : (country.energyRates?.totalCount ?? 0) > 0
          ? 'energy-rates'
          : null
    const alt = chart === 'china-daily-tokens' ? words.chinaChart : words.energyChart
    const headline = headlines(country)
    const description = words.countryText(title)
    return {
      title,
      description,
      head: {
        chart: chart === null ? undefined : { path: `/charts/${chart}`, search: '', alt },
        data: [dataset(context, { name: title, description, variables: variablesOf(country) })],
      },
      main: html`<p class="crumbs">${words.country}</p><h1>${nameOf(country, language)}</h1>
${terms([
  [words.code, country.code],
  ['ISO 3166-1', country.iso3],
  [words.continent, country.continent && enumText('continent', country.continent, language)],
  [words.currency, country.currency],
  [words.otherNames, otherNames(country.aliases, [country.name, country.nameZh, title], context)],
  [words.note, country.note && said(country.note, language)],
  [words.members, named(country.members, context)],
  [words.formerMembers, former(country.memberships, context)],
  [
    words.memberOf,
    named(
      country.memberOf.map(({ aggregate }) => aggregate),
      context,
    ),
  ],
])}
${headline.length > 0 && html`<h2 class="hidden">${words.inShort}</h2><ul class="cards">${headline.map((fact) => card(fact, context))}</ul>`}
${chart !== null && chartFigure(chart, {}, alt, context)}
${headline.length === 0 && html`<p>${words.noFacts}</p>`}
${factSections(country, context)}
${nameSection('providers', words.providersTitle, country.providers, 'Provider', context)}
${nameSection('hubs', words.hubsHeading, country.hubs, 'Hub', context)}
${takeAway(context)}`,
    }
  },
}
