/** The corrections that a revision made on followed facts. */
import { Prisma } from '../../db/generated/client.ts'
import type { Plain } from '../../lib/canonical.ts'
import { quantityOf } from '../read/belief.ts'
import { questionOf } from '../read/describe.ts'
import { plainQuantity, plainWithheld } from '../read/export/plain.ts'
import type { ClaimRow } from '../read/rows.ts'
import type { NewsReaders } from './price-news.ts'

export interface CorrectionNews {
  /** The followed fact. */
  factId: string
  claimIds: string[]
  data: Plain
}

interface Row {
  id: string
  claimId: string
  successorId: string | null
  reason: string
  note: string
  redactedIn: number | null
  factId: string
}

export async function correctionNews(
  { tx, read, withheldBy }: NewsReaders,
  factIds: readonly string[],
): Promise<CorrectionNews[]> {
  const rows = await tx.$queryRaw<Row[]>(Prisma.sql`
    SELECT o."id", o."claimId", o."successorId", o."reason", o."note", o."redactedIn", c."factId" FROM "Correction" o
    JOIN "Claim" c ON c."id" = o."claimId"
    WHERE o."fromRevision" = ${read.asOf.revision} AND c."factId" = ANY(${[...factIds]}) ORDER BY o."id"`)
  return Promise.all(
    rows.map(async ({ id, claimId, successorId, reason, note, redactedIn, factId }) => {
      const claimIds = successorId ? [claimId, successorId] : [claimId]
      const [fact, before, after, licence] = await Promise.all([
        read.fact(factId),
        read.claim.load(claimId),
        successorId ? read.claim.load(successorId) : null,
        withheldBy(claimIds),
      ])
      const claim = (c: ClaimRow) => ({
        claimId: c.id,
        factId: c.factId,
        ...(licence ? {} : { value: plainQuantity(quantityOf(c) ?? NO_NUMBER), text: c.text }),
        form: c.form,
        period: c.periodText,
      })
      return {
        factId,
        claimIds,
        data: {
          correctionId: id,
          factId,
          question: await questionOf(read, fact!),
          reason,
          before: claim(before!),
          after: after && claim(after),
          ...(licence ? { withheld: plainWithheld(licence) } : { note: redactedIn === null ? note : null }),
        },
      }
    }),
  )
}

const NO_NUMBER = { low: null, point: null, high: null, qualifier: null, unitCode: null }
