import { encode } from './codec.ts'
import { canonicalJson } from './digest.ts'
import { isRecord } from '@sluice/schema'
import { RefusedEnvelope } from './verify-refusal.ts'
import type { Verdict } from './verdict.ts'

export const PAYLOAD_TYPE = 'application/vnd.in-toto+json'
const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1'
export const PREDICATE_TYPE = 'https://sluice.dev/verdict/v1'

/** What a statement says once its shape is known; the verdict is still unread. */
export interface Statement {
  readonly digests: readonly Readonly<Record<string, string>>[]
  readonly verdict: unknown
  /** Epoch milliseconds. */
  readonly signedAt: number
}

/** The predicate alone, for `actions/attest`, which writes the statement around it. */
export function predicateOf(verdict: Verdict, signedAt: number): string {
  return canonicalJson({ signedAt, verdict: JSON.parse(encode(verdict)) as unknown })
}

/** An in-toto Statement v1 about a verdict's commit and, where it has one, its artifact. */
export function statementOf(verdict: Verdict, signedAt: number): string {
  const { repository, sha, service, artifact } = verdict.subject
  const commit = { name: repository, digest: { gitCommit: sha } }
  const tested = artifact === undefined ? [] : [{ name: service, digest: { sha256: hexOf(artifact) } }]
  return canonicalJson({
    _type: STATEMENT_TYPE,
    subject: [commit, ...tested],
    predicateType: PREDICATE_TYPE,
    predicate: JSON.parse(predicateOf(verdict, signedAt)) as unknown,
  })
}

/** Unknown data as a statement of our predicate type, or `RefusedEnvelope` with `wrong_statement`. */
export function readStatement(data: unknown): Statement {
  const wrong = (why: string): never => {
    throw new RefusedEnvelope('wrong_statement', why)
  }
  if (!isRecord(data) || data['_type'] !== STATEMENT_TYPE) return wrong('it is not an in-toto Statement v1')
  if (data['predicateType'] !== PREDICATE_TYPE) return wrong(`its predicate type is not ${PREDICATE_TYPE}`)
  const { predicate, subject } = data
  if (!isRecord(predicate)) return wrong('it has no predicate')
  const { signedAt, verdict } = predicate
  if (typeof signedAt !== 'number' || !Number.isSafeInteger(signedAt))
    return wrong('it does not say when it was signed')
  if (!Array.isArray(subject) || subject.length === 0) return wrong('it has no subject')
  return { digests: subject.map((one) => readDigest(one, wrong)), verdict, signedAt }
}

function readDigest(data: unknown, wrong: (why: string) => never): Readonly<Record<string, string>> {
  if (!isRecord(data) || !isRecord(data['digest'])) return wrong('a subject has no digest')
  const entries = Object.entries(data['digest'])
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value : wrong('a digest is not text')]),
  )
}

/** `sha256:ab…` as `ab…`, the way in-toto writes digests. */
export function hexOf(artifact: string): string {
  return artifact.replace(/^sha256:/, '')
}
