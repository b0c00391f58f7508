/** `npm run bench -- shadow [MEGABYTES]`: comparing two logs against parsing one of them, in the same run. */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { comparisonOf, comparisonInputs, compareFiles } from '@sluice/shadow'
import { parseFields } from '@sluice/inputs'
import { parseOnly, parseAndWalk, withLibrary, type Library } from './shadow/others.ts'
import { record, writeRecords } from './shadow/records.ts'

const RUNS = 3
const LIBRARIES = ['fast-json-patch', 'jsondiffpatch', 'deep-diff'] as const

/** Libraries to compare with are looked for where BENCH_MODULES says, and left out with a word when they are not there. */
function library(name: string): Library | undefined {
  const from = process.env['BENCH_MODULES']
  if (from === undefined) return undefined
  try {
    return createRequire(join(from, 'node_modules', 'x'))(name) as Library
  } catch {
    return undefined
  }
}

async function timed(work: () => unknown): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const began = performance.now()
    await work()
    times.push((performance.now() - began) / 1000)
  }
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? Number.NaN
}

export default async function bench(args: readonly string[]): Promise<void> {
  const bytes = Number(args[0] ?? 200) * 1e6
  const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'))
  const path = (name: string): string => join(folder, `${name}.ndjson`)
  const count = Math.floor(bytes / (record(1, false).length + 1))
  writeRecords(path('primary'), count, false, false)
  writeRecords(path('candidate'), count, true, false)
  writeRecords(path('shuffled'), count, true, true)
  const comparison = comparisonOf(
    parseFields(comparisonInputs, () => '', 'the bench'),
    Buffer.from('{}'),
  )
  const script = new URL('../packages/shadow/src/files/worker.ts', import.meta.url)
  let memory = 0
  const ours = async (candidate: string, threads: number): Promise<void> => {
    const summary = await compareFiles([[path('primary')], [path(candidate)]], comparison, {
      threads,
      script,
    })
    if (summary.compared !== count) throw new Error(`${summary.compared} of ${count} pairs were compared`)
    memory = Math.max(memory, process.memoryUsage.rss())
  }
  const rows: (readonly [string, number])[] = []
  for (const threads of [1, 2]) {
    rows.push([
      `two leaves changed, same order, ${threads} threads`,
      await timed(async () => await ours('candidate', threads)),
    ])
    rows.push([
      `two leaves changed, any order, ${threads} threads`,
      await timed(async () => await ours('shuffled', threads)),
    ])
    rows.push([`identical, ${threads} threads`, await timed(async () => await ours('primary', threads))])
  }
  const peak = memory / 1e6
  const parse = await timed(() => parseOnly(path('primary')))
  rows.push([
    'parse both and walk, same order',
    await timed(() => parseAndWalk(path('primary'), path('candidate'))),
  ])
  for (const name of LIBRARIES) {
    const found = library(name)
    if (found === undefined) console.log(`${name}: left out, not found under BENCH_MODULES`)
    else
      rows.push([
        `parse both and ${name}`,
        await timed(() => withLibrary(name, found, path('primary'), path('candidate'))),
      ])
  }
  console.log(
    `${count} records, ${(statSync(path('primary')).size / 1e6).toFixed(0)} MB each; JSON.parse of one file ${parse.toFixed(2)} s = 1.00`,
  )
  for (const [name, seconds] of rows)
    console.log(`${(seconds / parse).toFixed(2).padStart(6)}  ${seconds.toFixed(2).padStart(6)} s  ${name}`)
  console.log(`memory of the comparison: ${peak.toFixed(0)} MB`)
  rmSync(folder, { recursive: true })
}
