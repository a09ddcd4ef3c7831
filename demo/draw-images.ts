import { mkdirSync, writeFileSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { PRODUCTS } from './catalogue.ts'
import { heroScene, productScene } from './drawings/scenes.ts'

// Draws public/images anew, by a browser: CHROME_PATH=/path/to/chrome node demo/draw-images.ts
const folder = new URL('public/images/', import.meta.url)
mkdirSync(folder, { recursive: true })

const pictures = [
  { name: 'hero', width: 1600, height: 900, quality: 62, draw: heroScene },
  ...PRODUCTS.map(({ picture }) => ({
    name: picture,
    width: 640,
    height: 640,
    quality: 60,
    draw: () => productScene(picture),
  })),
]

const browser = await chromium.launch({
  executablePath: process.env['CHROME_PATH'],
  // Chrome refuses to run as root inside its sandbox.
  chromiumSandbox: process.getuid?.() !== 0,
})
try {
  const page = await browser.newPage()
  for (const { name, width, height, quality, draw } of pictures) {
    await page.setViewportSize({ width, height })
    await page.setContent(`<style>body{margin:0}svg{display:block}</style>${draw()}`)
    const picture = await page.screenshot({ type: 'jpeg', quality })
    writeFileSync(new URL(`${name}.jpg`, folder), picture)
    console.log(`${name}.jpg ${(picture.length / 1000).toFixed(1)} kB`)
  }
} finally {
  await browser.close()
}
