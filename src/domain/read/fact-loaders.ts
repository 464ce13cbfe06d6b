/** Loaders of facts by their ids, one for each kind. */
import { type AsOf, appearedBy } from '../../db/as-of.ts'
import type { Db } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import { givenKeys } from '../../db/given.ts'
import { KIND_NAMES } from '../../kinds/facts.ts'
import type { FactKind } from '../../kinds/vocabulary.ts'
import { byKey, type Joint, type Loader } from './batch.ts'
import { factColumns } from './fact-items.ts'
import type { FactRow } from './rows.ts'

export function factLoaders(
  db: Db,
  asOf: AsOf,
  jointly?: (name: string) => Joint,
): { [K in FactKind]: Loader<FactRow | null> } {
  const load = (kind: FactKind) =>
    byKey<FactRow>(
      (ids) => db.$queryRaw<FactRow[]>`
        SELECT ${kind}::text AS kind, ${Prisma.raw(factColumns(kind))} FROM ${Prisma.raw(`"${KIND_NAMES[kind]}"`)} f
        WHERE f."id" = ANY(${givenKeys(ids)}) AND ${appearedBy('f', asOf)}`,
      (row) => row.id,
      undefined,
      jointly?.(`fact ${kind}`),
    )
  return {
    PRICE: load('PRICE'),
    ENERGY_RATE: load('ENERGY_RATE'),
    TOKEN_USAGE: load('TOKEN_USAGE'),
    INDICATOR: load('INDICATOR'),
    ASSERTION: load('ASSERTION'),
  }
}
