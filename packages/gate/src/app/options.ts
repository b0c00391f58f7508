import type { Rejudge } from '@sluice/verdict'
import type { AppLog } from './log.ts'

/** Everything the App is told by whoever runs it. */
export interface GateAppOptions {
  readonly appId: string
  /** PEM. */
  readonly privateKey: string
  readonly webhookSecret: string
  /** `https://api.github.com`, or `https://HOST/api/v3`. */
  readonly apiUrl: string
  /** Path of the gate policy on each repository's default branch. */
  readonly policyPath: string
  /** Whether a repository may do without a policy of its organization. */
  readonly organizationPolicy: 'optional' | 'required'
  /** Judges the samples of a verdict again and says where its evidence differs. */
  readonly rejudge: Rejudge
  readonly log: AppLog
  readonly now: () => number
  /** How often everything that waits is looked at again, milliseconds; 0 leaves it to the caller. */
  readonly reconcileMs: number
  /** How long a look waits for more events about the same commit, milliseconds. */
  readonly settleMs: number
  /** How long GitHub's lists may lag behind a webhook, milliseconds: so long after it everything is looked at again. */
  readonly lagMs: number
  /** Milliseconds before GitHub is asked again after it failed. */
  readonly retryBaseMs: number
  /** Looks at once. */
  readonly lanes: number
}

export const DEFAULTS = {
  apiUrl: 'https://api.github.com',
  policyPath: '.github/sluice-gate.yml',
  organizationPolicy: 'optional',
  reconcileMs: 60_000,
  settleMs: 1000,
  lagMs: 3000,
  retryBaseMs: 1000,
  lanes: 8,
} as const
