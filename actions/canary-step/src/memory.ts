import { setTimeout as delay } from 'node:timers/promises'
import type { Io } from '@sluice/action'
import { packMemory, unpackMemory, type MetricSource } from '@sluice/metrics'
import type { Publisher } from '@sluice/publish'
import { readRolloutPlan, type RecordStore, type RolloutRecord } from '@sluice/rollout'
import { detailsOf, type Input } from './plan.ts'
import { sourceOf } from './source.ts'

/** The metric source, and what it has settled, which outlives the job. */
export interface RememberedSource {
  readonly open: () => MetricSource
  /** The source for a look at so many intervals of a record. The first look of a job recalls what an earlier job knew. */
  readonly forLook: (record: RolloutRecord, intervals: number) => Promise<MetricSource>
  /** What it has settled, as text of at most so many bytes; undefined where it keeps nothing. */
  readonly packed: (record: RolloutRecord, mostBytes: number) => string | undefined
  /** Keeps it with the record, where that has room; an ended record keeps nothing. Never rejects. */
  readonly keep: (record: RolloutRecord) => Promise<void>
}

/** Asking again for so few intervals costs less than looking for what is known about them. */
const WORTH_RECALLING = 3
const RECALL_MS = 3_000
const MOST_BYTES = 4 * 1024 * 1024

/**
 * Remembers in the record itself where that is a file, else in the check, which is open as long as the rollout. A memory
 * that is lost only costs queries.
 */
export function rememberedSource(
  input: Input,
  memory: RecordStore['memory'],
  publisherFor: (record: RolloutRecord) => Pick<Publisher, 'recall'>,
  io: Io,
): RememberedSource {
  let opened: MetricSource | undefined
  let looked = false
  const open = (): MetricSource => (opened ??= sourceOf(input, io))
  const recall = async (record: RolloutRecord): Promise<unknown> => {
    if (memory !== undefined) return unpackMemory((await memory.read(record.id)) ?? '', nameOf(record))
    const plan = readRolloutPlan(record.payload.plan)
    const policy = plan === undefined ? undefined : detailsOf(plan)?.policy
    if (policy === undefined) return undefined
    return unpackMemory(await publisherFor(record).recall(policy), nameOf(record))
  }
  const packed = (record: RolloutRecord, mostBytes: number): string | undefined => {
    const known = opened?.memory()
    return known === undefined ? undefined : packMemory(known, nameOf(record), mostBytes)
  }
  return {
    open,
    forLook: async (record, intervals) => {
      if (!looked && intervals >= WORTH_RECALLING && open().readsPast) {
        const late = delay(RECALL_MS, undefined, { ref: false })
        const known = await Promise.race([recall(record).catch(() => undefined), late])
        if (known !== undefined) opened = sourceOf(input, io, known)
      }
      looked = true
      return open()
    },
    packed,
    keep: async (record) => {
      const text = record.open ? packed(record, MOST_BYTES) : undefined
      // A run that has looked at nothing leaves what another one knew.
      if (record.open && text === undefined) return
      await memory?.write(record.id, text).catch(() => undefined)
    },
  }
}

/** Blocks of one rollout say nothing about another one, even of the same commit. */
function nameOf({ id, payload }: RolloutRecord): string {
  return `${id} ${payload.nonce}`
}
