import { gunzipSync, gzipSync } from 'node:zlib'
import { UserError } from '@sluice/action'

/** What is being released. Evidence counts only for the identity it was observed under. */
export interface Identity {
  readonly sha: string
  /** Digest of what is deployed; where it is given, it is the identity, whatever the commit. */
  readonly artifact?: string
}

/** How the two arms are called at the router and in the metrics. */
export interface ArmNames {
  readonly baseline: string
  readonly candidate: string
}

/** The part of a record that never changes: the payload of its deployment. Times are epoch milliseconds. */
export interface RecordPayload {
  readonly sluice: 2
  readonly action: string
  readonly service: string
  readonly identity: Identity
  /** How often this candidate has been tried, from 1. */
  readonly attempt: number
  /** Who began it; `run` is `RUN.ATTEMPT`. */
  readonly by: { readonly run: string; readonly event: string; readonly actor: string }
  /** Finds a record again whose answer got lost, and names the owner of term 1. */
  readonly nonce: string
  /** Last moment of the job that began it. */
  readonly until: number
  readonly arms: ArmNames
  /** A claim is not begun by another run, and a rehearsal releases nothing: it always ends at home. */
  readonly began: 'claim' | 'run' | 'rehearsal'
  /** The weight that a `run` is about to reach first; of a claim it says nothing. */
  readonly first: number
  /** The whole plan, so that any later run continues by it; its shape is the action's business. */
  readonly plan: unknown
  /** Digest of plan, identity and arms. */
  readonly digest: string
  /** Records with a lower id are final. */
  readonly floor: number
}

/** A plan up to this size travels as it is, a larger one compressed. */
const PLAIN_BYTES = 16 * 1024
const MOST_BYTES = 48 * 1024

const BEGINNINGS = ['claim', 'run', 'rehearsal'] as const

/** The payload as GitHub keeps it. Throws `PLAN_TOO_LARGE` where the plan is larger than 48 KiB compressed. */
export function encodePayload(payload: RecordPayload): Readonly<Record<string, unknown>> {
  const text = JSON.stringify(payload.plan)
  if (Buffer.byteLength(text) <= PLAIN_BYTES) return { ...payload }
  const packed = gzipSync(text, { level: 9 }).toString('base64')
  if (packed.length <= MOST_BYTES) return { ...payload, plan: { gzip: packed } }
  throw new UserError(
    'PLAN_TOO_LARGE',
    `the plan of this rollout takes ${Math.ceil(packed.length / 1024)} KiB compressed; at most 48 KiB are accepted`,
    'Give fewer metrics, or shorter queries.',
  )
}

/** Reads a payload of ours; undefined for someone else's, for another version and for one that is not whole. */
export function decodePayload(payload: unknown): RecordPayload | undefined {
  if (!isObject(payload) || payload['sluice'] !== 2) return undefined
  const { identity, by, arms } = payload
  const whole =
    ['action', 'service', 'nonce', 'digest'].every((name) => typeof payload[name] === 'string') &&
    ['attempt', 'until', 'floor', 'first'].every((name) => Number.isFinite(payload[name])) &&
    hasTexts(identity, ['sha']) &&
    hasTexts(by, ['run', 'event', 'actor']) &&
    hasTexts(arms, ['baseline', 'candidate'])
  const plan = unpacked(payload['plan'])
  if (!whole || plan === undefined) return undefined
  const began = BEGINNINGS.find((one) => one === payload['began']) ?? 'run'
  return { ...(payload as unknown as RecordPayload), began, plan: plan.value }
}

function unpacked(plan: unknown): { readonly value: unknown } | undefined {
  if (!isObject(plan) || typeof plan['gzip'] !== 'string') return { value: plan }
  try {
    const text = gunzipSync(Buffer.from(plan['gzip'], 'base64'), { maxOutputLength: 16 * 1024 * 1024 })
    return { value: JSON.parse(text.toString('utf8')) }
  } catch {
    return undefined
  }
}

/** Whether two identities name the same candidate: by artifact where either has one, else by commit. */
export function sameIdentity(a: Identity, b: Identity): boolean {
  return a.artifact === undefined && b.artifact === undefined ? a.sha === b.sha : a.artifact === b.artifact
}

/** A short name of a candidate for people. */
export function nameOf(identity: Identity): string {
  return identity.artifact === undefined ? identity.sha.slice(0, 12) : identity.artifact.slice(0, 19)
}

function hasTexts(value: unknown, names: readonly string[]): boolean {
  return isObject(value) && names.every((name) => typeof value[name] === 'string')
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
