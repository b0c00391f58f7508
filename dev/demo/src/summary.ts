import { textTable } from '@sluice/report'
import { asItShould, type Ended } from './scenario.ts'

/** The closing table: what was asked of each step and how it ended. */
export function summaryTable(ended: readonly Ended[]): string {
  const rows = ended.flatMap(({ scenario, steps }) =>
    steps.map((step) => [
      scenario.name,
      `eld-${scenario.candidate}`,
      step.step,
      step.decision === '' ? 'nothing' : step.decision,
      asItShould(step) ? 'as it should' : `should be ${step.expected}`,
      `${step.seconds.toFixed(0)} s`,
      step.told.slice(0, 90),
    ]),
  )
  return textTable([['release', 'candidate', 'step', 'decision', '', 'took', ''], ...rows])
}
