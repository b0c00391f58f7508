import type { EventLaw, UnitArm } from '@sluice/stats'
import type { Margin, MetricPolicy } from '@sluice/verdict'

/** Says that events vary more than chance, and what was done about it. */
export function burstNote(phi: number): string {
  return `Events come in bursts, so this result needs more data (×${phi.toFixed(1)}).`
}

/** Says what the history of the baseline showed, and that the rollout turned out noisier where it did. */
export function historyNotes({ history, kind }: MetricPolicy, surprised: boolean): readonly string[] {
  if (history === undefined) return []
  const { blocks, seconds, halves, rate, ranks, tails = [], mean } = history
  const known = rate ?? ranks ?? mean
  const spoilt = Math.max(...[rate, ranks, mean, ...tails].map((each) => each?.eps ?? 0))
  const what = kind === 'quantile' ? 'Latencies' : kind === 'mean' ? 'Means' : 'Events'
  const far = Math.round(spoilt * (blocks + 2)) - 1
  const times = short2(known?.times ?? 1)
  const much = times === '1' ? 'no more than chance alone' : `${times} times as much as chance alone`
  const rest = [
    ...(far > 0 ? [`${far} of these intervals were far off the others.`] : []),
    surprised
      ? 'The versions now vary clearly more than that, so this result needs more data.'
      : 'The result holds if the versions vary no more than that during the rollout.',
  ]
  if (halves === true)
    return [
      `${what} of two halves of the baseline's instances differed ${much} (${blocks} intervals of ${short(seconds)} s).`,
      ...rest,
    ]
  return [
    `${what} of the baseline varied ${much} from one interval to the next (${blocks} intervals of ${short(seconds)} s).`,
    ...rest,
  ]
}

/** Says how many units there are, and how much they tell where some send far more than others. */
export function unitNote(units: string, arms: Readonly<Record<'candidate' | 'baseline', UnitArm>>): string {
  const said = (['candidate', 'baseline'] as const).map((arm) => {
    const alike = Math.floor(arms[arm].effective)
    const many = `${arms[arm].units} ${units} in the ${arm}`
    return alike < arms[arm].units ? `${many} (they tell as much as ${alike} that count alike)` : many
  })
  return `Judged by ${units}, not by requests: ${said.join(', ')}.`
}

/** Says that a share of nothing cannot be proved, and what to write instead. */
export function noEventsNote(law: EventLaw): string {
  const [absolute, floored] =
    law === 'bernoulli' ? ['0.02 points', '10%, at least 0.02 points'] : ['0.001', '10%, at least 0.001']
  return `A relative margin needs events. Set \`margin: ${absolute}\` or \`margin: ${floored}\`, for example.`
}

/** Says what else the margin tolerates. */
export function floorNote(floor: string): string {
  return `The margin also tolerates a change of up to ${floor}.`
}

function short2(value: number): string {
  return String(Number(value.toPrecision(2)))
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)))
}

/** Says which bucket hides the margin, and which bounds would show it. */
export function coarseNote(
  q: number,
  [from, to]: readonly [number, number],
  margin: Margin,
  [middle, next]: readonly [number, number],
): string {
  const size = margin.of === 'baseline' ? `${short(100 * margin.value)}%` : short(margin.value)
  const place = Number.isFinite(to) ? `${short(from)} to ${short(to)}` : `above ${short(from)}`
  const advice = Number.isFinite(to) ? ` Add bounds near ${short(middle)} and ${short(next)}.` : ''
  return `The buckets around p${short(100 * q)} (${place}) are too coarse for a margin of ${size}.${advice}`
}

/** Says that values which are all the same have no tail, and what to measure instead. */
export function constantNote(q: number, value: number): string {
  return `All values of the baseline are ${short(value)}, so none lies above p${short(100 * q)} and this metric cannot pass. Measure more finely, or judge the share of values above a bound (\`kind: proportion\`).`
}

/** Bucket bounds that only one version has. */
export type Unshared = Readonly<Record<'baseline' | 'candidate', readonly number[]>>

/** Says which bucket bounds only one version has. */
export function unsharedNote(unshared: Unshared): string {
  const only = (['baseline', 'candidate'] as const)
    .filter((arm) => unshared[arm].length > 0)
    .map((arm) => `only the ${arm} has ${unshared[arm].slice(0, 4).map(short).join(', ')}`)
  return `The versions have different buckets: ${only.join('; ')}.`
}
