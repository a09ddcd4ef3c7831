import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { finding, type Finding } from './finding.ts'

/** Below it a collector's day of beacons may not fit any more. */
const ENOUGH = 1e9

/** Whether the store can be written to, is of a version that this Fieldlab reads, and has room. It is not made, and not changed.
 * @param file absolute */
export async function storeFinding(file: string): Promise<Finding> {
  const exists = existsSync(file)
  const folder = nearestFolder(file)
  const unusable = (reason: string) => finding('store', 'fail', { file, state: 'unusable', reason, enough: ENOUGH })
  for (const path of exists ? [file, folder] : [folder]) {
    if (!canWrite(path)) return unusable(`${path} cannot be written to by this user`)
  }
  if (exists) {
    const reason = await whyUnreadable(file)
    if (reason !== undefined) return unusable(reason)
  }
  const { bavail, bsize } = statfsSync(folder)
  const freeBytes = bavail * bsize
  const standing = freeBytes >= ENOUGH ? 'ok' : 'warn'
  return finding('store', standing, { file, state: exists ? 'ready' : 'new', freeBytes, enough: ENOUGH })
}

/** An older file is no mistake: whoever writes to it next brings it up to date. */
async function whyUnreadable(file: string): Promise<string | undefined> {
  try {
    const { openStore } = await import('../../store/open-store.ts')
    openStore(file, { readOnly: true }).close()
    return undefined
  } catch (error) {
    const { message } = error as Error
    return message.includes('is from an older Fieldlab') ? undefined : message
  }
}

/** The folder that a file is in, or will be in: the deepest that is there. */
function nearestFolder(file: string): string {
  let folder = dirname(file)
  while (!existsSync(folder)) folder = dirname(folder)
  return folder
}

function canWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}
