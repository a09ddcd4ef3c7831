/** What the page views of one tab share. It waits in sessionStorage and never leaves as a whole: the collector sees one of 16
 * groups and, where the visit converted, the ids of its page views. */
export type Visit = {
  /** Random, 0 to 1: decides the group, and whether a visit is in the sample. */
  draw: number
  /** Ids of the newest page views, 20 at most. */
  ids: string[]
  converted?: true | undefined
}

const KEY = 'fieldlab'

let visit: Visit = { draw: Math.random(), ids: [] }

/** Read anew each time: another document of this tab may have written since (this one may be back from the bfcache).
 * Where the page may not use sessionStorage, a visit is one document. */
export function readVisit(): Visit {
  try {
    visit = JSON.parse(sessionStorage.getItem(KEY) ?? '') as Visit
  } catch {
    // Even a visit that is not in the sample is written: drawn anew on every page, late pages would be in it too often.
    writeVisit()
  }
  return visit
}

/** @returns whether the visit will outlive this document */
export function writeVisit(): boolean {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(visit))
    return true
  } catch {
    return false
  }
}
