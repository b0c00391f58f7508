/** Why a document is no evidence. Closed list: adding one is an API change. */
const ENVELOPE_REFUSALS = [
  'too_large',
  'too_deep',
  'not_json',
  'not_signed',
  'malformed_envelope',
  'wrong_payload_type',
  'no_keys',
  'unknown_key',
  'bad_signature',
  'wrong_signer',
  'wrong_statement',
  'unknown_schema',
  'contradicts_itself',
  'subject_mismatch',
] as const
export type EnvelopeRefusal = (typeof ENVELOPE_REFUSALS)[number]

/** Thrown inside verification; `verifyEnvelope` turns it into a value. */
export class RefusedEnvelope extends Error {
  override readonly name = 'RefusedEnvelope'
  readonly refusal: EnvelopeRefusal
  constructor(refusal: EnvelopeRefusal, detail: string) {
    super(detail)
    this.refusal = refusal
  }
}
