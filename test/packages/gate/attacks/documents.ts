import type { Document, GateDecision } from '@sluice/gate'
import {
  canonicalJson,
  digestOf,
  encode,
  generateKeys,
  PAYLOAD_TYPE,
  readSigningKey,
  seal,
  signVerdict,
  statementOf,
  type Verdict,
} from '@sluice/verdict'
import { decide, HOUR, key, NOW, policyOf, SHA, signed, target, verdict } from '../world.ts'

/** What is tried, the reason code that stops it, and the decision it leads to (or the error). */
export type Attack = readonly [
  attack: string,
  reason: string,
  run: () => GateDecision | Promise<GateDecision>,
]

const stranger = readSigningKey(generateKeys().privateKey)
const at = NOW - HOUR
const text = (content: string): Document => ({ origin: 'file', text: content })
const genuine = signed().text ?? ''

type Json = Record<string, unknown>
const statement = (of = verdict()): Json => JSON.parse(statementOf(of, at)) as Json
const sealed = (content: unknown, signer = key): Document =>
  text(JSON.stringify(seal(PAYLOAD_TYPE, Buffer.from(canonicalJson(content)), signer)))

/** The genuine envelope with other words in its statement: the signature stays what it was. */
function altered(from: string, to: string): Document {
  const envelope = JSON.parse(genuine) as Json & { payload: string }
  const inside = Buffer.from(envelope.payload, 'base64').toString()
  if (!inside.includes(from)) throw new Error(`${from} is not in the statement`)
  return text(
    JSON.stringify({ ...envelope, payload: Buffer.from(inside.replaceAll(from, to)).toString('base64') }),
  )
}

const envelope = (change: Json): Document =>
  text(JSON.stringify({ ...(JSON.parse(genuine) as Json), ...change }))
const one = (document: Document) => (): GateDecision => decide([document])
const about = (subject: Partial<Verdict['subject']>) => one(signed(verdict('fine', { subject })))
const restated = (change: Json): (() => GateDecision) => one(sealed({ ...statement(), ...change }))
const said = (change: object): (() => GateDecision) => one(signed({ ...verdict(), ...change } as Verdict))

/** After signing: every part of what was signed, changed. */
const AFTER: readonly (readonly [string, string, string])[] = [
  ['repository', '"repository":"acme/shop"', '"repository":"acme/evil"'],
  ['commit', SHA, 'c'.repeat(40)],
  ['environment', '"environment":"production"', '"environment":"staging"'],
  ['service', '"service":"api"', '"service":"web"'],
  ['artifact', 'b'.repeat(64), 'c'.repeat(64)],
  ['action', '"action":"canary-step"', '"action":"shadow-compare"'],
  ['failed events', '"events":1,', '"events":0,'],
  ['trials', '"trials":1000', '"trials":9000'],
  ['margin', '"margin":0.01', '"margin":0.99'],
  ['confidence', '"confidence":0.95', '"confidence":0.99'],
  ['judge', '"judge":"sequential"', '"judge":"fixed"'],
  ['time of signing', `"signedAt":${at}`, `"signedAt":${NOW}`],
  ['window', `"to":${at}`, `"to":${NOW}`],
]

export const DOCUMENTS: readonly Attack[] = [
  ...AFTER.map(([what, from, to]): Attack => [
    `change the ${what} after signing`,
    'bad_signature',
    one(altered(from, to)),
  ]),
  ['give a verdict without a signature', 'not_signed', one(text(encode(verdict())))],
  ["sign with a key of one's own", 'unknown_key', one(text(signVerdict(verdict(), stranger, at)))],
  [
    'name a trusted key over a foreign signature',
    'bad_signature',
    one(
      envelope({
        signatures: [
          {
            keyid: key.id,
            sig: JSON.parse(signVerdict(verdict(), stranger, at)).signatures[0].sig as string,
          },
        ],
      }),
    ),
  ],
  ['leave the signature empty', 'unknown_key', one(envelope({ signatures: [{ sig: '' }] }))],
  ['leave all signatures out', 'malformed_envelope', one(envelope({ signatures: [] }))],
  [
    'give a hundred signatures',
    'malformed_envelope',
    one(envelope({ signatures: Array.from({ length: 100 }, () => ({ sig: 'AAAA' })) })),
  ],
  ['give signatures that are no list', 'malformed_envelope', one(envelope({ signatures: 'AAAA' }))],
  ['give a signature that is no text', 'malformed_envelope', one(envelope({ signatures: [{ sig: 7 }] }))],
  [
    'hide bytes in base64 that decoders skip',
    'malformed_envelope',
    one(envelope({ payload: 'AAAA\n!AAAA' })),
  ],
  ['give a payload that is no text', 'malformed_envelope', one(envelope({ payload: { a: 1 } }))],
  ['claim another type of payload', 'wrong_payload_type', one(envelope({ payloadType: 'application/json' }))],
  ['give a list', 'malformed_envelope', one(text(`[${genuine}]`))],
  ['give null', 'malformed_envelope', one(text('null'))],
  ['give a number', 'malformed_envelope', one(text('1'))],
  ['give nothing', 'not_json', one(text(''))],
  ['give YAML', 'not_json', one(text('outcome: pass'))],
  ['give two documents in one', 'not_json', one(text(`${genuine}${genuine}`))],
  ['put a byte order mark before it', 'not_json', one(text(`\uFEFF${genuine}`))],
  ['give a document of 17 MB', 'too_large', one(text(`"${'x'.repeat(17 * 1024 * 1024)}"`))],
  ['nest a million brackets', 'too_deep', one(text('['.repeat(1_000_000)))],
  ['nest 33 mappings', 'too_deep', one(text(`${'{"a":'.repeat(33)}1${'}'.repeat(33)}`))],
  ['set __proto__ of the envelope', 'malformed_envelope', one(text(`{"__proto__":${genuine}}`))],
  [
    'set __proto__ of the verdict',
    'unknown_schema',
    restated({
      predicate: { signedAt: at, verdict: JSON.parse(`{"__proto__":${encode(verdict())}}`) as Json },
    }),
  ],
  ['give something that cannot be unpacked', 'unreadable', one({ origin: 'check', text: undefined })],
  ['post it as another App', 'foreign_app', one({ ...signed(), postedBy: 'evil-app' })],
  [
    'post it as an App with a name that looks alike',
    'foreign_app',
    one({ ...signed(), postedBy: 'github-act\u0456ons' }),
  ],
  [
    'sign another type of statement',
    'wrong_statement',
    restated({ _type: 'https://in-toto.io/Statement/v0.1' }),
  ],
  [
    'sign another predicate',
    'wrong_statement',
    restated({ predicateType: 'https://slsa.dev/provenance/v1' }),
  ],
  ['sign no predicate', 'wrong_statement', restated({ predicate: null })],
  ['sign no subject', 'wrong_statement', restated({ subject: [] })],
  ['sign a subject without a digest', 'wrong_statement', restated({ subject: [{ name: 'x' }] })],
  ['sign a digest that is no text', 'wrong_statement', restated({ subject: [{ digest: { sha256: 1 } }] })],
  [
    'sign the subject of another commit',
    'subject_mismatch',
    restated({
      subject: [{ digest: { gitCommit: 'c'.repeat(40) } }, { digest: { sha256: 'b'.repeat(64) } }],
    }),
  ],
  [
    'sign the subject of another artifact',
    'subject_mismatch',
    restated({ subject: [{ digest: { gitCommit: SHA } }, { digest: { sha256: 'c'.repeat(64) } }] }),
  ],
  [
    'leave the artifact out of the subjects',
    'subject_mismatch',
    restated({ subject: [{ digest: { gitCommit: SHA } }] }),
  ],
  ['do not say when it was signed', 'wrong_statement', restated({ predicate: { verdict: verdict() } })],
  [
    'say the time of signing as text',
    'wrong_statement',
    restated({ predicate: { signedAt: String(at), verdict: verdict() } }),
  ],
  [
    'sign half a millisecond',
    'wrong_statement',
    restated({ predicate: { signedAt: at + 0.5, verdict: verdict() } }),
  ],
  ['sign in the future', 'from_the_future', one(signed(verdict(), NOW + HOUR))],
  ['observe in the future', 'from_the_future', one(signed(verdict('fine', { to: NOW + HOUR }), NOW))],
  ['give schema 2', 'unknown_schema', said({ schema: 2 })],
  ['give schema "1" as text', 'unknown_schema', said({ schema: '1' })],
  [
    'call a fail a pass',
    'contradicts_itself',
    one(signed({ ...verdict('worse'), outcome: 'pass', reason: 'within_margin' })),
  ],
  [
    'call an undecided verdict a pass',
    'contradicts_itself',
    one(signed({ ...verdict('unknown'), outcome: 'pass', reason: 'within_margin' })),
  ],
  ['pass without any evidence', 'contradicts_itself', said({ evidence: [] })],
  [
    'pass with metrics that do not decide',
    'contradicts_itself',
    said({ evidence: verdict().evidence.map((e) => ({ ...e, critical: false })) }),
  ],
  ['invent an outcome', 'contradicts_itself', said({ outcome: 'promoted' })],
  ['leave the window out', 'contradicts_itself', said({ window: undefined })],
  [
    'name the digest of another judging policy',
    'contradicts_itself',
    said({ policy: { ...verdict().policy, digest: `sha256:${'0'.repeat(64)}` } }),
  ],
  [
    'change the judging policy and keep its digest',
    'contradicts_itself',
    said({ policy: { ...verdict().policy, document: { ...verdict().policy.document, confidence: 0.99 } } }),
  ],
  [
    'give a number as the name of a service',
    'contradicts_itself',
    said({ subject: { ...verdict().subject, service: 7 } }),
  ],
  [
    'change findings where judging again differs',
    'contradicts_itself',
    () => decide([signed()], policyOf(), { rejudge: () => ['error rate is worse'] }),
  ],
  [
    'break the judge',
    'contradicts_itself',
    () =>
      decide([signed()], policyOf(), {
        rejudge: () => {
          throw new Error('broken')
        },
      }),
  ],
  ['give the verdict of another repository', 'other_repository', about({ repository: 'acme/other' })],
  ['give the verdict of a fork', 'other_repository', about({ repository: 'mallory/shop' })],
  [
    'write the repository with a Cyrillic letter',
    'other_repository',
    about({ repository: '\u0430cme/shop' }),
  ],
  ['give the verdict of another commit', 'other_commit', about({ sha: 'c'.repeat(40) })],
  ['cut the commit short', 'other_commit', about({ sha: SHA.slice(0, 12) })],
  ['write the commit in capitals', 'other_commit', about({ sha: SHA.toUpperCase() })],
  ['give the verdict of another environment', 'other_environment', about({ environment: 'staging' })],
  [
    'write the environment with a Cyrillic letter',
    'other_environment',
    about({ environment: 'pr\u043eduction' }),
  ],
  ['write the environment with a space', 'other_environment', about({ environment: 'production ' })],
  ['give the verdict of another service', 'evidence_missing', about({ service: 'web' })],
  ['write the service with a zero-width space', 'evidence_missing', about({ service: 'ap\u200Bi' })],
  ['write the service in capitals', 'evidence_missing', about({ service: 'API' })],
  [
    'give the verdict of another action',
    'evidence_missing',
    one(signed(verdict('fine', { action: 'shadow-compare' }))),
  ],
  [
    "give the gate's own verdict",
    'evidence_missing',
    one(signed(verdict('fine', { action: 'promote-gate' }))),
  ],
  [
    'promote another artifact than was tested',
    'other_artifact',
    () => decide([signed()], policyOf(), { target: { ...target, artifact: `sha256:${'c'.repeat(64)}` } }),
  ],
  [
    'name no artifact where one is promoted',
    'artifact_missing',
    () => {
      const { artifact: _, ...subject } = verdict().subject
      return decide([signed({ ...verdict(), subject })], policyOf(), {
        target: { ...target, artifact: `sha256:${'b'.repeat(64)}` },
      })
    },
  ],
  [
    'replay a pass of last week',
    'expired',
    one(signed(verdict('fine', { to: NOW - 168 * HOUR }), NOW - 168 * HOUR)),
  ],
  [
    'sign an old observation again',
    'expired',
    one(signed(verdict('fine', { to: NOW - 168 * HOUR }), NOW - HOUR)),
  ],
  [
    'weaken the judging policy in a pull request',
    'policy_not_allowed',
    () => decide([signed()], policyOf(`policies: ["${digestOf('other')}"]`)),
  ],
  ['judge at less confidence', 'confidence_too_low', () => decide([signed()], policyOf('confidence: 99%'))],
  ['observe hardly anything', 'too_few_trials', () => decide([signed()], policyOf('min-trials: 100000'))],
]
