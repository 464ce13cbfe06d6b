/** A chart asked of a server of the tests, and its picture as Vega reads it. */

import { type LoggerInterface, parse, View } from 'vega'
import { compile } from 'vega-lite'
import { expect } from 'vitest'
import type { Chart, Look, Table } from '../../src/charts/chart.ts'
import type { Db } from '../../src/db/client.ts'
import { testApp } from './app.ts'

export interface Asked<Data> {
  data: Data
  table: Table
  /** As the limits count the question. */
  cost: number
}

/** @param chosen instead of the fallbacks of parameters. */
export async function askChart<Data>(
  chart: Chart<Data>,
  db: Db,
  chosen: Readonly<Record<string, string>> = {},
): Promise<Asked<Data>> {
  const fallbacks = chart.parameters.flatMap(({ name, fallback }) =>
    fallback === undefined ? [] : [[name, fallback] as const],
  )
  const variables = chart.variables({ ...Object.fromEntries(fallbacks), ...chosen })
  const { body } = await testApp(db).ask<Data & object>(chart.query, variables)
  expect(body.errors).toBeUndefined()
  const data = body.data as Data
  return { data, table: chart.table(data), cost: body.extensions.cost.requested }
}

/** The looks that a chart must be legible in. */
export const LOOKS: Look[] = [320, 800].flatMap((width) =>
  (['en', 'zh'] as const).flatMap((language) =>
    (['light', 'dark'] as const).map((theme) => ({ width, language, theme })),
  ),
)

/** Draws it; nothing may be warned of. @returns the SVG. */
export async function drawn(spec: unknown): Promise<string> {
  const warnings: string[] = []
  const logger: LoggerInterface = {
    ...{ level: () => logger, info: () => logger, debug: () => logger },
    warn: (...words: readonly unknown[]) => {
      warnings.push(words.join(' '))
      return logger
    },
    error: (...words: readonly unknown[]) => {
      warnings.push(words.join(' '))
      return logger
    },
  } as LoggerInterface
  const compiled = compile(spec as never, { logger }).spec
  const svg = await new View(parse(compiled), { renderer: 'none', logger }).toSVG()
  expect(warnings).toEqual([])
  return svg
}

/** Every object in a spec that stands in its data, wherever. */
export function dataOf(spec: unknown): any[] {
  if (typeof spec !== 'object' || spec === null) return []
  if (Array.isArray(spec)) return spec.flatMap(dataOf)
  return Object.entries(spec).flatMap(([key, value]) =>
    key === 'data' ? ((value as { values?: any[] }).values ?? []) : dataOf(value),
  )
}

/** Sets what the API says of the licence of the source with this slug, wherever it stands in an answer. */
export function forbid<T>(data: T, slug: string): T {
  return JSON.parse(JSON.stringify(data), (_key, value) =>
    value?.slug === slug && 'redistributable' in value ? { ...value, redistributable: false } : value,
  )
}
