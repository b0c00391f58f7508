import { createHmac } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { packMemory, unpackMemory, type MemorySeal, type SourceMemory } from '@sluice/metrics'

const arm = (events: number) => ({ kind: 'proportion', events, trials: 1000 }) as const
const seal: MemorySeal = { of: '7 nonce', key: 'a secret' }
const LATER = 1e15

function memoryOf(intervals: number): SourceMemory {
  const blocks = [...Array(intervals).keys()].map((i) => ({
    from: i * 60_000,
    to: (i + 1) * 60_000,
    weight: 5,
    // Numbers that do not compress to nothing.
    baseline: arm((i * 7919) % 997),
    candidate: arm((i * 104_729) % 991),
  }))
  return {
    version: 1,
    samples: [
      { metric: 'one', blocks },
      { metric: 'two', blocks },
    ],
    facts: ['matches x'],
  }
}

const packed = (intervals: number, bytes = 65_535): string =>
  packMemory(memoryOf(intervals), seal, bytes) ?? ''

describe('the packed memory of a source', () => {
  test('comes back whole where it fits, and Markdown does not show it', () => {
    expect(packed(50)).toMatch(/^<!-- [^>]* -->$/)
    expect(unpackMemory(`A report.\n${packed(50)}\nMore.`, seal, LATER)).toEqual({
      kind: 'memory',
      memory: memoryOf(50),
    })
  })

  test('leaves out the oldest intervals of every metric where it would be too long', () => {
    expect(packed(4000, 16_000).length).toBeLessThanOrEqual(16_000)
    const unpacked = unpackMemory(packed(4000, 16_000), seal, LATER)
    const { samples, facts } = (unpacked.kind === 'memory' ? unpacked.memory : {}) as SourceMemory
    expect(facts).toEqual(['matches x'])
    for (const { blocks } of samples) {
      expect(blocks.length).toBeGreaterThan(100)
      expect(blocks).toEqual(memoryOf(4000).samples[0]?.blocks.slice(-blocks.length))
    }
    expect(packMemory(memoryOf(4000), seal, 50)).toBeUndefined()
    expect(packMemory(memoryOf(0), seal, 65_535)).toBeUndefined()
  })

  test.each([
    ['another rollout', { ...seal, of: '7 other' }],
    ['another key', { ...seal, key: 'another secret' }],
    ['no key', { ...seal, key: '' }],
  ])('is not believed with %s', (_, other) => {
    expect(unpackMemory(packed(3), other, LATER)).toEqual({ kind: 'foreign' })
  })

  test('is not believed where it was changed, by as little as one letter', () => {
    const text = packed(3)
    const begin = '<!-- sluice:memory '.length
    const letters = fc.integer({ min: begin, max: text.length - ' -->'.length - 1 })
    fc.assert(
      fc.property(letters, fc.constantFrom('0', '1', 'a', 'b'), (at, letter) => {
        fc.pre(text[at] !== letter)
        const changed = text.slice(0, at) + letter + text.slice(at + 1)
        expect(unpackMemory(changed, seal, LATER).kind).not.toBe('memory')
      }),
    )
  })

  test('is not believed where an interval is not over yet, or never was one', () => {
    expect(unpackMemory(packed(3), seal, 3 * 60_000).kind).toBe('memory')
    expect(unpackMemory(packed(3), seal, 3 * 60_000 - 1).kind).toBe('foreign')
    const signed = (memory: unknown): string => {
      const text = deflateRawSync(JSON.stringify(memory)).toString('base64')
      const code = createHmac('sha256', `sluice source memory 1\n${seal.key}`).update(`${seal.of}\n${text}`)
      return `<!-- sluice:memory ${text} ${code.digest('hex')} -->`
    }
    const block = { from: 5, to: 5, weight: 5, baseline: arm(1), candidate: arm(1) }
    const backwards = { version: 1, samples: [{ metric: 'one', blocks: [block] }], facts: [] }
    expect(unpackMemory(signed(backwards), seal, LATER).kind).toBe('foreign')
  })

  test('is nothing where there is none, and nothing throws', () => {
    const code = 'a'.repeat(64)
    fc.assert(
      fc.property(fc.base64String(), (text) =>
        ['none', 'foreign'].includes(unpackMemory(`<!-- sluice:memory ${text} ${code} -->`, seal, 0).kind),
      ),
    )
    fc.assert(fc.property(fc.string(), (text) => unpackMemory(text, seal, 0).kind === 'none'))
  })
})
