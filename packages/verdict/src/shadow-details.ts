import { Problems, s, type ReadBy } from '@sluice/schema'

/** What became of one path of the compared documents. */
const PATH_STATUSES = ['worse', 'undecided', 'within', 'not comparable'] as const
export type PathStatus = (typeof PATH_STATUSES)[number]

const example = s.object({ id: s.text, kind: s.text, primary: s.text, candidate: s.text })

const path = s.object(
  {
    path: s.text,
    status: s.oneOf(PATH_STATUSES),
    /** Share of pairs in which the candidate differs, in which the primary's own repeat does, and the excess. */
    rate: s.number,
    noise: s.orNull(s.number),
    excess: s.number,
    low: s.orNull(s.number),
    high: s.orNull(s.number),
    pairs: s.count,
    /** Numbers of differences by kind: another value, another type, missing, extra, another length. */
    kinds: s.listOf(s.object({ kind: s.text, count: s.count })),
    /** Of those by value: in how many the number is higher or the text longer, and in how many the opposite. */
    higher: s.count,
    lower: s.count,
    examples: s.listOf(example),
  },
  {
    /** About how many more pairs decide, where it is undecided. */
    needed: s.count,
    /** What the status, excess and bounds are about: the value, or only its shape, how numbers are distributed, or length. */
    by: s.text,
  },
)

const slice = s.object(
  {
    name: s.text,
    /** The field whose differences stand out most there. */
    path: s.text,
    pairs: s.count,
    rate: s.number,
    noise: s.orNull(s.number),
    /** Certainly worse, with the share of false discoveries among the flagged slices kept below the level. */
    flagged: s.flag,
  },
  { low: s.number, high: s.number },
)

const spread = s.object({
  arm: s.text,
  n: s.count,
  mean: s.number,
  /** p50, p90, p95, p99 and the largest value. */
  quantiles: s.listOf(s.number),
  /** Points of the cumulative distribution: value and share at or below it. */
  cdf: s.listOf(s.listOf(s.number)),
})

const measure = s.object({
  name: s.text,
  arms: s.listOf(spread),
  /** Median of candidate minus primary on the same requests, with its interval. */
  change: s.orNull(s.object({ median: s.number, low: s.orNull(s.number), high: s.orNull(s.number) })),
})

const figure = s.object(
  { name: s.text, value: s.number },
  { low: s.number, high: s.number, stable: s.number, note: s.text, unit: s.text, flagged: s.flag },
)

/** An input that shows what changed: why it is one, by how much, the slices it is in, and both answers. */
const answerExample = s.object(
  { why: s.text, id: s.text, slices: s.listOf(s.text), stable: s.text, candidate: s.text },
  { label: s.text, by: s.number },
)

const model = s.object(
  {
    type: s.text,
    figures: s.listOf(figure),
    labels: s.listOf(s.text),
    /** Rows are what the stable model said, columns what the candidate said. */
    confusion: s.listOf(s.listOf(s.count)),
    flips: s.listOf(s.object({ from: s.text, to: s.text, count: s.count })),
    slices: s.listOf(
      s.object(
        { name: s.text, pairs: s.count, agreement: s.number, flagged: s.flag },
        { loss: s.number, low: s.number, high: s.number, p: s.number },
      ),
    ),
    drift: s.listOf(figure),
    /** Calibration: mean score, share of positives and number, by bin, for stable and candidate. */
    calibration: s.listOf(s.listOf(s.listOf(s.number))),
  },
  { examples: s.listOf(answerExample) },
)

/** Fields that differ in the same answers: the one that explains them, and the others, put together by where they stand. */
const cause = s.object(
  {
    path: s.text,
    kind: s.text,
    pairs: s.count,
    rate: s.number,
    /** How many other fields differ in the same answers. */
    fields: s.count,
    groups: s.listOf(s.object({ in: s.text, kind: s.text, count: s.count, paths: s.listOf(s.text) })),
  },
  {
    /** The most frequent change of a status: `200 → 503`. */
    turn: s.text,
    /** How many different changes of it there are. */
    turns: s.count,
    /** The id of an answer. */
    example: s.text,
  },
)

const details = s.object(
  {
    kind: s.oneOf(['shadow']),
    noise: s.text,
    redacted: s.flag,
    compared: s.count,
    repeated: s.count,
    differing: s.count,
    paths: s.listOf(path),
    /** Paths that were counted but are not listed. */
    pathsOmitted: s.count,
    slices: s.listOf(slice),
    measures: s.listOf(measure),
    lost: s.listOf(s.object({ what: s.text, count: s.count })),
    cost: s.listOf(figure),
    /** What was done about side effects and load, one sentence each. */
    conduct: s.listOf(s.text),
  },
  { model, causes: s.listOf(cause) },
)

/** What a shadow verdict shows besides its evidence: plain data, never deciding. Shares are between 0 and 1. */
export type ShadowDetails = ReadBy<typeof details>
export type ShadowPath = ShadowDetails['paths'][number]
export type ShadowCause = ReadBy<typeof cause>
export type ShadowSlice = ShadowDetails['slices'][number]
export type ShadowMeasure = ShadowDetails['measures'][number]
export type ShadowFigure = ReadBy<typeof figure>
export type ShadowModel = ReadBy<typeof model>

/** The shadow details of a verdict, or undefined when it carries none that can be read. */
export function shadowDetails(data: { readonly kind: string } | undefined): ShadowDetails | undefined {
  if (data?.kind !== 'shadow') return undefined
  const read = details.read(data, 'details', new Problems())
  return read === s.UNREAD ? undefined : read
}
