/** The open vocabularies: units, meters, metrics, coverages, topics. Rows of data, never enums. */

import { vocabularyList } from '../../domain/read/lists/entities.ts'
import type { Reader } from '../../domain/read/reader.ts'
import type { TopicCategory } from '../../kinds/vocabulary.ts'
import { pageArgs } from '../arguments.ts'
import { builder } from '../builder.ts'
import { Connection, type connectionOf, pageCost } from '../connection.ts'
import * as connections from '../connections.ts'
import { TopicCategoryEnum } from '../enums.ts'
import { CoverageRef, MeterRef, MetricRef, TopicRef, UnitRef } from '../refs.ts'

UnitRef.implement({
  description: 'A unit of measurement.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Short, UCUM-like code: "USD/Mtok", "tok/d", "%".' }),
    name: t.exposeString('name', { description: 'In words: "US dollars per million tokens".' }),
    nameZh: t.exposeString('nameZh', { nullable: true, description: 'In Chinese, where known.' }),
    dimension: t.exposeString('dimension', {
      description:
        'What it measures: "money-per-tokens". Units of one dimension convert, and energy-per-time is power.',
    }),
  }),
})

MeterRef.implement({
  description: 'What is counted and sold.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Lasting code: "input", "output", "cache-read".' }),
    name: t.exposeString('name', { description: 'In words: "output tokens".' }),
    nameZh: t.exposeString('nameZh', { nullable: true, description: 'In Chinese, where known.' }),
    definition: t.exposeString('definition', { description: 'What exactly is counted.' }),
    unit: t.field({
      type: UnitRef,
      description: 'The unit in which its prices are given unless a claim says otherwise.',
      resolve: async (m, _args, { read }) => (await read.unit.load(m.unitCode))!,
    }),
  }),
})

MetricRef.implement({
  description: 'What an indicator measures.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Lasting code: "token-share".' }),
    name: t.exposeString('name', { description: 'In words: "share of tokens".' }),
    nameZh: t.exposeString('nameZh', { nullable: true, description: 'In Chinese, where known.' }),
    definition: t.exposeString('definition', { description: 'What exactly is measured.' }),
    unit: t.field({
      type: UnitRef,
      description: 'The unit in which it is given unless a claim says otherwise.',
      resolve: async (m, _args, { read }) => (await read.unit.load(m.unitCode))!,
    }),
  }),
})

CoverageRef.implement({
  description: 'What a statistic covers. Values with different coverage are not comparable.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Lasting code: "openrouter-ranked".' }),
    name: t.exposeString('name', { description: 'In words: "OpenRouter, ranked models".' }),
    definition: t.exposeString('definition', { description: 'What is counted and what is not.' }),
    platform: t.exposeString('platform', {
      nullable: true,
      description:
        'Where what it counts was used or sold: "OpenRouter"; "not stated" where sources do not say, null where nothing of models is counted.',
    }),
    models: t.exposeString('models', {
      nullable: true,
      description:
        'Which models it counts: "the ten most used of the period"; "not stated" where sources do not say, null where nothing of models is counted.',
    }),
    tokenizer: t.exposeString('tokenizer', {
      nullable: true,
      description:
        'By which tokenizer tokens are counted: "each model by its own"; "not stated" where sources do not say, null where no tokens are counted.',
    }),
  }),
})

TopicRef.implement({
  description: 'The question that assertions answer.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Lasting code: "openrouter-first-crossing".' }),
    name: t.exposeString('name', { description: 'In words.' }),
    question: t.exposeString('question', { description: 'The question itself.' }),
    category: t.field({
      type: TopicCategoryEnum,
      description: 'What kind of statement answers it.',
      resolve: (topic) => topic.category as TopicCategory,
    }),
  }),
})

type Vocabulary = Parameters<typeof vocabularyList>[1]

builder.queryFields((t) => {
  const all = <Row>(
    type: ReturnType<typeof connectionOf<Row>>,
    table: Vocabulary,
    load: (read: Reader, code: string) => Row | null | Promise<Row | null>,
    description: string,
  ) =>
    t.field({
      type,
      description,
      args: pageArgs,
      complexity: pageCost,
      resolve: (_root, args, { read }) =>
        new Connection(read, vocabularyList(read.asOf, table), (code) => load(read, code), args),
    })
  return {
    units: all(connections.UnitConnection, 'Unit', (read, c) => read.unit.load(c), 'All units, by code.'),
    meters: all(
      connections.MeterConnection,
      'Meter',
      (read, c) => read.meter.load(c),
      'All meters, by code.',
    ),
    metrics: all(
      connections.MetricConnection,
      'Metric',
      (read, c) => read.metric.load(c),
      'All metrics that indicators measure, by code.',
    ),
    coverages: all(
      connections.CoverageConnection,
      'Coverage',
      (read, c) => read.coverage.load(c),
      'All coverages of statistics, by code.',
    ),
    topics: all(
      connections.TopicConnection,
      'Topic',
      (read, c) => read.topic.load(c),
      'All topics that assertions are about, by code.',
    ),
  }
})
