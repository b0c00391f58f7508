import { readFile } from 'node:fs/promises'
import { field, oneOf, optional, quote, text, UserError, withDefault } from '@sluice/action'
import type { AbsentArm, Block, Samples } from '@sluice/verdict'
import { readRecording, RECORDING_FORMATS, type RecordingFormat } from '../file/recording.ts'
import { absent, nothingFrom } from '../reading.ts'
import { defineSource } from '../define-source.ts'
import type { MetricQuery, Slot } from '../contract.ts'

/** Recorded samples, for replay and for judging offline; the queries of a metric are not used, only its name. */
export const file = defineSource(
  'Reads recorded samples from an NDJSON or CSV file, to replay a rollout or to judge where no metrics server can be reached.',
  {
    path: text('path of the file'),
    format: optional(
      field('`ndjson` or `csv`; told from the file’s name if not given', oneOf(RECORDING_FORMATS).parse),
    ),
    align: withDefault(
      'times',
      field(
        '`times`: a block answers for the interval with the same times; `order`: the first block for the first interval, and so on',
        oneOf(['times', 'order']).parse,
      ),
    ),
    history: optional(
      text('path of a recording of the stable version before the rollout, from which its noise is learned'),
    ),
  },
  ({ path, format, align, history }) => ({
    readsPast: false,
    past: async (queries, { from, to, intervalMs }, signal) => {
      // Blocks that answer in order may have any times, so that nothing in the same file is known to be the past.
      const before = history ?? (align === 'times' ? path : undefined)
      const all = before === undefined ? [] : await recorded(before, format, signal)
      return queries.map((query) => {
        if ('absence' in all) return { metric: query.name, blocks: [], notes: [all.detail ?? all.absence] }
        const { blocks } = all.find(({ metric }) => metric === query.name) ?? { blocks: [] }
        const own = blocks.filter((block) => history !== undefined || (block.from >= from && block.to <= to))
        return { metric: query.name, blocks: own.slice(-Math.floor((to - from) / intervalMs)).map(alone) }
      })
    },
    observe: async (queries, span, signal) => {
      const all = await recorded(path, format, signal)
      if ('absence' in all) return queries.map((query) => nothingFrom(query, span, all))
      return queries.map((query) => {
        const samples = all.find(({ metric }) => metric === query.name) ?? unknown(query, all, path)
        return { ...samples, blocks: span.slots.map((slot, i) => blockFor(slot, i, samples, align)) }
      })
    },
  }),
)

/** The samples of a file, or why there are none. */
async function recorded(
  path: string,
  format: RecordingFormat | undefined,
  signal: AbortSignal,
): Promise<readonly Samples[] | AbsentArm> {
  signal.throwIfAborted()
  const content = await readFile(path, { encoding: 'utf8', signal }).catch((error: unknown) => {
    signal.throwIfAborted()
    return absent('source_unreachable', error instanceof Error ? error.message : String(error))
  })
  if (typeof content !== 'string') return content
  return readRecording(content, format ?? (path.endsWith('.csv') ? 'csv' : 'ndjson'), path)
}

function alone(block: Block): Block {
  return { ...block, candidate: absent('not_observed') }
}

/** The recorded weight is kept: it is the one at which the block's counts were made. */
function blockFor(slot: Slot, index: number, { blocks }: Samples, align: 'times' | 'order'): Block {
  const found =
    align === 'order' ? blocks[index] : blocks.find(({ from, to }) => from === slot.from && to === slot.to)
  if (found !== undefined) return { ...found, from: slot.from, to: slot.to }
  const nothing = absent('not_observed', 'the file has no block for this interval')
  return { ...slot, baseline: nothing, candidate: nothing }
}

function unknown(query: MetricQuery, all: readonly Samples[], path: string): never {
  throw new UserError(
    'BAD_QUERY',
    `${path} has no metric with the name ${quote(query.name)}; it has ${all.map(({ metric }) => quote(metric)).join(', ') || 'none'}`,
    'Give the metric the name that it has in the file.',
  )
}
