import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { constants, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { unpackZstd } from '../../../packages/shadow/src/formats/zstd.ts'
import { seeded } from './worlds.ts'

const CHECKED = { params: { [constants.ZSTD_c_checksumFlag]: 1 } }

/** Unpacks bytes that come in pieces of a length. */
async function unpacked(bytes: Buffer, length = 64 * 1024): Promise<Buffer> {
  const pieces = Array.from({ length: Math.ceil(bytes.length / length) }, (_, k) =>
    bytes.subarray(k * length, (k + 1) * length),
  )
  return await buffer(Readable.from(pieces).compose(unpackZstd()) as unknown as AsyncIterable<Buffer>)
}

const skippable = (held: string): Buffer => {
  const head = Buffer.alloc(8)
  head.writeUInt32LE(0x184d2a53, 0)
  head.writeUInt32LE(Buffer.byteLength(held), 4)
  return Buffer.concat([head, Buffer.from(held)])
}

const TEXTS = ['{"id":1}\n', '', '{"id":2}\n'.repeat(400), 'x'.repeat(300_000)].map((text) =>
  Buffer.from(text),
)

describe('Zstandard of several frames', () => {
  const frames = TEXTS.flatMap((text, k) => [
    zstdCompressSync(text, k % 2 === 0 ? CHECKED : {}),
    skippable('more to skip'),
  ])
  const whole = Buffer.concat(TEXTS)

  test.each([1, 2, 3, 7, 100, 65_536])('is read to its end, in pieces of %i bytes', async (length) => {
    expect((await unpacked(Buffer.concat(frames), length)).equals(whole)).toBe(true)
  })

  test('of megabytes that hardly pack', async () => {
    const random = seeded(3)
    const noise = Buffer.from(Uint8Array.from({ length: 5_000_000 }, () => Math.floor(random() * 256)))
    const packed = Buffer.concat([zstdCompressSync(noise), zstdCompressSync(noise, CHECKED)])
    expect((await unpacked(packed)).equals(Buffer.concat([noise, noise]))).toBe(true)
  })

  test('fails where anything is cut off, broken or behind it', async () => {
    const packed = Buffer.concat(frames)
    const ends = new Set(frames.map((_, k) => Buffer.concat(frames.slice(0, k)).length))
    for (let cut = 1; cut < 120; cut++) {
      const left = packed.subarray(0, packed.length - cut)
      if (!ends.has(left.length)) await expect(unpacked(left)).rejects.toThrow()
    }
    await expect(unpacked(Buffer.concat([packed, Buffer.from('garbage')]))).rejects.toThrow(
      'no frame of Zstandard begins',
    )
    const broken = Buffer.from(frames[0] ?? [])
    broken.writeUInt8((broken.at(-1) ?? 0) ^ 1, broken.length - 1)
    await expect(unpacked(broken)).rejects.toThrow()
  })
})
