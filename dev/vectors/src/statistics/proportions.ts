import * as stats from '@sluice/stats'
import * as methods from '../methods/index.ts'
import type { Row } from '../document.ts'
import { type MethodTable, num, numOr } from './method.ts'

function ends(interval: stats.Interval | undefined): readonly [number, number] | null {
  return interval === undefined ? null : [interval.low, interval.high]
}

function intervals(input: Row): Row {
  const [k, n, confidence] = [num(input, 'k'), num(input, 'n'), numOr(input, 'conf', 0.95)]
  return {
    wilson: ends(stats.wilson(k, n, confidence)),
    wilson_cc: ends(methods.wilsonCorrected(k, n, confidence)),
    clopper_pearson: ends(stats.clopperPearson(k, n, confidence)),
    rule_of_three_upper: k === 0 ? methods.ruleOfThree(n, confidence) : null,
  }
}

function twoProportions(input: Row): Row {
  const x = { events: num(input, 'k_canary'), trials: num(input, 'n_canary') }
  const y = { events: num(input, 'k_baseline'), trials: num(input, 'n_baseline') }
  const confidence = numOr(input, 'conf', 0.95)
  const z = methods.pooledZ(x, y)
  return {
    newcombe_wilson_diff_ci: ends(stats.newcombe(x, y, confidence)),
    // The vectors come from statsmodels, whose cubic differs from the paper's.
    miettinen_nurminen_diff_ci: ends(stats.miettinenNurminen(x, y, confidence, 'statsmodels')),
    z_pooled: z,
    p_greater: stats.normalSf(z),
    p_fisher_greater: stats.fisherExact(x.events, x.trials, y.events, y.trials, 'greater'),
    ratio_log_ci: ends(stats.logRatioInterval(x, y, confidence)),
  }
}

function poissonRatio(input: Row): Row {
  const x = { events: num(input, 'x'), exposure: num(input, 't_canary') }
  const y = { events: num(input, 'y'), exposure: num(input, 't_baseline') }
  const ratio = numOr(input, 'r0', 1)
  return {
    p_greater: methods.poissonRatioP(x, y, 'greater', ratio),
    p_less: methods.poissonRatioP(x, y, 'less', ratio),
    ci95: ends(stats.poissonRatioInterval(x, y, numOr(input, 'conf', 0.95))),
  }
}

/** Section D and the planning formulas for shares. */
export const proportions: MethodTable = {
  proportion_ci: { run: intervals },
  two_proportions: { run: twoProportions },
  poisson_ratio_conditional: { run: poissonRatio },
  power_two_proportions_per_arm: {
    run: (i) =>
      methods.perArmForPower(num(i, 'p1'), num(i, 'p2'), {
        power: num(i, 'power'),
        alpha: num(i, 'alpha'),
        sides: String(i['alternative']).startsWith('two') ? 2 : 1,
      }),
  },
  plan_detect: {
    run: (i) => {
      const of = [num(i, 'base_rate'), num(i, 'ratio'), num(i, 'canary_share'), num(i, 'alpha')] as const
      const { median, p80, p90 } = stats.planDetect(...of)
      return {
        fixed_n_total_power80: methods.fixedTotal(...of, 0.8),
        fixed_n_total_power90: methods.fixedTotal(...of, 0.9),
        anytime_median_total: median,
        anytime_p80_total: p80,
        anytime_p90_total: p90,
      }
    },
  },
  plan_pass_noninferiority: {
    run: (i) => {
      const { median, p80, p90 } = stats.planPass(
        num(i, 'base_rate'),
        num(i, 'margin'),
        num(i, 'canary_share'),
        num(i, 'alpha'),
      )
      return { anytime_median_total: median, anytime_p80_total: p80, anytime_p90_total: p90 }
    },
  },
}
