/** Keys of this installation: made once by whoever is first, kept in the database, never shown and never logged. */
import { randomBytes } from 'node:crypto'
import type { Db } from '../../db/client.ts'

const BYTES = 32

/** The secret of a name. Processes that need it for the first time at once agree, for the first row stays. */
export async function secretOf(db: Db, name: string): Promise<Uint8Array> {
  const find = () => db.secret.findUnique({ where: { name } })
  const known = await find()
  if (known) return known.value
  await db.secret.createMany({ data: { name, value: randomBytes(BYTES) }, skipDuplicates: true })
  return (await find())!.value
}
