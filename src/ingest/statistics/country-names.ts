/**
 * The one table of what files call countries and aggregates: ISO 3166-1 and the names of our packages, and
 * `seeds/names/countries.yaml` for the rest. Exact, never by likeness: a code that is not known is quarantined by whoever
 * asks, never guessed.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { sha256 } from '../../lib/ids.ts'
import { StartupError } from '../../lib/startup-error.ts'
import { fold } from '../../lib/text.ts'
import { isoCountries } from '../facts/countries.ts'
import { code } from '../facts/schema-words.ts'
import { filesHash } from '../files-hash.ts'
import type { CountryNames } from './types.ts'

/** Raise it when the same file gives other names than before. */
const RULES = '1'
const FOLDER = join(import.meta.dirname, '../../../seeds/names')
const FILE = 'countries.yaml'

const list = z.array(z.string().trim().min(1))
const CountryFile = z.strictObject({
  names: z.record(code, list),
  notNames: z.record(code, list).default({}),
})

class CountryTable implements CountryNames {
  /** SHA-256 of all names and what they mean, those of the packages included. */
  readonly fingerprint: string
  readonly #codes: ReadonlyMap<string, string>

  constructor(codes: ReadonlyMap<string, string>) {
    this.#codes = codes
    const lines = [...codes].map(([name, meaning]) => `${name}\t${meaning}`)
    this.fingerprint = sha256([RULES, ...lines.sort()].join('\n'))
  }

  of(text: string): string | null {
    return this.#codes.get(fold(text)) ?? null
  }
}

/** Changes with the file and with how it is read, and takes no reading of it. */
export const countryNamesHash = (folder = FOLDER): string => filesHash(RULES, folder, [FILE])

/**
 * @param folder another one than the seeds' own.
 * @returns `of('NA')`, `of('NAM')`, `of('516')` and `of('Namibia')` are `NA`, `of('OWID_WRL')` is `WORLD`, `of('QQQ')` is null.
 * @throws StartupError with everything that is wrong with the file, names that mean two things among it.
 */
export function readCountryNames(folder = FOLDER): CountryNames & { fingerprint: string } {
  const { names, notNames } = readCountryFile(folder)
  const codes = new Map<string, string>()
  const problems: string[] = []
  const add = (text: string, meaning: string) => {
    const name = fold(text)
    const other = codes.get(name)
    if (other !== undefined && other !== meaning) problems.push(`${text} means both ${other} and ${meaning}`)
    codes.set(name, meaning)
  }
  // YAML's failsafe schema reads NO and NA as texts.
  for (const { row, aliases } of isoCountries(new Set())) {
    const own = String(row.code)
    const numeric = String(row.numeric)
    const without = new Set(notNames[own]?.map(fold))
    for (const text of [own, String(row.iso3), numeric, String(Number(numeric))]) add(text, own)
    for (const text of [String(row.name), ...aliases]) if (!without.has(fold(text))) add(text, own)
  }
  for (const [meaning, texts] of Object.entries(names))
    for (const text of [meaning, ...texts]) add(text, meaning)
  if (problems.length > 0) throw new StartupError(`${FILE}: names are not clear:\n${problems.join('\n')}`)
  return new CountryTable(codes)
}

function readCountryFile(folder: string): z.output<typeof CountryFile> {
  let content: unknown
  try {
    content = parse(readFileSync(join(folder, FILE), 'utf8'), { schema: 'failsafe', maxAliasCount: 20 })
  } catch (error) {
    throw new StartupError(`${FILE}: ${(error as Error).message.split('\n')[0]}`)
  }
  const result = CountryFile.safeParse(content)
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new StartupError(`${FILE} is wrong:\n${problems.join('\n')}`)
}
