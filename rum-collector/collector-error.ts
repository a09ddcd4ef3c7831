/** The collector cannot start or go on as it is set up, and the message says what to do about it. */
export class CollectorError extends Error {
  override name = 'CollectorError'
}
