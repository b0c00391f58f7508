import fc from 'fast-check'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareFiles, encodeSummary, NODE_LIMITS, openLog, type ShadowSummary } from '@sluice/shadow'
import { describe, expect, test } from 'vitest'
import { tempFolder } from '../../../support/temp-folder.ts'
import { comparison } from '../worlds.ts'
import { compareLogs } from '../compare-logs.ts'

const SCRIPT = new URL('../../../../actions/shadow-compare/src/worker.ts', import.meta.url)

const id = fc.oneof(
  fc.nat(25),
  fc.nat(25).map((n) => `r-${n}`),
  fc.constantFrom('a"', 'b\\', 'é', '', null),
)
const record = fc
  .tuple(
    id,
    fc.record(
      {
        status: fc.constantFrom(200, 500, '500', 5.3),
        error: fc.constantFrom(null, '', 'down', 0, {}),
        v: fc.jsonValue({ maxDepth: 2 }),
        long: fc.nat(2500).map((n) => 'y'.repeat(n)),
      },
      { requiredKeys: [] },
    ),
    fc.boolean(),
  )
  .map(([own, says, first]) => JSON.stringify(first ? { id: own, ...says } : { ...says, id: own }))
/** What becomes of a line on its way into a log. */
const fate = fc.oneof(
  { weight: 8, arbitrary: fc.constant((line: string) => line) },
  fc.nat(100).map((share) => (line: string) => line.slice(0, (line.length * share) / 100)),
  fc.constantFrom(
    (line: string) => `${line}${line}`,
    (line: string) => ` ${line} `,
    (line: string) => line.replace('"id"', '"\\u0069d"'),
    () => '',
    () => '   ',
    () => 'no json',
    () => '[1]',
  ),
)
const file = fc.record({
  fates: fc.array(fate, { maxLength: 30 }),
  mark: fc.boolean(),
  end: fc.constantFrom('\n', '\r\n'),
  closes: fc.boolean(),
  reversed: fc.boolean(),
  broken: fc.option(fc.tuple(fc.nat(5000), fc.nat(255))),
})
type FileLike = typeof file extends fc.Arbitrary<infer T> ? T : never

function written(lines: readonly string[], { fates, mark, end, closes, reversed, broken }: FileLike): Buffer {
  const kept = fates.map((change, k) => change(lines[k % Math.max(1, lines.length)] ?? ''))
  const ordered = reversed ? kept.reverse() : kept
  const bytes = Buffer.from(`${mark ? '\ufeff' : ''}${ordered.join(end)}${closes ? end : ''}`)
  if (broken !== null && bytes.length > 0) bytes[broken[0] % bytes.length] = broken[1]
  return bytes
}

/** Lines that hold anything, which must all be told about. */
function linesOf(paths: readonly string[]): number {
  const lines = paths.flatMap((path) => readFileSync(path).toString('latin1').split('\n'))
  return lines.filter((line) => /[^\u0000-\u0020]/.test(line.replace(/^\u00ef\u00bb\u00bf/, ''))).length
}

function told({ compared, broken, tooDeep, lost }: ShadowSummary, arm: number): number {
  const own: Readonly<Record<string, number>> = lost[arm] ?? {}
  return compared + broken + tooDeep + Object.values(own).reduce((sum, count) => sum + count, 0)
}

describe('any logs', () => {
  test('are counted the same however the work is divided, and every line is told about', async () => {
    const folder = tempFolder('sluice-divided')
    let pairs = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { maxLength: 30 }),
        fc.array(fc.array(file, { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 3 }),
        fc.record({
          range: fc.constantFrom(7, 61, 1000),
          rangeAlike: fc.constantFrom(7, 61, 1000),
          ahead: fc.constantFrom(7, 61, 1000),
          inPart: fc.constantFrom(3, 50),
          inPartAlike: fc.constantFrom(3, 50),
          inMemory: fc.constantFrom(0, 1000),
        }),
        fc.constantFrom('0.001', '16'),
        fc.constantFrom('id', 'id, status', 'v.id'),
        fc.constantFrom('error rate <= 1%', 'not compared <= 1%'),
        async (lines, arms, limits, limit, pairBy, requirements) => {
          const paths = arms.map((files, arm) =>
            files.map((each, k) => {
              const path = join(folder, `${arm}-${k}`)
              writeFileSync(path, written(lines, each))
              return path
            }),
          )
          const asked = comparison({ 'max-record': limit, 'pair-by': pairBy, requirements })
          const options = {
            threads: 1,
            script: SCRIPT,
            tempDir: folder,
            limits: { ...NODE_LIMITS, ...limits },
          }
          const divided = await compareFiles(paths, asked, options)
          const open = paths.map(openLog)
          const whole = compareLogs(
            open.map(({ log }) => log),
            asked,
          )
          for (const { close } of open) close()
          expect(encodeSummary(divided, asked, [])).toEqual(encodeSummary(whole, asked, []))
          for (const arm of [0, 1]) expect(told(whole, arm)).toBe(linesOf(paths[arm] ?? []))
          pairs += whole.compared
        },
      ),
      { numRuns: 150 },
    )
    expect(pairs).toBeGreaterThan(75)
  })
})
