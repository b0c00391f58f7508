import { closeSync, createReadStream, createWriteStream, mkdtempSync, openSync, readSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileTrouble, UserError } from '@sluice/action'
import { textOpener } from '../json/open-texts.ts'
import type { RecordReader } from './contract.ts'
import type { Role } from './http-record.ts'
import { lineReader } from './line-reader.ts'
import { foreignTo, unpackerOf } from './packing.ts'
import { formatOf } from './registry.ts'

/** Bytes of a file that are looked at to tell what it is. */
const START = 4096
const NOTHING = Buffer.alloc(0)
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf])

/** The files of each arm; none for a repeat that there is not. */
export type ArmFiles = Readonly<Record<'primary' | 'candidate' | 'secondary', readonly string[]>>

/** How files are rewritten. */
export interface Rewriting {
  /** Places whose texts are read as the JSON that they hold. */
  readonly parse?: readonly string[]
  readonly signal?: AbortSignal
}

/** The same files as NDJSON, by arm. A repeat is one of the version in production. */
export async function armsAsNdjson(
  { primary, candidate, secondary }: ArmFiles,
  tempDir: string,
  how: Rewriting = {},
): Promise<readonly (readonly string[])[]> {
  const arms = [
    await toNdjson(primary, 'primary', tempDir, how),
    await toNdjson(candidate, 'candidate', tempDir, how),
  ]
  return secondary.length === 0 ? arms : [...arms, await toNdjson(secondary, 'primary', tempDir, how)]
}

/**
 * The same records as plain NDJSON files in UTF-8: those that are so already stay where they are; other formats,
 * compressed files and UTF-16 are rewritten into a temporary folder, piece by piece, and so are all whose texts at the
 * places of `parse` are to be opened. A file that only other programs can read is a `UserError`.
 */
export async function toNdjson(
  paths: readonly string[],
  role: Role,
  tempDir: string,
  { parse = [], signal }: Rewriting = {},
): Promise<readonly string[]> {
  let folder: string | undefined
  const out: string[] = []
  for (const [k, path] of paths.entries()) {
    const name = basename(path)
    const start = startOf(path)
    const foreign = foreignTo(start)
    if (foreign !== undefined)
      throw new UserError('UNREADABLE_LOG', `${name} is ${foreign.what}`, foreign.hint)
    const isPlain =
      parse.length === 0 && unpackerOf(name, start) === undefined && encodingOf(start) === 'utf-8'
    if (isPlain && formatOf(name, textOf(start)) === undefined) {
      out.push(path)
      continue
    }
    folder ??= mkdtempSync(join(tempDir, 'sluice-logs-'))
    const into = join(folder, `${k}-${name}.ndjson`)
    await rewrite(path, { unpack: unpackerOf(name, start), role, into, parse, signal })
    out.push(into)
  }
  return out
}

function startOf(path: string): Buffer {
  const file = openSync(path, 'r')
  try {
    const start = Buffer.alloc(START)
    return start.subarray(0, readSync(file, start, 0, START, 0))
  } finally {
    closeSync(file)
  }
}

async function rewrite(
  path: string,
  {
    unpack,
    role,
    into,
    parse,
    signal,
  }: {
    readonly unpack: ReturnType<typeof unpackerOf>
    readonly role: Role
    readonly into: string
    readonly parse: readonly string[]
    readonly signal: AbortSignal | undefined
  },
): Promise<void> {
  const name = basename(path)
  try {
    const steps = [
      createReadStream(path),
      ...(unpack === undefined ? [] : [unpack()]),
      recordsOf(role, name, parse),
      createWriteStream(into),
    ]
    await (signal === undefined ? pipeline(steps) : pipeline(steps, { signal }))
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof UserError || unpack === undefined || fileTrouble(error) !== undefined) throw error
    throw new UserError(
      'UNREADABLE_LOG',
      `${name} could not be unpacked: ${String(error)}`,
      'The file may be incomplete: download it again.',
    )
  }
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** The encoding of a text by its byte order mark, or by where the zeros of its first characters stand. */
function encodingOf(start: Buffer): Encoding {
  const [first = -1, second = -1] = start
  if ((first === 0xff && second === 0xfe) || (first > 0 && second === 0)) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second > 0)) return 'utf-16be'
  return 'utf-8'
}

function textOf(start: Buffer): string {
  return new TextDecoder(encodingOf(start)).decode(start)
}

type Rewriter = (piece: Buffer, last: boolean) => Buffer

/** Makes records on one line each of whatever the bytes are, which the first of them tell. */
function recordsOf(role: Role, name: string, parse: readonly string[]): Transform {
  let held = Buffer.alloc(0)
  let rewriter: Rewriter | undefined
  const take = (piece: Buffer, last: boolean): Buffer => {
    if (rewriter !== undefined) return rewriter(piece, last)
    held = Buffer.concat([held, piece])
    if (held.length < START && !last) return NOTHING
    rewriter = rewriterOf(held, role, name, parse)
    return rewriter(held, last)
  }
  const step = (piece: Buffer, last: boolean, done: (error: Error | null, data?: Buffer) => void): void => {
    try {
      done(null, take(piece, last))
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)))
    }
  }
  return new Transform({
    transform: (piece: Buffer, _, done) => step(piece, false, done),
    flush: (done) => step(NOTHING, true, done),
  })
}

function rewriterOf(start: Buffer, role: Role, name: string, parse: readonly string[]): Rewriter {
  const decode = decoderOf(encodingOf(start))
  const format = formatOf(name, textOf(start.subarray(0, START)))?.reader(role, name)
  const read = parse.length === 0 ? format : openingReader(format, textOpener(parse))
  return (piece, last) => {
    const bytes = decode(piece, last)
    if (read === undefined) return bytes
    const records: string[] = []
    read(bytes, last, (record) => records.push(record))
    return records.length === 0 ? NOTHING : Buffer.from(`${records.join('\n')}\n`)
  }
}

/** Reads the same records with the texts in them opened. */
function openingReader(format: RecordReader | undefined, open: (record: Buffer) => Buffer): RecordReader {
  if (format === undefined) return lineReader((line) => open(line).toString('utf8'))
  return (piece, last, emit) =>
    format(piece, last, (record) => emit(open(Buffer.from(record)).toString('utf8')))
}

/** Gives the same text in UTF-8, without a byte order mark. */
function decoderOf(encoding: Encoding): Rewriter {
  if (encoding === 'utf-8') {
    let isFirst = true
    return (piece) => {
      const marked = isFirst && piece.subarray(0, 3).equals(BYTE_ORDER_MARK)
      isFirst = false
      return marked ? piece.subarray(3) : piece
    }
  }
  const decoder = new TextDecoder(encoding)
  return (piece, last) => Buffer.from(decoder.decode(piece, { stream: !last }))
}
