import type { ShadowMeasure } from '@sluice/verdict'
import { html } from '../escape.ts'
import { plainNumber } from '../numbers.ts'

const WIDTH = 960
const HEIGHT = 240
const PAD = { left: 56, right: 12, top: 12, bottom: 32 } as const
const CLASS: Readonly<Record<string, string>> = {
  primary: 'baseline',
  candidate: 'candidate',
  repeat: 'repeat',
}

/**
 * The cumulative distributions of all arms of a measure as inline SVG, on a logarithmic axis where values span decades. The
 * axis ends at the largest 99th percentile of the arms; what lies beyond is not drawn.
 */
export function cdfChart({ name, arms }: ShadowMeasure): string {
  const values = arms.flatMap(({ cdf }) => cdf.map(([value = 0]) => value))
  if (values.length === 0) return ''
  const least = Math.min(...values)
  const most = Math.max(...arms.map(({ quantiles }) => quantiles[3] ?? 0), least)
  const logarithmic = least > 0 && most / least > 20
  const scale = (value: number): number => (logarithmic ? Math.log(value) : value)
  const span = scale(most) - scale(least) || 1
  const x = (value: number): number =>
    PAD.left + ((scale(value) - scale(least)) / span) * (WIDTH - PAD.left - PAD.right)
  const y = (share: number): number => PAD.top + (1 - share) * (HEIGHT - PAD.top - PAD.bottom)
  const lines = arms.map(({ arm, cdf }) => {
    const points = steps(cdf, most).map(([value, share]) => `${x(value).toFixed(1)},${y(share).toFixed(1)}`)
    return `<polyline class="${CLASS[arm] ?? 'baseline'}" points="${points.join(' ')}"/>`
  })
  const grid = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<line class="axis" x1="${PAD.left}" x2="${WIDTH - PAD.right}" y1="${y(share)}" y2="${y(share)}"/><text x="${PAD.left - 6}" y="${y(share) + 4}" text-anchor="end">${share * 100}%</text>`,
  )
  const ticks = ticksOf(least, most, logarithmic).map(
    (value, i, { length }) =>
      `<text x="${x(value).toFixed(1)}" y="${HEIGHT - 10}" text-anchor="${i === length - 1 ? 'end' : 'middle'}">${plainNumber(value)}</text>`,
  )
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="100%" style="max-width:${WIDTH}px" role="img" aria-label="share of answers at or below each value of ${html(name)}">${[...grid, ...ticks, ...lines].join('')}</svg>`
}

/** The corners of a staircase that begins at no share at all and goes on level from its last step to the end of the axis. */
function steps(
  cdf: readonly (readonly number[])[],
  end: number,
): readonly (readonly [value: number, share: number])[] {
  let before = 0
  const corners = cdf
    .filter(([value = 0]) => value <= end)
    .flatMap(([value = 0, share = 0]) => {
      const corner = [value, before] as const
      before = share
      return [corner, [value, share] as const]
    })
  return [...corners, [end, before]]
}

function ticksOf(least: number, most: number, logarithmic: boolean): readonly number[] {
  if (least === most) return [least]
  return [0, 0.25, 0.5, 0.75, 1].map((share) =>
    logarithmic ? least * (most / least) ** share : least + (most - least) * share,
  )
}
