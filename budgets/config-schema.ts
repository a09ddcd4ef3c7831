import { z } from 'zod'
import { METRIC_NAMES } from '../measurement/metrics.ts'
import { FORM_FACTORS } from '../measurement/page-view.ts'
import { readNetwork } from './network.ts'

const name = z.string().min(1)
const route = z.string().startsWith('/')
const bound = z.union([z.string(), z.number()])
const figure = z.number().min(0)

const budget = z.strictObject({
  metric: z.enum(METRIC_NAMES),
  max: bound.optional(),
  maxIncrease: bound.optional(),
  page: route.optional(),
  journey: name.optional(),
  step: name.optional(),
  endpoint: name.optional(),
  bundle: name.optional(),
  formFactor: z.enum(FORM_FACTORS).optional(),
  source: z.enum(['lab', 'field', 'build']).optional(),
  navigation: z.enum(['hard', 'soft']).optional(),
  profile: name.optional(),
  unthrottled: z.literal(true).optional(),
  percentile: z.number().min(1).max(99.9).optional(),
  minCount: z.int().min(1).optional(),
  windowDays: z.number().min(1).max(400).optional(),
  level: z.enum(['off', 'warn', 'error']).optional(),
  preset: name.optional(),
})

const profile = z.strictObject({
  name,
  from: name,
  throttle: z
    .strictObject({ rttMs: figure, downKbps: figure, upKbps: figure, cpuRate: z.number().min(1).max(20) })
    .partial()
    .optional(),
})

/** Fixed paths only: Express would take `:` and `*` for patterns. */
const fixedPath = z.string().regex(/^(?:\/[\w.-]+)+$/, "a path such as '/rum/v1', of letters, digits, '.', '-' and '_'")
const network = z
  .string()
  .refine((text) => readNetwork(text) !== undefined, "expected an address or a network such as '10.0.0.0/8'")
const atMost = (max: number) => z.int().min(1).max(max).optional()

const collector = z.strictObject({
  paths: z.strictObject({ script: fixedPath.optional(), beacon: fixedPath.optional() }).optional(),
  trustedProxies: z.array(network).max(1000).optional(),
  limits: z
    .strictObject({
      perClient: atMost(1_000_000_000),
      perSite: atMost(1_000_000_000),
      routes: atMost(100_000),
      releases: atMost(10_000),
    })
    .optional(),
  retention: z.strictObject({ rawDays: atMost(3650), rollUpDays: atMost(3650) }).optional(),
})

const site = z.strictObject({
  origins: z.array(z.url({ protocol: /^https?$/ })).min(1),
  routes: z.array(route).optional(),
  sample: z.number().min(0.0001).max(1).optional(),
})

/** The shape of a config file; what one field says about another is checked in read-config.ts. */
export const configSchema = z.strictObject({
  sites: z.record(z.string().regex(/^[\w.-]{1,64}$/, 'expected letters, digits, ".", "-" or "_", 64 at most'), site),
  lab: z
    .strictObject({
      site: name.optional(),
      baseURL: z.url({ protocol: /^https?$/ }),
      profiles: z
        .array(z.union([z.string(), profile]))
        .min(1)
        .optional(),
      runs: z.int().min(1).max(1000).optional(),
      journeys: name.optional(),
      location: name.optional(),
      server: z.strictObject({ command: name, readyPath: route.optional(), timeout: figure.optional() }).optional(),
    })
    .optional(),
  field: z.strictObject({ release: name.optional(), includeAutomated: z.boolean().optional() }).optional(),
  collector: collector.optional(),
  /** Has two forms: build-config.ts checks it. */
  build: z.unknown().optional(),
  store: name.optional(),
  release: name.optional(),
  budgets: z.array(budget),
})
