/** Epoch AI's table of GPU clusters: a fixture in its form. */
import { describe, expect, test } from 'vitest'
import { aside, parseEpoch, rowsOf, siteClaims } from '../helpers/epoch.ts'

describe('GPU clusters', () => {
  const HEAD =
    'Name,Status,Certainty,H100 equivalents,Country,Owner,First Operational Date,Power Capacity (MW),Hardware Cost,Location,Users,Possible Duplicate,Possible Duplicate Of,Decommissioned Date (if applicable),latitude,longitude'
  const clusters = (...rows: string[]) => parseEpoch([HEAD, ...rows, ''].join('\n'))

  test('are hubs from when to when they are there; plans are projections', () => {
    const release = clusters(
      'Old One,Decommissioned,Confirmed,10.4,Korea (Republic of),"Lab A,Lab B",2019-05-01,2,,Seoul,,,,2021-07,37.5,127',
      'New One,Planned,Likely,5e6,United Arab Emirates,,2030-01-01,5000,4.02E+12,"Abu Dhabi, United Arab Emirates",Cloud,True,Other One,,24.45,54.37',
    )
    expect(siteClaims(release)).toEqual([
      'gpu-cluster-old-one.power | 2 MW | {"from":"2019-05-01","to":"2021-07"} | ESTIMATED',
      'gpu-cluster-old-one.h100e | 10 H100e | {"from":"2019-05-01","to":"2021-07"} | ESTIMATED',
      'gpu-cluster-old-one.owner | Lab A; Lab B |  | ',
      'gpu-cluster-new-one.power | 5000 MW | {"from":"2030-01-01"} | PROJECTED',
      'gpu-cluster-new-one.h100e | 5000000 H100e | {"from":"2030-01-01"} | PROJECTED',
      'gpu-cluster-new-one.hardware-cost | 4020000000000 USD | {"from":"2030-01-01"} | PROJECTED',
      'gpu-cluster-new-one.users | Cloud |  | ',
    ])
    expect(rowsOf(release)).toMatchObject([
      {
        slug: 'gpu-cluster-old-one',
        kind: 'GPU_CLUSTER',
        countryCode: 'KR',
        status: 'DECOMMISSIONED',
        latitude: '37.5',
      },
      {
        ...{
          countryCode: 'AE',
          status: 'PLANNED',
          latitude: '24.45',
          address: 'Abu Dhabi, United Arab Emirates',
        },
        note: 'Epoch AI calls its certainty "Likely". It may be the same as Other One.',
      },
    ])
  })

  test('stand where their location says, and the middle of a country or state is no place', () => {
    const release = clusters(
      'A,Existing,,1,United States of America,,,1,,,,,,,39.381266,-97.922211',
      'B,Existing,,1,United States of America,,,1,,Texas,,,,,31.5,-99.3',
      `C,Existing,,1,United States of America,,,1,,"33°24'28.7""N 112°21'54.3""W Goodyear, Arizona, USA",,,,,33.19,-111.96`,
      'D,Existing,,1,China,,,1,,China,,,,,35.486703,101.901875',
    )
    expect(rowsOf(release).map((h) => [h.slug, h.subdivisions, h.address, h.latitude, h.longitude])).toEqual([
      ['gpu-cluster-a', [], null, null, null],
      ['gpu-cluster-b', ['US-TX'], 'Texas', null, null],
      [
        'gpu-cluster-c',
        ['US-AZ'],
        `33°24'28.7"N 112°21'54.3"W Goodyear, Arizona, USA`,
        '33.407972',
        '-112.365083',
      ],
      ['gpu-cluster-d', [], null, null, null],
    ])
  })

  test('of one name, and without a country, are kept aside, for nothing says which is which', () => {
    const release = clusters(
      'Anonymized System,Existing,,1,China,,,1,,,,,,,,',
      'Anonymized System,Existing,,2,China,,,1,,,,,,,,',
      'Somewhere,Existing,,2,,,,1,,,,,,,,',
      'Odd,Rumoured,,2,China,,,1,,,,,,,,',
    )
    expect(release.records.map((r) => r.path)).toEqual([
      'Anonymized System',
      'Anonymized System (2)',
      'Somewhere',
      'Odd',
    ])
    expect(aside(release)).toEqual([
      '? 2 rows have this name, and nothing tells which is which in another release',
      '? 2 rows have this name, and nothing tells which is which in another release',
      '? it names no country',
      'its status is "Rumoured", which is none that is known',
    ])
    expect(release.entities).toHaveLength(1)
  })
})
