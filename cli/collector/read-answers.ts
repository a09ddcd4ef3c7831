import * as z from 'zod/mini'
import { checkShape } from '../../budgets/check-shape.ts'
import { PAGE_VIEW_METRICS, type PageViewMetricName } from '../../measurement/metrics.ts'
import { FORM_FACTORS } from '../../measurement/page-view.ts'
import { oneLine, visibleText } from '../../reports/visible-text.ts'
import { UsageMistake } from '../usage-mistake.ts'

/** More page views than this no collector has. */
const count = z.number().check(z.minimum(0), z.maximum(1e12))
const name = z.string().check(z.maxLength(1000))
const excluded = z.record(name, count)

/** Ascending, none of them empty, so that what is made of them is a distribution. */
const stretches = z.array(z.tuple([count, count, z.int().check(z.minimum(1), z.maximum(1e12))])).check(
  z.maxLength(20_000),
  z.refine((all) => all.every(([low, high], i) => low <= high && (i === 0 || all[i - 1]![1] <= low)), {
    error: 'expected ascending stretches',
  }),
)

const distributions = z.object({
  series: z.array(
    z.object({
      page: name,
      formFactor: z.enum(FORM_FACTORS),
      navigation: z.enum(['hard', 'soft']),
      metric: name,
      pageViews: count,
      effectiveN: z.optional(count),
      stretches,
      excluded,
    }),
  ),
  leftOut: count,
})

const summary = z.object({ pageViews: count, excluded })

const culprits = z.object({
  culprits: z
    .array(
      z.object({
        kind: z.enum(['element', 'script', 'server', 'resource', 'third-party', 'connection']),
        name,
        target: z.optional(name),
        url: z.optional(name),
        part: name,
        amount: count,
        share: count,
        explains: z.optional(count),
        loadState: z.optional(name),
      }),
    )
    .check(z.maxLength(20)),
})

type Metrics = { metric: PageViewMetricName }
type Told = z.infer<typeof distributions>

/** A metric that this version does not know is from a newer collector, and left out.
 * @throws UsageMistake where it is no such answer */
export function readDistributions(answer: unknown, from: string) {
  const { series, leftOut }: Told = read(distributions, answer, from)
  return { series: series.filter((one): one is typeof one & Metrics => isKnown(one.metric)), leftOut }
}

export const readSummary = (answer: unknown, from: string) => read(summary, answer, from)
export const readCulprits = (answer: unknown, from: string) => read(culprits, answer, from)

const isKnown = (metric: string): metric is PageViewMetricName => (PAGE_VIEW_METRICS as string[]).includes(metric)

function read<Answer>(schema: z.ZodMiniType<Answer>, answer: unknown, from: string): Answer {
  const { data, error } = checkShape(schema, answer)
  if (error === undefined) return data as Answer
  const [issue] = error.issues
  throw new UsageMistake(
    `--field: the collector at ${from} answers in words that this Fieldlab does not know ` +
      `(${oneLine(visibleText(`${issue?.path.join('.')}: ${issue?.message}`)).slice(0, 300)}). Update whichever of the two is older.`,
  )
}
