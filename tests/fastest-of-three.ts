/** ms that it takes at best: another program can make it slower, never faster. */
export function fastestOfThree(work: () => void): number {
  const times = [1, 2, 3].map(() => {
    const start = performance.now()
    work()
    return performance.now() - start
  })
  return Math.min(...times)
}
