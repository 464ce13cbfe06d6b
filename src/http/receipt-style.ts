/** The style of the page of a receipt, and the policy that lets nothing else in. */
import { createHash } from 'node:crypto'

export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d8dee4; --page: #fff; --field: #f6f8fa;
  --link: #0a58a8; --mark: #1f3a5f; --gone: #a40e26; --new: #116329; --ok: #e6f4ea; --differs: #fff4d6; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --soft: #a3abb5; --line: #3a424c; --page: #14171b;
  --field: #1d2228; --link: #7db8f5; --mark: #9cc3ee; --gone: #ff9a9a; --new: #7ee2a0; --ok: #17301f; --differs: #3a2f12; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1.25rem 4rem; max-width: 60rem; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans SC", sans-serif; }
.brand { margin: 0; color: var(--soft); font-size: .9rem; }
h1 { margin: .25rem 0 .5rem; font-size: 1.75rem; line-height: 1.2; color: var(--mark); }
h2 { margin: 2.25rem 0 .5rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 1.25rem; }
h3 { margin: 1.25rem 0 .25rem; font-size: 1rem; } h3 code { font-size: .95rem; }
p { margin: .5rem 0; max-width: 46rem; overflow-wrap: anywhere; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 1rem 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
code, pre { font: .85rem/1.5 ui-monospace, Menlo, Consolas, monospace; }
pre { margin: .5rem 0; padding: .75rem 1rem; max-height: 22rem; overflow: auto; background: var(--field);
  border: 1px solid var(--line); border-radius: 6px; tab-size: 2; }
.state { padding: .75rem 1rem; border-radius: 6px; background: var(--ok); } .state.differs { background: var(--differs); }
table { width: 100%; border-collapse: collapse; margin: .5rem 0 1rem; font-size: .925rem; font-variant-numeric: tabular-nums; }
caption { padding: .25rem 0; text-align: left; color: var(--soft); font-size: .85rem; }
section > h3 + table > caption { position: absolute; width: 1px; height: 1px; padding: 0; overflow: hidden; clip-path: inset(50%); }
th, td { padding: .4rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
.long { overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 600; font-size: .85rem; } thead th { border-bottom: 2px solid var(--line); }
.pairs > tbody > tr > th { width: 30%; } .nested { padding: .25rem 0 0 1rem; border-bottom: 0; } .records > table { padding-left: .75rem; border-left: 3px solid var(--line); }
td ul { margin: 0; padding-left: 1.1rem; } td ul li:only-child { list-style: none; margin-left: -1.1rem; }
.none { color: var(--soft); font-style: italic; } .gone { color: var(--gone); } .new { color: var(--new); }
.sources { padding-left: 1.4rem; } .sources li { margin: .6rem 0; overflow-wrap: anywhere; } .sources small { display: block; color: var(--soft); font-size: .875rem; }
details { margin: .5rem 0; } summary { cursor: pointer; color: var(--link); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .5rem 0; padding: 0; list-style: none; }
@media (max-width: 40rem) {
  h1 { font-size: 1.4rem; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; }
  .rows thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .rows, .rows caption, .rows tbody, .rows tr, .rows td, .rows tbody th { display: block; } .rows tr { padding: .5rem 0; border-bottom: 2px solid var(--line); }
  .rows td, .rows tbody th { padding: .15rem 0; border: 0; } .rows td:empty { display: none; }
  .rows td::before { content: attr(data-label); display: block; color: var(--soft); font-size: .8rem; }
  .pairs > tbody > tr > th { width: 38%; } .nested { padding-left: .6rem; }
}
@media print { body { max-width: none; padding: 0; font-size: 11pt; } pre { max-height: none; white-space: pre-wrap; }
  nav, details { display: none; } h2, h3, caption { break-after: avoid; } tr { break-inside: avoid; } }
`

const hash = createHash('sha256').update(STYLE).digest('base64')

/** Neither script nor frame nor form; the one style by its hash, and the icon. */
export const RECEIPT_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${hash}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')
