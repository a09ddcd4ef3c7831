import { readFileSync } from 'node:fs'

const DOCS = readFileSync(new URL('../../docs/beacon.md', import.meta.url), 'utf8')

/** The first example in a language under a heading of docs/beacon.md: what the docs say is what the tests run.
 * @throws Error where there is none */
export function exampleOf(heading: string, language: 'html' | 'js' | 'jsx'): string {
  const [, under = ''] = DOCS.split(new RegExp(`^#+ ${heading}$`, 'm'))
  const [, example] = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(under) ?? []
  if (example === undefined) throw new Error(`docs/beacon.md has no example in ${language} under "${heading}"`)
  return example
}
