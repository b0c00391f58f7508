import type { Evidence } from '@sluice/verdict'

const WIDTH = 260
const HEIGHT = 34
const PAD = 8

/**
 * An interval against "no change" and the margin, as inline SVG; empty when there is no estimate. `said` tells it in
 * words to those who cannot see it, and must be escaped.
 */
export function intervalChart(e: Evidence, said: string): string {
  const { estimate, low, high } = e.effect
  if (estimate === null || e.scale === 'absolute') return ''
  const nothing = e.scale === 'ratio' ? 1 : 0
  const known = [estimate, nothing, low, high, e.margin].filter((v): v is number => v !== null)
  const least = Math.min(...known)
  const most = Math.max(...known)
  // Where everything is one value, nothing is to be compared.
  if (least === most) return ''
  const x = (v: number): string => (PAD + ((v - least) / (most - least)) * (WIDTH - 2 * PAD)).toFixed(1)
  const mid = HEIGHT / 2
  const bar =
    low !== null && low === high
      ? ''
      : `<line class="bar" x1="${low === null ? 0 : x(low)}" x2="${high === null ? WIDTH : x(high)}" y1="${mid}" y2="${mid}"/>`
  const margin =
    e.margin === null
      ? ''
      : `<line class="margin" x1="${x(e.margin)}" x2="${x(e.margin)}" y1="3" y2="${HEIGHT - 3}"/>`
  return [
    `<svg class="interval ${e.finding}" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${said}">`,
    `<line class="nothing" x1="${x(nothing)}" x2="${x(nothing)}" y1="3" y2="${HEIGHT - 3}"/>`,
    margin,
    bar,
    `<circle cx="${x(estimate)}" cy="${mid}" r="5"/>`,
    '</svg>',
  ].join('')
}
