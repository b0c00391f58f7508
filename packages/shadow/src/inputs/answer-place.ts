import { ANSWER_KINDS, type KindName } from '../kinds/registry.ts'
import type { KindOf } from './kind-field.ts'
import { sampledValues } from './sampled.ts'

/** Where a prediction stands unless an input says otherwise. */
const USUAL = 'prediction'

/** What else answers are called, the most telling name first. */
const NAMES: Readonly<Partial<Record<KindName, readonly string[]>>> = {
  classification: [
    'predicted_label',
    'predicted_class',
    'predicted',
    'class',
    'category',
    'output',
    'result',
  ],
  regression: ['predicted_value', 'predicted', 'y_pred', 'yhat', 'score', 'value', 'output', 'result'],
  text: ['completion', 'generated_text', 'response', 'answer', 'output_text', 'output', 'text', 'content'],
}

/** What went into a model is no answer of it. */
const GIVEN = /^(?:input|request|instance|feature|prompt|question|endpointinput)/i

/**
 * Where a model's answers stand though no input says so: at `prediction`, or, where none of some first records has that, at
 * the place whose name says that it is an answer. Undefined where an input says it, or nothing does.
 */
export function answerFound(
  { kind: name, prediction }: KindOf,
  samples: readonly Buffer[],
): readonly string[] | undefined {
  if (ANSWER_KINDS[name].tally === undefined || prediction.join('.') !== USUAL) return undefined
  const wanted = NAMES[name] ?? []
  const records = sampledValues(samples)
  const places = new Map<string, { readonly path: readonly string[]; count: number }>()
  for (const record of records) {
    for (const [key, { path, value }] of record) {
      if (path.length === 1 && path[0] === USUAL) return undefined
      if (path.some((each) => GIVEN.test(each)) || !isAnswer(name, value)) continue
      if (!wanted.includes((path.at(-1) ?? '').toLowerCase())) continue
      const place = places.get(key) ?? { path, count: 0 }
      place.count++
      places.set(key, place)
    }
  }
  const rank = (path: readonly string[]): number => wanted.indexOf((path.at(-1) ?? '').toLowerCase())
  const [first] = [...places.values()]
    .filter(({ count }) => count > records.length / 2)
    .sort((a, b) => rank(a.path) - rank(b.path) || a.path.length - b.path.length)
  return first?.path
}

function isAnswer(kind: KindName, value: unknown): boolean {
  if (kind === 'regression') return typeof value === 'number'
  return kind === 'text' ? typeof value === 'string' : typeof value !== 'number' || Number.isInteger(value)
}
