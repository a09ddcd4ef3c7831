import * as z from 'zod/mini'
import en from 'zod/v4/locales/en.js'

/** zod/mini, the half of zod that loads in half the time, has no words of its own for what is wrong. */
const { localeError } = en()

/** Checks what somebody else wrote.
 * @returns it as `data`, or in `error.issues` what is wrong and where, in zod's words */
export const checkShape = <Shape extends z.ZodMiniType>(shape: Shape, input: unknown) =>
  // A shape checks one thing, and the command ends: to compile it first would take longer.
  z.safeParse(shape, input, { error: localeError, jitless: true })
