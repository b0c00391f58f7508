import { UserError } from '@sluice/action'
import { readSamples, VerdictRefused, type Samples } from '@sluice/verdict'
import type { CliIo } from '../command.ts'
import { readText, isTable } from './documents.ts'
import { samplesFromCsv } from './samples-csv.ts'

const HINT =
  'One JSON object a line: {metric, blocks}, or one block with its metric; or CSV. See docs/judge.md.'

/** Reads samples, one set per metric: NDJSON (or JSON), or CSV where the name ends so. Throws `UserError`. */
export async function readSamplesFile(path: string, io: CliIo): Promise<readonly Samples[]> {
  const text = await readText(path, io)
  const rows = path.endsWith('.csv') ? samplesFromCsv(text, path) : rowsOf(text, path)
  const problems: string[] = []
  const read = rows.flatMap((row, i) => decoded(row, `${path}, entry ${i + 1}`, problems))
  if (read.length === 0 && problems.length === 0) problems.push(`${path} holds no samples`)
  if (problems.length > 0) throw new UserError('SAMPLES', problems.slice(0, 20).join('\n'), HINT)
  return merged(read)
}

function rowsOf(text: string, path: string): readonly unknown[] {
  const whole = parsed(text)
  if (whole.ok) return Array.isArray(whole.value) ? whole.value : [whole.value]
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return []
    const row = parsed(line)
    if (!row.ok) throw new UserError('SAMPLES', `${path}, line ${i + 1} is not JSON`, HINT)
    return [row.value]
  })
}

function parsed(text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  try {
    const value: unknown = JSON.parse(text)
    return { ok: true, value }
  } catch {
    return { ok: false }
  }
}

function decoded(row: unknown, where: string, problems: string[]): readonly Samples[] {
  try {
    return [readSamples(asSamples(row))]
  } catch (error) {
    if (!(error instanceof VerdictRefused)) throw error
    problems.push(...error.problems.map((problem) => `${where}: ${problem}`))
    return []
  }
}

// A line that is a block rather than a set of them names its metric itself.
function asSamples(row: unknown): unknown {
  if (!isTable(row) || 'blocks' in row) return row
  const { metric, ...block } = row
  return { metric, blocks: [block] }
}

function merged(all: readonly Samples[]): readonly Samples[] {
  const names = [...new Set(all.map((samples) => samples.metric))]
  return names.map((metric) => ({
    metric,
    blocks: all
      .filter((samples) => samples.metric === metric)
      .flatMap((samples) => samples.blocks)
      .sort((a, b) => a.from - b.from),
  }))
}
