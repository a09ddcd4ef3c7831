// `fieldlab/beacon`: the beacon as a module, for sites that bundle it.
export { start as startFieldlab, type StartOptions } from './start.ts'
export type { Voice } from './voice.ts'
