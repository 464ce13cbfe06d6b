/** Addresses of every kind of page, and how tests ask for them. */
import type { App } from '../../src/http/app.ts'

/** The founding fact: China's daily tokens. */
export const CHINA_FACT = 'use_7yvg2gej1yna3rwtpb11acxc1g'
/** A price with rivals, and one that says what is not offered. */
export const PRICE_FACT = 'pri_ttvdh1381444rb0tf4rg0ghjdf'
export const ARTICLE = 'china-made-tech-140-trillion-tokens'

/** One of each kind at least, on the seeds; without the language. */
export const SAMPLES = [
  '/',
  '/countries',
  '/countries/CN',
  '/countries/US',
  '/countries/AD',
  '/providers',
  '/providers/deepseek',
  '/models',
  '/models/deepseek-v3.2',
  '/models/gpt-5.4',
  '/hubs',
  '/hubs/inner-mongolia',
  '/hubs/colossus-2',
  '/sources',
  `/sources/${ARTICLE}`,
  `/facts/${CHINA_FACT}`,
  `/facts/${PRICE_FACT}`,
  '/facts/ene_h1yx8akjsm9dvf9tm9yrjht1ta',
  '/facts/ind_p1r66wbjx5cy37daadfn6dv2de',
  '/facts/ass_vn21f3vty3zf90mq72h43qgkg1',
  '/facts?metric=token-share',
  '/search',
  '/search?q=deepseek',
  '/price-changes',
  '/disagreements',
  '/corrections',
  '/checks',
]

/** In both languages. */
export const ALL = SAMPLES.flatMap((path) => [path, path === '/' ? '/zh' : `/zh${path}`])

export const at = (path: string, init: RequestInit = {}) =>
  new Request(`http://127.0.0.1${path}`, { headers: { accept: 'text/html' }, ...init })

/** The text of a page that must be there. */
export async function pageOf(app: App, path: string): Promise<string> {
  const response = await app(at(path))
  const text = await response.text()
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text.slice(-1500)}`)
  return text
}

/** What a reader sees: without head, tags and escapes. */
export function visible(page: string): string {
  return page
    .replace(/^[\s\S]*?<body>/, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replaceAll(/\s+/g, ' ')
}
