import { z } from 'zod'
import { METRIC_NAMES } from '../measurement/metrics.ts'
import { FORM_FACTORS } from '../measurement/page-view.ts'

const name = z.string().min(1)
const route = z.string().startsWith('/')
const bound = z.union([z.string(), z.number()])
const figure = z.number().min(0)

const budget = z.strictObject({
  metric: z.enum(METRIC_NAMES),
  max: bound,
  page: route.optional(),
  journey: name.optional(),
  step: name.optional(),
  endpoint: name.optional(),
  formFactor: z.enum(FORM_FACTORS).optional(),
  source: z.enum(['lab', 'field']).optional(),
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

/** The shape of a config file; what one field says about another is checked in read-config.ts. */
export const configSchema = z.strictObject({
  sites: z.record(
    z.string().regex(/^[\w.-]{1,64}$/, 'expected letters, digits, ".", "-" or "_", 64 at most'),
    z.strictObject({ origins: z.array(z.url({ protocol: /^https?$/ })).min(1), routes: z.array(route).optional() }),
  ),
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
  store: name.optional(),
  release: name.optional(),
  budgets: z.array(budget),
})
