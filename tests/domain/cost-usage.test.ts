/** What callers may say of a request, and when it was made. */
import { describe, expect, test } from 'vitest'
import { momentOf, type UsageArgs, usageOf } from '../../src/domain/cost/usage.ts'

describe('what is refused', () => {
  test.each([
    [{ inputTokens: '-1' }, '`inputTokens` is negative.'],
    [{ promptTokens: '-0.5' }, '`promptTokens` is negative.'],
    [
      { meters: [{ meter: 'output', quantity: '1000000000000000001' }] },
      'The quantity of output is more than 10^18.',
    ],
    [{ cacheReadTokens: '0.0000000000001' }, '`cacheReadTokens` has more than 12 decimal places.'],
    [{ outputTokens: 'many' }, '`outputTokens` is no number.'],
    [{ time: '24:00' }, '`time` is a UTC time of day such as "16:30", or an instant.'],
    [{ time: '2026-02-30T10:00' }, '`time` is a UTC time of day such as "16:30", or an instant.'],
    [{ time: 'noon' }, '`time` is a UTC time of day such as "16:30", or an instant.'],
  ])('%j', (args, message) => {
    expect(() => usageOf(args)).toThrow(expect.objectContaining({ code: 'BAD_ARGUMENT', message }))
  })
})

test('a moment is the minute of the request, else the end of its day; the day asked for comes first', () => {
  const revision = new Date('2026-06-01T12:00:00Z')
  const moment = (args: UsageArgs, at: string | null) => {
    const { day, instant } = momentOf(usageOf(args), at, revision)
    return [day, new Date(instant).toISOString()]
  }
  expect(moment({}, null)).toEqual(['2026-06-01', '2026-06-01T23:59:59.999Z'])
  expect(moment({ time: '09:30' }, '2026-03-04')).toEqual(['2026-03-04', '2026-03-04T09:30:00.000Z'])
  const zoned = { time: '2026-05-01T01:15:30+02:00' }
  expect(moment(zoned, null)).toEqual(['2026-04-30', '2026-04-30T23:15:00.000Z'])
  expect(moment(zoned, '2026-01-01')).toEqual(['2026-01-01', '2026-01-01T23:15:00.000Z'])
})
