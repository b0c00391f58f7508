import { createHmac, timingSafeEqual } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { isRecord } from '@sluice/schema'
import type { Samples } from '@sluice/verdict'
import type { SourceMemory } from './contract.ts'

/** What a memory belongs to, and the secret without which nobody can make one; '' where only we can write. */
export interface MemorySeal {
  readonly of: string
  readonly key: string
}

/** What a text holds. `foreign`: a memory that was made without the key, was changed, or belongs to something else. */
export type Unpacked =
  { readonly kind: 'memory'; readonly memory: unknown } | { readonly kind: 'none' | 'foreign' }

const MARK = /<!-- sluice:memory ([A-Za-z0-9+/]+={0,2}) ([0-9a-f]{64}) -->/
const MOST_UNPACKED = 64 * 1024 * 1024
/** Counts do not compress better than this: more is not even tried. */
const BEST_RATIO = 8

/**
 * What a source remembers, as a text of at most `mostBytes` that Markdown does not show, with an HMAC-SHA-256 over it and
 * what it belongs to. The oldest intervals are left out where all would be too many; undefined where not even the newest fits.
 */
export function packMemory(memory: SourceMemory, seal: MemorySeal, mostBytes: number): string | undefined {
  const times = [...new Set(memory.samples.flatMap(({ blocks }) => blocks.map(({ from }) => from)))].toSorted(
    (a, b) => a - b,
  )
  const newest = times.at(-1)
  if (newest === undefined) return undefined
  const bytesEach = JSON.stringify(since(memory, newest)).length
  const mayFit = Math.max(1, Math.floor((BEST_RATIO * mostBytes) / bytesEach))
  for (let count = Math.min(times.length, mayFit); count > 0; count = Math.floor(count / 2)) {
    const kept = since(memory, times[times.length - count] ?? 0)
    const packed = deflateRawSync(JSON.stringify(kept)).toString('base64')
    const text = `<!-- sluice:memory ${packed} ${codeOf(packed, seal)} -->`
    if (text.length <= mostBytes) return text
  }
  return undefined
}

/**
 * The memory in a text, for `openSource`, where it was made with the same seal. One with intervals that are not over at
 * `now` (epoch milliseconds) is foreign as well.
 */
export function unpackMemory(text: string, seal: MemorySeal, now: number): Unpacked {
  const [, packed, code = ''] = MARK.exec(text) ?? []
  if (packed === undefined) return { kind: 'none' }
  if (!timingSafeEqual(Buffer.from(code, 'hex'), Buffer.from(codeOf(packed, seal), 'hex')))
    return { kind: 'foreign' }
  try {
    const unpacked = inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: MOST_UNPACKED })
    const memory: unknown = JSON.parse(unpacked.toString('utf8'))
    return isOver(memory, now) ? { kind: 'memory', memory } : { kind: 'foreign' }
  } catch {
    return { kind: 'foreign' }
  }
}

function codeOf(packed: string, { of, key }: MemorySeal): string {
  return createHmac('sha256', `sluice source memory 1\n${key}`).update(`${of}\n${packed}`).digest('hex')
}

function isOver(memory: unknown, now: number): boolean {
  const samples = isRecord(memory) && Array.isArray(memory['samples']) ? memory['samples'] : []
  return samples.every((each: unknown) => {
    const blocks = isRecord(each) && Array.isArray(each['blocks']) ? each['blocks'] : []
    return blocks.every(
      (block: unknown) =>
        isRecord(block) &&
        typeof block['from'] === 'number' &&
        typeof block['to'] === 'number' &&
        block['from'] < block['to'] &&
        block['to'] <= now,
    )
  })
}

function since({ samples, ...memory }: SourceMemory, from: number): SourceMemory {
  const kept = samples.map((each): Samples => ({
    ...each,
    blocks: each.blocks.filter((block) => block.from >= from),
  }))
  return { ...memory, samples: kept.filter(({ blocks }) => blocks.length > 0) }
}
