/** The names that files declare and use, and what is said where one is not there. */
import type { LoadedFile, Problem } from './read.ts'

/** Sections whose items are named, with the field that names them and the word used in references. */
export const NAMED = {
  licences: 'code',
  publishers: 'slug',
  sources: 'slug',
  countries: 'code',
  providers: 'slug',
  groups: 'slug',
  models: 'slug',
  units: 'code',
  meters: 'code',
  metrics: 'code',
  coverages: 'code',
  topics: 'code',
  hubs: 'slug',
  clusters: 'slug',
  flows: 'slug',
} as const
export type Section = keyof typeof NAMED

const SUBJECT_SECTION: Record<string, Section> = {
  country: 'countries',
  provider: 'providers',
  model: 'models',
  group: 'groups',
  hub: 'hubs',
  cluster: 'clusters',
  publisher: 'publishers',
  source: 'sources',
}

export function at(file: LoadedFile, path: readonly PropertyKey[], message: string): Problem {
  return { path: file.path, line: file.line(path), message }
}

export type Has = (section: Section, name: string) => boolean

/** Checks of names that are used at a place in a file; what is missing becomes a problem. */
export function namesIn(file: LoadedFile, has: Has, problems: Problem[]) {
  const need = (path: readonly PropertyKey[], section: Section, name: string | undefined) => {
    if (name !== undefined && !has(section, name)) {
      problems.push(at(file, path, `${path.join('.')}: there is no "${name}" among the ${section}`))
    }
  }
  /** A subject spelled like `country/CN`. */
  const subject = (path: readonly PropertyKey[], spelled: string) => {
    const slash = spelled.indexOf('/')
    need(path, SUBJECT_SECTION[spelled.slice(0, slash)]!, spelled.slice(slash + 1))
  }
  return { need, subject }
}
