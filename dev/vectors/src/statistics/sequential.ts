import * as stats from '@sluice/stats'
import * as methods from '../methods/index.ts'
import { listIn, numbersOf, type Row } from '../document.ts'
import { type MethodTable, num, numOr, nums } from './method.ts'

/** Blocks written as [canary events, canary exposure, baseline events, baseline exposure]. */
function blocksOf(input: Row): readonly stats.TwoArms[] {
  return listIn(input['blocks']).map((row) => {
    const [x = NaN, n = NaN, y = NaN, m = NaN] = numbersOf(row, 'a block')
    return { x, n, y, m }
  })
}

function ratioProcess(input: Row): Row {
  const blocks = blocksOf(input)
  const margin = num(input, 'margin_ratio')
  const upTo = (look: number) => blocks.slice(0, look + 1)
  const { low, high } = methods.ratioInterval(blocks, num(input, 'alpha'))
  return {
    log_e_fail_by_look: blocks.map((_, look) => methods.ratioLogE(upTo(look), 1, 1)),
    log_e_pass_by_look: blocks.map((_, look) => methods.ratioLogE(upTo(look), margin, -1)),
    ratio_lower_cs: low,
    ratio_upper_cs: high,
  }
}

function oddsBlock(input: Row): Row {
  const block = { x: num(input, 'x'), n: num(input, 'n'), y: num(input, 'y'), m: num(input, 'm') }
  return {
    loglr_at_odds_ratio_2: stats.oddsRatioLogLikelihoodRatio(block, Math.LN2),
    log_e_LU24: stats.tiltLogE({ sums: stats.oddsFactors(block, 1, 0.5).logs }),
  }
}

function rankShift(input: Row): Row {
  const times = input['v_opt'] === undefined ? methods.RANK_SHIFT_TIMES : nums(input, 'v_opt')
  const precisions = methods.rankShiftPrecisions(times, numOr(input, 'alpha_opt', 0.05))
  const state = methods.startRankShift()
  const looks = listIn(input['blocks']).map((block) => {
    const [candidate, baseline] = listIn(block).map((arm) => numbersOf(arm, 'an arm'))
    const { u, m, n } = methods.rankSum(candidate ?? [], baseline ?? [])
    methods.addRankShift(state, u, m, n)
    return { U: u, S: state.s, V: state.v, log_e: methods.rankShiftLogE(state, 1, 1, precisions) }
  })
  return { by_look: looks }
}

function rateVerdict(input: Row): Row {
  const { verdict, look } = methods.rateVerdict(blocksOf(input), {
    alphaFail: num(input, 'alpha_fail'),
    alphaPass: num(input, 'alpha_pass'),
    margin: num(input, 'margin'),
    tolerated: numOr(input, 'delta_fail', 0),
    minCandidate: numOr(input, 'min_canary_samples', 0),
  })
  return { verdict, decided_at_look: look }
}

/** Sections 0, E2, E7 and G: the tilt kernel, its uses, and the rule of one rate. */
export const sequential: MethodTable = {
  binomial_tilt_e: {
    run: (i) => {
      const side = num(i, 'side') > 0 ? 1 : -1
      return { log_e: methods.binomialTiltLogE(num(i, 'x'), num(i, 'k'), num(i, 'theta0'), side) }
    },
  },
  cb_prior_LU24: {
    run: () => ({ delta: stats.LU24, log_weight: stats.LU24_LOG_WEIGHT }),
  },
  cb_eprocess: { run: ratioProcess },
  cb_beta_mixture_two_sided: {
    run: (i) => ({
      log_e: methods.betaMixtureLogE(num(i, 'x'), num(i, 'k'), num(i, 'theta0'), num(i, 'concentration')),
    }),
  },
  fnchg_block_loglr: { run: oddsBlock },
  turner_grunwald_2x2_plugin: { run: (i) => methods.turnerGrunwaldLogE(blocksOf(i), num(i, 'gamma')) },
  multinomial_srm_log_e: {
    run: (i) => methods.multinomialLogE(nums(i, 'counts'), nums(i, 'rho'), num(i, 'concentration')),
  },
  sequential_mann_whitney: { run: rankShift },
  verdict_rate_metric: { run: rateVerdict },
}
