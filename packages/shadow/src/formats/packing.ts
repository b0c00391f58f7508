import type { Duplex } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { unpackZstd } from './zstd.ts'

/** How files are compressed: told by their first bytes, or by their names where those say nothing. */
const PACKINGS: readonly {
  readonly ending: string
  readonly magic: Buffer
  readonly unpack: () => Duplex
}[] = [
  { ending: '.gz', magic: Buffer.from([0x1f, 0x8b]), unpack: createGunzip },
  { ending: '.zst', magic: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), unpack: unpackZstd },
]

/** What is read by other programs only, by its first bytes, and what to do instead. */
const FOREIGN: readonly { readonly magic: Buffer; readonly what: string; readonly hint: string }[] = [
  { magic: Buffer.from('PK\u0003\u0004'), what: 'a zip archive', hint: 'Unpack it first.' },
  {
    magic: Buffer.from('BZh'),
    what: 'compressed with bzip2',
    hint: 'Unpack it first, or pack it with gzip.',
  },
  {
    magic: Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a]),
    what: 'compressed with xz',
    hint: 'Unpack it first, or pack it with gzip.',
  },
  { magic: Buffer.from('PAR1'), what: 'a Parquet file', hint: 'Give `engine: duckdb`, which reads Parquet.' },
]

/** How to unpack a file; undefined where it is not compressed. */
export function unpackerOf(name: string, start: Buffer): (() => Duplex) | undefined {
  const found =
    PACKINGS.find(({ magic }) => beginsWith(start, magic)) ??
    PACKINGS.find(({ ending }) => name.toLowerCase().endsWith(ending))
  return found?.unpack
}

/** What a file is that cannot be read here; undefined where nothing says so. */
export function foreignTo(start: Buffer): { readonly what: string; readonly hint: string } | undefined {
  return FOREIGN.find(({ magic }) => beginsWith(start, magic))
}

function beginsWith(bytes: Buffer, magic: Buffer): boolean {
  return bytes.subarray(0, magic.length).equals(magic)
}
