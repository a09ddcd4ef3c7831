/** What the commands that open a browser need, and the package does not bring: a second copy of Playwright in a project would
 * stop its tests. */
export const PEERS = ['@playwright/test', 'lighthouse', 'chrome-launcher'] as const

/** A package that a command needs is not installed: nothing could be measured, exit code 3. */
export class MissingPeer extends Error {
  override name = 'MissingPeer'
}

/** @param error what a command threw
 * @returns the same in words that say what to type, where it threw because one of the peers is not installed */
export function missingPeer(error: unknown, env: NodeJS.ProcessEnv = process.env): MissingPeer | undefined {
  const { code, message = '' } = error as { code?: string; message?: string }
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return undefined
  const asked = /Cannot find (?:package|module) '([^']+)'/.exec(message)?.[1] ?? ''
  const peer = PEERS.find((name) => asked === name || asked.startsWith(`${name}/`))
  if (!peer) return undefined
  return new MissingPeer(
    `${peer} is not installed, which commands that open a browser need. Type \`${installCommand(PEERS, env)}\` and try again.`,
  )
}

/** What adds packages to a project, by the package manager that started this process; npm where none did. */
export function installCommand(packages: readonly string[], env: NodeJS.ProcessEnv = process.env): string {
  const manager = /^(pnpm|yarn|bun)\//.exec(env.npm_config_user_agent ?? '')?.[1]
  const add = manager === undefined ? 'npm install --save-dev' : `${manager} add --dev`
  return `${manager === 'pnpm' ? 'pnpm add --save-dev' : add} ${packages.join(' ')}`
}
