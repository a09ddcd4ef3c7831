import { createHash } from 'node:crypto'
import { STYLE } from '../../reports/html/style.ts'

/** The report's style, and what only the collector's pages have. */
export const PAGE_STYLE = `${STYLE}
body{padding-top:1rem}
.bar{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline;justify-content:space-between;margin-bottom:1rem;font-size:.92rem}
.bar nav{margin:0}
.bar ol{display:flex;flex-wrap:wrap;gap:0 .45rem;margin:0;padding:0;list-style:none}
.bar li+li::before{content:'›';color:var(--soft);margin-right:.45rem}
.bar a{color:var(--soft);text-underline-offset:.2em;padding:.25rem 0;display:inline-block}
.bar a:hover{color:var(--ink)}
.bar strong{font-weight:700;color:var(--ink);padding:.25rem 0;display:inline-block}
button{font:inherit;font-size:.9rem;padding:.35rem .9rem;border-radius:.45rem;border:1px solid var(--rule);background:var(--card);color:var(--ink);cursor:pointer}
button.main{background:var(--ink);color:var(--bg);border-color:var(--ink)}
select,input,.filters button{height:2.15rem}
select,input{font:inherit;font-size:.9rem;padding:.32rem .5rem;border-radius:.45rem;border:1px solid var(--rule);background:var(--card);color:var(--ink);max-width:100%}
h1{display:block}
h1 code{font-size:.92em}
.head{margin-bottom:1rem}
.head .facts{margin:.35rem 0 0}
.filters{display:flex;flex-wrap:wrap;gap:.6rem .9rem;align-items:end;margin:1rem 0 1.25rem}
.filters label{display:grid;gap:.15rem;font-size:.78rem;color:var(--soft);min-width:0}
.tabs{display:flex;flex-wrap:wrap;gap:.35rem;margin:0 0 .8rem}
.tabs a{padding:.25rem .8rem;border:1px solid var(--rule);border-radius:1rem;text-decoration:none;font-size:.9rem;color:var(--ink)}
.tabs a[aria-current]{background:var(--ink);color:var(--bg);border-color:var(--ink)}
.panel{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem 1.2rem;min-width:0}
.panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,23rem),1fr));gap:1rem}
.panel h3{display:flex;flex-wrap:wrap;gap:0 .6rem;align-items:baseline}
.panel h3 small{font-weight:400}
.panel .value strong{font-size:1.7rem}
.panel .figures{margin:.2rem 0 .5rem}
.sites{display:grid;gap:.75rem}
.sites h2{margin:0;font-size:1.2rem}
.empty{background:var(--card);border:1px dashed var(--rule);border-radius:.6rem;padding:1.2rem 1.4rem}
.empty pre{max-height:none;margin:.6rem 0;color:var(--ink)}
.shares{display:block;border-radius:4px;margin-top:.2rem;min-width:4rem}
.shares .good,.histogram .good{fill:var(--ok)}.shares .mid,.histogram .mid{fill:var(--amber)}.shares .poor,.histogram .poor{fill:var(--red)}
:root{--amber:#c98a1b;--red:#c8482b}
@media (prefers-color-scheme:dark){:root{--amber:#d9a441;--red:#e0694b}}
.histogram .plain{fill:var(--field)}
.histogram rect{stroke:var(--card);stroke-width:1px}
.histogram .base{stroke:var(--rule)}
.histogram line.limit{stroke:var(--ink);stroke-width:2px}
.histogram line.judged{stroke:var(--ink);stroke-width:1.5px;stroke-dasharray:3 3}
.histogram text,.timeline text{font-size:12px;fill:var(--soft)}
.histogram text.judged,.histogram text.limit{fill:var(--ink);font-weight:600}
.histogram,.timeline{display:block;overflow:visible}
.good-band{fill:var(--ok-bg)}.mid-band{fill:var(--mid-bg)}.poor-band{fill:var(--bad-bg)}.plain-band{fill:var(--line)}
.timeline path{vector-effect:non-scaling-stroke;fill:none}
.timeline .p75{stroke:var(--ink);stroke-width:2px;stroke-linejoin:round;stroke-linecap:round}
.timeline .veil{fill:var(--field);opacity:.28}
.timeline .limit{stroke:var(--ink);stroke-width:1.5px;stroke-dasharray:5 4}
.timeline .count{fill:var(--field)}
.timeline text.tick{fill:var(--ink);opacity:.75}
.routes td,.routes tbody th{vertical-align:top;padding-top:.5rem;padding-bottom:.5rem}
.routes .vital{min-width:9rem;text-align:left;white-space:nowrap}
.routes tbody th{font-weight:600}
.routes tbody th .tags{display:flex;margin-top:.2rem}
.routes thead th{text-align:left}
.routes .num{text-align:right}
.routes .when{color:var(--soft);white-space:nowrap}
.routes th a,.data th a{text-underline-offset:.2em}
.vital b{font-weight:600}
.vital small{display:block}
.trend{font-size:.8rem;white-space:nowrap}
.trend.worse{color:var(--bad)}.trend.better{color:var(--ok)}.trend.same{color:var(--soft)}
.share{min-width:6rem}
.breakdowns{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,34rem),1fr));gap:1rem 1.5rem;margin-top:1.2rem}
.breakdowns section,main>.panel{min-width:0}
.breakdowns h3{margin-bottom:.4rem}
main>h3{margin:1.4rem 0 .5rem}
.breakdowns td small{display:block}
main>.fold,.panel>.fold,.cards+.fold{margin:.6rem 0 0}
main>.fold>summary,.panel>.fold>summary{padding:.45rem .9rem;font-size:.92rem}
.data td.share{text-align:left}
.note{color:var(--soft);font-size:.9rem;margin:.4rem 0 .8rem;max-width:60rem}
.sign-in{max-width:26rem;margin:12vh auto 0}
.sign-in form{display:grid;gap:.7rem;margin-top:1rem}
.sign-in label{display:grid;gap:.25rem;font-size:.9rem}
.wrong{color:var(--bad);font-weight:600}
.list{list-style:disc;padding-left:1.2rem;display:grid;gap:.3rem;max-width:60rem}
@media (max-width:760px){
.routes,.routes tbody,.routes tr{display:block}
.routes thead{display:none}
.routes tr{padding:.7rem 1rem;display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:.35rem .8rem}
.routes tbody th,.routes td{padding:0;min-width:0;max-width:none}
.routes tbody th{grid-column:1/-1}
.routes td{text-align:left}
.routes .vital{min-width:0;white-space:normal}
.routes .vital::before{content:attr(data-name);display:block;font-size:.75rem;color:var(--soft)}
.routes .vital .rating{display:block;white-space:normal;line-height:1.25}
.routes .num{grid-column:1/3;text-align:left;font-size:.85rem;color:var(--soft)}
.routes .when{text-align:right}
.routes .num::after{content:' page views'}
.culprits thead{display:none}
.culprits table,.culprits tbody,.culprits tr,.culprits th,.culprits td{display:block}
.culprits tr{padding:.6rem 0}
.culprits tbody th,.culprits td{padding:.1rem 1rem;max-width:none}
.breakdowns th,.breakdowns td{padding-left:.45rem;padding-right:.45rem}
.breakdowns tbody th{min-width:5.2rem}
.breakdowns td,.breakdowns thead th{white-space:normal}
.breakdowns td:nth-child(3){width:24%}
.breakdowns .share{min-width:3rem}
.filters{gap:.5rem}
.filters label{flex:1 1 8rem}
.filters select,.filters input{width:100%}
}
`

/** What a Content-Security-Policy lets through beside nothing: this one style, by its hash. */
export const STYLE_SOURCE = `'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`
