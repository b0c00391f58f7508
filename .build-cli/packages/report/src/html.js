import { html } from "./escape.js";
import { headline, spell } from "./headline.js";
import { intervalChart } from "./interval-chart.js";
import { lasting, numbered, share } from "./numbers.js";
import { boundsHead, inTable, rowsOf } from "./rows.js";
import { STYLE } from "./style.js";
import { timeChart } from "./time-chart.js";
/** A self-contained page, readable without network: the sentence, the table, each metric over time, the facts. */
export function renderHtml(verdict, framing, sections = [], script = '') {
    const { service, environment } = verdict.subject;
    const body = [
        `<p class="mute">Sluice · ${html(verdict.action)} · ${html(service)} → ${html(environment)}</p>`,
        `<h1><span class="badge ${verdict.outcome}">${html(framing.decision)}</span> ${html(service)}</h1>`,
        `<p class="lead">${spell(headline(verdict, framing), (name) => `<strong>${html(name)}</strong>`)}</p>`,
        ...(framing.notices ?? []).map((notice) => `<p class="notice">${html(notice, 600)}</p>`),
        metricsTable(verdict, framing),
        ...sections,
        ...overTime(verdict),
        '<h2>What was judged</h2>',
        facts(verdict, framing),
    ].join('\n');
    return page(`${service}: ${framing.decision}`, body, script);
}
/** Wraps a body into a page of ours. The policy forbids every load from elsewhere, so hostile text has nowhere to go. */
export function page(title, body, script = '') {
    const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:${script === '' ? '' : "; script-src 'unsafe-inline'"}`;
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
        .concat('\n');
}
function metricsTable(verdict, framing) {
    const shown = inTable(verdict.evidence, framing);
    const rows = rowsOf(shown);
    if (rows.length === 0)
        return '<p><em>Nothing was measured.</em></p>';
    const charts = new Map(shown.map((e) => [e.metric, intervalChart(e)]));
    const head = ['metric', boundsHead(shown), 'change', 'margin', 'baseline', 'candidate', 'still needed'];
    return [
        `<div class="scroll"><table><thead><tr>${head.map((cell) => `<th>${cell}</th>`).join('')}</tr></thead><tbody>`,
        ...rows.map((row) => [
            `<tr><td><strong>${html(row.metric)}</strong><br><small class="${row.finding}">${row.reason}${row.critical ? '' : ', never decides'}</small></td>`,
            `<td class="${row.finding}">${charts.get(row.metric) ?? ''}<br><small>${html(row.interval)}</small></td>`,
            ...[row.effect, row.margin, row.baseline, row.candidate, row.needed].map((cell) => `<td>${html(cell)}</td>`),
            '</tr>',
        ].join('')),
        '</tbody></table></div>',
        ...rows.flatMap((row) => row.notes.map((note) => `<p class="notice"><strong>${html(row.metric)}</strong>: ${html(note, 300)}</p>`)),
    ].join('\n');
}
function overTime(verdict) {
    const cards = verdict.evidence.map(metricCard).filter((card) => card !== '');
    if (cards.length === 0)
        return [];
    return [
        '<h2>Over time</h2>',
        '<p class="key mute"><b style="background:var(--base)"></b>baseline<b style="background:var(--cand)"></b>candidate<b style="background:var(--cand);opacity:.2;height:12px"></b>share of traffic on the candidate</p>',
        ...cards,
    ];
}
function metricCard(e) {
    const chart = timeChart(e);
    return chart === '' ? '' : `<div class="card"><h3>${html(e.metric)}</h3>${chart}</div>`;
}
function facts({ subject, window, policy, exposed, evidence }, framing) {
    const rows = [
        ['repository', html(subject.repository)],
        ['commit', `<code>${html(subject.sha)}</code>`],
        ['artifact', subject.artifact === undefined ? '–' : `<code>${html(subject.artifact)}</code>`],
        ['watched', `${new Date(window.from).toISOString()} for ${lasting(window.to - window.from)}`],
        [
            'exposed',
            exposed === undefined ? '–' : `${numbered(exposed.requests, 'request')}, ${share(exposed.share)}`,
        ],
        ['policy', `<code>${html(policy.digest)}</code>`],
        ['rule', `fail when ${html(policy.document.failWhen)}, confidence ${share(policy.document.confidence)}`],
        ['judges', html([...new Set(evidence.map((e) => e.judge))].join(', '))],
        ...(framing.runUrl === undefined
            ? []
            : [['run', `<a href="${html(framing.runUrl, 500)}">workflow run</a>`]]),
    ];
    return `<dl>${rows.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl>`;
}
