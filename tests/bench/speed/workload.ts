/** What a question is, to each contender, and how the same is read from each answer. */

type Variables = Record<string, unknown>
/** Texts and numbers of an answer in its order, from which shape and names of a contender are gone. */
export type Told = (string | number | null)[][]

export interface Asked {
  query: string
  /** By the same picks as for all others. */
  variables(pick: Pick): Variables
  told(data: any): Told
}

export interface Workload {
  name: string
  title: string
  /** A hot list, for which the bar is twice PostGraphile. */
  hot: boolean
  picks: readonly Pick[]
  ours: Asked
  postgraphile: Asked
  /** One flat hand-written statement; `told` reads what its server answers. */
  sql?: {
    text: string
    values(pick: Pick): unknown[]
    /** Rows into the shape of our answer. */
    nest(rows: any[]): unknown
  }
}

/** What a question asks for: the name of a model, an id, a cursor. */
export type Pick = Readonly<Record<string, any>>

/**
 * Stands in each question for what makes it unlike any other. The field that takes it is never executed, so that the
 * question costs the same each time, while an answer kept for another is never right for it.
 */
export const UNIQUE = '@@@@@@@@@@@@'

/** The body of a question, whose unlike part is still to be filled in. */
export function bodyOf(asked: Asked, pick: Pick, now: string): string {
  return JSON.stringify({
    query: asked.query,
    variables: { ...asked.variables({ ...pick, now }), u: UNIQUE },
  })
}

export const number = (text: string | number | null | undefined) =>
  text === null || text === undefined ? null : Number(text)
