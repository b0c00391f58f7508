import * as stats from '@sluice/stats'
import * as methods from '../methods/index.ts'
import type { Row } from '../document.ts'
import { type MethodTable, nums } from './method.ts'

// The lattice of the exact law is walked cell by cell.
const EXACT_PAIRS = 20_000_000

function both(input: Row): readonly [readonly number[], readonly number[]] {
  return [nums(input, 'canary_counts'), nums(input, 'baseline_counts')]
}

function ks(input: Row): Row {
  const found = methods.ksDistance(nums(input, 'x'), nums(input, 'y'))
  const { m, n, d, dPlus, dMinus } = found
  return {
    D: d,
    D_plus: dPlus,
    D_minus: dMinus,
    p_limiting: stats.ksLimitingP(found),
    // SciPy rounds an effective size of one half or less to 0, where the law has no answer.
    p_kstwo: (m * n) / (m + n) <= 0.5 ? NaN : methods.ksOneSampleP(found),
    ...(m * n <= EXACT_PAIRS && { p_exact: methods.ksExactP(found) }),
  }
}

function ksBinned(input: Row): Row {
  const found = stats.ksDistanceFromBins(...both(input))
  return { D: found.d, D_plus: found.dPlus, D_minus: found.dMinus, p_limiting: stats.ksLimitingP(found) }
}

function distances(input: Row): Row {
  const [x, y] = both(input)
  const divergence = stats.jensenShannon(x, y)
  return {
    psi_smoothed_half: stats.populationStability(x, y),
    psi_evidently_zero_fill: stats.populationStability(x, y, 'evidently'),
    js_divergence_base2: divergence / Math.LN2,
    js_distance_base2: Math.sqrt(divergence / Math.LN2),
    js_distance_base_e: Math.sqrt(divergence),
    hellinger: methods.hellinger(x, y),
    tvd: methods.totalVariation(x, y),
  }
}

function homogeneity(input: Row): Row {
  const [x, y] = both(input)
  const plain = stats.chiSquareHomogeneity(x, y)
  const table = {
    chi2: plain.chi2,
    df: plain.df,
    p: plain.p,
    min_expected: plain.minExpected,
    cramers_v: plain.cramersV,
  }
  if (plain.columns !== 2) return table
  const [a = 0, b = 0] = x.filter((count, i) => count + (y[i] ?? 0) > 0)
  const [c = 0, d = 0] = y.filter((count, i) => count + (x[i] ?? 0) > 0)
  const yates = stats.chiSquareHomogeneity(x, y, true)
  const whole = [a, b, c, d].every(Number.isSafeInteger)
  const fisher = whole && { p_fisher_two_sided: stats.fisherExact(a, a + b, c, c + d) }
  return { ...table, chi2_yates: yates.chi2, p_yates: yates.p, ...fisher }
}

/** Section C: whole distributions. */
export const distributions: MethodTable = {
  ks_2samp: { run: ks },
  ks_2samp_binned: { run: ksBinned },
  histogram_distances: { run: distances },
  chi2_homogeneity: { run: homogeneity },
  wasserstein_1d: {
    run: (i) => ({
      w1: methods.wasserstein(nums(i, 'x'), nums(i, 'y')),
      w1_over_sd_y: methods.normedWasserstein(nums(i, 'x'), nums(i, 'y')),
    }),
  },
  two_sample_dkw_sequential: {
    run: (i) => {
      const [x, y] = both(i)
      const bands = methods.compareBands(x, y, Number(i['alpha']))
      return {
        sup_diff: bands.largest,
        radius: bands.radius,
        reject_equal: bands.differs,
        canary_slower_diff: bands.slower,
        reject_canary_not_slower: bands.isSlower,
      }
    },
  },
}
