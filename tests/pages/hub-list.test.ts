/** The list of hubs: all with the national ones first, or those of a kind by their power. */
import { expect } from 'vitest'
import { testApp } from '../helpers/app.ts'
import { test } from '../helpers/db.ts'
import { pageOf, visible } from './world.ts'

const hubsOf = (page: string) =>
  [...page.matchAll(/<th scope="row"><a href="[^"]*\/hubs\/([^"]+)"/g)].map((m) => m[1])

test('all hubs begin with the national ones, under the map of their flows', async ({ seeded }) => {
  const page = await pageOf(testApp(seeded.db).app, '/hubs')
  expect(hubsOf(page).slice(0, 2)).toEqual(['beijing-tianjin-hebei', 'chengdu-chongqing'])
  expect(page).toContain('/charts/computing-hubs.svg')
})

test('data centres stand in the order of their power, which is told', async ({ seeded }) => {
  const { app } = testApp(seeded.db)
  const page = await pageOf(app, '/hubs?kind=DATA_CENTRE')
  const told = [...visible(page).matchAll(/([\d,.]+) megawatts/g)].map((m) =>
    Number(m[1]!.replaceAll(',', '')),
  )
  expect(told.length).toBeGreaterThan(10)
  expect(told).toEqual(told.toSorted((a, b) => b - a))
  expect(hubsOf(page)).toHaveLength(told.length)
  // The map is of China's hubs only.
  expect(page).not.toContain('<img src="/charts/computing-hubs.svg')
  expect(visible(await pageOf(app, '/zh/hubs?kind=DATA_CENTRE'))).toContain('功率或集群')
})
