import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { compareWithEngine, type RunProgram, type Summary } from '@sluice/shadow'
import { describe, expect, test } from 'vitest'
import { compared, comparison, ndjson, seeded } from './worlds.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const installed = await promisify(execFile)('duckdb', ['--version']).then(
  () => true,
  () => false,
)
if (!installed) console.log('skipped: no duckdb on this machine to compare counts with')

const run: RunProgram = async (command, args, input) =>
  await new Promise((resolve, reject) => {
    const child = execFile(command, [...args], (error, stdout, stderr) =>
      error === null ? resolve({ code: 0, stdout, stderr }) : reject(error),
    )
    child.stdin?.end(input)
  })

function arms(): readonly string[] {
  const random = seeded(2)
  const answer = (id: number, arm: number): unknown => ({
    id: `r${id}`,
    noisy: random() < 0.1 ? random() : 0,
    nested: { a: arm === 1 && id % 7 === 0 ? 'x' : 1, ...(arm === 1 && id % 5 === 0 ? {} : { b: 2 }) },
    list: [
      { p: 1 },
      { p: id % 13 === 0 && arm === 1 ? 2 : 1 },
      ...(id % 17 === 0 && arm === 1 ? [{ p: 3 }] : []),
    ],
    deeper: { still: arm === 2 && id % 3 === 0 ? 1 : 2 },
    unseen: arm,
  })
  const ids = Array.from({ length: 600 }, (_, id) => id)
  return [0, 1, 2].map((arm) =>
    ndjson(ids.filter((id) => arm !== 1 || id % 50 !== 0).map((id) => answer(id, arm))),
  )
}

function countsOf(summary: Summary): unknown {
  const paths = [...summary.paths]
    .map(([path, { any }]) => [path, any] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    compared: summary.compared,
    repeated: summary.repeated,
    any: summary.any,
    lost: summary.lost[0],
    paths,
  }
}

describe('engine', () => {
  test.skipIf(!installed).each([2, 3])('DuckDB counts the same as we do, with %i arms', async (count) => {
    const texts = arms().slice(0, count)
    const folder = tempFolder('sluice-engine')
    const files = texts.map((text, k) => {
      const path = join(folder, `${k}.ndjson`)
      writeFileSync(path, text)
      return [path]
    })
    const words = { ignore: 'unseen' }
    const summary = await compareWithEngine('duckdb', files, comparison(words), run)
    expect(countsOf(summary)).toEqual(countsOf(compared(texts, words)))
  })

  test.skipIf(!installed)('keys with odd names are counted as we do or refused, never mistaken', async () => {
    const texts = ['1', '2'].map((v) => `{"id":1,"x.y":${v},"x":{"y":0}}\n`)
    const folder = tempFolder('sluice-engine')
    const files = texts.map((text, k) => {
      const path = join(folder, `${k}.ndjson`)
      writeFileSync(path, text)
      return [path]
    })
    const counted = await compareWithEngine('duckdb', files, comparison(), run).then(countsOf, String)
    expect([countsOf(compared(texts)), expect.stringMatching(/cannot tell keys/)]).toContainEqual(counted)
  })

  test('what SQL cannot do is refused, not left out', async () => {
    const asked = comparison({ tolerance: 'a: 1', unordered: 'b', slices: 'c' })
    await expect(compareWithEngine('duckdb', [], asked, run)).rejects.toThrow(
      /does not know tolerance, unordered, slices/,
    )
  })

  test('a failing engine is an error, never an empty comparison', async () => {
    const fails: RunProgram = async () =>
      await Promise.resolve({ code: 1, stdout: '', stderr: 'out of memory' })
    await expect(compareWithEngine('duckdb', [['a'], ['b']], comparison(), fails)).rejects.toThrow(
      /out of memory/,
    )
    const babbles: RunProgram = async () => await Promise.resolve({ code: 0, stdout: 'hello', stderr: '' })
    await expect(compareWithEngine('duckdb', [['a'], ['b']], comparison(), babbles)).rejects.toThrow(
      /not JSON/,
    )
  })
})
