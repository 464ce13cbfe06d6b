/** The open vocabularies: units, meters, metrics, coverages, topics. Rows of data, never enums. */

import { vocabularyList } from '../../domain/read/lists/entities.ts'
import type { TopicCategory } from '../../kinds/vocabulary.ts'
import { pageArgs } from '../arguments.ts'
import { builder } from '../builder.ts'
import { Connection, pageCost } from '../connection.ts'
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
      description: 'What it measures; only units of one dimension convert: "money-per-tokens".',
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

builder.queryFields((t) => ({
  units: t.field({
    type: connections.UnitConnection,
    description: 'All units, by code.',
    args: pageArgs,
    complexity: pageCost,
    resolve: (_root, args, { read }) =>
      new Connection(read, vocabularyList(read.asOf, 'Unit'), (code) => read.unit.load(code), args),
  }),
  meters: t.field({
    type: connections.MeterConnection,
    description: 'All meters, by code.',
    args: pageArgs,
    complexity: pageCost,
    resolve: (_root, args, { read }) =>
      new Connection(read, vocabularyList(read.asOf, 'Meter'), (code) => read.meter.load(code), args),
  }),
  metrics: t.field({
    type: connections.MetricConnection,
    description: 'All metrics that indicators measure, by code.',
    args: pageArgs,
    complexity: pageCost,
    resolve: (_root, args, { read }) =>
      new Connection(read, vocabularyList(read.asOf, 'Metric'), (code) => read.metric.load(code), args),
  }),
  coverages: t.field({
    type: connections.CoverageConnection,
    description: 'All coverages of statistics, by code.',
    args: pageArgs,
    complexity: pageCost,
    resolve: (_root, args, { read }) =>
      new Connection(read, vocabularyList(read.asOf, 'Coverage'), (code) => read.coverage.load(code), args),
  }),
  topics: t.field({
    type: connections.TopicConnection,
    description: 'All topics that assertions are about, by code.',
    args: pageArgs,
    complexity: pageCost,
    resolve: (_root, args, { read }) =>
      new Connection(read, vocabularyList(read.asOf, 'Topic'), (code) => read.topic.load(code), args),
  }),
}))
