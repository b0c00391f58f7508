import type { Mark, SwapPlan, Why } from './plan.ts'

/** Where a swap stands, folded from its record alone. */
export type Progress =
  | { readonly phase: 'checking'; readonly checked: boolean }
  | { readonly phase: 'shifting'; readonly rung: number; readonly since: number }
  | { readonly phase: 'watching'; readonly rung: number; readonly since: number }
  | { readonly phase: 'passed'; readonly rung: number }
  | { readonly phase: 'kept'; readonly since: number; readonly released: boolean }
  | { readonly phase: 'returning'; readonly why: Why }
  | { readonly phase: 'ended'; readonly decision: SwapDecision; readonly why?: Why }

export type SwapDecision = 'swapped' | 'swapped-back' | 'refused'

/**
 * Reads the marks in order. A mark that repeats an earlier one changes nothing, because a run killed between writing a
 * mark and learning that it was written writes it again.
 */
export function progressOf(plan: SwapPlan, marks: readonly Mark[]): Progress {
  let progress: Progress = { phase: 'checking', checked: false }
  for (const mark of marks) progress = after(plan, progress, mark)
  return progress
}

function after(plan: SwapPlan, now: Progress, mark: Mark): Progress {
  if (now.phase === 'ended') return now
  switch (mark.what) {
    case 'checked':
      return now.phase === 'checking' ? { phase: 'checking', checked: true } : now
    case 'shifting':
      return { phase: 'shifting', rung: rungOf(plan, mark.share), since: mark.at }
    case 'live': {
      const rung = rungOf(plan, mark.share)
      return now.phase === 'watching' && now.rung === rung ? now : { phase: 'watching', rung, since: mark.at }
    }
    case 'passed':
      return { phase: 'passed', rung: rungOf(plan, mark.share) }
    case 'kept':
      return now.phase === 'kept' ? now : { phase: 'kept', since: mark.at, released: false }
    case 'released':
      return now.phase === 'kept' ? { ...now, released: true } : now
    case 'retired':
      return { phase: 'ended', decision: 'swapped' }
    case 'returning':
      return { phase: 'returning', why: mark.why }
    case 'returned':
      return { phase: 'ended', decision: 'swapped-back', why: mark.why }
    case 'stayed':
      return { phase: 'ended', decision: 'swapped', why: mark.why }
    case 'refused':
      return { phase: 'ended', decision: 'refused', why: mark.why }
  }
}

function rungOf(plan: SwapPlan, share: number): number {
  return Math.max(
    0,
    plan.ladder.findIndex((rung) => Math.abs(rung - share) < 1e-6),
  )
}
