import type { Evidence, MetricPolicy, Policy } from '@sluice/verdict'
import { evidenceOf, openReason } from './evidence.ts'
import { looksOf } from './looks.ts'
import { ruleLook, splitDoubt } from './rulings.ts'
import { seatsOf, type SamplesOf, type Seat } from './seat.ts'

/** The evidence, and at which look (from 1) and moment the whole was decided; look 0 while it is open. */
export interface Deliberation<E = Evidence> {
  readonly evidence: readonly E[]
  readonly look: number
  readonly at: number | null
}

/**
 * Judges metrics at every look that their blocks allow, oldest first; later looks never change an earlier one. The
 * first crossing is final: a fail for good, a pass of every critical metric until the next stage begins.
 */
export function deliberate(
  policy: Policy,
  metrics: readonly MetricPolicy[],
  samplesOf: SamplesOf,
): Deliberation {
  return deliberateWith(policy, metrics, samplesOf, (seat) => ruled(policy, seat, samplesOf))
}

/** The same, with `tell` to say what was found about each metric: bounds cost far more than a decision. */
export function deliberateWith<E>(
  policy: Policy,
  metrics: readonly MetricPolicy[],
  samplesOf: SamplesOf,
  tell: (seat: Seat) => E,
): Deliberation<E> {
  const seats = seatsOf(policy, metrics, samplesOf)
  const byName = new Map(seats.map((seat) => [seat.metric.name, seat]))
  const evidence = () => seats.map(tell)
  let closed: Deliberation<E> | null = null
  let doubt: string | null = null
  for (const [index, look] of looksOf(metrics, samplesOf).entries()) {
    const before = stagesOf(seats)
    for (const { metric, block } of look.arrivals) byName.get(metric.name)?.add(block)
    if (stagesOf(seats) !== before) {
      closed = null
      for (const seat of seats) if (seat.ruling?.finding === 'fine') seat.ruling = null
    }
    if (closed !== null) continue
    doubt ??= splitDoubt(seats)
    const ending = ruleLook(policy, seats, doubt)
    if (ending === 'open') continue
    closed = { evidence: evidence(), look: index + 1, at: look.at }
    if (ending === 'final' || policy.stages === 1) return closed
  }
  return closed ?? { evidence: evidence(), look: 0, at: null }
}

function stagesOf(seats: readonly Seat[]): number {
  return seats.reduce((sum, { process }) => sum + process.stage() + 1, 0)
}

function ruled(policy: Policy, seat: Seat, samplesOf: SamplesOf): Evidence {
  const { metric, process } = seat
  const samples = samplesOf(metric)
  const ruling = seat.ruling ?? { finding: 'unknown', reason: openReason(process, policy) }
  return evidenceOf(process, policy, samples, ruling)
}
