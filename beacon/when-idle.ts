/** Acts once the page has nothing better to do, after a second in any case, and at once when it is hidden or becomes so. Takes the
 * place of web-vitals' whenIdleOrHidden, too. */
export function whenIdle(act: () => void): void {
  let due = true
  const run = () => {
    removeEventListener('visibilitychange', run, true)
    if (due) {
      due = false
      act()
    }
  }
  addEventListener('visibilitychange', run, true)
  if (document.visibilityState === 'hidden') run()
  // Safari has no requestIdleCallback; setTimeout takes the options for 0.
  else
    (
      (globalThis.requestIdleCallback as typeof requestIdleCallback | undefined) ??
      (setTimeout as typeof requestIdleCallback)
    )(run, { timeout: 1000 })
}
