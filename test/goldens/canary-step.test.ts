import { connect, openPublisher } from '@sluice/publish'
import { renderTerminal } from '@sluice/report'
import type { LifeDecision, LifeEnding } from '@sluice/rollout'
import { describe, test } from 'vitest'
import { close } from '../../actions/canary-step/src/close.ts'
import { verdictOf } from '../../actions/canary-step/src/verdict.ts'
import { expectGolden, expectNoOthers, NOON } from './support/media.ts'
import { POLICY, samplesOf, type Seen } from './support/metrics.ts'

interface Case {
  readonly seen: Seen
  readonly ending: Pick<LifeEnding, 'reason' | 'did'> & Partial<LifeEnding>
  /** Whether the rollout goes on in a later run. */
  readonly open?: boolean
}

const CASES: Readonly<Record<LifeDecision, Case>> = {
  advance: {
    seen: 'sound',
    open: true,
    ending: { reason: 'within_margin', weight: 10, did: 'passed at 10%' },
  },
  promote: { seen: 'sound', ending: { reason: 'promoted', weight: 100, did: 'was promoted to 100%' } },
  hold: {
    seen: 'few',
    open: true,
    ending: { reason: 'not_enough_data', weight: 10, did: 'waits at 10%' },
  },
  'roll-back': {
    seen: 'failing',
    ending: { reason: 'regression_found', weight: 0, did: 'was rolled back from 10% to 0%' },
  },
  none: {
    seen: 'sound',
    ending: {
      reason: 'slot_overwritten',
      weight: 0,
      did: 'was replaced, and traffic went back from 10% to 0%',
    },
  },
  abort: {
    seen: 'few',
    ending: { reason: 'aborted', weight: 0, did: 'was aborted, and traffic went back from 10% to 0%' },
  },
  pause: {
    seen: 'few',
    open: true,
    ending: { reason: 'paused', weight: 0, did: 'was paused, with all traffic on the baseline' },
  },
  finish: {
    seen: 'sound',
    ending: { reason: 'finished', weight: 0, did: 'was finished, with all traffic on the stable version' },
  },
  claim: {
    seen: 'few',
    open: true,
    ending: {
      reason: 'claimed',
      weight: 0,
      did: 'claimed the slot of the candidate: it serves nobody, so you can deploy to it',
    },
  },
  refuse: {
    seen: 'few',
    ending: {
      reason: 'preflight_failed',
      weight: 0,
      did: 'did not start: the preflight found a problem',
      problems: ['metrics: "error rate" matches no series for the baseline. Check the label `version`.'],
    },
  },
  stay: {
    seen: 'failing',
    ending: {
      reason: 'no_way_back',
      weight: 100,
      did: 'stays at 100%, because the baseline does not work: no server of the baseline is up',
    },
  },
  rehearse: {
    seen: 'sound',
    ending: {
      reason: 'rehearsed',
      weight: 0,
      did: 'was rehearsed, with all traffic back on the baseline',
    },
  },
  error: {
    seen: 'few',
    ending: {
      reason: 'unconfirmed',
      weight: 10,
      did: 'was sent to 0% because the candidate is worse than the baseline, but the router was last seen at 10%',
    },
  },
}

type Prepared = Parameters<typeof close>[0]

describe('what canary-step tells people when it ends with', () => {
  for (const [decision, { seen, ending, open = false }] of Object.entries(CASES)) {
    test(decision, async () => {
      await expectGolden('canary-step', decision, async (given, io) => {
        const connection = connect(given, io)
        const record = {
          id: 7,
          open,
          phase: open ? 'judging' : 'ended',
          payload: {
            identity: { sha: connection.subject.sha },
            arms: { baseline: 'blue', candidate: 'green' },
          },
        } as unknown as NonNullable<LifeEnding['record']>
        const verdict = verdictOf(connection.subject, POLICY, samplesOf(seen), {
          from: NOON - 600_000,
          to: NOON,
        })
        // Only what the ending reads: how the router, the source and the record are opened is tested elsewhere.
        const prepared = {
          input: { ...given, command: 'run', version: undefined },
          io,
          connection,
          looks: { lastOf: async () => verdict },
          news: { ended: async () => undefined },
          source: { keep: async () => undefined },
          superseded: { told: async () => undefined },
          request: { caller: { identity: { sha: connection.subject.sha } }, plan: {} },
          publisherFor: () =>
            openPublisher('canary-step', { ...given, publish: [...given.publish] }, connection, io),
        } as unknown as Prepared
        // What the last look said, before the ending.
        io.log.info(renderTerminal(verdict, { decision: 'hold', did: 'holds at 10%', go: true }))
        return await close(prepared, {
          weight: undefined,
          ...ending,
          decision: decision as LifeDecision,
          record,
        })
      })
    })
  }
  test('nothing else', () => expectNoOthers('canary-step', Object.keys(CASES)))
})
