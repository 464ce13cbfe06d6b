/** The curated files of names are checked when they are read, and every problem says where it is. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readNames } from '../../src/ingest/market/names.ts'

const seeds = join(import.meta.dirname, '../../seeds/names')
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'names-'))
  cpSync(seeds, folder, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(join(folder, file), 'utf8')
  expect(text).toContain(from)
  writeFileSync(join(folder, file), text.replace(from, to))
}

test.each([
  ['sellers.yaml', 'ids: [ai21]', 'ids: [ai21, openai]', 'sellers.yaml: id openai stands there twice'],
  ['sellers.yaml', '  avian:', '  nobody:', 'sellers.yaml: nobody is not in providers.yaml'],
  [
    'sellers.yaml',
    'makes: cohere',
    'makes: avian',
    'cohere makes the models of avian, which is not in makers.yaml',
  ],
  [
    'sellers.yaml',
    '"^databricks-"',
    '"^databricks-("',
    'sellers.yaml: sellers.databricks.patterns.0.match: Invalid',
  ],
  ['sellers.yaml', '"^databricks-", to: ""', '"^databricks-"', 'needs either a group `id` or `to`'],
  [
    'makers.yaml',
    'prefixes: [writer]',
    'prefixes: [openai]',
    'makers.yaml: prefix openai stands there twice',
  ],
  [
    'makers.yaml',
    'brands: [palmyra]',
    'brand: [palmyra]',
    'makers.yaml: makers.writer: Unrecognized key: "brand"',
  ],
  ['providers.yaml', 'kinds: [LAB]', 'kinds: [LABS]', 'providers.yaml: providers.0.kinds.0: Invalid option'],
  ['providers.yaml', 'slug: ai21,', 'slug: at-ai21,', 'providers.yaml: providers.0.slug: must be lower-case'],
  ['aliases.yaml', 'paligemma: [', 'nobodys-model: [', 'aliases.yaml: nobody is known to make nobodys-model'],
  [
    'aliases.yaml',
    'from: "2025-08-21"',
    'from: "2025-13-21"',
    'aliases.yaml: moving.0.targets.1.from: Invalid',
  ],
  ['aliases.yaml', 'from: "2025-09-29"', 'from: "2025-08-20"', 'the others are in order of theirs'],
  ['aliases.yaml', 'renamed:', 'renamed: [', 'aliases.yaml: '],
])('%s with %s as %s is refused', (file, from, to, message) => {
  edit(file, from, to)
  expect(() => readNames(folder)).toThrow(message)
})

test('all problems are told at once, and a missing file is one', () => {
  rmSync(join(folder, 'makers.yaml'))
  edit('providers.yaml', 'kinds: [LAB]', 'kinds: [LABS]')
  expect(() => readNames(folder)).toThrow(/providers\.yaml: [\s\S]*makers\.yaml: ENOENT/)
})

test('the fingerprint follows what the files say, not how they say it', () => {
  const before = readNames(folder).fingerprint
  expect(before).toMatch(/^[0-9a-f]{64}$/)
  edit('sellers.yaml', '# Makers', '# Those who make')
  expect(readNames(folder).fingerprint).toBe(before)
  edit('aliases.yaml', 'claude-opus-41]', 'claude-opus-41, claude-opus-4one]')
  expect(readNames(folder).fingerprint).not.toBe(before)
  expect(readNames(folder).offerOf('x', 'zenmux', 'claude-opus-4one', '')).toMatchObject({
    model: { slug: 'claude-opus-4.1' },
  })
})

test('a brand that two makers claim to the same length is nobody’s', () => {
  edit('makers.yaml', 'brands: [jina-]', 'brands: [jina-, "palmyr[a]"]')
  const names = readNames(folder)
  expect(names.offerOf('x', 'zenmux', 'palmyra-x5', '')).toMatchObject({ maker: null })
  expect(names.offerOf('x', 'zenmux', 'writer/palmyra-x5', '')).toMatchObject({
    model: { slug: 'writer.palmyra-x5' },
  })
})

test('an alias may mean a model whose slug has its maker before it', () => {
  edit('aliases.yaml', 'renamed:', 'renamed:\n  mancer.weaver: [weaver-1]')
  expect(readNames(folder).offerOf('x', 'zenmux', 'mancer/weaver-1', '')).toMatchObject({
    maker: { slug: 'mancer' },
    model: { slug: 'mancer.weaver', unreconciled: false },
  })
})
