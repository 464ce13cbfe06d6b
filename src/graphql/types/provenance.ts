/** Where a number comes from: citations, sources, publishers, licences. */

import { accessOf } from '../../domain/read/cite.ts'
import { attributionOf, licenceOf, mayGoOut } from '../../domain/read/licence.ts'
import { claimList, sourceList } from '../../domain/read/lists/entities.ts'
import type { CitationRole, PublisherKind, SourceKind } from '../../kinds/vocabulary.ts'
import { pageArgs } from '../arguments.ts'
import { builder } from '../builder.ts'
import { Connection, pageCost } from '../connection.ts'
import { ClaimConnection, SourceConnection } from '../connections.ts'
import * as enums from '../enums.ts'
import { known } from '../fields.ts'
import { CitationRef, CountryRef, LicenceRef, ProviderRef, PublisherRef, SourceRef } from '../refs.ts'

CitationRef.implement({
  description: 'The link from a claim, or from an entity that states something itself, to a source.',
  fields: (t) => ({
    source: t.field({
      type: SourceRef,
      description: 'The source.',
      resolve: (c, _args, { read }) => known(read.source.load(c.sourceSlug)),
    }),
    role: t.field({
      type: enums.CitationRoleEnum,
      description: 'What the source is to the claim.',
      resolve: (c) => c.role as CitationRole,
    }),
    locator: t.exposeString('locator', {
      nullable: true,
      description: 'Where in the source: a section, table or row, such as "Methodology Disclosure".',
    }),
    accessedOn: t.field({
      type: 'Date',
      nullable: true,
      description: 'When we read it, or a stored copy of it.',
      resolve: async (c, _args, { read }) => (await accessOf(read, c)).accessedOn,
    }),
    contentHash: t.string({
      nullable: true,
      description: 'SHA-256 of the bytes that were read, in hex, where bytes were read.',
      resolve: async (c, _args, { read }) => (await accessOf(read, c)).contentHash,
    }),
    note: t.exposeString('note', { nullable: true, description: 'What our editors remark on the citation.' }),
  }),
})

LicenceRef.implement({
  description: 'The terms of a source.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'SPDX identifier where there is one: "CC-BY-4.0".' }),
    name: t.exposeString('name', { description: 'The name of the licence.' }),
    url: t.field({ type: 'URL', nullable: true, description: 'Its text.', resolve: (l) => l.url }),
    redistributable: t.exposeBoolean('redistributable', {
      description: 'Whether values under it may be passed on.',
    }),
    note: t.exposeString('note', { nullable: true, description: 'What our editors remark on it.' }),
  }),
})

builder.node(PublisherRef, {
  description: 'Who publishes sources: a public body, a company, a newspaper.',
  id: { resolve: (p) => p.slug, description: 'Globally unique id.' },
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'Lasting name in addresses and filters: "xinhua".' }),
    name: t.exposeString('name', { description: 'English name.' }),
    nameZh: t.exposeString('nameZh', { nullable: true, description: 'Chinese name, where known.' }),
    kind: t.field({
      type: enums.PublisherKindEnum,
      description: 'What kind of publisher.',
      resolve: (p) => p.kind as PublisherKind,
    }),
    country: t.field({
      type: CountryRef,
      nullable: true,
      description: 'Where it sits.',
      resolve: (p, _args, { read }) => (p.countryCode ? read.country.load(p.countryCode) : null),
    }),
    city: t.exposeString('city', { nullable: true, description: 'City of its seat.' }),
    website: t.field({ type: 'URL', nullable: true, description: 'Its website.', resolve: (p) => p.website }),
    provider: t.field({
      type: ProviderRef,
      nullable: true,
      description:
        'The same organisation as a provider of models or computing: its statements about itself are first-party.',
      resolve: (p, _args, { read }) => (p.providerSlug ? read.provider.load(p.providerSlug) : null),
    }),
    owner: t.field({
      type: ProviderRef,
      nullable: true,
      description: 'A provider that owns the publisher, and so has an interest.',
      resolve: (p, _args, { read }) => (p.ownerSlug ? read.provider.load(p.ownerSlug) : null),
    }),
    note: t.exposeString('note', {
      nullable: true,
      description: 'Interests and other remarks of our editors.',
    }),
    sources: t.field({
      type: SourceConnection,
      description: 'Its documents and data that claims cite.',
      args: pageArgs,
      complexity: pageCost,
      resolve: (p, args, { read }) =>
        new Connection(read, sourceList(read.asOf), (slug) => read.source.load(slug), args, p.slug),
    }),
  }),
})

builder.node(SourceRef, {
  description: 'A published document or data file.',
  id: { resolve: (s) => s.slug, description: 'Globally unique id.' },
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'Lasting name in addresses and filters.' }),
    title: t.exposeString('title', { description: 'Title, or a description in brackets where it has none.' }),
    titleZh: t.exposeString('titleZh', { nullable: true, description: 'Chinese title, where known.' }),
    url: t.field({
      type: 'URL',
      nullable: true,
      description: 'Its address; null when only repeats of it were seen.',
      resolve: (s) => s.url,
    }),
    kind: t.field({
      type: enums.SourceKindEnum,
      description: 'What kind of source.',
      resolve: (s) => s.kind as SourceKind,
    }),
    publisher: t.field({
      type: PublisherRef,
      description: 'Who published it.',
      resolve: (s, _args, { read }) => known(read.publisher.load(s.publisherSlug)),
    }),
    publishedOn: t.field({
      type: 'Date',
      nullable: true,
      description: 'When it was published; the first day of a longer unit.',
      resolve: (s) => s.publishedOn,
    }),
    publishedPrecision: t.field({
      type: enums.DatePrecisionEnum,
      nullable: true,
      description: 'How precisely the date is known.',
      resolve: (s) => s.publishedPrecision as never,
    }),
    licence: t.field({
      type: LicenceRef,
      nullable: true,
      description: 'Its terms, where known.',
      resolve: (s, _args, { read }) => (s.licenceCode ? read.licence.load(s.licenceCode) : null),
    }),
    attribution: t.string({
      description:
        'The line to print beside its numbers: as the licence asks, else publisher, title and date.',
      resolve: (s, _args, { read }) => attributionOf(read, s),
    }),
    redistributable: t.boolean({
      description:
        'Whether its values may be passed on, as far as its terms are known. Where not, full copies withhold them.',
      resolve: async (s, _args, { read }) => mayGoOut(await licenceOf(read, s.slug)),
    }),
    accessedOn: t.field({
      type: 'Date',
      nullable: true,
      description: 'When we read it, or a stored copy of it.',
      resolve: (s) => s.accessedOn,
    }),
    seenAs: t.exposeString('seenAs', {
      nullable: true,
      description: 'How we saw it: "stored copy of the page", "seen only as repeated by …".',
    }),
    note: t.exposeString('note', { nullable: true, description: 'What our editors remark on it.' }),
    claims: t.field({
      type: ClaimConnection,
      description: 'What it claims, in the order of its keys.',
      args: pageArgs,
      complexity: pageCost,
      resolve: (s, args, { read }) =>
        new Connection(read, claimList(read.asOf), (id) => read.claim.load(id), args, s.slug),
    }),
  }),
})
