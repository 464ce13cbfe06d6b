/** A page costs a bounded number of SQL statements the first time, and one afterwards. */
import { expect } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { pageOf, SAMPLES } from './world.ts'

test('few statements for a page, whatever it holds; one for what is kept', async ({ serial }) => {
  const { app } = testApp(serial.db)
  const counts: Record<string, number> = {}
  for (const path of SAMPLES) {
    serial.statements()
    await pageOf(app, path)
    counts[path] = serial.statements().length
    await pageOf(app, path)
    expect(serial.statements(), path).toHaveLength(1)
  }
  expect(Object.entries(counts).filter(([, n]) => n > 80)).toEqual([])
})

test('many visitors at once are served by one making', async ({ serial }) => {
  const { app } = testApp(serial.db)
  serial.statements()
  await pageOf(app, '/hubs/guizhou')
  const alone = serial.statements().length
  const pages = await Promise.all(Array.from({ length: 20 }, () => pageOf(app, '/hubs/gansu')))
  expect(new Set(pages).size).toBe(1)
  expect(serial.statements().length).toBeLessThan(alone + 25)
})
