import type { Values } from '@sluice/action'
import type { Comparison, Measure } from '../comparison.ts'
import { longestRecord } from '../engines/contract.ts'
import { ANSWER_KINDS } from '../kinds/registry.ts'
import { readPath } from '../json/pattern.ts'
import { Picker } from '../json/pick.ts'
import { typeAt } from '../json/scalar.ts'
import { answerFound } from './answer-place.ts'
import { pathText } from './path-text.ts'
import type { ShadowRequirement } from './requirements.ts'
import type { comparisonInputs } from './fields.ts'

export type ComparisonInput = Values<typeof comparisonInputs>

/** Names that people give to what is measured, not compared by value, when it stands at the top of a record. */
const MEASURED = [
  'latency_ms',
  'latency',
  'duration_ms',
  'duration',
  'elapsed_ms',
  'response_bytes',
  'bytes',
  'size',
  'cpu_ms',
  'cpu_seconds',
  'memory_mb',
  'memory_bytes',
] as const

/** What else is no answer but how it came about, by the last word of its name: `timing.total_ms`, `backendLatency`. */
const MEASURING =
  /(?:^|_)(?:latency|duration|elapsed|bytes|size|cpu|memory|mem|rss|ms|us|ns|s|sec|secs|seconds|kb|mb|gb)$/

/** How a user's wishes read as a comparison. In the samples, some first records, well-known measures are looked for. */
export function comparisonOf(input: ComparisonInput, samples: readonly Buffer[]): Comparison {
  const measures = measuresOf(input.requirements, samples)
  const { kind, ...asked } = input.kind
  const model = { ...asked, prediction: answerFound(input.kind, samples) ?? asked.prediction }
  const modelled = ANSWER_KINDS[kind].tally !== undefined
  const answers = modelled ? [model.prediction] : []
  const scores = modelled && model.score !== undefined ? [model.score] : []
  const labels = modelled && input.label !== undefined ? [input.label] : []
  const free = [...measures.map(({ path }) => path).filter(isMeasured), ...scores].map(pathText)
  return {
    kind,
    noise: input.noise,
    pairBy: input['pair-by'],
    rules: {
      ignore: [
        ...input.ignore,
        // What a model answers is judged as an answer, not as a field that must not change; the truth is no answer at all.
        ...[...answers, ...labels].map(pathText),
        // Diffy knows no tolerance.
        ...(input.noise === 'diffy' ? free : []),
      ],
      // What is measured is not compared by value; that it is missing, or no number any more, is a difference all the same.
      tolerance: [...free.map((path) => ({ path, tolerance: { of: 'any' } as const })), ...input.tolerance],
      unordered: input.unordered,
      caseless: input.caseless,
    },
    parse: input.parse,
    measures,
    errors: asksForErrors(input.requirements),
    slices: input.slices,
    model: modelled ? { ...model, label: input.label } : undefined,
    examples: input.examples,
    redact: input.redact === 'values',
    limit: longestRecord(input),
  }
}

function measuresOf(
  requirements: readonly ShadowRequirement[],
  samples: readonly Buffer[],
): readonly Measure[] {
  const asked = requirements.flatMap((each) => ('measure' in each ? [each.measure] : []))
  // A size that is a text, such as "XL", is nothing measured and is compared like any other value.
  const found = MEASURED.filter((name) => isNumber(samples, [name]))
  return [...new Set([...asked, ...found])].map((name) => ({ name, path: readPath(name) ?? name.split('.') }))
}

/** Whether a measure may have any value; others that are required, such as a price, are compared by value as well. */
function isMeasured(path: readonly string[]): boolean {
  const name = (path.at(-1) ?? '').replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()
  return MEASURING.test(name)
}

function asksForErrors(requirements: readonly ShadowRequirement[]): boolean {
  return requirements.some(({ about }) => about === 'error rate' || about === 'error increase')
}

function isNumber(samples: readonly Buffer[], path: readonly string[]): boolean {
  const picker = new Picker([path])
  return samples.some((sample) => {
    picker.pick(sample, 0, sample.length)
    const [at = -1] = picker.ranges
    return at >= 0 && typeAt(sample[at] ?? 0) === 'number'
  })
}
