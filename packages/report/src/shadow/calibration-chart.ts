import type { ShadowModel } from '@sluice/verdict'

const SIZE = 320
const PAD = { left: 62, right: 12, top: 10, bottom: 46 } as const

/** How often scores came true, for the stable model and the candidate, as inline SVG; empty where no truth is known. */
export function calibrationChart(arms: ShadowModel['calibration']): string {
  if (arms.every((bins) => bins.length === 0)) return ''
  const at = (score: number): number => PAD.left + score * (SIZE - PAD.left - PAD.right)
  const up = (positives: number): number => PAD.top + (1 - positives) * (SIZE - PAD.top - PAD.bottom)
  const lines = arms.map((bins, arm) => {
    const of = arm === 0 ? 'baseline' : 'candidate'
    const points = bins.map(
      ([score = 0, positives = 0]) => [at(score).toFixed(1), up(positives).toFixed(1)] as const,
    )
    // Scores may all fall into one tenth, and one point makes no line.
    const dots = points.map(([x, y]) => `<circle class="${of}" cx="${x}" cy="${y}" r="3"/>`)
    return `<polyline class="${of}" points="${points.map((point) => point.join(',')).join(' ')}"/>${dots.join('')}`
  })
  const ticks = [0, 0.5, 1].flatMap((value) => [
    `<text x="${at(value)}" y="${up(0) + 16}" text-anchor="${value === 1 ? 'end' : 'middle'}">${value}</text>`,
    `<text x="${PAD.left - 6}" y="${up(value) + 4}" text-anchor="end">${value * 100}%</text>`,
  ])
  const middle = { x: (at(0) + at(1)) / 2, y: (up(0) + up(1)) / 2 }
  const frame = [
    `<line class="axis" x1="${at(0)}" y1="${up(0)}" x2="${at(1)}" y2="${up(0)}"/>`,
    `<line class="axis" x1="${at(0)}" y1="${up(0)}" x2="${at(0)}" y2="${up(1)}"/>`,
    `<line class="axis" x1="${at(0)}" y1="${up(0)}" x2="${at(1)}" y2="${up(1)}" stroke-dasharray="4 4"/>`,
    `<text x="${middle.x}" y="${SIZE - 8}" text-anchor="middle">mean score</text>`,
    `<text transform="translate(12 ${middle.y}) rotate(-90)" text-anchor="middle">share of positives</text>`,
  ]
  return `<svg class="calibration" viewBox="0 0 ${SIZE} ${SIZE}" width="${SIZE}" role="img" aria-label="share of positives against the mean score, for the stable model and the candidate">${[...frame, ...ticks, ...lines].join('')}</svg>`
}
