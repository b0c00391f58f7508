import type { CheckResult } from '@sluice/judge'
import type { Proof, Reply } from '@sluice/swap'

/** The producer that took over, as it says itself, and the position at which it did. */
export interface TakenOver {
  readonly reply: Reply | undefined
  /** Undefined when an earlier run handed over. */
  readonly since: number | undefined
  /** Epoch milliseconds. */
  readonly at: number
}

export interface ProofLimits {
  readonly minEvents: number
  readonly maxDuplicates: number
}

/** What the stream proves and what the new producer shows, as checks. Too few events are unknown, never fine. */
export function proofChecks(proof: Proof, taken: TakenOver, limits: ProofLimits): readonly CheckResult[] {
  const { at } = taken
  const produced = proof.last - (taken.since ?? proof.first)
  const duplicates = proof.events === 0 ? 0 : proof.duplicates / proof.events
  return [
    {
      ...{ name: 'the producer runs', at },
      finding: taken.reply === undefined || taken.reply.state === 'paused' ? 'worse' : 'fine',
      detail:
        taken.reply === undefined
          ? 'it does not answer'
          : `it reports "${taken.reply.state}" at position ${taken.reply.position}`,
    },
    {
      ...{ name: 'events since the hand-over', at },
      finding: produced >= limits.minEvents ? 'fine' : 'unknown',
      detail: `${Math.max(0, produced)} events so far; at least ${limits.minEvents} are required`,
    },
    {
      ...{ name: 'no gap', at },
      finding: proof.missing === 0 ? 'fine' : 'worse',
      detail: `${proof.missing} ${proof.missing === 1 ? 'position is' : 'positions are'} missing between ${proof.first} and ${proof.last}`,
    },
    {
      ...{ name: 'order per key', at },
      finding: proof.disordered === 0 ? 'fine' : 'worse',
      detail: `${proof.disordered} ${proof.disordered === 1 ? 'event comes' : 'events come'} after a later one with the same key`,
    },
    {
      ...{ name: 'duplicates', at },
      finding: duplicates <= limits.maxDuplicates ? 'fine' : 'worse',
      detail: `${proof.duplicates} of ${proof.events} events are duplicates`,
    },
  ]
}

/** One sentence for the report. */
export function proofText(proof: Proof, handedOver: readonly number[]): string {
  const where =
    handedOver.length === 0 ? 'no hand-over' : `hand-over after event ${handedOver.join(', then ')}`
  return `Stream: ${proof.events} events read, ${where}; ${proof.missing} missing, ${proof.duplicates} duplicates, ${proof.disordered} out of order.`
}
