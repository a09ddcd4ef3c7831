/** Markup that is safe to send: made only by the `html` tag. */
export type Html = { readonly markup: string }

/** What may stand between `${` and `}`: text and numbers are escaped, markup is not, lists are joined;
 * false and undefined leave nothing, so that a condition can stand there. */
export type Hole = string | number | false | undefined | Html | readonly Html[]

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!)

function fill(hole: Hole): string {
  if (hole === false || hole === undefined) return ''
  if (typeof hole === 'string' || typeof hole === 'number') return escape(String(hole))
  return 'markup' in hole ? hole.markup : hole.map(fill).join('')
}

/** Builds markup; every hole is escaped, in text and in quoted attributes alike. */
export const html = (parts: TemplateStringsArray, ...holes: Hole[]): Html => ({
  markup: parts.reduce((markup, part, i) => markup + fill(holes[i - 1]) + part),
})
