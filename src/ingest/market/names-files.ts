/** Reads the curated files of names from `seeds/names`, checks them, and says all that is wrong with them at once. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { PROVIDER_KINDS, words } from '../../kinds/vocabulary.ts'
import { StartupError } from '../../lib/startup-error.ts'
import { filesHash } from '../files-hash.ts'
import { ALIAS_KINDS, FOUND, type Pattern } from './names-patterns.ts'

/** Slugs of providers hold no dot: within a model's slug, the first dot ends the maker's. */
const provider = z
  .string()
  .regex(/^(?!at-|by-)[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be lower-case letters, digits and hyphens')
const model = z
  .string()
  .regex(/^(?!at-|by-)[a-z0-9]+(?:[.-][a-z0-9]+)*$/, 'must be lower-case letters, digits, dots and hyphens')
const lower = z
  .string()
  .min(1)
  .refine((v) => v === v.toLowerCase(), 'must be in lower case')
const part = z.string().regex(/^[^@+#|\s]+$/, 'must not hold @, +, #, | or spaces')
const flag = z.literal('true')

const expression = (flags: string) =>
  z
    .string()
    .min(1)
    .transform((source, context) => {
      try {
        return new RegExp(source, flags)
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message })
        return z.NEVER
      }
    })
const pattern = z
  .strictObject({
    match: expression('gu'),
    to: z.string().optional(),
    kind: z.enum(ALIAS_KINDS).optional(),
    refuse: z.string().min(1).optional(),
    ...Object.fromEntries(FOUND.map((key) => [key, part.optional()])),
  })
  .transform((p, context): Pattern => {
    const { match, to, kind, refuse, ...found } = p
    const named = match.source.includes('(?<id>')
    if (named === (to !== undefined) && refuse === undefined)
      context.addIssue({ code: 'custom', message: 'needs either a group `id` or `to`' })
    return { match, to: to ?? '', kind, refuse, found: found as Pattern['found'] }
  })
const patterns = z.array(pattern).default([])

/** An id alone, or with what it implies. */
const sellerId = z.preprocess(
  (value) => (typeof value === 'string' ? { id: value } : value),
  z.strictObject({
    id: z.string().min(1),
    format: z.string().optional(),
    endpoint: part.optional(),
    region: part.optional(),
    plan: part.optional(),
    patterns,
  }),
)

const SCHEMAS = {
  'providers.yaml': z.strictObject({
    providers: z.array(
      z.strictObject({
        slug: provider,
        name: z.string().min(1),
        kinds: z.array(z.enum(words(PROVIDER_KINDS))),
      }),
    ),
  }),
  'sellers.yaml': z.strictObject({
    formats: z.record(z.string(), z.strictObject({ prefixed: flag.optional(), patterns })),
    sellers: z.record(
      provider,
      z.strictObject({
        makes: provider.optional(),
        only: flag.optional(),
        prefixes: z.array(lower).default([]),
        patterns,
        ids: z.array(sellerId).min(1),
      }),
    ),
  }),
  'makers.yaml': z.strictObject({
    makers: z.record(
      provider,
      z.strictObject({
        prefixes: z.array(lower).default([]),
        brands: z.array(expression('yu')).default([]),
        patterns,
      }),
    ),
  }),
  'aliases.yaml': z.strictObject({
    everywhere: patterns,
    renamed: z.record(model, z.array(lower).min(1)),
    snapshots: z.record(model, z.array(lower).min(1)),
    atSellers: z.record(provider, z.record(lower, model)),
    moving: z.array(
      z.strictObject({
        seller: provider,
        name: lower,
        targets: z
          .array(
            z.strictObject({
              model,
              from: z.iso.date().optional(),
              note: z.string().min(1).optional(),
            }),
          )
          .min(1)
          .refine(
            (targets) =>
              targets.every((t, i) =>
                i === 0 ? !t.from : !!t.from && t.from > (targets[i - 1]!.from ?? ''),
              ),
            'the first has no `from`, the others are in order of theirs',
          ),
      }),
    ),
  }),
} as const

export type NameFiles = {
  [K in keyof typeof SCHEMAS as K extends `${infer Name}.yaml` ? Name : never]: z.infer<(typeof SCHEMAS)[K]>
}
export type SellerId = NameFiles['sellers']['sellers'][string]['ids'][number]

/** Knows the files again without reading what they say. @param version of whoever reads them. */
export function nameFilesHash(version: string, folder: string): string {
  return filesHash(version, folder, Object.keys(SCHEMAS))
}

/**
 * @returns the checked files, and their plain content, for its fingerprint.
 * @throws StartupError with every problem: file, place and reason.
 */
export function readNameFiles(folder: string): { files: NameFiles; content: string } {
  const problems: string[] = []
  const files: Record<string, unknown> = {}
  const contents: unknown[] = []
  for (const [file, schema] of Object.entries(SCHEMAS)) {
    let content: unknown
    try {
      content = parse(readFileSync(join(folder, file), 'utf8'), { schema: 'failsafe', maxAliasCount: 20 })
    } catch (error) {
      problems.push(`${file}: ${(error as Error).message.split('\n')[0]}`)
      continue
    }
    contents.push(content)
    const result = schema.safeParse(content)
    if (result.success) files[file.replace('.yaml', '')] = result.data
    else
      for (const issue of result.error.issues)
        problems.push(`${file}: ${issue.path.join('.')}: ${issue.message}`)
  }
  if (problems.length > 0) throw new StartupError(`The files of names are wrong:\n${problems.join('\n')}`)
  return { files: files as NameFiles, content: JSON.stringify(contents) }
}
