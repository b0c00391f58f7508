import type { Outcome } from '@sluice/verdict'

export type WhenInconclusive = 'fail' | 'neutral' | 'pass'
export type CheckConclusion = 'success' | 'failure' | 'neutral' | 'action_required'

/**
 * What a check run concludes in. GitHub counts `neutral` as passed where a check is required, so an undecided verdict
 * that must block is `action_required`.
 */
export function checkConclusion(outcome: Outcome, whenInconclusive: WhenInconclusive): CheckConclusion {
  switch (outcome) {
    case 'pass':
      return 'success'
    case 'fail':
      return 'failure'
    case 'inconclusive':
      return ({ fail: 'action_required', neutral: 'neutral', pass: 'success' } as const)[whenInconclusive]
  }
}

/** Whether the workflow may go on: a pass may, a fail may not, and for the rest the user has said it. */
export function mayGoOn(outcome: Outcome, whenInconclusive: WhenInconclusive): boolean {
  return outcome === 'pass' || (outcome === 'inconclusive' && whenInconclusive !== 'fail')
}
