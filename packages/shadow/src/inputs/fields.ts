import {
  decimal,
  duration,
  field,
  httpUrl,
  linesOf,
  listOf,
  mapOfText,
  oneOf,
  optional,
  percent,
  refuse,
  text,
  Unacceptable,
  wholeNumber,
  withDefault,
  type Values,
} from '@sluice/action'
import { NOISE_MODES } from '../comparison.ts'
import { ENGINE_NAMES } from '../engines/registry.ts'
import { keyText } from '../json/pattern.ts'
import type { NumericTolerance } from '../json/tolerance.ts'
import { rateField } from '../replay/rate.ts'
import { requirementLines, unprovable } from './requirements.ts'
import { kindField } from './kind-field.ts'
import { pathField, pathIn, PLACE, patternField, patternIn, placesOf, slicePath } from './place-fields.ts'
import { pricesField } from './prices-field.ts'

const TOLERANCE = 'place and tolerance such as `price: 0.01`, `score: 1%` or `ratio: 4 ulp`'

const toleranceLine = field(
  TOLERANCE,
  (given): { readonly path: string; readonly tolerance: NumericTolerance } => {
    const match = /^(.+?)\s*:\s*(\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*(%|ulp)?$/i.exec(given)
    if (match === null) return refuse(TOLERANCE, given)
    const [, place = '', number, unit] = match
    const path = patternIn(place, TOLERANCE, given)
    const by = Number(number)
    if (unit === '%') return { path, tolerance: { of: 'relative', by: by / 100 } }
    return { path, tolerance: { of: unit === undefined ? 'absolute' : 'ulp', by } }
  },
)

const UNORDERED = 'array such as `tags`, or `items by sku` where each element has a key'

const UNORDERED_LINE = new RegExp(`^(${PLACE})(?:\\s+by\\s+(${PLACE}))?$`)

const unorderedLine = field(UNORDERED, (given) => {
  const match = UNORDERED_LINE.exec(given)
  if (match === null) return refuse(UNORDERED, given)
  const [, array = '', by = ''] = match
  const path = patternIn(array, UNORDERED, given)
  return { path, by: by === '' ? by : pathIn(by, UNORDERED, given).reduce(keyText, '') }
})

const SHARD = 'part of the whole such as `3/16`'

const shardField = field(SHARD, (given) => {
  const match = /^(\d+)\/(\d+)$/.exec(given)
  const [index, count] = [Number(match?.[1]), Number(match?.[2])]
  return index >= 1 && index <= count && count <= 10_000 ? { index: index - 1, count } : refuse(SHARD, given)
})

const anyPercent = percent({ min: 0, max: 100 })

/** A tolerated rate of differences, as a share. */
const toleratedRate = field('percent above 0% and at most 100%, such as `0.5%`', (given) => {
  const rate = anyPercent.parse(given)
  if (rate > 0) return rate
  throw new Unacceptable(unprovable(given))
})

/** Names of HTTP headers have no case (RFC 9110, section 5.1). */
const HEADERS = '**.headers, **.request_headers, **.response_headers, **.requestHeaders, **.responseHeaders'

/** What is compared and how it is judged; the same words in the action, on the command line and in the config file. */
export const comparisonInputs = {
  'pair-by': withDefault('id', placesOf(pathField)),
  kind: withDefault('json', kindField),
  ignore: {
    ...placesOf(patternField),
    whenBlank: (): readonly string[] => [],
  },
  tolerance: { ...linesOf(toleranceLine), whenBlank: () => [] },
  unordered: { ...linesOf(unorderedLine), whenBlank: () => [] },
  caseless: withDefault(HEADERS, placesOf(patternField)),
  parse: { ...placesOf(patternField), whenBlank: (): readonly string[] => [] },
  noise: withDefault('paired', oneOf(NOISE_MODES)),
  label: optional(pathField),
  slices: { ...placesOf(slicePath), whenBlank: () => [] },
  'max-difference-rate': withDefault('0.1%', toleratedRate),
  requirements: requirementLines,
  confidence: withDefault('95%', percent({ min: 80, max: 99.99 })),
  redact: withDefault('values', oneOf(['values', 'none'])),
  examples: withDefault('3', wholeNumber({ min: 0, max: 20 })),
  prices: withDefault('{}', pricesField),
  'max-record': withDefault('16', decimal({ min: 0.001, max: 512 })),
} as const

const globs = { ...linesOf(text('file or pattern')), whenBlank: (): readonly string[] => [] }

const METHOD = 'HTTP method such as `GET`'

const method = field(METHOD, (given) =>
  /^[A-Za-z]{3,12}$/.test(given) ? given.toUpperCase() : refuse(METHOD, given),
)

/** Recorded requests, whom to send them to, and how gently. */
export const replayInputs = {
  requests: globs,
  'primary-url': optional(httpUrl()),
  'candidate-url': optional(httpUrl()),
  'secondary-url': optional(httpUrl()),
  record: optional(text('folder')),
  rate: withDefault('10/s', rateField),
  methods: withDefault('GET, HEAD, OPTIONS', listOf(method)),
  concurrency: withDefault('64', wholeNumber({ min: 1, max: 10_000 })),
  timeout: withDefault('10s', duration()),
  'warm-up': withDefault('0', wholeNumber({ min: 0 })),
} as const

/** Where records come from, and how the work is split. */
export const sourceInputs = {
  primary: globs,
  candidate: globs,
  secondary: globs,
  shard: optional(shardField),
  merge: globs,
  engine: withDefault('node', oneOf(ENGINE_NAMES)),
  'engine-settings': withDefault('{}', mapOfText('settings of the engine')),
} as const

/** All that `shadow` is asked. */
export type ShadowInput = Values<typeof comparisonInputs & typeof sourceInputs & typeof replayInputs>
