/** Who draws: not more at a time than the machine bears, and not for ever. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createPainter } from '../../src/charts/painter.ts'
import type { Job } from '../../src/charts/worker.ts'
import { NotReady } from '../../src/errors.ts'

const job = (words: string, more: Partial<Job> = {}): Job => ({
  format: 'svg',
  spec: { data: { values: [{ words }] }, mark: 'text', encoding: { text: { field: 'words' } } } as never,
  caption: { title: words, description: '', notes: [], sources: [], foot: [] },
  look: { language: 'en', width: 320, theme: 'light' },
  ...more,
})

function painterOf(options?: Parameters<typeof createPainter>[0]) {
  const painter = createPainter(options)
  onTestFinished(() => painter.close())
  return painter
}

test('refuses more pictures than may wait, and draws those that do', async () => {
  const painter = painterOf({ queue: 2 })
  const asked = await Promise.allSettled(
    Array.from({ length: 8 }, (_, i) => painter.draw(job(`picture ${i}`))),
  )
  const refused = asked.filter((one) => one.status === 'rejected').map((one) => one.reason)
  expect(refused.length).toBeGreaterThanOrEqual(4)
  for (const reason of refused) expect(reason).toBeInstanceOf(NotReady)
  const drawn = asked
    .filter((one) => one.status === 'fulfilled')
    .map((one) => Buffer.from(one.value).toString())
  expect(drawn.length).toBe(8 - refused.length)
  for (const svg of drawn) expect(svg).toMatch(/^<svg/)
  // And afterwards there is room again.
  expect(Buffer.from(await painter.draw(job('later'))).toString()).toContain('later')
})

test('escapes every text, and leaves out what XML forbids', async () => {
  const evil = '<script>alert(1)</script> & "quoted" \u0008 \ud800 ]]>'
  const caption = { title: evil, description: evil, notes: [evil], sources: [evil, evil], foot: [evil] }
  const svg = Buffer.from(await painterOf().draw(job(evil, { caption }))).toString()
  expect(svg).not.toMatch(/<script|alert\(1\)<\/script/)
  expect(svg).not.toContain('\u0008')
  expect(svg).toContain('script')
  const png = Buffer.from(await painterOf().draw(job(evil, { caption, format: 'png' })))
  expect(png.subarray(1, 4).toString()).toBe('PNG')
})

test('carries the letters of a picture, and none else', async () => {
  const draw = async (words: string) => Buffer.from(await painterOf().draw(job(words))).toString()
  const rangesIn = (svg: string) =>
    [...svg.matchAll(/unicode-range:([^}]*)/g)].flatMap(([, list]) => list!.split(','))
  expect(rangesIn(await draw('ab'))).toEqual(['U+61', 'U+62'])
  expect(new Set(rangesIn(await draw('ab词元')))).toEqual(new Set(['U+61', 'U+62', 'U+8bcd', 'U+5143']))
  expect(await draw('ab词元')).toMatch(
    /@font-face\{font-family:"Noto Sans SC";src:url\(data:font\/woff2;base64,/,
  )
})

test('fails for a spec that cannot be drawn, and goes on', async () => {
  const painter = painterOf()
  const spec = { data: { values: [] }, mark: 'nothing-like-it' } as never
  await expect(painter.draw(job('x', { spec }))).rejects.toThrow()
  expect(Buffer.from(await painter.draw(job('x'))).toString()).toMatch(/^<svg/)
})

/** Takes minutes: each of its points is set against all others. */
const ENDLESS = {
  data: { sequence: { start: 0, stop: 300_000, as: 'a' } },
  transform: [
    { calculate: 'datum.a * 2', as: 'b' },
    { loess: 'b', on: 'a' },
  ],
  mark: 'line',
  encoding: { x: { field: 'a', type: 'quantitative' }, y: { field: 'b', type: 'quantitative' } },
} as never

test('gives up what takes too long, and draws the next', async () => {
  const painter = painterOf({ limitMs: 6_000 })
  await expect(painter.draw(job('long', { spec: ENDLESS }))).rejects.toMatchObject({ code: 'TIMEOUT' })
  expect(Buffer.from(await painter.draw(job('next'))).toString()).toMatch(/^<svg/)
})

test('gives up what takes too much memory, and draws the next', () => {
  // V8 now and then ends the whole process of a thread that reaches its limit, so not this one, and three times at most.
  const child = () =>
    spawnSync(process.execPath, [join(import.meta.dirname, 'draw-too-much.ts')], { encoding: 'utf8' })
  let result = child()
  for (let tries = 1; result.signal === 'SIGABRT' && tries < 3; tries++) result = child()
  expect(result.stdout).toBe('["UNAVAILABLE","<svg"]')
})

test('makes no PNG of a picture that is too high', async () => {
  const painter = painterOf()
  const high = job('high', { caption: { ...job('').caption, notes: Array<string>(900).fill('a note') } })
  expect(Buffer.from(await painter.draw(high)).toString()).toMatch(/^<svg/)
  await expect(painter.draw({ ...high, format: 'png' })).rejects.toMatchObject({ code: 'BAD_ARGUMENT' })
})
