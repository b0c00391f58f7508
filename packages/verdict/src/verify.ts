import { decode } from './codec.ts'
import { isRecord } from '@sluice/schema'
import { bytesOf, readEnvelope, signersOf, type Envelope } from './dsse.ts'
import type { VerifyingKey } from './keys.ts'
import { VerdictRefused } from './refused.ts'
import { hexOf, PAYLOAD_TYPE, readStatement, type Statement } from './statement.ts'
import { parseBounded } from './verify-limits.ts'
import { RefusedEnvelope, type EnvelopeRefusal } from './verify-refusal.ts'
import type { Verdict } from './verdict.ts'

/** A verdict whose signature, statement and own arithmetic hold. `signedBy` names a key's id. */
export interface VerifiedVerdict {
  readonly ok: true
  readonly verdict: Verdict
  readonly signedBy: string
  /** Epoch milliseconds. */
  readonly signedAt: number
}

export interface RefusedDocument {
  readonly ok: false
  readonly refusal: EnvelopeRefusal
  readonly detail: string
}

export type Rejudge = (verdict: Verdict) => readonly string[]

/**
 * Checks, in this order: size and depth, envelope, signature by one of `keys`, statement, the verdict's own consistency
 * (with `rejudge`, its findings too), and that the statement's subjects are the verdict's. Never throws for bad input.
 */
export function verifyEnvelope(
  text: string,
  keys: readonly VerifyingKey[],
  rejudge?: Rejudge,
): VerifiedVerdict | RefusedDocument {
  return orRefusal(() => {
    const data = parseBounded(text)
    if (isRecord(data) && 'schema' in data && !('payload' in data)) {
      throw new RefusedEnvelope('not_signed', 'it is a verdict without a signature')
    }
    const envelope = readEnvelope(data)
    const signedBy = signerOf(envelope, keys)
    const payload = bytesOf(envelope.payload, 'its payload').toString('utf8')
    return verifyStatement(parseBounded(payload), signedBy, rejudge)
  })
}

/** The same checks for a statement whose signature was checked elsewhere, by whoever `signedBy` names. */
export function verifyStatement(data: unknown, signedBy: string, rejudge?: Rejudge): VerifiedVerdict {
  const statement = readStatement(data)
  const verdict = readConsistent(statement.verdict, rejudge)
  requireSameSubject(statement, verdict)
  return { ok: true, verdict, signedBy, signedAt: statement.signedAt }
}

/** Runs checks that throw `RefusedEnvelope`, and returns the refusal as a value. */
export function orRefusal<T>(check: () => T): T | RefusedDocument {
  try {
    return check()
  } catch (error) {
    if (error instanceof RefusedEnvelope) return { ok: false, refusal: error.refusal, detail: error.message }
    throw error
  }
}

function signerOf(envelope: Envelope, keys: readonly VerifyingKey[]): string {
  if (keys.length === 0) throw new RefusedEnvelope('no_keys', 'there is no public key to check it against')
  if (envelope.payloadType !== PAYLOAD_TYPE) {
    throw new RefusedEnvelope('wrong_payload_type', `its payload is not ${PAYLOAD_TYPE}`)
  }
  const [signer] = signersOf(envelope, keys)
  if (signer !== undefined) return signer
  const claimed = envelope.signatures.some(({ keyid }) => keys.some((key) => key.id === keyid))
  throw claimed
    ? new RefusedEnvelope(
        'bad_signature',
        'its signature does not match its content: it was changed after it was signed',
      )
    : new RefusedEnvelope('unknown_key', 'it is not signed by a trusted key')
}

/** A verdict that agrees with itself, or `RefusedEnvelope` with `unknown_schema` or `contradicts_itself`. */
export function readConsistent(data: unknown, rejudge?: Rejudge): Verdict {
  if (!isRecord(data) || data['schema'] !== 1) {
    throw new RefusedEnvelope('unknown_schema', 'its verdict has a schema that this version does not know')
  }
  try {
    return decode(JSON.stringify(data), rejudge)
  } catch (error) {
    const why =
      error instanceof VerdictRefused
        ? error.problems.join('; ')
        : `it cannot be judged again: ${String(error)}`
    throw new RefusedEnvelope('contradicts_itself', why)
  }
}

function requireSameSubject(statement: Statement, verdict: Verdict): void {
  const { sha, artifact } = verdict.subject
  const commits = statement.digests.flatMap((digest) => digest['gitCommit'] ?? digest['sha1'] ?? [])
  const artifacts = statement.digests.flatMap((digest) => digest['sha256'] ?? [])
  const fits =
    commits.every((commit) => commit === sha) &&
    (artifact === undefined ? artifacts.length === 0 : artifacts.includes(hexOf(artifact)))
  if (fits && commits.length + artifacts.length > 0) return
  throw new RefusedEnvelope(
    'subject_mismatch',
    'its statement and its verdict name different commits or artifacts',
  )
}
