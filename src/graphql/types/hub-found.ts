/** What is found for a hub: the rate and the carbon intensity that apply, who owns and uses it, and what is near. */
import { type At, answerOf, preferredClaim, quantityOf } from '../../domain/read/belief.ts'
import { type NearHub, PLACE_SCOPES, type PlaceScope } from '../../domain/read/hub-loaders.ts'
import type { ClaimedParty } from '../../domain/read/hub-parties.ts'
import type { Applied } from '../../domain/read/hub-rates.ts'
import type { EnergyRateRow, IndicatorRow } from '../../domain/read/rows.ts'
import { CONFIDENCES } from '../../kinds/parties.ts'
import { builder } from '../builder.ts'
import { enumOf } from '../enums.ts'
import { known, whenKnown } from '../fields.ts'
import { ClaimRef, EnergyRateRef, HubRef, IndicatorRef, ProviderRef, QuantityRef } from '../refs.ts'

const PlaceScopeEnum = enumOf('PlaceScope', 'How near to a hub a value is that applies to it.', PLACE_SCOPES)
const ConfidenceEnum = enumOf('PartyConfidence', 'How sure a source is of an owner or user.', CONFIDENCES)

/** With the day that was asked for, which holds for what answers. */
type AppliedAt<Fact> = Applied<Fact> & { at: At }

export const RateRef = builder.objectRef<AppliedAt<EnergyRateRow>>('HubElectricityRate')
export const IntensityRef = builder.objectRef<AppliedAt<IndicatorRow>>('HubCarbonIntensity')
export const PartyRef = builder.objectRef<ClaimedParty>('HubParty')
export const NearHubRef = builder.objectRef<NearHub>('NearHub')

RateRef.implement({
  description: 'What electricity costs at a hub, and of which place that was said.',
  fields: (t) => ({
    scope: t.field({
      type: PlaceScopeEnum,
      description: 'Of how near a place it is: SUBDIVISION for the rate of the state.',
      resolve: (r): PlaceScope => r.scope,
    }),
    area: t.string({
      nullable: true,
      description:
        'The area of which it is, as `EnergyRate.area` has it: "US-VA"; null for the whole country.',
      resolve: (r) => r.fact.area,
    }),
    fact: t.field({
      type: EnergyRateRef,
      description: 'The rate, with its sources.',
      resolve: (r) => r.fact,
    }),
    value: t.field({
      type: QuantityRef,
      nullable: true,
      description: 'Its number on the day: 0.0843 USD/kWh.',
      resolve: (r, _args, { read }) => whenKnown(answerOf(read, r.fact, r.at), quantityOf),
    }),
    claim: t.field({
      type: ClaimRef,
      nullable: true,
      description: 'The claim that states it.',
      resolve: (r, _args, { read }) => preferredClaim(read, r.fact.id, r.at),
    }),
  }),
})

IntensityRef.implement({
  description: 'How much CO2 the electricity of a hub causes, and of which place that was said.',
  fields: (t) => ({
    scope: t.field({
      type: PlaceScopeEnum,
      description: "Of how near a place it is: SUBDIVISION for that of a cloud region in the hub's state.",
      resolve: (r): PlaceScope => r.scope,
    }),
    fact: t.field({
      type: IndicatorRef,
      description: 'The indicator `grid-carbon-intensity`, with its sources; its subject is that place.',
      resolve: (r) => r.fact,
    }),
    value: t.field({
      type: QuantityRef,
      nullable: true,
      description: 'Its number on the day: 323 gCO2/kWh.',
      resolve: (r, _args, { read }) => whenKnown(answerOf(read, r.fact, r.at), quantityOf),
    }),
    claim: t.field({
      type: ClaimRef,
      nullable: true,
      description: 'The claim that states it.',
      resolve: (r, _args, { read }) => preferredClaim(read, r.fact.id, r.at),
    }),
  }),
})

PartyRef.implement({
  description: 'An owner or user of a hub, as a source names it.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As the source writes it: "Google DeepMind".' }),
    provider: t.field({
      type: ProviderRef,
      nullable: true,
      description:
        'The provider that has exactly this name or alias; null where none, or more than one, has.',
      resolve: (p) => p.provider,
    }),
    confidence: t.field({
      type: ConfidenceEnum,
      description: 'How sure the source is: SPECULATIVE.',
      resolve: (p) => p.confidence,
    }),
    claim: t.field({ type: ClaimRef, description: 'The claim that says so.', resolve: (p) => p.claim }),
  }),
})

NearHubRef.implement({
  description: 'A hub with its distance from a place.',
  fields: (t) => ({
    distanceKm: t.field({
      type: 'Decimal',
      description:
        'Kilometres along a great circle of a sphere with the mean radius of the Earth, 6371.0088 km, to the metre: "42.117". The Earth is no sphere, so it is off by up to half a per cent.',
      resolve: (n) => n.distanceKm,
    }),
    hub: t.field({
      type: HubRef,
      description: 'The hub.',
      resolve: (n, _args, { read }) => known(read.hub.load(n.slug)),
    }),
  }),
})
