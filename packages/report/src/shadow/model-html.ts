import type { ShadowModel } from '@sluice/verdict'
import { html } from '../escape.ts'
import { counted, plainNumber, share } from '../numbers.ts'
import { figureText } from './words.ts'

/** What two models said: figures, who flipped to what, where, and how far scores can be trusted. */
export function modelHtml(model: ShadowModel): readonly string[] {
  return [`<h2>Predictions</h2>`, figures(model), matrix(model), slices(model), calibration(model)].filter(
    (part) => part !== '',
  )
}

function figures({ figures: all, drift }: ShadowModel): string {
  const rows = [...all, ...drift].map(
    (figure) =>
      `<dt>${html(figure.name)}</dt><dd class="${figure.flagged === true ? 'worse' : ''}">${html(figureText(figure))}</dd>`,
  )
  return `<dl>${rows.join('')}</dl>`
}

function matrix({ labels, confusion, flips }: ShadowModel): string {
  if (labels.length === 0) return ''
  const most = Math.max(1, ...confusion.flatMap((row, i) => row.filter((_, j) => i !== j)))
  const head = labels.map((label) => `<th>${html(label, 24)}</th>`)
  const rows = confusion.map((row, i) => {
    const cells = row.map((count, j) => {
      const tint =
        i === j || count === 0
          ? ''
          : ` style="background:color-mix(in srgb,var(--bad) ${(12 + (count / most) * 55).toFixed(0)}%,transparent)"`
      return `<td${tint}>${count === 0 ? '<small>·</small>' : counted(count)}</td>`
    })
    return `<tr><th>${html(labels[i] ?? '', 24)}</th>${cells.join('')}</tr>`
  })
  const list = flips.map(
    ({ from, to, count }) => `<tr><td>${html(from)} → ${html(to)}</td><td>${counted(count)}</td></tr>`,
  )
  return `<h3>Who said what</h3><p class="mute">Rows: the stable model. Columns: the candidate. Off the diagonal they disagree.</p><div class="scroll"><table class="matrix"><thead><tr><th></th>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>${list.length === 0 ? '' : `<h3>Flips</h3><table class="plain"><tbody>${list.join('')}</tbody></table>`}`
}

function slices({ slices: all }: ShadowModel): string {
  const shown = all.filter(({ agreement }) => agreement < 1)
  if (shown.length === 0) return ''
  const most = Math.max(...shown.map(({ agreement }) => 1 - agreement))
  const rows = shown.map(
    (slice) =>
      `<tr><td>${html(slice.name)}</td><td><span class="bar" style="width:${(((1 - slice.agreement) / most) * 120).toFixed(0)}px"></span>${share(1 - slice.agreement)}</td><td>${slice.loss === undefined ? '–' : `${plainNumber(slice.loss * 100)} points`}</td><td>${slice.p === undefined ? '–' : plainNumber(slice.p)}</td><td>${counted(slice.pairs)}</td><td class="worse">${slice.flagged ? 'certainly worse' : ''}</td></tr>`,
  )
  return `<h3>Flips by slice</h3><div class="scroll"><table class="bars"><thead><tr><th>slice</th><th>answers that flipped</th><th>accuracy lost</th><th>corrected p</th><th>inputs</th><th></th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}

const SIZE = 260
const PAD = 34

function calibration({ calibration: arms }: ShadowModel): string {
  if (arms.every((bins) => bins.length === 0)) return ''
  const at = (value: number): string => (PAD + value * (SIZE - PAD - 10)).toFixed(1)
  const up = (value: number): string => (10 + (1 - value) * (SIZE - PAD - 10)).toFixed(1)
  const lines = arms.map(
    (bins, arm) =>
      `<polyline class="${arm === 0 ? 'baseline' : 'candidate'}" points="${bins.map(([score = 0, positives = 0]) => `${at(score)},${up(positives)}`).join(' ')}"/>`,
  )
  const frame = `<line class="axis" x1="${at(0)}" y1="${up(0)}" x2="${at(1)}" y2="${up(1)}"/><text x="${at(0)}" y="${SIZE - 8}">score 0</text><text x="${at(1)}" y="${SIZE - 8}" text-anchor="end">1</text>`
  return `<h3>Calibration</h3><p class="mute">Share of positives against the mean score of each tenth; on the diagonal scores mean what they say.</p><svg viewBox="0 0 ${SIZE} ${SIZE}" width="${SIZE}" role="img" aria-label="calibration of both models">${frame}${lines.join('')}</svg>`
}
