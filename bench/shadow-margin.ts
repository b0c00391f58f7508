/** `npm run bench -- shadow-margin [RUNS]`: what is decided where the true loss is a multiple of the margin. */
import { judge } from '@sluice/compat'
import type { Arm, Evidence, MetricPolicy } from '@sluice/verdict'
import { randomOf, type Random } from './sequential/random.ts'

/** True losses, as multiples of the margin. */
const LOSSES = [0, 0.8, 1, 1.5, 2] as const
const SIZES = [500, 2000, 10_000, 50_000] as const
const CONFIDENCE = 0.95

/** One requirement: the margin, and what is seen of `n` requests where the true loss is `loss`. */
interface Question {
  readonly name: string
  readonly margin: number
  readonly policy: Pick<MetricPolicy, 'kind' | 'quantile' | 'settings'> & { readonly of: 'unit' | 'baseline' }
  readonly seen: (
    n: number,
    loss: number,
    random: Random,
  ) => {
    readonly baseline: Arm
    readonly candidate: Arm
    readonly paired?: { readonly candidateOnly: number; readonly baselineOnly: number }
  }
}

/** Two arms that fail in `baseline` of the requests, with a share of pairs in which only one of them does. */
function pairs(n: number, both: number, only: number, loss: number, random: Random) {
  const candidateOnly = random.binomial(n, only + loss)
  const baselineOnly = random.binomial(n - candidateOnly, only / (1 - only - loss))
  const shared = random.binomial(n - candidateOnly - baselineOnly, both)
  return {
    baseline: share(shared + baselineOnly, n),
    candidate: share(shared + candidateOnly, n),
    paired: { candidateOnly, baselineOnly },
  }
}

function share(events: number, trials: number): Arm {
  return { kind: 'proportion', events, trials }
}

/** Log-normal latencies around 100 ms, times a factor. */
function latencies(n: number, factor: number, random: Random): readonly number[] {
  return Array.from({ length: n }, () => 100 * factor * Math.exp(0.5 * random.normal()))
}

const P95 = 100 * Math.exp(0.5 * 1.6448536269514722)

const QUESTIONS: readonly Question[] = [
  {
    name: 'accuracy loss <= 1%',
    margin: 0.01,
    policy: { kind: 'proportion', of: 'unit', settings: { test: 'difference' } },
    seen: (n, loss, random) => pairs(n, 0.05, 0.005, loss, random),
  },
  {
    name: 'recall(CLASS) loss <= 2%',
    margin: 0.02,
    policy: { kind: 'proportion', of: 'unit', settings: { test: 'difference' } },
    seen: (n, loss, random) => pairs(Math.round(n / 10), 0.1, 0.02, loss, random),
  },
  {
    name: 'error increase <= 0.5%',
    margin: 0.005,
    policy: { kind: 'proportion', of: 'unit', settings: { test: 'difference' } },
    seen: (n, loss, random) => pairs(n, 0.01, 0.001, loss, random),
  },
  {
    name: 'a field within 0.1%',
    margin: 0.001,
    policy: { kind: 'proportion', of: 'unit', settings: { test: 'budget' } },
    seen: (n, loss, random) => ({
      baseline: { kind: 'absent', absence: 'not_observed' },
      candidate: share(random.binomial(n, loss), n),
    }),
  },
  {
    name: 'error growth <= 5%',
    margin: 0.05,
    policy: { kind: 'mean', of: 'baseline', settings: { test: 'change' } },
    seen: (n, loss, random) => {
      const before = Array.from({ length: n }, () => Math.abs(random.normal()))
      const mean = Math.sqrt(2 / Math.PI)
      const change = before.map(() => loss * mean + 0.3 * random.normal())
      return { baseline: summary(before), candidate: summary(change) }
    },
  },
  {
    name: 'p95 latency_ms <= LIMIT',
    margin: P95,
    policy: { kind: 'quantile', quantile: 0.95, of: 'unit', settings: { test: 'limit' } },
    // A loss of the whole margin is a p95 at the limit; others lie as far from it as a tenth of it allows.
    seen: (n, loss, random) => ({
      baseline: { kind: 'absent', absence: 'not_observed' },
      candidate: { kind: 'values', values: latencies(n, 1 + (loss / P95 - 1) * 0.2, random) },
    }),
  },
]

function summary(values: readonly number[]): Arm {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  return { kind: 'summary', n, mean, m2: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) }
}

function ask(
  { name, margin, policy, seen }: Question,
  n: number,
  loss: number,
  random: Random,
): Evidence['finding'] {
  const { of, ...rest } = policy
  const metric: MetricPolicy = {
    ...rest,
    name,
    worse: 'higher',
    margin: { value: margin, of },
    critical: true,
    weight: 1,
    judge: 'paired',
  }
  const samples = { metric: name, blocks: [{ from: 0, to: 1, weight: 100, ...seen(n, loss, random) }] }
  const all = {
    confidence: CONFIDENCE,
    minTrials: 0,
    failWhen: 'certainly-beyond-margin',
    stages: 1,
  } as const
  return judge({ ...all, metrics: [metric] }, [samples])[0]?.finding ?? 'unknown'
}

export default function bench([given = '2000']: readonly string[]): Promise<void> {
  const runs = Number(given)
  const random = randomOf(17)
  console.log(`${runs} runs each; rejected / accepted where the true loss is so many times the margin\n`)
  console.log(`| requirement | pairs | ${LOSSES.map((loss) => `${loss}×`).join(' | ')} |`)
  console.log(`| --- | --: | ${LOSSES.map(() => '--:').join(' | ')} |`)
  for (const question of QUESTIONS)
    for (const n of SIZES) {
      // Values are drawn one by one: fewer runs do where each takes that long.
      const own = question.policy.kind === 'proportion' ? runs : Math.min(runs, Math.ceil(4e6 / n))
      const cells = LOSSES.map((loss) => {
        const found = Array.from({ length: own }, () => ask(question, n, loss * question.margin, random))
        const shareOf = (finding: string): string =>
          ((100 * found.filter((each) => each === finding).length) / own).toFixed(1)
        return `${shareOf('worse')} / ${shareOf('fine')} %`
      })
      console.log(`| ${question.name} | ${n} | ${cells.join(' | ')} |`)
    }
  return Promise.resolve()
}
