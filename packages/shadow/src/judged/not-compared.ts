import type { ShadowSummary } from '../tally/summary.ts'

/** Why a request was not sent on purpose. */
const WITHHELD = 'withheld'

/** What could not be compared, by reason, in the order a reader wants it; reasons without a case are left out. */
export function lossesOf(
  summary: ShadowSummary,
): readonly { readonly what: string; readonly count: number }[] {
  const [primary, candidate, repeat] = summary.lost
  const rows = [
    ['only in the primary log', primary?.unmatched],
    ['only in the candidate log', candidate?.unmatched],
    ['repeated id in the primary log', primary?.duplicate],
    ['repeated id in the candidate log', candidate?.duplicate],
    ['record without an id', (primary?.['no-id'] ?? 0) + (candidate?.['no-id'] ?? 0)],
    ['not a JSON object', summary.broken + (primary?.unparsable ?? 0) + (candidate?.unparsable ?? 0)],
    ['nested too deeply', summary.tooDeep],
    ['larger than the limit', (primary?.oversized ?? 0) + (candidate?.oversized ?? 0)],
    ['no usable answer of a model', unusable(summary)],
    ...[...summary.unsent].filter(([why]) => why !== WITHHELD).sort(([a], [b]) => (a < b ? -1 : 1)),
  ] as const
  const repeats = repeat === undefined ? 0 : Object.values(repeat).reduce((sum, count) => sum + count, 0)
  return [
    ...rows.map(([what, count]) => ({ what, count: count ?? 0 })),
    { what: REPEATS, count: repeats },
    { what: WITHHELD, count: withheld(summary) },
  ].filter(({ count }) => count > 0)
}

const REPEATS = 'repeat without a use (unmatched, unreadable or repeated)'

/** Pairs that could have been compared and were not. Requests withheld on purpose and spare repeats are not among them. */
export function notCompared(summary: ShadowSummary): number {
  return lossesOf(summary)
    .filter(({ what }) => what !== REPEATS && what !== WITHHELD)
    .reduce((sum, { count }) => sum + count, 0)
}

/** Requests that one arm did not answer with a record that can be read, and the other did. */
export function unansweredBy({ lost, brokenBy }: ShadowSummary): {
  readonly candidateOnly: number
  readonly primaryOnly: number
  readonly both: number
} {
  const [primary, candidate] = lost
  return {
    candidateOnly: (primary?.unmatched ?? 0) + brokenBy.candidateOnly,
    primaryOnly: (candidate?.unmatched ?? 0) + brokenBy.primaryOnly,
    both: brokenBy.both,
  }
}

/** All pairs there might have been. Where a model's answer is of no use its records were compared all the same: that is one pair. */
export function pairsOf(summary: ShadowSummary): number {
  return summary.compared + notCompared(summary) - unusable(summary)
}

function unusable({ model }: ShadowSummary): number {
  return model?.overall.agreement.unusable ?? 0
}

export function withheld(summary: ShadowSummary): number {
  return summary.unsent.get(WITHHELD) ?? 0
}
