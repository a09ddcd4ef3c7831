/** Something of the diagnostic pass took too long or broke: the pass ends, and the clean numbers stand. */
export class DiagnosisBroke extends Error {
  override name = 'DiagnosisBroke'
}

/** Waits for `work` for so long and no longer; what it does later is not heard of.
 * @throws DiagnosisBroke that says what took too long, and what `work` throws */
export async function withTimeLimit<Value>(work: Promise<Value>, ms: number, what: string): Promise<Value> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new DiagnosisBroke(`${what} took longer than ${Math.round(ms / 1000)} s`)), ms)
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
