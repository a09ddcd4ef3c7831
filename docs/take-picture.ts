import { launchBrowser } from '../lab/launch.ts'

/** Takes the README's picture of the report that lies in `.fieldlab/`: `npm start -- slow-hero:3000 busy-handler:400`, then
 * `node setup.mjs run docs/take-picture.ts`. */
const report = new URL('../.fieldlab/report.html', import.meta.url).href
const picture = new URL('images/report.png', import.meta.url).pathname

const browser = await launchBrowser()
const page = await browser.newPage({ viewport: { width: 1200, height: 1000 }, colorScheme: 'light' })
await page.goto(report)
await page.screenshot({ path: picture })
await browser.close()
console.log(picture)
