import { UserError } from '@sluice/inputs'
import type { Arm, Samples } from '@sluice/verdict'
import type { MetricQuery } from '../source.ts'

/**
 * `increase()` sees the samples inside its window, which span one scrape interval less than the window, and scales what
 * it saw up to the whole window. Rates stay right, but one event is reported as w/(w-s) events, and evidence counted
 * in events would be claimed that no one observed. Given the scrape interval s, this scales the counts of both arms back
 * to what was seen. Throws `BAD_INPUT` when the window holds fewer than two samples, for then `increase()` is empty.
 */
export function undoExtrapolation(
  samples: Samples,
  query: MetricQuery,
  scrapeMs: number | undefined,
): Samples {
  if (scrapeMs === undefined || !Object.values(query).some((text) => /\bincrease\s*\(/.test(text)))
    return samples
  return {
    ...samples,
    blocks: samples.blocks.map((block) => {
      const share = shareSeen(block.to - block.from, scrapeMs)
      return { ...block, baseline: scaled(block.baseline, share), candidate: scaled(block.candidate, share) }
    }),
  }
}

function shareSeen(windowMs: number, scrapeMs: number): number {
  if (windowMs >= 2 * scrapeMs) return (windowMs - scrapeMs) / windowMs
  throw new UserError(
    'BAD_INPUT',
    `interval: ${windowMs / 1000} s hold fewer than two scrapes of ${scrapeMs / 1000} s, and increase() needs two`,
    'Make `interval` at least four scrape intervals.',
  )
}

function scaled(arm: Arm, share: number): Arm {
  switch (arm.kind) {
    case 'proportion':
      return { ...arm, events: arm.events * share, trials: arm.trials * share }
    case 'count':
      return { ...arm, events: arm.events * share, exposure: arm.exposure * share }
    case 'histogram':
      return { ...arm, counts: arm.counts.map((count) => count * share) }
    case 'summary':
      return { ...arm, n: arm.n * share, m2: arm.m2 * share }
    case 'values':
    case 'sketch':
    case 'scalar':
    case 'absent':
      return arm
  }
}
