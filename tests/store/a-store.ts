import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { PageView } from '../../measurement/page-view.ts'
import { openStore, type Store } from '../../store/open-store.ts'

/** A path in a folder that goes away with the test. */
export function aFile(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldlab-store-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'fieldlab.sqlite')
}

export function aStore(context: TestContext, file = aFile(context)): Store {
  const store = openStore(file)
  context.after(() => store.close())
  return store
}

/** A visit with one LCP, of which a test changes what it is about. */
export const aPageView = (changes: Partial<PageView> = {}): PageView => ({
  id: crypto.randomUUID(),
  sequence: 1,
  source: 'field',
  site: 'shop',
  page: '/',
  formFactor: 'mobile',
  navigationType: 'navigate',
  at: 1000,
  standsFor: 1,
  metrics: { LCP: 2000 },
  attribution: {},
  ...changes,
})

export const HOSTILE = `a?b="&<script>'; DROP TABLE page_view; --\u0000\u202e\n=1+1|日本`
