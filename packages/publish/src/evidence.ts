import { MAX_OUTPUT_BYTES } from '@sluice/github'
import {
  artifactLink,
  carry,
  encode,
  predicateOf,
  readSigningKey,
  signVerdict,
  type Verdict,
} from '@sluice/verdict'

/** A verdict as the gate reads it: signed where there is a key. */
export interface EvidenceDocument {
  readonly text: string
  readonly signed: boolean
  /** The same as an in-toto predicate, for those who have `actions/attest` sign it. */
  readonly predicate: string
}

/** Signs a verdict with the key that the user gave, or leaves it plain without one. `now` is epoch milliseconds. */
export function evidenceDocument(
  verdict: Verdict,
  signingKey: string | undefined,
  now: number,
): EvidenceDocument {
  const predicate = predicateOf(verdict, now)
  if (signingKey === undefined) return { text: encode(verdict), signed: false, predicate }
  return { text: signVerdict(verdict, readSigningKey(signingKey), now), signed: true, predicate }
}

/** How the artifact is called that a check points to when its verdict is too large for its text. */
export const ARTIFACT = 'sluice-report'

/**
 * What a check's text says for the gate: the document itself, packed, or where it does not fit a pointer to the
 * artifact of this run that the workflow uploads the report folder as. Half a document is never shown.
 */
export function ridingText({ text }: EvidenceDocument, runId: number | undefined): string {
  const packed = carry(text)
  if (Buffer.byteLength(packed) <= MAX_OUTPUT_BYTES) return packed
  const link = runId === undefined ? '' : `${artifactLink({ name: ARTIFACT, runId })}\n`
  return `${link}The verdict is too large for this check. Upload the report folder as the artifact \`${ARTIFACT}\` of this run, and the gate reads it there.`
}
