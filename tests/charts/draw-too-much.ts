/** A process of its own that draws more than its thread may hold, and then something small; prints what came of both. */
import { createPainter } from '../../src/charts/painter.ts'
import type { Job } from '../../src/charts/worker.ts'
import { AppError } from '../../src/errors.ts'

const job = (spec: unknown): Job => ({
  ...{ format: 'svg', spec: spec as never, look: { language: 'en', width: 320, theme: 'light' } },
  caption: { title: 'x', description: '', notes: [], sources: [], foot: [] },
})

// Little by little: one array beyond the limit would end the whole process, whatever thread it is in.
const transform = Array.from({ length: 150 }, (_, i) => ({
  calculate: `'a text of some length, ${i} of ' + datum.data`,
  as: `text${i}`,
}))
const large = { data: { sequence: { start: 0, stop: 20_000 } }, transform, mark: 'point', encoding: {} }

const painter = createPainter({ heapMb: 128 })
const refused = await painter.draw(job(large)).then(
  () => 'drawn',
  (error) => (error instanceof AppError ? error.code : String(error)),
)
const next = await painter.draw(job({ data: { values: [{ a: 1 }] }, mark: 'point' }))
process.stdout.write(JSON.stringify([refused, Buffer.from(next).toString().slice(0, 4)]))
await painter.close()
