import type { VNode } from 'preact'
import { faultCulprits } from '../fault-culprits.ts'
import { titleText, type Fault } from '../faults.ts'
import { counts, headline, origins } from '../headline.ts'
import type { Report } from '../report.ts'
import { utc } from '../words.ts'
import { html } from './markup.ts'
import { LOOKS } from './marks.ts'

/** A fault, and where its card is. */
export type Why = { fault: Fault; href: string }

/** More reasons than these are read in the cards. */
const MOST = 4

/** The first thing that anyone reads: one sentence, why, where it comes from, how many of what. */
export function verdictHeader(report: Report, why: readonly Why[]): VNode {
  const { site, release, at, verdict, evaluations, notes } = report
  const tone = verdict === 'passed' ? 'ok' : 'bad'
  const facts = [site, ...(release === undefined ? [] : [`release ${release}`]), utc(at)]
  return html`<header class="verdict ${tone}">
    <p class="facts">${facts.map((fact) => html`<bdi>${fact}</bdi>`)}</p>
    <h1>
      <span class="seal" aria-hidden="true">${verdict === 'passed' ? '✓' : '✕'}</span> <span>${headline(report)}</span>
    </h1>
    ${
      why.length > 0 &&
      html`<ol class="why">
        ${why.slice(0, MOST).map(reason)} ${why.length > MOST && html`<li>and ${why.length - MOST} more below</li>`}
      </ol>`
    }
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

/** 'LCP and load on /: main > img.hero, 2.1 s to download it' */
function reason({ fault, href }: Why): VNode {
  const cause = faultCulprits(fault)[0]?.says[0].cause
  return html`<li>
    <a href=${href}><bdi>${titleText(fault)}</bdi></a>
    ${
      cause &&
      html`<span
        ><code><bdi>${cause.name}</bdi></code> ${cause.cost}</span
      >`
    }
  </li>`
}

/** Ways into the page; only what is there. */
export function contents(sections: readonly { id: string; title: string }[]): VNode {
  return html`<nav aria-label="Contents">${sections.map(({ id, title }) => html`<a href="#${id}">${title}</a>`)}</nav>`
}
