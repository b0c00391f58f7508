import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutAtLine, plain } from '@sluice/action'
import { secretForms } from '../../../packages/action/src/mask.ts'
import { readConfig, unknownIn } from '../../../packages/action/src/config.ts'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

describe('plain', () => {
  test('lets no foreign line start a workflow command', () => {
    expect(plain('::set-output name=a::b\n  ::error::x\n##[group]y')).not.toMatch(/^\s*::|##\[/m)
  })
  test('leaves other text alone', () => expect(plain('a::b and http://x')).toBe('a::b and http://x'))
})

describe('cutAtLine', () => {
  test('never gives more bytes than asked, nor half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 60 }), (text, bytes) => {
        const cut = cutAtLine(text, bytes)
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(Math.max(bytes, 0))
        expect(text.startsWith(cut)).toBe(true)
      }),
    )
  })
  test('cuts at a line end where there is one', () =>
    expect(cutAtLine('one\ntwo\nthree', 9)).toBe('one\ntwo\n'))
})

test('a secret is hidden in every form it may be written in, and short words are not', () => {
  const forms = secretForms('p@ss word/äö')
  expect(forms).toContain(Buffer.from('p@ss word/äö').toString('base64'))
  expect(forms).toContain(encodeURIComponent('p@ss word/äö'))
  expect(secretForms('abc')).toEqual([Buffer.from('abc').toString('base64')])
})

describe('readConfig', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'))
  const write = (text: string): void => writeFileSync(join(folder, 'sluice.yml'), text)

  test('takes the service’s own settings over the common ones', () => {
    write(
      'ladder: 5, 100\nrouter: nginx\nservices:\n  shop:\n    router: haproxy\n    metrics:\n      - name: errors\n',
    )
    expect(readConfig('sluice.yml', 'shop', folder)).toEqual({
      ladder: '5, 100',
      router: 'haproxy',
      metrics: '[{"name":"errors"}]',
    })
    expect(readConfig('sluice.yml', 'other', folder)['router']).toBe('nginx')
  })

  test('is empty without a file, and an error with one that cannot be read', () => {
    expect(readConfig('none.yml', 'shop', folder)).toEqual({})
    write('a: [1')
    expect(() => readConfig('sluice.yml', 'shop', folder)).toThrow(/sluice.yml: must be YAML/)
    rmSync(folder, { recursive: true })
  })

  test('tells names that no action reads', () => {
    expect(unknownIn({ laddder: '5', ladder: '5' }, {})).toEqual(['laddder'])
  })
})
