import { kayenta } from '@sluice/compat'

/** Kayenta's benchmark classifier: whichever mean is greater, by however little. */
export function classifyByMeans(
  control: readonly number[],
  experiment: readonly number[],
  settings: Pick<kayenta.MetricSettings, 'direction' | 'nanStrategy' | 'critical' | 'mustHaveData'>,
): kayenta.MetricClassification {
  if (control.length === 0 || experiment.length === 0) return missing(settings)
  const above = kayenta.mean(experiment)
  const below = kayenta.mean(control)
  const deviation = above / below
  const critical = settings.critical
  if (settings.direction !== 'decrease' && above > below) {
    return { label: 'High', reason: 'the mean was greater', deviation, critical }
  }
  if (settings.direction !== 'increase' && above < below) {
    return { label: 'Low', reason: 'the mean was less', deviation, critical }
  }
  return kayenta.passes(1)
}

function missing(
  settings: Pick<kayenta.MetricSettings, 'nanStrategy' | 'critical' | 'mustHaveData'>,
): kayenta.MetricClassification {
  if (settings.nanStrategy === 'replace') return kayenta.passes(1)
  const verdict = kayenta.noData({ ...NEUTRAL, ...settings }, 'metric')
  return verdict.label === 'Nodata' ? { ...verdict, deviation: 0 } : verdict
}

const NEUTRAL: kayenta.MetricSettings = {
  direction: 'either',
  nanStrategy: 'remove',
  critical: false,
  mustHaveData: false,
  muted: false,
  measure: 'meanRatio',
  allowed: { decrease: 1, increase: 1 },
  criticalAt: { decrease: 1, increase: 1 },
}
