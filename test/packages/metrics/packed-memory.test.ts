import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { packMemory, unpackMemory, type SourceMemory } from '@sluice/metrics'

const arm = (events: number) => ({ kind: 'proportion', events, trials: 1000 }) as const

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

describe('the packed memory of a source', () => {
  test('comes back whole where it fits, and Markdown does not show it', () => {
    const packed = packMemory(memoryOf(50), '7 nonce', 65_535) ?? ''
    expect(packed).toMatch(/^<!-- [^>]* -->$/)
    expect(unpackMemory(`A report.\n${packed}\nMore.`, '7 nonce')).toEqual(memoryOf(50))
  })

  test('leaves out the oldest intervals of every metric where it would be too long', () => {
    const packed = packMemory(memoryOf(4000), '7', 16_000) ?? ''
    expect(packed.length).toBeLessThanOrEqual(16_000)
    const { samples, facts } = unpackMemory(packed, '7') as SourceMemory
    expect(facts).toEqual(['matches x'])
    for (const { blocks } of samples) {
      expect(blocks.length).toBeGreaterThan(100)
      expect(blocks).toEqual(memoryOf(4000).samples[0]?.blocks.slice(-blocks.length))
    }
    expect(packMemory(memoryOf(4000), '7', 50)).toBeUndefined()
    expect(packMemory(memoryOf(0), '7', 65_535)).toBeUndefined()
  })

  test('is nothing to another rollout', () => {
    expect(unpackMemory(packMemory(memoryOf(3), '7 a', 65_535) ?? '', '7 b')).toBeUndefined()
  })

  test('is nothing where it is garbage, and nothing throws', () => {
    const packed = packMemory(memoryOf(3), '7', 65_535) ?? ''
    expect(unpackMemory(packed.replace(/.{8} -->$/, ' -->'), '7')).toBeUndefined()
    fc.assert(
      fc.property(fc.base64String(), (text) => void unpackMemory(`<!-- sluice:memory ${text} -->`, '7')),
    )
    fc.assert(fc.property(fc.string(), (text) => unpackMemory(text, '7') === undefined))
  })
})
