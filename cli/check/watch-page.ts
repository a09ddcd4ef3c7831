import type { Tag, Violation } from './evidence.ts'

/** What the watch gathers in the page, at `globalThis[Symbol.for('fieldlab.check')]`. */
export type PageWatch = {
  /** 'null' where the page is sandboxed. */
  origin: string
  tags(): Tag[]
  /** `window.fieldlab` is there: the script has run. */
  isRunning(): boolean
  /** Agrees to being measured, for pages that wait for it. */
  consent(): void
  violations: Violation[]
  /** Tells the page that it is hidden now, as a browser does. */
  hide(): void
}

/** Runs in each document before anything else: keeps its scripts and what its policy refuses, and puts the visit into the
 * sample, whatever share of the visits that is. */
export function watchPage(): void {
  if (globalThis.top !== globalThis.self) return
  try {
    // As beacon/visit.ts keeps it: the smallest draw is in every sample.
    sessionStorage.setItem('fieldlab', JSON.stringify({ draw: 0, ids: [] }))
  } catch {
    // A page without a storage draws its lot anew.
  }
  const scripts = new Set<HTMLScriptElement>()
  const keep = (node: Node): void => {
    if (node instanceof HTMLScriptElement) scripts.add(node)
    else if (node instanceof Element) for (const script of node.querySelectorAll('script')) scripts.add(script)
  }
  const observer = new MutationObserver((records) => {
    for (const { addedNodes } of records) for (const node of addedNodes) keep(node)
  })
  observer.observe(document, { childList: true, subtree: true })
  const violations: Violation[] = []
  document.addEventListener('securitypolicyviolation', (event) => {
    const { effectiveDirective: directive, blockedURI: blocked, originalPolicy: policy, disposition } = event
    violations.push({ directive, blocked, policy, isReportOnly: disposition === 'report' })
  })
  type Voice = { convert?: unknown; consent?: () => void }
  const voice = () => (globalThis as { fieldlab?: Voice }).fieldlab
  const watch: PageWatch = {
    origin: globalThis.origin,
    tags: () =>
      [...scripts].map(({ src, type, async, defer, dataset }) => ({
        src,
        type,
        runsLater: async || defer || type === 'module',
        data: Object.fromEntries(Object.entries(dataset).map(([name, value]) => [name, value ?? ''])),
      })),
    isRunning: () => typeof voice()?.convert === 'function',
    consent: () => voice()?.consent?.(),
    violations,
    hide() {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    },
  }
  ;(globalThis as Record<symbol, unknown>)[Symbol.for('fieldlab.check')] = watch
}
