import { stripVTControlCharacters, styleText } from 'node:util'

/** Whether standard output shows colours: it is a terminal, and NO_COLOR and FORCE_COLOR do not say otherwise. */
export const hasColours = (stdout: NodeJS.WriteStream = process.stdout): boolean =>
  styleText('red', 'x', { stream: stdout }) !== 'x'

/** Text that others have coloured, as standard output may show it. */
export const inColoursOfOutput = (text: string): string => (hasColours() ? text : stripVTControlCharacters(text))

/** The environment of a process that starts others which are given FORCE_COLOR, as Playwright does: Node warns of NO_COLOR beside
 * it, in each of them. FORCE_COLOR=0 says the same. */
export function withoutNoColor({ NO_COLOR, ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return NO_COLOR ? { FORCE_COLOR: '0', ...env } : env
}
