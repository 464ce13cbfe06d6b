/** What Epoch AI passes on of others is cited as that; what it counts itself is its own. */
import { expect } from 'vitest'
import { test } from '../helpers/db.ts'
import { importText } from '../helpers/releases.ts'

const TABLES: [source: string, text: string][] = [
  [
    'epoch-ai-usage-reports',
    'Company,Active users,Active users time period,Daily tokens,Date,Product\nOpenAI,5,Daily,,12/31/2023,\n',
  ],
  [
    'epoch-ai-revenue-reports',
    'Company,Date,Revenue amount (normalize to annual)\nOpenAI,12/31/2023,2000000000\n',
  ],
  [
    'epoch-ai-compute-spend',
    'Company,Amount,Category,Period type,Date\nOpenAI,5,Inference cloud compute,Year,12/31/2023\n',
  ],
  [
    'epoch-ai-gpu-clusters',
    'Name,Status,H100 equivalents,Country,Owner,First Operational Date,Power Capacity (MW)\nOne,Existing,1,China,,2025,\n',
  ],
]

test('tables of what companies say or others report of them repeat it, and tables of sites do not', async ({
  seeded,
}) => {
  const roles: Record<string, string[]> = {}
  for (const [source, text] of TABLES) {
    await importText(seeded.db, 'epoch-ai', 't.csv', text, { date: '2025-12-14' })
    const rows = await seeded.db.$queryRaw<{ role: string }[]>`
      SELECT DISTINCT t."role"::text AS role FROM "Citation" t JOIN "Claim" c ON c."id" = t."claimId"
      WHERE c."sourceSlug" = ${source} AND t."sourceSlug" = ${source}`
    roles[source] = rows.map((r) => r.role)
  }
  expect(roles).toEqual({
    'epoch-ai-usage-reports': ['REPEATS'],
    'epoch-ai-revenue-reports': ['REPEATS'],
    'epoch-ai-compute-spend': ['REPEATS'],
    'epoch-ai-gpu-clusters': ['ORIGINAL'],
  })
})
