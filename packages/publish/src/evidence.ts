import { MAX_OUTPUT_BYTES } from '@sluice/github'
import { carry, encode, readSigningKey, signVerdict, type Verdict } from '@sluice/verdict'

/** A verdict as the gate reads it: signed where there is a key. */
export interface EvidenceDocument {
  readonly text: string
  readonly signed: boolean
}

/** Signs a verdict with the key that the user gave, or leaves it plain without one. `now` is epoch milliseconds. */
export function evidenceOf(verdict: Verdict, signingKey: string | undefined, now: number): EvidenceDocument {
  if (signingKey === undefined) return { text: encode(verdict), signed: false }
  return { text: signVerdict(verdict, readSigningKey(signingKey), now), signed: true }
}

/** The document packed for the text of a check run; undefined where it does not fit, for half a document is none. */
export function ridingText({ text }: EvidenceDocument): string | undefined {
  const packed = carry(text)
  return Buffer.byteLength(packed) <= MAX_OUTPUT_BYTES ? packed : undefined
}
