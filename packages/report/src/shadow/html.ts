import type { ShadowDetails, ShadowMeasure } from '@sluice/verdict'
import { html } from '../escape.ts'
import { counted, plainNumber, share } from '../numbers.ts'
import { allCompared, boundsCaption, measuresCaption, slicesCaption } from './captions.ts'
import { causeText } from './causes.ts'
import { cdfChart } from './cdf-chart.ts'
import { fieldsHtml } from './fields-html.ts'
import { modelHtml } from './model-html.ts'
import { sentence } from './sentence.ts'
import { SHADOW_STYLE } from './style.ts'
import { changeText, figureText, rateText } from './words.ts'

/** Runs in the page: narrows the table of fields by status and by words. */
export const SHADOW_SCRIPT = `
const words=document.getElementById('sluice-words'),only=document.getElementById('sluice-status'),rows=[...document.querySelectorAll('#sluice-fields>details')],left=document.getElementById('sluice-left');
const narrow=()=>{const w=words.value.toLowerCase();let n=0;for(const r of rows){const show=(only.value===''||r.dataset.status===only.value)&&r.dataset.path.includes(w);r.hidden=!show;if(show)n++}left.textContent=n+' of '+rows.length+(rows.length===1?' field':' fields')};
if(words&&only){words.oninput=narrow;only.onchange=narrow;narrow()}
`.trim()

/** The sections of a shadow report for the page. `confidence` is that of the verdict. */
export function shadowHtml(details: ShadowDetails, confidence: number): readonly string[] {
  return [
    SHADOW_STYLE,
    `<p class="lead">${html(sentence(details, confidence), 600)}</p>`,
    causes(details),
    fieldsHtml(details, confidence),
    slices(details, confidence),
    ...modelHtml(details, confidence),
    ...measures(details, confidence),
    cost(details),
    lost(details),
  ].filter((part) => part !== '')
}

function causes({ causes: all = [], paths }: ShadowDetails): string {
  if (paths.length < 2 || all.length === 0) return ''
  const items = all.map(
    (cause) => `<li>${causeText(cause, (field) => `<code>${html(field, 200)}</code>`)}</li>`,
  )
  return `<h2>Causes</h2><p class="mute">Fields that differ in the same answers are counted as one cause. Failures come first.</p><ol>${items.join('')}</ol>`
}

function slices(details: ShadowDetails, confidence: number): string {
  const { slices: all } = details
  if (all.length === 0) return ''
  const most = Math.max(...all.map(({ rate }) => rate), 1e-9)
  const rows = all.map(
    (slice) =>
      `<tr><td>${html(slice.name)}${slice.flagged ? '<br><small class="worse">certainly more</small>' : ''}</td><td><code>${html(slice.path)}</code></td><td><span class="bar" style="width:${((slice.rate / most) * 120).toFixed(0)}px"></span>${rateText(slice)}</td><td>${slice.noise === null ? '<small>not measured</small>' : share(slice.noise)}</td><td>${counted(slice.pairs)}</td></tr>`,
  )
  return `<h2>By slice</h2><p class="mute">${slicesCaption(details, confidence, '“certainly more”')}</p><div class="scroll"><table class="bars"><thead><tr><th>slice</th><th>field</th><th>answers that differ</th><th>noise</th><th>pairs</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}

function measures(details: ShadowDetails, confidence: number): readonly string[] {
  const { measures: all } = details
  if (all.length === 0) return []
  const captions = [
    all.some(({ change }) => typeof change?.low === 'number') ? boundsCaption(confidence) : '',
    measuresCaption(details),
  ].filter((caption) => caption !== '')
  return [
    ...all.map(measure),
    ...(captions.length === 0 ? [] : [`<p class="mute">${captions.join(' ')}</p>`]),
  ]
}

function measure(of: ShadowMeasure): string {
  const rows = of.arms.map(
    ({ arm, n, mean, quantiles }) =>
      `<tr><td>${html(arm)}</td><td>${counted(n)}</td><td>${plainNumber(mean)}</td>${quantiles.map((q) => `<td>${plainNumber(q)}</td>`).join('')}</tr>`,
  )
  const repeat = of.arms.some(({ arm }) => arm === 'repeat')
    ? '<b class="dashed"></b>primary, asked again'
    : ''
  const median =
    of.change === null
      ? ''
      : `<p>Median change from the primary's answer to the candidate's on the same request: ${changeText(of.change)}.</p>`
  return [
    `<h2>${html(of.name)}</h2>`,
    `<div class="card"><p class="key mute"><b style="background:var(--base)"></b>primary<b style="background:var(--cand)"></b>candidate${repeat}</p><p class="mute">Share of answers at or below a value, up to the largest 99th percentile among them.</p>${cdfChart(of)}</div>`,
    median,
    `<div class="scroll"><table class="plain"><thead><tr><th>arm</th><th>n</th><th>mean</th><th>p50</th><th>p90</th><th>p95</th><th>p99</th><th>largest</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`,
  ].join('')
}

function cost({ cost: figures, conduct }: ShadowDetails): string {
  const rows = figures.map((figure) => `<dt>${html(figure.name)}</dt><dd>${html(figureText(figure))}</dd>`)
  const said = conduct.map((line) => `<li>${html(line, 300)}</li>`)
  if (rows.length + said.length === 0) return ''
  return `<h2>Cost and conduct</h2><dl>${rows.join('')}</dl>${said.length === 0 ? '' : `<ul>${said.join('')}</ul>`}`
}

function lost({ lost: all, compared }: ShadowDetails): string {
  const rows = all.map(({ what, count }) => `<dt>${html(what)}</dt><dd>${counted(count)}</dd>`)
  return `<h2>What was not compared</h2>${rows.length === 0 ? `<p>Nothing, because ${allCompared(compared)}.</p>` : `<dl>${rows.join('')}</dl>`}`
}
