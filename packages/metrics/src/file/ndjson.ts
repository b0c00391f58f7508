import { readSamples, VerdictRefused, type Samples } from '@sluice/verdict'
import { misplaced, type NoteLine, type RecordedBlock } from './cells.ts'

/**
 * Reads one JSON object a line: a whole `Samples`, or one `Block` with the name of its `metric`. Blank lines are skipped.
 * A text that is JSON as a whole is one such object, or a list of them; line numbers then count its entries.
 */
export function ndjsonBlocks(text: string, note: NoteLine): readonly RecordedBlock[] {
  const whole = parsed(text)
  const list: readonly unknown[] = Array.isArray(whole) ? whole : [whole]
  const entries =
    whole === undefined ? text.split('\n').map((line) => ({ line })) : list.map((data) => ({ data }))
  return entries.flatMap((entry, i) => {
    if ('line' in entry && entry.line.trim() === '') return []
    const data = 'data' in entry ? entry.data : parsed(entry.line)
    const samples = data === undefined ? undefined : samplesIn(data, (problem) => note(i + 1, problem))
    if (data === undefined) note(i + 1, 'it is not JSON')
    return (samples?.blocks ?? []).flatMap((block) => {
      const problem = misplaced(block)
      if (problem !== undefined) note(i + 1, problem)
      return samples === undefined || problem !== undefined ? [] : [{ metric: samples.metric, block }]
    })
  })
}

function samplesIn(data: unknown, note: (problem: string) => void): Samples | undefined {
  try {
    return readSamples(wrapped(data))
  } catch (error) {
    if (error instanceof VerdictRefused) note(error.problems.join('; '))
    else throw error
    return undefined
  }
}

/** A block with its metric's name as samples of one block. */
function wrapped(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || 'blocks' in data || !('metric' in data)) return data
  const { metric, ...block } = data
  return { metric, blocks: [block] }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
