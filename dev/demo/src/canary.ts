import type { StepEnded } from './scenario.ts'
import { runStep, type Stage } from './stage.ts'

const METRICS = `
- name: wrong answers
  kind: proportion
  events: wrong_answers_total
  trials: answers_total
  margin: 2.2 points
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

/** The candidate climbs 10 → 50 → 100, or is rolled back on the way. */
export async function canary(stage: Stage, sound: boolean): Promise<StepEnded> {
  const { admin, baseline, candidate } = stage.world
  return await runStep(stage, {
    name: 'canary',
    action: 'canary-step',
    about: 'a small share of the users gets the new model; it gets more of them only while it is not worse',
    expected: sound ? 'promote' : 'roll-back',
    tell: (outputs) => `${outputs['weight'] ?? '?'}% of the traffic`,
    with: {
      router: 'proxy',
      'router-settings': `url: ${admin}`,
      source: 'scrape',
      'source-settings': `baseline-url: ${baseline}/metrics\ncandidate-url: ${candidate}/metrics`,
      metrics: METRICS,
      ladder: '10, 50, 100',
      interval: '500ms',
      'max-wait': '2m',
      settle: '1s',
      'blind-for': '30s',
    },
  })
}
