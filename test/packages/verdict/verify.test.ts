import {
  carried,
  carry,
  DOCUMENT_LIMITS,
  encode,
  generateKeys,
  PREDICATE_TYPE,
  readPublicKeys,
  readSigningKey,
  seal,
  signVerdict,
  verifyEnvelope,
  type Envelope,
} from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { makeVerdict } from './make-verdict.ts'

const ours = generateKeys()
const key = readSigningKey(ours.privateKey)
const keys = readPublicKeys(ours.publicKey)
const stranger = readSigningKey(generateKeys().privateKey)
const NOW = 1_700_000_100_000
const signed = signVerdict(makeVerdict(), key, NOW)

const opened = (text: string): Envelope => JSON.parse(text) as Envelope
const statement = (text: string): string => Buffer.from(opened(text).payload, 'base64').toString()
const resealed = (payload: string, type = 'application/vnd.in-toto+json'): string =>
  JSON.stringify(seal(type, Buffer.from(payload), key))
const refusal = (text: string, trusted = keys): string => {
  const result = verifyEnvelope(text, trusted)
  return result.ok ? 'accepted' : result.refusal
}

describe('a signed verdict', () => {
  test('comes back as it went in, with its signer and time', () => {
    expect(verifyEnvelope(signed, keys)).toEqual({
      ok: true,
      verdict: makeVerdict(),
      signedBy: key.id,
      signedAt: NOW,
    })
  })

  test('is an in-toto statement about the commit and the artifact', () => {
    expect(JSON.parse(statement(signed))).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      predicateType: PREDICATE_TYPE,
      subject: [
        { name: 'acme/shop', digest: { gitCommit: 'a'.repeat(40) } },
        { name: 'api', digest: { sha256: 'b'.repeat(64) } },
      ],
    })
  })

  test('is accepted under any of several keys, so that keys can be rotated', () => {
    const next = generateKeys()
    const both = readPublicKeys(`${next.publicKey}\n${ours.publicKey}`)
    expect(refusal(signed, both)).toBe('accepted')
  })

  test('survives a ride in Markdown', () => {
    expect(carried(`# Report\n${carry(signed)}\n`)).toEqual([signed])
  })
})

describe('a document that is no evidence is refused by name:', () => {
  const altered = statement(signed).replace('"events":1,', '"events":0,')
  const cases: readonly (readonly [string, string])[] = [
    ['not_signed', encode(makeVerdict())],
    ['unknown_key', signVerdict(makeVerdict(), stranger, NOW)],
    [
      'bad_signature',
      JSON.stringify({ ...opened(signed), payload: Buffer.from(altered).toString('base64') }),
    ],
    [
      'bad_signature',
      JSON.stringify({
        ...opened(signed),
        signatures: [
          { keyid: key.id, sig: opened(signVerdict(makeVerdict(), stranger, NOW)).signatures[0]?.sig },
        ],
      }),
    ],
    ['contradicts_itself', resealed(statement(signed).replace('"outcome":"pass"', '"outcome":"fail"'))],
    [
      'contradicts_itself',
      resealed(statement(signed).replace('"confidence":0.95,"failWhen"', '"confidence":0.5,"failWhen"')),
    ],
    ['unknown_schema', resealed(statement(signed).replace('"schema":1', '"schema":2'))],
    ['subject_mismatch', resealed(statement(signed).replace('"gitCommit":"aaaa', '"gitCommit":"cccc'))],
    ['subject_mismatch', resealed(statement(signed).replace('"sha256":"bbbb', '"sha256":"cccc'))],
    [
      'wrong_statement',
      resealed(statement(signed).replace(PREDICATE_TYPE, 'https://slsa.dev/provenance/v1')),
    ],
    ['wrong_statement', resealed('{}')],
    ['wrong_payload_type', resealed(statement(signed), 'application/json')],
    ['malformed_envelope', '{"payload":"e30=","payloadType":"application/vnd.in-toto+json","signatures":[]}'],
    ['malformed_envelope', JSON.stringify({ ...opened(signed), payload: '%%%' })],
    ['malformed_envelope', '[]'],
    ['not_json', 'pass'],
    ['too_deep', '['.repeat(100_000)],
    ['too_deep', resealed(`{"predicate":${'['.repeat(40)}${']'.repeat(40)}}`)],
    ['too_large', JSON.stringify('x'.repeat(DOCUMENT_LIMITS.bytes))],
  ]
  test.each(cases)('%s', (expected, text) => {
    expect(refusal(text)).toBe(expected)
  })

  test('no_keys, whatever it holds', () => {
    expect(refusal(signed, [])).toBe('no_keys')
  })

  test('contradicts_itself, where judging again finds otherwise or cannot be done', () => {
    const again = (rejudge: () => readonly string[]): object => verifyEnvelope(signed, keys, rejudge)
    expect(again(() => ['error rate is worse'])).toMatchObject({ ok: false, refusal: 'contradicts_itself' })
    expect(
      again(() => {
        throw new RangeError('no such judge')
      }),
    ).toMatchObject({ ok: false, refusal: 'contradicts_itself' })
  })

  test('a bomb in Markdown is found and not unpacked', () => {
    expect(carried(carry(' '.repeat(DOCUMENT_LIMITS.bytes + 1)))).toEqual([undefined])
  })
})
