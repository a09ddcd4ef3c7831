/** The site that the beacons are of: the same for the generator and the collector. */
export const SITE = 'shop'
export const ORIGIN = 'https://shop.example'
