/** There is nothing to weigh, or a file of it cannot be read: nothing could be measured. The message says what to do. */
export class NoBuild extends Error {
  override name = 'NoBuild'
}
