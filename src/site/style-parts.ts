/** The style of what pages are made of: cards, badges, tables, charts. */

export const PARTS_STYLE = `
.hero { margin: -1.75rem calc(50% - 50vw) 0; padding: 2.5rem max(1.25rem, calc(50vw - 36.75rem)) 2.25rem; background: var(--field); border-bottom: 1px solid var(--line); }
.hero h1 { font-size: clamp(1.8rem, 4.6vw, 2.9rem); margin-bottom: .5rem; } .hero form.find { max-width: 36rem; margin: 1.25rem 0 .75rem; } .hero form.find input { padding: .65rem .9rem; font-size: 1rem; }
.stats { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: 1rem 0 0; padding: 0; list-style: none; color: var(--soft); font-size: .95rem; } .stats b { color: var(--ink); font-variant-numeric: tabular-nums; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: 1.1rem; margin: 1rem 0; padding: 0; list-style: none; }
.gallery { display: grid; grid-template-columns: minmax(0, 1fr); gap: 2rem 2.5rem; margin: 1.5rem 0; padding: 0; list-style: none; } @media (min-width: 60rem) { .gallery { grid-template-columns: repeat(2, minmax(0, 1fr)); } } .gallery h2 { margin-top: 0; }
.card { display: flex; flex-direction: column; min-width: 0; height: 100%; padding: 1.1rem 1.2rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shade); }
.card h3 { margin: 0 0 .5rem; font: 600 .95rem/1.35 inherit; font-family: inherit; color: var(--ink); } .card h3 a { color: inherit; text-decoration-color: var(--line); } .card h3 a:hover { text-decoration-color: currentColor; }
.card .meta { margin: .35rem 0 0; color: var(--soft); font-size: .875rem; } .card .doubt { margin: auto 0 0; padding-top: .7rem; font-size: .875rem; display: flex; flex-wrap: wrap; gap: .35rem .5rem; align-items: center; }
.value { margin: 0; font-variant-numeric: tabular-nums; color: var(--mark); max-width: none; } .value .lead-in, .value .unit { font-size: .95rem; color: var(--soft); font-weight: 400; } .value b { display: inline-block; font-size: 2rem; line-height: 1.15; font-weight: 700; letter-spacing: -.02em; } .value.long b { font-size: 1.5rem; overflow-wrap: normal; }
.value .lead-in, .value .unit { display: block; } .feature .value b { font-size: clamp(2.2rem, 6vw, 3.6rem); } .answer .value b { font-size: clamp(1.9rem, 5vw, 3rem); }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 9rem), 1fr)); gap: .75rem; margin: 0; } .pair > * { min-width: 0; } .pair b { font-size: 1.55rem; } .pair .who { margin: 0 0 .15rem; font-size: .85rem; font-weight: 600; color: var(--ink); }
.feature { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 8fr); gap: 1.5rem 2.25rem; align-items: center; margin: 1.25rem 0 1.5rem; }
figure { margin: 1rem 0; min-width: 0; } figure img, figure picture { display: block; width: 100%; height: auto; border-radius: 8px; } figcaption { margin-top: .4rem; color: var(--soft); font-size: .875rem; }
figcaption ul, .links { display: flex; flex-wrap: wrap; gap: .15rem 1rem; margin: .35rem 0 0; padding: 0; list-style: none; font-size: .9rem; }
.badge { display: inline-block; padding: .1rem .55rem; border-radius: 12px; font-size: .8rem; font-weight: 600; line-height: 1.5; background: var(--plain); color: var(--plain-ink); }
.badge.ok { background: var(--ok); color: var(--ok-ink); } .badge.differs { background: var(--differs); color: var(--differs-ink); } .badge.bad { background: var(--bad); color: var(--bad-ink); }
table.series { margin: .9rem 0 0; font-size: .9rem; } table.series th { font-weight: 400; color: var(--soft); } table.series td { text-align: right; padding-right: 0; } table.series tr:last-child > * { border-bottom: 0; }
.columns { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 3rem; } .three { grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 0 2rem; }
.rank { margin: .5rem 0; padding: 0; list-style: none; } .rank > li { padding: .75rem 0; border-bottom: 1px solid var(--line); } .rank h3 { margin: 0 0 .2rem; font-size: 1rem; } .rank p { margin: .15rem 0; }
.times { font-variant-numeric: tabular-nums; font-weight: 700; color: var(--bad-ink); }
.note { padding: .8rem 1.1rem; border-radius: 10px; background: var(--field); border-left: 4px solid var(--accent); } .note.differs { background: var(--differs); color: var(--differs-ink); border-color: currentColor; } .note p { margin: .15rem 0; } .note.differs a { color: inherit; }
.crumbs { margin: 0; color: var(--soft); font-size: .9rem; }
.answer { display: grid; grid-template-columns: minmax(0, 1fr); gap: .25rem; margin: 1rem 0; padding: 1.25rem 1.4rem; background: var(--field); border-radius: 12px; } .answer p { margin: .2rem 0; } .answer .doubt { display: flex; flex-wrap: wrap; gap: .4rem .6rem; align-items: center; }
dl.terms { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .3rem 1.25rem; margin: 1rem 0; } dl.terms dt { color: var(--soft); } dl.terms dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; margin: .5rem 0 1rem; max-width: 100%; } table { width: 100%; border-collapse: collapse; font-size: .925rem; font-variant-numeric: tabular-nums; }
caption { padding: .35rem 0; text-align: left; color: var(--soft); font-size: .875rem; } th, td { padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { border-bottom: 2px solid var(--line); color: var(--soft); font-weight: 600; font-size: .85rem; white-space: nowrap; } tbody th { font-weight: 600; } td.number, th.number { text-align: right; white-space: nowrap; } td ul { margin: 0; padding: 0; list-style: none; } td p { margin: .2rem 0; }
tr.preferred > * { background: var(--ok); } tr.preferred > :first-child { box-shadow: inset 4px 0 0 var(--ok-ink); padding-left: .75rem; } tr.repeat > * { color: var(--soft); } tr.preferred .badge.ok { background: var(--page); }
.claims td, .claims th { min-width: 8rem; } .claims td.wide { min-width: 15rem; }
.pager { display: flex; gap: 1.25rem; margin: 1rem 0; } .pager a { font-weight: 600; }
.list { columns: 3 15rem; column-gap: 2rem; padding: 0; margin: .75rem 0; list-style: none; } .list li { break-inside: avoid; padding: .2rem 0; }
.check { margin: 1rem 0; padding: .2rem 0 .2rem 1.1rem; border-left: 3px solid var(--line); } .check h3 { margin: 0 0 .3rem; } .check p { margin: .25rem 0; }
@media (max-width: 56rem) { .feature, .columns, .three { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 40rem) { .hero { margin-top: -1.25rem; padding: 1.5rem 1rem; } dl.terms { grid-template-columns: minmax(0, 1fr); gap: 0; } dl.terms dd { margin-bottom: .5rem; }
  table.stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); } table.stack, table.stack caption, table.stack tbody, table.stack tr, table.stack td, table.stack tbody th { display: block; }
  table.stack tr { padding: .6rem 0; border-bottom: 1px solid var(--line); } table.stack tr.preferred { padding-left: .6rem; } table.stack td, table.stack tbody th { padding: .1rem 0; border: 0; text-align: left; white-space: normal; min-width: 0; } table.stack td:empty { display: none; }
  table.stack td[data-label]::before { content: attr(data-label) ": "; color: var(--soft); font-size: .85rem; } :lang(zh-Hans) table.stack td[data-label]::before { content: attr(data-label) "："; } table.stack tr.preferred > * { padding-left: .6rem; } table.stack tr.preferred > :first-child { padding-left: .6rem; } }
`
