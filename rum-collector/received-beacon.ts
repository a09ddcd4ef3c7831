import type { Refusal } from './refusals.ts'

/** A beacon as it came in, before anybody has looked into it. */
export type ReceivedBeacon = {
  text: string
  /** The headers that count. */
  origin: string
  userAgent: string | undefined
  mobileHint: string | undefined
  /** ms since the epoch, by the collector's clock. */
  at: number
}

/** Why a beacon is not stored: one of our reasons, or what is wrong in it. */
export type Loss =
  | {
      refusal: Refusal
      /** Seconds after which another one will be taken. */
      retryAfter?: number
    }
  | { field: string; message: string }
