/** The style of all pages, and the policy that lets nothing else in. */
import { createHash } from 'node:crypto'
import { DOCS_STYLE } from './docs-style.ts'
import { PARTS_STYLE } from './style-parts.ts'

const BASE = `
:root { color-scheme: light dark; --ink: #1a1f26; --soft: #535d69; --line: #dde3e9; --page: #fff; --field: #f4f7fa;
  --card: #fff; --link: #0a55a3; --mark: #12355b; --gone: #a40e26; --new: #116329; --ok: #e2f4e7; --ok-ink: #0c5227;
  --differs: #fff1cf; --differs-ink: #694000; --bad: #fde5e5; --bad-ink: #8f1414; --plain: #e9edf1; --plain-ink: #3d4752;
  --accent: #0f7b6c; --shade: 0 1px 2px rgb(16 32 48 / .06), 0 4px 16px rgb(16 32 48 / .05); }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaee; --soft: #a6b0bb; --line: #343d47; --page: #14171b;
  --field: #1b2026; --card: #1b2026; --link: #84bdf7; --mark: #b5d3f3; --gone: #ff9a9a; --new: #7ee2a0; --ok: #17331f; --ok-ink: #9be4b4;
  --differs: #3a2f12; --differs-ink: #f4d48a; --bad: #40191b; --bad-ink: #ffb3b0; --plain: #2a323a; --plain-ink: #ccd4dc;
  --accent: #5fd3c0; --shade: none; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0 auto; padding: 0 1.25rem 3rem; max-width: 76rem; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif; }
a { color: var(--link); text-underline-offset: .18em; text-decoration-thickness: .06em; }
a:hover { text-decoration-thickness: .12em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
main:focus { outline: none; }
.skip { position: absolute; left: -999px; background: var(--page); padding: .5rem 1rem; z-index: 2; } .skip:focus { left: .5rem; top: .5rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
header.site { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; padding: .9rem 0; border-bottom: 1px solid var(--line); margin-bottom: 1.75rem; }
.brand { margin: 0; font-weight: 700; letter-spacing: -.01em; } .brand a { display: inline-flex; align-items: center; gap: .5rem; color: var(--mark); text-decoration: none; }
.brand svg { width: 1.5rem; height: 1.5rem; }
header.site nav { flex: 1 1 24rem; } header.site ul { display: flex; flex-wrap: wrap; gap: .1rem .9rem; margin: 0; padding: 0; list-style: none; font-size: .95rem; }
header.site nav a { display: inline-block; padding: .2rem 0; color: var(--ink); text-decoration: none; } header.site nav a:hover, header.site nav a[aria-current] { text-decoration: underline; }
form.find { display: flex; gap: .4rem; } header.site form.find { flex: 0 1 14rem; }
input, select, button { font: inherit; font-size: .95rem; color: inherit; background: var(--page); border: 1px solid #7d8893; border-radius: 6px; padding: .4rem .65rem; min-width: 0; }
form.find input { flex: 1 1 auto; width: 100%; } button { background: var(--mark); border-color: var(--mark); color: var(--page); cursor: pointer; font-weight: 600; white-space: nowrap; flex: none; padding-inline: 1rem; }
form.filter { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; margin: 1rem 0 1.25rem; padding: .85rem 1rem; background: var(--field); border-radius: 10px; }
form.filter label { display: block; color: var(--soft); font-size: .85rem; } form.filter input, form.filter select { max-width: 16rem; width: 100%; }
h1, h2, h3 { line-height: 1.2; text-wrap: balance; color: var(--mark); }
h1 { margin: .1rem 0 .75rem; font: 600 2.1rem/1.15 ui-serif, Georgia, "Noto Serif", "Times New Roman", "Songti SC", "Noto Serif SC", serif; letter-spacing: -.01em; }
h2 { margin: 2.75rem 0 .6rem; font: 600 1.45rem/1.2 ui-serif, Georgia, "Noto Serif", "Times New Roman", "Songti SC", "Noto Serif SC", serif; } h3 { margin: 1.5rem 0 .4rem; font-size: 1.05rem; }
p { margin: .5rem 0; max-width: 46rem; overflow-wrap: anywhere; } li { overflow-wrap: anywhere; }
.lead { font-size: 1.15rem; color: var(--soft); max-width: 44rem; } .soft, small { color: var(--soft); } small { font-size: .875rem; }
:lang(zh-Hans) h1, :lang(zh-Hans) h2 { letter-spacing: 0; }
footer { margin-top: 4rem; padding-top: 1.25rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .9rem; }
footer ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0 0 .75rem; padding: 0; list-style: none; }
code, pre { font: .85rem/1.55 ui-monospace, Menlo, Consolas, monospace; } code { overflow-wrap: anywhere; }
pre { margin: .5rem 0; padding: .75rem 1rem; max-height: 26rem; overflow: auto; background: var(--field); border: 1px solid var(--line); border-radius: 8px; tab-size: 2; }
pre.wrap { white-space: pre-wrap; overflow-wrap: anywhere; }
details { margin: .6rem 0; } summary { cursor: pointer; color: var(--link); padding: .15rem 0; }
img, svg { max-width: 100%; } img { height: auto; }
`

const END = `
@media (max-width: 40rem) { body { padding: 0 1rem 2rem; } h1 { font-size: 1.65rem; } h2 { font-size: 1.25rem; margin-top: 2.25rem; } .lead { font-size: 1.05rem; }
  header.site { margin-bottom: 1.25rem; } header.site nav, header.site form.find { flex: 1 1 100%; } }
@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; scroll-behavior: auto !important; } }
@media print { body { max-width: none; padding: 0; font-size: 10.5pt; } header.site nav, form, .skip, .pager { display: none; } pre { max-height: none; white-space: pre-wrap; }
  .card, figure, tr { break-inside: avoid; } h2, h3, caption { break-after: avoid; } .scroll { overflow: visible; } }
`

export const STYLE = BASE + PARTS_STYLE + DOCS_STYLE + END

const hash = createHash('sha256').update(STYLE).digest('base64')

/** No script and no other host; the one style by its hash, pictures and forms of this origin. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${hash}'`,
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'self'",
].join('; ')
