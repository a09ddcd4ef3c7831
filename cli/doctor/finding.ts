/** What doctor looked at and found, as facts: their words are in `words.ts`.
 * Each kind's own facts are numbers and texts of this machine; texts may come from strangers: escape them. */
export type Facts = {
  node: { version: string; oldest: string }
  package: { name: string; version?: string; range: string }
  copies: { name: string; paths: string[] }
  browser: { path: string; from: string; version: string; startMs: number }
  'no-browser': { reason: string }
  sandbox: { isRoot: boolean; namespaces?: boolean }
  'shared-memory': { freeBytes: number; enough: number }
  leftovers: { pids: number[]; inUse: number }
  cores: { cores: number }
  memory: { freeBytes: number; totalBytes: number; enough: number }
  host: { loopMs: number; spread: number; readings: number; load: number }
  config: { file: string; budgets: number; sites: string[] }
  'no-config': { mistakes: string[]; isMissing: boolean }
  port: { port: number; use: 'lab' | 'collector'; holder?: 'site' | 'collector' | 'other' }
  site: { url: string; status?: number; failure?: string; command?: string }
  beacon: { url: string; sites: string[]; unknown?: string; known: string[]; idle?: string }
  store: { file: string; state: 'new' | 'ready' | 'unusable'; reason?: string; freeBytes?: number; enough: number }
}

export type Kind = keyof Facts

/** fail: commands that need it cannot work. warn: they work, and their figures or their coverage suffer. */
export type Standing = 'ok' | 'warn' | 'fail'

export type Finding = { [K in Kind]: { kind: K; standing: Standing } & Facts[K] }[Kind]

/** One finding; the kind decides which facts it has. */
export const finding = <K extends Kind>(kind: K, standing: Standing, facts: Facts[K]): Finding =>
  ({ kind, standing, ...facts }) as Finding
