import * as stats from '@sluice/stats'
import * as methods from '../methods/index.ts'
import { isRow, type Row } from '../document.ts'
import { type MethodTable, num, numOr, nums } from './method.ts'

const ALTERNATIVES = ['two-sided', 'less', 'greater'] as const
const EXACT_PAIRS = 100_000

function mannWhitney(input: Row): Row {
  const ranks = methods.rankSum(nums(input, 'x'), nums(input, 'y'))
  const p: Record<string, number> = {}
  for (const alternative of ALTERNATIVES) {
    p[`p_${alternative}_asymptotic`] = methods.mannWhitneyAsymptotic(ranks, { alternative })
    p[`p_${alternative}_asymptotic_nocc`] = methods.mannWhitneyAsymptotic(ranks, {
      alternative,
      continuity: false,
    })
    if (!ranks.ties && ranks.m * ranks.n <= EXACT_PAIRS)
      p[`p_${alternative}_exact`] = methods.mannWhitneyExact(ranks, alternative)
  }
  return { U_x: ranks.u, U_y: ranks.m * ranks.n - ranks.u, cles: ranks.theta, ...p }
}

// SciPy answers NaN for constant data without the continuity correction; the specification asks for 1.
function oneForNaN(expected: unknown): unknown {
  if (!isRow(expected)) return expected
  const entries = Object.entries(expected)
  return Object.fromEntries(entries.map(([key, value]) => [key, value === 'NaN' ? 1 : value]))
}

function binned(input: Row): Row {
  const ranks = methods.rankSumFromBins(nums(input, 'canary_counts'), nums(input, 'baseline_counts'))
  return {
    U_canary: ranks.u,
    z_continuity: methods.mannWhitneyZ(ranks),
    p_two_sided: methods.mannWhitneyAsymptotic(ranks),
    p_greater: methods.mannWhitneyAsymptotic(ranks, { alternative: 'greater' }),
    p_less: methods.mannWhitneyAsymptotic(ranks, { alternative: 'less' }),
    theta: ranks.theta,
    sigma_no_ties: ranks.sigmaWithoutTies,
    sigma_ties: ranks.sigma,
  }
}

function shift(
  input: Row,
  of: (x: readonly number[], y: readonly number[], confidence: number) => stats.Shift,
): Row {
  const { estimate, low, high, rank } = of(nums(input, 'x'), nums(input, 'y'), numOr(input, 'conf', 0.95))
  return { estimate, ci: [low, high], C: rank }
}

function uniroot(input: Row): Row {
  const [x, y] = [nums(input, 'x'), nums(input, 'y')]
  const { estimate, low, high, p } = methods.wilcoxonLocation(x, y, numOr(input, 'conf', 0.95))
  return { estimate, ci: [low, high], p }
}

/** Section A: Mann-Whitney and Hodges-Lehmann. */
export const ranks: MethodTable = {
  mann_whitney_u: { run: mannWhitney, claim: oneForNaN },
  mann_whitney_u_binned: { run: binned },
  hodges_lehmann_exact_ci: {
    run: (i) => {
      const ranked = methods.rankSum(nums(i, 'x'), nums(i, 'y'))
      return { ...shift(i, methods.hodgesLehmannExact), p_exact: methods.mannWhitneyExact(ranked) }
    },
  },
  hodges_lehmann_asymptotic_ci: { run: (i) => shift(i, stats.hodgesLehmann) },
  wilcox_R_uniroot_ci: { run: uniroot },
  p_adjust: {
    run: (i) => ({
      BH: stats.adjustP(nums(i, 'p'), 'benjamini-hochberg'),
      BY: stats.adjustP(nums(i, 'p'), 'benjamini-yekutieli'),
      holm: stats.adjustP(nums(i, 'p'), 'holm'),
      bonferroni: stats.adjustP(nums(i, 'p'), 'bonferroni'),
      hommel: stats.adjustP(nums(i, 'p'), 'hommel'),
    }),
  },
  e_value_multiplicity: {
    run: (i) => {
      const [logs, alpha] = [nums(i, 'e').map(Math.log), num(i, 'alpha')]
      const average = Math.exp(methods.logAverageE(logs))
      return {
        average,
        global_reject: methods.blame(logs, alpha).length > 0,
        bonferroni_reject: methods.bonferroniE(logs, alpha),
        e_bh_reject: methods.eBenjaminiHochberg(logs, alpha),
      }
    },
  },
}
