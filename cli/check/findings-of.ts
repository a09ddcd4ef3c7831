import type { Config } from '../../budgets/config.ts'
import { beaconFindings, blockedBeacon, limitFindings, silenceFinding } from './beacon-findings.ts'
import type { Evidence } from './evidence.ts'
import { well, wrong, type Finding } from './finding.ts'
import { ourScript } from './our-script.ts'
import { scriptFindings, tagFindings } from './script-findings.ts'

/** Everything that a visit says about a site's set-up, in the order in which things happen. What cannot work because of an
 * earlier fault is not told as one of its own. Pure.
 * @param hidden the second look, where the first one saw no beacon */
export function findingsOf(left: Evidence, hidden: Evidence | undefined, config: Config): Finding[] {
  const ours = ourScript(left, config)
  const last = left.beacons.at(-1)
  const blocked = blockedBeacon(ours, [...left.violations, ...(hidden?.violations ?? [])], config)
  const scripts = scriptFindings(ours, left)
  const hasLoaded = ours.requests.length > 0 && scripts.every(({ standing }) => standing !== 'wrong')
  return [
    pageFinding(left),
    ...tagFindings(ours, left.isRunning || last !== undefined, config),
    ...scripts,
    ...(last
      ? beaconFindings(last, ours, left, config)
      : left.isRunning || hasLoaded
        ? [silenceFinding(ours, left, hidden, blocked)]
        : []),
    ...limitFindings(left, config),
  ]
}

function pageFinding({ url, status }: Evidence): Finding {
  if (status < 400) return well('page', `${url} answers with ${status}`)
  return wrong('page', `${url} answers with ${status}`, 'Check a page that visitors see.')
}
