/** What the files of names must agree on among each other. */
import { StartupError } from '../../lib/startup-error.ts'
import type { NameFiles } from './names-files.ts'
import { Makers } from './names-makers.ts'

/** @throws StartupError with all that does not fit. */
export function checkNames(files: NameFiles): void {
  const problems = [
    ...providersOf(files),
    ...sellersOf(files.sellers, files.makers.makers),
    ...makersOf(files.makers.makers),
    ...aliasesOf(files),
  ]
  if (problems.length > 0) throw new StartupError(`The files of names do not agree:\n${problems.join('\n')}`)
}

function* twice(file: string, what: string, names: Iterable<string>): Iterable<string> {
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name)) yield `${file}: ${what} ${name} stands there twice`
    seen.add(name)
  }
}

function* providersOf(files: NameFiles): Iterable<string> {
  const slugs = files.providers.providers.map((p) => p.slug)
  const known = new Set(slugs)
  yield* twice('providers.yaml', 'provider', slugs)
  const used = {
    'sellers.yaml': Object.keys(files.sellers.sellers),
    'makers.yaml': Object.keys(files.makers.makers),
    'aliases.yaml': [...Object.keys(files.aliases.atSellers), ...files.aliases.moving.map((m) => m.seller)],
  }
  for (const [file, names] of Object.entries(used))
    for (const name of names) if (!known.has(name)) yield `${file}: ${name} is not in providers.yaml`
}

function* sellersOf({ sellers }: NameFiles['sellers'], makers: object): Iterable<string> {
  const ids = Object.values(sellers).flatMap((s) => s.ids)
  yield* twice(
    'sellers.yaml',
    'id',
    ids.map((id) => `${id.id.toLowerCase()}${id.format ? ` of ${id.format}` : ''}`),
  )
  for (const [slug, { makes, only }] of Object.entries(sellers)) {
    if (makes !== undefined && !Object.hasOwn(makers, makes))
      yield `sellers.yaml: ${slug} makes the models of ${makes}, which is not in makers.yaml`
    if (only && !makes) yield `sellers.yaml: ${slug} sells only what it makes, but \`makes\` is missing`
  }
}

function* makersOf(makers: NameFiles['makers']['makers']): Iterable<string> {
  const all = Object.values(makers)
  yield* twice(
    'makers.yaml',
    'prefix',
    all.flatMap((m) => m.prefixes),
  )
  yield* twice(
    'makers.yaml',
    'brand',
    all.flatMap((m) => m.brands.map((brand) => brand.source)),
  )
}

function* aliasesOf({ aliases, makers }: NameFiles): Iterable<string> {
  const { renamed, snapshots, atSellers, moving } = aliases
  const fixed = [...Object.entries(renamed), ...Object.entries(snapshots)]
  yield* twice(
    'aliases.yaml',
    'name',
    fixed.flatMap(([, names]) => names),
  )
  yield* twice(
    'aliases.yaml',
    'moving name',
    moving.map((m) => `${m.name} at ${m.seller}`),
  )
  const targets = [
    ...fixed.map(([model]) => model),
    ...Object.values(atSellers).flatMap((names) => Object.values(names)),
    ...moving.flatMap((m) => m.targets.map((t) => t.model)),
  ]
  const whose = new Makers(makers.makers)
  for (const model of new Set(targets))
    if (whose.ofSlug(model) === null) yield `aliases.yaml: nobody is known to make ${model}; see makers.yaml`
}
