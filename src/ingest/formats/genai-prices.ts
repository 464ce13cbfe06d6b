/** The format `genai-prices`: the YAML files of the repository, the JSON built from them, or the npm package. */
import { parseJson } from '../market/numbers.ts'
import { type Format, type InputFile, InputProblem, type UpstreamRecord } from '../market/types.ts'
import { joined, pricesOf } from './genai-prices-amounts.ts'
import { scheduleOf } from './genai-prices-schedule.ts'
import { readYaml } from './genai-prices-yaml.ts'
import {
  dayOf,
  daysOf,
  isTable,
  nameOf,
  own,
  pagesOf,
  quoted,
  RecordNames,
  type Table,
  withDoubts,
} from './parts.ts'

const YAML_OF_PROVIDER = /(^|\/)providers\/[^./][^/]*\.ya?ml$/i

export const genaiPrices: Format = {
  name: 'genai-prices',
  help: 'genai-prices by Pydantic: the folder of its YAML files, or the data.json built from them',
  source: 'pydantic-genai-prices',
  // A copy of the repository holds both forms: what was built is not read beside what it was built from.
  accepts: (path) =>
    YAML_OF_PROVIDER.test(path) ||
    path === 'data.json' ||
    (/^[^./][^/]*\.ya?ml$/i.test(path) && !/^units\./i.test(path)),
  parse(files) {
    const names = new RecordNames()
    const days: Days = { checked: new Set(), starts: new Set() }
    const records = providersOf(files).flatMap((p) => recordsOf(p, names, days))
    // A start may be announced; on a day of checking somebody read the file's pages.
    return { records, mentioned: daysOf(days.checked.size > 0 ? days.checked : days.starts) }
  },
}

/** The days that records mention. */
interface Days {
  checked: Set<unknown>
  starts: Set<unknown>
}

interface Provider {
  /** What stands for its name where it has none. */
  place: string
  value: unknown
}

function providersOf(files: readonly InputFile[]): Provider[] {
  const yaml = files.filter((f) => /\.ya?ml$/i.test(f.path) || !(/\.json$/i.test(f.path) || looksLikeJson(f)))
  const nested = yaml.filter((f) => YAML_OF_PROVIDER.test(f.path))
  if (yaml.length > 0) return (nested.length > 0 ? nested : yaml).map(readProvider)
  const [file, ...more] = files
  if (!file) throw new InputProblem('input', 'holds no file of genai-prices')
  if (more.length > 0) throw new InputProblem(more[0]!.path, `stands beside ${file.path}: name one of them`)
  const list = parseJson(file.path, file.bytes)
  const isProvider = (value: unknown) => isTable(value) && Array.isArray(own(value, 'models'))
  if (!Array.isArray(list) || (list.length > 0 && !list.some(isProvider)))
    throw new InputProblem(
      file.path,
      'is no list of providers with their models, as data.json of genai-prices is',
    )
  return list.map((value: unknown, index) => ({ place: `#${index + 1}`, value }))
}

/** For a file that was named by itself and has any name. */
const looksLikeJson = ({ bytes }: InputFile) =>
  /^\s*[[{]/.test(new TextDecoder().decode(bytes.subarray(0, 100)))

function readProvider({ path, bytes }: InputFile): Provider {
  const value = readYaml(path, bytes)
  if (!isTable(value) || !Array.isArray(own(value, 'models')))
    throw new InputProblem(path, 'is no file of a provider: it has no list of models')
  return { place: path, value }
}

/** @param days takes the days that the records mention. */
function recordsOf({ place, value }: Provider, names: RecordNames, days: Days): UpstreamRecord[] {
  const models = isTable(value) ? own(value, 'models') : undefined
  if (!isTable(value) || !Array.isArray(models)) {
    const { problem: _, ...name } = names.of(isTable(value) ? own(value, 'id') : undefined, undefined, place)
    return [{ ...name, prices: [], problems: ['the provider has no list of models'] }]
  }
  const seller = own(value, 'id')
  const sellerName = nameOf(own(value, 'name'))
  const urls = pagesOf(own(value, 'pricing_urls'))
  const shared = { ...(sellerName === undefined ? {} : { sellerName }), ...(urls.length > 0 ? { urls } : {}) }
  return models.map((model: unknown, index) => {
    const table = isTable(model) ? model : null
    const at = `${nameOf(seller) ?? place}/#${index + 1}`
    const { problem, ...name } = names.of(seller, table ? own(table, 'id') : undefined, at)
    const known = { ...name, ...shared }
    if (!table) return { ...known, prices: [], problems: ['the model is no table'] }
    const modelName = nameOf(own(table, 'name'))
    return {
      ...known,
      ...(modelName === undefined ? {} : { modelName }),
      ...(problem === null
        ? pricesOfModel(table, [name.model, modelName], days)
        : { prices: [], problems: [problem] }),
    }
  })
}

function pricesOfModel(model: Table, names: (string | undefined)[], days: Days) {
  if (!Object.hasOwn(model, 'prices')) return { prices: [], problems: [] }
  const schedule = scheduleOf(own(model, 'prices'))
  const problems = [...schedule.problems]
  for (const start of schedule.starts) days.starts.add(start)
  const checked = own(model, 'prices_checked')
  if (checked !== undefined && dayOf(checked) === null)
    problems.push(`prices_checked is no day: ${quoted(checked)}`)
  else if (checked !== undefined) days.checked.add(checked)
  const prices = schedule.entries.flatMap((entry) => pricesOf(entry, problems))
  return { prices: joined(withDoubts(prices, ...names)), problems: [...new Set(problems)] }
}
