import { CARDS } from './style-cards.ts'
import { DIAGNOSIS } from './style-diagnosis.ts'
import { MEDIA } from './style-media.ts'
import { TABLES } from './style-tables.ts'

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
${CARDS}${TABLES}${DIAGNOSIS}${MEDIA}`
