import { binnedU, type Bins } from './bins.ts'
import { learnRankNoise, learnRateNoise, rateLevels, type Learned, type RateCount } from './learn-noise.ts'
import { FEWEST_HISTORY_BLOCKS, summariseScatter, tellsNoise, type ScatterSummary } from './noise-summary.ts'
import type { RankNoiseSummary } from './rank-evidence.ts'
import { scalesOf, type NoiseSummary } from './rate-noise.ts'
import type { EventLaw } from './two-arms.ts'

/** One block of the baseline's history, and what one half of its instances had of it. */
export interface Halved<T> {
  readonly whole: T
  readonly half: T
}

/** A half has at most twice the noise of the whole, and its estimate may be off by as much again. */
const MOST_OF_WHOLE = 4
/** Below this, what halves show costs next to nothing. */
const LEAST_LRV = 0.05
const LEAST_RANK_LRV = 4e-4

/**
 * Learns the noise that half of the baseline's instances have by themselves, from how the two halves differ: what both share,
 * such as a slow database, cancels, as it does between two versions. `alone` is the variance beyond chance of the whole
 * baseline from block to block, shared noise included. Blocks in which a half had no exposure are left out, and
 * those without an event tell nothing; undefined where fewer than 100 others are left, and where the halves were not alike.
 */
export function learnHalvesRateNoise(
  law: EventLaw,
  history: readonly Halved<RateCount>[],
): Learned<NoiseSummary> | undefined {
  const series = learnRateNoise(
    law,
    history.map(({ whole }) => whole),
  )
  const blocks = history.filter(({ whole, half }) => half.exposure > 0 && whole.exposure > half.exposure)
  const rare = (each: RateCount): RateCount =>
    law === 'bernoulli' && series.rate > 0.5
      ? { events: each.exposure - each.events, exposure: each.exposure }
      : each
  const levels = rateLevels(blocks.map(({ whole }) => rare(whole)))
  const telling = blocks.flatMap(({ whole, half }, i) => {
    const [all, one] = [rare(whole), rare(half)]
    if (!(all.events > 0)) return []
    const rest = { events: all.events - one.events, exposure: all.exposure - one.exposure }
    const level = levels[i] ?? 1
    const { chance } = scalesOf(law, all.events / all.exposure)
    return [
      {
        g: (one.events / one.exposure - rest.events / rest.exposure) / level,
        q: (chance * (1 / one.exposure + 1 / rest.exposure)) / level / level,
      },
    ]
  })
  const own = ofHalves(
    telling.filter(({ q }) => q > 0),
    blocks.length,
  )
  // Halves that differ far more than the whole varies were not alike: one was sick, or serves other users.
  if (own === undefined || !tellsNoise(series) || own.lrv > Math.max(LEAST_LRV, MOST_OF_WHOLE * series.lrv))
    return undefined
  return { ...series, ...own, blocks: blocks.length, alone: series.lrv / series.memory }
}

/** The same of the mean ranks of values. The bins of all blocks must be the same, and both halves must have values. */
export function learnHalvesRankNoise(
  history: readonly Halved<Bins>[],
): Learned<RankNoiseSummary> | undefined {
  const telling = history.map(({ whole, half }) => {
    const [n, m] = [half.total, whole.total - half.total]
    // Within the half itself, as many pairs rank one way as the other.
    const u = binnedU(half, whole) - (n * n) / 2
    return { g: u / n / m - 0.5, q: (n + m + 1) / (12 * n * m) }
  })
  const own = ofHalves(telling, telling.length)
  const series = learnRankNoise(history.map(({ whole }) => whole))
  const most = Math.max(LEAST_RANK_LRV, MOST_OF_WHOLE * series.lrv)
  return own === undefined || !tellsNoise(series) || own.lrv > most ? undefined : own
}

/** The difference of two halves has the variance of both. Blocks that tell nothing are not far off. */
function ofHalves(
  telling: readonly { readonly g: number; readonly q: number }[],
  blocks: number,
): Omit<ScatterSummary, 'own'> | undefined {
  if (telling.length < FEWEST_HISTORY_BLOCKS) return undefined
  const summary = summariseScatter(
    telling.map(({ g }) => g),
    telling.map(({ q }) => q),
    'halves',
  )
  if (!tellsNoise(summary)) return undefined
  const { lrv, memory, eps, times } = summary
  return { lrv: lrv / 2, memory, eps: (eps * (telling.length + 2)) / (blocks + 2), times }
}
