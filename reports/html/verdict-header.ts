import type { VNode } from 'preact'
import { counts, headline, origins } from '../headline.ts'
import type { Report } from '../report.ts'
import { utc } from '../words.ts'
import { html } from './markup.ts'
import { LOOKS } from './marks.ts'

/** The first thing that anyone reads: one sentence, where it comes from, how many of what. */
export function verdictHeader(report: Report): VNode {
  const { site, release, at, verdict, evaluations, notes } = report
  const tone = verdict === 'passed' ? 'ok' : 'bad'
  const facts = [site, ...(release === undefined ? [] : [`release ${release}`]), utc(at)]
  return html`<header class="verdict ${tone}">
    <p class="facts">${facts.map((fact) => html`<bdi>${fact}</bdi>`)}</p>
    <h1>
      <span class="seal" aria-hidden="true">${verdict === 'passed' ? '✓' : '✕'}</span> <span>${headline(report)}</span>
    </h1>
    <ul class="counts">
      ${counts(evaluations).map(
        ({ standing, text }) =>
          html`<li class=${LOOKS[standing].tone}>
            <span aria-hidden="true">${LOOKS[standing].symbol}</span> ${text}
          </li>`,
      )}
    </ul>
    <p class="origins">${origins(report).map((origin) => html`<span>${origin}</span>`)}</p>
    ${
      notes.length > 0 &&
      html`<ul class="notes">
        ${notes.map((note) => html`<li>${note}</li>`)}
      </ul>`
    }
  </header>`
}

/** Ways into the page; only what is there. */
export function contents(sections: readonly { id: string; title: string }[]): VNode {
  return html`<nav aria-label="Contents">${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a>`)}</nav>`
}
