import type { ComparisonInput } from '../inputs/comparison-of.ts'
import type { ShadowRequirement } from '../inputs/requirements.ts'

/** How the counts are judged. Rates are shares between 0 and 1. */
export interface ShadowSettings {
  readonly confidence: number
  /** Largest tolerated rate of differences at one path, beyond noise. */
  readonly maxDifferenceRate: number
  readonly requirements: readonly ShadowRequirement[]
  readonly window: { readonly from: number; readonly to: number }
}

/** What was asked, as settings of the judgement on what was seen in a window. */
export function settingsOf(
  asked: Pick<ComparisonInput, 'confidence' | 'max-difference-rate' | 'requirements'>,
  window: ShadowSettings['window'],
): ShadowSettings {
  return {
    confidence: asked.confidence,
    maxDifferenceRate: asked['max-difference-rate'],
    requirements: asked.requirements,
    window,
  }
}
