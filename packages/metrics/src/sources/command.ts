import {
  commandField,
  duration,
  field,
  mapOfText,
  optional,
  secret,
  UserError,
  withDefault,
} from '@sluice/action'
import type { Samples } from '@sluice/verdict'
import { defineSource } from '../define-source.ts'
import type { MetricQuery, Span } from '../contract.ts'
import { readRecording } from '../file/recording.ts'
import { absent, nothingFrom } from '../reading.ts'

/** A program of the user's own that prints samples, for any store without a source here. */
export const commandSource = defineSource(
  'Runs a program of yours that prints samples as JSON lines, for any store that has no source of its own here.',
  {
    run: field('program and its arguments, as a list; no shell is used', commandField().parse),
    env: optional(mapOfText('names and values added to the environment of the program')),
    'secret-env': optional(secret(mapOfText('the same, for values that must not be shown'))),
    timeout: withDefault('30s', field('duration for one run', duration().parse)),
  },
  ({ run, env = {}, 'secret-env': secrets = {}, timeout }, io) => {
    for (const value of Object.values(secrets)) io.mask(value)
    const [program = '', ...args] = run
    // Details of absences travel in verdicts, where nothing is masked.
    const hidden = (text: string): string =>
      Object.values(secrets).reduce(
        (left, value) => (value === '' ? left : left.replaceAll(value, '***')),
        text,
      )
    return {
      observe: async (queries, span, signal) => {
        if (span.slots.length === 0) return queries.map(({ name }) => ({ metric: name, blocks: [] }))
        try {
          const input = `${JSON.stringify(questionOf(queries, span))}\n`
          const options = { signal, timeoutMs: timeout, input, env: { ...env, ...secrets } }
          const { code, stdout, stderr } = await io.exec(program, args, options)
          if (code !== 0) {
            const why = absent('source_unreachable', `${program} ended with code ${code}: ${hidden(stderr)}`)
            return queries.map((query) => nothingFrom(query, span, why))
          }
          const printed = readRecording(stdout, 'ndjson', `the output of ${program}`)
          return queries.map((query) => answerTo(query, span, printed))
        } catch (error) {
          signal.throwIfAborted()
          if (!(error instanceof UserError)) throw error
          const kind = error.code === 'BAD_SAMPLES' ? 'source_refused' : 'source_unreachable'
          return queries.map((query) => nothingFrom(query, span, absent(kind, hidden(error.message))))
        }
      },
    }
  },
)

/** What the program reads on its standard input, as one line of JSON. */
function questionOf(
  queries: readonly MetricQuery[],
  { slots, intervalMs, baseline, candidate }: Span,
): object {
  const metrics = queries.filter(({ name }, i) => queries.findIndex((each) => each.name === name) === i)
  return { version: 1, metrics, slots, intervalMs, baseline, candidate }
}

function answerTo(query: MetricQuery, span: Span, printed: readonly Samples[]): Samples {
  const { blocks = [], notes } = printed.find(({ metric }) => metric === query.name) ?? {}
  const nothing = absent('not_observed', 'the program printed no block for this interval')
  const answered = span.slots.map((slot) => {
    const found = blocks.find(({ from, to }) => from === slot.from && to === slot.to)
    return { ...(found ?? { baseline: nothing, candidate: nothing }), ...slot }
  })
  return { metric: query.name, blocks: answered, ...(notes === undefined ? {} : { notes }) }
}
