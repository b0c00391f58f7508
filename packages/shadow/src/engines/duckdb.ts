import { armsAsNdjson, toNdjson, type ArmFiles } from '../formats/to-ndjson.ts'
import { textOpener } from '../json/open-texts.ts'
import { findFiles } from '../sources/find-files.ts'
import { longestRecord, type ComparisonEngine, type LogsInput, type Surroundings } from './contract.ts'
import { compareInDuckDb, sampleInDuckDb } from './duckdb/compare.ts'
import { duckDbSettings } from './duckdb/settings.ts'
import { compareFiles } from './node/compare-files.ts'

/** Has a DuckDB on this machine tell which records are the same; all others are compared here. */
export const duckdb: ComparisonEngine = {
  reads: 'logs',
  splits: false,
  hasSettings: true,
  open: async (input, around) => {
    const asked = {
      arms: await duckDbArms(input, around),
      settings: duckDbSettings(input['engine-settings'], around.mask),
      limit: longestRecord(input),
    }
    const { parse } = input
    const opened = async (paths: readonly string[]): Promise<readonly string[]> =>
      parse.length === 0
        ? paths
        : await toNdjson(paths, 'primary', around.tempDir, { parse, signal: around.signal })
    const sample = async (arm: number): Promise<readonly Buffer[]> =>
      (await sampleInDuckDb(asked, around.run, arm)).map(textOpener(parse))
    return {
      samples: await sample(0),
      others: await sample(1),
      compare: async (comparison) =>
        await compareInDuckDb(asked, comparison, {
          ...around,
          compare: async (arms) =>
            await compareFiles(await Promise.all(arms.map(opened)), comparison, around),
        }),
    }
  },
}

/** Parquet and what is elsewhere is DuckDB's to read; other files are made NDJSON first, as for ourselves. */
async function duckDbArms(
  { primary, candidate, secondary }: LogsInput,
  { folder, tempDir, signal }: Surroundings,
): Promise<readonly (readonly string[])[]> {
  const isElsewhere = (pattern: string): boolean => pattern.includes('://')
  const isTable = (path: string): boolean => /\.parquet$/i.test(path)
  const given = { primary, candidate, secondary }
  const here = findFiles(
    mapped(given, (patterns) => patterns.filter((pattern) => !isElsewhere(pattern))),
    folder,
  )
  const ours = await armsAsNdjson(
    mapped(here, (files) => files.filter((file) => !isTable(file))),
    tempDir,
    { signal },
  )
  return (['primary', 'candidate', 'secondary'] as const)
    .map((arm, k) => [...(ours[k] ?? []), ...here[arm].filter(isTable), ...given[arm].filter(isElsewhere)])
    .filter((names) => names.length > 0)
}

function mapped(
  { primary, candidate, secondary }: ArmFiles,
  change: (names: readonly string[]) => readonly string[],
): ArmFiles {
  return { primary: change(primary), candidate: change(candidate), secondary: change(secondary) }
}
