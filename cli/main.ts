#!/usr/bin/env node
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { ConfigMistake } from '../budgets/config-mistake.ts'
import { version } from '../measurement/version.ts'
import { visibleText } from '../reports/visible-text.ts'
import type { CommentOptions } from './comment.ts'
import { exitCodeOf } from './exit-code-of.ts'
import { missingPeer } from './missing-peer.ts'

/** Each command's own module is imported when it is called: the collector must start without Playwright being loaded. */
const program = new Command('fieldlab')
  .description('Measures how fast a site is, in the lab and in the field, and judges both by one list of budgets.')
  .version(version)
  .showSuggestionAfterError()
  .showHelpAfterError('(fieldlab --help lists the commands)')
  .exitOverride()
  .option('--config <file>', 'the config, instead of fieldlab.config.ts in this folder')

program
  .command('init')
  .description('set up a project: config, a first journey, CI, and what has to be installed; overwrites nothing')
  .option('-y, --yes', 'ask nothing: take what is usual wherever the project does not tell')
  .option('--dir <folder>', "the project's folder, instead of this one")
  .option('--url <url>', 'where the site answers; of another host: it is running, and is not started')
  .option('--command <words>', 'what starts the site')
  .option('--port <n>', 'the port that it listens on', wholeNumber)
  .option('--build <folder>', "the folder of the build's files")
  .option('--no-build', 'weigh no build')
  .addOption(new Option('--ci <kind>', 'where merges are checked').choices(['github', 'gitlab', 'script', 'none']))
  .addOption(new Option('--package-manager <name>', 'what installs packages').choices(['npm', 'pnpm']))
  .addOption(new Option('--browser <what>', 'where there is no browser to measure with').choices(['install', 'skip']))
  .option('--no-install', 'only write packages into package.json')
  .addHelpText('after', '\nExample:\n  fieldlab init --yes --ci github')
  .action(async (options: object) => {
    const { init } = await import('./init.ts')
    process.exitCode = await init(options)
  })

program
  .command('preview')
  .argument('<folder>', 'a site that is only files')
  .description('serve a folder on this machine as a static host does, for the lab to measure')
  .option('--port <n>', 'port to listen on; 0 takes any that is free', wholeNumber, 4173)
  .option('--single', 'a single-page app: paths that are no file get index.html')
  .addHelpText('after', '\nExample:\n  fieldlab preview dist --port 4173')
  .action(async (folder: string, options: { port: number; single?: boolean }) => {
    const { preview } = await import('./preview.ts')
    process.exitCode = await preview(folder, options)
  })

program
  .command('run')
  .argument('[filter...]', 'only journeys whose file name contains one of these')
  .description('run the journeys, judge lab and field by the budgets, write the reports to .fieldlab/')
  .option('--runs <n>', 'repeats of each journey and profile, instead of lab.runs', runs)
  .option('--profile <name...>', 'only these of lab.profiles')
  .option('--release <name>', 'what is being measured: a version or commit')
  .option('--location <name>', 'where it is measured, for telling machines apart')
  .option('--field <url>', 'read the field from this collector instead of the own store (FIELDLAB_TOKEN is its token)')
  .option('--base <report.json or release>', 'what to compare with: a report of an earlier build, or a stored release')
  .addOption(
    new Option(
      '--diagnose [which]',
      'run once more, watched by Lighthouse: all journeys, or those where a budget failed (default: all; failed where CI is set)',
    ).choices(['all', 'failed']),
  )
  .option('--no-diagnose', 'leave that out')
  .addHelpText('after', '\nExample:\n  fieldlab run checkout --profile mobile --runs 9 --release v1.4.0')
  .action(async (filters: string[], options: object) => {
    const { run } = await import('./run.ts')
    process.exitCode = await run(filters, { ...program.opts(), ...options })
  })

program
  .command('size')
  .description('weigh the files of the build, judge them by their budgets, say what changed; needs no browser')
  .option('--base <where>', "what to compare with: a folder, a git ref, a report.json or a collector's URL")
  .option('--push <url>', 'let this collector keep the sizes, by release (FIELDLAB_TOKEN is its token)')
  .option('--release <name>', 'what is being weighed: a version or commit')
  .option('--json', 'the report as JSON')
  .addHelpText(
    'after',
    '\nExample:\n  fieldlab size --base https://rum.example.com\n  fieldlab size --release v1.4.0 --push https://rum.example.com',
  )
  .action(async (options: object) => {
    const { size } = await import('./size.ts')
    process.exitCode = await size({ ...program.opts(), ...options })
  })

program
  .command('serve')
  .description('start the collector: it serves /fieldlab.js and stores what pages send to /beacon')
  .option('--port <n>', 'port to listen on, up to 65535; 0 takes any that is free', wholeNumber, 8080)
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--check <url>', 'collect nothing: the same as `fieldlab check <url>`')
  .addHelpText(
    'after',
    `
FIELDLAB_TOKEN in the environment is the access token that pages, API and metrics ask for: 16 characters or more
(openssl rand -hex 32 makes one). Without it they answer on this machine only, and --host must be of this machine.

Example:
  fieldlab serve --port 8080`,
  )
  .action(async (options: { port: number; host: string; check?: string }) => {
    if (options.check !== undefined) return checkPage(options.check, {})
    const { serve } = await import('./serve.ts')
    process.exitCode = await serve({ ...program.opts(), ...options })
  })

program
  .command('check')
  .argument('<url>', 'a page of the site, as visitors open it')
  .description(
    'open a page in a browser and say whether it is measured: script, policy, beacon, what it carries, and the mends',
  )
  .option('--wait <seconds>', 'how long the script may take to come, where a tag manager brings it', wholeNumber, 5)
  .option('--json', 'the findings as JSON')
  .addHelpText('after', '\nExample:\n  fieldlab check https://shop.example.com/product/7')
  .action(checkPage)

program
  .command('report')
  .description('judge what is stored by the budgets as they are now, and write the reports again')
  .option('--batch <id>', 'the runs of one command, instead of the latest')
  .option('--field <url>', 'read the field from this collector instead of the own store (FIELDLAB_TOKEN is its token)')
  .option('--base <report.json or release>', 'what to compare with: a report of an earlier build, or a stored release')
  .addHelpText(
    'after',
    '\nExample:\n  fieldlab report\n  fieldlab report --base v1.4.0 --field https://rum.example.com',
  )
  .action(async (options: { batch?: string }) => {
    const { report } = await import('./report.ts')
    process.exitCode = await report({ ...program.opts(), ...options })
  })

program
  .command('budgets')
  .description('list the budgets and where each stands; propose bounds from what has been measured')
  .option('--suggest', 'propose bounds, as lines for the config')
  .option('--metric <name...>', 'propose bounds for these metrics, instead of those that have a budget')
  .option('--field <url>', 'read the field from this collector instead of the own store (FIELDLAB_TOKEN is its token)')
  .option('--json', 'as JSON')
  .addHelpText('after', '\nExample:\n  fieldlab budgets --suggest --metric LCP INP')
  .action(async (options: object) => {
    const { budgets } = await import('./budgets.ts')
    process.exitCode = await budgets({ ...program.opts(), ...options })
  })

program
  .command('comment')
  .description('write the report into the pull or merge request, or renew the comment that is there')
  .option('--report <file>', 'the report.json to tell', '.fieldlab/report.json')
  .addOption(new Option('--to <where>', 'instead of what the environment tells').choices(['github', 'gitlab']))
  .option('--number <n>', 'the pull or merge request, where the environment does not tell', wholeNumber)
  .option('--name <name>', 'tells comments of several configs apart', 'default')
  .option('--author <login>', "whose comment is renewed, where the token is an app's", 'github-actions[bot]')
  .option('--dry-run', 'print the comment, and ask nobody')
  .addHelpText(
    'after',
    `
GitHub: GITHUB_TOKEN, GITHUB_REPOSITORY, GITHUB_EVENT_PATH, GITHUB_API_URL, as workflows have them.
GitLab: GITLAB_TOKEN, CI_API_V4_URL, CI_MERGE_REQUEST_PROJECT_ID or CI_PROJECT_ID, CI_MERGE_REQUEST_IID.

Example:
  fieldlab comment --dry-run --to github`,
  )
  .action(async (options: CommentOptions) => {
    const { comment } = await import('./comment.ts')
    process.exitCode = await comment(options)
  })

program
  .command('doctor')
  .description(
    'look at what the other commands need (browser, versions, host, config, site, store) and say how to mend it',
  )
  .option('--url <url>', 'a page of the site, instead of lab.baseURL')
  .option('--json', 'the findings as JSON')
  .addHelpText('after', '\nExample:\n  fieldlab doctor --url https://shop.example.com')
  .action(async (options: object) => {
    const { doctor } = await import('./doctor.ts')
    process.exitCode = await doctor({ ...program.opts(), ...options })
  })

for (const command of program.commands) {
  command.showHelpAfterError(`(fieldlab ${command.name()} --help tells its arguments and options)`)
}

async function checkPage(url: string, options: { wait?: number; json?: boolean }): Promise<void> {
  const { check } = await import('./check.ts')
  process.exitCode = await check(url, { ...program.opts(), ...options })
}

function runs(text: string): number {
  const number = wholeNumber(text)
  if (number >= 1 && number <= 1000) return number
  throw new InvalidArgumentError('Expected 1 to 1000.')
}

function wholeNumber(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Expected a whole number.')
}

try {
  await program.parseAsync()
} catch (thrown) {
  const error = missingPeer(thrown) ?? thrown
  // commander has printed its own message; ours are sentences for whoever typed the command; the rest is a defect: the stack.
  const isMistake = error instanceof ConfigMistake || exitCodeOf(error) !== 1
  const text = isMistake ? (error as Error).message : ((error as Error).stack ?? String(error))
  if (!(error instanceof CommanderError)) process.stderr.write(`${visibleText(text)}\n`)
  process.exitCode = exitCodeOf(error)
}
