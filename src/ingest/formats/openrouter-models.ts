/** The format `openrouter-models`: an answer of OpenRouter's models API, in which it names its own prices. */
import { isoDay } from '../../lib/period.ts'
import { Decimal, decimalText, parseJson } from '../market/numbers.ts'
import { type Format, InputProblem, type ParsedSnapshot, type UpstreamRecord } from '../market/types.ts'
import { pricesOf } from './openrouter-models-prices.ts'
import { daysOf, isTable, nameOf, own, type Table, withDoubts } from './parts.ts'
import { acceptsJson, badName, oneLine, onlyFile } from './snapshot.ts'

export const openrouterModels: Format = {
  name: 'openrouter-models',
  help: "an answer of OpenRouter's models API, https://openrouter.ai/api/v1/models: what OpenRouter asks for each model",
  source: 'openrouter-models-api',
  accepts: acceptsJson,
  parse(files): ParsedSnapshot {
    const file = onlyFile(files, 'openrouter-models')
    const models = modelsOf(file.path, parseJson(file.path, file.bytes))
    const seen = new Set<string>()
    return {
      records: models.map((model, index) => recordOf(model, index, seen)),
      // The answer is no older than its newest model. `expiration_date` says nothing of the kind.
      mentioned: daysOf(models.map((model) => (isTable(model) ? createdOn(own(model, 'created')) : null))),
    }
  },
}

/** @throws InputProblem when it is no list of models, or not all of one. */
function modelsOf(path: string, answer: unknown): readonly unknown[] {
  const problem = (reason: string) =>
    new InputProblem(
      path,
      `${reason}; the format openrouter-models reads an answer of https://openrouter.ai/api/v1/models`,
    )
  const models = isTable(answer) ? own(answer, 'data') : undefined
  if (!isTable(answer) || !Array.isArray(models)) throw problem('has no list named data')
  if (models.length > 0 && !models.some((m) => isTable(m) && Object.hasOwn(m, 'pricing')))
    throw problem('has no model with a pricing')
  const links = own(answer, 'links')
  const total = decimalText(own(answer, 'total_count'))
  const isPage = isTable(links) && typeof own(links, 'next') === 'string'
  if (isPage || (total !== null && new Decimal(total).gt(models.length)))
    // Models of other pages would be taken for withdrawn.
    throw problem(
      `is one page of ${models.length} models out of ${total ?? 'more'}; ask for the list without limit and offset`,
    )
  return models
}

function recordOf(model: unknown, index: number, seen: Set<string>): UpstreamRecord {
  const place = `data[${index}]`
  const without = (path: string, id: string, problem: string): UpstreamRecord => ({
    path,
    seller: 'openrouter',
    model: id,
    prices: [],
    problems: [oneLine(problem)],
  })
  if (!isTable(model)) return without(place, '', 'the record is no object')
  const written = own(model, 'id')
  const id = nameOf(written)
  if (id === undefined)
    return without(place, '', typeof written === 'string' ? badName(written) : 'it has no id')
  if (seen.has(id)) return without(place, id, `${id} stands in the list twice`)
  seen.add(id)
  const pricing = own(model, 'pricing')
  if (!isTable(pricing)) return without(id, id, 'pricing is no object')
  const name = nameOf(own(model, 'name'))
  const { prices, problems } = pricesOf(pricing, writesText(model))
  return {
    path: id,
    seller: 'openrouter',
    model: id,
    ...(name !== undefined && { modelName: name }),
    ...(/^[\w~./:@+-]+$/.test(id) && { urls: [`https://openrouter.ai/${id}`] }),
    prices: withDoubts(prices, id, name),
    problems: problems.map(oneLine),
  }
}

/** Most models of the list answer in text; embeddings and rankers say so. */
function writesText(model: Table): boolean {
  const architecture = own(model, 'architecture')
  const outputs = isTable(architecture) ? own(architecture, 'output_modalities') : undefined
  return !Array.isArray(outputs) || outputs.includes('text')
}

/** The UTC day of seconds since 1970; null for anything else. */
function createdOn(seconds: unknown): string | null {
  const text = decimalText(seconds)
  return text !== null && /^\d{9,10}$/.test(text) ? isoDay(new Date(Number(text) * 1000)) : null
}
