/** What a score comes to. `Inconclusive` is only given by the strict judge. */
export type ScoreClass = 'Pass' | 'Marginal' | 'Fail' | 'Inconclusive'

/** Scores at or above `pass` pass; at or above `marginal` they are marginal; below it they fail. */
export interface ScoreThresholds {
  readonly pass: number
  readonly marginal: number
}

export const USUAL_THRESHOLDS: ScoreThresholds = { pass: 95, marginal: 75 }

export function classifyScore(score: number, { pass, marginal }: ScoreThresholds): ScoreClass {
  if (score >= pass) return 'Pass'
  return score >= marginal ? 'Marginal' : 'Fail'
}
