import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { LabOptions } from './lab-options.ts'
import type { Link } from './link.ts'
import { verifyThrottle, type ThrottleGot } from './verify-throttle.ts'

/** What the link and the CPU rate were measured to do, once per batch and profile: Playwright starts a new worker, with new
 * worker fixtures, for every repeat of a test, and verifying takes some seconds.
 * @param folder Playwright's output folder, which it empties before each command */
export async function verifyOnce({ batch, profile }: LabOptions, link: Link, folder: string): Promise<ThrottleGot> {
  const file = join(folder, 'verified', `${batch}-${encodeURIComponent(profile.name)}.json`)
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ThrottleGot
  } catch {
    const got = await verifyThrottle(profile, link)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify(got))
    return got
  }
}
