import { sign } from 'node:crypto'
import {
  preAuthEncoding,
  readEnvelope,
  readPublicKeys,
  readSigningKey,
  signersOf,
  type VerifyingKey,
} from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import published from './vectors/dsse.json' with { type: 'json' }

const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64')
const keys = Object.entries(published.keys).flatMap(([id, hex]): VerifyingKey[] =>
  readPublicKeys(base64(hex)).map(({ publicKey }) => ({ id, publicKey })),
)

describe('DSSE, against the vectors of its specification', () => {
  test("the protocol's own example encodes as printed there", () => {
    const encoded = preAuthEncoding('http://example.com/HelloWorld', Buffer.from('hello world'))
    expect(encoded.toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world')
  })

  test.each(published.vectors)('$id: the same keys are found to have signed', (vector) => {
    expect(signersOf(readEnvelope(vector), keys)).toEqual(vector.signers)
  })

  test.each(published.vectors.filter((one) => one.pae !== undefined))(
    '$id: the same bytes are covered',
    (vector) => {
      const payload = Buffer.from(vector.payload, 'base64')
      expect(preAuthEncoding(vector.payloadType, payload).toString('hex')).toBe(vector.pae)
    },
  )
})

describe('Ed25519, against RFC 8032 section 7.1', () => {
  const cases = [
    [
      'TEST 1',
      published.seeds.A,
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      'TEST 2',
      published.seeds.B,
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
  ] as const
  test.each(cases)('%s: a seed in base64 signs as published', (_, seed, message, expected) => {
    const { privateKey } = readSigningKey(base64(seed))
    expect(sign(null, Buffer.from(message, 'hex'), privateKey).toString('hex')).toBe(expected)
  })
})
