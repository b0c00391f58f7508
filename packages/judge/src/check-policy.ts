import { UserError } from '@sluice/action'
import { FEWEST_HISTORY_BLOCKS, showsShare, tellsNoise, LARGEST_OWN } from '@sluice/stats'
import type { LearnedMean, MetricPolicy, Policy } from '@sluice/verdict'
import { noisesOf } from './learn-history.ts'

/** Throws a `UserError` naming everything in a policy that could not be kept, e.g. a confidence of 1. */
export function checkPolicy(policy: Policy): void {
  const problems = [...promiseProblems(policy), ...policy.metrics.flatMap(metricProblems), ...twice(policy)]
  if (problems.length > 0)
    throw new UserError('BAD_POLICY', problems.join('\n'), 'Correct `metrics` and the settings of the judge.')
}

function promiseProblems({ confidence, minTrials, stages, share }: Policy): readonly string[] {
  return [
    ...refuse(!(confidence >= 0.5 && confidence < 1), 'confidence', 'from 0.5 to below 1', confidence),
    ...refuse(!(minTrials >= 0 && Number.isFinite(minTrials)), 'minTrials', 'at least 0', minTrials),
    ...refuse(!(Number.isInteger(stages) && stages >= 1), 'stages', 'a whole number of at least 1', stages),
    ...refuse(share !== undefined && !(share > 0 && share < 1), 'share', 'above 0% and below 100%', share),
  ]
}

function metricProblems(metric: MetricPolicy): readonly string[] {
  const { name, margin, weight, quantile, limit, kind, worse } = metric
  const of = (field: string) => `${name}: ${field}`
  const share = margin.of === 'baseline' && worse !== 'higher'
  const least = mayDemandLess(metric) ? -1 : 0
  return [
    ...refuse(
      !(margin.value >= least && Number.isFinite(margin.value)),
      of('margin'),
      `at least ${least}`,
      margin.value,
    ),
    ...refuse(
      margin.floor !== undefined && !(margin.floor > 0 && Number.isFinite(margin.floor)),
      of('margin floor'),
      'above 0',
      margin.floor,
    ),
    ...refuse(share && margin.value >= 1, of('margin'), 'below 100% where lower is worse', margin.value),
    ...refuse(!(weight >= 0 && Number.isFinite(weight)), of('weight'), 'at least 0', weight),
    ...refuse(
      kind === 'quantile' && !(quantile !== undefined && quantile > 0 && quantile < 1),
      of('quantile'),
      'between 0 and 1',
      quantile,
    ),
    ...refuse(limit !== undefined && !Number.isFinite(limit), of('limit'), 'a finite number', limit),
    ...refuse(
      kind === 'proportion' && limit !== undefined && !(limit >= 0 && limit <= 1),
      of('limit'),
      'a share from 0 to 1',
      limit,
    ),
    ...refuse(kind === 'count' && limit !== undefined && limit < 0, of('limit'), 'at least 0', limit),
    ...refuse(
      metric.units !== undefined && kind !== 'proportion' && kind !== 'mean',
      of('units'),
      'absent: only proportions and means are judged by units',
      metric.units,
    ),
    ...refuse(
      metric.units !== undefined && limit !== undefined,
      of('limit'),
      'absent where a metric is judged by units',
      limit,
    ),
    ...historyProblems(of('history'), metric),
  ]
}

/** A history must be one that can be learned: a rule of the gate that names a policy says nothing about it. */
function historyProblems(where: string, { kind, history }: MetricPolicy): readonly string[] {
  if (history === undefined) return []
  const { blocks, seconds, halves, rate, tails = [], mean } = history
  const rates = [...(rate === undefined ? [] : [rate]), ...tails]
  const most = kind === 'count' ? Number.MAX_VALUE : 1
  return [
    ...refuse(
      !(Number.isInteger(blocks) && blocks >= FEWEST_HISTORY_BLOCKS),
      `${where}.blocks`,
      `a whole number of at least ${FEWEST_HISTORY_BLOCKS}`,
      blocks,
    ),
    ...refuse(!(seconds > 0 && Number.isFinite(seconds)), `${where}.seconds`, 'above 0', seconds),
    ...rates.flatMap((each) =>
      refuse(
        !(each.rate >= 0 && each.rate <= most),
        `${where}: rate`,
        kind === 'count' ? 'at least 0' : 'a share from 0 to 1',
        each.rate,
      ),
    ),
    ...(mean === undefined ? [] : scaleProblems(where, mean)),
    ...noisesOf(history).flatMap((noise) => {
      const { lrv, memory, eps, alone } = noise
      const problems = [
        ...refuse(
          alone !== undefined && !(halves === true && alone >= 0 && alone <= LARGEST_OWN),
          `${where}: alone`,
          `absent, or of two halves and from 0 to ${LARGEST_OWN}`,
          alone,
        ),
        ...refuse(!(lrv >= 0 && Number.isFinite(lrv)), `${where}: lrv`, 'at least 0', lrv),
        ...refuse(!(memory >= 1 && Number.isFinite(memory)), `${where}: memory`, 'at least 1', memory),
        ...refuse(
          !(showsShare(eps, blocks) && eps < 1),
          `${where}: eps`,
          'at least 1 by two more than its blocks, and below 1',
          eps,
        ),
      ]
      const told = `lrv ${lrv}, memory ${memory}, eps ${eps}`
      return problems.length > 0
        ? problems
        : refuse(!tellsNoise(noise), where, 'noise that a history can tell', told)
    }),
  ]
}

function scaleProblems(where: string, { level, deviation, spread }: LearnedMean): readonly string[] {
  return [
    ...refuse(!Number.isFinite(level), `${where}: level`, 'a finite number', level),
    ...refuse(!(deviation > 0 && Number.isFinite(deviation)), `${where}: deviation`, 'above 0', deviation),
    ...refuse(!(spread > 0 && Number.isFinite(spread)), `${where}: spread`, 'above 0', spread),
  ]
}

/** Whether a metric is a limit relative to the baseline, which may ask for less than the baseline has: half of it is -0.5. */
function mayDemandLess({ judge, kind, margin, settings }: MetricPolicy): boolean {
  const isLimit = judge === 'paired' && settings?.['test'] === 'limit' && kind !== 'proportion'
  return isLimit && margin.of === 'baseline'
}

function twice({ metrics }: Policy): readonly string[] {
  const names = metrics.map(({ name }) => name)
  const repeated = [...new Set(names.filter((name, i) => names.indexOf(name) !== i))]
  return repeated.map((name) => `metrics: ${JSON.stringify(name)} is named twice`)
}

function refuse(wrong: boolean, what: string, accepted: string, got: unknown): readonly string[] {
  return wrong ? [`${what} must be ${accepted}, got ${String(got)}`] : []
}
