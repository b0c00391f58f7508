import { textTable } from '@sluice/report'
import type { Ended } from './rollout.ts'

/** The closing table: what was asked of each rollout and how it ended. */
export function summaryTable(ended: readonly Ended[]): string {
  const rows = ended.map(({ scenario, decision, weight, seconds, requests }) => [
    scenario.name,
    `eld-${scenario.candidate}`,
    decision,
    `${weight}%`,
    `${seconds.toFixed(0)} s`,
    requests.toLocaleString('en-US'),
    decision === scenario.expected ? 'as it should' : `should be ${scenario.expected}`,
  ])
  return textTable([['rollout', 'candidate', 'decision', 'traffic', 'took', 'requests', ''], ...rows])
}
