import { ABOUT_MODELS, type ShadowRequirement } from '../inputs/requirements.ts'
import type { ShadowSummary } from '../tally/summary.ts'
import { measuredArm, shareArm } from './arms.ts'
import { censusMetric, DIFFERENCES, metric, type Metric } from './metric.ts'
import { notCompared, pairsOf, unansweredBy, withheld } from './not-compared.ts'
import type { ShadowSettings } from './settings.ts'

const MAX_NOT_COMPARED = 0.01

/** One metric for each requirement; that nearly all pairs could be compared is required unless the user says otherwise. */
export function requirementMetrics(summary: ShadowSummary, settings: ShadowSettings): readonly Metric[] {
  const { requirements } = settings
  const asked = requirements.filter(isNotModels)
  const silent = requirements.some(({ about }) => about === 'not compared')
  const all: readonly Asked[] = silent
    ? asked
    : [...asked, { about: 'not compared', limit: MAX_NOT_COMPARED, said: 'not compared <= 1%' }]
  return [
    unansweredMetric(summary, settings),
    ...all.map((requirement) => metricOf(requirement, summary, settings)),
  ]
}

/**
 * Answers that are missing or cannot be read, against those of the other arm: each counts as a difference does. Where the
 * user allows for more requests that cannot be compared, that share is allowed here too.
 */
function unansweredMetric(summary: ShadowSummary, settings: ShadowSettings): Metric {
  const { candidateOnly, primaryOnly, both } = unansweredBy(summary)
  const n = summary.compared + summary.tooDeep + candidateOnly + primaryOnly + both
  const allowed = settings.requirements.flatMap((each) => (each.about === 'not compared' ? [each.limit] : []))
  return metric(
    {
      name: UNANSWERED,
      margin: Math.max(settings.maxDifferenceRate, ...allowed),
      test: 'difference',
      settings: DIFFERENCES,
    },
    {
      baseline: shareArm(primaryOnly + both, n),
      candidate: shareArm(candidateOnly + both, n),
      paired: { candidateOnly, baselineOnly: primaryOnly },
    },
    settings,
  )
}

const UNANSWERED = 'answers missing or unreadable'

type Asked = Exclude<ShadowRequirement, { readonly about: (typeof ABOUT_MODELS)[number] }>

/** Requirements of models are judged with the model's other figures. */
function isNotModels(requirement: ShadowRequirement): requirement is Asked {
  return !ABOUT_MODELS.some((about) => about === requirement.about)
}

function metricOf(requirement: Asked, summary: ShadowSummary, settings: ShadowSettings): Metric {
  const { said: name, limit } = requirement
  const { errors } = summary
  const pairs = pairsOf(summary)
  switch (requirement.about) {
    case 'not compared':
      return censusMetric(name, shareArm(notCompared(summary), pairs), settings, limit)
    case 'withheld':
      return censusMetric(name, shareArm(withheld(summary), withheld(summary) + pairs), settings, limit)
    case 'error rate':
      return metric({ name, margin: limit, test: 'limit' }, failuresOf(summary), settings)
    case 'error increase': {
      const paired = { candidateOnly: errors.candidateOnly, baselineOnly: errors.primaryOnly }
      return metric({ name, margin: limit, test: 'difference' }, { ...failuresOf(summary), paired }, settings)
    }
    case 'mean':
    case 'quantile':
      return measured(requirement, summary, settings)
  }
}

function measured(
  requirement: Extract<ShadowRequirement, { readonly measure: string }>,
  summary: ShadowSummary,
  settings: ShadowSettings,
): Metric {
  const arms = summary.measures.get(requirement.measure)
  return metric(
    {
      name: requirement.said,
      test: 'limit',
      kind: requirement.about,
      ...(requirement.about === 'quantile' ? { quantile: requirement.q } : {}),
      margin: requirement.ofPrimary ? requirement.limit - 1 : requirement.limit,
      ofBaseline: requirement.ofPrimary,
    },
    {
      baseline: measuredArm(requirement.about, arms?.[0]),
      candidate: measuredArm(requirement.about, arms?.[1]),
    },
    settings,
  )
}

/** Failed requests of all; where no record says whether one failed there is nothing to tell them by. */
function failuresOf({ compared, errors }: ShadowSummary) {
  const n = errors.n === 0 ? 0 : compared + errors.unanswered
  return {
    baseline: shareArm(errors.primaryOnly + errors.both, n),
    candidate: shareArm(errors.candidateOnly + errors.both, n),
  }
}
