/** The store's file cannot be used as it is, and the message says what to do about it. */
export class StoreError extends Error {
  override name = 'StoreError'
}
