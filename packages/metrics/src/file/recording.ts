import { UserError } from '@sluice/action'
import type { Block, Samples } from '@sluice/verdict'
import type { NoteLine } from './cells.ts'
import { csvBlocks } from './csv.ts'
import { ndjsonBlocks } from './ndjson.ts'

export const RECORDING_FORMATS = ['ndjson', 'csv'] as const
export type RecordingFormat = (typeof RECORDING_FORMATS)[number]

interface NotedLine {
  readonly line: number
  readonly problem: string
}

const MOST_PROBLEMS = 50
const MOST_LINES = 8

/**
 * Reads recorded samples, oldest block first within each metric. Throws `BAD_SAMPLES` with the number and the problem
 * of every bad line; two blocks of one metric that overlap are a problem too.
 */
export function readRecording(text: string, format: RecordingFormat, where: string): readonly Samples[] {
  const noted: NotedLine[] = []
  const note: NoteLine = (line, problem) => noted.push({ line, problem })
  const blocks = format === 'csv' ? csvBlocks(text, note) : ndjsonBlocks(text, note)
  const problems = linesWithProblems(noted)
  const metrics = new Map<string, Block[]>()
  for (const { metric, block } of blocks) {
    const known = metrics.get(metric)
    if (known === undefined) metrics.set(metric, [block])
    else known.push(block)
  }
  const samples = [...metrics].map(([metric, found]): Samples => {
    const sorted = found.toSorted((a, b) => a.from - b.from)
    problems.push(...overlaps(metric, sorted))
    return { metric, blocks: sorted }
  })
  if (problems.length === 0) return samples
  const cut = problems.length > MOST_PROBLEMS ? [`and ${problems.length - MOST_PROBLEMS} more`] : []
  throw new UserError(
    'BAD_SAMPLES',
    [`${where} holds samples that cannot be read:`, ...problems.slice(0, MOST_PROBLEMS), ...cut].join('\n'),
    'The format is described in docs/sources.md.',
  )
}

/** Each problem once, with the lines that have it: a wrong column is wrong in every line. */
function linesWithProblems(noted: readonly NotedLine[]): string[] {
  const byProblem = Map.groupBy(
    noted.toSorted((a, b) => a.line - b.line),
    ({ problem }) => problem,
  )
  return [...byProblem].map(([problem, found]) => {
    const lines = [...new Set(found.map(({ line }) => line))]
    const more = lines.length > MOST_LINES ? ` and ${lines.length - MOST_LINES} more` : ''
    return `${lines.length === 1 ? 'line' : 'lines'} ${lines.slice(0, MOST_LINES).join(', ')}${more}: ${problem}`
  })
}

function overlaps(metric: string, sorted: readonly Block[]): readonly string[] {
  return sorted.flatMap((block, i) => {
    const before = sorted[i - 1]
    if (before === undefined || before.to <= block.from) return []
    return [
      `metric ${JSON.stringify(metric)}: the block from ${block.from} begins before the one from ${before.from} has ended`,
    ]
  })
}
