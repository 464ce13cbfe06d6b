/**
 * A made-up market on top of what a fresh start loads, of as many claims as wanted: 40 models to a maker, four offers to a
 * model, five prices to an offer, five claims to a price. Four of these are what four editions of a price file said,
 * one a page that says otherwise all the while; so each edition ended answers and periods of the one before, and each is
 * a revision. The rows are those that an import writes, but for the change log, which no question reads.
 *
 * However many claims there are, a model, a price and a file hold as many as ever: what grows is only the market.
 */
import type pg from 'pg'
import { withoutIndexes } from './indexes.ts'

/** Claims of one model. */
const OF_MODEL = 100
const MODELS_OF_MAKER = 40
/** Models of one price file: of those that there are, none has many more records. */
const MODELS_OF_FILE = 500
const EDITIONS = 4
/** Models that are written at once. */
const AT_ONCE = 1_000

const TABLES = [
  'Model',
  'Alias',
  'Offer',
  'Fact',
  'Price',
  'Claim',
  'Citation',
  'Sighting',
  'ClaimPeriod',
  'Resolution',
]

const BASE = `(SELECT max("number") FROM made_base)`
/** Days before the newest revision of a fresh start on which an edition came out. */
const editionDay = (edition: string) => `((SELECT day FROM made_base) - 400 + 90 * (${edition}))`
const id = (prefix: string, ...parts: string[]) =>
  `'${prefix}_' || substr(md5('made ${prefix} ' || ${parts.join(` || '~' || `)}), 1, 26)`
/** Names that are alike no more than real ones: four syllables of 64, by the hash of a number. */
const syllable = (n: string, place: number) =>
  `substr('babebibobuchachedadedidofafefifogagegigohahehihojajekakekikolalelilolumamemimonanenonupapepipopurarerirosasesisotateti', 1 + 2 * (get_byte(decode(md5('name ' || ${n}), 'hex'), ${place}) % 59), 2)`
const nameOf = (n: string) => `initcap(${[0, 1, 2, 3].map((place) => syllable(n, place)).join(' || ')})`

export const providerSlug = (n: number | string) => `'made-' || to_char(${n}, 'FM000000')`

/**
 * @param client of a database with what a fresh start loads; may be used for nothing else meanwhile.
 * @param claims that the ledger holds in the end, at least.
 * @param at told how far it has come, from 0 to 1.
 */
export async function makeMarket(
  client: pg.Client,
  claims: number,
  at: (stage: string, done: number) => void,
): Promise<void> {
  const { rows } = await client.query('SELECT count(*)::int AS own FROM "Claim"')
  const models = Math.ceil((claims - rows[0].own) / OF_MODEL)
  if (models <= 0) return
  await client.query(`SET session_replication_role = replica; SET synchronous_commit = off; SET TIME ZONE 'UTC';
    SET maintenance_work_mem = '1GB'; SET work_mem = '256MB';
    SET max_parallel_workers_per_gather = 2`)
  await withoutIndexes(client, TABLES, at, async () => {
    await client.query(around(models))
    for (let first = 0; first < models; first += AT_ONCE) {
      at('rows', (0.5 * first) / models)
      const last = Math.min(first + AT_ONCE, models) - 1
      for (const statement of [...modelRows(first, last), ...priceRows()]) await client.query(statement)
    }
  })
  await client.query('RESET session_replication_role')
  at('statistics', 0.95)
  await client.query('VACUUM (ANALYZE)')
  at('', 1)
}

/** Revisions, makers, sources with their editions and ranks. */
function around(models: number): string {
  const makers = Math.ceil(models / MODELS_OF_MAKER)
  const files = Math.ceil(models / MODELS_OF_FILE)
  const kept = `fromRevision", "changedIn`
  return `
  CREATE TEMP TABLE made_base AS SELECT "number", "time", "time"::date AS day, ${makers} AS makers FROM "Revision"
    ORDER BY "number" DESC LIMIT 1;
  CREATE TEMP TABLE made (price text, fact text, offer text, model text, seller text, meter text, place int, own boolean, n int,
    maker int, file text, series text);
  INSERT INTO "Revision" SELECT b."number" + 1 + e, b."time" + e * interval '1 second', 'Edition ' || e || ' of the made-up market.'
    FROM made_base b, generate_series(0, ${EDITIONS - 1}) AS e;
  INSERT INTO "Publisher" ("slug", "name", "kind", "${kept}") SELECT 'made-up', 'Made Up', 'TRACKER', ${BASE} + 1, ${BASE} + 1;
  INSERT INTO "Provider" ("slug", "name", "kinds", "countryCode", "${kept}")
    SELECT ${providerSlug('n')}, ${nameOf(`'provider ' || n`)}, '{LAB}', (ARRAY['CN','US','FR','KR'])[1 + n % 4], ${BASE} + 1, ${BASE} + 1
    FROM generate_series(0, ${makers - 1}) AS n;
  INSERT INTO "Alias" SELECT 'PROVIDER', p."slug", k.kind, k.text, lower(k.text), ${BASE} + 1 FROM "Provider" p,
    LATERAL (VALUES ('KEY', p."slug"), ('NAME', p."name")) AS k(kind, text) WHERE p."fromRevision" = ${BASE} + 1;
  INSERT INTO "Source" ("slug", "title", "kind", "publisherSlug", "url", "${kept}")
    SELECT 'made-file-' || n, 'Made-up price file ' || n, 'DATASET', 'made-up', 'https://example.org/prices/' || n, ${BASE} + 1, ${BASE} + 1
    FROM generate_series(0, ${files - 1}) AS n;
  INSERT INTO "Source" ("slug", "title", "kind", "publisherSlug", "url", "${kept}")
    SELECT 'made-page-' || n, 'Made-up price page ' || n, 'PRICE_PAGE', 'made-up', 'https://example.org/page/' || n, ${BASE} + 1, ${BASE} + 1
    FROM generate_series(0, ${makers - 1}) AS n;
  INSERT INTO "SourceRank" SELECT 'made-file-' || n, 'PRICE', 10, ${BASE} + 1, NULL FROM generate_series(0, ${files - 1}) AS n;
  INSERT INTO "Edition" SELECT ${id('edi', `f`, 'e')}, 'made-file-' || f, ${editionDay('e')}, 'DAY',
      encode(sha256(convert_to('made ' || f || ' ' || e, 'UTF8')), 'hex'), ${BASE} + 1 + e, '{}'
    FROM generate_series(0, ${files - 1}) AS f, generate_series(0, ${EDITIONS - 1}) AS e;`
}

function modelRows(first: number, last: number): string[] {
  const numbers = `generate_series(${first}, ${last}) AS m`
  const slug = `lower(${nameOf('m')}) || '-' || m`
  const maker = `m / ${MODELS_OF_MAKER}`
  const seller = `CASE WHEN o = 0 THEN ${maker} ELSE (${maker} + o * (m % 89 + 1)) % (SELECT makers FROM made_base) END`
  return [
    `INSERT INTO "Model" ("slug", "name", "makerSlug", "openWeights", "fromRevision", "changedIn")
      SELECT ${slug}, ${nameOf('m')} || ' ' || m, ${providerSlug(maker)}, m % 3 = 0, ${BASE} + 1, ${BASE} + 1 FROM ${numbers}`,
    `INSERT INTO "Alias" SELECT 'MODEL', ${slug}, k.kind, k.text, lower(k.text), ${BASE} + 1 FROM ${numbers},
      LATERAL (VALUES ('KEY', ${slug}), ('NAME', ${nameOf('m')} || ' ' || m)) AS k(kind, text)`,
    'TRUNCATE made',
    `INSERT INTO made SELECT ${id('pri', 'm', 'o', 'k')}, NULL, s.seller || '/' || ${slug} || CASE WHEN o = 0 THEN '' ELSE '@' || o END,
        ${slug}, s.seller, k.meter, k.place, o = 0, m * 20 + o * 5 + k.place, ${maker}, 'made-file-' || m / ${MODELS_OF_FILE},
        s.seller || '/' || ${slug} || CASE WHEN o = 0 THEN '' ELSE '@' || o END || '#' || k.meter
      FROM ${numbers}, generate_series(0, 3) AS o, LATERAL (SELECT ${providerSlug(seller)} AS seller) AS s,
        (VALUES ('input', 0), ('output', 1), ('cache-read', 2), ('cache-write', 3), ('output-reasoning', 4)) AS k(meter, place)`,
    `INSERT INTO "Offer" ("slug", "modelSlug", "sellerSlug", "endpoint", "isMakersOwn", "fromRevision")
      SELECT offer, model, seller, CASE WHEN own THEN NULL ELSE 'e' || split_part(offer, '@', 2) END, own, ${BASE} + 1
      FROM made WHERE place = 0`,
  ]
}

/** Of each edition: the claim that it brings, and the end of what the one before brought. */
function priceRows(): string[] {
  const editions = `made, generate_series(0, ${EDITIONS - 1}) AS e`
  const claim = id('clm', 'n', 'e')
  const page = id('clm', 'n', `'page'`)
  const value = `round((1 + n % 97) * (1 - 0.15 * e) * (place + 1) / 4.0, 4)`
  const pageValue = `round((1 + n % 97) * (place + 1) / 4.0, 4)`
  const from = `${editionDay('e')}`
  const until = `${editionDay('e + 1')}`
  const notLast = `e < ${EDITIONS - 1}`
  const periods = (
    columns: (v: { name: string; from: string; to: string; first: string; last: string }) => string,
  ) => [
    // As it was told while it was the newest, and as it is told since it ended.
    `SELECT ${columns({ name: `'open'`, from, to: 'NULL', first: `${BASE} + 1 + e`, last: `CASE WHEN ${notLast} THEN ${BASE} + 2 + e END` })} FROM ${editions}`,
    `SELECT ${columns({ name: `'ended'`, from, to: until, first: `${BASE} + 2 + e`, last: 'NULL::int' })} FROM ${editions} WHERE ${notLast}`,
  ]
  const claimColumns = `"id", "factId", "sourceSlug", "key", "form", "point", "qualifier", "unitCode", "validFrom", "precision", "periodText",
    "basis", "corroboration", "fromRevision", "series"`
  const spread = `LEAST(${value}, ${pageValue}), GREATEST(${value}, ${pageValue}), GREATEST(${value}, ${pageValue}) / LEAST(${value}, ${pageValue}), 'USD/Mtok'`
  return [
    `INSERT INTO "Fact" SELECT price, 'PRICE', ${BASE} + 1 FROM made`,
    `INSERT INTO "Price" ("id", "offerSlug", "meterCode", "modelSlug", "sellerSlug", "sortKey", "fromRevision")
      SELECT price, offer, meter, model, seller, model || '|' || CASE WHEN own THEN 0 ELSE 1 END || '|0|' || offer || '|||||' || place || meter, ${BASE} + 1 FROM made`,
    `INSERT INTO "Claim" (${claimColumns}) SELECT ${claim}, price, file, series || '~' || right(${claim}, 8), 'NUMBER', ${value}, 'EXACT', 'USD/Mtok', NULL,
      'UNDATED', 'as long as the file holds it', 'STATED', 'UNCONFIRMED', ${BASE} + 1 + e, series FROM ${editions}`,
    `INSERT INTO "Claim" (${claimColumns}) SELECT ${page}, price, 'made-page-' || maker, series, 'NUMBER', ${pageValue}, 'EXACT', 'USD/Mtok',
      ${editionDay('0')}, 'DAY', to_char(${editionDay('0')}, '"from "FMDD FMMonth YYYY'), 'STATED', 'UNCONFIRMED', ${BASE} + 1, NULL FROM made`,
    `INSERT INTO "Citation" ("id", "ordinal", "claimId", "sourceSlug", "role", "locator", "fromRevision")
      SELECT ${id('cit', claim)}, 0, ${claim}, file, 'ORIGINAL', series, ${BASE} + 1 + e FROM ${editions}`,
    `INSERT INTO "Citation" ("id", "ordinal", "claimId", "sourceSlug", "role", "accessedOn", "fromRevision")
      SELECT ${id('cit', page)}, 0, ${page}, 'made-page-' || maker, 'ORIGINAL', ${editionDay('0')}, ${BASE} + 1 FROM made`,
    `INSERT INTO "Sighting" ("claimId", "editionId", "fromRevision")
      SELECT ${claim}, ${id('edi', `split_part(file, '-', 3)`, 'e')}, ${BASE} + 1 + e FROM ${editions}`,
    ...periods(
      (v) => `${id('per', 'n', 'e', v.name)}, ${claim}, ${v.from}, ${v.to}::date, ${v.first}, ${v.last}`,
    ).map((select) => `INSERT INTO "ClaimPeriod" ${select}`),
    ...periods(
      (
        v,
      ) => `${id('res', 'n', 'e', v.name)}, price, ${claim}, ${v.from}, ${v.to}::date, 'preference-2', 'RANK',
        'Our editors rank its source 10 for this kind of fact, that of the next best claim 100.', ${v.first}, ${v.last}, ARRAY[${page}], ${spread}`,
    ).map(
      (
        select,
      ) => `INSERT INTO "Resolution" ("id", "factId", "claimId", "validFrom", "validTo", "ruleId", "decidedBy", "reason", "fromRevision",
        "toRevision", "rivalIds", "spreadLow", "spreadHigh", "spreadRatio", "spreadUnit") ${select}`,
    ),
  ]
}
