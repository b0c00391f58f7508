import { decideGate, type Collected, type Document, type GateDecision, type GatePolicy } from '@sluice/gate'
import { generateKeys, readSigningKey, signVerdict, type Verdict } from '@sluice/verdict'
import { makeVerdict } from '../verdict/make-verdict.ts'
import { readGatePolicy } from './read-gate-policy.ts'

export const NOW = Date.parse('2026-03-10T12:00:00Z')
export const SHA = 'a'.repeat(40)
export const HOUR = 3_600_000

const pair = generateKeys()
export const key = readSigningKey(pair.privateKey)
export const publicKey = pair.publicKey

export const target = {
  repository: 'acme/shop',
  sha: SHA,
  environment: 'production',
  evidenceFrom: 'production',
  service: 'api',
}

/** A policy that trusts our key and asks for a canary, with more YAML under it. */
export function policyOf(more = '', require = 'require: [canary-step]'): GatePolicy {
  const block = publicKey
    .trim()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')
  return readGatePolicy(`${require}\npublic-keys: |\n${block}\n${more}`, 'the policy')
}

/** A fresh verdict, by default on what the gate is asked about. */
export function verdict(
  finding: 'fine' | 'worse' | 'unknown' = 'fine',
  change: Parameters<typeof makeVerdict>[1] = {},
): Verdict {
  return makeVerdict(finding, { to: NOW - HOUR, ...change })
}

export function signed(about: Verdict = verdict(), at = NOW - HOUR): Document {
  return { origin: 'file verdict.json', text: signVerdict(about, key, at) }
}

export function decide(
  documents: readonly Document[],
  policy = policyOf(),
  change: Partial<Collected> = {},
  now = NOW,
): GateDecision {
  return decideGate(
    policy,
    { target, documents, files: {}, overrides: [], rejudge: () => [], ...change },
    now,
  )
}

/** Reasons of all unmet conditions, in order. */
export function unmet(decided: GateDecision): readonly string[] {
  return decided.conditions.filter((one) => !one.met).map((one) => one.reason)
}
