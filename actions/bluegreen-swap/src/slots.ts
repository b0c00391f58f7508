import type { Block, Samples } from '@sluice/verdict'

export interface Slot {
  readonly from: number
  readonly to: number
  readonly weight: number
}

/** The whole intervals between two moments, oldest first. */
export function slotsBetween(from: number, to: number, everyMs: number, weight: number): readonly Slot[] {
  const count = Math.max(0, Math.floor((to - from) / everyMs))
  return Array.from({ length: count }, (_, i) => ({
    from: from + i * everyMs,
    to: from + (i + 1) * everyMs,
    weight,
  }))
}

/** The target alone: what the other colour did after a full swap is no control, and must not pose as one. */
export function candidateOnly(samples: Samples): Samples {
  const blocks = samples.blocks.map((block): Block => ({
    ...block,
    baseline: { kind: 'absent', absence: 'not_observed' },
  }))
  return { ...samples, blocks }
}

/** The same numbers with the arms' parts exchanged. */
export function exchanged(samples: Samples): Samples {
  const blocks = samples.blocks.map((block): Block => ({
    ...block,
    weight: 100 - block.weight,
    baseline: block.candidate,
    candidate: block.baseline,
  }))
  return { ...samples, blocks }
}

/** The previous colour before the swap next to the target after it, interval by interval. */
export function beforeAndAfter(before: Samples, after: Samples): Samples {
  const blocks = after.blocks.flatMap((block, i): Block[] => {
    const earlier = before.blocks[i]
    return earlier === undefined ? [] : [{ ...block, baseline: earlier.baseline }]
  })
  return { metric: `${after.metric}, before and after`, blocks }
}
