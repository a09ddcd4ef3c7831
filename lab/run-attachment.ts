import type { Diagnosis } from '../measurement/diagnosis.ts'
import type { Run } from '../measurement/run.ts'

/** The names under which the fixture hands to the reporter what it has. */
export const ATTACHMENT = 'fieldlab-run'
export const DIAGNOSIS_ATTACHMENTS = {
  diagnosis: 'fieldlab-diagnosis',
  html: 'fieldlab-lighthouse-html',
  json: 'fieldlab-lighthouse-json',
} as const

type Attachments = readonly { name: string; body?: Buffer }[]

/** A journey's name: its title, behind those of the describes around it.
 * @param titlePath ends with the test's title; the file comes before the first describe */
export const journeyOf = (titlePath: readonly string[]): string =>
  titlePath.slice(titlePath.findLastIndex((title) => /\.[cm]?[jt]s$/.test(title)) + 1).join(' › ')

const bodyOf = (attachments: Attachments, name: string): string | undefined =>
  attachments.find((attachment) => attachment.name === name)?.body?.toString('utf8')

/** The run that a test's attachments carry.
 * @returns `undefined` for a test that is not measured, or broke before it could be */
export function readRunAttachment(attachments: Attachments): Run | undefined {
  const body = bodyOf(attachments, ATTACHMENT)
  return body === undefined ? undefined : (JSON.parse(body) as Run)
}

/** The diagnosis that a test's attachments carry, and Lighthouse's own report as HTML and JSON.
 * @returns `undefined` for a test that is not diagnosed, or broke before it could be */
export function readDiagnosisAttachments(
  attachments: Attachments,
): { diagnosis: Diagnosis; html?: string; json?: string } | undefined {
  const body = bodyOf(attachments, DIAGNOSIS_ATTACHMENTS.diagnosis)
  if (body === undefined) return undefined
  return {
    diagnosis: JSON.parse(body) as Diagnosis,
    html: bodyOf(attachments, DIAGNOSIS_ATTACHMENTS.html),
    json: bodyOf(attachments, DIAGNOSIS_ATTACHMENTS.json),
  }
}
