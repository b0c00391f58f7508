import { momentsOf, type ArmMean, type MeanBlock } from '@sluice/stats'
import type { Arm, Block, EvidenceReason } from '@sluice/verdict'
import { faultOf, whyUnusable, withoutBaseline, type ArmReading } from './arms.ts'

/** Both arms of one interval as means; `paired` false where the baseline was left out on purpose. */
export interface MeanReading {
  readonly block: MeanBlock
  readonly compared: boolean
  /** False for scalars, of which nobody knows how many values they stand for. */
  readonly counted: boolean
}

const NOTHING: ArmMean = { n: 0, mean: 0, m2: null }
const LARGEST = 1e150

/** Reads raw values, summaries and scalars. */
export function readMeans(block: Block): ArmReading<MeanReading> {
  const candidate = readMean(block.candidate)
  const baseline = readMean(block.baseline)
  const counted = block.candidate.kind !== 'scalar'
  if ('missing' in candidate)
    return { missing: whyUnusable('missing' in baseline ? baseline.missing : undefined, candidate.missing) }
  if (!('missing' in baseline))
    return {
      value: { block: { candidate: candidate.value, baseline: baseline.value }, compared: true, counted },
    }
  return withoutBaseline(block)
    ? { value: { block: { candidate: candidate.value, baseline: NOTHING }, compared: false, counted } }
    : { missing: whyUnusable(baseline.missing, undefined) }
}

/** Reads one arm as a mean. */
export function readMean(arm: Arm): ArmReading<ArmMean> {
  switch (arm.kind) {
    case 'absent':
      return { missing: arm.absence }
    case 'scalar':
      return checked({ n: 1, mean: arm.value, m2: null })
    case 'summary':
      return checked({ n: arm.n, mean: arm.mean, m2: arm.m2 })
    case 'values': {
      const missing = arm.values.map(amountFault).find((fault) => fault !== undefined)
      if (missing !== undefined) return { missing }
      return arm.values.length === 0 ? { missing: 'no_data' } : { value: momentsOf(arm.values) }
    }
    case 'proportion':
    case 'count':
    case 'histogram':
    case 'sketch':
      return { missing: 'wrong_samples' }
  }
}

function checked({ n, mean, m2 }: ArmMean): ArmReading<ArmMean> {
  const missing = faultOf(n) ?? amountFault(mean) ?? (m2 === null ? undefined : squaresFault(m2))
  if (missing !== undefined) return { missing }
  return n > 0 ? { value: { n, mean, m2 } } : { missing: 'no_data' }
}

function amountFault(value: number): EvidenceReason | undefined {
  if (Number.isNaN(value)) return 'not_a_number'
  return Math.abs(value) > LARGEST ? 'infinite' : undefined
}

function squaresFault(m2: number): EvidenceReason | undefined {
  return amountFault(m2) ?? (m2 < 0 ? 'negative' : undefined)
}
