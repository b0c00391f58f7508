import type { RecordId } from './record-id.ts'

/** Bytes of one record: `bytes` from `from` to `to`. Only valid until the next pair. */
export interface RecordBytes {
  readonly bytes: Buffer
  readonly from: number
  readonly to: number
  /** Where it stands in its log, where it is one. */
  readonly offset?: number
}

/** Why a record was not compared. */
export type Lost = 'unmatched' | 'duplicate' | 'no-id' | 'unparsable' | 'oversized'

export interface PairingOptions {
  /** Paths of the values that together name a record. */
  readonly pairBy: readonly (readonly string[])[]
  /** Longest record, in bytes. */
  readonly limit: number
  /** The part of all pairs to look at, by the hash of their id: part `index` (from 0) of `count`. */
  readonly shard: { readonly index: number; readonly count: number }
  /** Into how many parts, by the same hash, the records of that shard are divided; at most 512. */
  readonly parts: number
}

/** What pairing finds. `repeat` is undefined where there is no second answer of the primary to this request. */
export interface PairSink {
  readonly pair: (
    id: RecordId,
    primary: RecordBytes,
    candidate: RecordBytes,
    repeat: RecordBytes | undefined,
  ) => void
  /** A pair, with its repeat where `repeated`, whose records are the same to the last byte, and how they were marked. */
  readonly same: (marks: number, repeated: boolean) => void
  readonly lost: (arm: number, why: Lost) => void
  /** The id of a request that only the primary answered, and where that stands; of each part the first few are told. */
  readonly missing: (id: RecordId, offset: number) => void
}
