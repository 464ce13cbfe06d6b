/** ISO 3166-1 countries from maintained packages: names in English and Chinese, currency, continent. */
import { createRequire } from 'node:module'
import { countries } from 'countries-list'
import iso from 'i18n-iso-countries'
import type { EntityInput } from '../../domain/ledger/input.ts'

/** Alpha-2 codes of all ISO 3166-1 countries. */
export function isoCodes(): string[] {
  return Object.keys(iso.getAlpha2Codes())
}

/** All ISO 3166-1 countries but those named. */
export function isoCountries(except: ReadonlySet<string>): EntityInput[] {
  const require = createRequire(import.meta.url)
  iso.registerLocale(require('i18n-iso-countries/langs/en.json'))
  iso.registerLocale(require('i18n-iso-countries/langs/zh.json'))
  const codes = isoCodes().filter((code) => !except.has(code))
  return codes.map((code) => {
    const data = countries[code as keyof typeof countries]
    return {
      table: 'Country',
      onlyIfAbsent: true,
      row: {
        code,
        // The short name that people use; ISO's formal one is found as an alias.
        name: data?.name ?? iso.getName(code, 'en') ?? code,
        nameZh: iso.getName(code, 'zh') ?? null,
        iso3: iso.alpha2ToAlpha3(code) ?? null,
        numeric: iso.alpha2ToNumeric(code) ?? null,
        continent: data?.continent ?? null,
        currency: data?.currency[0] ?? null,
        isAggregate: false,
        members: [],
        memberTerms: null,
        note: null,
      },
      aliases: iso.getName(code, 'en', { select: 'all' }) ?? [],
      cites: [],
    }
  })
}
