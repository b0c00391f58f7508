import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { factsFor, runAction, type Sandbox, type SeededRepository } from '@sluice/sandbox'
import type { Size } from './model.ts'
import type { Message } from './sentences.ts'
import { startWorld } from './world.ts'

/** A rollout to show: which model is the candidate, and how it must end. */
export interface Scenario {
  readonly name: string
  readonly title: string
  readonly candidate: Size
  readonly expected: 'promote' | 'roll-back'
}

export interface Ended {
  readonly scenario: Scenario
  readonly pull: number
  readonly decision: string
  readonly weight: string
  readonly seconds: number
  readonly requests: number
  readonly log: string
}

const METRICS = `
- name: wrong answers
  kind: proportion
  events: wrong_answers_total
  trials: answers_total
  margin: 2.5 points
- name: errors
  kind: proportion
  events: http_requests_total{code=~"5.."}
  trials: http_requests_total
  margin: 1 points
- name: p95 latency
  kind: quantile
  quantile: 0.95
  histogram: http_request_duration_seconds
  unit: s
  margin: 5 ms
`

const ACTION = join(import.meta.dirname, '../../../../actions/canary-step')

/** Runs one rollout through the committed bundle, as the runner runs it, and keeps its report in `out`. */
export async function rollOut(
  scenario: Scenario,
  sandbox: Sandbox,
  repository: SeededRepository,
  messages: readonly Message[],
  rate: number,
  out: string,
  onLine: (line: string) => void,
): Promise<Ended> {
  const pull = repository.pullRequest({
    title: scenario.title,
    branch: scenario.name,
    body: `The service answers with the model *${scenario.candidate}*.`,
  })
  const world = await startWorld({ baseline: 'large', candidate: scenario.candidate, messages, rate })
  const workspace = mkdtempSync(join(tmpdir(), 'sluice-demo-'))
  const started = performance.now()
  try {
    const result = await runAction({
      action: ACTION,
      workspace,
      onLine,
      with: {
        environment: 'production',
        service: 'language',
        'environment-url': world.front,
        router: 'proxy',
        'router-settings': `url: ${world.admin}`,
        source: 'scrape',
        'source-settings': `baseline-url: ${world.baseline}/metrics\ncandidate-url: ${world.candidate}/metrics`,
        metrics: METRICS,
        ladder: '5, 25, 50, 100',
        interval: '1s',
        'max-wait': '2m',
      },
      facts: factsFor(sandbox, repository, { pull: pull.number }),
    })
    mkdirSync(out, { recursive: true })
    cpSync(join(workspace, 'sluice-report'), out, { recursive: true })
    return {
      scenario,
      pull: pull.number,
      decision: result.outputs['decision'] ?? '',
      weight: result.outputs['weight'] ?? '',
      seconds: (performance.now() - started) / 1000,
      requests: world.traffic.sent(),
      log: result.log,
    }
  } finally {
    world.stop()
    rmSync(workspace, { recursive: true, force: true })
  }
}
