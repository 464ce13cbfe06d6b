/** Turns linked files of the `facts` format into what the ledger takes. */
import { createRequire } from 'node:module'
import { countries } from 'countries-list'
import iso from 'i18n-iso-countries'
import type {
  CitationInput,
  Columns,
  EntityInput,
  EntityTable,
  LedgerInput,
} from '../../domain/ledger/input.ts'
import type { FactKind } from '../../kinds/vocabulary.ts'
import { isoDay, parseCalendar } from '../../lib/period.ts'
import { type Dimensions, translateClaim } from './claims.ts'
import { type Bundle, EDITORIAL_SOURCE } from './link.ts'
import type { FactsFile } from './schema.ts'

type Item<S extends keyof FactsFile> = FactsFile[S][number]

/**
 * @param known what the ledger holds already and a file may refer to: dimensions of units, makers of models.
 * @returns all ISO countries and the entities of the bundle, ranks and claims.
 */
export function translateFacts(
  bundle: Bundle,
  known: {
    dimensions: Dimensions
    makers: ReadonlyMap<string, string>
    accessedOn: ReadonlyMap<string, string>
  },
  run: { origin: string; contentHash: string },
): LedgerInput {
  const s = bundle.sections
  const entities = [...isoCountries(new Set(s.countries.map((c) => c.code))), ...entitiesOf(bundle)]
  const dimensions: Dimensions = {
    units: new Map([
      ...known.dimensions.units,
      ...s.units.map((u): [string, string] => [u.code, u.dimension]),
    ]),
    meters: new Map([...known.dimensions.meters, ...s.meters.map((m): [string, string] => [m.code, m.unit])]),
    metrics: new Map([
      ...known.dimensions.metrics,
      ...s.metrics.map((m): [string, string] => [m.code, m.unit]),
    ]),
  }
  const makers = new Map([...known.makers, ...s.models.map((m): [string, string] => [m.slug, m.maker])])
  const accessedOn = new Map([
    ...known.accessedOn,
    ...s.sources.flatMap((x): [string, string][] => (x.accessedOn ? [[x.slug, x.accessedOn]] : [])),
  ])
  const claims: LedgerInput['claims'][number][] = []
  const rejected: LedgerInput['rejected'][number][] = []
  for (const { item, where } of bundle.claims) {
    for (const result of translateClaim(item, where, { dimensions, makers, accessedOn })) {
      if ('reason' in result) rejected.push(result)
      else claims.push(result)
    }
  }
  const ranks = s.sources.flatMap((source) =>
    Object.entries(source.ranks).map(([kind, rank]) => ({
      source: source.slug,
      kind: kind as FactKind,
      rank: rank!,
    })),
  )
  return {
    format: 'facts',
    origin: run.origin,
    contentHash: run.contentHash,
    entities,
    ranks,
    claims,
    rejected,
  }
}

/** Alpha-2 codes of all ISO 3166-1 countries. */
export function isoCodes(): string[] {
  return Object.keys(iso.getAlpha2Codes())
}

/** ISO 3166-1 from maintained packages: names in English and Chinese, currency, continent. */
function isoCountries(except: ReadonlySet<string>): EntityInput[] {
  const require = createRequire(import.meta.url)
  iso.registerLocale(require('i18n-iso-countries/langs/en.json'))
  iso.registerLocale(require('i18n-iso-countries/langs/zh.json'))
  const codes = isoCodes().filter((code) => !except.has(code))
  return codes.map((code) => {
    const data = countries[code as keyof typeof countries]
    return {
      table: 'Country',
      row: {
        code,
        // The short name that people use; ISO's formal one is found as an alias.
        name: data?.name ?? iso.getName(code, 'en') ?? code,
        nameZh: iso.getName(code, 'zh') ?? null,
        iso3: iso.alpha2ToAlpha3(code) ?? null,
        numeric: iso.alpha2ToNumeric(code) ?? null,
        continent: data?.continent ?? null,
        currency: data?.currency[0] ?? null,
        isAggregate: false,
        members: [],
        note: null,
      },
      aliases: iso.getName(code, 'en', { select: 'all' }) ?? [],
      cites: [],
    }
  })
}

const orNull = <T>(value: T | undefined): T | null => value ?? null

/** First day and precision of a calendar unit, as two columns. */
function dated(calendar: string | undefined): { day: string | null; precision: string | null } {
  const unit = calendar === undefined ? null : parseCalendar(calendar)
  return unit?.from ? { day: isoDay(unit.from), precision: unit.precision } : { day: null, precision: null }
}

const EDITORIAL: CitationInput = { source: EDITORIAL_SOURCE, role: 'EDITORIAL' }

function entitiesOf(bundle: Bundle): EntityInput[] {
  const s = bundle.sections
  const all: EntityInput[] = []
  const add = (
    table: EntityTable,
    row: Columns,
    aliases: readonly string[] = [],
    cites: readonly CitationInput[] = [],
  ) => all.push({ table, row, aliases, cites })
  // What states something itself and cites nothing is our own background knowledge, and says so.
  const cited = (cites: readonly CitationInput[]) => (cites.length > 0 ? cites : [EDITORIAL])

  for (const l of s.licences)
    add('Licence', {
      code: l.code,
      name: l.name,
      url: orNull(l.url),
      redistributable: l.redistributable,
      note: orNull(l.note),
    })
  for (const c of s.countries) {
    const row = {
      code: c.code,
      name: c.name,
      nameZh: orNull(c.nameZh),
      iso3: null,
      numeric: null,
      continent: null,
    }
    add(
      'Country',
      { ...row, currency: null, isAggregate: c.isAggregate, members: c.members, note: orNull(c.note) },
      c.aliases,
    )
  }
  for (const p of s.publishers) add('Publisher', publisherRow(p), p.aliases)
  for (const x of s.sources) add('Source', sourceRow(x, s.publishers))
  for (const p of s.providers) {
    const place = {
      countryCode: orNull(p.country),
      city: orNull(p.city),
      website: orNull(p.website),
      note: orNull(p.note),
    }
    add(
      'Provider',
      { slug: p.slug, name: p.name, nameZh: orNull(p.nameZh), kinds: p.kinds, ...place },
      p.aliases,
      cited(p.cites),
    )
  }
  for (const g of s.groups) {
    const refs = { countryCode: orNull(g.country), makerSlug: orNull(g.maker) }
    add(
      'ModelGroup',
      {
        slug: g.slug,
        name: g.name,
        nameZh: orNull(g.nameZh),
        kind: g.kind,
        definition: g.definition,
        ...refs,
      },
      g.aliases,
    )
  }
  for (const m of s.models) add('Model', modelRow(m), m.aliases, cited(m.cites))
  for (const u of s.units)
    add('Unit', { code: u.code, name: u.name, nameZh: orNull(u.nameZh), dimension: u.dimension })
  for (const [table, list] of [
    ['Meter', s.meters],
    ['Metric', s.metrics],
  ] as const) {
    for (const m of list)
      add(table, {
        code: m.code,
        name: m.name,
        nameZh: orNull(m.nameZh),
        unitCode: m.unit,
        definition: m.definition,
      })
  }
  for (const c of s.coverages) add('Coverage', { code: c.code, name: c.name, definition: c.definition })
  for (const t of s.topics)
    add('Topic', { code: t.code, name: t.name, question: t.question, category: t.category })
  for (const h of s.hubs) add('Hub', hubRow(h), h.aliases, cited(h.cites))
  for (const c of s.clusters) add('Cluster', clusterRow(c), c.aliases, cited(c.cites))
  for (const f of s.flows) {
    const ends = {
      fromHubSlug: orNull(f.from),
      fromArea: orNull(f.fromArea),
      toHubSlug: orNull(f.to),
      toArea: orNull(f.toArea),
    }
    add(
      'Flow',
      { slug: f.slug, ...ends, strength: f.strength, statement: f.statement, note: orNull(f.note) },
      [],
      cited(f.cites),
    )
  }
  return all
}

function publisherRow(p: Item<'publishers'>): Columns {
  return {
    slug: p.slug,
    name: p.name,
    nameZh: orNull(p.nameZh),
    kind: p.kind,
    countryCode: orNull(p.country),
    city: orNull(p.city),
    website: orNull(p.website),
    providerSlug: orNull(p.provider),
    ownerSlug: orNull(p.owner),
    note: orNull(p.note),
  }
}

function sourceRow(x: Item<'sources'>, publishers: readonly Item<'publishers'>[]): Columns {
  const published = dated(x.publishedOn)
  const publisher = publishers.find((p) => p.slug === x.publisher)?.name ?? x.publisher
  return {
    slug: x.slug,
    title: x.title,
    titleZh: orNull(x.titleZh),
    url: orNull(x.url),
    kind: x.kind,
    publisherSlug: x.publisher,
    publishedOn: published.day,
    publishedPrecision: published.precision,
    licenceCode: orNull(x.licence),
    attribution: x.attribution ?? `${publisher}: ${x.title}${x.publishedOn ? ` (${x.publishedOn})` : ''}`,
    accessedOn: dated(x.accessedOn).day,
    seenAs: orNull(x.seenAs),
    note: orNull(x.note),
  }
}

function modelRow(m: Item<'models'>): Columns {
  const released = dated(m.releasedOn)
  return {
    slug: m.slug,
    name: m.name,
    nameZh: orNull(m.nameZh),
    makerSlug: m.maker,
    familySlug: orNull(m.family),
    releasedOn: released.day,
    releasedPrecision: released.precision,
    openWeights: orNull(m.openWeights),
    licence: orNull(m.licence),
    note: orNull(m.note),
  }
}

function hubRow(h: Item<'hubs'>): Columns {
  return {
    slug: h.slug,
    name: h.name,
    nameZh: orNull(h.nameZh),
    kind: h.kind,
    countryCode: h.country,
    role: orNull(h.role),
    subdivisions: h.subdivisions,
    note: orNull(h.note),
    sortKey: `${h.kind === 'NATIONAL_HUB' ? 0 : 1}|${h.slug}`,
  }
}

function clusterRow(c: Item<'clusters'>): Columns {
  return {
    slug: c.slug,
    hubSlug: c.hub,
    name: c.name,
    nameZh: orNull(c.nameZh),
    startArea: orNull(c.startArea),
    subdivisions: c.subdivisions,
    latitude: orNull(c.latitude),
    longitude: orNull(c.longitude),
    note: orNull(c.note),
  }
}
