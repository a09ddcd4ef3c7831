import { CommanderError } from 'commander'

/** By name and not by class, so that no command's modules are loaded to tell what another one threw. */
const CODES: Record<string, number> = {
  ConfigMistake: 2,
  UsageMistake: 2,
  StoreError: 2,
  CollectorError: 2,
  AccessError: 2,
  NoBrowser: 3,
  MissingPeer: 3,
  NoBuild: 3,
  NothingMeasured: 3,
  CollectorSilent: 3,
  PageUnreachable: 3,
  CommentFailed: 3,
}

/** The exit code of a command that threw: 2 for a mistake in config or usage, 3 where nothing could be measured, and 1 for
 * what should not happen. Asking for help or the version is no mistake. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  return (error instanceof Error && CODES[error.name]) || 1
}
