/** Faults and their causes, ratings, messages, and the drawings of values. */
export const CARDS = `
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
`
