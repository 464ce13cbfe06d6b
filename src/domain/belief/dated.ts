/** What has a place in valid time; an end that is not stated is open. Pure. */
export interface Dated {
  validFrom: Date | null
  validTo: Date | null
}

export const isDated = (c: Dated) => c.validFrom !== null || c.validTo !== null
export const startOf = (c: Dated) => c.validFrom?.getTime() ?? -Infinity
export const endOf = (c: Dated) => c.validTo?.getTime() ?? Infinity
