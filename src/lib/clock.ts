/** The only place that reads the wall clock; whoever needs "now" takes a `Clock`, so that tests can set it. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
