import { createReadStream, createWriteStream, mkdtempSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { StringDecoder } from 'node:string_decoder'
import { createGunzip } from 'node:zlib'
import { fileTrouble, UserError } from '@sluice/action'
import { CsvReader } from '../read/csv.ts'
import { GoReplayReader } from '../read/goreplay.ts'
import { harRecords } from '../read/har.ts'
import type { Role } from '../read/http-record.ts'
import { unpackZstd } from '../read/zstd.ts'

/** An HTTP archive is one document and has to be read whole. */
const MAX_HAR = 400 * 1024 * 1024

/**
 * The same records as plain NDJSON files: those that are plain already stay where they are, CSV, HAR, GoReplay and
 * compressed ones (`.gz`, `.zst`) are unpacked into a temporary folder, piece by piece.
 */
export async function toNdjson(
  paths: readonly string[],
  role: Role,
  tempDir: string,
): Promise<readonly string[]> {
  let folder: string | undefined
  const out: string[] = []
  for (const [k, path] of paths.entries()) {
    const { format, packed } = formatOf(path)
    if (format === 'ndjson' && packed === undefined) {
      out.push(path)
      continue
    }
    folder ??= mkdtempSync(join(tempDir, 'sluice-logs-'))
    const into = join(folder, `${k}-${basename(path)}.ndjson`)
    await convert(path, format, packed, role, into)
    out.push(into)
  }
  return out
}

type Format = 'ndjson' | 'csv' | 'har' | 'gor'

function formatOf(path: string): { readonly format: Format; readonly packed: 'gz' | 'zst' | undefined } {
  const lower = path.toLowerCase()
  const packed = lower.endsWith('.gz') ? 'gz' : lower.endsWith('.zst') ? 'zst' : undefined
  const name = lower.replace(/\.(gz|zst)$/, '')
  const format = (['csv', 'har', 'gor'] as const).find((extension) => name.endsWith(`.${extension}`))
  return { format: format ?? 'ndjson', packed }
}

async function convert(
  path: string,
  format: Format,
  packed: 'gz' | 'zst' | undefined,
  role: Role,
  into: string,
): Promise<void> {
  const unpack = packed === 'gz' ? [createGunzip()] : packed === 'zst' ? [unpackZstd()] : []
  try {
    await pipeline([
      createReadStream(path),
      ...unpack,
      ...transformOf(format, role, basename(path)),
      createWriteStream(into),
    ])
  } catch (error) {
    if (error instanceof UserError || packed === undefined || fileTrouble(error) !== undefined) throw error
    throw new UserError(
      'UNREADABLE_LOG',
      `${basename(path)} could not be unpacked: ${String(error)}`,
      'Was it cut off on its way?',
    )
  }
}

function transformOf(format: Format, role: Role, name: string): readonly Transform[] {
  switch (format) {
    case 'ndjson':
      return []
    case 'csv':
      return [csv()]
    case 'gor':
      return [gor(role)]
    case 'har':
      return [har(role, name)]
  }
}

function csv(): Transform {
  const reader = new CsvReader()
  const decoder = new StringDecoder('utf8')
  return recordsOf((piece, last, emit) =>
    reader.read(last ? decoder.end() : decoder.write(piece), last, emit),
  )
}

function gor(role: Role): Transform {
  const reader = new GoReplayReader(role)
  return recordsOf((piece, last, emit) => reader.read(piece, last, emit))
}

function har(role: Role, name: string): Transform {
  const pieces: Buffer[] = []
  let size = 0
  return recordsOf((piece, last, emit) => {
    pieces.push(piece)
    size += piece.length
    if (size > MAX_HAR)
      throw new UserError(
        'HAR_TOO_LARGE',
        `${name} is larger than 400 MB`,
        'Split the archive, or log NDJSON.',
      )
    if (last) harRecords(Buffer.concat(pieces).toString('utf8'), role, name).forEach(emit)
  })
}

function recordsOf(read: (piece: Buffer, last: boolean, emit: (record: string) => void) => void): Transform {
  const step = (transform: Transform, piece: Buffer, last: boolean, done: (error?: Error) => void): void => {
    const records: string[] = []
    try {
      read(piece, last, (record) => records.push(record))
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)))
      return
    }
    if (records.length > 0) transform.push(`${records.join('\n')}\n`)
    done()
  }
  return new Transform({
    transform(piece: Buffer, _, done) {
      step(this, piece, false, done)
    },
    flush(done) {
      step(this, Buffer.alloc(0), true, done)
    },
  })
}
