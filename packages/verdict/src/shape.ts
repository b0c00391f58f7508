import { jsonSchemaOf, Problems, s, type JsonSchema, type Schema } from '@sluice/schema'
import { EVIDENCE_REASONS, type Evidence } from './evidence.ts'
import { isMetricKind, METRIC_KINDS } from './metric-kinds.ts'
import type { MetricHistory, MetricPolicy, Policy } from './policy.ts'
import { ABSENCES, type Arm, type Block, type Samples, type Units } from './samples.ts'
import { VerdictRefused } from './refused.ts'
import { VERDICT_REASONS, type Verdict } from './verdict.ts'

const bin = s.custom(
  'an index and a count',
  { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 },
  (data) => {
    if (!Array.isArray(data) || data.length !== 2 || !data.every(Number.isFinite)) return undefined
    return [Number(data[0]), Number(data[1])] as const
  },
)

const unitRow = s.custom(
  'a number of a unit, a sum and a count',
  { type: 'array', items: { type: 'number' }, minItems: 3, maxItems: 3 },
  (data) => {
    if (!Array.isArray(data) || data.length !== 3 || !data.every(Number.isFinite)) return undefined
    return [Number(data[0]), Number(data[1]), Number(data[2])] as const
  },
)

const unitTotals = s.object({
  units: s.count,
  sum: s.number,
  count: s.count,
  sumSquares: s.count,
  products: s.number,
  countSquares: s.count,
})

const units: Schema<Units> = s.mapped(
  s.object({}, { each: s.listOf(unitRow), since: unitTotals }),
  ({ each, since }, path, problems) => {
    if (each !== undefined && since === undefined) return { each }
    if (since !== undefined && each === undefined) return { since }
    problems.note(path, 'must have either each or since')
    return s.UNREAD
  },
)

const arm: Schema<Arm> = s.variants('kind', {
  proportion: s.object({ kind: s.literal('proportion'), events: s.number, trials: s.number }, { units }),
  count: s.object({ kind: s.literal('count'), events: s.number, exposure: s.number }),
  summary: s.object(
    { kind: s.literal('summary'), n: s.count, mean: s.anyNumber, m2: s.anyNumber },
    { units },
  ),
  values: s.object({ kind: s.literal('values'), values: s.listOf(s.anyNumber) }, { units }),
  histogram: s.object({
    kind: s.literal('histogram'),
    bounds: s.listOf(s.anyNumber),
    counts: s.listOf(s.number),
  }),
  sketch: s.object({
    kind: s.literal('sketch'),
    accuracy: s.number,
    zeros: s.count,
    bins: s.listOf(bin),
  }),
  scalar: s.object({ kind: s.literal('scalar'), value: s.anyNumber }),
  absent: s.object({ kind: s.literal('absent'), absence: s.oneOf(ABSENCES) }, { detail: s.text }),
})

const block: Schema<Block> = s.object(
  { from: s.number, to: s.number, weight: s.number, baseline: arm, candidate: arm },
  { paired: s.object({ candidateOnly: s.count, baselineOnly: s.count }) },
)

const samples: Schema<Samples> = s.object(
  { metric: s.text, blocks: s.listOf(block) },
  { notes: s.listOf(s.text) },
)

const KINDS = Object.keys(METRIC_KINDS).filter(isMetricKind)

const learnedNoise = { lrv: s.count, memory: s.count, eps: s.count, times: s.count }
const learnedRate = { ...learnedNoise, rate: s.count }

/** Only of two halves. */
const alone = { alone: s.count }

const history: Schema<MetricHistory> = s.object(
  { blocks: s.count, seconds: s.count },
  {
    halves: s.literal(true),
    rate: s.object(learnedRate, alone),
    tails: s.listOf(s.object({ ...learnedRate, quantile: s.number, threshold: s.number }, alone)),
    ranks: s.object(learnedNoise, alone),
    mean: s.object({ ...learnedNoise, level: s.number, deviation: s.count, spread: s.count }, alone),
  },
)

const metricPolicy: Schema<MetricPolicy> = s.object(
  {
    name: s.text,
    kind: s.oneOf(KINDS),
    worse: s.oneOf(['higher', 'lower', 'either']),
    margin: s.object({ value: s.number, of: s.oneOf(['baseline', 'unit']) }, { floor: s.number }),
    critical: s.flag,
    weight: s.count,
    judge: s.text,
  },
  { quantile: s.number, limit: s.number, unit: s.text, units: s.text, settings: s.record, history },
)

const policy: Schema<Policy> = s.object(
  {
    confidence: s.number,
    minTrials: s.count,
    failWhen: s.oneOf(['beyond-margin', 'any-regression', 'certainly-beyond-margin']),
    stages: s.number,
    metrics: s.listOf(metricPolicy),
  },
  { share: s.number },
)

const observed = s.object({ trials: s.number, value: s.orNull(s.number) }, { events: s.number })

const evidence: Schema<Evidence> = s.object(
  {
    metric: s.text,
    finding: s.oneOf(['fine', 'worse', 'unknown']),
    reason: s.oneOf(EVIDENCE_REASONS),
    scale: s.oneOf(['ratio', 'difference', 'absolute']),
    effect: s.object({ estimate: s.orNull(s.number), low: s.orNull(s.number), high: s.orNull(s.number) }),
    margin: s.orNull(s.number),
    unit: s.text,
    confidence: s.number,
    observed: s.object({ baseline: observed, candidate: observed }),
    judge: s.text,
    critical: s.flag,
    policy: metricPolicy,
    samples,
  },
  {
    needed: s.number,
    noise: s.oneOf(['presumed', 'learned']),
    notes: s.listOf(s.text),
    logE: s.object({ fail: s.number, pass: s.number }),
  },
)

const verdict: Schema<Verdict> = s.object(
  {
    schema: s.literal(1),
    action: s.text,
    subject: s.object(
      { repository: s.text, sha: s.text, environment: s.text, service: s.text },
      { artifact: s.text },
    ),
    outcome: s.oneOf(['pass', 'fail', 'inconclusive']),
    reason: s.oneOf(VERDICT_REASONS),
    evidence: s.listOf(evidence),
    window: s.object({ from: s.number, to: s.number }),
    policy: s.object({ digest: s.text, document: policy }),
  },
  {
    exposed: s.object({ requests: s.count, share: s.number }),
    details: s.mapped(s.record, (kept, path, problems) => {
      const kind = s.text.read(kept['kind'], `${path}.kind`, problems)
      return kind === s.UNREAD ? kind : { ...kept, kind }
    }),
  },
)

/** JSON Schema of a verdict file, for programs that read one. */
export function verdictSchema(): JsonSchema {
  return jsonSchemaOf(verdict, 'A Sluice verdict')
}

/** Unknown data as a verdict, or `VerdictRefused` naming every place that does not fit. */
export function readVerdict(data: unknown): Verdict {
  return read(verdict, 'verdict', data)
}

/** Unknown data as samples, or `VerdictRefused` naming every place that does not fit. */
export function readSamples(data: unknown): Samples {
  return read(samples, 'samples', data)
}

/** Unknown data as a policy, or `VerdictRefused` naming every place that does not fit. */
export function readPolicy(data: unknown): Policy {
  return read(policy, 'policy', data)
}

function read<T>(schema: Schema<T>, what: string, data: unknown): T {
  const problems = new Problems()
  const value = schema.read(data, what, problems)
  if (value === s.UNREAD) throw new VerdictRefused(problems.lines())
  return value
}
