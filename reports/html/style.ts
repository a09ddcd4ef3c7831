/** The report's only style. Ratings and verdicts are told by shape and word as well as by colour; the colours are a bluish
 * green, an amber and a vermilion that stay apart for colour-blind readers (Okabe and Ito). */
export const STYLE = `
:root{color-scheme:light dark;--bg:#f6f6f4;--card:#fff;--ink:#1c2126;--soft:#586069;--line:#dfe0dc;--rule:#c6c8c3;
--ok:#00674a;--ok-bg:#dcf1e8;--mid:#7d4a00;--mid-bg:#fcecc8;--bad:#a92c12;--bad-bg:#fbe1d8;--lab:#1c2126;--field:#4a6fa5;--limit:#1c2126;
--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace}
@media (prefers-color-scheme:dark){:root{--bg:#121416;--card:#1b1e22;--ink:#e9ebed;--soft:#a4acb5;--line:#2d3238;--rule:#454c54;
--ok:#63d4a9;--ok-bg:#12342a;--mid:#f1bd63;--mid-bg:#3b2d10;--bad:#ff9a7d;--bad-bg:#47211a;--lab:#e9ebed;--field:#8fb4ea;--limit:#e9ebed}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:1.5rem 2rem 4rem;max-width:78rem;background:var(--bg);color:var(--ink);
font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;font-variant-numeric:tabular-nums}
h1,h2,h3,h4,p,ul,dl,dd,pre{margin:0}
ul{padding:0;list-style:none}
h2{font-size:1.15rem;margin:2.5rem 0 .75rem}
h3{font-size:1.05rem;line-height:1.35}
a{color:inherit}
code,pre{font-family:var(--mono);font-size:.9em;overflow-wrap:anywhere}
small{font-size:.8rem;color:var(--soft)}
.quiet{color:var(--soft);font-size:.87rem}
.place{overflow-wrap:anywhere}
:focus-visible{outline:2px solid var(--field);outline-offset:2px}

.verdict{padding:1.5rem 1.75rem;border-radius:.75rem;background:var(--card);border:1px solid var(--line);border-left:.5rem solid}
.verdict.ok{border-left-color:var(--ok)}.verdict.bad{border-left-color:var(--bad)}
.facts,.origins{color:var(--soft);font-size:.9rem;display:flex;flex-wrap:wrap;gap:.1rem 1.25rem}
.facts{margin-bottom:.35rem}
.facts bdi:first-child{font-weight:600;color:var(--ink)}
h1{font-size:clamp(1.5rem,1.1rem + 1.8vw,2.25rem);line-height:1.2;letter-spacing:-.015em;display:flex;gap:.75rem;overflow-wrap:anywhere}
.seal{flex:none;width:1.2em;height:1.2em;border-radius:50%;display:grid;place-items:center;font-size:.85em;color:var(--card);margin-top:.08em}
.ok .seal{background:var(--ok)}.bad .seal{background:var(--bad)}
.why{margin:.85rem 0 0;padding:0 0 0 .1rem;list-style:none;display:grid;gap:.25rem}
.why li{overflow-wrap:anywhere}
.why a{font-weight:600;text-underline-offset:.2em;margin-right:.4rem}
.counts{display:flex;flex-wrap:wrap;gap:.4rem;margin:1rem 0 .85rem}
.counts li,.sign,.tag{border-radius:1rem;padding:.1rem .65rem;font-size:.85rem;white-space:nowrap}
.counts .bad,.sign.bad{background:var(--bad-bg);color:var(--bad)}
.counts .warn,.sign.warn{background:var(--mid-bg);color:var(--mid)}
.counts .ok,.sign.ok{background:var(--ok-bg);color:var(--ok)}
.counts .quiet,.sign.quiet{background:var(--line);color:var(--ink)}
.counts li{font-weight:600}
.sign{display:inline-block;min-width:1.45em;text-align:center;padding:0 .42em;font-size:.82rem;line-height:1.45em;font-weight:700}
.notes{margin-top:1rem;padding-top:.85rem;border-top:1px solid var(--line);font-size:.92rem}
.notes li{padding-left:1.1rem;position:relative;overflow-wrap:anywhere}
.notes li::before{content:'→';position:absolute;left:0;color:var(--soft)}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:1rem .25rem 0;font-size:.9rem}
nav a{color:var(--soft);text-underline-offset:.2em;padding:.25rem 0}
nav a:hover{color:var(--ink)}

.cards{display:grid;gap:1rem}
.card{background:var(--card);border:1px solid var(--line);border-left:.35rem solid var(--bad);border-radius:.6rem;padding:1.1rem 1.4rem 1.2rem;
display:grid;grid-template-columns:minmax(0,7fr) minmax(0,6fr);grid-template-rows:auto auto 1fr;gap:.5rem 2rem;break-inside:avoid}
.card>.cause{grid-column:2;grid-row:2/4}
.card.warn{border-left-color:var(--mid)}
.what{grid-column:1/-1}
.what abbr{text-decoration:none}
h4{font-size:.9rem;font-weight:600}
.what .sign{margin-right:.15rem}
.on{font-weight:400;color:var(--soft)}
.tags{display:inline-flex;flex-wrap:wrap;gap:.3rem}
.tag{border:1px solid var(--rule);color:var(--soft);padding:0 .55rem;font-size:.78rem}
.value{display:flex;align-items:baseline;gap:.2rem .75rem;flex-wrap:wrap}
.value strong{font-size:2rem;line-height:1.15;letter-spacing:-.02em}
.over b{font-weight:600}
.figures{color:var(--soft);font-size:.85rem;display:flex;flex-wrap:wrap;gap:0 1rem;margin:.35rem 0 .6rem}
.cause{background:var(--bg);border-radius:.5rem;padding:.85rem 1.1rem;align-self:start}
.cause h4{font-size:.75rem;text-transform:uppercase;letter-spacing:.06em;color:var(--soft);font-weight:600;margin-bottom:.2rem}
.cause ol{margin:0;padding:0;list-style:none;counter-reset:culprit}
.cause ol>li{counter-increment:culprit;padding-left:1.6rem;position:relative;margin-bottom:.6rem}
.cause ol>li::before{content:counter(culprit);position:absolute;left:0;top:.15rem;width:1.15rem;line-height:1.15rem;border-radius:50%;background:var(--line);font-size:.72rem;text-align:center}
.cause ol>li+li{font-size:.9rem}
.says{font-size:.9rem;margin:.15rem 0 .3rem}
.says span{color:var(--soft);margin-right:.3rem}
.note{font-size:.9rem;margin-bottom:.2rem}
.compared{border-top:1px solid var(--line);padding-top:.5rem;margin-top:.3rem;font-size:.92rem;overflow-wrap:anywhere}
.diagnostic{border-top:1px solid var(--line);padding-top:.5rem;margin-top:.5rem;font-size:.87rem}
.diagnostic li{margin-bottom:.25rem}.diagnostic small{display:block;overflow-wrap:anywhere}
.culprit code{font-weight:700;font-size:.95em}
.cost{margin:.1rem 0 .3rem}
.advice{font-size:.92rem}
.more{font-size:.8rem;color:var(--soft);margin-top:.2rem;overflow-wrap:anywhere;display:flex;flex-wrap:wrap;gap:0 1rem}
.card .fold{border:0;background:none;margin:.5rem 0 0}
.card .fold>summary{padding:0;font-size:.82rem;color:var(--soft)}
.judged{font-size:.85rem;display:grid;gap:.3rem;margin-top:.3rem}
.judged small{display:block}
.message{overflow-wrap:anywhere}
.rating{font-size:.85rem;font-weight:600;white-space:nowrap}
.ratings{display:flex;flex-wrap:wrap;gap:0 1rem}
.rating i{font-style:normal;font-size:.8em}
.rating.good{color:var(--ok)}.rating.mid{color:var(--mid)}.rating.poor{color:var(--bad)}

.lead{margin-bottom:.6rem;color:var(--soft)}
.messages{display:grid;gap:.45rem;background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.9rem 1.2rem}
.messages li{display:flex;gap:.7rem;overflow-wrap:anywhere;min-width:0}
.messages .sign{align-self:start;margin-top:.1rem;flex:none}
.messages div{min-width:0}.messages+.fold{margin-top:.6rem}.fold .messages{border:0;border-top:1px solid var(--line);border-radius:0}
pre{white-space:pre-wrap;color:var(--soft);max-height:12rem;overflow:hidden}

.lane{display:block;width:100%;height:28px;background:var(--b,linear-gradient(90deg,var(--ok-bg) var(--g),var(--mid-bg) 0 var(--p),var(--bad-bg) 0))}
.lane path{vector-effect:non-scaling-stroke;fill:none}
.lane .dots{stroke:var(--lab);stroke-width:6px;stroke-linecap:round;opacity:.85}
.lane .bars{fill:var(--field)}
.lane .limit{stroke:var(--limit);stroke-width:2px}
.lane .judged{stroke:var(--limit);stroke-width:1.5px;stroke-dasharray:3 3}
.axis{position:relative;height:1.35rem;font-size:.75rem;color:var(--soft);margin-top:.1rem;overflow:hidden}
.axis i,.axis b{position:absolute;font-style:normal;transform:translateX(-50%);white-space:nowrap}
.axis .first,.axis i:first-child{transform:none}.axis .last{transform:translateX(-100%)}
.axis b{color:var(--ink)}
.axis b::before{content:'▴ '}
.strip{margin-top:.7rem}
.strip .lane{height:30px}
.caption{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 .5rem;font-size:.87rem;margin-top:.3rem}
.caption small{margin-left:auto}

details>summary{cursor:pointer;border-radius:.5rem}
.page,.fold{background:var(--card);border:1px solid var(--line);border-radius:.6rem;margin-bottom:.6rem}
.page>summary,section>.fold>summary{padding:.7rem 1.1rem}
summary h3{display:inline}
summary .tags{margin:0 .4rem}
.page>summary{list-style-position:inside}
.glance{color:var(--soft);font-size:.87rem}
.glance>span{margin-right:1.1rem;display:inline-block}
.glance b{color:var(--ink);font-weight:600}
.tally{float:right;display:inline-flex;gap:.3rem}
.tally .sign{padding:0 .6em}
.fold .fold{border:0;border-top:1px solid var(--line);border-radius:0;margin:0}
.fold .fold>summary{padding:.5rem 1.1rem;font-size:.92rem}
.fold .fold>summary b{margin-right:.5rem}
.fold p{padding:.2rem 1.1rem .6rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th{font-weight:600;text-align:left}
thead th{font-size:.76rem;color:var(--soft);font-weight:500;white-space:nowrap}
td,th{padding:.28rem .6rem;vertical-align:baseline}
td:first-child,th:first-child{padding-left:1.1rem}
.num,.data td,.data th{text-align:right;white-space:nowrap}
.data tbody th,.data .text{text-align:left;white-space:normal}
.data th[rowspan]{vertical-align:top}.grouped td:first-of-type{text-align:left;white-space:normal}.grouped bdi{overflow-wrap:anywhere}
.scroll{overflow-x:auto;border-top:1px solid var(--line)}
.scroll tbody tr{border-top:1px solid var(--line)}
.scroll tbody th{font-weight:500;min-width:11rem;max-width:26rem;overflow-wrap:anywhere}
.data tbody{border-top:1px solid var(--line)}
.data small{white-space:normal}
.budgets td:nth-child(2){overflow-wrap:anywhere}
.budgets td:nth-child(n+3),.budgets th:nth-child(n+3){text-align:right;white-space:nowrap}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
section>.scroll{background:var(--card);border:1px solid var(--line);border-radius:.6rem}
.found.bad{color:var(--bad)}.found.warn{color:var(--mid)}

.film{padding:.6rem 1.1rem 0;border:0}
.film svg{display:block;min-width:40rem;overflow:visible}
.film text{font-size:12px;fill:var(--ink)}.film .tick{fill:var(--soft)}
.slot{fill:var(--line)}
.mark{stroke:var(--ink);stroke-width:2}
.mark.FCP,.mark.load{stroke:var(--ok)}.mark.LCP{stroke:var(--field)}.mark.layout-shift{stroke:var(--bad)}.mark.interaction{stroke:var(--mid)}
.during{fill:var(--mid);opacity:.25}
.marks{display:flex;flex-wrap:wrap;gap:.1rem 1.2rem;padding:.4rem 1.1rem;font-size:.85rem}
.marks li{overflow-wrap:anywhere}
.marks li::before{content:'';display:inline-block;width:.6rem;height:.6rem;margin-right:.35rem;background:var(--ink)}
.marks .FCP::before,.marks .load::before{background:var(--ok)}.marks .LCP::before{background:var(--field)}
.marks .layout-shift::before{background:var(--bad)}.marks .interaction::before{background:var(--mid)}
.categories{display:flex;flex-wrap:wrap;gap:.3rem .5rem;padding:.6rem 1.1rem 0}
.categories li{border:1px solid var(--rule);border-radius:1rem;padding:.05rem .7rem;font-size:.85rem}
.broke{color:var(--bad);padding:0 1.1rem .6rem;overflow-wrap:anywhere}
.diagnosed{border-top:1px solid var(--line)}
.legend{display:flex;flex-wrap:wrap;gap:0 1rem;font-size:.8rem}
.legend i{display:inline-block;width:.8rem;height:.55rem;margin-right:.3rem;background:currentColor}
.legend .at{width:2px;height:.8rem;vertical-align:-.1rem}
.waterfall{table-layout:fixed;font-size:.85rem}
.waterfall tbody{border-top:1px solid var(--line)}
.waterfall td,.waterfall th{padding-top:.12rem;padding-bottom:.12rem}
.waterfall th:nth-child(1){width:17rem}.waterfall th:nth-child(2){width:6rem}.waterfall th:nth-child(3),.waterfall th:nth-child(4){width:5rem}
.waterfall tbody th{font-weight:500;overflow-wrap:anywhere;line-height:1.25}
.waterfall small{display:block}
.flag{font-size:.72rem;border-radius:.25rem;padding:0 .3rem;margin-left:.2rem;white-space:nowrap}
.flag.lcp{background:var(--field);color:var(--card)}.flag.blocks{background:var(--bad-bg);color:var(--bad)}
.waterfall .drawn{padding:0 1.1rem 0 .6rem;vertical-align:middle;background-origin:content-box;background-repeat:no-repeat;background-image:linear-gradient(90deg,transparent calc(var(--fcp,-1%) - 1px),var(--ok) 0 calc(var(--fcp,-1%) + 1px),transparent 0),linear-gradient(90deg,transparent calc(var(--lcp,-1%) - 1px),var(--field) 0 calc(var(--lcp,-1%) + 1px),transparent 0)}
.spent{display:block;width:100%;height:14px}
.spent path{vector-effect:non-scaling-stroke;stroke-width:9px}
.spent .whole{stroke:var(--rule)}
.queued{--c:var(--line)}.dns{--c:#1b9e8a}.connect{--c:#d98c1f}.tls{--c:#a05fb0}.wait{--c:#7aa874}.receive{--c:#4a86c8}
.spent .queued,.spent .dns,.spent .connect,.spent .tls,.spent .wait,.spent .receive{stroke:var(--c)}
.legend i:not(.at){background:var(--c)}.legend .fcp{background:var(--ok)}.legend .lcp{background:var(--field)}

.metrics{table-layout:fixed}
.metrics thead th:nth-child(1){width:9.5rem}
.metrics thead th:nth-child(2){width:4.5rem}
.metrics thead th:nth-child(3){width:5.5rem}
.metrics thead th:nth-child(4){width:11rem}
.metrics thead th:nth-child(5){width:7rem}
.metrics thead th:nth-child(6){width:10rem}
.metrics tbody{border-top:1px solid var(--line)}
.metrics tbody th{vertical-align:top;padding-top:.5rem}
.metrics th small,.metrics td small{display:block;font-weight:400;line-height:1.25}
.metrics td{vertical-align:middle;padding-top:.35rem;padding-bottom:.2rem}
.metrics td:nth-of-type(1){color:var(--soft);overflow-wrap:anywhere;padding-left:.6rem}
.metrics td:nth-of-type(2){font-weight:600;text-align:right;white-space:nowrap}
.metrics td:nth-of-type(5){font-size:.82rem}
.metrics td:nth-of-type(6){padding-right:1.1rem}
.metrics td .beyond{text-align:right;margin-top:.15rem}
.bound{display:block;white-space:nowrap}
dl{display:grid;grid-template-columns:11rem minmax(0,1fr);gap:.6rem 1.5rem;font-size:.92rem;margin-bottom:1rem}
dt{font-weight:600}

@media (max-width:760px){
body{padding:.75rem .75rem 3rem}
.verdict{padding:1.1rem 1.1rem}
.card{grid-template-columns:minmax(0,1fr);grid-template-rows:none;padding:.9rem 1rem 1rem}
.card>.cause{grid-column:1;grid-row:auto}
.metrics,.metrics tbody,.metrics tr{display:block}
.metrics thead{display:none}
.metrics tbody{padding:.5rem 1rem}
.metrics tr{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 .7rem}
.metrics th,.metrics td,.metrics tbody th{padding:0;width:auto}
.metrics tbody th{flex:0 0 100%}
.metrics tbody th small,.metrics td small{display:inline;margin-left:.5rem}
.metrics td .beyond{display:block}
.metrics td:nth-of-type(1){min-width:3.2rem;padding:0}
.metrics td:nth-of-type(5)::before{content:'n '}
.metrics td:nth-of-type(6){flex:0 0 100%;padding:0;margin-top:.2rem}
.tally{float:none;margin-top:.2rem}
.glance{display:block}
.caption small{margin-left:0;flex:0 0 100%}
.budgets thead{display:none}
.budgets,.budgets tbody,.budgets tr{display:block}
.budgets tr{display:flex;flex-wrap:wrap;gap:0 .9rem;padding:.4rem 1rem}
.budgets tbody th,.budgets td{padding:0;max-width:none;min-width:0}
.budgets td:nth-child(2){flex:1 0 60%}
.budgets td:nth-child(4)::before{content:'budget '}.budgets td:nth-child(5)::before{content:'95 % '}.budgets td:nth-child(6)::before{content:'n '}
.budgets td:nth-child(n+4)::before{color:var(--soft);font-size:.85em}
.waterfall thead{display:none}
.waterfall,.waterfall tbody,.waterfall tr{display:block}
.waterfall tr{display:flex;flex-wrap:wrap;gap:0 .8rem;padding:.25rem 1rem}
.waterfall td,.waterfall tbody th{padding:0}
.waterfall tbody th{flex:0 0 100%;width:auto}
.waterfall small{display:inline;margin-left:.3rem}
.waterfall .drawn{flex:0 0 100%;padding:0}
dl{grid-template-columns:minmax(0,1fr);gap:.15rem}
dd{margin-bottom:.6rem}
}
@media print{
:root{color-scheme:light;--bg:#fff}
body{padding:0;font-size:10pt;max-width:none}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
nav{display:none}
details::details-content{content-visibility:visible;block-size:auto}
.scroll{overflow:visible}
.metrics tbody,.messages li,tr,.film svg{break-inside:avoid}
.film svg{min-width:0}
.card{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}
h2{break-after:avoid}
}
`
