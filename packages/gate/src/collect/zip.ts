import { inflateRawSync } from 'node:zlib'

const END = 0x06054b50
const ENTRY = 0x02014b50
const MAX_ENTRIES = 1000

/**
 * The texts of a zip archive's files whose name `wanted` accepts. Throws a `RangeError` for what is no archive, has too many
 * entries, or unpacks to more than `maxBytes` in all: a hundred small files can be as large as one.
 */
export function unzip(
  archive: Uint8Array,
  wanted: (name: string) => boolean,
  maxBytes: number,
): readonly { readonly name: string; readonly text: string }[] {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength)
  const end = endOfDirectory(bytes)
  const count = bytes.readUInt16LE(end + 10)
  if (count > MAX_ENTRIES) throw new RangeError(`the archive has more than ${MAX_ENTRIES} entries`)
  let left = maxBytes
  const files: { readonly name: string; readonly text: string }[] = []
  let at = bytes.readUInt32LE(end + 16)
  for (let i = 0; i < count; i++) {
    if (bytes.readUInt32LE(at) !== ENTRY) throw new RangeError('the archive is damaged')
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset))
    const name = bytes.toString('utf8', at + 46, at + 46 + (nameLength ?? 0))
    if (wanted(name)) {
      const content = unpack(bytes, at, left)
      left -= content.length
      files.push({ name, text: content.toString('utf8') })
    }
    at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0)
  }
  return files
}

/** The directory's end lies before a comment of up to 64 KiB. */
function endOfDirectory(bytes: Buffer): number {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 0xffff); at--) {
    if (bytes.readUInt32LE(at) === END) return at
  }
  throw new RangeError('this is not a zip archive')
}

function unpack(bytes: Buffer, entry: number, maxBytes: number): Buffer {
  const method = bytes.readUInt16LE(entry + 10)
  const packed = bytes.readUInt32LE(entry + 20)
  const local = bytes.readUInt32LE(entry + 42)
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
  const content = bytes.subarray(start, start + packed)
  if (maxBytes < 1) throw new RangeError('the archive unpacks to too much')
  if (method === 8) return inflateRawSync(content, { maxOutputLength: maxBytes })
  if (method !== 0 || content.length > maxBytes)
    throw new RangeError('the archive holds something unreadable')
  return content
}
