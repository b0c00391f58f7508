import { comparisonOf, mergedInput } from '@sluice/shadow'
import { describe, expect, test } from 'vitest'
import { asked } from './worlds.ts'

type Words = Readonly<Record<string, string>>

/** What a merge judges by whose shards were given some words. */
function merged(merge: Words, ...shards: readonly Words[]) {
  const inputs = shards.map(asked)
  return mergedInput(asked(merge), inputs, comparisonOf(asked(shards[0]), [Buffer.from('{"latency_ms":1}')]))
}

describe('what a merge is judged by', () => {
  test('is what the shards were given, where the merge is silent', () => {
    const words = { ignore: 'at', requirements: 'p99 latency_ms <= 250', 'max-difference-rate': '1%' }
    expect(merged({}, words, words)).toEqual(asked(words))
    expect(merged(words, words, words)).toEqual(asked(words))
  })

  test('is what the merge is given, where that only judges', () => {
    const words = { requirements: 'p95 latency_ms <= 90', confidence: '99%', 'max-difference-rate': '2%' }
    expect(merged(words, {}, {})).toEqual(asked(words))
  })

  test('is refused where the two were given different things, all of them at once', () => {
    expect(() =>
      merged(
        { ignore: 'at', slices: 'region', requirements: 'p95 latency_ms <= 90', confidence: '99%' },
        { slices: 'lang', requirements: 'p95 latency_ms <= 100', confidence: '99%' },
      ),
    ).toThrow(
      [
        'ignore: was given to the merge only, but it is the shards that count',
        'slices: the shards were given something else than the merge',
        'requirements: the shards were given something else than the merge',
      ].join('\n'),
    )
    expect(() => merged({}, { confidence: '99%' }, {})).toThrow(
      'confidence: the shards were not all given the same',
    )
  })

  test('is refused where it asks for what the shards did not count', () => {
    const requirements = 'mean cost <= 5\nerror rate <= 1%\np95 latency_ms <= 90'
    expect(() => merged({ requirements }, {})).toThrow(
      /did not count what `mean cost <= 5`[^]*did not count what `error rate <= 1%`/,
    )
    expect(merged({ requirements }, { requirements }).requirements).toHaveLength(3)
  })
})
