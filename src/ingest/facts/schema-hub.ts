/** Hubs of the `facts` format, and how places are spelled. */
import { z } from 'zod'
import * as words from '../../kinds/vocabulary.ts'
import { cites, code, decimal, names, oneOf, slug, text } from './schema-words.ts'

export const subdivision = z
  .string()
  .regex(/^[A-Z]{2}-[A-Z0-9]{1,3}$/, 'must be a code of ISO 3166-2, such as US-VA')
export const latitude = decimal.refine((v) => Math.abs(Number(v)) <= 90, 'must be from -90 to 90')
export const longitude = decimal.refine((v) => Math.abs(Number(v)) <= 180, 'must be from -180 to 180')

export const hub = z
  .strictObject({
    slug,
    ...names,
    kind: oneOf(words.HUB_KINDS),
    country: code,
    role: oneOf(words.HUB_ROLES).optional(),
    subdivisions: z.array(subdivision).default([]),
    note: text.optional(),
    address: text.optional(),
    latitude: latitude.optional(),
    longitude: longitude.optional(),
    status: oneOf(words.HUB_STATUSES).optional(),
    cites,
  })
  .refine((h) => h.kind !== 'NATIONAL_HUB' || h.subdivisions.length > 0, {
    message: 'a national hub covers at least one subdivision',
    path: ['subdivisions'],
  })
  .refine((h) => (h.latitude === undefined) === (h.longitude === undefined), {
    message: 'latitude and longitude stand together',
    path: ['latitude'],
  })
