export const MAX_BEACON_BYTES = 16 * 1024

/** Every way in which a beacon is not stored, with its status and its answer: fixed text, nothing of the request in it.
 * malformed has no text here: readBeacon says which field. */
export const REFUSALS = {
  'unknown origin': {
    status: 403,
    text: "Beacon rejected: Origin is not one of the site's. Add it to the site's origins in fieldlab.config.ts.",
  },
  'unknown site': {
    status: 403,
    text: 'Beacon rejected: site is not a known one. Set data-site of the script tag to a name under sites in fieldlab.config.ts.',
  },
  'too large': {
    status: 413,
    text: `Beacon rejected: the body is too large, expected at most ${MAX_BEACON_BYTES} bytes`,
  },
  encoded: { status: 415, text: 'Beacon rejected: Content-Encoding is set, expected none' },
  'not text': { status: 415, text: 'Beacon rejected: Content-Type is not text/plain in UTF-8' },
  'too slow': { status: 408, text: 'Beacon lost: the body did not come in time' },
  'rate client': { status: 429, text: 'Beacon rejected: too many beacons from this address' },
  'rate site': { status: 429, text: 'Beacon rejected: too many beacons of this site' },
  unreadable: { status: 400, text: 'Beacon rejected: the body could not be read' },
  'queue full': { status: 503, text: 'Beacon lost: the collector has more to write than it can' },
  'waited too long': { status: 503, text: 'Beacon lost: the collector could not write it in time' },
  closing: { status: 503, text: 'Beacon lost: the collector is stopping' },
  'write failed': { status: 503, text: 'Beacon lost: the collector could not write it; its log says why' },
  'body taken': {
    status: 500,
    text: 'Beacon lost: the app read the body before the collector. Mount the collector ahead of body parsers such as express.json()',
  },
  'our mistake': { status: 500, text: 'Beacon lost: the collector made a mistake; its log says which' },
} as const satisfies Record<string, { status: number; text: string }>

export type Refusal = keyof typeof REFUSALS
