/** What is worth keeping for the next question, up to so many bytes: what has not been asked for the longest goes first. */
export type Memory<Value> = {
  get(key: string): Value | undefined
  /** @param bytes about as much as the value takes */
  set(key: string, value: Value, bytes: number): void
}

export function createMemory<Value>(mostBytes: number): Memory<Value> {
  const kept = new Map<string, { value: Value; bytes: number }>()
  let sum = 0
  const forget = (key: string) => {
    sum -= kept.get(key)?.bytes ?? 0
    kept.delete(key)
  }
  return {
    get(key) {
      const found = kept.get(key)
      if (!found) return undefined
      // The last one that was asked for is the last one to go.
      kept.delete(key)
      kept.set(key, found)
      return found.value
    },
    set(key, value, bytes) {
      forget(key)
      kept.set(key, { value, bytes })
      sum += bytes
      for (const oldest of kept.keys()) {
        if (sum <= mostBytes) break
        forget(oldest)
      }
    },
  }
}
