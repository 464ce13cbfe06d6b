/** Carbon intensities of grids that come with the project, in the optional npm package @tgwf/co2. */
import { createRequire } from 'node:module'
import type { InputFile } from '../market/types.ts'

/**
 * The package's version that this file knows, and the day of its data: that of the newest entry of its changelog that
 * brought any.
 */
export const CO2_PACKAGE = { version: '0.19.0', date: '2026-02-26' } as const

export const CO2_ORIGIN = `@tgwf/co2 ${CO2_PACKAGE.version}`

/** The two collections in it, each the data of another publisher under another licence. */
export const CO2_COLLECTIONS = ['averageIntensity', 'electricityMaps'] as const

/** @returns null where the package was left out of the installation. */
export function readCo2Package(collection: (typeof CO2_COLLECTIONS)[number]): InputFile[] | null {
  const require = createRequire(import.meta.url)
  let data: Record<string, unknown>
  try {
    data = require('@tgwf/co2/data') as Record<string, unknown>
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return null
    throw error
  }
  // JSON writes the shortest digits that give the same double, which are upstream's.
  const json = JSON.stringify({ [collection]: data[collection] })
  return [{ path: `co2-js-${CO2_PACKAGE.version}.${collection}.json`, bytes: new TextEncoder().encode(json) }]
}
