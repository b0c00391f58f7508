import { expect, test } from 'vitest'
import { carried, generateKeys, linkedArtifact, type Evidence } from '@sluice/verdict'
import { evidenceDocument, ridingText } from '../../../packages/publish/src/evidence.ts'
import { evidenceOf as example, verdictOf } from '../verdict/examples.ts'

const keys = generateKeys()

test('a verdict that fits rides in the text of its check, whole', () => {
  const document = evidenceDocument(verdictOf([example({})]), keys.privateKey, 0)
  expect(document.signed).toBe(true)
  expect(carried(ridingText(document, 17))).toEqual([document.text])
})

test('one that does not fit points to the artifact, for half a document is none', () => {
  const noise = (i: number): string => Buffer.from(String(Math.sin(i) * 1e9)).toString('base64')
  const many: Evidence[] = Array.from({ length: 4000 }, (_, i) =>
    example({ metric: noise(i), notes: [noise(-i)] }),
  )
  const text = ridingText(evidenceDocument(verdictOf(many), undefined, 0), 17)
  expect(carried(text)).toEqual([])
  expect(linkedArtifact(text)).toEqual({ name: 'sluice-report', runId: 17 })
})
