import type { Swapped } from '@sluice/rollout'
import { conclude, digestOf, type Policy, type Verdict } from '@sluice/verdict'
import type { Prepared } from './prepare.ts'
import type { Findings } from './stand.ts'
import type { Found } from './world.ts'

/** Everything found, as the one thing that travels. An evidence-free swap is inconclusive, whatever it did. */
export function verdictOf(
  { subject, input, io }: Prepared,
  swapped: Swapped,
  found: Found,
  findings: Findings,
): Verdict {
  const evidence = [...found.checks, ...found.sharedAfter, ...found.looked]
  const policy: Policy = {
    confidence: input.confidence,
    minTrials: 0,
    failWhen: 'beyond-margin',
    stages: input.watch.ladder.length,
    metrics: evidence.map((each) => each.policy),
  }
  const exposed = exposedIn(found)
  return {
    schema: 1,
    action: 'bluegreen-swap',
    subject,
    ...conclude(evidence),
    evidence,
    window: { from: swapped.marks[0]?.at ?? io.now(), to: io.now() },
    policy: { digest: digestOf(policy), document: policy },
    ...(exposed === undefined ? {} : { exposed }),
    details: {
      kind: 'swap',
      mode: input.mode,
      target: swapped.entry.plan.target,
      previous: swapped.entry.plan.previous,
      timeline: swapped.marks.map((mark) => ({ ...mark })),
      ...(found.parity === undefined ? {} : { parity: found.parity }),
      ...findings.details,
    },
  }
}

/** Requests that met the target during the watch, by the metric that saw the most of them. */
function exposedIn({ looked, stage }: Found): Verdict['exposed'] {
  const requests = Math.round(Math.max(0, ...looked.map((each) => each.observed.candidate.trials)))
  return stage === undefined || requests === 0 ? undefined : { requests, share: stage.share / 100 }
}
