/** Squared deviations beyond this many variances count as so many. */
const FAR_SQUARED = 9
/** Standard errors that count as clear. */
const CLEARLY = 1.5
const CLEARLY_ALONE = 2.5
/** Blocks of a rollout before their scatter between the arms may overrule the history. */
const FEWEST = 5
/** Blocks before the baseline's own course may. */
const FEWEST_ALONE = 2

/** How much longer than the history's noise a noise that the history did not show is presumed to last. */
export const UNKNOWN_MEMORY = 4

/** Scatter between the arms, block by block: how much of it chance does not explain. */
export interface ArmScatter {
  readonly sums: Readonly<Record<'excess' | 'squares' | 'standard' | 'count', number>>
  /**
   * Adds one block's squared deviation in units of its variance by chance, which noise of each arm's own with a variance of
   * t makes 1 + 2 t v; `phi` is what that was taken for.
   */
  readonly add: (squared: number, v: number, phi: number) => void
  /** Twice the variance of each arm's own where it is clearly more than `known`, else null; null before five blocks. */
  readonly clearlyAbove: (known: number) => number | null
}

/** Nothing seen yet. */
export function armScatter(): ArmScatter {
  const sums = { excess: 0, squares: 0, errors: 0, standard: 0, count: 0 }
  return {
    sums,
    add: (squared, v, phi) => {
      sums.excess += v * (Math.min(squared, FAR_SQUARED * phi) - 1)
      sums.squares += v * v
      sums.errors += (v * phi) ** 2
      sums.standard += squared
      sums.count++
    },
    clearlyAbove: (known) => {
      if (sums.count < FEWEST || !(sums.squares > 0)) return null
      const clear = (sums.excess - CLEARLY * Math.sqrt(2 * sums.errors)) / sums.squares > known
      return clear ? sums.excess / sums.squares : null
    },
  }
}

/** Scatter of the baseline alone around its own level. */
export interface LoneScatter {
  /** Adds one block's deviation from the level, and its variance by chance. */
  readonly add: (deviation: number, chance: number) => void
  /** The variance beyond chance where it is clearly more than was known, else 0. */
  readonly unexpected: () => number
}

/**
 * Scatter of the baseline alone. It tells within two or three blocks that noise has come up which the history did not
 * have, when the two arms cannot tell it from an effect yet; a shift that both arms share counts as noise here, which
 * costs time and never the promise. `known`: the variance beyond chance that was learned or is presumed.
 */
export function loneScatter(known: number): LoneScatter {
  let [excess, errors, count] = [0, 0, 0]
  const unexpected = () => {
    const clear =
      count >= FEWEST_ALONE && excess / count - CLEARLY_ALONE * (Math.sqrt(errors) / count) > known
    return clear ? excess / count : 0
  }
  return {
    add: (deviation, chance) => {
      const held = Math.max(known, unexpected())
      excess += Math.min(deviation * deviation, FAR_SQUARED * (chance + held)) - chance
      errors += 2 * (chance + known) ** 2
      count++
    },
    unexpected,
  }
}
