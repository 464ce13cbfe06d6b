/** The national computing hubs of China, and who is meant to compute for whom. */

import type { Chart, Row, Table } from './chart.ts'
import { type Cited, isFree, ownSource, PROVENANCE_FIELD, sourcesOf } from './claims.ts'
import { hubsPicture } from './hubs-picture.ts'

interface Named {
  slug: string
  name: string
  nameZh: string | null
}

interface ClusterData extends Named {
  latitude: string | null
  longitude: string | null
  provenance: Cited['provenance']
}

export interface FlowData {
  slug: string
  from: { slug: string } | null
  fromArea: string | null
  to: { slug: string } | null
  toArea: string | null
  strength: 'OFFICIAL' | 'PLANNED' | 'REPORTED'
  statement: string
  provenance: Cited['provenance']
}

export interface HubData extends Named {
  role: 'SUPPLY' | 'DEMAND' | 'MIXED' | null
  /** Who says its role. */
  provenance: Cited['provenance']
  clusters: readonly ClusterData[]
  flowsOut: readonly FlowData[]
  flowsIn: readonly FlowData[]
}

export interface HubsData {
  hubs: { nodes: readonly HubData[] }
}

/** Without the roles that may not be shown. */
const hubsOf = ({ hubs }: HubsData): HubData[] =>
  hubs.nodes.map((hub) => (isFree(hub) ? hub : { ...hub, role: null }))

/** Of all hubs, each once: one between two hubs stands at both. */
function flowsOf({ hubs }: HubsData): FlowData[] {
  const all = hubs.nodes.flatMap((hub) => [...hub.flowsOut, ...hub.flowsIn])
  const each = [...new Map(all.map((flow) => [flow.slug, flow])).values()]
  return each.sort((a, b) => (a.slug < b.slug ? -1 : 1))
}

export const computingHubs: Chart<HubsData> = {
  name: 'computing-hubs',
  title: {
    en: 'Who computes for whom: the national hubs of China',
    zh: '东数西算：中国国家算力枢纽与数据流向',
  },
  description: {
    en: 'A map of China with the national computing hubs of East Data, West Computation, and an arrow for each stated flow of computing work between them.',
    zh: '中国地图：“东数西算”工程的国家算力枢纽，箭头表示文件所述的算力任务流向。',
  },
  parameters: [],
  query: `query ComputingHubs {
  hubs(filter: { kind: NATIONAL_HUB, country: "CN" }, first: 20) {
    nodes {
      slug name nameZh role ${PROVENANCE_FIELD}
      clusters { slug name nameZh latitude longitude ${PROVENANCE_FIELD} }
      flowsOut { ...FigureFlow }
      flowsIn { ...FigureFlow }
    }
  }
}
fragment FigureFlow on Flow {
  slug from { slug } fromArea to { slug } toArea strength statement ${PROVENANCE_FIELD}
}
`,
  variables: () => ({}),
  table(data) {
    const hubs = hubsOf(data)
    const roles = hubs.filter(({ role }, i) => role !== data.hubs.nodes[i]!.role)
    const clusters = hubs.flatMap((hub) => hub.clusters.map((cluster) => ({ hub, cluster })))
    const flows = flowsOf(data)
    const shownClusters = clusters.filter(({ cluster }) => isFree(cluster))
    const shownFlows = flows.filter(isFree)
    const nameOf = new Map(hubs.map(({ slug, name }) => [slug, name]))
    const blank: Row = Object.fromEntries(COLUMNS.map(({ name }) => [name, null]))
    const rows: Row[] = [
      ...shownClusters.map(({ hub, cluster }) => ({
        ...blank,
        ...{ kind: 'cluster', id: cluster.slug, name: cluster.name, hub: hub.name, role: hub.role },
        ...{
          latitude: cluster.latitude,
          longitude: cluster.longitude,
          source: ownSource(cluster)?.title ?? null,
        },
      })),
      ...shownFlows.map((flow) => ({
        ...blank,
        ...{ kind: 'flow', id: flow.slug, name: flow.statement, strength: flow.strength },
        from: flow.from ? (nameOf.get(flow.from.slug) ?? flow.from.slug) : flow.fromArea,
        to: flow.to ? (nameOf.get(flow.to.slug) ?? flow.to.slug) : flow.toArea,
        source: ownSource(flow)?.title ?? null,
      })),
    ]
    return {
      columns: COLUMNS,
      rows,
      sources: sourcesOf([
        ...shownFlows,
        ...shownClusters.map(({ cluster }) => cluster),
        ...hubs.filter(({ role }) => role !== null),
      ]),
      withheld: roles.length + clusters.length + flows.length - rows.length,
      notes: notes(shownFlows),
    }
  },
  spec: (table, data, look) => {
    const shown = new Set(table.rows.map((row) => row.id))
    const hubs = hubsOf(data).map((hub) => ({
      ...hub,
      clusters: hub.clusters.filter(({ slug }) => shown.has(slug)),
    }))
    return hubsPicture(
      hubs,
      flowsOf(data).filter(({ slug }) => shown.has(slug)),
      look,
    )
  },
}

const COLUMNS: Table['columns'] = [
  { name: 'kind', label: { en: 'Cluster or flow', zh: '集群（cluster）或流向（flow）' } },
  { name: 'id', label: { en: 'Lasting name', zh: '固定标识' } },
  { name: 'name', label: { en: 'Name, or what is stated of the flow', zh: '名称，或对流向的表述' } },
  { name: 'hub', label: { en: 'Hub that the cluster belongs to', zh: '集群所属枢纽' } },
  { name: 'role', label: { en: 'Role of the hub', zh: '枢纽角色' } },
  { name: 'latitude', label: { en: 'Latitude (degrees north)', zh: '纬度（北纬，度）' } },
  { name: 'longitude', label: { en: 'Longitude (degrees east)', zh: '经度（东经，度）' } },
  { name: 'from', label: { en: 'From', zh: '起点' } },
  { name: 'to', label: { en: 'To', zh: '终点' } },
  { name: 'strength', label: { en: 'How firm the flow is', zh: '流向的确定程度' } },
  { name: 'source', label: { en: 'Source', zh: '来源' } },
]

function notes(flows: readonly FlowData[]): Table['notes'] {
  const open = flows.filter(({ from, to }) => !from || !to).length
  return [
    {
      en: 'Arrows are what documents state or plan, not measured traffic.',
      zh: '箭头表示文件的表述或规划，并非实测流量。',
    },
    ...(open > 0
      ? [
          {
            en: `${open} flows have an end that is no hub; they are short arrows, named where there is room; the table names both ends.`,
            zh: `${open} 条流向的一端不是枢纽，以短箭头表示，空间允许时注明地名，两端名称见数据表。`,
          },
        ]
      : []),
    {
      en: 'A hub stands in the middle of its clusters, whose coordinates are good to about 0.1 degrees.',
      zh: '枢纽标在其集群的中点，集群坐标精确到约 0.1 度。',
    },
    {
      en: 'Boundaries: Natural Earth; no position on territory is taken.',
      zh: '边界数据：Natural Earth；不代表对领土归属的任何立场。',
    },
  ]
}
