import {
  orRefusal,
  parseBounded,
  readConsistent,
  verifyEnvelope,
  type RefusedDocument,
  type Rejudge,
  type VerifyingKey,
  type Verdict,
} from '@sluice/verdict'
import { isBundle, verifyAttestation, type AttestationTrust } from './attestation.ts'
import type { DocumentRefusal } from './reasons.ts'

/** Something that claims to be evidence, as it was found. `text` is undefined where it could not be unpacked. */
export interface Document {
  /** Where it was found, for people: `file sluice-report/verdict.json`, `check run 42`. */
  readonly origin: string
  readonly text: string | undefined
  /** Slug of the App that posted it; undefined where it did not come through GitHub. */
  readonly postedBy?: string
  /** It was found where no evidence is asked for: a fail there counts, a pass does not. */
  readonly onlyAgainst?: boolean
  /** It was found at another commit by the digest of an artifact; what does not fit there is not worth a word. */
  readonly byArtifact?: boolean
}

export interface Accepted {
  readonly origin: string
  readonly verdict: Verdict
  /** Id of the key; undefined for unauthenticated evidence. */
  readonly signedBy?: string
  readonly signedAt?: number
}

/** The newest verdict on something, and every analysis of it that there was. */
export interface AnsweredEvidence extends Accepted {
  /** Oldest first; looks of one analysis are one attempt. */
  readonly attempts: readonly Attempt[]
}

/** One analysis from its beginning, whatever came of it. */
export interface Attempt {
  /** Epoch milliseconds. */
  readonly from: number
  readonly failed: boolean
  readonly origin: string
}

export interface Refused {
  readonly origin: string
  readonly refusal: DocumentRefusal
  readonly detail: string
  /** What it claims to be about, where that much could be read. Never trusted. */
  readonly claims?: { readonly action: string; readonly service: string }
}

/** What is to be opened. `environment` is where to; evidence may come from another one. */
export interface Target {
  readonly repository: string
  readonly sha: string
  readonly environment: string
  /** Where evidence is gathered unless a requirement says otherwise. */
  readonly evidenceFrom: string
  readonly service?: string
  readonly artifact?: string
}

export interface Trust {
  readonly keys: readonly VerifyingKey[]
  readonly signed: boolean
  readonly attestations?: AttestationTrust
  readonly postedBy: readonly string[]
  readonly environments: readonly string[]
  readonly rejudge: Rejudge
}

/** Clocks of runners and of this gate may differ by this much. */
const SKEW_MS = 5 * 60_000

/** Reads every document, and tells evidence about this target from what is refused. Order does not matter. */
export function examine(
  documents: readonly Document[],
  target: Target,
  trust: Trust,
  now: number,
): { readonly accepted: readonly AnsweredEvidence[]; readonly refused: readonly Refused[] } {
  const results = documents.flatMap((document) => {
    const result = examineOne(document, target, trust, now)
    const isRead = 'verdict' in result
    const counts =
      (document.onlyAgainst !== true || (isRead && result.verdict.outcome === 'fail')) &&
      (document.byArtifact !== true || isRead)
    return counts ? [result] : []
  })
  const read = results.filter((one): one is Accepted => 'verdict' in one)
  const { newest, older } = sortOut(read, target)
  return {
    accepted: newest,
    refused: [...results.filter((one): one is Refused => 'refusal' in one), ...older],
  }
}

function examineOne(document: Document, target: Target, trust: Trust, now: number): Accepted | Refused {
  const { origin, text, postedBy } = document
  if (postedBy !== undefined && !trust.postedBy.includes(postedBy)) {
    return {
      origin,
      refusal: 'foreign_app',
      detail: `it was posted by the App ${postedBy}, which is not trusted here`,
    }
  }
  if (text === undefined) return { origin, refusal: 'unreadable', detail: 'it cannot be unpacked' }
  const mustVerify = isAuthenticating(trust)
  const result: Read | RefusedDocument = mustVerify
    ? verifySigned(text, trust)
    : readUnsigned(text, trust.rejudge)
  if (!result.ok) return { origin, refusal: result.refusal, detail: result.detail }
  const { verdict, signedBy, signedAt } = result
  const wrong = misplaced(verdict, target, trust) ?? untimely(verdict, signedAt, now)
  const claims = { action: verdict.action, service: verdict.subject.service }
  return wrong === undefined
    ? { origin, verdict, ...(signedBy === undefined || signedAt === undefined ? {} : { signedBy, signedAt }) }
    : { origin, ...wrong, claims }
}

/** Whether evidence needs a signature, of whatever kind. */
export function isAuthenticating(
  trust: Pick<Trust, 'keys' | 'signed'> & { readonly attestations?: unknown },
): boolean {
  return trust.keys.length > 0 || trust.signed || trust.attestations !== undefined
}

function verifySigned(text: string, { keys, attestations, rejudge }: Trust): Read | RefusedDocument {
  if (attestations === undefined) return verifyEnvelope(text, keys, rejudge)
  return orRefusal(() => {
    const data = parseBounded(text)
    return isBundle(data)
      ? verifyAttestation(data, attestations, rejudge)
      : verifyEnvelope(text, keys, rejudge)
  })
}

type Read = { readonly ok: true } & Pick<Accepted, 'verdict' | 'signedBy' | 'signedAt'>

/** Where the policy accepts unsigned evidence and there is no key, an envelope is opened unchecked: the same content counts, signed or not. */
function readUnsigned(text: string, rejudge: Rejudge): Read | RefusedDocument {
  return orRefusal(() => {
    const data = parseBounded(text)
    const inner = payloadOf(data)
    return { ok: true as const, verdict: readConsistent(inner, rejudge) }
  })
}

function payloadOf(data: unknown): unknown {
  if (!isRecord(data) || typeof data['payload'] !== 'string') return data
  const statement = parseBounded(Buffer.from(data['payload'], 'base64').toString('utf8'))
  return isRecord(statement) && isRecord(statement['predicate'])
    ? statement['predicate']['verdict']
    : statement
}

function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}

type Wrong = Pick<Refused, 'refusal' | 'detail'>

function misplaced({ subject }: Verdict, target: Target, trust: Trust): Wrong | undefined {
  if (subject.repository.toLowerCase() !== target.repository.toLowerCase()) {
    return { refusal: 'other_repository', detail: `it is about ${subject.repository}` }
  }
  // Evidence follows the artifact: a squash merge or a tag is another commit with the same one.
  const sameArtifact = target.artifact !== undefined && subject.artifact === target.artifact
  if (subject.sha !== target.sha && !sameArtifact)
    return { refusal: 'other_commit', detail: `it is about commit ${subject.sha}` }
  const known = trust.environments.some((one) => one.toLowerCase() === subject.environment.toLowerCase())
  return known
    ? undefined
    : { refusal: 'other_environment', detail: `it was gathered in ${subject.environment}` }
}

function untimely({ window }: Verdict, signedAt: number | undefined, now: number): Wrong | undefined {
  if (Math.max(window.to, signedAt ?? window.to) <= now + SKEW_MS) return undefined
  return { refusal: 'from_the_future', detail: 'its date is in the future' }
}

/**
 * Of several verdicts on the same thing the newest answers. Older ones are kept as attempts, as an old pass must not
 * outlive a new fail, nor a new pass an old fail.
 */
function sortOut(
  read: readonly Accepted[],
  target: Target,
): { readonly newest: readonly AnsweredEvidence[]; readonly older: readonly Refused[] } {
  const groups = new Map<string, Accepted[]>()
  for (const one of read) {
    const { action, subject } = one.verdict
    const key = JSON.stringify([action, subject.service, subject.environment.toLowerCase()])
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  const answers = [...groups.values()].map((all) => {
    const group = ofArtifact(all, target.artifact)
    const newest = group.reduce((best, one) => (isNewer(one, best) ? one : best))
    return { ...newest, attempts: attemptsOf(group) }
  })
  const kept = new Set(answers.map(({ verdict }) => JSON.stringify(verdict)))
  const older = read
    .filter(({ verdict }) => !kept.has(JSON.stringify(verdict)))
    .map((one): Refused => ({
      origin: one.origin,
      refusal: 'superseded',
      detail: 'a newer verdict on the same subject replaces it; if it is a fail, it still counts',
      claims: { action: one.verdict.action, service: one.verdict.subject.service },
    }))
  return { newest: answers, older }
}

/** A fail of one artifact says nothing about another one of the same commit. */
function ofArtifact(all: readonly Accepted[], artifact: string | undefined): readonly Accepted[] {
  const about = all.filter(({ verdict }) => (verdict.subject.artifact ?? artifact) === artifact)
  return artifact === undefined || about.length === 0 ? all : about
}

function attemptsOf(group: readonly Accepted[]): readonly Attempt[] {
  const attempts = new Map<number, Attempt>()
  for (const { verdict, origin } of group) {
    const { from } = verdict.window
    const failed = verdict.outcome === 'fail' || (attempts.get(from)?.failed ?? false)
    attempts.set(from, {
      from,
      failed,
      origin: verdict.outcome === 'fail' ? origin : (attempts.get(from)?.origin ?? origin),
    })
  }
  return [...attempts.values()].sort((a, b) => a.from - b.from)
}

function isNewer(a: Accepted, b: Accepted): boolean {
  const [endA, endB] = [a.verdict.window.to, b.verdict.window.to]
  if (endA !== endB) return endA > endB
  if ((a.signedAt ?? 0) !== (b.signedAt ?? 0)) return (a.signedAt ?? 0) > (b.signedAt ?? 0)
  // Two verdicts of one moment: the worse one counts, whichever was found first.
  return HARM[a.verdict.outcome] > HARM[b.verdict.outcome]
}

const HARM = { pass: 0, inconclusive: 1, fail: 2 } as const
