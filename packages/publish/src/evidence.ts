import { MAX_OUTPUT_BYTES } from '@sluice/github'
import { carry, encode, predicateOf, readSigningKey, signVerdict, type Verdict } from '@sluice/verdict'

/** A verdict as the gate reads it: signed where there is a key. */
export interface EvidenceDocument {
  readonly text: string
  readonly signed: boolean
  /** The same as an in-toto predicate, for those who have `actions/attest` sign it. */
  readonly predicate: string
}

/** Signs a verdict with the key that the user gave, or leaves it plain without one. `now` is epoch milliseconds. */
export function evidenceOf(verdict: Verdict, signingKey: string | undefined, now: number): EvidenceDocument {
  const predicate = predicateOf(verdict, now)
  if (signingKey === undefined) return { text: encode(verdict), signed: false, predicate }
  return { text: signVerdict(verdict, readSigningKey(signingKey), now), signed: true, predicate }
}

/** The document packed for the text of a check run; undefined where it does not fit, for half a document is none. */
export function ridingText({ text }: EvidenceDocument): string | undefined {
  const packed = carry(text)
  return Buffer.byteLength(packed) <= MAX_OUTPUT_BYTES ? packed : undefined
}
