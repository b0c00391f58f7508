import { NEWLINE } from '../json/scan.ts'
import type { Log } from './log.ts'

/** Bytes of each arm that are compared at once, few enough to stay in the processor's cache until they are looked at. */
export const REGION = 256 * 1024
/** Bytes read beyond a range, for the line that begins before its end. */
const BEYOND = 8 * 1024
const NOTHING = Buffer.alloc(0)

/** Reads whole lines that are the same in every arm of some logs of one file each. */
export class SharedLines {
  /** What was read last; valid until more is read. */
  bytes: Buffer = NOTHING
  readonly #logs: readonly Log[]
  #arms: readonly Buffer[] = []

  constructor(logs: readonly Log[]) {
    this.#logs = logs
  }

  /**
   * Reads the lines that begin at `at`, where one does in every arm, and further on before `end`: how many bytes of them
   * are the same in every arm, the last newline included. 0 where they are not, or the first is too long to be seen as a
   * whole.
   */
  read(at: number, end: number): number {
    if (this.#arms.length === 0) this.#arms = this.#logs.map(() => Buffer.allocUnsafeSlow(REGION))
    const [own = NOTHING] = this.#arms
    const wanted = Math.min(REGION, end - at + BEYOND)
    let got = wanted
    for (let arm = 0; arm < this.#arms.length; arm++)
      got = Math.min(got, this.#logs[arm]?.read(this.#arms[arm] ?? NOTHING, at, wanted) ?? 0)
    const to = wholeLines(own, got, end - at)
    this.bytes = own
    return this.#arms.every((bytes) => bytes === own || own.compare(bytes, 0, to, 0, to) === 0) ? to : 0
  }
}

/** Behind the newline of the last of the lines in the first `length` bytes that begins before `end`; 0 where none is. */
function wholeLines(bytes: Buffer, length: number, end: number): number {
  const last = length < end ? -1 : bytes.subarray(0, length).indexOf(NEWLINE, end - 1)
  return (last >= 0 ? last : bytes.subarray(0, Math.min(length, end)).lastIndexOf(NEWLINE)) + 1
}
