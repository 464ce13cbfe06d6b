/** From a chart's answer to its picture, its table and its spec. */
import type { TopLevelSpec } from 'vega-lite'
import type { Chart, Look, Table } from './chart.ts'
import { captionOf, type Drawn, sourceLines } from './frame.ts'
import { roomOf, themed } from './theme.ts'
import type { Job } from './worker.ts'

/** What one question has given. */
export interface Answered {
  chart: Chart<never>
  data: unknown
  table: Table
  revision: Drawn
}

export function titleOf({ chart, data }: Answered, { language }: Pick<Look, 'language'>): string {
  return chart.titleOf?.(data as never, language) ?? chart.title[language]
}

export function jobOf(answered: Answered, look: Look, format: Job['format']): Job {
  const { chart, data, table, revision } = answered
  const description = chart.description[look.language]
  return {
    ...{ format, look },
    spec: themed(chart.spec(table, data as never, look), look),
    caption: captionOf({ title: titleOf(answered, look), description, table, revision }, look.language),
  }
}

/** The picture as a spec that any Vega-Lite draws, its data and its captions within. */
export function specOf(answered: Answered, look: Look): TopLevelSpec {
  const { spec, caption } = jobOf(answered, look, 'svg')
  const subtitle = [
    ...caption.notes,
    ...sourceLines(caption.sources, look.language, roomOf(look)),
    ...caption.foot,
  ]
  return {
    ...spec,
    title: { text: caption.title, subtitle },
    description: caption.description,
  } as TopLevelSpec
}
