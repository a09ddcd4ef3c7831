import { installCommand } from '../missing-peer.ts'
import type { Facts, Finding, Kind, Standing } from './finding.ts'

/** What is said of a finding: a line, and what to do where it is not well. */
export type Said = { about: string; text: string; mend?: string }

type Words = { [K in Kind]: (facts: Facts[K], standing: Standing) => Said }

/** Every finding's text and mend. */
const WORDS: Words = {
  node: ({ version, oldest }, standing) => ({
    about: 'Node',
    text: `Node ${version}`,
    ...(standing !== 'ok' && { mend: `${oldest} or newer is needed: install Node 24 (\`nvm install 24\`).` }),
  }),
  package: ({ name, version, range }) => ({
    about: 'packages',
    text: version === undefined ? `${name} is not installed` : `${name} ${version}`,
    mend: `Journeys need ${name} ${range}: type \`${installCommand([name])}\`. Size and the collector do without.`,
  }),
  copies: ({ name, paths }) => ({
    about: 'packages',
    text: paths.length === 1 ? `one copy of ${name}` : `${paths.length} copies of ${name}: ${paths.join(', ')}`,
    mend: `Journeys run only where there is one: install Fieldlab and ${name} in the same project, then type \`npm dedupe\`.`,
  }),
  browser: ({ path, from, version, startMs }) => ({
    about: 'browser',
    text: `${version} at ${path} (from ${from}), started in ${Math.round(startMs)} ms`,
  }),
  'no-browser': ({ reason }) => ({
    about: 'browser',
    text: reason,
    mend: 'Journeys and `fieldlab check` need one: `npx playwright install --with-deps chromium`, or set CHROME_PATH.',
  }),
  sandbox: ({ isRoot, namespaces }) => ({
    about: 'sandbox',
    text: isRoot
      ? 'off: this user is root, as whom Chromium starts only without it'
      : namespaces === false
        ? 'this system does not let users make namespaces, which the sandbox is built of'
        : 'on',
    mend: isRoot
      ? 'Measure as another user where pages are not your own.'
      : 'Allow them: `sysctl -w kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0`.',
  }),
  'shared-memory': ({ freeBytes, enough }) => ({
    about: '/dev/shm',
    text: `${bytes(freeBytes)} free`,
    mend: `Below ${bytes(enough)} the browser shares memory by files, which is slower: \`docker run --shm-size=1g\`, or \`--ipc=host\`.`,
  }),
  leftovers: ({ pids, inUse }, standing) => ({
    about: 'browsers',
    text:
      pids.length > 0
        ? `left over from runs that ended: ${pids.length === 1 ? 'process' : 'processes'} ${pids.join(', ')}`
        : inUse > 0
          ? `${inUse} of another run ${inUse === 1 ? 'is' : 'are'} at work`
          : 'none left over',
    ...(standing !== 'ok' && {
      mend:
        pids.length > 0
          ? `They take time and memory from what is measured: \`kill ${pids.join(' ')}\`.`
          : 'Measure when that run has ended.',
    }),
  }),
  cores: ({ cores }) => ({
    about: 'host',
    text: `${cores} ${cores === 1 ? 'core' : 'cores'}`,
    mend: 'Browser and site need one each: take a machine with 2 cores or more.',
  }),
  memory: ({ freeBytes, totalBytes, enough }) => ({
    about: 'host',
    text: `${bytes(freeBytes)} of ${bytes(totalBytes)} memory available`,
    mend: `Journeys need about ${bytes(enough)}: end other programs, or take a larger machine.`,
  }),
  host: ({ loopMs, spread, readings, load }) => ({
    about: 'host',
    text: `the fixed loop takes ${loopMs.toFixed(1)} ms, give or take ${percent(spread)} (${readings} readings; load ${load.toFixed(1)})`,
    mend: 'Something else uses the CPU: end it, or take a machine of its own. Timings vary with it, and small changes are not seen.',
  }),
  config: ({ file, budgets, sites }) => ({
    about: 'config',
    text: `${file}: ${budgets} budgets, ${sites.length === 1 ? 'site' : 'sites'} ${sites.join(', ')}`,
  }),
  'no-config': ({ mistakes, isMissing }) => ({
    about: 'config',
    text: mistakes.join('\n'),
    mend: isMissing ? 'Type `fieldlab init`.' : 'Correct that, and try again.',
  }),
  port: ({ port, use, holder }) => ({
    about: 'ports',
    text: `${port} (${use === 'lab' ? 'the site under test' : 'fieldlab serve'}): ${HOLDERS[holder ?? 'none']}`,
    mend:
      use === 'collector'
        ? 'Type `fieldlab serve --port 0`, which takes a free one, or end what has it.'
        : 'It is measured as it is, in place of what lab.server.command would start: end it if it is an older build.',
  }),
  site: ({ url, status, failure, command }) => ({
    about: 'site',
    text:
      failure === undefined
        ? `${url} answers ${status}`
        : command === undefined
          ? `${url} does not answer: ${failure}`
          : `${url} does not answer now; \`fieldlab run\` starts it with \`${command}\``,
    mend:
      failure === undefined
        ? 'Only pages below 400 can be measured: look into the log of the site.'
        : 'Start the site, correct lab.baseURL, or say how it is started in lab.server.command.',
  }),
  beacon: ({ url, sites, unknown, known, idle }) => ({
    about: 'beacon',
    text:
      idle !== undefined
        ? `${url} has the tag, but type="${idle}" keeps it from running until something changes it`
        : unknown !== undefined
          ? `${url} has the tag with data-site="${unknown}", which the config does not know: it has ${known.join(', ')}`
          : sites.length > 0
            ? `${url} has the tag of ${sites.join(', ')}`
            : `${url} has no tag in its HTML`,
    mend:
      unknown !== undefined
        ? 'Make tag and config agree.'
        : `\`fieldlab serve\` prints the tag. Where a script brings it, \`fieldlab check ${url}\` sees it, in a browser.`,
  }),
  store: ({ file, state, reason, freeBytes, enough }) => ({
    about: 'store',
    text:
      state === 'unusable'
        ? (reason ?? `${file} cannot be used`)
        : `${file}: ${state === 'new' ? 'will be made' : 'can be written to'}${freeBytes === undefined ? '' : `, ${bytes(freeBytes)} of the disk free`}`,
    mend:
      state === 'unusable'
        ? 'Name another file as `store` in the config, or let this user write there.'
        : `Keep ${bytes(enough)} free: a full disk makes the collector refuse beacons.`,
  }),
}

const HOLDERS = {
  none: 'free',
  site: 'something answers there already',
  collector: 'a collector answers there already',
  other: 'taken',
}

/** @returns the finding in words; a mend only where it is not ok */
export function wordsOf(found: Finding): Said {
  // The record above is complete; that the facts are those of their kind, the compiler cannot see through the union.
  const say = WORDS[found.kind] as (facts: Finding, standing: Standing) => Said
  const { mend, ...said } = say(found, found.standing)
  return found.standing === 'ok' || mend === undefined ? said : { ...said, mend }
}

const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`

/** As disks and memory are sold: 1,000 each. */
function bytes(count: number): string {
  if (count >= 1e9) return `${(count / 1e9).toFixed(1)} GB`
  return `${Math.round(count / 1e6)} MB`
}
