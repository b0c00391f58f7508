import { judge } from '@sluice/compat'
import { diffy, shadowVerdict, type ShadowSummary } from '@sluice/shadow'
import type { Verdict } from '@sluice/verdict'
import { randomOf } from '../sequential/random.ts'
import { comparison, countsOf, type Field } from './world.ts'

/** Shares of runs, from 0 to 1. */
export interface Outcome {
  /** Runs in which we call anything worse. */
  readonly ours: number
  /** Runs in which Diffy's filter reports anything. */
  readonly diffy: number
  /** Runs in which each call a certain field worse, by its name. */
  readonly fields: ReadonlyMap<string, { readonly ours: number; readonly diffy: number }>
}

/** Compares `n` answers with these fields `runs` times, each judged as a verdict and by Diffy's filter on the same counts. */
export function simulate(runs: number, n: number, fields: readonly Field[], seed: number): Outcome {
  const random = randomOf(seed)
  const tally = { ours: 0, diffy: 0 }
  const byField = new Map(fields.map(({ name }) => [name, { ours: 0, diffy: 0 }]))
  for (let run = 0; run < runs; run++) {
    const summary = countsOf(n, fields, random)
    const ours = worse(verdictOn(summary))
    const theirs = filtered(summary)
    if (ours.size > 0) tally.ours++
    if (theirs.size > 0) tally.diffy++
    for (const [name, counts] of byField) {
      if (ours.has(`field ${name}`)) counts.ours++
      if (theirs.has(name)) counts.diffy++
    }
  }
  const share = (counts: typeof tally) => ({ ours: counts.ours / runs, diffy: counts.diffy / runs })
  return {
    ...share(tally),
    fields: new Map([...byField].map(([name, counts]) => [name, share(counts)])),
  }
}

function verdictOn(summary: ShadowSummary): Verdict {
  const settings = {
    confidence: 0.95,
    maxDifferenceRate: 0.001,
    requirements: [],
    window: { from: 0, to: 1 },
  }
  const subject = { repository: 'o/r', sha: '0'.repeat(40), environment: 'production', service: 'search' }
  return shadowVerdict(summary, comparison, settings, { subject, conduct: { cost: [], said: [] }, judge })
}

function worse(verdict: Verdict): ReadonlySet<string> {
  return new Set(verdict.evidence.filter(({ finding }) => finding === 'worse').map(({ metric }) => metric))
}

function filtered(summary: ShadowSummary): ReadonlySet<string> {
  const reported = [...summary.paths].filter(
    ([, { any }]) =>
      diffy.diffyFilter(any.candidateOnly + any.both, any.repeatOnly + any.both, summary.repeated).reported,
  )
  return new Set(reported.map(([path]) => path))
}
