import type { Config } from '../../budgets/config.ts'
import { scriptTag } from '../../rum-collector/script-tag.ts'
import type { Evidence, ScriptRequest, Tag } from './evidence.ts'
import { note, well, wrong, type Finding } from './finding.ts'
import { whyFailed } from './net-failure.ts'
import type { OurScript } from './our-script.ts'
import { policyMend } from './policy-mend.ts'

/** Whether the page has the script, as a tag or as a module, and says to it what it must. */
export function tagFindings({ tags, idle, requests }: OurScript, isRunning: boolean, config: Config): Finding[] {
  const [tag] = tags
  if (tag) return [...ofTag(tag), ...(tags.length > 1 ? [twice(tags)] : [])]
  const [held] = idle
  if (held && !isRunning) return [typeFinding(held)]
  if (requests.length > 0) return [well('tag', 'a tag manager put it in and took it out again')]
  if (isRunning) return [well('tag', 'none, and the beacon runs: the page uses the module fieldlab/beacon')]
  return [
    wrong(
      'tag',
      'no Fieldlab script: no tag, no request of it, no beacon',
      `Put this into the page's <head>, with your collector's address: ${example(config)}. ` +
        'If a tag manager or a consent banner brings it, allow it there, or give it more time: --wait 20.',
    ),
  ]
}

function ofTag(tag: Tag): Finding[] {
  const asIs = tag.runsLater
    ? well('tag', tagText(tag))
    : wrong('tag', `${tagText(tag)} is not async: the page waits for it`, 'Write <script async …>.')
  return tag.data.debug === undefined
    ? [asIs]
    : [asIs, note('tag', 'data-debug is on, which loads a second script: take it out before visitors come')]
}

function typeFinding(tag: Tag): Finding {
  const text = `${tagText(tag)} does not work: its type is "${tag.type}"`
  return tag.type === 'module'
    ? wrong(
        'tag',
        text,
        'Write <script async …> without type: a module cannot read its own attributes. Bundlers import fieldlab/beacon.',
      )
    : wrong(
        'tag',
        text,
        'That is how consent managers hold scripts back. Let the tag run, with data-consent and a call of fieldlab.consent().',
      )
}

const twice = (tags: readonly Tag[]): Finding =>
  wrong(
    'tag',
    `${tags.length} tags: only the first script that comes measures`,
    `Keep one of ${tags.map(tagText).join(' and ')}.`,
  )

/** The tag as it stands in the page, with its attributes in data-*. */
function tagText({ src, data }: Tag): string {
  const attributes = Object.entries(data).map(([name, value]) => {
    const attribute = `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    return value === '' ? ` ${attribute}` : ` ${attribute}="${value}"`
  })
  return `<script src="${src}"${attributes.join('')}>`
}

function example({ sites, collector }: Config): string {
  const [name, { sample }] = Object.entries(sites)[0]!
  return scriptTag({ url: 'https://rum.example.com', site: name, sample, ...collector.paths })
}

/** Whether the script comes, and as what. */
export function scriptFindings({ tags, requests }: OurScript, evidence: Evidence): Finding[] {
  const missing = tags.find(({ src }) => !requests.some(({ url }) => url === src))
  return [
    ...requests.flatMap((request) => ofRequest(request, evidence)),
    ...(missing && requests.length === 0
      ? [
          wrong(
            'script',
            `${missing.src} was never requested: a script put in with innerHTML does not run`,
            'Insert it with document.createElement("script"), or write the tag into the HTML.',
          ),
        ]
      : []),
  ]
}

const JAVASCRIPT = /^(?:text|application)\/(?:x-)?javascript\b/i

function ofRequest(request: ScriptRequest, { origin, policy, violations }: Evidence): Finding[] {
  const { url, status, headers, failure } = request
  const violation = violations.find(
    ({ directive, blocked, isReportOnly }) =>
      directive.startsWith('script') && !isReportOnly && isBlocked(url, blocked),
  )
  if (violation) {
    return [
      wrong(
        'script',
        `the page's Content-Security-Policy blocks ${url} (${violation.directive})`,
        policyMend(violation, policy),
      ),
    ]
  }
  if (status !== undefined && status >= 400) {
    const mend =
      'Correct the path in the tag: the collector prints the tag when it starts. A proxy must let the path through.'
    return [wrong('script', `${url} answers with ${status}`, mend)]
  }
  const type = headers['content-type'] ?? 'no type'
  if (status !== undefined && !JAVASCRIPT.test(type)) {
    const mend =
      'Something else answers there, such as an app that serves its page for every path. Let the collector answer.'
    return [wrong('script', `${url} comes as ${type}, not as text/javascript`, mend)]
  }
  if (failure !== undefined) {
    const { why, mend } = whyFailed(failure)
    return [wrong('script', `${url} did not load: ${why}`, mend)]
  }
  if (status === undefined)
    return [wrong('script', `${url} has not answered yet`, 'Look at what holds the collector up.')]
  return [well('script', `${url} loads`), ...slowDelivery(headers), ...onlyHere(url, origin)]
}

/** A policy tells of a script from elsewhere that was redirected only the origin. */
const isBlocked = (url: string, blocked: string): boolean => url === blocked || URL.parse(url)?.origin === blocked

const LOOPBACK = /^(?:localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

function onlyHere(url: string, origin: string): Finding[] {
  const isLoopback = (address: string) => LOOPBACK.test(URL.parse(address)?.hostname ?? '')
  return isLoopback(url) && !isLoopback(origin)
    ? [note('script', 'its host is this machine itself: visitors of this page have no such collector')]
    : []
}

/** What a proxy or CDN may take away from it. */
function slowDelivery(headers: Record<string, string>): Finding[] {
  const plain = headers['content-encoding'] === undefined
  const uncached = /no-store|no-cache|max-age=0\b/.test(headers['cache-control'] ?? 'no-cache')
  return [
    ...(plain
      ? [note('script', 'it comes uncompressed, three times as large; the collector sends it compressed')]
      : []),
    ...(uncached ? [note('script', 'browsers may not cache it; the collector allows it')] : []),
  ]
}
