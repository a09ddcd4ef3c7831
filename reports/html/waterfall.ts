import type { VNode } from 'preact'
import type { DiagnosedRequest, DiagnosedStep } from '../../measurement/diagnosis.ts'
import { formatValue } from '../../measurement/format.ts'
import { plural } from '../words.ts'
import { html, type Markup } from './markup.ts'
import type { StepAxis } from './step-axis.ts'
import { folded } from './tables.ts'

/** More rows than this are folded: what decides a paint comes early. */
const MOST = 40

/** The phases of a request in their order: their key, and how they are told. */
const PHASES = [
  ['queued', 'queued'],
  ['dns', 'name look-up'],
  ['connect', 'connecting'],
  ['tls', 'TLS'],
  ['wait', 'waiting for the first byte'],
  ['receive', 'receiving'],
] as const satisfies readonly (readonly [keyof DiagnosedRequest['phases'], string])[]

/** The requests of a step on its time, one row each, with what blocks the paint and what brought the LCP marked. A table, so
 * that it can be read without seeing the bars. */
export function waterfall({ name, requests, marks }: DiagnosedStep, axis: StepAxis): Markup {
  if (requests.length === 0) return html`<p class="quiet">No requests.</p>`
  const sorted = requests.toSorted((a, b) => a.start - b.start)
  const rest = sorted.slice(MOST)
  // Where a step loads twice, the last paint is of the page that it ended on.
  const paints = (['FCP', 'LCP'] as const).flatMap((kind) => marks.findLast((mark) => mark.kind === kind) ?? [])
  const style = paints.map(({ kind, at }) => `--${kind.toLowerCase()}:${axis.at(at) / 10}%`).join(';')
  const ownHost = sorted[0] && shortName(sorted[0].url).host
  const table = (rows: readonly DiagnosedRequest[], label: string) =>
    html`<table class="waterfall" style=${style}>
      <caption class="unseen">
        ${label}
      </caption>
      <thead>
        <tr>
          <th>Request</th>
          <th>Type</th>
          <th class="num">Size</th>
          <th class="num">Took</th>
          <th>${formatValue('duration', axis.endMs)} from the step's start</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map((request) => row(request, axis, ownHost))}
      </tbody>
    </table>`
  return [
    legend(paints.map(({ kind }) => kind)),
    table(sorted.slice(0, MOST), `Requests of ${name}`),
    ...(rest.length > 0
      ? [folded(`${plural(rest.length, 'more request')}`, table(rest, `More requests of ${name}`))]
      : []),
  ]
}

function row(request: DiagnosedRequest, axis: StepAxis, ownHost: string | undefined): VNode {
  const { url, type, entity, status, bytes, start, end, fromCache, renderBlocking, isLCP } = request
  const { file, host } = shortName(url)
  return html`<tr>
    <th scope="row">
      <bdi title=${url}>${file}</bdi>
      ${isLCP && html`<b class="flag lcp">LCP</b>`}${renderBlocking && html`<b class="flag blocks">blocks paint</b>`}
      ${status !== undefined && status >= 400 && html`<b class="flag blocks">${status}</b>`}
      ${(entity !== undefined || host !== ownHost) && html`<small><bdi>${entity ?? host}</bdi></small>`}
    </th>
    <td>${type}${entity === undefined ? '' : html`<small>third party</small>`}</td>
    <td class="num">${fromCache ? 'cache' : formatValue('totalBytes', bytes)}</td>
    <td class="num">${formatValue('duration', Math.max(0, end - start))}</td>
    <td class="drawn">${bar(request, axis)}</td>
  </tr>`
}

/** The last part of the path, which tells files apart, and the host. */
function shortName(url: string): { file: string; host: string } {
  const [, host = '', path = url] = /^[a-z]+:\/\/([^/]*)(.*)$/i.exec(url) ?? []
  const [above = '', file = ''] = path.replace(/\/$/, '').split('/').slice(-2)
  // A placeholder alone says nothing.
  return { file: file.startsWith(':') ? `${above}/${file}` : file || '/', host }
}

/** One stroke per phase, from the request's start; what no phase tells stays pale. */
function bar({ start, end, phases }: DiagnosedRequest, axis: StepAxis): VNode {
  let from = start
  const strokes = PHASES.flatMap(([key]) => {
    const spent = phases[key]
    if (spent === undefined || spent <= 0) return []
    const [x, until] = [axis.at(from), axis.at(Math.min(end, from + spent))]
    from += spent
    return until > x ? [html`<path class=${key} d="M${x} 6h${until - x}" />`] : []
  })
  const told = PHASES.flatMap(([key, words]) =>
    (phases[key] ?? 0) >= 1 ? [`${words} ${formatValue('duration', phases[key]!)}`] : [],
  )
  const [x, until] = [axis.at(start), axis.at(end)]
  return html`<svg
    class="spent"
    viewBox="0 0 1000 12"
    preserveAspectRatio="none"
    role="img"
    aria-label=${told.join(', ') || 'no phases'}
  >
    <path class="whole" d="M${x} 6h${Math.max(3, until - x)}" />
    ${strokes}
  </svg>`
}

function legend(paints: readonly string[]): VNode {
  return html`<p class="legend quiet" aria-hidden="true">
    ${PHASES.map(([key, words]) => html`<span><i class=${key}></i>${words}</span>`)}
    ${paints.map((kind) => html`<span><i class="at ${kind.toLowerCase()}"></i>${kind}</span>`)}
  </p>`
}
