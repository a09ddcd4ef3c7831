#!/usr/bin/env node
import { Command, CommanderError, InvalidArgumentError } from 'commander'
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
  .addHelpText('after', '\nExample:\n  fieldlab run checkout --profile mobile --runs 9 --release v1.4.0')
  .action(async (filters: string[], options: object) => {
    const { run } = await import('./run.ts')
    process.exitCode = await run(filters, { ...program.opts(), ...options })
  })

program
  .command('serve')
  .description('start the collector: it serves /fieldlab.js and stores what pages send to /beacon')
  .option('--port <n>', 'port to listen on', wholeNumber, 8080)
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .addHelpText('after', '\nExample:\n  fieldlab serve --port 8080')
  .action(async (options: { port: number; host: string }) => {
    const { serve } = await import('./serve.ts')
    process.exitCode = await serve({ ...program.opts(), ...options })
  })

program
  .command('report')
  .description('judge what is stored by the budgets as they are now, and write the reports again')
  .option('--batch <id>', 'the runs of one command, instead of the latest')
  .addHelpText('after', '\nExample:\n  fieldlab report')
  .action(async (options: { batch?: string }) => {
    const { report } = await import('./report.ts')
    process.exitCode = await report({ ...program.opts(), ...options })
  })

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
