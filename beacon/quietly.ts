/** A failure of ours must never reach the page that we measure, nor be counted as one of its errors. */
export const quietly =
  <Parameters extends unknown[]>(act: (...parameters: Parameters) => void) =>
  (...parameters: Parameters): void => {
    try {
      act(...parameters)
    } catch {
      // Nobody is there who could mend it.
    }
  }
