import * as z from 'zod/mini'
import { METRIC_NAMES } from '../measurement/metrics.ts'
import { FORM_FACTORS } from '../measurement/page-view.ts'
import { readNetwork } from './network.ts'

const between = (min: number, max: number) => z.number().check(z.minimum(min), z.maximum(max))
const atMost = (max: number) => z.optional(z.int().check(z.minimum(1), z.maximum(max)))
const matching = (pattern: RegExp, otherwise: string) => z.string().check(z.regex(pattern, otherwise))

const name = z.string().check(z.minLength(1))
const route = z.string().check(z.startsWith('/'))
const address = z.url({ protocol: /^https?$/ })
const bound = z.union([z.string(), z.number()])
const figure = z.number().check(z.minimum(0))

const budget = z.strictObject({
  metric: z.enum(METRIC_NAMES),
  max: z.optional(bound),
  maxIncrease: z.optional(bound),
  page: z.optional(route),
  journey: z.optional(name),
  step: z.optional(name),
  endpoint: z.optional(name),
  bundle: z.optional(name),
  formFactor: z.optional(z.enum(FORM_FACTORS)),
  source: z.optional(z.enum(['lab', 'field', 'build'])),
  navigation: z.optional(z.enum(['hard', 'soft'])),
  profile: z.optional(name),
  unthrottled: z.optional(z.literal(true)),
  percentile: z.optional(between(1, 99.9)),
  minCount: z.optional(z.int().check(z.minimum(1))),
  windowDays: z.optional(between(1, 400)),
  level: z.optional(z.enum(['off', 'warn', 'error'])),
  preset: z.optional(name),
})

const throttle = z.strictObject({ rttMs: figure, downKbps: figure, upKbps: figure, cpuRate: between(1, 20) })
const profile = z.strictObject({ name, from: name, throttle: z.optional(z.partial(throttle)) })

/** Fixed paths only: Express would take `:` and `*` for patterns. */
const fixedPath = matching(/^(?:\/[\w.-]+)+$/, "a path such as '/rum/v1', of letters, digits, '.', '-' and '_'")
const network = z
  .string()
  .check(z.refine((text) => readNetwork(text) !== undefined, "expected an address or a network such as '10.0.0.0/8'"))

const collector = z.strictObject({
  paths: z.optional(z.strictObject({ script: z.optional(fixedPath), beacon: z.optional(fixedPath) })),
  trustedProxies: z.optional(z.array(network).check(z.maxLength(1000))),
  limits: z.optional(
    z.strictObject({
      perClient: atMost(1_000_000_000),
      perSite: atMost(1_000_000_000),
      routes: atMost(100_000),
      releases: atMost(10_000),
    }),
  ),
  retention: z.optional(z.strictObject({ rawDays: atMost(3650), rollUpDays: atMost(3650) })),
})

const siteName = matching(/^[\w.-]{1,64}$/, 'expected letters, digits, ".", "-" or "_", 64 at most')
const site = z.strictObject({
  origins: z.array(address).check(z.minLength(1)),
  routes: z.optional(z.array(route)),
  sample: z.optional(between(0.0001, 1)),
})

const lab = z.strictObject({
  site: z.optional(name),
  baseURL: address,
  profiles: z.optional(z.array(z.union([z.string(), profile])).check(z.minLength(1))),
  runs: atMost(1000),
  journeys: z.optional(name),
  location: z.optional(name),
  server: z.optional(z.strictObject({ command: name, readyPath: z.optional(route), timeout: z.optional(figure) })),
})

/** The shape of a config file; what one field says about another is checked in read-config.ts. */
export const configSchema = z.strictObject({
  sites: z.record(siteName, site),
  lab: z.optional(lab),
  field: z.optional(z.strictObject({ release: z.optional(name), includeAutomated: z.optional(z.boolean()) })),
  collector: z.optional(collector),
  /** Has two forms: build-config.ts checks it. */
  build: z.optional(z.unknown()),
  store: z.optional(name),
  release: z.optional(name),
  budgets: z.array(budget),
})
