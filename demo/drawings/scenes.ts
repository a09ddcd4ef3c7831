import { bowl, board, eggCups, vase } from './table.ts'
import { candle, lamp, olive, pendant } from './light.ts'
import { carafe, grinder, kettle, mug } from './coffee.ts'
import { glow, gradient, type Drawing } from './shapes.ts'

/** Wall and table of each product's picture, by its name in the catalogue. */
export const PICTURES: Record<string, { drawing: Drawing; wall: string; table: string }> = {
  kettle: { drawing: kettle, wall: '#ecd9c0', table: '#cfa47a' },
  mug: { drawing: mug, wall: '#c9d3c4', table: '#9fae98' },
  carafe: { drawing: carafe, wall: '#c98f6c', table: '#a56a48' },
  grinder: { drawing: grinder, wall: '#d9cdbb', table: '#b8a88f' },
  bowl: { drawing: bowl, wall: '#b7c4cd', table: '#8d9fab' },
  board: { drawing: board, wall: '#e8dcc8', table: '#b9a68a' },
  'egg-cups': { drawing: eggCups, wall: '#d3a795', table: '#b37f6b' },
  vase: { drawing: vase, wall: '#ecdcb9', table: '#cdb078' },
  lamp: { drawing: lamp, wall: '#6e5a50', table: '#4a3a32' },
  pendant: { drawing: pendant, wall: '#b9ad97', table: '#8f7f66' },
  candle: { drawing: candle, wall: '#59504e', table: '#3d3331' },
  olive: { drawing: olive, wall: '#eadfd0', table: '#c8b297' },
}

/** Blurs that the drawings name, and the grain that makes flat colour look like print. */
const FILTERS = `<filter id="soft" x="-40%" y="-40%" width="180%" height="180%"><feGaussianBlur stdDeviation="7"/></filter>
<filter id="far" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="16"/></filter>
<filter id="grain"><feTurbulence type="fractalNoise" baseFrequency=".8" numOctaves="2" seed="4"/><feColorMatrix values="0 0 0 0 .5 0 0 0 0 .4 0 0 0 0 .3 0 0 0 .5 0"/></filter>`

const svg = (width: number, height: number, grain: number, inside: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${FILTERS}${inside}<rect width="${width}" height="${height}" filter="url(#grain)" opacity="${grain}"/></svg>`

/** The picture of one product, 640 × 640: the thing on a table, sunlight of a window behind it. */
export function productScene(picture: string): string {
  const scene = PICTURES[picture]
  if (!scene) throw new Error(`drawings/scenes.ts: PICTURES has no "${picture}", add it there`)
  const { drawing, wall, table } = scene
  return svg(
    640,
    640,
    0.1,
    `<rect width="640" height="640" fill="${wall}"/>
    <g fill="#fff4dc" opacity=".34" filter="url(#soft)"><path d="M60 40 L250 0 L330 330 L140 400Z"/><path d="M280 -10 L450 -40 L530 270 L360 322Z"/></g>
    <rect y="492" width="640" height="148" fill="${table}"/><rect y="492" width="640" height="6" fill="#fff" opacity=".22"/>
    <g transform="translate(40 50) scale(1.4)">${drawing()}</g>`,
  )
}

const place = (drawing: Drawing, x: number, foot: number, scale: number): string =>
  `<g transform="translate(${x - 200 * scale} ${foot - 340 * scale}) scale(${scale})">${drawing()}</g>`

/** The home page's picture, 1600 × 900: a table by the window at sunrise. Its left third is calm, words stand there. */
export function heroScene(): string {
  const [skyStops, sky] = gradient(['#6f7f9c', '#c79a94', '#f4b57c', '#ffd9a1'], true)
  const [wallStops, wall] = gradient(['#4d3a33', '#7a5745', '#8a634c'])
  const [tableStops, tabletop] = gradient(['#5c3a25', '#a06a40', '#c48a56'])
  return svg(
    1600,
    900,
    0.13,
    `${skyStops}${wallStops}${tableStops}
    <rect width="1600" height="900" fill="${wall}"/>
    <svg x="640" y="-40" width="860" height="660" viewBox="0 0 860 660"><rect width="860" height="660" fill="${sky}"/>
      ${glow(520, 420, 380, '#fff1c9', 0.95)}<circle cx="520" cy="420" r="74" fill="#fff6dc"/>
      <path d="M0 470 Q140 380 300 450 T620 430 T860 400 V660 H0Z" fill="#a9807c"/>
      <path d="M0 530 Q180 440 380 520 T860 480 V660 H0Z" fill="#7b6566"/>
      <path d="M0 590 Q220 520 460 580 T860 560 V660 H0Z" fill="#4f4a4d"/>
      <g fill="#3b393d"><path d="M80 560 l18 -90 l18 90Z"/><path d="M112 566 l14 -66 l14 66Z"/><path d="M700 560 l20 -104 l20 104Z"/><path d="M742 566 l14 -70 l14 70Z"/></g>
    </svg>
    <g fill="none" stroke="#efe1cf" stroke-width="20"><path d="M640 -40 V620 H1500 V-40"/><path d="M1070 -40 V620" stroke-width="12"/><path d="M640 250 H1500" stroke-width="12"/></g>
    <rect x="610" y="612" width="920" height="26" rx="4" fill="#f6ead9"/>
    <g fill="#ffd9a0" opacity=".2" filter="url(#far)"><path d="M660 640 L1060 640 L760 900 L180 900Z"/><path d="M1090 640 L1490 640 L1330 900 L880 900Z"/></g>
    <rect y="690" width="1600" height="210" fill="${tabletop}"/><rect y="690" width="1600" height="7" fill="#ffdcae" opacity=".55"/>
    <g fill="#ffe3b4" opacity=".3" filter="url(#soft)"><path d="M700 697 L1060 697 L840 900 L360 900Z"/><path d="M1110 697 L1480 697 L1400 900 L960 900Z"/></g>
    ${place(olive, 1440, 760, 1.32)}${place(kettle, 1010, 770, 1.12)}${place(carafe, 1230, 800, 1.02)}${place(vase, 770, 745, 0.9)}${place(board, 880, 868, 0.74)}${place(mug, 1120, 872, 0.72)}`,
  )
}
