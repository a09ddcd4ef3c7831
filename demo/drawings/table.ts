import { gradient, shadow, specks, type Drawing } from './shapes.ts'

export const bowl: Drawing = () => {
  const [clayStops, clay] = gradient(['#f7efe2', '#e6d8c3', '#b7a489'])
  const berry = (x: number, y: number, colour: string, r = 15) =>
    `<circle cx="${x}" cy="${y}" r="${r}" fill="${colour}"/><circle cx="${x - r / 3}" cy="${y - r / 3}" r="${r / 4}" fill="#fff" opacity=".55"/>`
  return `${clayStops}${shadow(210)}
  <ellipse cx="200" cy="226" rx="122" ry="30" fill="#a8927a"/><ellipse cx="200" cy="230" rx="110" ry="24" fill="#fff8ea"/>
  ${berry(160, 222, '#a52a3c')}${berry(190, 215, '#39406e', 13)}${berry(214, 224, '#b93848')}${berry(240, 218, '#39406e', 14)}${berry(182, 232, '#c2465a', 12)}${berry(262, 228, '#a52a3c', 11)}
  <path d="M78 226 Q84 318 160 334 Q160 342 168 342 H232 Q240 342 240 334 Q316 318 322 226 Q312 254 200 256 Q88 254 78 226Z" fill="${clay}"/>
  ${specks(11, 70, [106, 262, 186, 52])}
  <path d="M98 258 Q108 302 146 320" stroke="#fff" stroke-width="8" stroke-linecap="round" fill="none" opacity=".6"/>`
}

export const board: Drawing = () => {
  const [oakStops, oak] = gradient(['#dcae74', '#c8935a', '#a9743f'])
  const [crustStops, crust] = gradient(['#e0a45c', '#b86f30', '#7e4317'], true)
  const cut = (x: number) =>
    `<path d="M${x} 258 q18 -34 40 -40" stroke="#f4d9a6" stroke-width="9" stroke-linecap="round" fill="none"/>`
  return `${oakStops}${crustStops}${shadow(270)}
  <path d="M60 318 H300 Q318 318 332 322 H366 Q376 324 376 331 Q376 338 366 340 H332 Q316 342 300 342 H60 Q48 342 48 330 Q48 318 60 318Z" fill="${oak}"/>
  <path d="M60 322 H300 Q318 322 330 325" stroke="#f2d3a2" stroke-width="3" fill="none" opacity=".8"/><ellipse cx="356" cy="331" rx="8" ry="3" fill="#6f451e"/>
  <path d="M78 318 Q60 214 176 210 Q296 206 292 318Z" fill="${crust}"/>${cut(110)}${cut(160)}${cut(210)}
  <path d="M92 290 Q96 240 140 226" stroke="#ffe2b3" stroke-width="6" stroke-linecap="round" fill="none" opacity=".5"/>`
}

export const eggCups: Drawing = () => {
  const [ashStops, ash] = gradient(['#ecd0a2', '#cfa76f', '#94693a'])
  const [shellStops, shell] = gradient(['#fff6e8', '#f0d6b8', '#c59c78'])
  const cup = (x: number) => `
  <ellipse cx="${x}" cy="212" rx="42" ry="54" fill="${shell}"/><ellipse cx="${x - 14}" cy="190" rx="8" ry="14" fill="#fff" opacity=".7"/>
  <path d="M${x - 50} 222 Q${x} 244 ${x + 50} 222 Q${x + 48} 286 ${x + 14} 292 L${x + 18} 322 Q${x + 44} 326 ${x + 44} 336 Q${x + 44} 342 ${x + 36} 342 H${x - 36} Q${x - 44} 342 ${x - 44} 336 Q${x - 44} 326 ${x - 18} 322 L${x - 14} 292 Q${x - 48} 286 ${x - 50} 222Z" fill="${ash}"/>
  <path d="M${x - 40} 238 Q${x - 36} 268 ${x - 18} 280" stroke="#fff3dc" stroke-width="5" stroke-linecap="round" fill="none" opacity=".7"/>`
  return `${ashStops}${shellStops}${shadow(100, 130)}${shadow(100, 268)}${cup(130)}${cup(268)}`
}

export const vase: Drawing = () => {
  const [glazeStops, glaze] = gradient(['#86a9c4', '#4f7697', '#27445f'])
  const petals = Array.from(
    { length: 12 },
    (_, i) => `<ellipse cx="222" cy="64" rx="9" ry="25" fill="#fbf3df" transform="rotate(${i * 30} 222 88)"/>`,
  ).join('')
  return `${glazeStops}${shadow(120)}
  <path d="M200 210 C196 170 206 130 222 92" stroke="#59743f" stroke-width="6" fill="none"/>
  <path d="M202 156 C170 150 152 130 150 112 C176 112 198 130 203 150Z" fill="#6f8f4e"/><path d="M205 142 C226 148 250 138 262 122 C242 112 216 122 207 136Z" fill="#7fa05a"/>
  ${petals}<circle cx="222" cy="88" r="15" fill="#e0a63a"/><circle cx="218" cy="84" r="5" fill="#f4cf78"/>
  <path d="M182 200 H218 Q214 240 246 268 Q274 296 258 330 Q252 342 238 342 H162 Q148 342 142 330 Q126 296 154 268 Q186 240 182 200Z" fill="${glaze}"/>
  <ellipse cx="200" cy="200" rx="18" ry="5" fill="#1d3449"/>
  <path d="M168 274 Q150 294 158 322" stroke="#dbe9f2" stroke-width="7" stroke-linecap="round" fill="none" opacity=".65"/>
  <path d="M146 312 Q200 330 254 312" stroke="#c9a46e" stroke-width="4" fill="none" opacity=".5"/>`
}
