import type { ShadowDetails, ShadowModel } from '@sluice/verdict'
import { html } from '../escape.ts'
import { counted, plainNumber, share } from '../numbers.ts'
import { calibrationChart } from './calibration-chart.ts'
import { driftCaption, intervalsCaption, modelSlicesCaption } from './captions.ts'
import { whyShown } from './examples.ts'
import { figureText, lossWords } from './words.ts'

/** What two models said: figures, who flipped to what, where, and how far scores can be trusted; nothing without models. */
export function modelHtml(details: ShadowDetails, confidence: number): readonly string[] {
  const { model } = details
  if (model === undefined) return []
  return [
    `<h2>Predictions</h2>`,
    figures(model),
    muted(`${intervalsCaption(model, confidence)} ${driftCaption(details)}`.trim()),
    examples(model),
    matrix(model),
    slices(model, confidence),
    calibration(model),
  ].filter((part) => part !== '')
}

function examples({ examples: all = [] }: ShadowModel): string {
  if (all.length === 0) return ''
  const rows = all.map(
    (example) =>
      `<tr><td>${html(example.id)}</td><td>${html(example.stable, 220)}</td><td>${html(example.candidate, 220)}</td><td>${html(example.label ?? '', 100)}</td><td>${html(example.slices.join(', '), 200)}</td><td>${html(whyShown(example))}</td></tr>`,
  )
  return `<details open><summary>Examples</summary><div class="scroll"><table class="plain"><thead><tr><th>input</th><th>stable</th><th>candidate</th><th>label</th><th>slices</th><th>why</th></tr></thead><tbody>${rows.join('')}</tbody></table></div></details>`
}

function muted(caption: string): string {
  return caption === '' ? '' : `<p class="mute">${caption}</p>`
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

function slices(model: ShadowModel, confidence: number): string {
  const { slices: all } = model
  const words = lossWords(model)
  const shown = all.filter(({ agreement }) => agreement < 1)
  if (shown.length === 0) return ''
  const most = Math.max(...shown.map(({ agreement }) => 1 - agreement))
  const rows = shown.map(
    (slice) =>
      `<tr><td>${html(slice.name)}${slice.flagged ? '<br><small class="worse">certainly worse</small>' : ''}</td><td><span class="bar" style="width:${(((1 - slice.agreement) / most) * 120).toFixed(0)}px"></span>${share(1 - slice.agreement)}</td><td>${slice.loss === undefined ? '–' : words.show(slice.loss)}</td><td>${slice.p === undefined ? '–' : plainNumber(slice.p)}</td><td>${counted(slice.pairs)}</td></tr>`,
  )
  return `<h3>Flips by slice</h3>${muted(modelSlicesCaption(model, confidence, '“certainly worse”'))}<div class="scroll"><table class="bars"><thead><tr><th>slice</th><th>answers that flipped</th><th>${words.lost}</th><th>corrected p</th><th>inputs</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}

function calibration({ calibration: arms }: ShadowModel): string {
  const chart = calibrationChart(arms)
  if (chart === '') return ''
  return [
    '<h3>Calibration</h3>',
    '<p class="mute">Share of positives against the mean score of each tenth; on the diagonal scores mean what they say.</p>',
    '<p class="key mute"><b style="background:var(--base)"></b>stable model<b style="background:var(--cand)"></b>candidate</p>',
    chart,
  ].join('')
}
