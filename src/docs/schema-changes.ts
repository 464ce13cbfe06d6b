/** What differs between released schemas: makes the changelog that is committed. Needs a package of the developers. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema } from 'graphql'

/** Holds the schema of each release, `<day>.graphql`. */
export const RELEASES = join(import.meta.dirname, 'releases')
export const CHANGELOG = join(import.meta.dirname, 'changelog.json')

export interface SchemaChange {
  /** What it means for clients: breaks them, may break them, does not. */
  level: 'breaking' | 'dangerous' | 'safe'
  /** `Query.models.filter`; null for the schema as a whole. */
  path: string | null
  text: string
}

export interface Release {
  /** Null for what is built and not released yet. */
  day: string | null
  /** Empty for the first. */
  changes: SchemaChange[]
}

/** The schemas of all releases, the oldest first. */
export function releasedSchemas(): { day: string; text: string }[] {
  return readdirSync(RELEASES)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => ({ day: name.replace('.graphql', ''), text: readFileSync(join(RELEASES, name), 'utf8') }))
}

/**
 * @param current the schema that the code builds.
 * @returns the newest first; what is not released yet is left out where it changes nothing.
 */
export async function makeChangelog(current: string): Promise<Release[]> {
  const released = releasedSchemas()
  const all: { day: string | null; text: string }[] = [...released, { day: null, text: current }]
  const releases = all.map(async ({ day, text }, i) => ({
    day,
    changes: i === 0 ? [] : await schemaChanges(all[i - 1]!.text, text),
  }))
  const made = await Promise.all(releases)
  return made.filter(({ day, changes }) => day !== null || changes.length > 0).reverse()
}

const LEVELS = { BREAKING: 'breaking', DANGEROUS: 'dangerous', NON_BREAKING: 'safe' } as const

/** Of a new type only that it is new, for its page says the rest. */
export async function schemaChanges(before: string, after: string): Promise<SchemaChange[]> {
  const { diff } = await import('@graphql-inspector/core')
  const found = await diff(buildSchema(before), buildSchema(after))
  const added = new Set(found.filter(({ type }) => type === 'TYPE_ADDED').map(({ path }) => path))
  return (
    found
      .filter(({ type, path }) => type === 'TYPE_ADDED' || !added.has(path?.split('.')[0]))
      // What is new has its description from the start.
      .filter(({ type }) => !type.endsWith('DESCRIPTION_ADDED'))
      .map(({ criticality, path, message, type }) => ({
        level: LEVELS[criticality.level],
        path: path ?? null,
        text: type.endsWith('DESCRIPTION_CHANGED')
          ? 'The description changed.'
          : `${message}.`.replace('..', '.'),
      }))
      .sort((a, b) => compare(a.path ?? '', b.path ?? ''))
  )
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** As it is committed. */
export const changelogText = (releases: readonly Release[]) => `${JSON.stringify(releases, null, 2)}\n`
