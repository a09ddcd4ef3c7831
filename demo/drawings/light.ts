import { glow, gradient, numbers, shadow, type Drawing } from './shapes.ts'

export const lamp: Drawing = () => {
  const [shadeStops, shade] = gradient(['#ffd9a0', '#f4b468', '#c97f3c'])
  const [stemStops, stem] = gradient(['#fbe6c8', '#d9a873', '#96633a'])
  return `${shadeStops}${stemStops}${glow(200, 230, 190, '#ffcf87', 0.75)}${shadow(150)}
  <path d="M178 226 H222 L232 316 Q262 322 262 334 Q262 342 250 342 H150 Q138 342 138 334 Q138 322 168 316Z" fill="${stem}"/>
  <path d="M76 222 Q82 110 200 108 Q318 110 324 222 Q324 236 306 236 H94 Q76 236 76 222Z" fill="${shade}"/>
  <ellipse cx="200" cy="230" rx="112" ry="9" fill="#fff3d6"/>
  <path d="M104 206 Q112 146 170 128" stroke="#fff6e4" stroke-width="9" stroke-linecap="round" fill="none" opacity=".75"/>`
}

export const pendant: Drawing = () => {
  const [domeStops, dome] = gradient(['#5d7d68', '#3f5f4d', '#223a2e'])
  return `${domeStops}<path d="M106 226 L20 344 H380 L294 226Z" fill="#ffe0a3" opacity=".4" filter="url(#soft)"/>${glow(200, 232, 120, '#fff0c4', 0.8)}
  <path d="M200 -60 V104" stroke="#2b2320" stroke-width="5"/><rect x="184" y="92" width="32" height="26" rx="6" fill="#c79a56"/>
  <path d="M84 226 Q90 118 200 116 Q310 118 316 226Z" fill="${dome}"/><ellipse cx="200" cy="226" rx="116" ry="15" fill="#e9c98c"/>
  <ellipse cx="200" cy="228" rx="44" ry="9" fill="#fffbe9"/>
  <path d="M108 206 Q118 152 170 134" stroke="#b6d0bd" stroke-width="8" stroke-linecap="round" fill="none" opacity=".55"/>
  <ellipse cx="200" cy="344" rx="150" ry="14" fill="#fff0c8" opacity=".75" filter="url(#soft)"/>`
}

export const candle: Drawing = () => {
  const [waxStops, wax] = gradient(['#f8d68a', '#e9b850', '#b98426'])
  const [glassStops, glass] = gradient(['#ffffffa0', '#ffffff20', '#ffffff18', '#ffffff70'])
  return `${waxStops}${glassStops}${glow(200, 168, 150, '#ffd98a', 0.85)}${shadow(140)}
  <path d="M136 234 H264 L258 330 Q256 338 246 338 H154 Q144 338 142 330Z" fill="${wax}"/><ellipse cx="200" cy="234" rx="64" ry="13" fill="#fbe6ae"/>
  <path d="M200 236 V204" stroke="#4a3320" stroke-width="5" stroke-linecap="round"/>
  <path d="M200 214 C170 190 196 164 200 132 C206 164 230 190 200 214Z" fill="#ffab2e"/><path d="M200 212 C186 196 198 182 200 164 C204 182 214 196 200 212Z" fill="#fff6d4"/>
  <path d="M126 176 H274 L264 328 Q262 342 246 342 H154 Q138 342 136 328Z" fill="${glass}" stroke="#fff" stroke-opacity=".75" stroke-width="3"/>
  <rect x="156" y="272" width="88" height="40" rx="3" fill="#fff8ea"/><path d="M172 287 H228 M182 299 H218" stroke="#8a6a3c" stroke-width="4" stroke-linecap="round"/>
  <path d="M142 196 L150 316" stroke="#fff" stroke-width="6" stroke-linecap="round" opacity=".65"/>`
}

/** A leaf at a point, turned. */
const leaf = (x: number, y: number, turn: number, colour: string): string =>
  `<path d="M0 0 C7 -12 7 -30 0 -42 C-7 -30 -7 -12 0 0Z" fill="${colour}" transform="translate(${x} ${y}) rotate(${turn})"/>`

export const olive: Drawing = () => {
  const [potStops, pot] = gradient(['#d98c5f', '#bd6a3e', '#864322'])
  const next = numbers(29)
  const greens = ['#5e7a4c', '#7c9a62', '#94ad7a', '#486539']
  const leaves = Array.from({ length: 86 }, (_, i) => {
    const [angle, distance] = [next() * Math.PI * 2, Math.sqrt(next()) * 88]
    const [x, y] = [200 + Math.cos(angle) * distance, 126 + Math.sin(angle) * distance * 0.84]
    return leaf(Math.round(x), Math.round(y), Math.round(next() * 360), greens[i % greens.length]!)
  }).join('')
  return `${potStops}${shadow(140)}
  <path d="M200 262 C194 220 206 190 200 130 M200 208 C180 190 168 170 158 140 M201 190 C218 172 232 160 240 136" stroke="#6d5138" stroke-width="8" stroke-linecap="round" fill="none"/>
  ${leaves}
  <path d="M134 262 H266 L250 330 Q248 342 236 342 H164 Q152 342 150 330Z" fill="${pot}"/><rect x="124" y="244" width="152" height="26" rx="6" fill="${pot}"/>
  <ellipse cx="200" cy="246" rx="68" ry="6" fill="#4b2f1d"/><path d="M148 280 L160 326" stroke="#f4c19c" stroke-width="7" stroke-linecap="round" opacity=".6"/>`
}
