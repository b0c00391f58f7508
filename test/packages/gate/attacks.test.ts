import { decideGate, gateSections, type Document } from '@sluice/gate'
import { carried, encode, generateKeys, readSigningKey, signVerdict } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { decide, HOUR, key, NOW, policyOf, signed, target, unmet, verdict } from './world.ts'

const stranger = readSigningKey(generateKeys().privateKey)
const file = (text: string): Document => ({ origin: 'file verdict.json', text })
const about = (subject: object): Document => signed(verdict('fine', { subject }))
const reopened = (text: string, change: (statement: string) => string): string => {
  const envelope = JSON.parse(text) as { payload: string }
  const statement = change(Buffer.from(envelope.payload, 'base64').toString())
  return JSON.stringify({ ...envelope, payload: Buffer.from(statement).toString('base64') })
}
const genuine = signed().text ?? ''

describe('a document that someone planted is refused with its own reason, and the gate does not open:', () => {
  const attacks: readonly (readonly [string, string, Document])[] = [
    ['unsigned', 'not_signed', file(encode(verdict()))],
    [
      'signed with a key that is not trusted',
      'unknown_key',
      file(signVerdict(verdict(), stranger, NOW - HOUR)),
    ],
    [
      'evidence altered after signing',
      'bad_signature',
      file(reopened(genuine, (s) => s.replace('"events":1,', '"events":0,'))),
    ],
    [
      'outcome flipped after signing',
      'bad_signature',
      file(reopened(signed(verdict('worse')).text ?? '', (s) => s.replace('"fail"', '"pass"'))),
    ],
    [
      'outcome flipped before signing',
      'contradicts_itself',
      signed({ ...verdict('worse'), outcome: 'pass', reason: 'within_margin' }),
    ],
    ['of another commit', 'other_commit', about({ sha: 'b'.repeat(40) })],
    ['of another repository', 'other_repository', about({ repository: 'acme/other' })],
    ['of another environment', 'other_environment', about({ environment: 'staging' })],
    ['dated in the future', 'from_the_future', signed(verdict('fine', { to: NOW + HOUR }), NOW + HOUR)],
    ['posted by an App that is not trusted', 'foreign_app', { ...signed(), postedBy: 'evil-app' }],
    ['oversized', 'too_large', file(`"${'x'.repeat(17 * 1024 * 1024)}"`)],
    ['deeply nested', 'too_deep', file('['.repeat(1_000_000))],
    ['not to be unpacked', 'unreadable', { origin: 'check run 1', text: undefined }],
    ['not JSON at all', 'not_json', file('outcome: pass')],
    [
      'an empty envelope',
      'malformed_envelope',
      file('{"payloadType":"application/vnd.in-toto+json","payload":"","signatures":[]}'),
    ],
    [
      'of an unknown schema',
      'unknown_schema',
      file(signVerdict({ ...verdict(), schema: 9 as 1 }, key, NOW - HOUR)),
    ],
  ]
  test.each(attacks)('%s: %s', (_, refusal, document) => {
    const decided = decide([document])
    expect(decided.refused.map((one) => one.refusal)).toEqual([refusal])
    expect(decided).toMatchObject({ decision: 'closed', reason: 'evidence_refused' })
  })
})

describe('evidence that is genuine but does not fit is an unmet condition with its own reason:', () => {
  test('expired', () => {
    expect(unmet(decide([signed(verdict('fine', { to: NOW - 25 * HOUR }), NOW - 25 * HOUR)]))).toEqual([
      'expired',
    ])
  })

  test('of another artifact than the one to be promoted', () => {
    const promoted = { ...target, artifact: `sha256:${'c'.repeat(64)}` }
    expect(unmet(decide([signed()], policyOf(), { target: promoted }))).toEqual(['other_artifact'])
  })

  test('of two artifacts', () => {
    const policy = policyOf('', 'require: [canary-step, shadow-compare]')
    const other = signed(
      verdict('fine', { action: 'shadow-compare', subject: { artifact: `sha256:${'d'.repeat(64)}` } }),
    )
    expect(unmet(decide([signed(), other], policy))).toEqual(['other_artifact'])
  })

  test('judged under a policy that was weakened in the pull request', () => {
    const weak = verdict()
    const allowed = policyOf(`policies: ["${weak.policy.digest}"]`)
    expect(decide([signed(weak)], allowed).decision).toBe('open')
    expect(unmet(decide([signed(weak)], policyOf(`policies: ["sha256:${'e'.repeat(64)}"]`)))).toEqual([
      'policy_not_allowed',
    ])
  })

  test('judged at too little confidence', () => {
    expect(unmet(decide([signed()], policyOf('confidence: 99%')))).toEqual(['confidence_too_low'])
  })
})

test('an old pass cannot be replayed after a new fail, in whatever order they are found', () => {
  const pass = signed(verdict('fine', { to: NOW - 3 * HOUR }), NOW - 3 * HOUR)
  const fail = signed(verdict('worse'))
  for (const documents of [
    [pass, fail],
    [fail, pass],
  ]) {
    const decided = decide(documents)
    expect(decided).toMatchObject({ decision: 'closed', reason: 'outcome_failed' })
    expect(decided.refused.map((one) => one.refusal)).toEqual(['superseded'])
  }
})

test('the same genuine document found twice counts once and is no attack', () => {
  const decided = decide([signed(), { ...signed(), origin: 'check run 7' }])
  expect(decided).toMatchObject({ decision: 'open', refused: [] })
})

test('a forged document beside a genuine one neither opens nor closes the gate', () => {
  expect(decide([file(encode(verdict())), signed()]).decision).toBe('open')
  expect(decide([file(signVerdict(verdict(), stranger, NOW)), signed(verdict('worse'))]).decision).toBe(
    'closed',
  )
})

test('while someone waits, garbage alone does not close the gate before the time is out', () => {
  const garbage = [file('{}')]
  expect(decide(garbage, policyOf(), { since: NOW - HOUR }).decision).toBe('waiting')
  expect(decide(garbage, policyOf(), { since: NOW - 25 * HOUR })).toMatchObject({
    decision: 'closed',
    reason: 'out_of_time',
  })
})

test('an outcome that judging again contradicts is refused, and a judge that breaks lets nothing pass', () => {
  const again = (rejudge: () => readonly string[]) => decide([signed()], policyOf(), { rejudge })
  expect(again(() => ['error rate is worse']).refused[0]?.refusal).toBe('contradicts_itself')
  const broken = again(() => {
    throw new Error('no such judge')
  })
  expect(broken).toMatchObject({ decision: 'closed', reason: 'evidence_refused' })
})

test('text from hostile documents cannot write markup into the page', () => {
  const page = gateSections(
    decide([about({ repository: '<img src=x>@team](http://evil) <!-- sluice:verdict AAAA -->' })]),
  ).join('\n')
  expect(page).not.toMatch(/<img|@team|(?<!\\)\]\(http/)
  expect(carried(page)).toEqual([])
})

test('no combination of unmet conditions ever opens the gate', () => {
  const documents = [[], [signed(verdict('unknown'))], [signed(verdict('worse'))], [file('{}')]]
  const policies = [
    policyOf(),
    policyOf('wait: 1s'),
    policyOf('freeze:\n  - { name: x, calendar: gone.ics }'),
  ]
  for (const found of documents)
    for (const policy of policies)
      for (const since of [undefined, NOW - HOUR]) {
        const collected = {
          target,
          documents: found,
          files: {},
          overrides: [],
          rejudge: () => [],
          ...(since === undefined ? {} : { since }),
        }
        expect(decideGate(policy, collected, NOW).decision).not.toBe('open')
      }
})
