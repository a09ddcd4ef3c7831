/** Defaults, and what is given in place of them; a key that holds `undefined` says nothing. */
export const filledIn = <Whole extends object>(defaults: Whole, given: Partial<Whole> = {}): Whole => ({
  ...defaults,
  ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
})
