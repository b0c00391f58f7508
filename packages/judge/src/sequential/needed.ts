/** What averaging over unknown effects costs, in natural logs of evidence; calibrated by simulation. */
const MIXTURE_COST = 0.6

/**
 * Trials a sound candidate still needs (median) when `logE` is reached and each trial adds `growth` on average; the
 * closed form of the plan at the start, less what is already there. Undefined where nothing grows.
 */
export function trialsNeeded(logE: number, growth: number, alpha: number): number | undefined {
  const goal = Math.log(1 / alpha)
  const cost = MIXTURE_COST * (1 - Math.min(1, Math.max(0, logE / goal)))
  const trials = Math.ceil((goal + cost - logE) / growth)
  return growth > 0 && Number.isFinite(trials) ? Math.max(1, trials) : undefined
}
