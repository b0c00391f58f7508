import type { ShadowFigure } from '@sluice/verdict'
import type { Prices } from '../inputs/prices-field.ts'
import type { Replayed } from '../replay/replay.ts'
import { totalOf } from '../tally/exact-sum.ts'
import type { ShadowSummary } from '../tally/summary.ts'

const BYTES = ['response_bytes', 'bytes', 'size'] as const
const CPU_MS = ['cpu_ms'] as const
const CPU_SECONDS = ['cpu_seconds'] as const

/**
 * What the comparison cost on top of what users asked for: requests, bytes, CPU, and money where prices are known. Of logs
 * that is what candidate and repeat did; of a replay it is everything, for it answers nobody.
 */
export function costOf(
  summary: ShadowSummary,
  prices: Prices | undefined,
  replayed?: Pick<Replayed, 'sent' | 'bytes'>,
): readonly ShadowFigure[] {
  const requests = replayed?.sent ?? answered(summary, 1) + answered(summary, 2)
  if (requests === 0) return []
  const arms = replayed === undefined ? [1, 2] : [0, 1, 2]
  const bytes = replayed?.bytes ?? extra(summary, BYTES, arms)
  const cpu = (extra(summary, CPU_MS, arms) ?? 0) / 1000 + (extra(summary, CPU_SECONDS, arms) ?? 0)
  const money =
    prices === undefined
      ? []
      : [
          {
            name: 'money',
            value:
              requests * prices.request + ((bytes ?? 0) / 1e9) * prices.gigabyte + cpu * prices['cpu-second'],
            unit: prices.currency,
          },
        ]
  return [
    { name: 'extra requests', value: requests },
    ...(bytes === undefined ? [] : [{ name: 'extra bytes', value: bytes, unit: 'B' }]),
    ...(cpu > 0 ? [{ name: 'extra CPU', value: cpu, unit: 's' }] : []),
    ...money,
  ]
}

/** Records of an arm, whether or not they could be compared: each was a request. */
function answered({ compared, repeated, broken, tooDeep, lost }: ShadowSummary, arm: 1 | 2): number {
  const pairs = arm === 1 ? compared + broken + tooDeep : repeated
  return pairs + Object.values(lost[arm] ?? {}).reduce((sum, count) => sum + count, 0)
}

/** Sum of the first of some measures that was seen, over the arms that would not have run otherwise. */
function extra(
  summary: ShadowSummary,
  names: readonly string[],
  arms: readonly number[],
): number | undefined {
  const found = names.map((name) => summary.measures.get(name)).find((each) => (each?.[1]?.n ?? 0) > 0)
  if (found === undefined) return undefined
  return arms.reduce((sum, arm) => sum + totalOf(found[arm]?.data().sum ?? []), 0)
}
