import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A project of these files in a temporary folder, gone when the test ends. An object is written as JSON. */
export function makeFolder(t: { after(fn: () => void): void }, files: Record<string, string | object>): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldlab-init-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return folder
}
