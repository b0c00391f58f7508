import type { Evidence } from './evidence.ts'
import type { Policy } from './policy.ts'

export type Outcome = 'pass' | 'fail' | 'inconclusive'

/** Closed list: adding one is an API change. */
export const VERDICT_REASONS = [
  'within_margin',
  'regression_found',
  'not_enough_data',
  'nothing_measured',
  'sample_ratio_mismatch',
  'source_unavailable',
] as const
export type VerdictReason = (typeof VERDICT_REASONS)[number]

/** What was judged. `artifact` is a digest such as `sha256:…`. */
export interface Subject {
  readonly repository: string
  readonly sha: string
  readonly environment: string
  readonly service: string
  readonly artifact?: string
}

/** Who met the candidate while it was on trial. */
export interface Exposed {
  readonly requests: number
  /** Share of all requests in the window, 0 to 1. */
  readonly share: number
}

/** The one thing that travels: from judge to next step, report, outputs, and on to the gate. */
export interface Verdict {
  readonly schema: 1
  readonly action: string
  readonly subject: Subject
  readonly outcome: Outcome
  readonly reason: VerdictReason
  readonly evidence: readonly Evidence[]
  /** Epoch milliseconds. */
  readonly window: { readonly from: number; readonly to: number }
  readonly policy: { readonly digest: string; readonly document: Policy }
  readonly exposed?: Exposed
  /** What an action wants to show besides the evidence; `kind` names its shape. Never decides. */
  readonly details?: { readonly kind: string } & Readonly<Record<string, unknown>>
}

export interface Conclusion {
  readonly outcome: Outcome
  readonly reason: VerdictReason
}

const SOURCE_FAULTS: ReadonlySet<string> = new Set(['source_unreachable', 'source_refused', 'rate_limited'])

/** One harmful critical finding fails the whole; one unknown leaves it open; silence never passes. */
export function conclude(evidence: readonly Evidence[]): Conclusion {
  const critical = evidence.filter((e) => e.critical)
  if (critical.some((e) => e.finding === 'worse')) return { outcome: 'fail', reason: 'regression_found' }

  const open = critical.filter((e) => e.finding === 'unknown')
  if (critical.length === 0) return { outcome: 'inconclusive', reason: 'nothing_measured' }
  if (open.length === 0) return { outcome: 'pass', reason: 'within_margin' }
  return { outcome: 'inconclusive', reason: whyOpen(open) }
}

function whyOpen(open: readonly Evidence[]): VerdictReason {
  if (open.some((e) => e.reason === 'sample_ratio_mismatch')) return 'sample_ratio_mismatch'
  if (open.some((e) => SOURCE_FAULTS.has(e.reason))) return 'source_unavailable'
  if (open.every((e) => e.reason === 'no_data')) return 'nothing_measured'
  return 'not_enough_data'
}
