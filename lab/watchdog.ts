import { Worker } from 'node:worker_threads'

/** Ends this process when it is too late, even where its main thread is in a loop and hears of nothing: a thread of its own
 * waits. Playwright notices, and goes on without the process; the browser ends when the pipe to it does.
 * @returns calls the watchdog off */
export function startWatchdog(ms: number): () => void {
  const thread = new Worker(`setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${Math.round(ms)})`, { eval: true })
  thread.unref()
  return () => void thread.terminate()
}
