/** A drawing stands in a box of 400 × 400: its foot at y = 340, its middle at x = 200, the light from the upper left. */
export type Drawing = () => string

let gradients = 0

/** A gradient from left to right (or down), as [definition, paint]; each has an id of its own, for pictures of many drawings. */
export function gradient(colours: readonly string[], down = false): [string, string] {
  const id = `g${gradients++}`
  const stops = colours.map((colour, i) => `<stop offset="${i / (colours.length - 1)}" stop-color="${colour}"/>`)
  const end = down ? 'x2="0" y2="1"' : 'x2="1" y2="0"'
  return [`<linearGradient id="${id}" x1="0" y1="0" ${end}>${stops.join('')}</linearGradient>`, `url(#${id})`]
}

/** A round glow that fades to nothing. */
export function glow(x: number, y: number, radius: number, colour: string, strength: number): string {
  const id = `g${gradients++}`
  return `<radialGradient id="${id}"><stop offset="0" stop-color="${colour}" stop-opacity="${strength}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient><circle cx="${x}" cy="${y}" r="${radius}" fill="url(#${id})"/>`
}

/** The shadow that a thing of this width throws to the right on the table. */
export const shadow = (width: number, x = 200): string =>
  `<ellipse cx="${x + width * 0.14}" cy="341" rx="${width * 0.66}" ry="${width * 0.075}" fill="#3b1d0a" opacity=".3" filter="url(#soft)"/>`

/** Numbers in [0, 1) that are the same each time: a drawing must not change when it is drawn again. */
export function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

/** Specks of clay inside a box. */
export function specks(seed: number, count: number, [x, y, width, height]: readonly number[]): string {
  const next = numbers(seed)
  return Array.from({ length: count }, () => {
    const [cx, cy, r] = [x! + next() * width!, y! + next() * height!, 0.6 + next() * 1.5]
    return `<circle cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="${r.toFixed(1)}" fill="#5b4636" opacity=".45"/>`
  }).join('')
}

/** Steam that rises from a point. */
export const steam = (x: number, y: number): string =>
  `<g fill="none" stroke="#fff" stroke-width="7" stroke-linecap="round" opacity=".5" filter="url(#soft)"><path d="M${x - 16} ${y} c-16 -24 16 -36 0 -64"/><path d="M${x + 14} ${y - 6} c-16 -24 16 -40 0 -72"/></g>`
