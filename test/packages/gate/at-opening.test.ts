import { readFileSync } from 'node:fs'
import { gateFraming, gateVerdict, type Present } from '@sluice/gate'
import { decode, encode } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { decide, NOW, policyOf, signed, target, unmet, verdict } from './world.ts'
import { readGatePolicy } from './read-gate-policy.ts'

const present = (change: Partial<Present> = {}): { readonly present: Present } => ({
  present: { checks: [], underWay: [], at: NOW, ...change },
})
const build = (conclusion: string | null, status = 'completed', app = 'github-actions') => ({
  name: 'build',
  app,
  status,
  conclusion,
})

describe('a required check', () => {
  const policy = policyOf('checks: [build]')

  test.each([
    ['is missing', [], 'check_missing'],
    ['was posted by another App', [build('success', 'completed', 'evil-app')], 'check_missing'],
    ['is running', [build(null, 'in_progress')], 'check_running'],
    ['failed', [build('failure')], 'check_failed'],
    ['was skipped', [build('skipped')], 'check_failed'],
    ['is neutral', [build('neutral')], 'check_failed'],
    ['failed in one of two workflows', [build('success'), build('failure')], 'check_failed'],
  ])('that %s keeps the gate waiting: %#', (_, checks, reason) => {
    const decided = decide([signed()], policy, present({ checks }))
    expect(decided.decision).toBe('waiting')
    expect(unmet(decided)).toEqual([reason])
  })

  test('that succeeded opens, and the page says when it was read', () => {
    const decided = decide([signed()], policy, present({ checks: [build('success')] }))
    expect(decided.decision).toBe('open')
    expect(decided.conditions.find(({ kind }) => kind === 'checks')?.because).toContain('read at 12:00:00')
  })

  test('that was never asked for does not open', () => {
    expect(decide([signed()], policy).decision).toBe('waiting')
  })

  test('at level `warn` is shown and opens all the same', () => {
    const decided = decide([signed()], policyOf('checks: [{ name: build, level: warn }]'), present())
    expect(decided.decision).toBe('open')
    expect(unmet(decided)).toEqual(['check_missing'])
    expect(decode(encode(gateVerdict(decided, target, NOW))).outcome).toBe('pass')
  })
})

describe('an exclusive environment', () => {
  const policy = policyOf('exclusive: true')
  const other = { deploymentId: 7, sha: 'f'.repeat(40), state: 'in_progress' }

  test('waits while another commit is on its way, and while nobody asked', () => {
    const decided = decide([signed()], policy, present({ underWay: [other] }))
    expect(decided).toMatchObject({ decision: 'waiting', reason: 'other_deployment' })
    expect(decide([signed()], policy)).toMatchObject({ decision: 'waiting' })
    expect(decide([signed()], policy, present()).decision).toBe('open')
  })
})

describe('audit mode', () => {
  const policy = policyOf('mode: audit\nmin-trials: 5000')

  test.each([
    ['fails', [signed(verdict('worse'))], 'closed (outcome_failed)'],
    ['is missing', [], 'waiting (evidence_missing)'],
    ['is too small', [signed()], 'waiting (too_few_trials)'],
  ])('opens where evidence %s, and says what it would have decided', (_, documents, words) => {
    const decided = decide(documents, policy)
    expect(decided).toMatchObject({ decision: 'open', reason: 'audited' })
    expect(decided.conditions[0]?.because).toContain(words)
    const shown = decode(encode(gateVerdict(decided, target, NOW)))
    expect(shown.outcome).toBe('pass')
    expect(shown.evidence.some(({ critical, finding }) => !critical && finding !== 'fine')).toBe(true)
    expect(gateFraming(decided).decision).toBe('open')
  })

  test('changes nothing where all conditions are met', () => {
    expect(decide([signed()], policyOf('mode: audit'))).toMatchObject({ reason: 'all_conditions_met' })
  })
})

describe('limits on the judging policy', () => {
  const limited = (yaml: string) => decide([signed()], policyOf(`judging:\n  - ${yaml}`))

  test.each([
    ['{ metrics: [error rate], judges: [sequential] }'],
    ['{ metrics: [{ name: error rate, worse: higher, margin: 0.01 }] }'],
    ['{ fail-when: [beyond-margin, any-regression] }'],
    ['{ action: shadow-compare, metrics: [wrong answers] }'],
  ])('%s is kept', (yaml) => {
    expect(limited(yaml).decision).toBe('open')
  })

  test.each([
    ['{ metrics: [p95 latency] }', 'metric_missing'],
    ['{ metrics: [{ name: error rate, worse: lower }] }', 'metric_missing'],
    ['{ metrics: [{ name: error rate, margin: 0.005 }] }', 'margin_too_large'],
    ['{ metrics: [{ name: error rate, margin: 5% }] }', 'margin_too_large'],
    ['{ max-margin: 10% }', 'margin_too_large'],
    ['{ judges: [fixed] }', 'judge_not_allowed'],
    ['{ fail-when: [any-regression] }', 'judge_not_allowed'],
  ])('%s is broken: %s', (yaml, reason) => {
    const decided = limited(yaml)
    expect(decided.decision).toBe('waiting')
    expect(unmet(decided)).toEqual([reason])
  })

  test('a metric that was demoted does not count as one that decided', () => {
    const sound = verdict()
    const demoted = sound.evidence.map((one) => ({ ...one, critical: false }))
    const both = {
      ...sound,
      evidence: [
        ...sound.evidence.map((one) => ({
          ...one,
          metric: 'other',
          policy: { ...one.policy, name: 'other' },
        })),
        ...demoted,
      ],
    }
    expect(unmet(decide([signed(both)], policyOf('judging: [{ metrics: [error rate] }]')))).toEqual([
      'metric_missing',
    ])
  })
})

describe('provenance', () => {
  const read = (name: string): string => readFileSync(new URL(`attestation/${name}`, import.meta.url), 'utf8')
  const bundles = JSON.parse(read('bundles.json')) as Readonly<Record<string, object>>
  const WORKFLOW = 'https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main'
  const SLSA = 'https://slsa.dev/provenance/v1'
  const at = (artifact: string | undefined, bundle: object | undefined, workflow = WORKFLOW, more = '') =>
    decide([signed()], policyOf(`provenance: { root: root.jsonl, workflow: "${workflow}"${more} }`), {
      target: artifact === undefined ? target : { ...target, artifact },
      files: { 'root.jsonl': read('trusted-root.json') },
      attested: { [SLSA]: bundle === undefined ? [] : [bundle] },
    })
  const OURS = `sha256:${'b'.repeat(64)}`

  test('that was verified opens', () => {
    expect(at(OURS, bundles['provenance']).decision).toBe('open')
    expect(
      at(
        OURS,
        bundles['provenance'],
        WORKFLOW,
        ', runner: github-hosted, events: [push], refs: refs/heads/main',
      ).decision,
    ).toBe('open')
  })

  test.each([
    ['of nothing that is known', undefined, bundles['provenance'], WORKFLOW, '', 'artifact_unknown'],
    ['that is missing', OURS, undefined, WORKFLOW, '', 'provenance_missing'],
    [
      'by another workflow',
      OURS,
      bundles['provenance'],
      WORKFLOW.replace('release', 'evil'),
      '',
      'provenance_refused',
    ],
    ['of another type', OURS, bundles['genuine'], WORKFLOW, '', 'provenance_refused'],
    [
      'of another artifact',
      `sha256:${'c'.repeat(64)}`,
      bundles['provenance'],
      WORKFLOW,
      '',
      'provenance_refused',
    ],
    [
      'on another event',
      OURS,
      bundles['provenance'],
      WORKFLOW,
      ', events: [pull_request]',
      'provenance_refused',
    ],
    [
      'on another kind of runner',
      OURS,
      bundles['provenance'],
      WORKFLOW,
      ', runner: self-hosted',
      'provenance_refused',
    ],
  ])('%s does not open', (_, artifact, bundle, workflow, more, reason) => {
    const decided = at(artifact, bundle, workflow, more)
    expect(decided.decision).not.toBe('open')
    expect(unmet(decided)).toContain(reason)
  })
})

test('every new key of a policy is refused where it is empty or unknown', () => {
  const problem = (yaml: string): string => {
    try {
      readGatePolicy(`require: [canary-step]\n${yaml}`, 'p')
      return ''
    } catch (error) {
      return String(error)
    }
  }
  for (const yaml of [
    'checks: []',
    'judging: []',
    'provenance: {}',
    'mode: silent',
    'exclusive: perhaps',
    'checks: [{ app: x }]',
    'judging: [{ max-margin: 10 }]',
  ])
    expect(problem(yaml), yaml).not.toBe('')
})
