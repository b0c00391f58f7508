import * as stats from '@sluice/stats'
import * as methods from '../methods/index.ts'
import { rowOf, type Row } from '../document.ts'
import { type MethodTable, num, numOr, nums } from './method.ts'

function welchOf(x: stats.Moments, y: stats.Moments, confidence: number): Row {
  if (x.n < 2 || y.n < 2) return { verdict: 'inconclusive' }
  const two = stats.welch(x, y, { confidence })
  return {
    t: two.t,
    df: two.df,
    'p_two-sided': two.p,
    p_two_sided: two.p,
    p_less: stats.welch(x, y, { alternative: 'less' }).p,
    p_greater: stats.welch(x, y, { alternative: 'greater' }).p,
    ci95: [two.low, two.high],
    low: two.low,
    high: two.high,
    degenerate: two.degenerate,
  }
}

function fromValues(input: Row): Row {
  const [x, y] = [nums(input, 'x'), nums(input, 'y')]
  return welchOf(stats.momentsOf(x), stats.momentsOf(y), numOr(input, 'conf', 0.95))
}

function stated(text: string, pattern: RegExp): number | undefined {
  const found = pattern.exec(text)?.[1]
  return found === undefined ? undefined : Number(found.replace(/^([-+]?)inf$/i, '$1Infinity'))
}

// Where SciPy has no answer the file states ours in words: "… t=0,p=1,ci=[0,0] …".
function inWords(expected: unknown): unknown {
  const { verdict } = rowOf(expected)
  if (typeof verdict !== 'string') return expected
  if (/inconclusive/i.test(verdict)) return { verdict: 'inconclusive' }
  const claims = {
    t: stated(verdict, /\bt=\s*([-+\w.]+)/i),
    'p_two-sided': stated(verdict, /\bp=\s*([-+\d.e]+)/i),
    low: stated(verdict, /\bci=\s*\[\s*([^,\]\s]+)/i),
    high: stated(verdict, /\bci=\s*\[[^,\]]+,\s*([^\]\s]+)/i),
  }
  // A value written as a letter ("ci=[d,d]") states nothing to compare.
  const known = Object.entries(claims).filter(([, value]) => value !== undefined && !Number.isNaN(value))
  return { degenerate: true, ...Object.fromEntries(known) }
}

function summary(input: Row, arm: '1' | '2'): stats.Moments {
  return methods.momentsFromSummary(num(input, `n${arm}`), num(input, `mean${arm}`), num(input, `sd${arm}`))
}

function asymptotic(input: Row): Row {
  const [alpha, optimal] = [num(input, 'alpha'), num(input, 'n_opt')]
  const arm = (name: string): stats.Moments =>
    methods.momentsFromSummary(
      num(input, `n_${name}`),
      num(input, `mean_${name}`),
      Math.sqrt(num(input, `var_${name}`)),
    )
  const [c, b] = [arm('c'), arm('b')]
  const two = methods.asymptoticDifference(c, b, alpha, optimal, 'two')
  const one = methods.asymptoticDifference(c, b, alpha, optimal, 'one')
  return {
    rho_two_sided: two.rho,
    half_width_two_sided: two.halfWidth,
    rho_one_sided: one.rho,
    half_width_one_sided: one.halfWidth,
    diff: two.difference,
  }
}

function betting(input: Row): Row {
  const [x, alpha] = [nums(input, 'x'), num(input, 'alpha')]
  const capital = Array.from(methods.bettingLogCapital(x, num(input, 'm'), alpha), Math.exp)
  const { low, high } = methods.empiricalBernsteinSequence(x, alpha)
  return { capital, capital_last: capital.at(-1), empbern_cs_last: [low, high] }
}

/** Sections B and E3: means. */
export const means: MethodTable = {
  welch_t: { run: fromValues, claim: inWords },
  welch_t_summary: {
    run: (i) => welchOf(summary(i, '1'), summary(i, '2'), numOr(i, 'conf', 0.95)),
    claim: inWords,
  },
  asymptotic_cs_difference: { run: asymptotic },
  msprt_normal: {
    run: (i) => ({ log_lambda: methods.msprtLogRatio(num(i, 's'), num(i, 'v'), num(i, 'tau')) }),
  },
  betting_bounded_mean: { run: betting },
}
