import type { Config } from '../budgets/config.ts'

/** What listens on this machine answers at once; one that hangs is Playwright's to wait for. */
const PATIENCE_MS = 2000

/** Whether the site answers before its command was started: then Playwright does not start it, and an older build may be
 * measured in its place.
 * @returns the sentence that says so; `undefined` where nothing answers, or the config has no command */
export async function answeredBefore({ baseURL, server }: NonNullable<Config['lab']>): Promise<string | undefined> {
  if (!server || !(await answers(new URL(server.readyPath, baseURL)))) return undefined
  return `${new URL(baseURL).origin} answered before \`${server.command}\` was started: measured as it is. To measure what the command serves, end that server first.`
}

/** As Playwright decides that a server is ready: https://playwright.dev/docs/api/class-testconfig#test-config-web-server */
async function answers(url: URL): Promise<boolean> {
  try {
    const { status, body } = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) })
    await body?.cancel()
    return status < 404
  } catch {
    return false
  }
}
