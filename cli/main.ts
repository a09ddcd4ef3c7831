#!/usr/bin/env node
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { ConfigMistake } from '../budgets/config-mistake.ts'
import { version } from '../measurement/version.ts'
import { exitCodeOf } from './exit-code-of.ts'

/** Each command's own module is imported when it is called: the collector must start without Playwright being loaded. */
const program = new Command('fieldlab')
  .description('Measures how fast a site is, in the lab and in the field, and judges both by one list of budgets.')
  .version(version)
  .showSuggestionAfterError()
  .showHelpAfterError('(fieldlab --help lists the commands)')
  .exitOverride()
  .option('--config <file>', 'the config, instead of fieldlab.config.ts in this folder')

program
  .command('run')
  .argument('[filter...]', 'only journeys whose file name contains one of these')
  .description('run the journeys, judge lab and field by the budgets, write the reports to .fieldlab/')
  .option('--runs <n>', 'repeats of each journey and profile, instead of lab.runs', runs)
  .option('--profile <name...>', 'only these of lab.profiles')
  .option('--release <name>', 'what is being measured: a version or commit')
  .option('--location <name>', 'where it is measured, for telling machines apart')
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
  .addHelpText('after', '\nExample:\n  fieldlab report')
  .action(async (options: { batch?: string }) => {
    const { report } = await import('./report.ts')
    process.exitCode = await report({ ...program.opts(), ...options })
  })

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
} catch (error) {
  // commander has printed its own message; ours are sentences for whoever typed the command; the rest is a defect: the stack.
  const isMistake = error instanceof ConfigMistake || exitCodeOf(error) !== 1
  if (!(error instanceof CommanderError))
    process.stderr.write(`${isMistake ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`)
  process.exitCode = exitCodeOf(error)
}
