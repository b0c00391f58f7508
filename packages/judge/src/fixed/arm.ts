import { mergeMoments, momentsOf, type Moments } from '@sluice/stats'
import type { Arm, EvidenceReason, MetricKind } from '@sluice/verdict'
import { readCount, readProportion, type ArmReading, type Tally } from '../sequential/arms.ts'

/** Everything one arm showed up to the one look. */
export interface Pooled {
  readonly tally: Tally
  readonly moments: Moments
  readonly values: readonly number[]
}

export const NOTHING_POOLED: Pooled = {
  tally: { events: 0, exposure: 0 },
  moments: { n: 0, mean: 0, m2: 0 },
  values: [],
}

const VALUES: readonly Arm['kind'][] = ['values', 'scalar', 'summary']
const ARMS_OF: Readonly<Record<MetricKind, readonly Arm['kind'][]>> = {
  proportion: ['proportion'],
  count: ['count'],
  mean: VALUES,
  series: VALUES,
  scalar: VALUES,
  quantile: ['values', 'scalar'],
}

/** Adds one arm of one block, or says why it cannot be added to a metric of this kind. */
export function pool(whole: Pooled, arm: Arm, kind: MetricKind): ArmReading<Pooled> {
  if (arm.kind !== 'absent' && !ARMS_OF[kind].includes(arm.kind)) return { missing: 'wrong_samples' }
  switch (arm.kind) {
    case 'absent':
      return { missing: arm.absence }
    case 'proportion':
      return tallied(whole, readProportion(arm))
    case 'count':
      return tallied(whole, readCount(arm))
    case 'values':
      return valued(whole, arm.values)
    case 'scalar':
      return valued(whole, [arm.value])
    case 'summary': {
      const missing = [arm.n, arm.mean, arm.m2].map(faultIn).find((fault) => fault !== undefined)
      if (missing !== undefined) return { missing }
      return arm.n >= 1 && arm.m2 >= 0
        ? { value: { ...whole, moments: mergeMoments(whole.moments, arm) } }
        : { missing: 'no_data' }
    }
    case 'histogram':
    case 'sketch':
      return { missing: 'wrong_samples' }
  }
}

function tallied(whole: Pooled, read: ArmReading<Tally>): ArmReading<Pooled> {
  if ('missing' in read) return read
  const { events, exposure } = whole.tally
  return {
    value: {
      ...whole,
      tally: { events: events + read.value.events, exposure: exposure + read.value.exposure },
    },
  }
}

function valued(whole: Pooled, values: readonly number[]): ArmReading<Pooled> {
  const missing = values.map(faultIn).find((fault) => fault !== undefined)
  if (missing !== undefined) return { missing }
  if (values.length === 0) return { missing: 'no_data' }
  const moments = mergeMoments(whole.moments, momentsOf(values))
  return { value: { ...whole, moments, values: [...whole.values, ...values] } }
}

function faultIn(value: number): EvidenceReason | undefined {
  if (Number.isNaN(value)) return 'not_a_number'
  return Math.abs(value) < 1e150 ? undefined : 'infinite'
}
