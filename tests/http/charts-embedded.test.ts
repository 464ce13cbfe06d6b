/** Charts in the pages of others: embeds and oEmbed. */
import { describe, expect } from 'vitest'
import { chartNamed } from '../../src/charts/registry.ts'
import { html } from '../../src/lib/html.ts'
import { testApp } from '../helpers/app.ts'
import { chartsOf } from '../helpers/charts.ts'
import { test } from '../helpers/db.ts'

const PAGE = 'http://test/charts/china-daily-tokens'

describe('an embed', () => {
  test('may stand in any page, and takes nothing from elsewhere', async ({ seeded }) => {
    const { found } = chartsOf(testApp(seeded.db).app)
    const response = await found('/embed/china-daily-tokens?lang=zh&width=480&asOf=1')
    const policy = response.headers.get('content-security-policy')!
    expect(policy).toContain('frame-ancestors *')
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
    expect(response.headers.get('x-frame-options')).toBeNull()
    const text = await response.text()
    const [, picture] = /<img src="([^"]*)" alt="[^"]{20,}"/.exec(text)!
    const shown = new URL(picture!.replaceAll('&#38;', '&'), 'http://test')
    expect(Object.fromEntries(shown.searchParams)).toEqual({ asOf: '1', lang: 'zh', width: '480' })
    expect((await found(shown.pathname + shown.search)).headers.get('content-type')).toBe('image/svg+xml')
    expect(text).toContain('href="http://test/zh/charts/china-daily-tokens?asOf=1"')
    expect(text).not.toContain('<script')
  })

  test('is read aloud as sentences, as the page of the chart is', async ({ seeded }) => {
    const { text } = chartsOf(testApp(seeded.db).app)
    const chart = chartNamed('china-daily-tokens')
    for (const language of ['en', 'zh'] as const) {
      const { title, description } = {
        title: chart.title[language],
        description: chart.description[language],
      }
      const said = html`${language === 'en' ? `${title}. ${description}` : `${title}。${description}`}`.text
      const at = language === 'en' ? '' : '/zh'
      expect(await text(`${at}/charts/china-daily-tokens`)).toContain(` alt="${said} `.trimEnd())
      expect(await text(`/embed/china-daily-tokens?lang=${language}`)).toContain(` alt="${said}"`)
    }
  })
})

describe('oEmbed', () => {
  const ask = (url: string, more = '') => `/oembed?url=${encodeURIComponent(url)}${more}`

  test('tells how to embed a page of a chart', async ({ seeded }) => {
    const charts = chartsOf(testApp(seeded.db).app)
    const [, path] =
      /<link rel="alternate" type="application\/json\+oembed" href="http:\/\/test([^"]*)"/.exec(
        await charts.text('/charts/china-daily-tokens'),
      )!
    const told = await charts.json(path!.replaceAll('&#38;', '&'))
    expect(told).toMatchObject({
      version: '1.0',
      type: 'rich',
      provider_name: 'AI Economy Facts',
      width: 800,
    })
    expect(told.title).toBe("China's daily tokens")
    const [, src, height] = /^<iframe src="([^"]*)" .*height="(\d+)"/.exec(told.html)!
    expect(Number(height)).toBe(told.height)
    const { pathname, search } = new URL(src!.replaceAll('&#38;', '&'))
    expect(pathname).toBe('/embed/china-daily-tokens')
    expect(await charts.text(pathname + search)).toContain('<picture>')
    const png = await charts.bytes(told.thumbnail_url.replace('http://test', ''))
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([
      told.thumbnail_width,
      told.thumbnail_height,
    ])
  })

  test('fits the width that there is, and keeps what was chosen', async ({ seeded }) => {
    const charts = chartsOf(testApp(seeded.db).app)
    const narrow = await charts.json(ask(`${PAGE}?asOf=1`, '&maxwidth=400'))
    expect(narrow.width).toBe(400)
    expect(narrow.html).toContain('/embed/china-daily-tokens?asOf=1&#38;width=400"')
    const chinese = await charts.json(ask('http://test/zh/charts/price-comparison?models=gpt-5.5,gpt-5.4'))
    expect(chinese.title).toBe('各家模型的官方标价')
    expect(chinese.html).toContain('lang=zh')
    expect(chinese.html).toContain('models=gpt-5.5%2Cgpt-5.4')
    expect((await charts.json(ask('http://test/embed/china-daily-tokens?lang=zh'))).title).toContain('中国')
  })

  test.for<[string, number]>([
    [ask('http://elsewhere.example/charts/china-daily-tokens'), 404],
    [ask('http://test/charts'), 404],
    [ask('http://test/charts/no-such'), 404],
    [ask('http://test/charts/china-daily-tokens.svg'), 404],
    [ask('http://test/models/gpt-5.5'), 404],
    [ask('nonsense'), 404],
    [ask(PAGE, '&format=xml'), 501],
    [ask(PAGE, '&maxwidth=wide'), 400],
    [ask(`${PAGE}?nonsense=1`), 400],
  ])('%s is answered %i', async ([path, status], { seeded }) => {
    expect((await chartsOf(testApp(seeded.db).app).get(path)).status).toBe(status)
  })
})
