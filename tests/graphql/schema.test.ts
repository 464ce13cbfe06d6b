import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
} from 'graphql'
import { describe, expect } from 'vitest'
import { ERROR_CODES } from '../../src/errors.ts'
import { LIMITS } from '../../src/graphql/limits.ts'
import { schema } from '../../src/graphql/schema.ts'
import { test } from '../helpers/db.ts'

/** Everything that a reader of the schema can hover over: path, name and description. */
function* described(): Generator<{ path: string; name: string; description: string | null | undefined }> {
  const own = (type: GraphQLNamedType) => !isIntrospectionType(type) && !isSpecifiedScalarType(type)
  for (const type of Object.values(schema.getTypeMap()).filter(own)) {
    yield { path: type.name, name: type.name, description: type.description }
    if (isEnumType(type)) {
      for (const v of type.getValues())
        yield { path: `${type.name}.${v.name}`, name: v.name, description: v.description }
    } else if (isObjectType(type) || isInterfaceType(type)) {
      for (const f of Object.values(type.getFields())) {
        yield { path: `${type.name}.${f.name}`, name: f.name, description: f.description }
        for (const a of f.args)
          yield { path: `${type.name}.${f.name}(${a.name}:)`, name: a.name, description: a.description }
      }
    } else if (isInputObjectType(type)) {
      for (const f of Object.values(type.getFields()))
        yield { path: `${type.name}.${f.name}`, name: f.name, description: f.description }
    }
  }
  for (const d of schema.getDirectives().filter((x) => !isSpecifiedDirective(x))) {
    yield { path: `@${d.name}`, name: d.name, description: d.description }
    for (const a of d.args) yield { path: `@${d.name}(${a.name}:)`, name: a.name, description: a.description }
  }
}

const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

describe('every type, field, argument and enum value', () => {
  test('has a description that is a sentence and says more than its name', () => {
    const all = [...described()]
    expect(all.length).toBeGreaterThan(400)
    const bad = all.filter(
      ({ name, description }) =>
        !description || !/[.!?)”"`]$/.test(description.trim()) || plain(description) === plain(name),
    )
    expect(bad.map(({ path, description }) => `${path}: ${description}`)).toEqual([])
  })

  test('has a description that starts like a sentence and holds no left-over of a draft', () => {
    const bad = [...described()].filter(
      ({ description = '' }) =>
        !/^[A-Z0-9`"]/.test(description ?? '') ||
        /todo|fixme|xxx|undefined|\[object|\s{2}|^An? [AEIOUaeiou]\w+ with its place/i.test(
          description ?? '',
        ),
    )
    expect(bad.map(({ path, description }) => `${path}: ${description}`)).toEqual([])
  })
})

test('lists are never null, hold no null and are connections or capped', () => {
  const loose: string[] = []
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || !isObjectType(type)) continue
    for (const f of Object.values(type.getFields())) {
      const text = String(f.type)
      // `nodes(ids:)` has nulls for what is not there.
      if (text.includes('[') && !/^\[\w+!\]!$/.test(text) && f.name !== 'nodes')
        loose.push(`${type.name}.${f.name}: ${text}`)
      if (text.endsWith('Connection') || /Connection\??$/.test(text))
        loose.push(`${type.name}.${f.name}: ${text}`)
      if (/Connection!$/.test(text))
        expect(
          f.args.map((a) => a.name),
          `${type.name}.${f.name}`,
        ).toEqual(expect.arrayContaining(['first', 'after']))
    }
  }
  expect(loose).toEqual([])
})

test('the numbers that descriptions quote are the limits that hold', () => {
  const byPath = new Map([...described()].map((d) => [d.path, d.description ?? '']))
  expect(byPath.get('Query.countries(first:)')).toContain(`1 to ${LIMITS.pageMax}; ${LIMITS.pageDefault}`)
  expect(byPath.get('Fact.claims(first:)')).toContain(`1 to ${LIMITS.beliefMax}`)
  expect(byPath.get('Query.search(first:)')).toContain(`1 to ${LIMITS.searchMax}`)
  expect(byPath.get('Query.nodes')).toContain(`at most ${LIMITS.nodesMax}`)
})

test('every kind of fact has all that the interface has', () => {
  const fact = schema.getType('Fact')
  if (!isInterfaceType(fact)) throw new Error('Fact is no interface')
  const kinds = schema.getPossibleTypes(fact)
  expect(kinds.map((k) => k.name).sort()).toEqual([
    'Assertion',
    'EnergyRate',
    'Indicator',
    'Price',
    'TokenUsage',
  ])
  for (const name of ['value', 'claim', 'claims', 'resolution']) {
    expect(fact.getFields()[name]!.args.map((a) => `${a.name}: ${a.type}`)).toContain('at: Date')
  }
})

test('every error code has a status and a meaning', () => {
  for (const [code, { status, meaning }] of Object.entries(ERROR_CODES)) {
    expect(status, code).toBeGreaterThanOrEqual(400)
    expect(meaning, code).toMatch(/^[A-Z].*\.$/)
  }
})
