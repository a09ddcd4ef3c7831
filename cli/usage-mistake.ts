/** The command was typed in a way that can't work: message only, exit code 2. */
export class UsageMistake extends Error {
  override name = 'UsageMistake'
}
