/** The answer that a chart is drawn from: asked as of a revision, or kept in a receipt. */

import type { Answered } from '../charts/picture.ts'
import { markWithheld } from '../charts/withhold.ts'
import type { AsOf } from '../db/as-of.ts'
import type { Db } from '../db/client.ts'
import { findRevision, newestOf } from '../domain/read/revisions.ts'
import type { Receipts } from '../domain/receipts/receipts.ts'
import { AppError } from '../errors.ts'
import { createShelf, type Shelf } from '../lib/shelf.ts'
import type { Ask, Behalf } from './ask.ts'
import type { ChartAsked } from './chart-parameters.ts'

/** What a chart was drawn from, and the question that gave it. */
export interface ChartAnswer extends Answered {
  variables: Record<string, unknown>
}

export interface ChartSources {
  db: Db
  ask: Ask
  receipts: Receipts
  /** One answer serves all pictures and tables of a chart, in any look, and is charged once. */
  answers: Shelf<ChartAnswer>
}

/** Answers that are kept; each holds some hundred kilobytes. */
const ANSWERS = 16

export const createAnswers = () => createShelf<ChartAnswer>({ max: ANSWERS })

/** Which states of the ledger a picture depends on. */
export interface Standing {
  /** Drawn from. */
  at: AsOf
  /** Licences are those of the newest, too. */
  newest: AsOf
  /** Reads what a receipt holds. @throws AppError WITHHELD. */
  kept: (() => Promise<Pick<ChartAnswer, 'data' | 'variables'>>) | null
}

/** @throws AppError UNKNOWN_REVISION, NOT_FOUND, WITHHELD, UNAVAILABLE. */
export async function standingOf(
  { asOf, receipt, chart }: ChartAsked,
  { db, receipts }: ChartSources,
): Promise<Standing> {
  const newest = await newestOf(db)
  if (receipt === null) {
    const at =
      asOf === null || asOf === newest.revision
        ? newest
        : await findRevision(db, { revision: asOf }, newest.time)
    return { at, newest, kept: null }
  }
  const found = await receipts.head(receipt)
  if (!found)
    throw new AppError(
      'NOT_FOUND',
      'There is no such receipt; give its id as it was told, rcp_ and 26 characters.',
    )
  if (found.query.trim() !== chart.query.trim())
    throw new AppError(
      'BAD_ARGUMENT',
      `This receipt keeps the answer to another question than that of the chart ${chart.name}. The answer itself stands at /receipts/${receipt}.`,
    )
  if (found.redactedIn !== null) throw withheld(found.redactedIn)
  const { number, time } = await receipts.revision(found)
  const kept = async () => {
    const whole = await receipts.find(receipt)
    // It may have been taken away since.
    if (!whole?.body) throw withheld(whole?.redactedIn ?? newest.revision)
    const { data } = JSON.parse(Buffer.from(whole.body).toString('utf8')) as { data: unknown }
    return { data, variables: (whole.variables ?? {}) as Record<string, unknown> }
  }
  return { at: { revision: number, time }, newest, kept }
}

const withheld = (revision: number) =>
  new AppError(
    'WITHHELD',
    `The answer of this receipt was withheld on legal demand, in revision ${revision}.`,
  )

/** @throws AppError also of the chart, where what was chosen does not exist. */
export function answerOf(
  asked: ChartAsked,
  standing: Standing,
  sources: ChartSources,
  behalf: Behalf,
): Promise<ChartAnswer> {
  const { chart, chosen, receipt } = asked
  const { at, newest } = standing
  const key = JSON.stringify([chart.name, chosen, receipt, at.revision, newest.revision])
  return sources.answers(key, () => answered(asked, standing, sources, behalf))
}

async function answered(
  { chart, chosen }: ChartAsked,
  { at, newest, kept }: Standing,
  { db, ask }: ChartSources,
  behalf: Behalf,
): Promise<ChartAnswer> {
  const stored = await kept?.()
  const variables = stored?.variables ?? chart.variables(chosen)
  const data = stored?.data ?? (await ask({ query: chart.query, variables }, behalf, at.revision)).data
  await markWithheld(db, data, at.revision === newest.revision ? [at] : [at, newest])
  return {
    ...{ chart, data, variables, table: chart.table(data as never) },
    revision: { number: at.revision, time: at.time.toISOString() },
  }
}
