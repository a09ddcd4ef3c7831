import { createRequire } from 'node:module'

/** Where Lighthouse begins, or `undefined` where it is not installed: projects that never diagnose need not have it. */
export function findLighthouse(from: string | URL = import.meta.url): string | undefined {
  try {
    return createRequire(from).resolve('lighthouse')
  } catch {
    return undefined
  }
}
