import { randomUUID } from 'node:crypto'
import type { PlaywrightTestConfig } from '@playwright/test'
import type { ConfigInput } from '../budgets/config.ts'
import { ConfigMistake } from '../budgets/config-mistake.ts'
import { readConfig } from '../budgets/read-config.ts'
import { readPlan } from './diagnosis-plan.ts'
import { findBrowser } from './find-browser.ts'
import type { LabOptions } from './lab-options.ts'
import { PROFILES, resolveProfiles } from './profiles.ts'

type PlaywrightConfig = PlaywrightTestConfig<object, { fieldlab: LabOptions | undefined }>
type OneServer = Exclude<PlaywrightConfig['webServer'], readonly unknown[] | undefined>
/** One server at most: what a config of one's own adds is added there. */
type MeasuredConfig = Omit<PlaywrightConfig, 'webServer'> & { webServer?: OneServer }

/** Derives Playwright's config from Fieldlab's, so that nothing is said twice: a project per profile, as many repeats as
 * `lab.runs`, one worker, and nothing that perturbs a measurement. `npx playwright test` and `fieldlab run` both use it.
 * The environment can say otherwise for one command: FIELDLAB_RUNS, FIELDLAB_PROFILES, FIELDLAB_RELEASE, FIELDLAB_LOCATION.
 * FIELDLAB_DIAGNOSIS_PLAN names the plan of a diagnostic pass, which `fieldlab run` makes after its clean runs.
 * @throws {ConfigMistake} */
export function playwrightConfig(input: ConfigInput, env: NodeJS.ProcessEnv = process.env): MeasuredConfig {
  const file = env.FIELDLAB_CONFIG ?? 'fieldlab.config.ts'
  const config = readConfig(input, file, PROFILES)
  const { lab } = config
  if (!lab)
    throw new ConfigMistake([`${file}: lab is missing, expected { baseURL, … }. Journeys need to know what to open.`])

  // Workers read this file again: the environment, which they inherit, keeps the batch one and the same.
  const batch = (env.FIELDLAB_BATCH ??= randomUUID())
  const chosen = env.FIELDLAB_PROFILES?.split(',') ?? []
  const profiles = resolveProfiles(lab.profiles).filter(({ name }) => chosen.length === 0 || chosen.includes(name))
  const repeats = Number(env.FIELDLAB_RUNS ?? lab.runs)
  if (!Number.isInteger(repeats) || repeats < 1) {
    throw new ConfigMistake([
      `FIELDLAB_RUNS is "${env.FIELDLAB_RUNS}", expected a whole number from 1 on. Unset it, or correct it.`,
    ])
  }
  const diagnosis = readPlan(env.FIELDLAB_DIAGNOSIS_PLAN)
  const browser = findBrowser(env)
  return {
    testDir: lab.journeys,
    testMatch: '**/*.journey.{ts,js,mjs}',
    outputDir: '.fieldlab/test-results',
    workers: 1,
    fullyParallel: false,
    retries: 0,
    forbidOnly: Boolean(env.CI),
    timeout: 180_000,
    repeatEach: repeats,
    use: {
      baseURL: lab.baseURL,
      trace: 'off',
      video: 'off',
      screenshot: 'off',
      // For what is not measured: a project that signs in uses Playwright's own browser fixture.
      launchOptions: { executablePath: browser?.executablePath, chromiumSandbox: process.getuid?.() !== 0 },
    },
    projects: profiles.map((profile) => ({
      name: profile.name,
      use: {
        ...profile.device,
        fieldlab: {
          site: lab.site,
          baseURL: lab.baseURL,
          patterns: config.sites[lab.site]!.routes,
          profile,
          location: env.FIELDLAB_LOCATION ?? lab.location,
          release: env.FIELDLAB_RELEASE ?? config.release,
          batch,
          ...(diagnosis && { diagnosis }),
        },
      },
    })),
    ...(lab.server && {
      webServer: {
        command: lab.server.command,
        url: new URL(lab.server.readyPath, lab.baseURL).href,
        timeout: lab.server.timeout,
        reuseExistingServer: true,
        gracefulShutdown: { signal: 'SIGTERM', timeout: 5000 },
      },
    }),
  }
}
