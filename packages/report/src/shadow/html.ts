import type { ShadowDetails, ShadowPath } from '@sluice/verdict'
import { html } from '../escape.ts'
import { counted, plainNumber, share } from '../numbers.ts'
import { cdfChart } from './cdf-chart.ts'
import { modelHtml } from './model-html.ts'
import { excessOf, figureText, kindsOf, sentence, STATUS } from './words.ts'

/** Runs in the page: narrows the table of fields by status and by words. */
export const SHADOW_SCRIPT = `
const words=document.getElementById('sluice-words'),only=document.getElementById('sluice-status'),rows=[...document.querySelectorAll('#sluice-fields>details')],left=document.getElementById('sluice-left');
const narrow=()=>{const w=words.value.toLowerCase();let n=0;for(const r of rows){const show=(only.value===''||r.dataset.status===only.value)&&r.dataset.path.includes(w);r.hidden=!show;if(show)n++}left.textContent=n+' of '+rows.length+' fields'};
if(words&&only){words.oninput=narrow;only.onchange=narrow;narrow()}
`.trim()

const STYLE = `<style>
#sluice-fields details{border-bottom:1px solid var(--line)}#sluice-fields summary{display:grid;grid-template-columns:minmax(200px,2.2fr) 1fr 1fr 1.8fr 1.6fr;gap:10px;padding:8px 4px;cursor:pointer;list-style:none;font-variant-numeric:tabular-nums}
#sluice-fields summary::-webkit-details-marker{display:none}#sluice-fields summary>*{overflow-wrap:anywhere}#sluice-fields details[open]>summary{font-weight:600}
.head{display:grid;grid-template-columns:minmax(200px,2.2fr) 1fr 1fr 1.8fr 1.6fr;gap:10px;padding:8px 4px;color:var(--mute);font-size:13px;font-weight:600;border-bottom:1px solid var(--line)}
.tools{display:flex;gap:10px;align-items:center;margin:10px 0}.tools input,.tools select{font:inherit;padding:5px 9px;border:1px solid var(--line);border-radius:6px;background:var(--bg);color:var(--fg)}.tools input{flex:1;max-width:360px}
.pill{display:inline-block;border-radius:99px;padding:0 8px;font-size:12px;font-weight:600;border:1px solid currentColor;white-space:nowrap}.pill.worse{color:var(--bad)}.pill.undecided{color:var(--open)}.pill.not-comparable{color:var(--mute)}.pill.within{color:var(--good)}
.side{display:grid;grid-template-columns:max-content 1fr 1fr;gap:4px 14px;margin:4px 0 14px 14px;font:13px ui-monospace,SFMono-Regular,Menlo,monospace}.side>*{overflow-wrap:anywhere}.side b{font-weight:600;color:var(--mute)}
svg polyline.repeat{stroke:var(--base);stroke-dasharray:4 4}.matrix td,.matrix th{text-align:center;padding:5px 8px}.matrix th{text-align:right;white-space:nowrap;max-width:160px;overflow:hidden;text-overflow:ellipsis}
table.plain td:nth-child(2),table.plain th:nth-child(2){text-align:right}.bars td .bar{display:inline-block;height:10px;background:var(--cand);border-radius:2px;vertical-align:middle;margin-right:6px;min-width:1px}
</style>`

/** The sections of a shadow report for the page. */
export function shadowHtml(details: ShadowDetails): readonly string[] {
  return [
    STYLE,
    `<p class="lead">${html(sentence(details), 600)}</p>`,
    fields(details),
    slices(details),
    ...(details.model === undefined ? [] : modelHtml(details.model)),
    measures(details),
    cost(details),
    lost(details),
  ].filter((part) => part !== '')
}

function fields({ paths, pathsOmitted, redacted }: ShadowDetails): string {
  if (paths.length === 0) return ''
  const options = Object.entries(STATUS).map(
    ([status, { word }]) => `<option value="${html(status)}">${html(word)}</option>`,
  )
  return [
    '<h2>What differs</h2>',
    `<div class="tools"><input id="sluice-words" placeholder="Part of a field's name" aria-label="Part of a field's name"><select id="sluice-status" aria-label="Status"><option value="">every status</option>${options.join('')}</select><span class="mute" id="sluice-left"></span></div>`,
    '<div class="head"><span>field</span><span>candidate differs</span><span>noise</span><span>beyond noise</span><span>how</span></div>',
    `<div id="sluice-fields">${paths.map((row, i) => field(row, i === 0)).join('\n')}</div>`,
    pathsOmitted > 0
      ? `<p class="mute">${counted(pathsOmitted)} more fields differ and are counted, not listed.</p>`
      : '',
    redacted ? '<p class="mute">Values are hidden: only their types and shapes are shown.</p>' : '',
  ].join('\n')
}

function field(row: ShadowPath, open: boolean): string {
  const examples = row.examples.map(
    ({ id, primary, candidate }) =>
      `<span class="mute">${html(id)}</span><span>${html(primary, 220)}</span><span>${html(candidate, 220)}</span>`,
  )
  const side =
    examples.length === 0
      ? '<p class="mute" style="margin-left:14px">No example: whenever the candidate differed, the repeat did too.</p>'
      : `<div class="side"><b>pair</b><b>primary</b><b>candidate</b>${examples.join('')}</div>`
  return [
    `<details data-status="${html(row.status)}" data-path="${html(row.path.toLowerCase(), 400)}"${open ? ' open' : ''}><summary>`,
    `<span><code>${html(row.path, 200)}</code><br><span class="pill ${row.status.replace(' ', '-')}">${STATUS[row.status].word}</span></span>`,
    `<span>${share(row.rate)}<br><small>${counted(row.pairs)} pairs</small></span>`,
    `<span>${row.noise === null ? '<small>not measured</small>' : share(row.noise)}</span>`,
    `<span>${excessOf(row)}</span><span>${kindsOf(row)}</span></summary>${side}</details>`,
  ].join('')
}

function slices({ slices: all }: ShadowDetails): string {
  if (all.length === 0) return ''
  const most = Math.max(...all.map(({ rate }) => rate), 1e-9)
  const rows = all.map(
    (slice) =>
      `<tr><td>${html(slice.name)}</td><td><code>${html(slice.path)}</code></td><td><span class="bar" style="width:${((slice.rate / most) * 120).toFixed(0)}px"></span>${share(slice.rate)}</td><td>${share(slice.noise)}</td><td>${counted(slice.pairs)}</td><td class="${slice.flagged ? 'worse' : ''}">${slice.flagged ? 'certainly more' : ''}</td></tr>`,
  )
  return `<h2>By slice</h2><p class="mute">Flags keep the share of false ones among them below five percent.</p><div class="scroll"><table class="bars"><thead><tr><th>slice</th><th>field</th><th>answers that differ</th><th>noise</th><th>pairs</th><th></th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}

function measures({ measures: all }: ShadowDetails): string {
  return all
    .map((measure) => {
      const rows = measure.arms.map(
        ({ arm, n, mean, quantiles }) =>
          `<tr><td>${html(arm)}</td><td>${counted(n)}</td><td>${plainNumber(mean)}</td>${quantiles.map((q) => `<td>${plainNumber(q)}</td>`).join('')}</tr>`,
      )
      const { change } = measure
      const median =
        change === null
          ? ''
          : `<p>On the same request the candidate's value is ${plainNumber(change.median)} above the primary's in the median${change.low === null ? '' : ` (${plainNumber(change.low)} to ${plainNumber(change.high)})`}.</p>`
      return `<h2>${html(measure.name)}</h2><div class="card"><p class="key mute"><b style="background:var(--base)"></b>primary<b style="background:var(--cand)"></b>candidate: share of answers at or below a value, up to the 99th percentile</p>${cdfChart(measure)}</div>${median}<div class="scroll"><table class="plain"><thead><tr><th>arm</th><th>n</th><th>mean</th><th>p50</th><th>p90</th><th>p95</th><th>p99</th><th>largest</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`
    })
    .join('\n')
}

function cost({ cost: figures, conduct }: ShadowDetails): string {
  const rows = figures.map((figure) => `<dt>${html(figure.name)}</dt><dd>${html(figureText(figure))}</dd>`)
  const said = conduct.map((line) => `<li>${html(line, 300)}</li>`)
  if (rows.length + said.length === 0) return ''
  return `<h2>Cost and conduct</h2><dl>${rows.join('')}</dl>${said.length === 0 ? '' : `<ul>${said.join('')}</ul>`}`
}

function lost({ lost: all, compared }: ShadowDetails): string {
  const rows = all.map(({ what, count }) => `<dt>${html(what)}</dt><dd>${counted(count)}</dd>`)
  return `<h2>What was not compared</h2>${rows.length === 0 ? `<p>Nothing: all ${counted(compared)} pairs were compared.</p>` : `<dl>${rows.join('')}</dl>`}`
}
