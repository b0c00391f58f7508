import { field, parseYaml, refuse, Unacceptable, type Field } from '@sluice/action'
import { KIND_NAMES, ANSWER_KINDS, type KindName } from '../kinds/registry.ts'
import { readPath } from '../json/pattern.ts'
import { adviceOn } from './place-fields.ts'

/** What is compared, and where a model's answers stand. */
export interface KindOf {
  readonly kind: KindName
  readonly prediction: readonly string[]
  readonly score: readonly string[] | undefined
  readonly inputs: readonly (readonly string[])[]
  readonly positive: string | undefined
  readonly top: number
}

const SHAPE = `one of ${KIND_NAMES.map((kind) => `\`${kind}\``).join(', ')}, or YAML such as \`{ classification: { prediction: output.label, score: output.p } }\``
const KEYS = ['prediction', 'score', 'inputs', 'positive', 'top'] as const

/** A word, or a mapping of one word to where the answers stand: `prediction`, `score`, `inputs`, `positive`, `top`. */
export const kindField: Field<KindOf> = field(SHAPE, (given) => {
  const word = KIND_NAMES.find((kind) => kind === given)
  if (word !== undefined) return kindOf(word, {})
  const data = parseYaml(given)
  const entries = isMapping(data) ? Object.entries(data) : []
  const [name, settings] = entries[0] ?? []
  const kind = KIND_NAMES.find((each) => each === name)
  if (kind === undefined || kind === 'json' || entries.length !== 1 || !isMapping(settings))
    return refuse(SHAPE, given)
  const unknown = Object.keys(settings).filter((key) => !KEYS.some((known) => known === key))
  if (unknown.length > 0) {
    throw new Unacceptable(`knows ${KEYS.join(', ')} under ${kind}, not ${unknown.join(', ')}`)
  }
  return kindOf(kind, settings)
})

function kindOf(kind: KindName, settings: Readonly<Record<string, unknown>>): KindOf {
  const { score, inputs, positive, top } = settings
  return {
    kind,
    prediction: pathOf(settings['prediction'] ?? 'prediction'),
    score: score === undefined ? ANSWER_KINDS[kind].score : pathOf(score),
    inputs: inputs === undefined ? [] : listOf(inputs).map(pathOf),
    positive: positive === undefined ? undefined : String(positive),
    top: top === undefined ? 10 : wholeOf(top),
  }
}

function pathOf(value: unknown): readonly string[] {
  const path = typeof value === 'string' ? readPath(value) : undefined
  if (path === undefined)
    throw new Unacceptable(
      `must name places such as \`output.label\`, got ${JSON.stringify(value)}${typeof value === 'string' ? adviceOn(value, readPath) : ''}`,
    )
  return path
}

function wholeOf(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value
  throw new Unacceptable(`top must be a whole number of at least 1, got ${JSON.stringify(value)}`)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}

function isMapping(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}
