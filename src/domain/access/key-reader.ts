/** Keys and their log as the API lists them, in batches of one request. */
import DataLoader from 'dataloader'
import type { Db } from '../../db/client.ts'
import { Prisma } from '../../db/generated/client.ts'
import type { ListQuery } from '../../db/page.ts'
import type { KeyEvent } from './key-events.ts'
import { INFO, type KeyInfo } from './keys.ts'

const { sql } = Prisma

/** All keys, oldest first. */
export const KEY_LIST: ListQuery = {
  name: 'keys',
  key: sql`k."id"`,
  from: sql`"ApiKey" k`,
  where: [],
  order: [
    { expression: sql`(extract(epoch FROM k."createdAt") * 1000)`, type: 'numeric' },
    { expression: sql`k."id"`, type: 'text' },
  ],
}

export interface KeyReader {
  key: DataLoader<string, KeyInfo | null>
  /** Of a key, newest first: each of the few things that can be done to one, once. */
  events: DataLoader<string, KeyEvent[]>
}

/** Nothing is kept: the same request may change a key and read it again. */
export function keyReader(db: Db): KeyReader {
  return {
    key: new DataLoader(
      async (ids) => {
        const rows = await db.apiKey.findMany({ where: { id: { in: [...ids] } }, select: INFO })
        const byId = new Map(rows.map((row) => [row.id, row]))
        return ids.map((id) => byId.get(id) ?? null)
      },
      { cache: false },
    ),
    events: new DataLoader(
      async (ids) => {
        const rows = await db.keyEvent.findMany({
          where: { keyId: { in: [...ids] } },
          orderBy: [{ at: 'desc' }, { action: 'desc' }, { id: 'asc' }],
        })
        const byKey = Map.groupBy(rows, (row) => row.keyId)
        return ids.map((id) => byKey.get(id) ?? [])
      },
      { cache: false },
    ),
  }
}
