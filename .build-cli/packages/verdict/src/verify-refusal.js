/** Why a document is no evidence. Closed list: adding one is an API change. */
export const ENVELOPE_REFUSALS = [
    'too_large',
    'too_deep',
    'not_json',
    'not_signed',
    'malformed_envelope',
    'wrong_payload_type',
    'no_keys',
    'unknown_key',
    'bad_signature',
    'wrong_statement',
    'unknown_schema',
    'contradicts_itself',
    'subject_mismatch',
];
/** Thrown inside verification; `verifyEnvelope` turns it into a value. */
export class RefusedEnvelope extends Error {
    name = 'RefusedEnvelope';
    refusal;
    constructor(refusal, detail) {
        super(detail);
        this.refusal = refusal;
    }
}
