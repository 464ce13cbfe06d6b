/** Hubs that a file of statistics described after the seeds did: reading the seeds anew must not set them back. */
import type { Tx } from '../../db/client.ts'
import { BY_HAND } from './corrections.ts'
import type { EntityInput, LedgerInput } from './input.ts'

/** Under which a start reads them. */
export const SEEDS_ORIGIN = 'seeds'
const FACTS = 'facts'

/** The hubs of an import, those of the seeds as background where a file has described them since. */
export async function withSeedsBehind(
  tx: Tx,
  { format, origin }: LedgerInput,
  hubs: readonly EntityInput[],
): Promise<readonly EntityInput[]> {
  if (format !== FACTS || origin !== SEEDS_ORIGIN || hubs.length === 0) return hubs
  const rows = await tx.$queryRaw<{ slug: string }[]>`
    SELECT h."slug" FROM "Hub" h JOIN "ImportRun" r ON r."revision" = h."changedIn"
    WHERE h."slug" = ANY(${hubs.map((h) => h.row.slug as string)}) AND r."format" NOT IN (${FACTS}, ${BY_HAND})`
  const described = new Set(rows.map((r) => r.slug))
  return hubs.map((h) => (described.has(h.row.slug as string) ? { ...h, onlyIfAbsent: true } : h))
}
