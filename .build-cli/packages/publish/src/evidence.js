import { MAX_OUTPUT_BYTES } from '@sluice/github';
import { artifactLink, carry, encode, predicateOf, readSigningKey, signVerdict, } from '@sluice/verdict';
/** Signs a verdict with the key that the user gave, or leaves it plain without one. `now` is epoch milliseconds. */
export function evidenceOf(verdict, signingKey, now) {
    const predicate = predicateOf(verdict, now);
    if (signingKey === undefined)
        return { text: encode(verdict), signed: false, predicate };
    return { text: signVerdict(verdict, readSigningKey(signingKey), now), signed: true, predicate };
}
/** How the artifact is called that a check points to when its verdict is too large for its text. */
export const ARTIFACT = 'sluice-report';
/**
 * What a check's text says for the gate: the document itself, packed, or where it does not fit a pointer to the
 * artifact that the workflow uploads the report folder as. Half a document is never shown.
 */
export function ridingText({ text }) {
    const packed = carry(text);
    if (Buffer.byteLength(packed) <= MAX_OUTPUT_BYTES)
        return packed;
    return `${artifactLink(ARTIFACT)}\nThe verdict is too large to ride in this check. The gate reads it from the artifact \`${ARTIFACT}\` of this run, when the workflow uploads the report folder under that name.`;
}
