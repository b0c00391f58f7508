import type { TwoArms } from '@sluice/stats'
import type { Direction } from './track.ts'

/** Harm that no noise explains: so much of the traffic fails, so many times what the baseline has. */
export interface CertainHarm {
  readonly add: (block: TwoArms) => void
  readonly found: () => boolean
}

/** Trials that the candidate needs in one block, and the baseline in all so far. */
export const FEWEST_TRIALS = 30
const LEAST_SHARE = 0.5
const LEAST_TIMES = 25

/**
 * A rule, not a test: it holds once, in one block, at least half of at least 30 of the candidate's trials are bad, and
 * that share is at least 25 times the baseline's, in this block and in all blocks so far. A minute that is 20 times worse
 * than usual does not reach it at any rate. Only for events among trials. The candidate's own past plays no part, for it
 * may have been harmed from the start. A baseline without trials cannot be compared with.
 */
export function certainHarm(direction: Direction): CertainHarm {
  const baseline = { bad: 0, trials: 0 }
  let found = false
  const badOf = (events: number, trials: number) => (direction === 1 ? events : trials - events)
  return {
    add: ({ x, n, y, m }) => {
      if (!(m > 0)) return
      const [bad, base] = [badOf(x, n), badOf(y, m)]
      baseline.bad += base
      baseline.trials += m
      if (n < FEWEST_TRIALS || baseline.trials < FEWEST_TRIALS) return
      const usual = Math.max(base / m, baseline.bad / baseline.trials)
      found ||= bad / n >= LEAST_SHARE && bad / n >= LEAST_TIMES * usual
    },
    found: () => found,
  }
}
