import { numberAt } from '../json/number.ts'
import { Picker } from '../json/pick.ts'
import { BACKSLASH, QUOTE, skipValue, utf8At } from '../json/scan.ts'
import { Trail } from '../json/trail.ts'
import { FAILED, TELLS } from '../pairs/entries.ts'

/** The keys of a record that say whether its request failed. */
export const TELLING = ['status', 'error'] as const
/** The end of a key `error`: native code searches fastest for what begins with a letter that is rare. */
const ERROR = Buffer.from('rror"')
const NO_ERROR: readonly string[] = ['null', 'false', '""', '0']

/** The record says so by its `status`, which then every record has; an `error` may stand only where there is one. */
export const BY_STATUS = 8

/** Reads from a record whether its request failed: by a `status` of 500 and above, or an `error` that is not empty. */
export class Failures {
  readonly #status = new Picker([[TELLING[0]]])
  readonly #trail = new Trail()
  readonly #error = new Picker([[TELLING[1]]])

  /** TELLS where the record says either way, with FAILED and BY_STATUS; `quiet` where it is known to name no error. */
  read(bytes: Buffer, from: number, to: number, quiet = !mayNameError(bytes, from, to)): number {
    const status = this.#statusIn(bytes, from, to)
    const end = status < 0 ? -1 : skipValue(bytes, status, to)
    const error = quiet ? undefined : this.#errorIn(bytes, from, to)
    if (end < 0 && error === undefined) return 0
    const failed =
      (error !== undefined && !NO_ERROR.includes(error)) || (end >= 0 && isFailure(bytes, status, end))
    return TELLS + (failed ? FAILED : 0) + (end >= 0 ? BY_STATUS : 0)
  }

  /** Where the status begins, or -1. */
  #statusIn(bytes: Buffer, from: number, to: number): number {
    const known = this.#trail.find(bytes, from, to)
    if (known >= 0) return known
    this.#status.pick(bytes, from, to)
    const [start = -1] = this.#status.ranges
    if (start >= 0) this.#trail.learn(bytes, from, start)
    return start
  }

  #errorIn(bytes: Buffer, from: number, to: number): string | undefined {
    this.#error.pick(bytes, from, to)
    const [start = -1, end = -1] = this.#error.ranges
    return start < 0 ? undefined : utf8At(bytes, start, end)
  }
}

/** Whether some bytes can hold a key `error`, however it is readSpelled: a search by native code, before any reading. */
export function mayNameError(bytes: Buffer, from: number, to: number): boolean {
  const record = bytes.subarray(from, to)
  return record.includes(ERROR) || record.includes(BACKSLASH)
}

function isFailure(bytes: Buffer, from: number, to: number): boolean {
  return bytes[from] !== QUOTE && numberAt(bytes, from, to) >= 500
}
