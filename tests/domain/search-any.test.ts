/** Searches find what one plain statement finds that looks at every name, on names and texts made at random. */
import fc from 'fast-check'
import pg from 'pg'
import { expect } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { type Hit, type Search, searchLoader } from '../../src/domain/read/search.ts'
import { fold } from '../../src/lib/text.ts'
import { test } from '../helpers/db.ts'

/** What a search is: this decides, and `searchLoader` is quicker. */
const DEFINITION = `SELECT entity, key, matched, score FROM (
    SELECT DISTINCT ON (a."entity", a."key") a."entity", a."key", a."text" AS matched, CASE
      WHEN a."folded" = $1 THEN 1.0 WHEN a."folded" LIKE $2 || '%' THEN 0.9
      WHEN a."folded" LIKE '%' || $2 || '%' THEN 0.8 ELSE similarity(a."folded", $1) * 0.7 END::float8 AS score
    FROM "Alias" a WHERE $1 <> '' AND (a."folded" LIKE '%' || $2 || '%' OR a."folded" % $1) AND a."fromRevision" <= $4
    ORDER BY a."entity", a."key", score DESC, a."text"
  ) AS hits ORDER BY score DESC, entity, key LIMIT $3`

const joined = (parts: fc.Arbitrary<string>, glue: string, minLength: number, maxLength: number) =>
  fc.array(parts, { minLength, maxLength }).map((all) => all.join(glue))
const syllable = fc.constantFrom(
  ...["ba be bo da de du ki ko li lo 1 2.5 - V3 ａ 中 国 智谱 贵州 % _ \\ '".split(' '), ' '].flat(),
)
// Words of one and two letters share two trigrams, three or none: likenesses of any size, three tenths among them.
const word = fc.constantFrom(...'abcdefghijklm', ...['no', 'pq', 'rs', 'tu', 'vw', 'xy', '云', '算'])
const syllables = (min: number, max: number) => joined(syllable, '', min, max)
const words = (min: number, max: number) => joined(word, ' ', min, max)
// As long as a name like five of its words can be.
const letters = (minLength: number, maxLength: number) =>
  fc.shuffledSubarray([...'αβγδεζηθικλμνξοπρσ'], { minLength, maxLength }).map((all) => all.join(' '))
const name = fc.oneof(
  ...[syllables(1, 4), syllables(3, 9), syllables(10, 40), words(1, 7), words(8, 17), letters(14, 17)],
)

const revision = fc.integer({ min: 1, max: 3 })
const entity = fc.constantFrom('MODEL', 'PROVIDER', 'SOURCE')
const key = joined(fc.constantFrom(...'ba be bo de du ki ko lo v3 1 4 20'.split(' ')), '-', 1, 5)
const thing = fc.record({ entity, key, fromRevision: revision })
const THINGS = fc.sample(thing, { numRuns: 500, seed: 2 })
/** Most real names are their key with capitals and spaces, and these may be older or newer than it here. */
const row = fc
  .record({
    thing: fc.constantFrom(...THINGS),
    kind: fc.constantFrom('NAME', 'ALIAS'),
    text: fc.option(name, { freq: 3, nil: undefined }),
    fromRevision: revision,
  })
  .map(({ thing, kind, text, fromRevision }) => {
    const { entity, key } = thing
    return { entity, key, kind, text: text ?? key.replaceAll('-', ' ').toUpperCase(), fromRevision }
  })
const ROWS = [
  ...THINGS.map((t) => ({ ...t, kind: 'KEY', text: t.key })),
  ...fc.sample(row, { numRuns: 2_000, seed: 3 }),
]

/** Of names that there are, whole or a piece, as they are or with one character more, less or another. */
const spelt = fc
  .tuple(fc.constantFrom(...ROWS), fc.nat(), fc.integer({ min: 2, max: 30 }), fc.nat(), syllable, fc.nat(2))
  .map(([{ text }, from, length, at, other, how]) => {
    const begin = from % 3 === 0 ? from % text.length : 0
    const piece = text.slice(begin, begin + length)
    const place = at % (piece.length + 1)
    return how === 0 ? piece : piece.slice(0, place) + other + piece.slice(place + how - 1)
  })
const text = fc.oneof(spelt, syllables(0, 4), syllables(2, 9), words(1, 5), words(4, 9), letters(3, 6))
const searches = fc.uniqueArray(fc.record({ text, first: fc.constantFrom(1, 2, 5, 10, 20, 50) }), {
  minLength: 1,
  maxLength: 5,
  selector: ({ text, first }) => `${first} ${text}`,
})

async function write(client: pg.Client): Promise<void> {
  const rows = ROWS.map((r) => ({ ...r, folded: fold(r.text) }))
  await client.query('BEGIN; SET CONSTRAINTS ALL DEFERRED')
  await client.query(
    `INSERT INTO "Alias" SELECT * FROM jsonb_populate_recordset(NULL::"Alias", $1) ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  )
  await client.query(
    `INSERT INTO "Revision" ("number", "time", "summary") SELECT n, now() + n * interval '1 s', 'Names.'
     FROM generate_series(1, 3) AS n`,
  )
  await client.query('COMMIT')
}

async function check(db: Db, client: pg.Client, asked: Search[], revision: number) {
  const loader = searchLoader(db, { revision, time: new Date() })
  const found = await Promise.all(asked.map((search) => loader.load(search)))
  for (const [i, { text, first }] of asked.entries()) {
    const folded = fold(text).slice(0, 100)
    const literal = folded.replaceAll(/[\\%_]/g, (c) => `\\${c}`)
    const { rows } = await client.query<Hit>(DEFINITION, [folded, literal, first, revision])
    expect(found[i], `${first} of ${JSON.stringify(text)} in ${revision}`).toEqual(rows)
  }
  return found
}

test('whatever is searched, the hits are those of a look at every name, with their scores and in their order', async ({
  empty,
}) => {
  const client = new pg.Client({ connectionString: empty.url })
  await client.connect()
  const met = new Map<string, number>()
  const meet = (what: string) => met.set(what, (met.get(what) ?? 0) + 1)
  try {
    await write(client)
    await fc.assert(
      fc.asyncProperty(searches, fc.integer({ min: 1, max: 3 }), async (asked, revision) => {
        const found = await check(empty.db, client, asked, revision)
        for (const [i, { text, first }] of asked.entries()) {
          const hits = found[i]!
          const alike = hits.filter((h) => h.score < 0.75)
          meet(hits.length === 0 ? 'none' : hits.length === first ? 'all that were asked for' : 'few')
          if (alike.length && alike.length < hits.length) meet('parts and alike')
          const { rows } = await client.query('SELECT cardinality(show_trgm($1)) AS grams', [fold(text)])
          if (alike.length) meet(rows[0].grams > 10 ? 'alike to a long text' : 'alike to a short one')
          if (alike.some((h) => Math.abs(h.score - 0.21) < 1e-6)) meet('no more than alike')
          if (alike.some((h) => h.matched.split(' ').length === 16)) meet('as long as can be')
          for (const { score } of hits) if (score > 0.75) meet(`score ${score}`)
        }
      }),
      { numRuns: 150 },
    )
  } finally {
    await client.end()
  }
  for (const what of [
    ...[
      'none',
      'few',
      'all that were asked for',
      'parts and alike',
      'alike to a long text',
      'alike to a short one',
    ],
    ...['no more than alike', 'as long as can be', 'score 1', 'score 0.9', 'score 0.8'],
  ])
    expect(met.get(what) ?? 0, `${what}; met: ${JSON.stringify([...met])}`).toBeGreaterThan(3)
})
