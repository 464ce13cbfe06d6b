/** Releases whose day is a guess, or was told wrongly at first: nobody decides by it. */
import { expect, test, vi } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { emberText, importText, standingOf } from '../helpers/releases.ts'
import { seededDb } from '../helpers/seeded.ts'

vi.setConfig({ testTimeout: 120_000 })

const SOURCE = 'ember-wholesale-monthly'
const prices = (db: Db, price: string, date?: string) =>
  importText(db, 'ember', 'prices.csv', emberText({ '2024-11': price }), date === undefined ? {} : { date })
const stands = async (db: Db) => (await standingOf(db, SOURCE))['DNK.2024-11']![0]

test('a guessed day does not give way to an older one: both are asked for', async () => {
  const db = await seededDb()
  // Really of July 2025; its newest month makes it November 2024.
  await prices(db, '95.79')
  await expect(prices(db, '96.58', '2025-06-03')).rejects.toThrow(/nothing tells for sure.*--date/s)
  expect(await stands(db)).toBe('95.79')
  expect((await prices(db, '95.79', '2025-07-03')).counts).toMatchObject({ unchanged: 1 })
  expect((await prices(db, '96.58', '2025-06-03')).counts).toMatchObject({ outdated: 1, revised: 0 })
  expect(await stands(db)).toBe('95.79')
})

test('a day that was mistyped counts no more once it is told rightly', async () => {
  const db = await seededDb()
  await prices(db, '95.79', '2026-10-03')
  expect((await prices(db, '90', '2026-09-03')).counts).toMatchObject({ outdated: 1 })
  await prices(db, '95.79', '2026-08-03')
  expect((await prices(db, '90', '2026-09-03')).counts).toMatchObject({ revised: 1 })
  expect(await stands(db)).toBe('90')
})

test('what is known already can come without a day, any number of times', async () => {
  const db = await seededDb()
  await prices(db, '95.79', '2025-07-03')
  const text = `${emberText({ '2024-11': '95.79' })}\n`
  const again = () => importText(db, 'ember', 'again.csv', text)
  expect((await again()).counts).toMatchObject({ unchanged: 1 })
  expect((await again()).revision).toBeNull()
  // It tells nothing about which is newer, for the sure one is.
  expect((await prices(db, '90', '2025-08-03')).counts).toMatchObject({ revised: 1 })
})
