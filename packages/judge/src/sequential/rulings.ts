import { logSumExp } from '@sluice/stats'
import type { Policy } from '@sluice/verdict'
import { alphaOf, budgetShare } from './budget.ts'
import { failReason } from './evidence.ts'
import type { MetricProcess } from './metric-process.ts'
import type { Seat } from './seat.ts'

/** How a look ended: still open, every critical metric fine in this stage, or decided for good. */
export type Ending = 'open' | 'closed' | 'final'

/** Rules on every metric as of this look: fail first, then the guard of the split, then pass. */
export function ruleLook(policy: Policy, seats: readonly Seat[], doubt: string | null): Ending {
  const critical = seats.filter((seat) => seat.metric.critical)
  const processOf = (seat: Seat) => (doubt === null ? seat.process : seat.beyondDoubt())
  ruleFails(policy, critical, (seat) => budgetShare(policy, seat.metric), processOf)
  for (const seat of seats) if (!seat.metric.critical) ruleFails(policy, [seat], () => 1, processOf)
  if (doubt !== null) refusePass(seats, doubt)
  if (critical.some((seat) => seat.ruling?.finding === 'worse')) return 'final'
  if (doubt !== null) return 'open'
  for (const seat of seats) rulePass(policy, seat)
  return critical.length > 0 && critical.every((seat) => seat.ruling?.finding === 'fine') ? 'closed' : 'open'
}

/**
 * What is wrong with the split, told by one metric: of the critical ones that count requests, the one with most of them.
 * Others may count other things, and a metric that does not decide must not block. Null while nothing is wrong.
 */
export function splitDoubt(seats: readonly Seat[]): string | null {
  const [most] = seats
    .filter(({ metric, process }) => metric.critical && process.split.requests() > 0)
    .toSorted((a, b) => b.process.split.requests() - a.process.split.requests())
  if (most === undefined || !most.process.split.mismatched()) return null
  return `"${most.metric.name}": ${most.process.split.note()}`
}

/** Traffic that was not split as planned may make a release look better; harm beyond what it explains still fails. */
function refusePass(seats: readonly Seat[], note: string): void {
  for (const seat of seats)
    if (seat.ruling?.finding !== 'worse')
      seat.ruling = { finding: 'unknown', reason: 'sample_ratio_mismatch', note }
}

/**
 * Rejects "none of these is worse" when their e-values at this very look average, by share, to 1/alpha. Those that
 * would be rejected on their own are to blame, else the one that weighs most. Harm that no noise explains fails at once.
 */
function ruleFails(
  policy: Policy,
  seats: readonly Seat[],
  shareOf: (seat: Seat) => number,
  processOf: (seat: Seat) => MetricProcess,
): void {
  const harmed = seats.filter((seat) => processOf(seat).certain())
  for (const seat of harmed) seat.ruling = { finding: 'worse', reason: 'certain_harm' }
  if (harmed.length > 0) return
  const goal = -Math.log(alphaOf(policy))
  const shares = seats.map((seat) => Math.log(shareOf(seat)))
  const weighed = (guarded: boolean) =>
    seats.map((seat, i) => processOf(seat).fail(guarded).counting + (shares[i] ?? -Infinity))
  // Tempering can lift an e-value from below one up to one; the cheap look allows for that.
  const atMost = weighed(false).map((log, i) => Math.max(log, shares[i] ?? -Infinity))
  if (logSumExp(atMost) < goal) return
  const logs = weighed(true)
  if (!(logSumExp(logs) >= goal)) return
  const most = Math.max(...logs)
  const bar = Math.min(goal, most)
  seats.forEach((seat, i) => {
    if ((logs[i] ?? -Infinity) >= bar)
      seat.ruling = { finding: 'worse', reason: failReason(processOf(seat), policy.failWhen) }
  })
}

/** Each metric passes on its own at the whole level, for all have to pass; it stays passed until its stage ends. */
function rulePass(policy: Policy, seat: Seat): void {
  const { process, ruling } = seat
  if (ruling !== null) return
  const goal = -Math.log(alphaOf(policy))
  const trials = process.current().candidateTrials()
  if (trials !== null && trials < policy.minTrials) return
  if (process.used() === 0 || process.pass(false).logE < goal) return
  const pass = process.pass(true)
  if (pass.blocked !== undefined || pass.logE < goal) return
  if (pass.by === 'limit') seat.ruling = { finding: 'fine', reason: 'limit_kept' }
  else
    seat.ruling = {
      finding: 'fine',
      reason: tolerated(process, policy) ? 'tolerated_change' : 'within_margin',
    }
}

function tolerated(process: MetricProcess, policy: Policy): boolean {
  return policy.failWhen !== 'any-regression' && process.fail(true).all >= -Math.log(alphaOf(policy))
}
