/** Filmstrips and waterfalls. */
export const DIAGNOSIS = `
.film{padding:.6rem 1.1rem 0;border:0}
.film svg{display:block;min-width:40rem;overflow:visible}
.film text{font-size:12px;fill:var(--ink)}.film .tick{fill:var(--soft)}
.slot{fill:none;stroke:var(--rule)}
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
`
