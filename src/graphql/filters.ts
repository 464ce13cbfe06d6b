/** Filter and order inputs. A plain value or a list means "one of"; all given conditions must hold. */
import { builder } from './builder.ts'
import * as enums from './enums.ts'

const OF = 'one value or several'

const TextFilterInput = builder.inputType('TextFilter', {
  description: 'Conditions on a text. Case matters; for forgiving look-ups there is `search`.',
  fields: (t) => ({
    eq: t.string({ description: 'Exactly this text.' }),
    in: t.stringList({ description: 'One of these texts.' }),
    prefix: t.string({ description: 'Begins with this text.' }),
  }),
})
const DateFilterInput = builder.inputType('DateFilter', {
  description:
    'Conditions on a date, for example `{ from: "2026-01-01", to: "2026-04-01" }` for the first quarter.',
  fields: (t) => ({
    eq: t.field({ type: 'Date', description: 'Exactly this day.' }),
    from: t.field({ type: 'Date', description: 'This day or later.' }),
    to: t.field({ type: 'Date', description: 'Before this day.' }),
  }),
})
const ValueFilterInput = builder.inputType('ValueFilter', {
  description:
    'Conditions on the number of the preferred claim (its point, else its bound), for example `{ unit: "USD/Mtok", to: "1" }`. Claims in other units do not match, for numbers of different units cannot be compared.',
  fields: (t) => ({
    unit: t.string({ required: true, description: 'The unit of the numbers given: "USD/Mtok", "USD/kWh".' }),
    eq: t.field({ type: 'Decimal', description: 'Exactly this number.' }),
    from: t.field({ type: 'Decimal', description: 'This number or more.' }),
    to: t.field({ type: 'Decimal', description: 'This number or less.' }),
  }),
})

export const CountryFilterInput = builder.inputType('CountryFilter', {
  description: 'Which countries to list.',
  fields: (t) => ({
    code: t.stringList({ description: `ISO alpha-2 or aggregate codes, ${OF}: "CN".` }),
    isAggregate: t.boolean({
      description: 'Only aggregates such as WORLD (true), or only countries (false).',
    }),
    continent: t.stringList({ description: `Continent codes, ${OF}: AF, AN, AS, EU, NA, OC, SA.` }),
    name: t.field({ type: TextFilterInput, description: 'Conditions on the English name.' }),
  }),
})
export const ProviderFilterInput = builder.inputType('ProviderFilter', {
  description: 'Which providers to list.',
  fields: (t) => ({
    slug: t.stringList({ description: `Slugs, ${OF}: "deepseek".` }),
    kind: t.field({
      type: [enums.ProviderKindEnum],
      description: 'What the provider does; it may do several things.',
    }),
    country: t.stringList({ description: `Codes of the country of its headquarters, ${OF}.` }),
    name: t.field({ type: TextFilterInput, description: 'Conditions on the English name.' }),
  }),
})
export const ModelFilterInput = builder.inputType('ModelFilter', {
  description: 'Which models to list.',
  fields: (t) => ({
    slug: t.stringList({ description: `Slugs, ${OF}: "deepseek-v3.2".` }),
    maker: t.stringList({ description: `Slugs of makers, ${OF}.` }),
    makerCountry: t.stringList({ description: `Codes of the makers' countries, ${OF}.` }),
    family: t.stringList({ description: `Slugs of families, ${OF}: "qwen".` }),
    openWeights: t.boolean({
      description: 'Only models whose weights may be downloaded (true), or only others (false).',
    }),
    name: t.field({ type: TextFilterInput, description: 'Conditions on the English name.' }),
    releasedOn: t.field({
      type: DateFilterInput,
      description: 'Conditions on the first day of the release date.',
    }),
  }),
})
const NearFilterInput = builder.inputType('NearFilter', {
  description: 'Around a place: `{ latitude: "39.04", longitude: "-77.49", withinKm: "100" }`.',
  fields: (t) => ({
    latitude: t.field({ type: 'Decimal', required: true, description: 'Degrees north, WGS 84: "39.04".' }),
    longitude: t.field({ type: 'Decimal', required: true, description: 'Degrees east, WGS 84: "-77.49".' }),
    withinKm: t.field({
      type: 'Decimal',
      required: true,
      description: 'The largest distance in kilometres, as `NearHub.distanceKm` has it: "100".',
    }),
  }),
})
export const HubFilterInput = builder.inputType('HubFilter', {
  description: 'Which hubs to list.',
  fields: (t) => ({
    slug: t.stringList({ description: `Slugs, ${OF}: "guizhou".` }),
    kind: t.field({ type: [enums.HubKindEnum], description: 'Kinds of hub.' }),
    country: t.stringList({ description: `Country codes, ${OF}.` }),
    role: t.field({ type: [enums.HubRoleEnum], description: 'Roles in East Data, West Computation.' }),
    status: t.field({ type: [enums.HubStatusEnum], description: 'Whether they compute.' }),
    subdivision: t.stringList({
      description: `ISO 3166-2 codes of which the hub covers at least one: "CN-GZ".`,
    }),
    name: t.field({ type: TextFilterInput, description: 'Conditions on the English name.' }),
    power: t.field({
      type: ValueFilterInput,
      description: 'Conditions on the newest answer to `hub-power`: `{ unit: "MW", from: "300" }`.',
    }),
    near: t.field({ type: NearFilterInput, description: 'Only hubs around a place.' }),
  }),
})
export const SourceFilterInput = builder.inputType('SourceFilter', {
  description: 'Which sources to list.',
  fields: (t) => ({
    slug: t.stringList({ description: `Slugs, ${OF}.` }),
    kind: t.field({ type: [enums.SourceKindEnum], description: 'Kinds of source.' }),
    publisher: t.stringList({ description: `Slugs of publishers, ${OF}.` }),
    licence: t.stringList({ description: `Licence codes, ${OF}: "CC-BY-4.0".` }),
    title: t.field({ type: TextFilterInput, description: 'Conditions on the title.' }),
    publishedOn: t.field({
      type: DateFilterInput,
      description: 'Conditions on the first day of the publication date.',
    }),
  }),
})
export const PriceFilterInput = builder.inputType('PriceFilter', {
  description: 'Which prices to list.',
  fields: (t) => ({
    model: t.stringList({ description: `Slugs of models, ${OF}: "gpt-5.4".` }),
    seller: t.stringList({ description: `Slugs of sellers, ${OF}: "openai".` }),
    maker: t.stringList({ description: `Slugs of the models' makers, ${OF}.` }),
    makerCountry: t.stringList({ description: `Codes of the makers' countries, ${OF}: "CN".` }),
    meter: t.stringList({ description: `Meter codes, ${OF}: "output".` }),
    tier: t.stringList({ description: `Service tiers, ${OF}: "standard", "batch".` }),
    isPlain: t.boolean({
      description: 'Only prices without conditions (true), or only those with some (false).',
    }),
    isMakersOwn: t.boolean({
      description: "Only the maker's own offers (true), or only resellers' (false).",
    }),
    state: t.field({ type: [enums.PriceStateEnum], description: 'States, at the `at` of the list.' }),
    value: t.field({
      type: ValueFilterInput,
      description: 'Conditions on the value, at the `at` of the list.',
    }),
    disputed: t.boolean({
      description:
        'Only prices for which sources give different numbers at the `at` of the list (true), or only all others (false). Suspect numbers do not count.',
    }),
  }),
})
export const EnergyRateFilterInput = builder.inputType('EnergyRateFilter', {
  description: 'Which electricity rates to list.',
  fields: (t) => ({
    country: t.stringList({ description: `Country or aggregate codes, ${OF}: "US", "EU".` }),
    area: t.stringList({ description: `Names of areas within the country, ${OF}: "New England".` }),
    isWholeCountry: t.boolean({
      description: 'Only rates of whole countries (true), or only those of areas (false).',
    }),
    sector: t.field({ type: [enums.SectorEnum], description: 'Who pays.' }),
    value: t.field({
      type: ValueFilterInput,
      description: 'Conditions on the value, at the `at` of the list.',
    }),
  }),
})

const subjectFields = (t: Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0]) => ({
  country: t.stringList({ description: `Codes of countries, ${OF}.` }),
  provider: t.stringList({ description: `Slugs of providers, ${OF}.` }),
  model: t.stringList({ description: `Slugs of models, ${OF}.` }),
  group: t.stringList({ description: `Slugs of model groups, ${OF}: "origin-cn".` }),
})
const furtherSubjects = (t: Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0]) => ({
  hub: t.stringList({ description: `Slugs of hubs, ${OF}.` }),
  cluster: t.stringList({ description: `Slugs of clusters, ${OF}.` }),
  publisher: t.stringList({ description: `Slugs of publishers, ${OF}.` }),
  source: t.stringList({ description: `Slugs of sources, ${OF}.` }),
})

export const TokenUsageFilterInput = builder.inputType('TokenUsageFilter', {
  description: 'Which token usage to list; each field about the subject narrows to subjects of that kind.',
  fields: (t) => ({
    ...subjectFields(t),
    period: t.field({ type: [enums.UsagePeriodEnum], description: 'Spans that are counted over.' }),
    coverage: t.stringList({ description: `Coverage codes, ${OF}: "national".` }),
  }),
})
export const IndicatorFilterInput = builder.inputType('IndicatorFilter', {
  description: 'Which indicators to list; each field about the subject narrows to subjects of that kind.',
  fields: (t) => ({
    ...subjectFields(t),
    ...furtherSubjects(t),
    metric: t.stringList({ description: `Metric codes, ${OF}: "token-share".` }),
    coverage: t.stringList({ description: `Coverage codes, ${OF}.` }),
  }),
})
export const AssertionFilterInput = builder.inputType('AssertionFilter', {
  description: 'Which assertions to list; each field about the subject narrows to subjects of that kind.',
  fields: (t) => ({
    ...subjectFields(t),
    ...furtherSubjects(t),
    topic: t.stringList({ description: `Topic codes, ${OF}.` }),
    category: t.field({ type: [enums.TopicCategoryEnum], description: 'Categories of topics.' }),
  }),
})

const PriceOrderField = builder.enumType('PriceOrderField', {
  description: 'By what prices are ordered.',
  values: {
    DEFAULT: { description: "By model, the maker's own offer first, plain conditions first." },
    VALUE: { description: 'By the value at the `at` of the list; prices without a number last.' },
  },
})
export const PriceOrderInput = builder.inputType('PriceOrder', {
  description: 'The order of prices.',
  fields: (t) => ({
    field: t.field({ type: PriceOrderField, required: true, description: 'By what.' }),
    direction: t.field({
      type: enums.DirectionEnum,
      required: true,
      defaultValue: 'ASC',
      description: 'Which end first.',
    }),
    unit: t.string({
      required: true,
      defaultValue: 'USD/Mtok',
      description: 'The unit whose values are ordered; prices in other units come last.',
    }),
  }),
})
const HubOrderField = builder.enumType('HubOrderField', {
  description: 'By what hubs are ordered.',
  values: {
    DEFAULT: { description: 'National hubs first, then by slug.' },
    NAME: { description: 'By the English name.' },
    POWER: { description: 'By the newest answer to `hub-power` in MW; hubs without one last.' },
  },
})
export const HubOrderInput = builder.inputType('HubOrder', {
  description: 'The order of hubs.',
  fields: (t) => ({
    field: t.field({ type: HubOrderField, required: true, description: 'By what.' }),
    direction: t.field({
      type: enums.DirectionEnum,
      required: true,
      defaultValue: 'ASC',
      description: 'Which end first.',
    }),
  }),
})
