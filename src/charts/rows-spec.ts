/** The picture of one value and its rivals: a row for each source. */
import type { TopLevelSpec } from 'vega-lite'
import type { Look } from './chart.ts'
import { type ClaimData, ownSource, type Series } from './claims.ts'
import { paletteOf } from './palette.ts'
import { cut } from './text-width.ts'
import { roomOf, SMALL } from './theme.ts'
import { labelsInWords, periodWords, quantityWords } from './words.ts'

/** @param unit of the values, in words. */
export function rowsSpec({ history, rivals }: Series, unit: string, look: Look): TopLevelSpec {
  const { kinds, page, ink, soft } = paletteOf(look)
  const [own, other] = kinds as [string, string]
  const rows = [
    ...history.map((claim) => rowOf(claim, true, look)),
    ...rivals.map((claim) => rowOf(claim, false, look)),
  ].map((row, index) => ({ ...row, index }))
  const most = Math.max(...rows.map(({ high }) => high), 0)
  const byRole = { test: 'datum.preferred', value: own }
  const line = (field: string, color: string, fontSize: number, yOffset: number) => ({
    mark: { type: 'text', align: 'left', baseline: 'middle', color, fontSize, yOffset },
    encoding: { x: { value: 0 }, text: { field } },
  })
  return {
    data: { values: rows as never },
    height: { step: 54 },
    encoding: {
      y: { field: 'index', type: 'ordinal', axis: null },
      x: {
        field: 'value',
        type: 'quantitative',
        scale: { domain: [Math.min(0, ...rows.map(({ low }) => low)), most * 1.02 || 1], nice: false },
        axis: {
          ...{ title: unit, labelExpr: labelsInWords(look.language), labelFlush: true },
          tickCount: look.width < 480 ? 3 : 6,
        },
      },
    },
    layer: [
      {
        mark: { type: 'bar', height: 10, yOffset: 16, strokeWidth: 1.6 },
        encoding: {
          fill: { condition: byRole, value: page },
          stroke: { condition: byRole, value: other },
        },
      },
      {
        transform: [{ filter: 'datum.low < datum.high' }],
        mark: { type: 'rule', color: ink, strokeWidth: 2, yOffset: 16 },
        encoding: { x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' } },
      },
      line('words', ink, 13, -16),
      line('from', soft, SMALL, 0),
    ],
  } as TopLevelSpec
}

function rowOf(claim: ClaimData, preferred: boolean, look: Look) {
  const { low, point, high } = claim.value!
  const value = Number(point ?? low ?? high)
  const from = `${periodWords(claim, look.language)}; ${ownSource(claim)?.title ?? ''}`
  return {
    ...{ preferred, value, low: Number(low ?? value), high: Number(high ?? value) },
    words: quantityWords(claim.value!, look.language),
    // Vega would make the plot smaller for what is wider.
    from: cut(from, SMALL, roomOf(look) - 12),
  }
}
