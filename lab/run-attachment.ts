import type { Run } from '../measurement/run.ts'

/** The name under which the fixture hands a run to the reporter. */
export const ATTACHMENT = 'fieldlab-run'

/** The run that a test's attachments carry.
 * @returns `undefined` for a test that is not measured, or broke before it could be */
export function readRunAttachment(attachments: readonly { name: string; body?: Buffer }[]): Run | undefined {
  const body = attachments.find(({ name }) => name === ATTACHMENT)?.body
  return body && (JSON.parse(body.toString('utf8')) as Run)
}
