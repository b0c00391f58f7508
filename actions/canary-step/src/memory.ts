import { setTimeout as delay } from 'node:timers/promises'
import type { Io } from '@sluice/action'
import {
  packMemory,
  sources,
  unpackMemory,
  type MemorySeal,
  type MetricSource,
  type SourceKind,
} from '@sluice/metrics'
import type { Publisher } from '@sluice/publish'
import { readRolloutPlan, type RecordStore, type RolloutRecord } from '@sluice/rollout'
import { digestOf } from '@sluice/verdict'
import { detailsOf, type Input } from './plan.ts'
import { sourceOf } from './source.ts'

/** The metric source, and what it has settled, which outlives the job. */
export interface RememberedSource {
  readonly open: () => MetricSource
  /** The source for a look at so many intervals of a record. The first look of a job recalls what an earlier job knew. */
  readonly forLook: (record: RolloutRecord, intervals: number) => Promise<MetricSource>
  /** What it has settled, as text of at most so many bytes for the check; undefined where nothing may be kept there. */
  readonly packed: (record: RolloutRecord, mostBytes: number) => string | undefined
  /** Keeps it with the record, where that has room; an ended record keeps nothing. Never rejects. */
  readonly keep: (record: RolloutRecord) => Promise<void>
}

/** Asking again for so few intervals costs less than looking for what is known about them. */
const WORTH_RECALLING = 3
const RECALL_MS = 3_000
const MOST_BYTES = 1024 * 1024

/**
 * Remembers in the record itself where that is a file, else in the check, which is open as long as the rollout. Others can
 * write to a check, and what is remembered is evidence: there it needs the signing key, to be written and to be believed. A
 * memory that is lost only costs queries.
 */
export function rememberedSource(
  input: Pick<Input, 'source' | 'source-settings' | 'slots' | 'signing-key'>,
  memory: RecordStore['memory'],
  publisherFor: (record: RolloutRecord) => Pick<Publisher, 'recall'>,
  io: Io,
): RememberedSource {
  const key = memory === undefined ? input['signing-key'] : ''
  let opened: MetricSource | undefined
  let looked = false
  const open = (): MetricSource => (opened ??= sourceOf(input, io))
  const sealOf = (record: RolloutRecord, secret: string): MemorySeal => ({
    of: nameOf(record, input),
    key: secret,
  })
  const textOf = async (record: RolloutRecord): Promise<string> => {
    if (memory !== undefined) return (await memory.read(record.id)) ?? ''
    const plan = readRolloutPlan(record.payload.plan)
    const policy = plan === undefined ? undefined : detailsOf(plan)?.policy
    return policy === undefined ? '' : await publisherFor(record).recall(policy)
  }
  const recall = async (record: RolloutRecord, secret: string): Promise<unknown> => {
    const unpacked = unpackMemory(await textOf(record), sealOf(record, secret), io.now())
    if (unpacked.kind === 'foreign')
      io.log.warning(
        'What an earlier job noted about the metrics is not believed: it was changed, or made with another signing-key or other settings. All intervals are asked for again.',
      )
    return unpacked.kind === 'memory' ? unpacked.memory : undefined
  }
  const packed = (record: RolloutRecord, mostBytes: number): string | undefined => {
    const known = key === undefined ? undefined : opened?.memory()
    return known === undefined ? undefined : packMemory(known, sealOf(record, key ?? ''), mostBytes)
  }
  return {
    open,
    forLook: async (record, intervals) => {
      if (!looked && key !== undefined && intervals >= WORTH_RECALLING && open().readsPast) {
        const late = delay(RECALL_MS, undefined, { ref: false })
        const known = await Promise.race([recall(record, key).catch(() => undefined), late])
        if (known !== undefined) opened = sourceOf(input, io, known)
      }
      looked = true
      return open()
    },
    packed,
    keep: async (record) => {
      if (memory === undefined) return
      const text = record.open ? packed(record, MOST_BYTES) : undefined
      // A run that has looked at nothing leaves what another one knew.
      if (record.open && text === undefined) return
      await memory.write(record.id, text).catch(() => undefined)
    },
  }
}

/**
 * Blocks of one rollout say nothing about another one, even of the same commit, and those of one source nothing about
 * another: whoever corrects an address wants everything asked again.
 */
function nameOf(
  { id, payload: { nonce, digest } }: RolloutRecord,
  { source, 'source-settings': settings }: Pick<Input, 'source' | 'source-settings'>,
): string {
  const kinds: Readonly<Record<string, SourceKind>> = sources
  const fields = kinds[source]?.settings ?? {}
  const shown = Object.entries(settings)
    .filter(([name]) => fields[name]?.secret !== true)
    .map(([name, value]) => [name, value.replaceAll(/\/\/[^/]*@/g, '//')] as const)
  return digestOf({ id, nonce, digest, source, settings: Object.fromEntries(shown) })
}
