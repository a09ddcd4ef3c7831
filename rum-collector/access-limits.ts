import { rateLimit } from 'express-rate-limit'
import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'

const QUARTER_HOUR = 15 * 60_000
const WRONG_TOKENS = 20
const MINUTE = 60_000
const QUESTIONS = 600

export type AccessLimits = {
  /** Questions of one client, right or wrong. */
  questions: RequestHandler
  /** To be asked only where a wrong token was given: who gives none, or the right one, is not counted and never waits. */
  wrongTokens: RequestHandler
}

/** @param clientOf who asks: the address that rates are counted by */
export function accessLimits(clientOf: (request: IncomingMessage) => string): AccessLimits {
  const common = {
    keyGenerator: (request: IncomingMessage) => clientOf(request),
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Proxies are our own business: clientOf trusts those of the config only.
    validate: false,
  } as const
  return {
    questions: rateLimit({
      ...common,
      windowMs: MINUTE,
      limit: QUESTIONS,
      message: `Too many questions, expected at most ${QUESTIONS} a minute.`,
    }),
    wrongTokens: rateLimit({
      ...common,
      windowMs: QUARTER_HOUR,
      limit: WRONG_TOKENS,
      message: `Too many wrong tokens, expected at most ${WRONG_TOKENS} in 15 minutes. Wait, or ask from elsewhere.`,
    }),
  }
}
