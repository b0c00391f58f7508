import { digestOf, writtenPolicy, type Evidence, type Verdict } from '@sluice/verdict'
import { checklistHtml, checksOf } from './checklist.ts'
import { html } from './escape.ts'
import { exposedUnit, headline, MOST_TEXT, spell, type Framing } from './headline.ts'
import { intervalChart } from './interval-chart.ts'
import { lasting, numbered, share } from './numbers.ts'
import { boundsHead, inTable, isCheck, rowsOf, type Row } from './rows.ts'
import { STYLE } from './style.ts'
import { timeChart } from './time-chart.ts'
import { presumedNoise } from './words.ts'

/** A self-contained page, readable without network: the sentence, the table, each metric over time, the facts. */
export function renderHtml(
  verdict: Verdict,
  framing: Framing,
  sections: readonly string[] = [],
  script = '',
): string {
  const { service, environment } = verdict.subject
  const body = [
    `<header><p class="mute">Sluice · ${html(verdict.action)} · ${html(service)} → ${html(environment)}</p>`,
    `<h1><span class="badge ${verdict.outcome}">${html(framing.decision)}</span> ${html(service)}</h1>`,
    `<p class="lead">${leadOf(verdict, framing)}</p>`,
    ...(framing.notices ?? []).map((notice) => `<p class="notice">${html(notice, 600)}</p>`),
    '</header><main>',
    checklistHtml(checksOf(verdict.evidence)),
    metricsTable(verdict, framing),
    ...sections,
    ...overTime(verdict),
    '<h2>What was judged</h2>',
    facts(verdict, framing),
    '</main>',
  ].join('\n')
  return page(`${service}: ${framing.decision}`, body, script)
}

function leadOf(verdict: Verdict, framing: Framing): string {
  const said = spell(
    headline(verdict, framing),
    (name) => `<strong>${html(name)}</strong>`,
    (text) => html(text, MOST_TEXT),
  )
  return framing.helpUrl === undefined
    ? said
    : `${said} <a href="${html(framing.helpUrl, 500)}">What to do</a>`
}

/** Wraps a body into a page of ours. The policy forbids every load from elsewhere, so hostile text has nowhere to go. */
export function page(title: string, body: string, script = ''): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:${script === '' ? '' : "; script-src 'unsafe-inline'"}`
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${html(title)}</title>`,
    `<style>${STYLE}</style></head><body>`,
    body,
    script === '' ? '' : `<script>${script}</script>`,
    '</body></html>',
  ]
    .filter((line) => line !== '')
    .join('\n')
    .concat('\n')
}

function metricsTable(verdict: Verdict, framing: Framing): string {
  const shown = inTable(verdict.evidence, framing)
  const rows = rowsOf(shown)
  if (rows.length === 0) return verdict.evidence.length === 0 ? '<p><em>Nothing was measured.</em></p>' : ''
  const evidence = new Map(shown.map((e) => [e.metric, e]))
  const head = ['metric', boundsHead(shown), 'change', 'margin', 'baseline', 'candidate', 'still needed']
  return [
    KEY,
    `<table class="stack"><thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join('')}</tr></thead><tbody>`,
    ...rows.map((row) => metricRow(row, head, evidence.get(row.metric))),
    '</tbody></table>',
    ...rows.flatMap((row) =>
      row.notes.map(
        (note) => `<p class="notice"><strong>${html(row.metric)}</strong>: ${html(note, 300)}</p>`,
      ),
    ),
    ...presumedNoise(shown).map((sentence) => `<p class="mute">${html(sentence, 300)}</p>`),
  ].join('\n')
}

const KEY =
  '<p class="key mute"><b class="dot"></b>change<b class="nothing"></b>no change<b class="margin"></b>margin</p>'

function metricRow(row: Row, head: readonly string[], e: Evidence | undefined): string {
  const said = html(`change ${row.effect}, bounds ${row.interval}, margin ${row.margin}`)
  const chart = e === undefined ? '' : intervalChart(e, said)
  const bounds = `<div class="${row.finding}">${chart}${chart === '' ? '' : '<br>'}<small>${html(row.interval)}</small></div>`
  const cells = [row.effect, row.margin, row.baseline, row.candidate, row.needed].map(withSmallCounts)
  return [
    `<tr><th scope="row">${html(row.metric)}<br><small class="${row.finding}">${row.reason}${row.critical ? '' : ', never decides'}</small></th>`,
    ...[bounds, ...cells].map((cell, i) => `<td data-label="${head[i + 1] ?? ''}">${cell}</td>`),
    '</tr>',
  ].join('')
}

/** What it was counted from stands small below a value. */
function withSmallCounts(cell: string): string {
  const [value = '', counts] = cell.split(' (')
  return counts === undefined ? html(cell) : `<span>${html(value)} <small>(${html(counts)}</small></span>`
}

function overTime(verdict: Verdict): readonly string[] {
  const cards = verdict.evidence.map(metricCard).filter((card) => card !== '')
  if (cards.length === 0) return []
  return [
    '<h2>Over time</h2>',
    '<p class="key mute"><b style="background:var(--base)"></b>baseline<b style="background:var(--cand)"></b>candidate<b style="background:var(--cand);opacity:.2;height:12px"></b>share of the traffic on the candidate</p>',
    ...cards,
  ]
}

function metricCard(e: Evidence): string {
  const chart = timeChart(e)
  return chart === '' ? '' : `<div class="card"><h3>${html(e.metric)}</h3>${chart}</div>`
}

function facts(verdict: Verdict, framing: Framing): string {
  const { subject, window, policy, exposed, evidence } = verdict
  const rows: readonly (readonly [string, string])[] = [
    ['repository', html(subject.repository)],
    ['commit', `<code>${html(subject.sha)}</code>`],
    ...(subject.artifact === undefined
      ? []
      : [['artifact', `<code>${html(subject.artifact)}</code>`] as const]),
    ['watched', watched(window)],
    ...(exposed === undefined
      ? []
      : [
          [
            'exposed',
            `${numbered(exposed.requests, exposedUnit(verdict))}, ${share(exposed.share)}`,
          ] as const,
        ]),
    ['policy', `<code>${html(digestOf(writtenPolicy(policy.document)))}</code>`],
    ...(evidence.every(isCheck)
      ? []
      : ([
          [
            'rule',
            `fail when ${html(policy.document.failWhen)}, confidence ${share(policy.document.confidence)}`,
          ],
          ['judges', html([...new Set(evidence.map((e) => e.judge))].join(', '))],
        ] as const)),
    ['reproduce', '<code>npx @sluice-actions/cli inspect verdict.json</code>'],
    ...(framing.runUrl === undefined
      ? []
      : [['run', `<a href="${html(framing.runUrl, 500)}">workflow run</a>`] as const]),
  ]
  return `<dl>${rows.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl>`
}

function watched({ from, to }: Verdict['window']): string {
  const start = `${new Date(from).toISOString().slice(0, 19).replace('T', ' ')} UTC`
  return to === from ? start : `${start}, for ${lasting(to - from)}`
}
