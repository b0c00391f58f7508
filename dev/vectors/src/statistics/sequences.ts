import * as stats from '@sluice/stats'
import * as methods from '../methods/index.ts'
import { isRow, rowOf, type Row } from '../document.ts'
import { type MethodTable, num, numOr, nums } from './method.ts'

function normalMixture(input: Row): Row {
  const [s, v, alpha] = [num(input, 's'), num(input, 'v'), num(input, 'alpha')]
  const rho = (sides: stats.Sides): number =>
    stats.mixturePrecision(num(input, 'v_opt'), numOr(input, 'alpha_opt', 0.05), sides)
  return {
    rho_two: rho('two'),
    rho_one: rho('one'),
    log_e_two_sided: stats.normalMixtureLogE(s, v, rho('two'), 'two'),
    log_e_one_sided: stats.normalMixtureLogE(s, v, rho('one'), 'one'),
    bound_two_sided: methods.normalMixtureBound(v, alpha, rho('two'), 'two'),
    bound_one_sided: methods.normalMixtureBound(v, alpha, rho('one'), 'one'),
  }
}

function betaBinomial(input: Row): Row {
  const [s, v, alpha] = [num(input, 's'), num(input, 'v'), num(input, 'alpha')]
  const mixture = (sides: stats.Sides): methods.BetaBinomial => ({
    g: num(input, 'g'),
    h: num(input, 'h'),
    optimal: num(input, 'v_opt'),
    alpha: numOr(input, 'alpha_opt', 0.05),
    sides,
  })
  return {
    log_e_two_sided: methods.betaBinomialLogE(s, v, mixture('two')),
    log_e_one_sided: methods.betaBinomialLogE(s, v, mixture('one')),
    bound_two_sided: methods.betaBinomialBound(v, alpha, mixture('two')),
    bound_one_sided: methods.betaBinomialBound(v, alpha, mixture('one')),
  }
}

function gammaExponential(input: Row): Row {
  const mixture = { c: num(input, 'c'), optimal: num(input, 'v_opt'), alpha: numOr(input, 'alpha_opt', 0.05) }
  const v = num(input, 'v')
  return {
    log_e: methods.gammaExponentialLogE(num(input, 's'), v, mixture),
    bound: methods.gammaExponentialBound(v, num(input, 'alpha'), mixture),
  }
}

function stitching(input: Row): methods.Stitching {
  return { s: numOr(input, 's', 1.4), eta: numOr(input, 'eta', 2) }
}

/** A list of numbers, or a run of whole numbers written "1..100". */
function valuesOf(input: Row, name: string): readonly number[] {
  const text = input[name]
  const range = typeof text === 'string' ? /^(-?\d+)\.\.(-?\d+)$/.exec(text) : null
  if (range === null) return nums(input, name)
  const [first, last] = [Number(range[1]), Number(range[2])]
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

const SPENDINGS: Readonly<Record<string, (params: Row) => methods.Spending>> = {
  OF: () => ({ kind: 'obrien-fleming' }),
  P: () => ({ kind: 'pocock' }),
  KD: (params) => ({ kind: 'kim-demets', power: numOr(params, 'KD_rho', 3) }),
  HSD: (params) => ({ kind: 'hwang-shih-decani', gamma: numOr(params, 'HSD_gamma', -4) }),
}

function groupSequential(input: Row): Row {
  const name = String(input['spending'])
  const spending = SPENDINGS[name]
  if (spending === undefined) throw new Error(`unknown spending function ${name}`)
  const alpha = num(input, 'alpha_one_sided')
  const looks = methods.groupSequentialBounds(
    nums(input, 'information'),
    alpha,
    spending(rowOf(input['params'])),
  )
  return { z: looks.map((look) => look.z), cumulative_alpha: looks.map((look) => look.cumulativeAlpha) }
}

/** Section E: boundaries and confidence sequences that hold at every look. */
export const sequences: MethodTable = {
  normal_mixture: { run: normalMixture },
  beta_binomial_mixture: { run: betaBinomial },
  gamma_exponential_mixture: { run: gammaExponential },
  poly_stitching_bound: {
    run: (i) =>
      methods.polyStitchingBound(
        num(i, 'v'),
        num(i, 'alpha'),
        num(i, 'v_min'),
        numOr(i, 'c', 0),
        stitching(i),
      ),
  },
  double_stitching_bound: {
    run: (i) =>
      methods.doubleStitchingBound(num(i, 'p'), num(i, 't'), num(i, 'alpha'), num(i, 't_opt'), {
        ...stitching(i),
        delta: numOr(i, 'delta', 0.5),
      }),
  },
  bernoulli_confidence_sequence: {
    run: (i) => {
      const tuned = numOr(i, 'alpha_opt', 0.05)
      const [k, n, alpha] = [num(i, 'k'), num(i, 'n'), num(i, 'alpha')]
      const { low, high } = methods.bernoulliConfidenceSequence(k, n, alpha, num(i, 't_opt'), tuned)
      return [low, high]
    },
  },
  dkw_confidence_sequence_halfwidth: {
    run: (i) => ({
      closed_form: methods.dkwHalfWidth(num(i, 'n'), num(i, 'alpha')),
      confseq_optimised_C: methods.tunedDkwHalfWidth(num(i, 'n'), num(i, 'alpha')),
    }),
  },
  quantile_confidence_sequence_ranks: {
    run: (i) => {
      const of = methods.quantileConfidenceRanks(num(i, 'p'), num(i, 'n'), num(i, 'alpha'), num(i, 't_opt'))
      return {
        dev_upper: of.deviationUp,
        dev_lower: of.deviationDown,
        lower_rank: of.lowerRank,
        upper_rank: of.upperRank,
      }
    },
    // Ranks below the first are all "no lower end".
    claim: (expected) =>
      isRow(expected) && Number(expected['lower_rank']) < 0 ? { ...expected, lower_rank: 0 } : expected,
  },
  quantile_ab_p_value: {
    run: (i) =>
      methods.quantileAbP(
        valuesOf(i, 'a'),
        valuesOf(i, 'b'),
        num(i, 'quantile'),
        num(i, 't_opt'),
        numOr(i, 'alpha_opt', 0.05),
      ),
  },
  group_sequential_bounds: { run: groupSequential },
}
