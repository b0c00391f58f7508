import { describe, expect, test } from 'vitest'
import { snippet, weightInSnippet } from '../../../../packages/traffic/src/nginx/snippet.ts'

const names = { baseline: 'stable', candidate: 'next', variable: 'sluice_upstream', key: '$request_id' }

describe('snippet', () => {
  test.each([0, 0.01, 0.5, 5, 12.34, 99.99, 100])('a weight of %s % is read back from the file', (weight) => {
    expect(weightInSnippet(snippet(names, weight), 'next')).toBe(weight)
  })

  test('refuses a weight that nginx would round', () => {
    expect(() => snippet(names, 0.005)).toThrow(/a multiple of 0.01%/)
  })

  test.each(['', '# nothing', 'upstream stable {}', 'split_clients "$x" $y {}'])(
    'reads no weight out of %j',
    (content) => {
      expect(weightInSnippet(content, 'next')).toBeUndefined()
    },
  )
})
