import type { FieldRow } from './pages/parts.ts'

/** Text by field name: what was written, or what is wrong with it. */
export type Answers = Record<string, string>

export type Form = { title: string; rows: readonly (FieldRow & { allowed: RegExp; mistake: string })[] }

const LONGEST = 120
const something = /\S/

export const CHECKOUT: Form = {
  title: 'Checkout',
  rows: [
    { name: 'name', label: 'Full name', autocomplete: 'name', allowed: something, mistake: 'Please write your name.' },
    {
      name: 'email',
      label: 'Email',
      autocomplete: 'email',
      type: 'email',
      inputmode: 'email',
      allowed: /^[^\s@]+@[^\s@]+$/,
      mistake: 'Please write an address like name@example.com.',
    },
    {
      name: 'address',
      label: 'Street and number',
      autocomplete: 'street-address',
      allowed: something,
      mistake: 'Please write a street and a number.',
    },
    {
      name: 'city',
      label: 'Postcode and city',
      autocomplete: 'address-level2',
      allowed: something,
      mistake: 'Please write a postcode and a city.',
    },
  ],
}

export const PAYMENT: Form = {
  title: 'Payment',
  rows: [
    {
      name: 'card',
      label: 'Card number',
      autocomplete: 'cc-number',
      inputmode: 'numeric',
      allowed: /^(\d ?){15}\d$/,
      mistake: 'Please write 16 digits.',
    },
    {
      name: 'expiry',
      label: 'Expiry (MM/YY)',
      autocomplete: 'cc-exp',
      allowed: /^(0[1-9]|1[0-2])\s*\/\s*\d\d$/,
      mistake: 'Please write month and year, like 09/31.',
    },
    {
      name: 'code',
      label: 'Security code',
      autocomplete: 'cc-csc',
      inputmode: 'numeric',
      allowed: /^\d{3,4}$/,
      mistake: 'Please write three or four digits.',
    },
  ],
}

/** Takes a form's own fields out of a posted body, and says which of them will not do. */
export function readForm(form: Form, body: URLSearchParams): { answers: Answers; mistakes: Answers } {
  const answers: Answers = {}
  const mistakes: Answers = {}
  for (const { name, allowed, mistake } of form.rows) {
    const answer = (body.get(name) ?? '').trim().slice(0, LONGEST)
    answers[name] = answer
    if (!allowed.test(answer)) mistakes[name] = mistake
  }
  return { answers, mistakes }
}
