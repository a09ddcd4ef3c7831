import { readFileSync } from 'node:fs'
import { packAsset, weighDown, type Asset } from '../assets.ts'
import { PRODUCTS } from '../catalogue.ts'

const NAME = 'reviews.js'
const source = readFileSync(new URL(NAME, import.meta.url), 'utf8')
const ratings = Object.fromEntries(PRODUCTS.map(({ id, rating, reviews }) => [id, [rating, reviews]]))
const script = packAsset(NAME, Buffer.from(`{\nconst ratings = ${JSON.stringify(ratings)}\n${source}}\n`))

/** The only file on cdn.localhost: a reviews widget, with so much ballast. */
export const reviewsScript = (kilobytes: number | undefined): Asset => weighDown(NAME, script, kilobytes)
