import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { parseFields } from '@sluice/action'
import {
  comparisonInputs,
  compareSources,
  replayInputs,
  sourceInputs,
  type Compared,
  type RunProgram,
  type ShadowSummary,
} from '@sluice/shadow'

const fields = { ...comparisonInputs, ...sourceInputs, ...replayInputs }

const found = await promisify(execFile)('duckdb', ['--version']).then(
  () => true,
  () => false,
)
/** Whether the tests of DuckDB can run; on CI they must. */
export const installed = found || process.env['CI'] === 'true'
if (!installed) console.log('skipped: no duckdb on this machine to compare counts with')

const duckdb: RunProgram = async (command, args, input) =>
  await new Promise((resolve, reject) => {
    const child = execFile(command, [...args], { maxBuffer: 1e8 }, (error, stdout, stderr) => {
      if (error === null) resolve({ code: 0, stdout, stderr })
      else if (typeof error.code === 'number') resolve({ code: error.code, stdout, stderr })
      else reject(error)
    })
    child.stdin?.end(input)
  })

/** What DuckDB counts, asked as the action asks it, in a folder that holds the logs. */
export async function inEngine(
  folder: string,
  words: Readonly<Record<string, string>>,
  run = duckdb,
): Promise<ShadowSummary> {
  return (await askedOf(folder, words, run)).summary
}

/** The same with all that comes with the counts. */
export async function askedOf(
  folder: string,
  words: Readonly<Record<string, string>>,
  run = duckdb,
): Promise<Compared> {
  const given: Readonly<Record<string, string>> = { engine: 'duckdb', ...words }
  return await compareSources(
    parseFields(fields, (name) => given[name] ?? '', 'the test'),
    {
      folder,
      tempDir: folder,
      threads: 1,
      script: new URL('../../../actions/shadow-compare/src/worker.ts', import.meta.url),
      run,
      fetch: globalThis.fetch,
      now: () => performance.now(),
      sleep: async () => await Promise.resolve(),
      random: () => 0.5,
      mask: () => undefined,
      signal: new AbortController().signal,
    },
  )
}
