import { normalUpperQuantile } from '@sluice/stats'

/** A score with how many positives and negatives had it. */
export interface Scored {
  readonly score: number
  readonly positives: number
  readonly negatives: number
}

/**
 * Area under the ROC curve: the chance that a positive scores above a negative, ties counting half, with its standard error
 * (DeLong, DeLong and Clarke-Pearson, Biometrics 44, 1988). NaN without both, and an infinite error with one of either.
 */
export function areaUnderCurve(groups: readonly Scored[]): {
  readonly value: number
  readonly error: number
} {
  const positives = groups.reduce((sum, group) => sum + group.positives, 0)
  const negatives = groups.reduce((sum, group) => sum + group.negatives, 0)
  if (positives === 0 || negatives === 0) return { value: Number.NaN, error: Number.NaN }
  // Of each positive the share of negatives below it, of each negative the share of positives above it.
  let [above, below] = [0, negatives]
  const [ofPositives, ofNegatives] = [emptySums(), emptySums()]
  for (const group of groups) {
    below -= group.negatives
    note(ofPositives, (below + group.negatives / 2) / negatives, group.positives)
    note(ofNegatives, (above + group.positives / 2) / positives, group.negatives)
    above += group.positives
  }
  const variance =
    varianceOf(ofPositives, positives) / positives + varianceOf(ofNegatives, negatives) / negatives
  return { value: ofPositives.sum / positives, error: Math.sqrt(variance) }
}

function emptySums(): { sum: number; squares: number } {
  return { sum: 0, squares: 0 }
}

function note(into: { sum: number; squares: number }, value: number, times: number): void {
  into.sum += value * times
  into.squares += value * value * times
}

function varianceOf({ sum, squares }: { readonly sum: number; readonly squares: number }, n: number): number {
  return n < 2 ? Infinity : Math.max(0, squares - (sum * sum) / n) / (n - 1)
}

/** Average precision: the sum of precision times the step in recall, one step for each score. NaN without positives. */
export function averagePrecision(groups: readonly Scored[]): number {
  const total = groups.reduce((sum, { positives }) => sum + positives, 0)
  let [positives, all, area] = [0, 0, 0]
  for (const group of groups) {
    positives += group.positives
    all += group.positives + group.negatives
    area += (group.positives / total) * (positives / all)
  }
  return total === 0 ? Number.NaN : area
}

/** Bounds of an average precision over so many positives: the logit interval of Boyd, Eng and Page (ECML 2013). */
export function averagePrecisionInterval(
  value: number,
  positives: number,
  confidence: number,
): { readonly low?: number; readonly high?: number } {
  if (!(value > 0 && value < 1)) return {}
  const logit = Math.log(value / (1 - value))
  const reach = normalUpperQuantile((1 - confidence) / 2) / Math.sqrt(positives * value * (1 - value))
  const back = (at: number): number => 1 / (1 + Math.exp(-at))
  return { low: back(logit - reach), high: back(logit + reach) }
}
