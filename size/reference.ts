import type { FileType } from '../measurement/build-sizes.ts'

/** What a file makes the browser fetch. */
export type Reference = {
  /** As it is written there. */
  url: string
  type: FileType
  when: 'initial' | 'lazy'
}
