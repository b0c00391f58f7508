import * as stats from '@sluice/stats'
import { type MethodTable, num } from './method.ts'

/** Special functions. */
export const special: MethodTable = {
  normal_cdf: {
    run: (i) => ({ cdf: stats.normalCdf(num(i, 'z')), sf: stats.normalSf(num(i, 'z')) }),
  },
  normal_quantile: { run: (i) => stats.normalQuantile(num(i, 'p')) },
  lgamma: { run: (i) => stats.logGamma(num(i, 'x')) },
  betainc_regularized: { run: (i) => stats.betaLower(num(i, 'a'), num(i, 'b'), num(i, 'x')) },
  betainc_inverse: { run: (i) => stats.betaQuantile(num(i, 'p'), num(i, 'a'), num(i, 'b')) },
  student_t_sf: { run: (i) => stats.studentSf(num(i, 't'), num(i, 'df')) },
  chi2_sf: { run: (i) => stats.chiSquareSf(num(i, 'x'), num(i, 'df')) },
}
