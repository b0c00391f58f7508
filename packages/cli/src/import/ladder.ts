import type { Ledger } from './ledger.ts'
import type { InputPlace } from './place.ts'
import { tidy } from './release.ts'

export interface Ladder {
  readonly rungs: readonly number[]
  /** The ladder ends before 100, and a person decides. */
  readonly byHand: boolean
}

const USUAL = [5, 25, 50, 100]

/** Rising weights, in percent, that end at 100 unless a person decides before. */
export function ladderOf(
  steps: readonly { readonly place: InputPlace; readonly weight: number }[],
  byHand: boolean,
  ledger: Ledger,
): Ladder {
  const rungs: number[] = []
  for (const { place, weight } of steps) {
    if (!(weight > 0)) ledger.left(place, 'A weight of 0 is no step: the candidate begins at 0.')
    else if (weight > 100) ledger.left(place, 'It is more than all traffic.', 'Correct `ladder`.')
    else if (weight <= (rungs.at(-1) ?? 0))
      ledger.left(place, 'Each weight of a ladder is higher than the one before.')
    else if (weight === 100 && byHand) ledger.left(place, 'A person promotes the release at the pause.')
    else if (weight === 100 && rungs.length === 0)
      ledger.changed(
        place,
        'ladder',
        'A ladder starts below 100, or nothing is compared before everyone is moved.',
      )
    else {
      rungs.push(tidy(weight))
      ledger.carried(place, `ladder: ${tidy(weight)}`)
    }
  }
  if (rungs.length === 0) {
    ledger.chosen(
      'ladder',
      (byHand ? USUAL.slice(0, -1) : USUAL).join(', '),
      'the input has no step below 100, so nothing would be compared before everyone is moved',
    )
    return { rungs: byHand ? USUAL.slice(0, -1) : USUAL, byHand }
  }
  if (rungs.at(-1) !== 100 && !byHand) {
    ledger.chosen('ladder', '100', 'after its last step, the original sends all traffic to the candidate')
    rungs.push(100)
  }
  return { rungs, byHand }
}

/** A ladder of equal steps: 10, 20, 30 up to the most, and then 100 unless a person decides. */
export function evenLadder(
  place: InputPlace,
  step: number,
  most: number,
  byHand: boolean,
  ledger: Ledger,
): Ladder {
  const count = step > 0 ? Math.min(100, Math.floor(most / step + 1e-9)) : 0
  const steps = Array.from({ length: count }, (_, i) => tidy(step * (i + 1)))
  const below = steps.filter((weight) => weight < 100)
  if (below.length === 0) return ladderOf([{ place, weight: step }], byHand, ledger)
  const rungs = byHand ? below : [...below, 100]
  ledger.carried(place, `ladder: ${rungs.join(', ')}`)
  return { rungs, byHand }
}
