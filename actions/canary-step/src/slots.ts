import type { Slot } from '@sluice/metrics'
import type { TrafficWindow } from '@sluice/rollout'

/** One whole interval at one weight. */
export interface Interval extends Slot {
  /** `no`: may only show harm, since nobody confirmed the weight. `warm-up`: may only show harm that no warm-up explains. */
  readonly counts: 'yes' | 'no' | 'warm-up'
}

/** Every whole interval since the rollout began, oldest first. An interval in which the weight changed is never one. */
export function intervalsOf(
  windows: readonly TrafficWindow[],
  intervalMs: number,
  warmUpMs: number,
  now: number,
): readonly Interval[] {
  return windows.flatMap(({ weight, from, to, counts }) => {
    const whole = Math.max(0, Math.floor((Math.min(to ?? now, now) - from) / intervalMs))
    return Array.from({ length: whole }, (_, k): Interval => {
      const start = from + k * intervalMs
      const warm = start < from + warmUpMs
      return {
        from: start,
        to: start + intervalMs,
        weight,
        counts: counts ? (warm ? 'warm-up' : 'yes') : 'no',
      }
    })
  })
}
