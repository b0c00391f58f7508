const MAGIC = 0xfd2fb528
/** Frames that hold something else begin with any of sixteen numbers, and say how long they are. */
const SKIPPABLE = 0x184d2a50
const RUN = 1
const RESERVED = 3

/** A piece of a frame, and whether the frame ends with it. */
export interface FramePiece {
  readonly bytes: Buffer
  readonly last: boolean
}

type State = 'begin' | 'header' | 'block' | 'skip'

/** Finds where the frames of Zstandard end (RFC 8878, section 3.1): by their headers and those of their blocks. */
export class ZstdFrames {
  #state: State = 'begin'
  /** What was read of a header that is not whole yet. */
  #held = Buffer.alloc(0)
  /** Bytes that belong to the frame whatever they are, and whether it ends behind them. */
  #pass = 0
  #isLast = false
  #hasChecksum = false
  #offset = 0

  /** Throws where the last frame is cut off. */
  end(): void {
    if (this.#state !== 'begin' || this.#held.length > 0 || this.#pass > 0)
      throw new Error('a frame of Zstandard is cut off')
  }

  /** The next bytes as pieces of frames; what is to be skipped is left out. Throws where no frame begins. */
  *split(piece: Buffer): Generator<FramePiece> {
    let bytes = this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece])
    this.#held = Buffer.alloc(0)
    while (bytes.length > 0) {
      if (this.#pass > 0) {
        const taken = bytes.subarray(0, this.#pass)
        this.#pass -= taken.length
        bytes = bytes.subarray(taken.length)
        this.#offset += taken.length
        const ends = this.#pass === 0 && this.#isLast
        if (this.#state !== 'skip') yield { bytes: taken, last: ends }
        if (this.#pass === 0 && (ends || this.#state === 'skip')) this.#restart()
        continue
      }
      if (!this.#read(bytes)) {
        this.#held = Buffer.from(bytes)
        return
      }
    }
  }

  #restart(): void {
    this.#state = 'begin'
    this.#isLast = false
  }

  /** Reads the header that the bytes begin with, so that it is known how many of them pass; false where it is not whole. */
  #read(bytes: Buffer): boolean {
    if (this.#state === 'begin') return this.#begin(bytes)
    if (this.#state === 'header') return this.#header(bytes)
    return this.#block(bytes)
  }

  #begin(bytes: Buffer): boolean {
    if (bytes.length < 4) return false
    const magic = bytes.readUInt32LE(0)
    if (magic === MAGIC) {
      this.#state = 'header'
      return this.#header(bytes)
    }
    if (magic >>> 4 !== SKIPPABLE >>> 4)
      throw new Error(`no frame of Zstandard begins at byte ${this.#offset}`)
    if (bytes.length < 8) return false
    this.#state = 'skip'
    this.#pass = 8 + bytes.readUInt32LE(4)
    return true
  }

  #header(bytes: Buffer): boolean {
    if (bytes.length < 5) return false
    const told = bytes[4] ?? 0
    const single = (told & 0x20) !== 0
    const dictionary = [0, 1, 2, 4][told & 3] ?? 0
    const size = [single ? 1 : 0, 2, 4, 8][told >>> 6] ?? 0
    this.#hasChecksum = (told & 4) !== 0
    this.#pass = 5 + (single ? 0 : 1) + dictionary + size
    this.#state = 'block'
    return true
  }

  #block(bytes: Buffer): boolean {
    if (bytes.length < 3) return false
    const told = bytes.readUIntLE(0, 3)
    const type = (told >>> 1) & 3
    if (type === RESERVED) throw new Error(`a block of Zstandard at byte ${this.#offset} is of no known type`)
    this.#isLast = (told & 1) !== 0
    this.#pass = 3 + (type === RUN ? 1 : told >>> 3) + (this.#isLast && this.#hasChecksum ? 4 : 0)
    return true
  }
}
