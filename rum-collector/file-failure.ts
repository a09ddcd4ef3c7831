/** SQLite's words for a disk or a file that takes nothing; the others speak of what was to be written.
 * https://www.sqlite.org/rescode.html */
const OF_THE_FILE =
  /^SQLITE_(?:FULL|IOERR|BUSY|LOCKED|READONLY|CANTOPEN|CORRUPT|NOTADB|NOMEM|PROTOCOL|PERM|AUTH|NOLFS|INTERRUPT)/

/** Whether an error says that nothing at all can be written now. */
export const isFileFailure = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && OF_THE_FILE.test(String(error.code))
