import type { Assets } from './assets.ts'
import { MAIN_IMAGE_FAULTS } from './assets.ts'
import { faultQuery, type FaultName, type Faults } from './faults.ts'

/** What every page needs to know beyond its own matter. */
export type Front = {
  assets: Assets
  /** All faults in force for this request. */
  faults: Faults
  /** The part of them that this request asked for: its links carry them on. */
  carried: Faults
  /** Origin of the third party. */
  thirdParty: string
  rum?: { url: string; release?: string }
  /** How many things are in the visitor's cart. */
  inCart: number
}

/** A link to another page or API of the shop, with the faults that this page was asked for. */
export const link = (front: Front, path: string): string => path + faultQuery(front.carried)

/** The URL of a file; the faults that change this file are written into it. */
export const fileURL = (front: Front, name: string, faults: readonly FaultName[] = []): string =>
  front.assets.path(name) + faultQuery(front.faults, faults)

export const imageURL = (front: Front, picture: string): string => fileURL(front, `images/${picture}.jpg`)

/** The image that is expected to be the page's largest paint. */
export const mainImageURL = (front: Front, picture: string): string =>
  fileURL(front, `images/${picture}.jpg`, MAIN_IMAGE_FAULTS)
