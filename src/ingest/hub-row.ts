/** The row of a hub, for every importer that knows of one. */
import type { Columns } from '../domain/ledger/input.ts'
import type { HubKind, HubRole, HubStatus } from '../kinds/vocabulary.ts'

export interface HubDescription {
  slug: string
  name: string
  nameZh?: string | undefined
  kind: HubKind
  /** ISO alpha-2. */
  country: string
  role?: HubRole | undefined
  /** ISO 3166-2 codes; may be empty but for national hubs. */
  subdivisions: readonly string[]
  note?: string | undefined
  address?: string | undefined
  /** Canonical decimals, degrees WGS 84; both or neither. */
  latitude?: string | undefined
  longitude?: string | undefined
  status?: HubStatus | undefined
}

/** All columns, for rows of one batch must name the same ones; what is not said is null, and leaves what is known. */
export function hubRow(h: HubDescription): Columns {
  return {
    slug: h.slug,
    name: h.name,
    nameZh: h.nameZh ?? null,
    kind: h.kind,
    countryCode: h.country,
    role: h.role ?? null,
    subdivisions: h.subdivisions,
    note: h.note ?? null,
    sortKey: `${h.kind === 'NATIONAL_HUB' ? 0 : 1}|${h.slug}`,
    address: h.address ?? null,
    latitude: h.latitude ?? null,
    longitude: h.longitude ?? null,
    status: h.status ?? null,
  }
}
