/** What no client of the database can record: entities, ranks and citations that break the rules. */
import { describe, expect } from 'vitest'
import { test } from '../helpers/db.ts'
import { copy, outcome } from '../helpers/sql.ts'

type Values = Record<string, string | number | null>

describe('entities, ranks and citations', () => {
  const flow = { slug: 'new', fromHubSlug: null, fromArea: 'here', toHubSlug: null, toArea: 'there' }
  const hub = { slug: 'new', sortKey: '1|new' }
  const owners = ['claimId', 'modelSlug', 'providerSlug', 'hubSlug', 'clusterSlug', 'flowSlug']
  const cited = { id: 'new', ...Object.fromEntries(owners.map((c) => [c, null])) }
  const two = { ...cited, modelSlug: 'deepseek-v3.2', hubSlug: 'guizhou' }
  const cases: [string, string, Values, string][] = [
    ['a country with a code in small letters', 'Country', { code: 'xx' }, 'Country_code_check'],
    ['a country with a code of one letter', 'Country', { code: 'X' }, 'Country_code_check'],
    [
      'a cluster with half a place',
      'Cluster',
      { slug: 'new', latitude: 1, longitude: null },
      'Cluster_place_check',
    ],
    [
      'a cluster beyond the pole',
      'Cluster',
      { slug: 'new', latitude: 91, longitude: 0 },
      'Cluster_place_check',
    ],
    ['a cluster nowhere', 'Cluster', { slug: 'new', latitude: 'NaN', longitude: 0 }, 'Cluster_place_check'],
    [
      'a cluster too far west',
      'Cluster',
      { slug: 'new', latitude: 0, longitude: -181 },
      'Cluster_place_check',
    ],
    ['a hub with half a place', 'Hub', { ...hub, latitude: null, longitude: 1 }, 'Hub_place_check'],
    ['a hub beyond the pole', 'Hub', { ...hub, latitude: -91, longitude: 0 }, 'Hub_place_check'],
    ['a flow from nowhere', 'Flow', { ...flow, fromArea: null }, 'Flow_ends_check'],
    ['a flow to two places', 'Flow', { ...flow, toHubSlug: 'guizhou' }, 'Flow_ends_check'],
    ['a rank below zero', 'SourceRank', { sourceSlug: 'editorial', rank: -1 }, 'SourceRank_rank_check'],
    ['a rank of a thousand', 'SourceRank', { sourceSlug: 'editorial', rank: 1000 }, 'SourceRank_rank_check'],
    ['a citation for nothing', 'Citation', cited, 'Citation_subject_check'],
    ['a citation for two things', 'Citation', two, 'Citation_subject_check'],
    ['a citation in an unknown role', 'Citation', { id: 'new', role: 'RUMOUR' }, 'Citation_role_check'],
  ]
  test.for(cases)('no %s', async ([, table, changes, constraint], { seeded: { db } }) => {
    expect(await outcome(db, copy(table, 'true', changes))).toBe(`23514 ${constraint}`)
  })

  test('a source has one rank for a kind at a time', async ({ seeded: { db } }) => {
    const next = (changes: Values) => copy('SourceRank', 'true', changes)
    expect(await outcome(db, next({}))).toBe('23505 SourceRank_live')
    const close = `UPDATE "SourceRank" SET "toRevision" = 2 WHERE "toRevision" IS NULL`
    expect(await outcome(db, close, next({ toRevision: null }))).toBe('passes')
  })
})
