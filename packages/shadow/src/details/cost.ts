import type { ShadowFigure } from '@sluice/verdict'
import type { Prices } from '../inputs/prices-field.ts'
import { totalOf } from '../tally/exact-sum.ts'
import type { Summary } from '../tally/summary.ts'

const BYTES = ['response_bytes', 'bytes', 'size'] as const
const CPU_MS = ['cpu_ms'] as const
const CPU_SECONDS = ['cpu_seconds'] as const

/** What the second version cost on top of the first: requests, bytes, CPU, and money where prices are known. */
export function costOf(summary: Summary, prices: Prices | undefined): readonly ShadowFigure[] {
  const requests = summary.compared + summary.repeated
  if (requests === 0) return []
  const bytes = extra(summary, BYTES)
  const cpu = (extra(summary, CPU_MS) ?? 0) / 1000 + (extra(summary, CPU_SECONDS) ?? 0)
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

/** Sum of the first of some measures that was seen, over the arms that would not have run otherwise. */
function extra(summary: Summary, names: readonly string[]): number | undefined {
  const arms = names.map((name) => summary.measures.get(name)).find((found) => (found?.[1]?.n ?? 0) > 0)
  if (arms === undefined) return undefined
  return [arms[1], arms[2]].reduce((sum, arm) => sum + (arm === undefined ? 0 : totalOf(arm.data().sum)), 0)
}
