import type { VNode } from 'preact'
import { html, type Markup } from './markup.ts'

/** `texts` is how many of the first columns are text; the rest are numbers, and stand right. */
type Table = { texts: number; heads: readonly string[]; rows: readonly (readonly Markup[])[] }

/** A table that scrolls sideways by itself, so that the page does not: reachable by keyboard, as a scrolling box must be. */
export function dataTable(label: string, { texts, heads, rows }: Table): VNode {
  const align = (column: number) => (column < texts ? 'text' : undefined)
  return html`<div class="scroll" tabindex="0" role="group" aria-label=${label}>
    <table class="data">
      <thead>
        <tr>
          ${heads.map((head, column) => html`<th class=${align(column)}>${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first, ...cells]) =>
            html`<tr>
              <th scope="row">${first}</th>
              ${cells.map((cell, index) => html`<td class=${align(index + 1)}>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

export function folded(title: Markup, content: Markup, open = false): VNode {
  return html`<details class="fold" open=${open}>
    <summary>${title}</summary>
    ${content}
  </details>`
}

/** Rows that belong together under one head, which is said once. */
type Group = { head: Markup; rows: readonly (readonly Markup[])[] }

/** As `dataTable`, for rows in groups. The first column is the group's head, the second text. */
export function groupedTable(label: string, heads: readonly string[], groups: readonly Group[]): VNode {
  return html`<div class="scroll" tabindex="0" role="group" aria-label=${label}>
    <table class="data grouped">
      <thead>
        <tr>
          ${heads.map((head, column) => html`<th class=${column < 2 ? 'text' : undefined}>${head}</th>`)}
        </tr>
      </thead>
      ${groups.map(
        ({ head, rows }) =>
          html`<tbody>
            ${rows.map(
              (cells, index) =>
                html`<tr>
                  ${index === 0 && html`<th scope="rowgroup" rowspan=${rows.length}>${head}</th>`}
                  ${cells.map((cell) => html`<td>${cell}</td>`)}
                </tr>`,
            )}
          </tbody>`,
      )}
    </table>
  </div>`
}
