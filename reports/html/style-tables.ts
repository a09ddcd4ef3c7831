/** What folds, tables, and the metrics of a page. */
export const TABLES = `
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
.data th[rowspan]{vertical-align:top}.grouped td:first-of-type{text-align:left;white-space:normal}.grouped td:first-child{padding-left:.6rem}.grouped bdi{overflow-wrap:anywhere}
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
`
