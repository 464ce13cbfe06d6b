/** The style of all pages, and the policy that lets nothing else in. */
import { createHash } from 'node:crypto'

export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d8dee4; --page: #fff; --field: #f6f8fa;
  --link: #0a58a8; --mark: #1f3a5f; --ok: #e6f4ea; --differs: #fff4d6; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --soft: #a3abb5; --line: #3a424c; --page: #14171b;
  --field: #1d2228; --link: #7db8f5; --mark: #9cc3ee; --ok: #17301f; --differs: #3a2f12; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 0 1.25rem 4rem; max-width: 72rem; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans SC", sans-serif; }
a { color: var(--link); } :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 1rem; top: .5rem; }
`

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
