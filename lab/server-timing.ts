/** One metric of a Server-Timing header. */
export type ServerTiming = { name: string; ms: number }

/** Reads the `Server-Timing` header (https://www.w3.org/TR/server-timing/): `db;dur=53.2;desc="a, b", cache`.
 * Entries without a duration say nothing that could be summed up, and are left out. */
export function readServerTiming(header: string): ServerTiming[] {
  return splitOutsideQuotes(header, ',').flatMap((entry) => {
    const [name = '', ...parameters] = splitOutsideQuotes(entry, ';').map((part) => part.trim())
    const duration = parameters.find((parameter) => /^dur\s*=/i.test(parameter))
    const digits = duration?.split('=')[1]?.replaceAll(/["\s]/g, '')
    const ms = digits ? Number(digits) : NaN // Number('') is 0
    return name && ms >= 0 && ms < Infinity ? [{ name, ms }] : []
  })
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts = ['']
  let quoted = false
  for (const letter of text) {
    if (letter === '"') quoted = !quoted
    if (letter === separator && !quoted) parts.push('')
    else parts[parts.length - 1] += letter
  }
  return parts
}
