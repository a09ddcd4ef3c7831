/** Playwright ended with a failure before the first run. Exit code 3. */
export class NothingMeasured extends Error {
  override name = 'NothingMeasured'

  /** @param errors what Playwright said, a line each */
  constructor(errors: readonly string[]) {
    const why = errors.length > 0 ? `: ${errors.join('; ')}` : ', and does not say why.'
    super(`Nothing was measured: Playwright could not start the journeys${why}`)
  }
}
