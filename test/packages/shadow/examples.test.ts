import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeSummary, mergeSummaries } from '@sluice/shadow'
import { shadowDetails } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { shadowCommand } from '../../../packages/cli/src/shadow/main.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { runCommand } from '../cli/run-command.ts'
import { compared, comparison, ndjson, seeded, verdictOn } from './worlds.ts'

type Words = Readonly<Record<string, string>>

function withIds(records: readonly object[]): string {
  return ndjson(records.map((record, k) => ({ id: `input-${k}`, ...record })))
}

function examples(words: Words, ...arms: readonly (readonly object[])[]) {
  const summary = compared(arms.map(withIds), words)
  return shadowDetails(verdictOn(summary, words).details)?.model?.examples ?? []
}

const many = (n: number, make: (k: number) => object): readonly object[] =>
  Array.from({ length: n }, (_, k) => make(k))

describe('examples of predictions', () => {
  test('of a classifier: first what only the stable model has right, with slices and label', () => {
    const words = { kind: 'classification', label: 'y', slices: 'region' }
    const answer = (prediction: string, k: number) => ({
      prediction,
      y: 'cat',
      region: k % 2 === 0 ? 'eu' : 'us',
    })
    const found = examples(
      words,
      many(200, (k) => answer(k % 50 === 1 ? 'dog' : 'cat', k)),
      many(200, (k) => answer(k % 40 === 0 ? 'dog' : 'cat', k)),
    )
    expect(found.map(({ why }) => why)).toEqual([
      ...Array<string>(5).fill('lost'),
      ...Array<string>(4).fill('won'),
    ])
    const of = found.find(({ id }) => id === 'input-40')
    expect(of).toEqual({
      why: 'lost',
      id: 'input-40',
      slices: ['region=eu'],
      stable: 'cat',
      candidate: 'dog',
      label: 'cat',
    })
  })

  test('of numbers: those whose error grew most', () => {
    const words = { kind: 'regression', label: 'y', redact: 'none' }
    const found = examples(
      words,
      many(100, (k) => ({ prediction: k, y: k })),
      many(100, (k) => ({ prediction: k === 7 ? 57 : k + k / 100, y: k })),
    )
    expect(found[0]).toEqual({
      why: 'worst',
      id: 'input-7',
      slices: [],
      stable: '7',
      candidate: '57',
      label: '7',
      by: 50,
    })
    expect(found.map(({ by = 0 }) => by)).toEqual(found.map(({ by = 0 }) => by).toSorted((a, b) => b - a))
    expect(found).toHaveLength(20)
  })

  test('of texts: those with the fewest words in common, and values only where they may be shown', () => {
    const texts = (last: string) => many(60, (k) => ({ prediction: k === 9 ? last : `all of answer ${k}` }))
    const one = (words: Words) =>
      examples({ kind: 'text', ...words }, texts('secret plan'), texts('quite else'))
    expect(one({ redact: 'none' })).toMatchObject([{ id: 'input-9', stable: '"secret plan"', by: 1 }])
    expect(JSON.stringify(one({}))).not.toContain('secret')
  })

  test('what may be noise comes last', () => {
    const words = { kind: 'regression' }
    const [stable, candidate] = [
      many(40, (k) => ({ prediction: k + 1 })),
      many(40, (k) => ({ prediction: 2 * k + 2 })),
    ]
    const repeat = many(40, (k) => ({ prediction: k >= 10 ? 500 : k + 1 }))
    const found = examples(words, stable, candidate, repeat)
    expect(found.slice(0, 10).map(({ by }) => by)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
    expect(found[10]?.by).toBe(40)
  })

  test('are the same whatever order the records have and however they are divided', () => {
    const random = seeded(4)
    const words = { kind: 'regression', slices: 'g' }
    const rows = (shift: number) =>
      many(300, (k) => ({ id: k, prediction: shift + random() * 100, g: k % 3 }))
    const [a, b] = [rows(0), rows(50)]
    const whole = compared([ndjson(a), ndjson(b)], words)
    const turned = compared([ndjson(a.toReversed()), ndjson(b)], words)
    const asked = comparison(words)
    const parts = [
      [0, 120],
      [120, 300],
    ].map(([from, to]) =>
      encodeSummary(compared([ndjson(a.slice(from, to)), ndjson(b.slice(from, to))], words), asked, []),
    )
    expect(turned.model?.examples.data()).toEqual(whole.model?.examples.data())
    expect(mergeSummaries(parts, asked).model?.examples.data()).toEqual(whole.model?.examples.data())
  })

  test('are written as NDJSON beside the report, with those of fields', async () => {
    const folder = tempFolder('sluice-examples')
    const log = (prediction: string, total: number) =>
      withIds(
        many(500, (k) => ({ prediction: k % 5 === 0 ? prediction : 'a', total: k % 9 === 0 ? total : 1 })),
      )
    writeFileSync(join(folder, 'a.ndjson'), log('a', 1))
    writeFileSync(join(folder, 'b.ndjson'), log('b', 2))
    const files = ['--primary', join(folder, 'a.ndjson'), '--candidate', join(folder, 'b.ndjson')]
    const { code } = await runCommand(shadowCommand, [
      ...files,
      '--kind',
      'classification',
      '--report-dir',
      folder,
    ])
    expect(code).toBe(1)
    const lines = readFileSync(join(folder, 'examples.ndjson'), 'utf8').trim().split('\n')
    const read = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
    expect(read.filter(({ why }) => why === 'flip')).toHaveLength(3)
    expect(read[0]).toMatchObject({ primary: 'a', candidate: 'b', slices: [] })
    expect(read.filter(({ field }) => field === 'total')).toHaveLength(3)
  })
})
