/** Pairs by whether the candidate, the repeat of the primary, or both differ from the primary. */
export interface PairedCounts {
  /** Only the candidate differed. */
  candidateOnly: number
  /** Only the repeat differed: that is noise. */
  repeatOnly: number
  both: number
  /** The candidate differed, and there was no repeat to compare with. */
  alone: number
}

export function emptyPairedCounts(): PairedCounts {
  return { candidateOnly: 0, repeatOnly: 0, both: 0, alone: 0 }
}

/** Counts one pair: whether the candidate differs, whether the repeat does, and whether there was a repeat. */
export function notePair(into: PairedCounts, candidate: boolean, repeat: boolean, repeated: boolean): void {
  if (!repeated) {
    if (candidate) into.alone++
  } else if (candidate && repeat) into.both++
  else if (candidate) into.candidateOnly++
  else if (repeat) into.repeatOnly++
}

export function addPairedCounts(into: PairedCounts, from: PairedCounts): void {
  into.candidateOnly += from.candidateOnly
  into.repeatOnly += from.repeatOnly
  into.both += from.both
  into.alone += from.alone
}

/** Pairs in which the candidate differed. */
export function differing({ candidateOnly, both, alone }: PairedCounts): number {
  return candidateOnly + both + alone
}

/** Pairs in which the repeat differed. */
export function noisy({ repeatOnly, both }: PairedCounts): number {
  return repeatOnly + both
}
