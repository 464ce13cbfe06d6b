/** The connection types, one per kind of item. */
import { connectionOf } from './connection.ts'
import * as refs from './refs.ts'

export const CountryConnection = connectionOf('Country', refs.CountryRef)
export const ProviderConnection = connectionOf('Provider', refs.ProviderRef)
export const ModelConnection = connectionOf('Model', refs.ModelRef)
export const HubConnection = connectionOf('Hub', refs.HubRef)
export const SourceConnection = connectionOf('Source', refs.SourceRef)
export const OfferConnection = connectionOf('Offer', refs.OfferRef)
export const ClaimConnection = connectionOf('Claim', refs.ClaimRef)
export const RevisionConnection = connectionOf('Revision', refs.RevisionRef)
export const ModelGroupConnection = connectionOf('ModelGroup', refs.ModelGroupRef)
export const UnitConnection = connectionOf('Unit', refs.UnitRef)
export const MeterConnection = connectionOf('Meter', refs.MeterRef)
export const MetricConnection = connectionOf('Metric', refs.MetricRef)
export const CoverageConnection = connectionOf('Coverage', refs.CoverageRef)
export const TopicConnection = connectionOf('Topic', refs.TopicRef)
export const PriceConnection = connectionOf('Price', refs.PriceRef)
export const EnergyRateConnection = connectionOf('EnergyRate', refs.EnergyRateRef)
export const TokenUsageConnection = connectionOf('TokenUsage', refs.TokenUsageRef)
export const IndicatorConnection = connectionOf('Indicator', refs.IndicatorRef)
export const AssertionConnection = connectionOf('Assertion', refs.AssertionRef)
