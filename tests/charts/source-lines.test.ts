/** The line of sources under a picture: as many as fit, found without trying all. */
import { expect, test } from 'vitest'
import { sourceLines } from '../../src/charts/frame.ts'
import { wrap } from '../../src/charts/text-width.ts'
import { SMALL } from '../../src/charts/theme.ts'

const named = (count: number, words: string) => Array.from({ length: count }, (_, i) => `${words}${i}`)

test('shows all that fit, and not one more, however short they are', () => {
  for (const words of ['i', 'Report of an office, ', '年度报告：', 'a  b  c  d '])
    for (const width of [280, 760, 1560])
      for (const count of [1, 3, 90, 400]) {
        const sources = named(count, words)
        const text = sourceLines(sources, 'en', width).join(' ')
        const more = Number(/; and (\d+) more$/.exec(text)?.[1] ?? 0)
        const most = width < 460 ? 5 : 4
        const lines = (shown: number) => {
          const rest = shown < count ? `; and ${count - shown} more` : ''
          const lead = `Source${count > 1 ? 's' : ''}: `
          return wrap(lead + sources.slice(0, shown).join('; ') + rest, SMALL, width).length
        }
        const shown = count - more
        expect(lines(shown)).toBeLessThanOrEqual(most)
        for (let next = shown + 1; next <= Math.min(count, shown + 40); next++)
          expect(lines(next)).toBeGreaterThan(most)
      }
})

test('does not look at those that cannot fit any more, however many there are', () => {
  const looked = new Set<PropertyKey>()
  const sources = new Proxy(named(4_000, 'Bureau of Statistics, yearbook of the year '), {
    get(all, key) {
      looked.add(key)
      return Reflect.get(all, key)
    },
  })
  expect(sourceLines(sources, 'en', 760).join(' ')).toMatch(/; and 39\d\d more$/)
  expect([...looked].filter((key) => /^\d+$/.test(String(key))).length).toBeLessThan(100)
})
