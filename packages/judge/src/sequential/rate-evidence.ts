import {
  aimBet,
  addTempered,
  betFactors,
  EQUAL_LOG_WEIGHTS,
  oddsFactors,
  ratioFactors,
  REGRESSION_LOG_WEIGHTS,
  startBet,
  startTempered,
  temperedLogE,
  type BlockFactors,
  type EventLaw,
  type LogWeights,
  type NoiseBefore,
  type RateLine,
  type Side,
  type TwoArms,
} from '@sluice/stats'

/** Above this share of events the binomial form wastes evidence, and the exact Bernoulli forms take over. */
const COMMON_RATE = 0.05

// Beyond a standard deviation of 2000 the exact sum costs more than the conservative form loses.
const LARGEST_EXACT_VARIANCE = 4e6

/** What an e-process is told besides the blocks: the level it decides at, and the share of blocks that may be anything. */
export interface EvidenceTerms {
  readonly alpha: number
  readonly eps: number
  /** The rate that a history leads to expect before anything is seen. */
  readonly expected?: number
}

/** What is known before a block is read: its noise, and the pooled rate of the blocks before, null before any. */
export interface Before extends NoiseBefore {
  readonly past: number | null
}

/** One e-process about two rates, in which no block decides alone. */
export interface RateEvidence {
  readonly add: (block: TwoArms, before: Before) => void
  readonly logE: () => number
}

/** Evidence against "the candidate's rate is not above (side 1) or not below (side -1) the baseline's". */
export function equalityEvidence(law: EventLaw, side: Side, { alpha, eps }: EvidenceTerms): RateEvidence {
  const state = startTempered(EQUAL_LOG_WEIGHTS.length, eps, alpha)
  return {
    add: (block, { rate, temper }) => {
      if (!comparable(block)) return
      // Both forms hold given the block's number of events, so that number may choose between them.
      const factors =
        law === 'bernoulli' && isCommon(block)
          ? oddsFactors(wholeCounts(block), side, rate)
          : ratioFactors(law, block, 1, side, rate)
      addTempered(state, factors, temper(factors.v))
    },
    logE: () => temperedLogE(state, REGRESSION_LOG_WEIGHTS),
  }
}

/**
 * How the effects beyond a line are mixed. The weights lean towards modest changes where the line goes through zero; a
 * difference is passed by silence as well, which speaks through the largest effects.
 */
function lineLogWeights({ offset }: RateLine): LogWeights {
  return offset === 0 ? REGRESSION_LOG_WEIGHTS : EQUAL_LOG_WEIGHTS
}

/**
 * Evidence against "the candidate's rate lies not above (side 1) or not below (side -1) the line". A ratio of rare or
 * Poisson events is judged given their number, where the base rate cancels; everything else by a bet on both arms.
 */
export function lineEvidence(
  law: EventLaw,
  side: Side,
  line: RateLine,
  { alpha, eps, expected }: EvidenceTerms,
): RateEvidence {
  const state = startTempered(EQUAL_LOG_WEIGHTS.length, eps, alpha)
  const bet = startBet(side, law, line)
  const factorsOf = (block: TwoArms, { past, rate }: Before): BlockFactors => {
    const rare = law === 'poisson' || past === null || past <= COMMON_RATE
    if (line.offset === 0 && line.slope > 0 && rare) return ratioFactors(law, block, line.slope, side, rate)
    const factors = betFactors(bet, block, expected)
    aimBet(bet, block)
    return factors
  }
  return {
    add: (block, before) => {
      if (!comparable(block)) return
      const factors = factorsOf(block, before)
      addTempered(state, factors, before.temper(factors.v))
    },
    logE: () => temperedLogE(state, lineLogWeights(line)),
  }
}

function comparable({ n, m }: TwoArms): boolean {
  return n > 0 && m > 0
}

function isCommon({ x, n, y, m }: TwoArms): boolean {
  const [events, all] = [x + y, n + m]
  if (events <= COMMON_RATE * all) return false
  return (n * m * events * (all - events)) / all ** 3 <= LARGEST_EXACT_VARIANCE
}

// Extrapolated counts are fractional; rounding events and non-events apart keeps the rarer of the two right.
function wholeCounts({ x, n, y, m }: TwoArms): TwoArms {
  const [hits, others] = [Math.round(x), Math.round(n - x)]
  const [baseHits, baseOthers] = [Math.round(y), Math.round(m - y)]
  return { x: hits, n: hits + others, y: baseHits, m: baseHits + baseOthers }
}
