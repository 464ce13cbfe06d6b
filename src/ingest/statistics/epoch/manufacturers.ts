/** Who makes accelerators, as Epoch AI's table of them names it. */
import type { EntityInput } from '../../../domain/ledger/input.ts'
import type { ProviderKind } from '../../../kinds/vocabulary.ts'

/** Exactly as written: the provider, or nothing is imported. Those with a name are brought where the ledger has none. */
const MANUFACTURERS: Readonly<
  Record<string, readonly [slug: string, name?: string, otherKinds?: readonly ProviderKind[]]>
> = {
  AMD: ['amd', 'AMD'],
  Alibaba: ['alibaba'],
  'Amazon AWS': ['aws'],
  Biren: ['biren', 'Biren Technology'],
  Cambricon: ['cambricon'],
  Google: ['google'],
  Huawei: ['huawei'],
  Hygon: ['hygon', 'Hygon'],
  'Iluvatar CoreX': ['iluvatar-corex', 'Iluvatar CoreX'],
  Intel: ['intel', 'Intel'],
  'Kunlunxin Baidu': ['kunlunxin', 'Kunlunxin'],
  Meta: ['meta', 'Meta', ['LAB']],
  MetaX: ['metax', 'MetaX'],
  Microsoft: ['microsoft', 'Microsoft', ['LAB', 'CLOUD']],
  'Moore Threads (Tencent)': ['moore-threads', 'Moore Threads'],
  NVIDIA: ['nvidia'],
  'National University of Defense Technology': ['nudt', 'National University of Defense Technology'],
  PEZY: ['pezy', 'PEZY Computing'],
  Tesla: ['tesla', 'Tesla'],
}

interface Manufacturer {
  slug: string
  /** @param source the slug of the table, which a new provider cites. */
  entities(source: string, locator: string): EntityInput[]
}

export function manufacturerOf(written: string): Manufacturer | null {
  if (!Object.hasOwn(MANUFACTURERS, written)) return null
  const [slug, name, otherKinds = []] = MANUFACTURERS[written]!
  return {
    slug,
    entities: (source, locator) =>
      name === undefined
        ? []
        : [providerEntity({ slug, name, kinds: ['CHIP_MAKER', ...otherKinds] }, source, locator)],
  }
}

/** Background that gives way to what the ledger knows of the provider; its country is nothing that the table tells. */
const providerEntity = (
  known: { slug: string; name: string; kinds: readonly ProviderKind[] },
  source: string,
  locator: string,
): EntityInput => ({
  table: 'Provider',
  row: {
    ...known,
    ...{ nameZh: null, countryCode: null, city: null, website: null, note: null },
  },
  onlyIfAbsent: true,
  aliases: [],
  cites: [{ source, role: 'REPEATS', locator: `Manufacturer: ${locator}` }],
})
