/** Epoch AI's tables made up for tests: read from their text, and told in lines. */
import { readCountryNames } from '../../src/ingest/statistics/country-names.ts'
import type { ParsedRelease } from '../../src/ingest/statistics/types.ts'
import { formatOf } from './releases.ts'

export const parseEpoch = (text: string): ParsedRelease =>
  formatOf('epoch-ai').parse(
    [{ path: 'table.csv', bytes: new TextEncoder().encode(text) }],
    readCountryNames(),
  )

/** The claims about sites: `site.power | 2 MW | release | ESTIMATED`. */
export const siteClaims = (release: ParsedRelease) =>
  release.records.flatMap((r) =>
    r.claims.map((c) =>
      [
        c.key,
        c.text ?? `${c.value!.point} ${c.unit}`,
        typeof c.valid === 'symbol' ? 'release' : JSON.stringify(c.valid),
        c.basis,
      ].join(' | '),
    ),
  )

/** Why records were kept aside, with a question mark, and what is wrong with them. */
export const aside = (release: ParsedRelease) =>
  release.records.flatMap((r) => [...(r.quarantine ? [`? ${r.quarantine}`] : []), ...r.problems])

export const rowsOf = (release: ParsedRelease) => release.entities!.map((e) => e.row)
