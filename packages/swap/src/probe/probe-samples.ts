import type { Arm, Block, Samples } from '@sluice/verdict'
import type { Probe } from './prober.ts'

/**
 * Failed probes (or others that count as bad) as a metric: one block per interval. No control exists after a full swap, so the baseline arm says
 * that it was not observed. A block without probes is an absence, never a zero.
 */
export function probeSamples(
  metric: string,
  probes: readonly Probe[],
  slots: readonly { readonly from: number; readonly to: number; readonly weight: number }[],
  bad: (probe: Probe) => boolean = ({ failed }) => failed,
): Samples {
  const blocks = slots.map(({ from, to, weight }): Block => {
    const within = probes.filter((probe) => probe.at >= from && probe.at < to)
    const candidate: Arm =
      within.length === 0
        ? { kind: 'absent', absence: 'no_data', detail: 'no probe was sent' }
        : { kind: 'proportion', events: within.filter(bad).length, trials: within.length }
    return { from, to, weight, baseline: { kind: 'absent', absence: 'not_observed' }, candidate }
  })
  return { metric, blocks }
}
