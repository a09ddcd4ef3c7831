import type { Config } from '../../budgets/config.ts'
import type { SentBeacon } from './evidence.ts'
import { well, wrong, type Finding } from './finding.ts'
import { readSent } from './follow-beacons.ts'
import { whyFailed } from './net-failure.ts'

/** What the collector answered, in its own words, and what to do where it did not take the beacon. */
export function answerFindings(beacons: readonly SentBeacon[], origin: string, config: Config): Finding[] {
  const refused = beacons.find(({ status }) => status !== 204)
  if (!refused) return [well('collector', 'answered 204: the page view is stored')]
  const { url, status, failure } = refused
  if (failure !== undefined) {
    const { why, mend } = whyFailed(failure)
    return [wrong('collector', `${url} could not be reached: ${why}`, mend)]
  }
  if (status === undefined) {
    return [
      wrong(
        'collector',
        `${url} has not answered within 10 s`,
        'Look at what holds the collector up: its /healthz says.',
      ),
    ]
  }
  const said = firstLineOf(refused.text)
  return [
    wrong('collector', `answered ${status}${said === '' ? '' : `: ${said}`}`, mendFor(refused, status, origin, config)),
  ]
}

function mendFor({ url, body, text = '' }: SentBeacon, status: number, origin: string, config: Config): string {
  switch (status) {
    case 400:
      return /\bsite\b/.test(text)
        ? siteMend(body, config)
        : 'Serve the script and run the collector from one version of Fieldlab.'
    case 403:
      return /origin/i.test(text) ? originMend(body, origin, config) : siteMend(body, config)
    case 404:
    case 405:
      return `The collector takes beacons with POST at ${config.collector.paths.beacon}: let a proxy pass that on, or set data-beacon.`
    case 408:
    case 413:
    case 415:
      return 'A proxy in front of the collector changes the request: let body, Content-Type and Content-Encoding through as they are.'
    case 429:
      return 'Wait a minute and check again; if visitors meet it too, raise collector.limits, or name collector.trustedProxies.'
    case 500:
    case 502:
    case 503:
    case 504:
      return `Look at the collector's log and at ${URL.parse('healthz', url)?.href ?? '/healthz'}: every beacon until then is lost.`
    default:
      return status < 400
        ? `Something else than the collector answers at ${url}, or a proxy sends beacons on: let it reach the collector itself.`
        : 'Look into the log of the collector and of the proxy in front of it.'
  }
}

/** A name that config and tag have in common, and the collector does not know: it runs with another config. */
const RESTART = 'This config has it already: restart the collector with it.'

function originMend(body: string, origin: string, { sites }: Config): string {
  const site = readSent(body)?.site ?? ''
  const known = Object.hasOwn(sites, site) ? sites[site] : undefined
  if (origin === 'null') return 'The page is sandboxed and has no origin: add allow-same-origin to the sandbox.'
  if (!known) return siteMend(body, { sites })
  const origins = known.origins.map((one) => new URL(one).origin)
  if (origins.includes(origin)) return RESTART
  const list = [...known.origins, origin].map((one) => `'${one}'`).join(', ')
  return `Make it sites.${site}.origins: [${list}], and restart the collector.`
}

function siteMend(body: string, { sites }: Pick<Config, 'sites'>): string {
  const site = readSent(body)?.site ?? ''
  if (Object.hasOwn(sites, site)) return RESTART
  const names = Object.keys(sites).join(', ')
  if (site === '') return `Add data-site to the tag, one of the config's sites: ${names}.`
  return `The page sends data-site="${site}", the config has ${names}: make them agree.`
}

const firstLineOf = (text = ''): string => text.trim().split('\n')[0]!.slice(0, 200)
