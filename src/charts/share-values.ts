/** What a panel of shares draws: where each dot stands, how it looks, and which of them a line joins. */
import type { Look } from './chart.ts'
import { place, signed } from './cited.ts'
import { CROSSED, coloursOf } from './drawing.ts'
import type { SharePanel, SharePoint } from './usage-share.ts'

/** Of panels with a single dot, and of others. */
const HEIGHTS = [56, 96] as const

/** How the dots of a group look, by its slug. */
export type Styles = ReadonlyMap<string, { shape: string; colour: string; words: string }>

export interface Value {
  subject: string
  coverage: string
  metric: string
  precision: string
  from: string
  to: string
  at: string
  value: number
  text: string
  shape: string
  stroke: string
  fill: string
  size: number
  joined: boolean
}

export function drawn(point: SharePoint, panel: SharePanel, styles: Styles, look: Look): Value {
  const { claim, subject, preferred, doubted, precision, from, to } = point
  const { shape, colour } = styles.get(subject.slug)!
  const middle = (Date.parse(from) + Date.parse(to)) / 2
  return {
    ...{ subject: subject.slug, coverage: point.coverage, metric: panel.metric.code },
    ...{ precision, from, to, at: new Date(middle).toISOString() },
    ...{ value: place(claim.value), text: `${signed(claim.value, look.language)}%` },
    ...{ shape: doubted ? CROSSED : shape, stroke: colour },
    fill: preferred && !doubted ? colour : coloursOf(look).page,
    // A ring around what is preferred, where both say the same.
    size: preferred || doubted ? 62 : 150,
    joined: preferred && !doubted,
  }
}

export const heightOf = (values: readonly Value[]) => HEIGHTS[values.length > 1 ? 1 : 0]

/** The preferred values of one subject over periods of one length, oldest first; what a check finds wrong joins nothing. */
export function linesOf(values: readonly Value[]): Value[][] {
  const series = Map.groupBy(
    values.filter(({ joined }) => joined),
    ({ subject, precision }) => `${subject} ${precision}`,
  )
  return [...series.values()].filter((points) => points.length > 1)
}
