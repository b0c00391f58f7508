import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compareFiles, encodeSummary, NODE_LIMITS, lookAlike, openLog, type NodeLimits } from '@sluice/shadow'
import { afterAll, describe, expect, test } from 'vitest'
import { comparison, oddRecords, seeded } from '../worlds.ts'
import { compareLogs } from '../compare-logs.ts'

const folder = mkdtempSync(join(tmpdir(), 'sluice-files-'))
const script = new URL('../../../../actions/shadow-compare/src/worker.ts', import.meta.url)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

/** What `compareFiles` counts, however the work is divided, and what is counted in one go. */
async function both(arms: readonly (readonly string[])[], threads: number, limits: Partial<NodeLimits>) {
  const asked = comparison({ examples: '3', requirements: 'error rate <= 1%' })
  const tempDir = join(folder, `temp-${Math.floor(performance.now() * 1000)}`)
  mkdirSync(tempDir)
  const summary = await compareFiles(arms, asked, {
    threads,
    script,
    tempDir,
    limits: { ...NODE_LIMITS, ...limits },
  })
  expect(readdirSync(tempDir), 'temporary files are gone').toEqual([])
  const open = arms.map(openLog)
  const whole = compareLogs(
    open.map(({ log }) => log),
    asked,
  )
  for (const { close } of open) close()
  return [encodeSummary(summary, asked, []), encodeSummary(whole, asked, [])] as const
}

describe('files', () => {
  const random = seeded(17)
  const records = oddRecords(4000).map((line, id) =>
    line.replace(
      '"text"',
      `"status":${id % 90 === 0 ? 503 : 200},${id % 70 === 0 ? '"error":"e",' : ''}"text"`,
    ),
  )
  const changed = records.map((line, id) =>
    id % 10 === 3 ? line.replace('"status":200', '"status":500') : line,
  )
  const shuffled = [...changed].sort(() => random() - 0.5)

  test.each([
    ['one thread', 1, {}],
    ['three threads', 3, { worthThreads: 0 }],
    ['ranges shorter than a record', 2, { worthThreads: 0, range: 61 }],
    [
      'a few records at once, their places in files',
      2,
      { worthThreads: 0, range: 20_000, inPart: 100, inMemory: 0 },
    ],
  ] as const)('with %s, in any order and over several files, count the same', async (_, threads, limits) => {
    const half = Math.floor(records.length / 2)
    const arms = [
      [
        write('p1', records.slice(0, half).join('\n')),
        write('p2', ''),
        write('p3', records.slice(half).join('\r\n')),
      ],
      [write('c', `\ufeff${shuffled.join('\n')}\n\n`)],
      [write('r', records.join('\n'))],
    ]
    const [divided, whole] = await both(arms, threads, limits)
    expect(divided).toEqual(whole)
    expect([whole.compared > 3000, whole.any.candidateOnly > 300, whole.errors.candidateOnly > 300]).toEqual([
      true,
      true,
      true,
    ])
  })

  test.each([1, 2])('that look the same but are not, with %i threads, count the same', async (threads) => {
    const many = Array.from({ length: 2 }, (_, k) =>
      records.map((line) => line.replace('{"id":', `{"id":${k}0000`)),
    ).flat()
    const same = `${many.join('\n')}\n`
    expect(same.length).toBeGreaterThan(1.2e6)
    // Changes between the places that are looked at to tell whether logs look the same: all are true to the length.
    const change = (from: string, to: string, share: number): string => {
      const at = same.indexOf(from, Math.floor((same.length * (Math.floor(31 * share) + 0.5)) / 31))
      return `${same.slice(0, at)}${to}${same.slice(at + from.length)}`
    }
    const changed = [change('x', 'y', 0.2), change('"}\n', '" \n', 0.5), change('}\n{', '},\n', 0.8)]
    for (const text of [same, ...changed, change('{"id":', '{"at":', 0.9)]) {
      const arms = [[write('a', same)], [write('b', text)]]
      expect(lookAlike(arms)).toBe(true)
      const [divided, whole] = await both(arms, threads, {
        worthThreadsAlike: 0,
        rangeAlike: 400_000,
        ahead: 160_000,
        inPartAlike: 1200,
      })
      expect(divided).toEqual(whole)
    }
  })
})
