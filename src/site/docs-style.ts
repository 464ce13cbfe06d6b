/** The part of the style that only the documentation needs. */

export const DOCS_STYLE = `
.docs { display: grid; grid-template-columns: minmax(0, 1fr); gap: 2rem; }
@media (min-width: 60rem) { .docs { grid-template-columns: 15rem minmax(0, 1fr); }
  .docs > article { grid-column: 2; grid-row: 1; } .docs > .docs-pages { grid-column: 1; grid-row: 1; } }
.docs-pages h2 { margin: 1.25rem 0 .25rem; font-family: inherit; font-size: .95rem; } .docs-pages ul { margin: 0; padding: 0; list-style: none; }
.docs-pages li, .docs-contents li { padding: .1rem 0; } .docs-pages [aria-current] { font-weight: 600; text-decoration: none; }
.docs-trail, .docs-as { color: var(--soft); } .docs-contents ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem;
  margin: 0 0 1rem; padding: 0; list-style: none; }
.docs h3 { margin-top: 2rem; } .docs .anchor { opacity: .7; font-weight: 400; text-decoration: none; }
.docs pre { overflow-x: auto; margin: 1rem 0; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: 6px;
  background: var(--field); font-size: .875rem; line-height: 1.45; }
.docs code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .875em; overflow-wrap: anywhere; }
.docs pre code { font-size: 1em; overflow-wrap: normal; } .docs figure.code { margin: 1rem 0; }
.docs figure.code pre { margin: 0; } .docs figcaption { padding: .25rem 0; color: var(--soft); font-size: .875rem; }
.docs .scroll { overflow-x: auto; margin: 1rem 0; } .docs table { border-collapse: collapse; }
.docs th, .docs td { padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); text-align: left;
  vertical-align: top; }
`
