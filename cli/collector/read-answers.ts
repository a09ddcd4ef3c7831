import { z } from 'zod'
import { PAGE_VIEW_METRICS, type PageViewMetricName } from '../../measurement/metrics.ts'
import { FORM_FACTORS } from '../../measurement/page-view.ts'
import { UsageMistake } from '../usage-mistake.ts'

const count = z.number().min(0)
const name = z.string().max(1000)
const excluded = z.record(name, count)

const distributions = z.object({
  series: z.array(
    z.object({
      page: name,
      formFactor: z.enum(FORM_FACTORS),
      navigation: z.enum(['hard', 'soft']),
      metric: name,
      pageViews: count,
      effectiveN: count.optional(),
      stretches: z.array(z.tuple([count, count, count])),
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
        target: name.optional(),
        url: name.optional(),
        part: name,
        amount: count,
        share: count,
        explains: count.optional(),
        loadState: name.optional(),
      }),
    )
    .max(20),
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

function read<Answer>(schema: z.ZodType<Answer>, answer: unknown, from: string): Answer {
  const { data, error } = schema.safeParse(answer)
  if (error === undefined) return data as Answer
  const [issue] = error.issues
  throw new UsageMistake(
    `--field: the collector at ${from} answers in words that this Fieldlab does not know (${issue?.path.join('.')}: ` +
      `${issue?.message}). Update whichever of the two is older.`,
  )
}
