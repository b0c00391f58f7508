import type { LogFormat } from './contract.ts'
import { readMessage } from './http-message.ts'
import { responseRecord, type Role } from './http-record.ts'

export const goreplay: LogFormat = {
  endings: ['gor'],
  begins: (start) => /^[123] [0-9a-f]{24,} \d+/.test(start),
  reader: (role) => {
    const reader = new GoReplayReader(role)
    return (piece, last, emit) => reader.read(piece, last, emit)
  },
}

const SEPARATOR = Buffer.from('\n🐵🙈🙉\n')
/** Kinds of payloads in a GoReplay file: a request, the original response, the replayed one. */
const KIND: Readonly<Record<Role, string>> = { requests: '1', primary: '2', candidate: '3' }

/**
 * Reads a GoReplay file piece by piece and gives the payloads of one kind as records, with the id that joins them. A
 * response of which something is missing becomes a record that breaks off behind its id: it can be paired, not compared.
 */
class GoReplayReader {
  #rest = Buffer.alloc(0)
  readonly #role: Role
  /** Requests whose responses have no body. */
  readonly #heads = new Set<string>()

  constructor(role: Role) {
    this.#role = role
  }

  read(piece: Buffer, last: boolean, emit: (record: string) => void): void {
    this.#rest = Buffer.concat([this.#rest, piece])
    for (let end = this.#rest.indexOf(SEPARATOR); end >= 0; end = this.#rest.indexOf(SEPARATOR)) {
      this.#payload(this.#rest.subarray(0, end), true, emit)
      this.#rest = this.#rest.subarray(end + SEPARATOR.length)
    }
    if (last && this.#rest.length > 0) this.#payload(this.#rest, false, emit)
  }

  #payload(payload: Buffer, isClosed: boolean, emit: (record: string) => void): void {
    const newline = payload.indexOf(0x0a)
    const [kind, id = '', time = '', latency] = payload
      .toString('latin1', 0, newline < 0 ? payload.length : newline)
      .trim()
      .split(' ')
    const bytes = payload.subarray(newline < 0 ? payload.length : newline + 1)
    if (kind === KIND.requests && bytes.toString('latin1', 0, 5) === 'HEAD ') this.#heads.add(id)
    if (kind !== KIND[this.#role]) return
    const message = readMessage(bytes, { isBodiless: this.#heads.has(id), isClosed })
    const { headers, body } = message
    const [first = '', second = ''] = message.start.split(' ')
    if (this.#role === 'requests') {
      if (newline < 0) return
      emit(
        JSON.stringify({
          id,
          method: first,
          url: second,
          headers: Object.fromEntries(headers),
          body: body.length === 0 ? undefined : body.toString('utf8'),
          at: Number(time) / 1e6,
        }),
      )
    } else if (!message.isWhole) {
      emit(`{"id":${JSON.stringify(id)}`)
    } else {
      const nanoseconds = Number(latency)
      const latencyMs =
        latency === undefined || !Number.isFinite(nanoseconds) || nanoseconds <= 0
          ? undefined
          : nanoseconds / 1e6
      const status = Number(second)
      emit(responseRecord({ id, status, headers, body, latencyMs }))
    }
  }
}
