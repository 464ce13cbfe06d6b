/** References to all object types, so that the files that define them need not import each other. */
import type { InvoiceCheck } from '../domain/cost/invoice.ts'
import type { Quote } from '../domain/cost/read.ts'
import type { Computation } from '../domain/derived/computation.ts'
import type { HubWorkload } from '../domain/derived/workload.ts'
import type { PriceChangeRow } from '../domain/read/price-changes.ts'
import type * as rows from '../domain/read/rows.ts'
import type { DeliveryRow } from '../domain/webhooks/deliveries.ts'
import type { Webhook } from '../domain/webhooks/webhooks.ts'
import type { Membership } from '../kinds/membership.ts'
import { builder } from './builder.ts'

export const CountryRef = builder.objectRef<rows.Country>('Country')
export const MembershipRef = builder.objectRef<Membership>('Membership')
export const ProviderRef = builder.objectRef<rows.Provider>('Provider')
export const ModelRef = builder.objectRef<rows.Model>('Model')
export const ModelGroupRef = builder.objectRef<rows.ModelGroup>('ModelGroup')
export const HubRef = builder.objectRef<rows.Hub>('Hub')
export const ClusterRef = builder.objectRef<rows.Cluster>('Cluster')
export const FlowRef = builder.objectRef<rows.Flow>('Flow')
export const OfferRef = builder.objectRef<rows.Offer>('Offer')
export const PublisherRef = builder.objectRef<rows.Publisher>('Publisher')
export const SourceRef = builder.objectRef<rows.Source>('Source')
export const LicenceRef = builder.objectRef<rows.Licence>('Licence')
export const UnitRef = builder.objectRef<rows.Unit>('Unit')
export const MeterRef = builder.objectRef<rows.Meter>('Meter')
export const MetricRef = builder.objectRef<rows.Metric>('Metric')
export const CoverageRef = builder.objectRef<rows.Coverage>('Coverage')
export const TopicRef = builder.objectRef<rows.Topic>('Topic')
export const RevisionRef = builder.objectRef<rows.Revision>('Revision')
export const CitationRef = builder.objectRef<rows.CitationRow>('Citation')
export const QuantityRef = builder.objectRef<rows.QuantityRow>('Quantity')
export const ClaimRef = builder.objectRef<rows.ClaimRow>('Claim')
export const ResolutionRef = builder.objectRef<rows.ResolutionRow>('Resolution')
export const CheckRef = builder.objectRef<rows.CheckRow>('Check')
// The name is older than rules of other subjects.
export const RuleRef = builder.objectRef<rows.RuleRow>('ResolutionRule')
export const DerivationRef = builder.objectRef<rows.DerivationRow>('Derivation')
export const ComputationInputRef = builder.objectRef<rows.InputRow>('ComputationInput')
export const ComputationRef = builder.objectRef<Computation>('Computation')
export const CorrectionRef = builder.objectRef<rows.CorrectionRow>('Correction')
export const PriceChangeRef = builder.objectRef<PriceChangeRow>('PriceChange')
export const DisagreementRef = builder.objectRef<rows.FactRow>('Disagreement')
export const WebhookRef = builder.objectRef<Webhook>('Webhook')
export const WebhookDeliveryRef = builder.objectRef<DeliveryRow>('WebhookDelivery')
export const ConditionsRef = builder.objectRef<rows.PriceRow>('PriceConditions')
export const HubWorkloadRef = builder.objectRef<HubWorkload>('HubWorkload')
export const QuoteRef = builder.objectRef<Quote>('CostQuote')
export const InvoiceCheckRef = builder.objectRef<InvoiceCheck>('InvoiceCheck')

export const FactRef = builder.interfaceRef<rows.FactRow>('Fact')
export const PriceRef = builder.objectRef<rows.PriceRow>('Price')
export const EnergyRateRef = builder.objectRef<rows.EnergyRateRow>('EnergyRate')
export const TokenUsageRef = builder.objectRef<rows.TokenUsageRow>('TokenUsage')
export const IndicatorRef = builder.objectRef<rows.IndicatorRow>('Indicator')
export const AssertionRef = builder.objectRef<rows.AssertionRow>('Assertion')
