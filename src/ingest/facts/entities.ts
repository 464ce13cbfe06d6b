/** Rows of entities as files of the `facts` format describe them; what a file does not say is null. */
import type { CitationInput, Columns, EntityInput, EntityTable } from '../../domain/ledger/input.ts'
import { spellTerm } from '../../kinds/membership.ts'
import { isoDay, parseCalendar } from '../../lib/period.ts'
import { hubRow } from '../hub-row.ts'
import type { Bundle } from './link.ts'
import type { FactsFile } from './schema.ts'

type Item<S extends keyof FactsFile> = FactsFile[S][number]

const orNull = <T>(value: T | undefined): T | null => value ?? null

/** First day and precision of a calendar unit, as two columns. */
function dated(calendar: string | undefined): { day: string | null; precision: string | null } {
  const unit = calendar === undefined ? null : parseCalendar(calendar)
  return unit?.from ? { day: isoDay(unit.from), precision: unit.precision } : { day: null, precision: null }
}

/** All entities of a bundle. */
export function entitiesOf(bundle: Bundle): EntityInput[] {
  const s = bundle.sections
  const all: EntityInput[] = []
  const add = (
    table: EntityTable,
    row: Columns,
    aliases: readonly string[] = [],
    cites: readonly CitationInput[] = [],
  ) => all.push({ table, row, aliases, cites })

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
      {
        ...{ ...row, currency: null, isAggregate: c.isAggregate, note: orNull(c.note) },
        ...memberColumns(c.members),
      },
      c.aliases,
    )
  }
  for (const p of s.publishers) add('Publisher', publisherRow(p), p.aliases)
  for (const x of s.sources) add('Source', sourceRow(x))
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
      p.cites,
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
  for (const m of s.models) add('Model', modelRow(m), m.aliases, m.cites)
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
  for (const c of s.coverages) {
    const counted = {
      platform: orNull(c.platform),
      models: orNull(c.models),
      tokenizer: orNull(c.tokenizer),
    }
    add('Coverage', { code: c.code, name: c.name, definition: c.definition, ...counted })
  }
  for (const t of s.topics)
    add('Topic', { code: t.code, name: t.name, question: t.question, category: t.category })
  for (const h of s.hubs) add('Hub', hubRow(h), h.aliases, h.cites)
  for (const c of s.clusters) add('Cluster', clusterRow(c), c.aliases, c.cites)
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
      f.cites,
    )
  }
  return all
}

/** Who has left is no member any more, but has a term. */
function memberColumns(members: Item<'countries'>['members']): Columns {
  const terms = members.filter((m) => m.from ?? m.to).map(spellTerm)
  return {
    members: [...new Set(members.filter((m) => !m.to).map((m) => m.code))],
    memberTerms: terms.length > 0 ? terms : null,
  }
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

function sourceRow(x: Item<'sources'>): Columns {
  const published = dated(x.publishedOn)
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
    attribution: orNull(x.attribution),
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
