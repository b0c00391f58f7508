import { logSumExp } from '@sluice/stats'
import type { Block, EvidenceReason, MetricPolicy, Policy } from '@sluice/verdict'
import type { Kind } from './kind.ts'
import { plannedWeight, sampleRatio, type SampleRatio } from './sample-ratio.ts'
import type { Evident, FailPart, PassReading, Track } from './track.ts'

/** Evidence for failing a metric at one look, as logs of e-values. */
export interface FailReading {
  readonly all: number
  /** Only the parts that `fail-when` lets count; never larger than `all`. */
  readonly counting: number
}

/** One metric's evidence over all stages, fed block by block. */
export interface MetricProcess {
  readonly metric: MetricPolicy
  /** Whether it is judged by noise learned from a history. */
  readonly learned: boolean
  readonly add: (block: Block) => void
  /** Index of the stage the last block belongs to; -1 before any. */
  readonly stage: () => number
  readonly fail: (guarded: boolean) => FailReading
  /** Whether the candidate did harm, in any block, that no noise explains. */
  readonly certain: () => boolean
  readonly pass: (guarded: boolean) => PassReading
  /** The evidence of the current stage. */
  readonly current: () => Evident
  /** The evidence that speaks loudest for failing: from whichever stage on it is strongest. */
  readonly loudest: () => Evident
  /** What that evidence is about. */
  readonly about: () => FailPart['about']
  readonly split: SampleRatio
  /** Why blocks of the current stage could not be used, oldest first, and how many could. */
  readonly missing: () => readonly EvidenceReason[]
  /** What there is to say about them, each sentence once. */
  readonly said: () => ReadonlySet<string>
  readonly used: () => number
}

interface Started<B> {
  readonly track: Track<B>
  readonly weight: number
}

/**
 * Runs one metric through the `stages` of a policy: its planned weights. The fail e-value is the mixture, with weight 1/stages each, of
 * processes that start at each stage, so that a regression of a later rung need not outweigh the health of earlier
 * ones; it is one e-process over the whole rollout. The pass e-value starts anew with every stage.
 */
export function metricProcess<B>(
  kind: Kind<B>,
  metric: MetricPolicy,
  policy: Pick<Policy, 'stages' | 'share'>,
  learned: boolean,
): MetricProcess {
  const { stages } = policy
  const started: Started<B>[] = []
  const split = sampleRatio()
  const empty = kind.track()
  const missing: EvidenceReason[] = []
  const stage = { weight: Number.NaN, missing, used: 0, said: new Set<string>() }
  const current = () => started.at(-1)?.track ?? empty
  const enter = (weight: number) => {
    if (started.length > 0 && (stages === 1 || weight === stage.weight)) return
    Object.assign(stage, { weight, missing: [], used: 0, said: new Set() })
    started.push({ track: kind.track(), weight: started.length < stages ? 1 / stages : 0 })
  }
  return {
    metric,
    learned,
    add: (block) => {
      enter(block.weight)
      const reading = kind.read(block)
      if ('missing' in reading) {
        stage.missing.push(reading.missing)
        if (reading.note !== undefined) stage.said.add(reading.note)
        return
      }
      stage.used++
      for (const { track } of started) track.add(reading.value)
      const traffic = kind.traffic(reading.value)
      if (traffic !== null) split.add(traffic, plannedWeight(policy, block))
    },
    stage: () => started.length - 1,
    fail: (guarded) => failOf(started, guarded),
    certain: () => started.some(({ track }) => track.certain()),
    about: () => loudestOf(started)?.about ?? 'change',
    pass: (guarded) => current().pass(guarded),
    current,
    loudest: () => loudestOf(started)?.track ?? current(),
    split,
    missing: () => stage.missing,
    said: () => stage.said,
    used: () => stage.used,
  }
}

function partsOf<B>(started: readonly Started<B>[], guarded: boolean) {
  return started.flatMap(({ track, weight }) =>
    track.fails(guarded).map((part) => ({
      ...part,
      track,
      log: weight > 0 && part.share > 0 ? part.logE + Math.log(weight * part.share) : -Infinity,
    })),
  )
}

/** The mixture over the stages; those that have not begun count as e-values of one. */
function failOf<B>(started: readonly Started<B>[], guarded: boolean): FailReading {
  const waiting = Math.log(Math.max(0, 1 - started.reduce((sum, { weight }) => sum + weight, 0)))
  const parts = partsOf(started, guarded)
  return {
    all: logSumExp([...parts.map(({ log }) => log), waiting]),
    counting: logSumExp(parts.filter(({ counts }) => counts).map(({ log }) => log)),
  }
}

function loudestOf<B>(started: readonly Started<B>[]) {
  const counting = partsOf(started, true).filter(({ counts }) => counts)
  return counting.toSorted((a, b) => b.log - a.log)[0]
}
