import type { Config } from '../../budgets/config.ts'
import { answerFindings } from './answer-findings.ts'
import type { Evidence, SentBeacon, Violation } from './evidence.ts'
import { note, well, wrong, type Finding } from './finding.ts'
import { readSent } from './follow-beacons.ts'
import { whyFailed } from './net-failure.ts'
import type { OurScript } from './our-script.ts'
import { policyMend } from './policy-mend.ts'
import { storedFindings } from './stored-findings.ts'

/** What became of the beacon that went out when the page was left, and what it carried.
 * @param last the newest one */
export function beaconFindings(
  last: SentBeacon,
  ours: OurScript,
  { beacons, origin }: Evidence,
  config: Config,
): Finding[] {
  return [
    well('beacon', `sent to ${last.url} when the page was left`),
    ...answerFindings(beacons, origin, config),
    ...storedFindings(readSent(last.body)!, ours.tags[0]?.data, config),
  ]
}

/** The beacon that the page's policy refused to send. */
export function blockedBeacon(
  ours: OurScript,
  violations: readonly Violation[],
  config: Config,
): Violation | undefined {
  const targets = beaconURLs(ours, config)
  return violations.find(
    ({ directive, blocked, isReportOnly }) =>
      directive === 'connect-src' && !isReportOnly && targets.some((isTarget) => isTarget(blocked)),
  )
}

/** Why no beacon went out when the page was left.
 * @param hidden the second look, at a page that was only told that it is hidden */
export function silenceFinding(
  ours: OurScript,
  left: Evidence,
  hidden: Evidence | undefined,
  blocked: Violation | undefined,
): Finding {
  if (blocked) {
    const text = `the page's Content-Security-Policy blocks the beacon to ${blocked.blocked} (connect-src)`
    return wrong('beacon', text, policyMend(blocked, left.policy))
  }
  const [tag] = ours.tags
  const target = tag?.data.beacon === undefined ? undefined : URL.parse(tag.data.beacon, tag.src)
  if (left.origin.startsWith('https:') && target?.protocol === 'http:') {
    const { why, mend } = whyFailed('mixed-content')
    return wrong('beacon', `none is sent to ${target.href}: ${why}`, mend)
  }
  const share = tag?.data.sample
  if (share !== undefined && !(Number(share) > 0)) {
    return wrong(
      'beacon',
      `none is sent: data-sample is "${share}"`,
      'Write the share of visits that is measured, 0.0001 to 1.',
    )
  }
  if (hidden && hidden.beacons.length > 0) {
    return wrong(
      'beacon',
      'one is sent when the page is hidden, none when it is left',
      'Look for what the page does on pagehide or beforeunload.',
    )
  }
  if (!left.isRunning && ours.requests.length > 0) {
    return wrong(
      'beacon',
      'none is sent: the script has loaded, and window.fieldlab is not there',
      'Look into the console for its error, and whether the tag has an integrity attribute or the page another window.fieldlab.',
    )
  }
  return wrong(
    'beacon',
    'none is sent when the page is left',
    'Open the page with data-debug on the tag: its console says why nothing is sent.',
  )
}

/** Where beacons of this page may go: beside the script, where data-beacon says, or where the config has it. */
function beaconURLs({ tags, requests }: OurScript, { collector }: Config): ((blocked: string) => boolean)[] {
  const named = [
    ...tags.map(({ src, data }) => URL.parse(data.beacon ?? 'beacon', src)),
    ...requests.map(({ url }) => URL.parse('beacon', url)),
  ]
  return [
    ...named.map((url) => (blocked: string) => blocked === url?.href),
    (blocked) => URL.parse(blocked)?.pathname.endsWith(collector.paths.beacon) === true,
  ]
}

/** What a check by a driven browser cannot tell, and what it left behind. */
export function limitFindings({ beacons }: Evidence, { field }: Config): Finding[] {
  const visit = field.includeAutomated
    ? 'its own page view counts, because the config says field.includeAutomated'
    : 'its own page view is marked as automated, so no percentile counts it'
  return [
    ...(beacons.some(({ status }) => status === 204) ? [note('limits', visit)] : []),
    note(
      'limits',
      'a check cannot see what visitors have: filters that block the script, Global Privacy Control, other browsers',
    ),
  ]
}
