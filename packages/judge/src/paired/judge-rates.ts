import { binomialAtLeast, clopperPearson, fisherExact, miettinenNurminen } from '@sluice/stats'
import type { MetricPolicy, Samples } from '@sluice/verdict'
import { missing, type Draft } from './finding.ts'
import { pairsNeeded } from './judge-paired.ts'

/**
 * Two rates over different numbers of pairs: how often the candidate differed among all, how often the baseline's own repeat
 * did among those that have one. Miettinen and Nurminen's score test, one-sided, of "more often by no more than the margin"
 * and no less than Fisher's exact chance of "no more often", and their interval of the difference; Clopper-Pearson's bound
 * and the binomial test where the repeat never differed. Pairs in which both differ make
 * the two rates alike, which this does not use: it errs on the side of "not known".
 */
export function draftRates(policy: MetricPolicy, samples: Samples, confidence: number): Draft {
  const [block] = samples.blocks
  if (block === undefined || samples.blocks.length > 1) return missing(policy, samples, 'wrong_samples')
  const { baseline, candidate } = block
  if (candidate.kind === 'absent') return missing(policy, samples, candidate.absence)
  if (baseline.kind === 'absent') return missing(policy, samples, baseline.absence)
  if (baseline.kind !== 'proportion' || candidate.kind !== 'proportion') {
    return missing(policy, samples, 'wrong_samples')
  }
  const arms = [baseline, candidate]
  if (arms.some(({ events, trials }) => ![events, trials].every(isCount) || events > trials))
    return missing(policy, samples, 'events_exceed_trials')
  if (arms.some(({ trials }) => trials === 0)) return missing(policy, samples, 'no_data')
  const rates = {
    baseline: baseline.events / baseline.trials,
    candidate: candidate.events / candidate.trials,
  }
  const { low, high } =
    baseline.events === 0
      ? clopperPearson(candidate.events, candidate.trials, 2 * confidence - 1)
      : miettinenNurminen(candidate, baseline, 2 * confidence - 1)
  const margin = policy.margin.value
  return {
    policy,
    samples,
    p: beyondP(candidate, baseline, margin),
    within: high <= margin,
    estimate: rates.candidate - rates.baseline,
    low,
    high,
    scale: 'difference',
    margin,
    observed: {
      baseline: { trials: baseline.trials, events: baseline.events, value: rates.baseline },
      candidate: { trials: candidate.trials, events: candidate.events, value: rates.candidate },
    },
    needed: pairsNeeded(
      candidate.events,
      Math.round(rates.baseline * candidate.trials),
      candidate.trials,
      margin,
      confidence,
    ),
    notes: [],
  }
}

interface Rate {
  readonly events: number
  readonly trials: number
}

/** Chance of so large an excess where the true one is at most the margin. */
function beyondP(candidate: Rate, baseline: Rate, margin: number): number {
  const fisher = fisherExact(candidate.events, candidate.trials, baseline.events, baseline.trials, 'greater')
  if (margin <= 0) return fisher
  if (candidate.events / candidate.trials - baseline.events / baseline.trials <= margin)
    return Math.max(0.5, fisher)
  if (baseline.events === 0)
    return Math.max(fisher, binomialAtLeast(candidate.events, candidate.trials, Math.min(1, margin)))
  // The test is the interval turned round: the level at which its lower end comes to lie at the margin.
  let [low, high] = [0, 0.5]
  for (let step = 0; step < STEPS; step++) {
    const level = (low + high) / 2
    if (miettinenNurminen(candidate, baseline, 1 - 2 * level).low > margin) high = level
    else low = level
  }
  return Math.max(fisher, high)
}

/** Halvings of the level: p is known to a millionth of a millionth. */
const STEPS = 40

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
