/** `npm run bench -- shadow [MEGABYTES]`: comparing two logs against parsing one of them, in the same run. */
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { comparisonOf, comparisonInputs, compareFiles, sampleRecords, type Comparison } from '@sluice/shadow'
import { parseFields } from '@sluice/action'
import { measureAction } from './shadow/action.ts'
import { withDuckDb } from './shadow/duckdb.ts'
import {
  parseAndWalk,
  parseOnly,
  readAndParse,
  compareBytes,
  withLibrary,
  type Library,
} from './shadow/others.ts'
import { record, settle, writeRecords } from './shadow/records.ts'

const RUNS = 7
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

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

async function timed(work: () => unknown): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const began = performance.now()
    await work()
    times.push((performance.now() - began) / 1000)
  }
  return median(times)
}

/** What threads run: the bundle that users run where it was built, or the same code as it is written. */
function workerScript(): URL {
  const bundle = new URL('../actions/shadow-compare/dist/worker/index.js', import.meta.url)
  return existsSync(bundle) ? bundle : new URL('../actions/shadow-compare/src/worker.ts', import.meta.url)
}

/** What is compared with the primary. */
const WORK: Readonly<Record<string, string>> = {
  candidate: 'two leaves changed, same order',
  shuffled: 'two leaves changed, any order',
  copy: 'identical',
}

type Row = readonly [name: string, seconds: number]

async function ours(path: (name: string) => string, count: number): Promise<readonly Row[]> {
  // As the action does.
  const asks = (requirements: string): Comparison => {
    const given = (name: string): string => (name === 'requirements' ? requirements : '')
    return comparisonOf(parseFields(comparisonInputs, given, 'the bench'), sampleRecords([path('primary')]))
  }
  const comparison = asks('')
  const compare = async (name: string, asked: Comparison, threads: number): Promise<number> =>
    await timed(async () => {
      const arms = [[path('primary')], [path(name)]]
      const { compared } = await compareFiles(arms, asked, { threads, script: workerScript() })
      if (compared !== count) throw new Error(`${compared} of ${count} pairs were compared`)
    })
  const rows: Row[] = [
    [
      'identical, as bytes: read and compare, no records',
      await timed(() => compareBytes(path('primary'), path('copy'))),
    ],
    ['identical, error rate <= 1% required, two threads', await compare('copy', asks('error rate <= 1%'), 2)],
  ]
  for (const threads of [1, 2])
    for (const [candidate, what] of Object.entries(WORK))
      rows.push([
        `${what}, ${threads === 1 ? 'one thread' : 'two threads'}`,
        await compare(candidate, comparison, threads),
      ])
  return rows
}

async function theirs(path: (name: string) => string): Promise<readonly Row[]> {
  const [primary, candidate] = [path('primary'), path('candidate')]
  const rows: Row[] = [
    ['parse both and walk, same order', await timed(() => parseAndWalk(primary, candidate))],
  ]
  for (const name of LIBRARIES) {
    const found = library(name)
    if (found === undefined) console.log(`${name}: left out, not found under BENCH_MODULES`)
    else
      rows.push([`parse both and ${name}`, await timed(() => withLibrary(name, found, primary, candidate))])
  }
  const duck = withDuckDb(primary, path('shuffled'), RUNS)
  if (duck === undefined) console.log('DuckDB: left out, python3 or BENCH_PYTHON has no module duckdb')
  else rows.push(['DuckDB joins and compares top-level fields, any order, two threads', duck.seconds])
  return rows
}

export default async function bench(args: readonly string[]): Promise<void> {
  const bytes = Number(args[0] ?? 200) * 1e6
  const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'))
  const path = (name: string): string => join(folder, `${name}.ndjson`)
  try {
    const count = Math.floor(bytes / (record(1, false).length + 1))
    writeRecords(path('primary'), count, false, false)
    writeRecords(path('candidate'), count, true, false)
    writeRecords(path('shuffled'), count, true, true)
    copyFileSync(path('primary'), path('copy'))
    settle(['primary', 'candidate', 'shuffled', 'copy'].map(path))
    const first = await ours(path, count)
    const memory = []
    for (const name of Object.keys(WORK))
      memory.push({ name, ...(await measureAction(path('primary'), path(name))) })
    // Before and after the peers: what else the machine does meets the measure as it meets what is measured.
    const parse = [0, 1, 2].map(() => parseOnly(path('primary')))
    const reading = await timed(() => readAndParse(path('primary')))
    const others = await theirs(path)
    const unit = median([...parse, ...[0, 1].map(() => parseOnly(path('primary')))])
    console.log(
      `${count} records, ${(statSync(path('primary')).size / 1e6).toFixed(0)} MB each; JSON.parse of one file's lines ${unit.toFixed(2)} s = 1.00`,
    )
    for (const [name, seconds] of [...first, ['read, split and parse one file', reading] as const, ...others])
      console.log(`${(seconds / unit).toFixed(2).padStart(6)}  ${seconds.toFixed(2).padStart(6)} s  ${name}`)
    for (const { name, seconds, mebibytes } of memory)
      console.log(
        `the action as the runner runs it, ${WORK[name] ?? name}: ${seconds.toFixed(2)} s, ${mebibytes.toFixed(0)} MiB at most`,
      )
  } finally {
    rmSync(folder, { recursive: true })
  }
}
