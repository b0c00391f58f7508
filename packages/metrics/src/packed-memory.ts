import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { isRecord } from '@sluice/schema'
import type { Samples } from '@sluice/verdict'
import type { SourceMemory } from './contract.ts'

const MARK = /<!-- sluice:memory ([A-Za-z0-9+/]+={0,2}) -->/
const MOST_UNPACKED = 64 * 1024 * 1024

/**
 * What a source remembers, as a text of at most `mostBytes` that Markdown does not show. The oldest intervals are left out
 * where all would be too many; undefined where not even the newest fits. `of` names what it belongs to.
 */
export function packMemory(memory: SourceMemory, of: string, mostBytes: number): string | undefined {
  const times = [...new Set(memory.samples.flatMap(({ blocks }) => blocks.map(({ from }) => from)))].toSorted(
    (a, b) => a - b,
  )
  for (let count = times.length; count > 0; count = Math.floor(count / 2)) {
    const kept = since(memory, times[times.length - count] ?? 0)
    const packed = deflateRawSync(JSON.stringify({ of, memory: kept }), { level: 9 }).toString('base64')
    const text = `<!-- sluice:memory ${packed} -->`
    if (text.length <= mostBytes) return text
  }
  return undefined
}

/** The memory in a text, for `openSource`; undefined where there is none, or one of something else. */
export function unpackMemory(text: string, of: string): unknown {
  const [, packed = ''] = MARK.exec(text) ?? []
  try {
    const unpacked = inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: MOST_UNPACKED })
    const kept: unknown = JSON.parse(unpacked.toString('utf8'))
    return isRecord(kept) && kept['of'] === of ? kept['memory'] : undefined
  } catch {
    return undefined
  }
}

function since({ samples, ...memory }: SourceMemory, from: number): SourceMemory {
  const kept = samples.map((each): Samples => ({
    ...each,
    blocks: each.blocks.filter((block) => block.from >= from),
  }))
  return { ...memory, samples: kept.filter(({ blocks }) => blocks.length > 0) }
}
