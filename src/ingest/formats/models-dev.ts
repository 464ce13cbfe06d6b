/** The format `models-dev`: the tree of TOML files of the repository, or the site's api.json. */
import { parseJson } from '../market/numbers.ts'
import { type Format, type InputFile, InputProblem, type UpstreamRecord } from '../market/types.ts'
import { pricesOfModel } from './models-dev-cost.ts'
import { inherited, readToml } from './models-dev-toml.ts'
import { daysOf, isTable, nameOf, own, pagesOf, RecordNames, type Table, withDoubts } from './parts.ts'

const PROVIDER = /^providers\/([^/]+)\/provider\.toml$/
/** Whatever its name ends in: a model whose file lacks `.toml` is lost upstream, and shall not be lost here. */
const MODEL = /^providers\/([^/]+)\/models\/((?:[^/]+\/)*[^./][^/]*)$/
const BASE = /^models\/((?:[^/]+\/)+[^/]+)\.toml$/
const API = /^api[^/]*\.json$/

export const modelsDev: Format = {
  name: 'models-dev',
  help: "models.dev: the repository's folder with providers/ and models/, or the site's api.json",
  source: 'models-dev-catalogue',
  accepts: (path) => [PROVIDER, MODEL, BASE, API].some((form) => form.test(path)),
  parse(files) {
    const tree = files.filter((f) => [PROVIDER, MODEL, BASE].some((form) => form.test(f.path)))
    if (tree.length > 0) return readTree(tree)
    const [file, ...more] = files
    if (!file || /\.toml$/i.test(file.path))
      throw new InputProblem(
        file?.path ?? 'input',
        'is no catalogue; name the folder that holds providers/, or api.json',
      )
    if (more.length > 0) throw new InputProblem(more[0]!.path, `stands beside ${file.path}: name one of them`)
    return readApi(file)
  },
}

function readTree(files: readonly InputFile[]) {
  const providers = new Map<string, Table>()
  const bases = new Map<string, Table>()
  const models: { provider: string; id: string; table: Table | null }[] = []
  for (const { path, bytes } of files) {
    const [provider] = PROVIDER.exec(path)?.slice(1) ?? []
    const [base] = BASE.exec(path)?.slice(1) ?? []
    const [seller, file] = MODEL.exec(path)?.slice(1) ?? []
    if (provider !== undefined) providers.set(provider, readToml(path, bytes))
    else if (base !== undefined) bases.set(base, readToml(path, bytes))
    else if (/\.toml$/.test(file!))
      models.push({ provider: seller!, id: file!.replace(/\.toml$/, ''), table: readToml(path, bytes) })
    else models.push({ provider: seller!, id: file!, table: null })
  }
  if (models.length === 0)
    throw new InputProblem('providers/', 'holds no model; name the folder that holds providers/')
  // The file without an ending last: where there is one with it, that one is the model.
  models.sort((a, b) => Number(a.table === null) - Number(b.table === null))
  const reader = new ModelReader(bases)
  const records = models.map(({ provider, id, table }) => {
    const place = `${provider}/${id}`
    const unread = table ? null : "the file's name does not end in .toml, so upstream does not read it either"
    return reader.record(provider, id, place, providers.get(provider) ?? {}, table ?? {}, unread)
  })
  return { records, mentioned: daysOf(reader.days) }
}

function readApi({ path, bytes }: InputFile) {
  const api = parseJson(path, bytes)
  const isProvider = (value: unknown) => isTable(value) && isTable(own(value, 'models'))
  if (!isTable(api) || (Object.keys(api).length > 0 && !Object.values(api).some(isProvider)))
    throw new InputProblem(
      path,
      'is no catalogue of providers with their models, as api.json of models.dev is',
    )
  const reader = new ModelReader(new Map())
  const records = Object.entries(api).flatMap(([seller, provider], index) => {
    const place = `#${index + 1}`
    const models = isTable(provider) ? own(provider, 'models') : undefined
    if (!isTable(provider) || !isTable(models))
      return [reader.record(seller, undefined, place, {}, {}, 'the provider has no table of models')]
    return Object.entries(models).map(([id, model], at) => {
      const unread = isTable(model) ? null : 'the model is no table'
      const where = `${nameOf(seller) ?? place}/#${at + 1}`
      return reader.record(seller, id, where, provider, isTable(model) ? model : {}, unread)
    })
  })
  return { records, mentioned: daysOf(reader.days) }
}

class ModelReader {
  /** When models came or changed; the file says nothing of when its prices did. */
  readonly days = new Set<unknown>()
  readonly #names = new RecordNames()
  readonly #bases: ReadonlyMap<string, Table>

  constructor(bases: ReadonlyMap<string, Table>) {
    this.#bases = bases
  }

  /** @param unread why the record cannot be used at all. */
  record(
    seller: string,
    model: string | undefined,
    place: string,
    provider: Table,
    fields: Table,
    unread: string | null,
  ): UpstreamRecord {
    const { problem, ...name } = this.#names.of(seller, model, place)
    const problems: string[] = []
    const table = inherited(fields, this.#bases, problems)
    const [sellerName, modelName] = [nameOf(own(provider, 'name')), nameOf(own(table, 'name'))]
    const urls = pagesOf(own(provider, 'doc'))
    const known = {
      ...name,
      ...(sellerName === undefined ? {} : { sellerName }),
      ...(modelName === undefined ? {} : { modelName }),
      ...(urls.length > 0 ? { urls } : {}),
    }
    const reason = unread ?? problem
    if (reason !== null) return { ...known, prices: [], problems: [reason] }
    for (const key of ['last_updated', 'release_date']) this.days.add(own(table, key))
    const read = pricesOfModel(table, name.seller)
    const names = [name.model, modelName, nameOf(own(table, 'family'))]
    return {
      ...known,
      prices: writesText(table) ? withDoubts(read.prices, ...names) : read.prices,
      problems: [...problems, ...read.problems],
    }
  }
}

/** Whether text is all that the model makes, as far as the file says. */
function writesText(model: Table): boolean {
  const modalities = own(model, 'modalities')
  const output = isTable(modalities) ? own(modalities, 'output') : undefined
  return !Array.isArray(output) || output.every((kind) => kind === 'text')
}
