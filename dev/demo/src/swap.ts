import type { StepEnded } from './scenario.ts'
import { runStep, type Stage } from './stage.ts'

const METRICS = `
- name: wrong answers
  kind: proportion
  events: wrong_answers_total
  trials: answers_total
  limit: 5.5%
  margin: 2.5 points
`

/** Everyone is sent to one colour at once, watched against an absolute limit, and sent back unless that holds. */
export async function swap(stage: Stage, target: 'blue' | 'green', expected: string): Promise<StepEnded> {
  const { admin, baseline, candidate, front } = stage.world
  const next = target === 'green' ? candidate : baseline
  return await runStep(stage, {
    name: `swap-to-${target}`,
    action: 'bluegreen-swap',
    about: `all users switch to ${target} at once, are watched against a limit, and switch back if it is broken`,
    expected,
    tell: (outputs) =>
      `${outputs['failed-probes'] ?? '?'} failed probes, ${outputs['downtime-ms'] ?? '?'} ms down, ${outputs['live'] ?? '?'} is live`,
    with: {
      router: 'proxy',
      'router-settings': `url: ${admin}`,
      target,
      smoke: `url: ${next}/metrics`,
      source: 'scrape',
      'source-settings': `baseline-url: ${baseline}/metrics\ncandidate-url: ${candidate}/metrics`,
      metrics: METRICS,
      settle: '1s',
      watch: `{ for: 2s, at-most: 30s, every: 500ms, probe: '${front}/healthz', probe-rate: 50, probe-limit: 2% }`,
    },
  })
}
