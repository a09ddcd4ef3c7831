import { readFileSync } from 'node:fs'

/** The files that a page of the docs shows: what a code block's first line names, `// journeys/checkout.journey.ts`, and its text.
 * What the docs say is what the tests run. */
export function exampleFiles(page: string): Record<string, string> {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8')
  const blocks = [...text.matchAll(/^```\w+\n(?:\/\/|#) (\S+\.\w+)\n(.*?)^```$/gms)]
  if (blocks.length === 0) throw new Error(`docs/${page} shows no file`)
  return Object.fromEntries(blocks.map(([, name, content]) => [name!, content!]))
}
