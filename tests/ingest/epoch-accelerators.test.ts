/** Epoch AI's table of accelerators: fixtures in its form. */
import { expect, test } from 'vitest'
import type { ParsedRelease } from '../../src/ingest/statistics/types.ts'
import { dataOf } from '../graphql/world.ts'
import { testApp } from '../helpers/app.ts'
import { test as ledgerTest } from '../helpers/db.ts'
import { aside, parseEpoch } from '../helpers/epoch.ts'
import { importText } from '../helpers/releases.ts'

const HEAD =
  'Hardware name,Manufacturer,Type,Notes,Release date,Release price (USD),FP16 (half precision) performance (FLOP/s),Tensor-FP16/BF16 performance (FLOP/s),Memory size per board (Byte),Memory bandwidth (byte/s),TDP (W),Last modified'
const table = (...rows: string[]) => [HEAD, ...rows, ''].join('\n')
const parse = (...rows: string[]) => parseEpoch(table(...rows))
const claims = (release: ParsedRelease) =>
  release.records.flatMap((r) =>
    r.claims.map(({ key, fact, value, unit, valid, basis }) =>
      [
        key,
        fact.kind === 'INDICATOR' ? `${fact.subject} ${fact.metric} ${fact.coverage}` : '',
        `${value!.point} ${unit}`,
        JSON.stringify(valid),
        basis,
      ].join(' | '),
    ),
  )

const FAST =
  'NVIDIA Fast (PCIe),NVIDIA,GPU,"two\nlines",2024-11-15,35000.0,2.25e+16,65129999999999.9,192000000000.0,8000000000000.0,700.0,2025-07-21 09:20:22+00:00'
const SLOW = 'AMD Slow,AMD,GPU,,,,1307400000000000.0,,8589934592.0,,,2025-12-10 15:45:36+00:00'

test('each figure is a fact about the manufacturer, of the accelerator, from its release on', () => {
  const release = parse(FAST, SLOW)
  expect(release.source).toBe('epoch-ai-ml-hardware')
  const [from, of] = ['{"from":"2024-11-15"}', 'accelerator-nvidia-fast-pcie']
  expect(claims(release)).toEqual([
    `nvidia-fast-pcie.fp16 | provider/nvidia accelerator-fp16 ${of} | 22500 TFLOPS | ${from} | `,
    `nvidia-fast-pcie.tensor-fp16 | provider/nvidia accelerator-tensor-fp16 ${of} | 65.13 TFLOPS | ${from} | `,
    `nvidia-fast-pcie.power | provider/nvidia accelerator-power ${of} | 700 W | ${from} | `,
    `nvidia-fast-pcie.memory | provider/nvidia accelerator-memory ${of} | 192 GB | ${from} | `,
    `nvidia-fast-pcie.memory-bandwidth | provider/nvidia accelerator-memory-bandwidth ${of} | 8000 GB/s | ${from} | `,
    `nvidia-fast-pcie.release-price | provider/nvidia accelerator-release-price ${of} | 35000 USD | ${from} | `,
    'amd-slow.fp16 | provider/amd accelerator-fp16 accelerator-amd-slow | 1307.4 TFLOPS |  | ',
    'amd-slow.memory | provider/amd accelerator-memory accelerator-amd-slow | 8.589934592 GB |  | ',
  ])
  expect(aside(release)).toEqual([])
  expect(release.mentioned).toEqual(['2025-12-10'])
  expect(release.entities!.map((e) => e.row)).toMatchObject([
    {
      code: 'accelerator-nvidia-fast-pcie',
      name: 'NVIDIA Fast (PCIe)',
      definition: 'One accelerator NVIDIA Fast (PCIe), as Epoch AI names it.',
    },
    { slug: 'amd', name: 'AMD', kinds: ['CHIP_MAKER'], countryCode: null },
    { code: 'accelerator-amd-slow' },
  ])
  const amd = release.entities!.find((e) => e.row.slug === 'amd')!
  expect([amd.onlyIfAbsent, amd.cites]).toEqual([
    true,
    [{ source: 'epoch-ai-ml-hardware', role: 'REPEATS', locator: 'Manufacturer: AMD' }],
  ])
})

test('what is to be released after the newest edit is projected', () => {
  const release = parse(FAST, 'Huawei Next,Huawei,NPU,,2026-03-01,,,9e+14,,,,2025-05-01 00:00:00+00:00')
  expect(release.records.map((r) => r.claims.at(-1)!.basis)).toEqual([undefined, 'PROJECTED'])
})

test('of an unknown manufacturer, of one name, or without a figure they are told', () => {
  const release = parse(
    'Chip 1,Initech,GPU,,2024-01-01,,1e+12,,,,,',
    'Chip 2,,LPU,,2024-01-01,,1e+12,,,,,',
    'NVIDIA X-1,NVIDIA,GPU,,2024-01-01,,1e+12,,,,,',
    'NVIDIA X 1,NVIDIA,GPU,,2024-01-01,,2e+12,,,,,',
    'NVIDIA Y,NVIDIA,GPU,,2024-01-01,,,,,,,',
    'NVIDIA Z,NVIDIA,GPU,,soon,inf,1e+12,,,,-3,',
  )
  expect(aside(release)).toEqual([
    '? the manufacturer "Initech" is not known',
    '? it names no manufacturer',
    '? 2 rows have this name, and nothing tells which is which in another release',
    '? 2 rows have this name, and nothing tells which is which in another release',
    'it holds none of the figures that are read',
    'Release date is "soon", which is no day',
    'TDP (W) is "-3", which is no number of this kind',
    'Release price (USD) is "inf", which is no number of this kind',
  ])
  expect(claims(release)).toEqual([
    'nvidia-z.fp16 | provider/nvidia accelerator-fp16 accelerator-nvidia-z | 1 TFLOPS |  | ',
  ])
  expect(release.entities!.map((e) => e.row.code)).toEqual(['accelerator-nvidia-z'])
})

ledgerTest(
  'answers tell figures in any unit of their kind, and a later release revises them',
  async ({ seeded }) => {
    const add = (date: string, ...rows: string[]) =>
      importText(seeded.db, 'epoch-ai', 'ml_hardware.csv', table(...rows), { date })
    expect((await add('2025-12-10', FAST, SLOW)).claims).toEqual({ added: 8, superseded: 0 })
    const later = await add('2026-01-10', FAST, SLOW.replace('1307400000000000.0', '1300000000000000.0'))
    expect([later.counts, later.claims]).toEqual([
      expect.objectContaining({ unchanged: 1, revised: 1 }),
      { added: 0, superseded: 1 },
    ])
    const { ask } = testApp(seeded.db)
    const answer = dataOf(
      await ask(`{ provider(slug: "amd") { name kinds country { code } provenance { source { slug } } }
      indicators(filter: { metric: "accelerator-fp16" }) {
        nodes { coverage value { point unit { code } in(unit: "PFLOP/s") { point } } } } }`),
    )
    expect(answer.provider).toEqual({
      name: 'AMD',
      kinds: ['CHIP_MAKER'],
      country: null,
      provenance: [{ source: { slug: 'epoch-ai-ml-hardware' } }],
    })
    expect(answer.indicators.nodes).toEqual([
      {
        coverage: 'AMD Slow',
        value: { point: '1300', unit: { code: 'TFLOPS' }, in: { point: '1.3' } },
      },
      {
        coverage: 'NVIDIA Fast (PCIe)',
        value: { point: '22500', unit: { code: 'TFLOPS' }, in: { point: '22.5' } },
      },
    ])
  },
)
