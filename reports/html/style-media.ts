/** What differs on a phone and on paper; comes last, so that it wins. */
export const MEDIA = `
@media (max-width:760px){
body{padding:.75rem .75rem 3rem}
.verdict{padding:1.1rem 1.1rem}
.why span{display:block}
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
.budgets td:nth-child(2){flex:1 0 calc(100% - 7rem)}
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
.card{grid-template:auto auto 1fr/minmax(0,1fr) minmax(0,1fr);break-inside:auto}
.card>.cause{grid-column:2;grid-row:2/4}
h2{break-after:avoid}
}
`
