import { describe, expect, test } from 'vitest'
import { unzip } from '../../../../packages/gate/src/collect/zip.ts'
import { zipOf } from '../../../actions/promote-gate/zip-of.ts'

const LIMIT = 1_000_000
const all = (): boolean => true

describe('an artifact archive', () => {
  test('gives the files that are wanted, and no others', () => {
    const archive = zipOf('sluice-report/verdict.signed.json', '{"größe":1}')
    expect(unzip(archive, all, LIMIT)).toEqual([
      { name: 'sluice-report/verdict.signed.json', text: '{"größe":1}' },
    ])
    expect(unzip(archive, (name) => name === 'other', LIMIT)).toEqual([])
  })

  test('is read although a comment follows its directory', () => {
    const archive = Buffer.concat([zipOf('a', 'text'), Buffer.from('comment')])
    expect(unzip(archive, all, LIMIT)).toHaveLength(1)
  })

  test('that unpacks beyond the limit is refused', () => {
    expect(() => unzip(zipOf('a', 'x'.repeat(LIMIT + 1)), all, LIMIT)).toThrow(RangeError)
  })

  test.each([
    ['no archive', Buffer.from('<html>')],
    ['nothing', Buffer.alloc(0)],
    ['a directory that points outside', damaged((bytes) => bytes.writeUInt32LE(0xffffff, bytes.length - 6))],
    [
      'a local header that points outside',
      damaged((bytes) => bytes.writeUInt32LE(0xffffff, bytes.indexOf('PK\x01\x02') + 42)),
    ],
    [
      'a method we do not know',
      damaged((bytes) => bytes.writeUInt16LE(12, bytes.indexOf('PK\x01\x02') + 10)),
    ],
  ])('that is %s is refused', (_, archive) => {
    expect(() => unzip(archive, all, LIMIT)).toThrow(RangeError)
  })
})

function damaged(change: (bytes: Buffer) => void): Uint8Array {
  const bytes = Buffer.from(zipOf('a', 'text'))
  change(bytes)
  return bytes
}

test('many files that each fit and together do not are refused, as are a thousand and one entries', () => {
  const one = zipOf('verdict.json', 'x'.repeat(LIMIT / 2))
  const directory = one.slice(Buffer.from(one).indexOf('PK\x01\x02'), Buffer.from(one).indexOf('PK\x05\x06'))
  const repeated = (times: number): Uint8Array => {
    const end = Buffer.from(one.slice(Buffer.from(one).indexOf('PK\x05\x06')))
    end.writeUInt16LE(times, 10)
    const body = one.slice(0, Buffer.from(one).indexOf('PK\x01\x02'))
    return Buffer.concat([body, ...Array.from({ length: times }, () => Buffer.from(directory)), end])
  }
  expect(unzip(repeated(2), all, LIMIT + 1)).toHaveLength(2)
  expect(() => unzip(repeated(3), all, LIMIT)).toThrow(RangeError)
  expect(() => unzip(repeated(1001), (name) => name === 'none', LIMIT)).toThrow(/more than 1000 entries/)
})
