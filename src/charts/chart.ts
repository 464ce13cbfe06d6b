/** What a chart is: a saved question, the table that its answer makes, and the picture of that table. */
import type { TopLevelSpec } from 'vega-lite'
import type { Language } from '../site/language.ts'

/** A text in each language of the site. */
export type Texts = Readonly<Record<Language, string>>

/** What may be chosen of a chart by `?name=value`. */
export interface Parameter {
  /** As it stands in the address: `fact`. */
  name: string
  description: string
  /** A value that works on a fresh start. */
  example: string
  /** Taken when the address gives none; without it the parameter is required. */
  fallback?: string
}

/** Exact values as the API told them; null where there is none. */
export type Row = Readonly<Record<string, string | null>>

export interface Column {
  /** Key of the rows, and heading in CSV: `low`. */
  name: string
  /** What it holds, with its unit: `Tokens per day, at least (tok/d)`. */
  label: Texts
}

/** A line to print under the picture for each source: who says so, under which terms. */
export interface ChartSource {
  title: string
  /** As the API gives it, to print beside the numbers. */
  attribution: string
  url: string | null
  licence: string | null
}

export interface Table {
  columns: readonly Column[]
  /** In the order in which the picture shows them. */
  rows: readonly Row[]
  /** Of all values shown, preferred ones first, each once. */
  sources: readonly ChartSource[]
  /** How many values are left out because their source's licence forbids to pass them on. */
  withheld: number
  /** What a reader must know: breaks in coverage, rivals, uncertainty. Stands in the picture. */
  notes: readonly Texts[]
}

export interface Look {
  language: Language
  /** Pixels of the whole picture: from 320. */
  width: number
  theme: 'light' | 'dark'
}

export interface Chart<Data = never> {
  /** In addresses: `china-daily-tokens`. */
  name: string
  title: Texts
  /** What is seen, for whom the picture is read aloud to. */
  description: Texts
  parameters: readonly Parameter[]
  /** The saved question, with variables for what may be chosen. */
  query: string
  variables(chosen: Readonly<Record<string, string>>): Record<string, unknown>
  /** Title for what was chosen, such as the question of a fact; `title` where it is the same for all. */
  titleOf?(data: Data, language: Language): string
  /** @throws AppError NOT_FOUND where what was chosen does not exist. */
  table(data: Data): Table
  /** The picture without its frame: title, notes, source line and colours of the theme come from the engine. */
  spec(table: Table, data: Data, look: Look): TopLevelSpec
}
