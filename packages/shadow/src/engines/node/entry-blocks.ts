import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Entries of one arm and part that were found in one range of its log; kept in memory that threads share, or in a file. */
export interface EntryBlock {
  readonly arm: number
  readonly part: number
  /** Where the range begins: blocks in this order are entries in the order of the log. */
  readonly start: number
  readonly length: number
  readonly held: Int32Array | { readonly file: string; readonly at: number }
}

type Place = Pick<EntryBlock, 'arm' | 'part' | 'start'>

/** Keeps the entries that one thread finds, in a file of its own where there is a folder for it. */
export class BlockWriter {
  readonly blocks: EntryBlock[] = []
  readonly #path: string | undefined
  readonly #file: number | undefined
  #at = 0

  constructor(folder: string | undefined, thread: number) {
    this.#path = folder === undefined ? undefined : join(folder, `entries-${thread}`)
    this.#file = this.#path === undefined ? undefined : openSync(this.#path, 'w')
  }

  add(place: Place, entries: Int32Array): void {
    if (entries.length > 0) this.blocks.push({ ...place, length: entries.length, held: this.#keep(entries) })
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
  }

  #keep(entries: Int32Array): EntryBlock['held'] {
    if (this.#file === undefined || this.#path === undefined) {
      const shared = new Int32Array(new SharedArrayBuffer(entries.byteLength))
      shared.set(entries)
      return shared
    }
    const at = this.#at
    for (let done = 0; done < entries.byteLength;)
      done += writeSync(this.#file, entries, done, entries.byteLength - done, at + done)
    this.#at += entries.byteLength
    return { file: this.#path, at }
  }
}

/** Puts together what was found, in memory that it uses again. */
export class BlockReader {
  #all = new Int32Array(0)

  /** The entries of one arm and part, in the order of the log; valid until the next are read. */
  read(blocks: readonly EntryBlock[], arm: number, part: number): Int32Array {
    const mine = blocks.filter((block) => block.arm === arm && block.part === part)
    const size = mine.reduce((sum, { length }) => sum + length, 0)
    if (this.#all.length < size) this.#all = new Int32Array(Math.ceil(size * 1.1))
    let at = 0
    for (const { held, length } of mine.sort((a, b) => a.start - b.start)) {
      if (held instanceof Int32Array) this.#all.set(held, at)
      else readFrom(held, this.#all.subarray(at, at + length))
      at += length
    }
    return this.#all.subarray(0, size)
  }
}

function readFrom({ file, at }: { readonly file: string; readonly at: number }, into: Int32Array): void {
  const open = openSync(file, 'r')
  try {
    for (let done = 0; done < into.byteLength;) {
      const got = readSync(open, into, done, into.byteLength - done, at + done)
      if (got === 0) throw new Error('entries written to a temporary file are gone')
      done += got
    }
  } finally {
    closeSync(open)
  }
}
