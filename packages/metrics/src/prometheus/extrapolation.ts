import { UserError } from '@sluice/action'
import type { Arm, Samples } from '@sluice/verdict'
import type { MetricQuery } from '../contract.ts'

/** Below this many scrapes in an interval, counts say little and rates jump. */
const FEWEST_SCRAPES = 4

/**
 * Throws `BAD_INPUT` when an interval holds fewer than two scrapes, for then `increase()` returns nothing. Returns a
 * note for the reader where it holds fewer than four.
 */
export function checkInterval(
  intervalMs: number,
  scrapeMs: number | undefined,
  query: MetricQuery,
): readonly string[] {
  if (scrapeMs === undefined || !usesIncrease(query)) return []
  const scrapes = intervalMs / scrapeMs
  if (scrapes < 2) {
    throw new UserError(
      'BAD_INPUT',
      `interval: ${intervalMs / 1000} s contain fewer than two scrapes of ${scrapeMs / 1000} s, but increase() needs two`,
      'Make `interval` at least four scrape intervals.',
    )
  }
  return scrapes < FEWEST_SCRAPES
    ? [
        `An interval holds only ${Number(scrapes.toFixed(1))} scrapes: counts are rough, choose at least four.`,
      ]
    : []
}

/**
 * `increase()` sees the samples inside its window, which span one scrape interval less than the window, and scales what
 * it saw up to the whole window. Rates stay right, but one event is reported as w/(w-s) events, and evidence counted
 * in events would be claimed that no one observed. Given the scrape interval s, this scales the counts of both arms back
 * to what was seen.
 */
export function undoExtrapolation(
  samples: Samples,
  query: MetricQuery,
  scrapeMs: number | undefined,
): Samples {
  if (scrapeMs === undefined || !usesIncrease(query)) return samples
  return {
    ...samples,
    blocks: samples.blocks.map((block) => {
      const windowMs = block.to - block.from
      const share = (windowMs - scrapeMs) / windowMs
      return { ...block, baseline: scaled(block.baseline, share), candidate: scaled(block.candidate, share) }
    }),
  }
}

function usesIncrease(query: MetricQuery): boolean {
  return Object.values(query).some((text) => /\bincrease\s*\(/.test(text))
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
