import { once } from 'node:events'
import { statSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { previewApp } from './preview/preview-app.ts'
import { UsageMistake } from './usage-mistake.ts'

export type PreviewOptions = {
  /** 0 takes any that is free. */
  port: number
  /** Paths that are no file get index.html: a single-page app's own routes. */
  single?: boolean
}

/** `fieldlab preview`: serves a folder on this machine as a static host would, for the lab to measure; until it is ended.
 * @returns the exit code
 * @throws {UsageMistake} when there is no such folder, or the port is taken */
export async function preview(folder: string, { port, single = false }: PreviewOptions): Promise<number> {
  const root = resolve(folder)
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageMistake(
      `${folder}: there is no such folder. Build the site first, or give the folder that its pages are in.`,
    )
  // localhost and not 127.0.0.1: the config's baseURL says localhost, which may be ::1.
  const server = previewApp(root, { single }).listen(port, 'localhost')
  try {
    await once(server, 'listening')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new UsageMistake(`Port ${port} is taken. End what listens there, or give another --port.`)
    throw new UsageMistake(`Port ${port} can't be listened on: ${message}. Give another --port.`)
  }
  process.stdout.write(`${root} at http://localhost:${(server.address() as AddressInfo).port}/\n`)
  const end = () => {
    server.close()
    server.closeAllConnections()
  }
  process.once('SIGINT', end).once('SIGTERM', end).once('SIGHUP', end)
  await once(server, 'close')
  return 0
}
