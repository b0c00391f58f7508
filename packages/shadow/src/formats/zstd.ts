import { Duplex, type Transform } from 'node:stream'
import { createZstdDecompress } from 'node:zlib'
import { ZstdFrames } from './zstd-frames.ts'

/**
 * Unpacks Zstandard of any number of frames, as appended logs are; Node's own reads the first and drops the others. Fails
 * where a frame is cut off or something else follows one.
 */
export function unpackZstd(): Duplex {
  return Duplex.from(async function* (packed: AsyncIterable<Buffer>) {
    const frames = new ZstdFrames()
    let open: Unpacking | undefined
    for await (const piece of packed) {
      for (const { bytes, last } of frames.split(piece)) {
        open ??= new Unpacking()
        yield* await open.write(bytes)
        if (!last) continue
        yield* await open.end()
        open = undefined
      }
    }
    frames.end()
  })
}

/** One frame on its way through Node's decompressor: what goes in, and what has come out meanwhile. */
class Unpacking {
  readonly #stream: Transform = createZstdDecompress()
  #out: Buffer[] = []
  #failed: Error | undefined
  #wake: () => void = () => undefined

  constructor() {
    this.#stream.on('data', (piece: Buffer) => this.#out.push(piece))
    this.#stream.on('end', () => this.#wake())
    this.#stream.on('error', (error) => {
      this.#failed = error
      this.#wake()
    })
  }

  async write(bytes: Buffer): Promise<readonly Buffer[]> {
    return await this.#after((done) => this.#stream.write(bytes, () => done()))
  }

  async end(): Promise<readonly Buffer[]> {
    return await this.#after(() => this.#stream.end())
  }

  async #after(work: (done: () => void) => void): Promise<readonly Buffer[]> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve
      work(resolve)
    })
    if (this.#failed !== undefined) throw this.#failed
    const out = this.#out
    this.#out = []
    return out
  }
}
