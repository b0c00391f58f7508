import { renderHtml, SHADOW_SCRIPT, shadowHtml, type Framing } from '@sluice/report'
import type { Evidence, Samples, Verdict } from '@sluice/verdict'
import { evidenceOf, verdictOf } from '../verdict/examples.ts'
import { model, withPath } from './shadow/details.ts'

/** A report page as a user would get it. */
export interface Page {
  readonly name: string
  readonly html: string
}

const START = Date.UTC(2026, 10, 30, 9, 0)
const MINUTE = 60_000
const WEIGHTS = [5, 5, 5, 5, 25, 25, 25, 50, 50, 50]

/** Ten minutes on a ladder; `events` gives the events of an arm in a minute. */
function climb(metric: string, events: (arm: 'baseline' | 'candidate', minute: number) => number): Samples {
  return {
    metric,
    blocks: WEIGHTS.map((weight, i) => ({
      from: START + i * MINUTE,
      to: START + (i + 1) * MINUTE,
      weight,
      baseline: { kind: 'proportion', events: events('baseline', i), trials: 120 * (100 - weight) },
      candidate: { kind: 'proportion', events: events('candidate', i), trials: 120 * weight },
    })),
  }
}

const zeros = evidenceOf({
  metric: 'payment failures',
  effect: { estimate: null, low: null, high: null },
  finding: 'unknown',
  reason: 'no_events',
  observed: {
    baseline: { trials: 90_000, events: 0, value: 0 },
    candidate: { trials: 30_000, events: 0, value: 0 },
  },
  samples: climb('payment failures', () => 0),
})

const worse = evidenceOf({
  metric: 'error rate',
  finding: 'worse',
  reason: 'beyond_margin',
  effect: { estimate: 1.83, low: 1.21, high: 2.6 },
  observed: {
    baseline: { trials: 90_000, events: 905, value: 0.010_05 },
    candidate: { trials: 30_000, events: 552, value: 0.0184 },
  },
  notes: ['Errors came in bursts, so this result needs more data (×4.3).'],
  samples: climb('error rate', (arm, i) =>
    arm === 'baseline' ? 110 - 4 * i : 11 + 12 * (WEIGHTS[i] ?? 0) * 0.018,
  ),
})

const atOdds = evidenceOf({
  metric: 'checkout latency above 300 ms',
  finding: 'worse',
  reason: 'regression',
  effect: { estimate: 1.08, low: 0.97, high: 1.2 },
})

const constant = evidenceOf({
  metric: 'queue length',
  scale: 'difference',
  unit: 'jobs',
  margin: 5,
  effect: { estimate: 2, low: 2, high: 2 },
  policy: { ...evidenceOf({}).policy, name: 'queue length', kind: 'mean' },
  observed: { baseline: { trials: 40, value: 10 }, candidate: { trials: 40, value: 12 } },
})

function check(metric: string, finding: Evidence['finding'], because: string): Evidence {
  return evidenceOf({
    metric,
    finding,
    reason: finding === 'fine' ? 'check_passed' : finding === 'worse' ? 'check_failed' : 'not_observed',
    scale: 'absolute',
    effect: { estimate: null, low: null, high: null },
    margin: null,
    judge: 'check',
    notes: [because],
    samples: { metric, blocks: [] },
  })
}

const conditions = [
  check('canary-step of shop: outcome', 'fine', 'The verdict of canary-step is a pass.'),
  check('canary-step of shop: age', 'unknown', 'Its last observation is 26 h old, 12 h are allowed.'),
  check('freeze weekend', 'unknown', 'The freeze ends on Monday at 08:00 (Europe/Berlin).'),
  check('shadow-compare of shop: evidence', 'fine', 'Signed by 11a3f0c2d4e5f607.'),
]

const HOSTILE = '"><img src=x onerror="document.title=\'broken\'"><script>document.title="broken"</script>'

/** Every kind of report, with what was once shown wrongly in it. */
export function reportPages(): readonly Page[] {
  const canary = [worse, zeros, atOdds, constant, evidenceOf({ metric: 'p95 latency', critical: false })]
  return [
    pageOf('canary-fail', verdictOf(canary, { ...WATCHED, exposed: { requests: 30_000, share: 0.25 } }), {
      decision: 'roll-back',
      did: 'was rolled back from 50% to 0%',
      go: false,
    }),
    pageOf('canary-zeros', verdictOf([zeros], WATCHED), { decision: 'hold', did: 'holds at 50%', go: false }),
    pageOf('gate', verdictOf(conditions, GATE), {
      decision: 'waiting',
      did: 'is not promoted yet',
      go: false,
      notices: ['No public key is configured, so nothing proves who wrote this evidence.'],
    }),
    pageOf(
      'swap',
      verdictOf([
        check('healthz', 'fine', ''),
        check('smoke.sh', 'worse', 'It exited with code 1.'),
        constant,
      ]),
      {
        decision: 'refused',
        did: 'was not switched to green',
        go: false,
      },
    ),
    pageOf('nothing', verdictOf([]), { decision: 'hold', did: 'holds at 5%', go: false }),
    pageOf('hostile', verdictOf([evidenceOf({ ...worse, metric: HOSTILE, notes: [HOSTILE] })]), {
      decision: 'roll-back',
      did: 'was rolled back',
      go: false,
    }),
    {
      name: 'shadow',
      html: renderHtml(
        verdictOf([], { action: 'shadow-compare' }),
        { decision: 'reject', did: 'was rejected', go: false },
        shadowHtml(withPath({}, { model }), 0.95),
        SHADOW_SCRIPT,
      ),
    },
  ]
}

const WATCHED = { window: { from: START, to: START + WEIGHTS.length * MINUTE } }
const GATE = { action: 'promote-gate', window: { from: START, to: START } }

function pageOf(name: string, verdict: Verdict, framing: Framing): Page {
  return { name, html: renderHtml(verdict, framing) }
}
