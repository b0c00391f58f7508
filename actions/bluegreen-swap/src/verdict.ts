import type { Io } from '@sluice/action'
import type { Connection } from '@sluice/publish'
import { subjectFor, type RolloutRecord } from '@sluice/rollout'
import { conclude, digestOf, type Policy, type Verdict } from '@sluice/verdict'
import type { Findings } from './driver.ts'
import type { Found } from './found.ts'
import type { Colours, Input } from './plan.ts'
import type { Timeline } from './timeline.ts'

/** What a verdict is made of. */
export interface Observed {
  readonly input: Input
  readonly io: Io
  readonly connection: Connection
  readonly found: Found
  readonly timeline: Timeline
}

/** Everything found, as the one thing that travels. An evidence-free swap is inconclusive, whatever it did. */
export function verdictOf(
  { connection, input, io, found, timeline }: Observed,
  record: RolloutRecord | undefined,
  colours: Colours | undefined,
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
    subject: subjectFor(connection.subject, record),
    ...conclude(evidence),
    evidence,
    window: { from: record?.startedAt ?? io.now(), to: io.now() },
    policy: { digest: digestOf(policy), document: policy },
    ...(exposed === undefined ? {} : { exposed }),
    details: {
      kind: 'swap',
      mode: input.mode,
      ...(colours ?? {}),
      timeline: timeline.events(record?.id).map((event) => ({ ...event })),
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
