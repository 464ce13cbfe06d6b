/** Whose address counts: a client must not be able to choose its own. */
import { expect, test } from 'vitest'
import { clientAddress } from '../../src/http/caller.ts'

const forwarded = (list: string) => new Headers({ 'x-forwarded-for': list })

test('without a trusted proxy, what the client says of itself is not believed', () => {
  expect(clientAddress(forwarded('203.0.113.9'), '198.51.100.1', false)).toBe('198.51.100.1')
})

test('behind a trusted proxy, only what the proxy itself saw is believed', () => {
  expect(clientAddress(forwarded('10.0.0.1, 203.0.113.9'), '198.51.100.1', true)).toBe('203.0.113.9')
  expect(clientAddress(new Headers(), '198.51.100.1', true)).toBe('198.51.100.1')
})

test('an IPv4 address has one spelling', () => {
  expect(clientAddress(new Headers(), '::ffff:198.51.100.1', false)).toBe('198.51.100.1')
  expect(clientAddress(new Headers(), undefined, false)).toBe('unknown')
})
