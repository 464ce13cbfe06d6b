/** Lines of text fit the picture. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cut, textWidth, wrap } from '../../src/charts/text-width.ts'

test('Chinese fills squares, Latin does not', () => {
  expect(textWidth('词元', 10)).toBe(20)
  expect(textWidth('ii', 10)).toBeLessThan(textWidth('mm', 10))
})

test('no line is wider than asked for, and no letter is lost', () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab W词元，。 (1)'), maxLength: 80 })
  fc.assert(
    fc.property(text, fc.integer({ min: 40, max: 300 }), (words, width) => {
      const lines = wrap(words, 11, width)
      for (const line of lines) expect(textWidth(line, 11)).toBeLessThanOrEqual(width)
      expect(lines.join('').replaceAll(' ', '')).toBe(words.replaceAll(' ', ''))
    }),
  )
})

test('no line begins with what closes a sentence', () => {
  for (let width = 30; width < 120; width++)
    for (const line of wrap('来源称“超过”或“不到”。来源称，超过。', 10, width).slice(1))
      expect(line).not.toMatch(/^[，。]/)
})

test('what is cut says so', () => {
  expect(cut('short', 11, 100)).toBe('short')
  const long = cut('a very long text that does not fit', 11, 100)
  expect(long).toMatch(/\.\.\.$/)
  expect(textWidth(long, 11)).toBeLessThanOrEqual(100)
})
