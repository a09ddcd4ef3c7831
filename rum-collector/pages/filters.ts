import type { VNode } from 'preact'
import { FORM_FACTORS, type FormFactor } from '../../measurement/page-view.ts'
import { html } from '../../reports/html/markup.ts'
import { visibleText } from '../../reports/visible-text.ts'
import { WINDOWS, windowText } from './window.ts'

export type Choices = {
  days: number
  formFactor?: FormFactor
  release?: string
  find?: string
}

type Option = { value: string; text: string }

/** A form that needs no script: what a page shows is in its address.
 * @param kept parameters that the form does not change */
export function filters(
  action: string,
  { days, formFactor, release, find }: Choices,
  {
    releases,
    fields,
    kept = {},
  }: {
    /** The newest first. Text from strangers. */
    releases: readonly string[]
    fields: readonly ('formFactor' | 'find')[]
    kept?: Record<string, string>
  },
): VNode {
  const windows = [...new Set([...WINDOWS, days])].toSorted((a, b) => a - b)
  const known = release !== undefined && !releases.includes(release) ? [release, ...releases] : releases
  return html`<form class="filters" method="get" action=${action}>
    ${Object.entries(kept).map(([name, value]) => html`<input type="hidden" name=${name} value=${value} />`)}
    ${select(
      'Window',
      'days',
      windows.map((value) => ({ value: String(value), text: `last ${windowText(value)}` })),
      String(days),
    )}
    ${
      fields.includes('formFactor') &&
      select(
        'Form factor',
        'formFactor',
        [{ value: '', text: 'all' }, ...FORM_FACTORS.map((value) => ({ value, text: value }))],
        formFactor ?? '',
      )
    }
    ${select(
      'Release',
      'release',
      [{ value: '', text: 'all' }, ...known.map((value) => ({ value, text: visibleText(value) }))],
      release ?? '',
    )}
    ${
      fields.includes('find') &&
      html`<label>Page contains <input name="find" value=${find ?? ''} maxlength="200" /></label>`
    }
    <button>Show</button>
  </form>`
}

const select = (label: string, name: string, options: readonly Option[], chosen: string): VNode =>
  html`<label>
    ${label}
    <select name=${name}>
      ${options.map(({ value, text }) => html`<option value=${value} selected=${value === chosen}>${text}</option>`)}
    </select>
  </label>`
