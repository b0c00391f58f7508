import { cutBytes, cutCharacters } from '@sluice/github'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

describe('cutting', () => {
  test('what fits is untouched', () => {
    expect(cutBytes('aé', 3, 'link')).toBe('aé')
    expect(cutCharacters('😀😀', 2)).toBe('😀😀')
  })

  test('no character is ever halved', () => {
    expect(cutBytes('ééé', 5)).toBe('éé')
    expect(cutCharacters('😀😀😀', 2)).toBe('😀😀')
  })

  test('the cut falls between lines and the ending stands below', () => {
    expect(cutBytes('one\ntwo\nthree\nfour\nfive', 19, '[all]')).toBe('one\ntwo\n\n[all]')
  })

  test('an open fence and open details are closed', () => {
    const text = `<details>\n\n\`\`\`json\n${'{"a":1}\n'.repeat(40)}\`\`\`\n</details>\n`
    const cut = cutBytes(text, 120, '[all]')
    expect(cut).toMatch(/\n```\n<\/details>\n\n\[all\]$/)
  })

  test('a fence closed before the cut is not closed twice', () => {
    const text = `\`\`\`\ncode\n\`\`\`\n${'line\n'.repeat(40)}`
    expect(cutBytes(text, 60).match(/```/g)).toHaveLength(2)
  })

  test('the limit holds for any text, limit and ending', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'é', '😀', '\n', '```', '<details>', '</details>'),
      maxLength: 300,
    })
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 0, max: 400 }),
        fc.string({ maxLength: 40 }),
        (given, limit, ending) => {
          expect(Buffer.byteLength(cutBytes(given, limit, ending))).toBeLessThanOrEqual(limit)
          expect([...cutCharacters(given, limit, ending)].length).toBeLessThanOrEqual(limit)
        },
      ),
    )
  })
})
