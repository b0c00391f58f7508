import {
  chiSquareHomogeneity,
  fisherExact,
  jensenShannon,
  momentsOf,
  populationStability,
  welch,
} from '@sluice/stats'
import { andersonP } from './evidently/anderson.ts'
import { type Binned, byValue, evidentlyBins, hellingerBins, sturgesEdges } from './evidently/bins.ts'
import { cramerVonMisesP } from './evidently/cramer-von-mises.ts'
import { eppsSingletonP } from './evidently/epps-singleton.ts'
import {
  energyDistance,
  goodnessOfFit,
  kullbackLeibler,
  largestDifference,
  likelihoodRatio,
  pooledShares,
  pooledT,
} from './evidently/tests.ts'
import {
  mannWhitney,
  normedWasserstein,
  wasserstein,
  hellinger,
  ksDistance,
  ksExactP,
  ksOneSampleP,
  totalVariation,
} from './methods/index.ts'

/** A reference and a current sample; numbers, or names of classes. */
export interface Samples {
  readonly reference: readonly (number | string)[]
  readonly current: readonly (number | string)[]
  readonly numeric: boolean
}

type Test = (samples: Samples) => unknown

/** The numbers among them: Evidently drops what is missing or infinite before it tests. */
function numbers(values: Samples['reference']): readonly number[] {
  return values.map(Number).filter(Number.isFinite)
}

function bins({ reference, current, numeric }: Samples): Binned {
  return numeric ? evidentlyBins(numbers(reference), numbers(current)) : byValue(reference, current)
}

/** Both samples as numbers: Evidently's order of arguments is (reference, current). */
function both(test: (reference: readonly number[], current: readonly number[]) => unknown): Test {
  return ({ reference, current }) => test(numbers(reference), numbers(current))
}

function binned(test: (x: readonly number[], y: readonly number[]) => unknown): Test {
  return (samples) => {
    const { reference, current } = bins(samples)
    return test(reference, current)
  }
}

/** The second of two sorted values is what a binary column counts, and nulls count with it. */
function table({ reference, current }: Samples): readonly [number, number, number, number] {
  const first = [...new Set([...reference, ...current])].sort()[0]
  const other = (values: Samples['reference']): number => values.filter((value) => value !== first).length
  return [other(reference), reference.length, other(current), current.length]
}

/** Kolmogorov-Smirnov as SciPy does it: exact up to ten thousand values in the larger sample. */
function ks(x: readonly number[], y: readonly number[]): number {
  const found = ksDistance(x, y)
  return Math.max(found.m, found.n) <= 10_000 ? ksExactP(found) : ksOneSampleP(found)
}

/** A permutation p-value is reproducible only with its own generator, so the sum over all orders stands in. */
function homogeneity({ reference, current }: Samples): Record<string, unknown> {
  const { values, ...counts } = byValue(reference, current)
  const plain = chiSquareHomogeneity(counts.reference, counts.current)
  return {
    keys: values,
    table: [counts.reference, counts.current],
    statistic: plain.chi2,
    p: plain.p,
    dof: plain.df,
    p_yates: chiSquareHomogeneity(counts.reference, counts.current, plain.df === 1).p,
  }
}

export const DRIFT_TESTS: Readonly<Record<string, Test>> = {
  ks: both(ks),
  chisquare: (samples) => goodnessOfFit(bins(samples)),
  z: (samples) => pooledShares(...table(samples)),
  psi: binned((x, y) => populationStability(x, y, 'evidently')),
  jensenshannon: binned((x, y) => Math.sqrt(jensenShannon(x, y))),
  wasserstein: both((x, y) => normedWasserstein(y, x)),
  hellinger: ({ numeric, ...samples }) => {
    const { reference, current } = numeric
      ? hellingerBins(numbers(samples.reference), numbers(samples.current))
      : byValue(samples.reference, samples.current)
    return hellinger(reference, current)
  },
  kl_div: (samples) => kullbackLeibler(bins(samples)),
  ed: both(energyDistance),
  anderson: both(andersonP),
  cramer_von_mises: both(cramerVonMisesP),
  es: both(eppsSingletonP),
  mannw: both((x, y) => mannWhitney(x, y, { alternative: 'less' }).p),
  t_test: both(pooledT),
  g_test: (samples) => likelihoodRatio(bins(samples)),
  fisher_exact: (samples) => {
    const [k, m, l, n] = table(samples)
    return fisherExact(k, m, l, n)
  },
  ks_statistic: both((x, y) => ({ value: ksDistance(x, y).d, p: ks(x, y) })),
  ks_asymptotic: both((x, y) => ({ value: ksDistance(x, y).d, p: ksOneSampleP(ksDistance(x, y)) })),
  wasserstein_raw: both((x, y) => {
    const { n, m2 } = momentsOf(x)
    return {
      value: wasserstein(x, y),
      ref_std_ddof0: Math.sqrt(m2 / n),
      ref_std_ddof1: Math.sqrt(m2 / (n - 1)),
    }
  }),
  mannwhitney_two_sided: both((x, y) => {
    const found = mannWhitney(x, y)
    return { value: found.u, p: found.p }
  }),
  welch_t: both((x, y) => {
    const found = welch(momentsOf(x), momentsOf(y))
    return { value: found.t, p: found.p }
  }),
  sturges_bins: both((x, y) => {
    const edges = sturgesEdges([...x, ...y])
    return { n_bins: edges.length - 1, lo: edges[0], hi: edges.at(-1) }
  }),
  chi2_contingency_homogeneity: homogeneity,
  tvd_value: binned((x, y) => ({ value: totalVariation(x, y) })),
  js_base2: binned((x, y) => ({ value: Math.sqrt(jensenShannon(x, y) / Math.LN2) })),
  cramers_v: binned((x, y) => {
    const found = chiSquareHomogeneity(x, y)
    const n = [...x, ...y].reduce((sum, count) => sum + count, 0)
    return { value: Math.sqrt(found.chi2 / n) }
  }),
  nannyml_l_infinity: (samples) => largestDifference(bins(samples)),
}
