import { generateKeyPairSync } from 'node:crypto'
import { generateKeys, KeyRefused, readPublicKeys, readSigningKey } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'

const pair = generateKeys()

describe('keys', () => {
  test('a pair fits together and its id is that of the public half', () => {
    expect(readSigningKey(pair.privateKey).id).toBe(pair.id)
    expect(readPublicKeys(pair.publicKey).map((key) => key.id)).toEqual([pair.id])
  })

  test('line ends written as two characters are understood', () => {
    expect(readSigningKey(pair.privateKey.replaceAll('\n', '\\n')).id).toBe(pair.id)
  })

  test('the same key given twice counts once', () => {
    expect(readPublicKeys(`${pair.publicKey}${pair.publicKey}`)).toHaveLength(1)
  })

  test.each([
    ['', 'nothing'],
    ['c2hvcnQ=', 'too short a seed'],
    ['-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----', 'a broken PEM'],
  ])('%j is refused as a signing key: %s', (text) => {
    expect(() => readSigningKey(text)).toThrow(KeyRefused)
  })

  test('a key of another kind is refused by its kind, and not repeated', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    expect(() => readSigningKey(pem)).toThrow(/must be Ed25519, this one is ec$/)
  })

  test('a private key is refused where a public one is asked for', () => {
    expect(() => readPublicKeys(pair.privateKey)).toThrow(/give the public half/)
  })
})
