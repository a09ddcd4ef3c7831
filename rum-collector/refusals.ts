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
  unreadable: { status: 400, text: 'Beacon rejected: the body could not be read' },
  'queue full': { status: 503, text: 'Beacon lost: the collector has more to write than it can' },
  'write failed': { status: 503, text: 'Beacon lost: the collector could not write it; its log says why' },
  'our mistake': { status: 500, text: 'Beacon lost: the collector made a mistake; its log says which' },
} as const satisfies Record<string, { status: number; text: string }>

export type Refusal = keyof typeof REFUSALS

/** Why body-parser refuses a body, in its own words: https://github.com/expressjs/body-parser#errors */
const BODY_REFUSALS: Record<string, Refusal> = {
  'entity.too.large': 'too large',
  'encoding.unsupported': 'encoded',
  'charset.unsupported': 'not text',
}

/** The refusal for an error from reading a body, or `undefined` where the error is not about the body. */
export function bodyRefusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || !('type' in error) || typeof error.type !== 'string') return undefined
  return BODY_REFUSALS[error.type] ?? 'unreadable'
}
