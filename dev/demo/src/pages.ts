import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { html, page } from '@sluice/report'
import { renderPullRequestPage, type Sandbox, type SeededRepository } from '@sluice/sandbox'
import { decode } from '@sluice/verdict'
import { asItShould, type Ended } from './scenario.ts'
import { renderSvg } from './svg-card.ts'

/** Writes the pull requests as people would see them, and a page that leads to them and to the full reports. */
export function writePages(
  out: string,
  sandbox: Sandbox,
  repository: SeededRepository,
  ended: readonly Ended[],
): void {
  for (const { scenario, pull } of ended) {
    const file = join(out, scenario.name, 'pull-request.html')
    writeFileSync(file, renderPullRequestPage(sandbox.state, pull, repository.fullName))
  }
  writeFileSync(join(out, 'index.html'), page('Sluice demo', index(out, ended)))
}

function index(out: string, ended: readonly Ended[]): string {
  const cards = ended.map(({ scenario, steps, requests }) => {
    const verdict = decode(readFileSync(join(out, scenario.name, 'verdict.json'), 'utf8'))
    const decision = steps.find(({ step }) => step === 'canary')?.decision ?? ''
    const did = decision === 'promote' ? 'was promoted to 100%' : 'was rolled back'
    const picture = renderSvg(verdict, { decision, did, go: decision === 'promote' })
    writeFileSync(join(out, scenario.name, 'verdict.svg'), picture)
    const rows = steps.map(
      (step) =>
        `<tr><td>${html(step.step)}</td><td class="${asItShould(step) ? 'fine' : 'worse'}">${html(step.decision)}</td><td style="text-align:left">${html(step.told, 300)}</td><td>${step.seconds.toFixed(0)} s</td></tr>`,
    )
    return [
      `<h2>${html(scenario.title)}</h2>`,
      `<p>eld-large → eld-${html(scenario.candidate)}, ${requests.toLocaleString('en-US')} requests. `,
      `<a href="${html(scenario.name)}/pull-request.html">The pull request</a> · <a href="${html(scenario.name)}/report.html">the canary's report</a> · <a href="${html(scenario.name)}/verdict.json">verdict.json</a></p>`,
      `<div class="scroll">${picture}</div>`,
      `<table><thead><tr><th>step</th><th>decision</th><th style="text-align:left">what happened</th><th>took</th></tr></thead><tbody>${rows.join('')}</tbody></table>`,
    ].join('\n')
  })
  return [
    '<p class="mute">Sluice · demo</p>',
    '<h1>Two candidates, judged on real traffic</h1>',
    '<p class="lead">A service detects the language of real sentences while they are typed. Each pull request replaces its model by a smaller one. Sluice decided which one may stay.</p>',
    ...cards,
  ].join('\n')
}
