import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Diagnosis } from '../measurement/diagnosis.ts'

/** Lighthouse's own reports lie here, beside ours; they are large, so only the latest diagnostic pass keeps them. */
const FOLDER = 'lighthouse'

/** Drops what an earlier pass left. @param folder where the reports are */
export function clearLighthouse(folder: string): void {
  rmSync(join(folder, FOLDER), { recursive: true, force: true })
}

/** Writes Lighthouse's report of one journey on one profile.
 * @returns its files, relative to `folder` */
export function writeLighthouse(
  folder: string,
  diagnosis: Diagnosis,
  { html, json }: { html: string; json: string },
): NonNullable<Diagnosis['files']> {
  const stem = `${FOLDER}/${fileName(diagnosis)}`
  mkdirSync(join(folder, FOLDER), { recursive: true })
  writeFileSync(join(folder, `${stem}.html`), html)
  writeFileSync(join(folder, `${stem}.json`), json)
  return { html: `${stem}.html`, json: `${stem}.json` }
}

/** Without the files that a later pass has dropped: a report must not link to what is not there. */
export function withFilesThatAreThere(folder: string, { files, ...diagnosis }: Diagnosis): Diagnosis {
  return files && existsSync(join(folder, files.html)) ? { ...diagnosis, files } : diagnosis
}

/** What the names have of plain letters, and a hash that tells apart what reads alike, other batches included. */
function fileName({ batch, journey, profile }: Diagnosis): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([batch, journey, profile]))
    .digest('hex')
    .slice(0, 8)
  const plain = `${journey}-${profile}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60)
  return `${plain}-${hash}`
}
