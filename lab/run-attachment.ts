import type { Run } from '../measurement/run.ts'

/** The name under which the fixture hands a run to the reporter. */
export const ATTACHMENT = 'fieldlab-run'

/** A journey's name: its title, behind those of the describes around it.
 * @param titlePath ends with the test's title; the file comes before the first describe */
export const journeyOf = (titlePath: readonly string[]): string =>
  titlePath.slice(titlePath.findLastIndex((title) => /\.[cm]?[jt]s$/.test(title)) + 1).join(' › ')

/** The run that a test's attachments carry.
 * @returns `undefined` for a test that is not measured, or broke before it could be */
export function readRunAttachment(attachments: readonly { name: string; body?: Buffer }[]): Run | undefined {
  const body = attachments.find(({ name }) => name === ATTACHMENT)?.body
  return body && (JSON.parse(body.toString('utf8')) as Run)
}
