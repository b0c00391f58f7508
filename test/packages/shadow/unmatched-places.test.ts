import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unmatchedPlaces } from '@sluice/shadow'
import { describe, expect, test } from 'vitest'
import { tempFolder } from '../../support/temp-folder.ts'
import { askedOf, installed } from './duckdb-engine.ts'
import { asked, ndjson } from './worlds.ts'

const RECORD = {
  id: 1,
  updated_at: 'now',
  price: 1,
  size: 'XL',
  tags: [],
  orders: [{ items: [{ sku: 'a', n: 1 }] }],
  headers: { 'x-region': 'eu' },
  'odd key': { '12': null },
}

function unmatched(words: Readonly<Record<string, string>>, ...records: readonly unknown[]) {
  const texts = records.length === 0 ? [RECORD] : records
  return unmatchedPlaces(
    asked(words),
    texts.map((record) => Buffer.from(typeof record === 'string' ? record : JSON.stringify(record))),
  )
}

const IN = 'in the first record of the primary.'

describe('places that match nothing', () => {
  test('are told, by the input that names them', () => {
    expect(
      unmatched({
        ignore: 'updatd_at, *.x-*, meta.**, **.sku, updated_at.**',
        tolerance: 'pirce: 1%\nprice: 1%',
        unordered: 'tgas\norders[*].items by skuu\nprice\ntags',
        label: 'truth',
        kind: '{ classification: { prediction: output, score: p, inputs: [price, age] } }',
        slices: 'headers.x-regoin, headers.x-region, ["odd key"]["12"]',
        requirements: 'p99 latency_ms <= 1\nmean latency_ms <= 1\nmean size <= 1\nmean price <= 1',
      }),
    ).toEqual([
      `ignore: \`updatd_at\` matches no place ${IN}`,
      `ignore: \`meta.**\` matches no place ${IN}`,
      `ignore: \`updated_at.**\` matches no place ${IN}`,
      `tolerance: \`pirce\` matches no place ${IN}`,
      `unordered: \`tgas\` matches no array ${IN}`,
      `unordered: \`skuu\` is nowhere in the elements of \`orders[*].items\` ${IN}`,
      `unordered: \`price\` matches no array ${IN}`,
      `kind: \`output\` is nowhere ${IN}`,
      `kind: \`p\` is nowhere ${IN}`,
      `kind: \`age\` is nowhere ${IN}`,
      `label: \`truth\` is nowhere ${IN}`,
      `slices: \`headers.x-regoin\` is nowhere ${IN}`,
      `requirements: \`latency_ms\` is nowhere a number ${IN}`,
      `requirements: \`size\` is nowhere a number ${IN}`,
    ])
  })

  test('are those that none of the records has, and only of records that can be read', () => {
    const words = { ignore: 'a, b, c' }
    expect(unmatched(words, { a: 1 }, '{"c":', { b: 1 })).toEqual([
      'ignore: `c` matches no place in the first 2 records of the primary.',
    ])
    expect(unmatched(words, 'no record', '')).toEqual([])
    expect(unmatched({}, {})).toEqual([])
  })

  test('are not the score that classes need not have, nor what Diffy names in its own way', () => {
    expect(unmatched({ kind: 'classification' }, { prediction: 1 })).toEqual([])
    expect(unmatched({ noise: 'diffy', ignore: 'headers.values' })).toEqual([])
  })

  test('are found however deep records are', () => {
    const deep = `{"id":1,"v":${'['.repeat(5000)}${']'.repeat(5000)}}`
    expect(unmatched({ ignore: '**.x' }, deep)).toHaveLength(1)
  })
})

describe('a report', () => {
  test.each([['node', true] as const, ['duckdb', installed] as const].filter(([, can]) => can))(
    'of engine %s tells them',
    async (engine) => {
      const folder = tempFolder('sluice-unmatched')
      const log = ndjson(Array.from({ length: 300 }, (_, id) => ({ id, v: 1 })))
      for (const name of ['a.ndjson', 'b.ndjson']) writeFileSync(join(folder, name), log)
      const words = { engine, primary: 'a.ndjson', candidate: 'b.ndjson', ignore: 'w, v' }
      const { conduct } = await askedOf(folder, words)
      expect(conduct.said).toEqual(['ignore: `w` matches no place in the first 200 records of the primary.'])
    },
  )
})
