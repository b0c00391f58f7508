import {
  decideGate,
  joinPolicies,
  readPolicyDraft,
  type GateDecision,
  type OverrideRequest,
  type WaitingRun,
} from '@sluice/gate'
import { decide, HOUR, NOW, policyOf, publicKey, SHA, signed, target, verdict } from '../world.ts'
import type { Attack } from './documents.ts'

export const run: WaitingRun = {
  id: 7,
  headSha: SHA,
  event: 'push',
  path: '.github/workflows/release.yml',
  branch: 'main',
  actor: 'mona',
}
const running =
  (change: Partial<WaitingRun>, yaml = '') =>
  (): GateDecision =>
    decide([signed()], policyOf(yaml), { run: { ...run, ...change } })

export const RULE = 'min-trials: 5000\noverrides: [{ team: release-managers, may: [trials], for: 4h }]'
const request: OverrideRequest = {
  origin: 'c',
  login: 'rita',
  teams: ['release-managers'],
  environment: 'production',
  subject: SHA,
  reason: 'agreed with on-call',
  edited: false,
  usedBy: undefined,
  at: NOW - 60_000,
}
const overriding =
  (change: Partial<OverrideRequest>, more: object = {}, rule = RULE) =>
  (): GateDecision =>
    decide([signed()], policyOf(rule), { overrides: [{ ...request, ...change }], run, ...more })

const pass = (hours: number) => signed(verdict('fine', { to: NOW - hours * HOUR }), NOW - hours * HOUR)
const fail = (hours: number) => signed(verdict('worse', { to: NOW - hours * HOUR }), NOW - hours * HOUR)

const calendar = (lines: string) => (): GateDecision =>
  decide([signed()], policyOf('freeze: [{ name: x, calendar: a.ics }]'), {
    files: { 'a.ics': `BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${lines}\r\nEND:VCALENDAR\r\n` },
  })
const event = (lines: string): string =>
  `BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:x\r\n${lines}\r\nEND:VEVENT`

const ORGANIZATION = `public-keys: |\n  ${publicKey.trim().replaceAll('\n', '\n  ')}\n`
const weaker = (organization: string, repository: string) => (): GateDecision => {
  const draft = (yaml: string) => readPolicyDraft(yaml, 'p')
  const { policy } = joinPolicies(draft(`${organization}\n${ORGANIZATION}`), draft(repository), 'p')
  return decideGate(
    policy,
    { target, documents: [signed()], files: {}, overrides: [], rejudge: () => [] },
    NOW,
  )
}
const C = 'require: [canary-step]'

export const SITUATIONS: readonly Attack[] = [
  ['let a run of another commit through', 'other_run', running({ headSha: 'c'.repeat(40) })],
  [
    'let another workflow through',
    'workflow_not_allowed',
    running({ path: '.github/workflows/evil.yml' }, 'workflows: [.github/workflows/release.yml]'),
  ],
  [
    'let a workflow of the same name in another folder through',
    'workflow_not_allowed',
    running({ path: 'x/.github/workflows/release.yml' }, 'workflows: [.github/workflows/release.yml]'),
  ],
  ['let a pull request through', 'event_not_allowed', running({ event: 'pull_request' }, 'events: [push]')],
  ['start it by hand', 'event_not_allowed', running({ event: 'workflow_dispatch' }, 'events: [push]')],
  ['deploy another branch', 'branch_not_allowed', running({ branch: 'feature' }, 'branches: [main]')],
  ['write the branch with capitals', 'branch_not_allowed', running({ branch: 'Main' }, 'branches: [main]')],
  ['replay an old pass after a fail', 'outcome_failed', () => decide([pass(3), fail(1)])],
  ['run again until it passes', 'earlier_attempt_failed', () => decide([fail(3), pass(1)])],
  [
    'run twice again where two attempts are allowed',
    'earlier_attempt_failed',
    () => decide([fail(5), fail(3), pass(1)], policyOf('attempts: 2\nconfidence: 80%')),
  ],
  [
    'run again at the same confidence',
    'confidence_too_low',
    () => decide([fail(3), pass(1)], policyOf('attempts: 2\nconfidence: 95%')),
  ],
  [
    'remove the verdict of a rollback',
    'earlier_attempt_failed',
    () =>
      decide([], policyOf(), { rolledBack: [{ deploymentId: 3, action: 'canary-step', service: 'api' }] }),
  ],
  [
    'remove it and run again',
    'earlier_attempt_failed',
    () =>
      decide([pass(1)], policyOf(), {
        rolledBack: [{ deploymentId: 3, action: 'canary-step', service: 'api' }],
      }),
  ],
  [
    'look for evidence where the fail is not',
    'outcome_failed',
    () => decide([pass(3), { ...fail(1), onlyAgainst: true }]),
  ],
  [
    'put a pass where no evidence is asked for',
    'evidence_missing',
    () => decide([{ ...pass(1), onlyAgainst: true }]),
  ],
  [
    'put garbage beside an undecided verdict',
    'outcome_inconclusive',
    () => decide([signed(verdict('unknown')), { origin: 'x', text: '{}' }]),
  ],
  [
    'wait until time is out',
    'evidence_missing',
    () => decide([], policyOf('wait: 1h'), { since: NOW - 2 * HOUR }),
  ],
  ['skip staging', 'not_deployed_before', () => decide([signed()], policyOf('after: [staging]'))],
  [
    'deploy an environment whose name begins alike',
    'not_deployed_before',
    () => decide([signed()], policyOf('after: [staging]'), { deployedTo: ['staging-2'] }),
  ],
  [
    'let one of a group fail',
    'group_member_failed',
    () =>
      decide(
        [signed(), signed(verdict('worse', { subject: { service: 'web' } }))],
        policyOf(
          'quorum: [{ name: g, services: [api, web], at-least: 1 }]',
          'require: [{ action: canary-step, services: [api, web] }]',
        ),
      ),
  ],
  ['override with seven digits of a commit', 'commit_cut_short', overriding({ subject: SHA.slice(0, 7) })],
  ['override another commit', 'other_commit', overriding({ subject: 'c'.repeat(40) })],
  ['override another environment', 'other_environment', overriding({ environment: 'staging' })],
  ['override without a reason', 'no_reason', overriding({ reason: 'ok' })],
  ["edit somebody's comment into an override", 'edited', overriding({ edited: true })],
  ["override one's own change", 'own_change', overriding({}, { authors: ['rita'] })],
  ['override the run that one started', 'own_change', overriding({}, { run: { ...run, actor: 'Rita' } })],
  ['use an override twice', 'used', overriding({ usedBy: 6 })],
  ['use an old override', 'expired', overriding({ at: NOW - 5 * HOUR })],
  ['override from another team', 'not_in_team', overriding({ teams: ['interns'] })],
  ['override where GitHub does not tell the teams', 'teams_unknown', overriding({ teams: undefined })],
  [
    'override more than the team may',
    'outcome_failed',
    () => decide([fail(1)], policyOf(RULE), { overrides: [request], run }),
  ],
  [
    'release during a freeze',
    'frozen',
    () => decide([signed()], policyOf('freeze: [{ name: x, from: 2026-03-01 00:00, to: 2026-04-01 00:00 }]')),
  ],
  [
    'release during a weekly freeze',
    'frozen',
    () => decide([signed()], policyOf('freeze: [{ name: x, weekly: Mon 00:00 - Sun 23:59 }]')),
  ],
  [
    'delete the calendar',
    'calendar_unreadable',
    () => decide([signed()], policyOf('freeze: [{ name: x, calendar: gone.ics }]')),
  ],
  ['break the calendar', 'calendar_unreadable', calendar(event('DTSTART:someday'))],
  [
    'make the calendar repeat every second for ever',
    'calendar_unreadable',
    calendar(event('DTSTART:20200101T000000Z\r\nDTEND:20200101T000001Z\r\nRRULE:FREQ=SECONDLY')),
  ],
  [
    'make the calendar use an unknown rule',
    'calendar_unreadable',
    calendar(event('DTSTART:20200101T000000Z\r\nDTEND:20200101T010000Z\r\nRRULE:FREQ=DAILY;BYMOON=FULL')),
  ],
  [
    'put the calendar into an unknown zone',
    'calendar_unreadable',
    calendar(event('DTSTART;TZID=Mars/Olympus:20200101T000000\r\nDTEND;TZID=Mars/Olympus:20200101T010000')),
  ],
  [
    'release during an event of the calendar',
    'frozen',
    calendar(event('DTSTART:20260301T000000Z\r\nDTEND:20260401T000000Z')),
  ],
  [
    'let a repository accept older evidence than its organization',
    'expired',
    weaker(`${C}\nmax-age: 10m`, `${C}\nmax-age: 9d`),
  ],
  ['let it accept fewer trials', 'too_few_trials', weaker(`${C}\nmin-trials: 5000`, `${C}\nmin-trials: 1`)],
  ['let it require less', 'evidence_missing', weaker('require: [canary-step, shadow-compare]', C)],
  [
    'let it lift a freeze',
    'frozen',
    weaker(`${C}\nfreeze: [{ name: x, from: 2026-03-01 00:00, to: 2026-04-01 00:00 }]`, C),
  ],
  ['let it run in audit mode', 'evidence_missing', weaker('require: [shadow-compare]', `${C}\nmode: audit`)],
  ['let it do without a check', 'check_missing', weaker(`${C}\nchecks: [build]`, C)],
  [
    'let it widen margins',
    'margin_too_large',
    weaker(`${C}\njudging: [{ max-margin: 1% }]`, `${C}\njudging: [{ max-margin: 900% }]`),
  ],
  ['let it demote a metric', 'metric_missing', weaker(`${C}\njudging: [{ metrics: [p95 latency] }]`, C)],
  ['let it choose another judge', 'judge_not_allowed', weaker(`${C}\njudging: [{ judges: [fixed] }]`, C)],
  [
    'let it overtake another deployment',
    'other_deployment',
    weaker(`${C}\nexclusive: true`, `${C}\nexclusive: false`),
  ],
  [
    'let it do without provenance',
    'artifact_unknown',
    weaker(
      `${C}\nprovenance: { root: r, workflow: "https://github.com/a/b/.github/workflows/c.yml@refs/heads/main" }`,
      C,
    ),
  ],
]
