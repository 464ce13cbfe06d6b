/** The changelog of the API as a page, from what was computed of the schemas of its releases. */
import { readFileSync } from 'node:fs'
import { DOCS, type DocPage } from './page.ts'
import { linkTo, oneLine, REFERENCE } from './reference-type.ts'
import { CHANGELOG, type Release, type SchemaChange } from './schema-changes.ts'

const LEVELS: Record<SchemaChange['level'], string> = {
  breaking: 'Breaks clients',
  dangerous: 'May surprise clients',
  safe: 'Safe for clients',
}

/** @param isKnown whether a path like `Query.models` is in the schema of today, and so has a place in the reference. */
export function changelogPage(isKnown: (type: string, field?: string) => boolean): DocPage {
  const releases = JSON.parse(readFileSync(CHANGELOG, 'utf8')) as Release[]
  return {
    path: `${DOCS}/changelog`,
    title: 'Changelog',
    description: 'What changed in the schema from release to release, and what it means for clients.',
    section: 'Project',
    markdown: () =>
      [
        'Made from the schemas of the releases, newest first. What may change, and how it is announced, says the [change policy](/docs/change-policy). What changes in the *facts* is told by `revisions`, `corrections` and the [change feed](/docs/sync).',
        ...releases.map((release) => entry(release, release === releases.at(-1), isKnown)),
      ].join('\n\n'),
  }
}

function entry(
  { day, changes }: Release,
  isFirst: boolean,
  isKnown: (type: string, field?: string) => boolean,
): string {
  const heading = `## ${day ?? 'Not released yet'}`
  if (isFirst) return `${heading}\n\nThe first release of the schema.`
  if (changes.length === 0) return `${heading}\n\nThe schema did not change.`
  const levels = Object.entries(LEVELS).map(([level, title]) => {
    const own = changes.filter((change) => change.level === level)
    const count = `**${title}:** ${own.length === 0 ? 'nothing' : own.length}`
    return own.length === 0 ? count : `${count}\n\n${own.map((change) => line(change, isKnown)).join('\n')}`
  })
  return [heading, ...levels].join('\n\n')
}

function line({ path, text }: SchemaChange, isKnown: (type: string, field?: string) => boolean): string {
  const [type = '', field] = (path ?? '').split('.')
  const place = isKnown(type, field) ? linkTo(type, field) : path ? `\`${path}\`` : `[Schema](${REFERENCE})`
  return `- ${place}: ${oneLine(text)}`
}
