/** A beacon that is not taken. Its message is fixed text of ours and echoes nothing of the input. */
export class BadBeacon extends Error {
  override name = 'BadBeacon'
  /** The field that is wrong, `metrics.LCP`; `body` for the whole. One of a fixed set: fit to be counted by. */
  readonly field: string

  constructor(field: string, problem: string) {
    super(`Beacon rejected: ${field} ${problem}`)
    this.field = field
  }
}
