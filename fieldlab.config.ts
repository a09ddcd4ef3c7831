import { coreWebVitals, defineConfig, latency, pageWeight } from 'fieldlab'

// The demo shop. `npm start` serves it on a free port and sets these; else Playwright starts it.
const { SHOP_URL, SHOP_RELEASE } = process.env
const baseURL = SHOP_URL ?? 'http://localhost:4173'

export default defineConfig({
  sites: { shop: { origins: [baseURL], routes: ['/category/:slug', '/product/:id'] } },
  lab: {
    baseURL,
    profiles: ['mobile', 'desktop'],
    runs: 7,
    ...(SHOP_URL === undefined && { server: { command: 'node demo/server.ts', readyPath: '/' } }),
  },
  // The demo's visitors are scripted browsers, and a release of it lives for one `npm start`. A real site leaves
  // includeAutomated out, and asks for 100 page views or more.
  field: { includeAutomated: true, release: SHOP_RELEASE },
  store: '.fieldlab/demo.sqlite',
  release: SHOP_RELEASE,
  budgets: [
    ...coreWebVitals({}, { minCount: 2 }),
    ...pageWeight(),
    ...latency({}, { minCount: 20 }), // p95 of fewer page views is their slowest
    { metric: 'errors', max: 0, minCount: 2 },
    { metric: 'TBT', max: '200 ms' },
    { metric: 'INP', step: 'add to cart', max: '200 ms' },
  ],
})
