import { gradient, shadow, specks, steam, type Drawing } from './shapes.ts'

export const kettle: Drawing = () => {
  const [steelStops, steel] = gradient(['#3f6a66', '#7fa8a0', '#4d7a74', '#2c4f4d'])
  const [woodStops, wood] = gradient(['#c58b55', '#8a5429'])
  return `${steelStops}${woodStops}${shadow(150)}
  <path d="M256 306 C318 306 296 214 336 176" fill="none" stroke="#2c4f4d" stroke-width="19" stroke-linecap="round"/>
  <path d="M256 303 C312 303 291 212 333 174" fill="none" stroke="#6f9a93" stroke-width="6" stroke-linecap="round"/>
  <path d="M146 214 C62 176 52 306 128 312" fill="none" stroke="${wood}" stroke-width="18" stroke-linecap="round"/>
  <path d="M124 328 L146 204 Q200 188 254 204 L276 328 Q276 342 258 342 H142 Q124 342 124 328Z" fill="${steel}"/>
  <path d="M150 222 L136 318" stroke="#cfe3dc" stroke-width="7" stroke-linecap="round" opacity=".55"/>
  <ellipse cx="200" cy="204" rx="54" ry="12" fill="#37605c"/>
  <path d="M150 202 Q200 164 250 202 Q200 214 150 202Z" fill="${steel}"/>
  <rect x="195" y="166" width="10" height="16" fill="#37605c"/><circle cx="200" cy="162" r="12" fill="${wood}"/>`
}

export const mug: Drawing = () => {
  const [clayStops, clay] = gradient(['#f3e6d2', '#e4d0b4', '#b99c7b'])
  const [glazeStops, glaze] = gradient(['#d98a5d', '#c06a3d', '#8c4623'])
  return `${clayStops}${glazeStops}${shadow(170)}${steam(190, 176)}
  <path d="M268 232 C344 218 344 318 264 310" fill="none" stroke="#b6643a" stroke-width="21" stroke-linecap="round"/>
  <path d="M268 230 C336 220 336 308 266 304" fill="none" stroke="#dd9468" stroke-width="6" stroke-linecap="round"/>
  <path d="M116 208 L126 318 Q128 342 154 342 H240 Q266 342 268 318 L278 208Z" fill="${clay}"/>
  <path d="M116 208 L122 276 Q142 290 160 276 T200 280 T240 274 T272 278 L278 208Z" fill="${glaze}"/>
  ${specks(3, 34, [132, 292, 126, 42])}
  <ellipse cx="197" cy="208" rx="81" ry="19" fill="#8c4623"/><ellipse cx="197" cy="210" rx="70" ry="14" fill="#3a1f12"/>
  <ellipse cx="178" cy="207" rx="26" ry="4" fill="#8a5a3a" opacity=".7"/>
  <path d="M132 226 L140 312" stroke="#ffe9d2" stroke-width="8" stroke-linecap="round" opacity=".5"/>`
}

export const carafe: Drawing = () => {
  const [glassStops, glass] = gradient(['#ffffffb0', '#dcebea50', '#ffffff70', '#9fbcba90'])
  const [coffeeStops, coffee] = gradient(['#6b3516', '#3d1c0b', '#2a1106'])
  const [woodStops, wood] = gradient(['#d9a468', '#b67a40', '#7f4f24'])
  return `${glassStops}${coffeeStops}${woodStops}${shadow(160)}
  <path d="M130 100 H270 L220 204 Q290 262 280 322 Q276 342 256 342 H144 Q124 342 120 322 Q110 262 180 204Z" fill="${glass}" stroke="#ffffff" stroke-opacity=".75" stroke-width="3"/>
  <path d="M133 282 Q200 270 267 282 Q286 326 264 336 H136 Q114 326 133 282Z" fill="${coffee}"/>
  <ellipse cx="200" cy="281" rx="67" ry="9" fill="#7c4522"/>
  <path d="M146 104 H254 L206 186 H194Z" fill="#fbf3e4" opacity=".92"/><path d="M160 118 H240 L204 180 H196Z" fill="#5a2d13"/>
  <path d="M172 176 H228 L232 230 H168Z" fill="${wood}"/><circle cx="200" cy="204" r="6" fill="#5d3615"/>
  <path d="M168 200 Q200 210 232 200" stroke="#5d3615" stroke-width="3" fill="none"/>
  <path d="M140 256 Q128 286 132 316" stroke="#fff" stroke-width="6" stroke-linecap="round" fill="none" opacity=".7"/>`
}

export const grinder: Drawing = () => {
  const [woodStops, wood] = gradient(['#9a6238', '#7a4623', '#4b2811'])
  const [steelStops, steel] = gradient(['#e9e6df', '#b9b5ab', '#76726a'])
  return `${woodStops}${steelStops}${shadow(150)}
  <rect x="126" y="232" width="148" height="110" rx="8" fill="${wood}"/>
  <rect x="146" y="272" width="108" height="52" rx="4" fill="#3d210f" opacity=".55"/><rect x="149" y="274" width="102" height="46" rx="3" fill="${wood}"/>
  <circle cx="200" cy="297" r="8" fill="${steel}"/>
  <rect x="116" y="222" width="168" height="14" rx="6" fill="#5f371a"/>
  <path d="M142 222 Q146 156 200 152 Q254 156 258 222Z" fill="${steel}"/>
  <path d="M158 212 Q164 172 190 164" stroke="#fff" stroke-width="6" stroke-linecap="round" fill="none" opacity=".8"/>
  <rect x="194" y="122" width="12" height="32" fill="#8b877e"/>
  <path d="M200 122 H292" stroke="#8b877e" stroke-width="11" stroke-linecap="round"/><path d="M200 119 H288" stroke="#e9e6df" stroke-width="3" stroke-linecap="round"/>
  <rect x="286" y="84" width="14" height="38" rx="5" fill="#8b877e"/><ellipse cx="293" cy="80" rx="17" ry="15" fill="${wood}"/>`
}
