import { type Collected, type GatePolicy, type OverrideRequest } from '@sluice/gate'
import { connect } from '@sluice/publish'
import { encode } from '@sluice/verdict'
import { describe, test } from 'vitest'
import { close } from '../../actions/promote-gate/src/close.ts'
import { decide, HOUR, NOW, policyOf, SHA, signed, target, verdict } from '../packages/gate/world.ts'
import { expectGolden, expectNoOthers, NOON } from './support/media.ts'
import { readGatePolicy } from '../packages/gate/read-gate-policy.ts'

interface Case {
  readonly documents: Parameters<typeof decide>[0]
  readonly policy?: GatePolicy
  readonly collected?: Partial<Collected>
}

const FREEZE = 'freeze:\n  - { name: release day, weekly: Tue 08:00 - Tue 18:00 }'
const OVERRIDES = 'overrides:\n  - { team: release-managers, may: [trials] }'
const request: OverrideRequest = {
  origin: 'https://github.com/acme/shop/pull/1#issuecomment-1',
  login: 'hubot',
  teams: ['release-managers'],
  environment: 'production',
  subject: SHA,
  reason: 'security fix, agreed with on-call',
  edited: false,
  usedBy: undefined,
  at: NOW - HOUR,
}
const few = policyOf(`min-trials: 5000\n${OVERRIDES}`)

const CASES: Readonly<Record<string, Case>> = {
  open: { documents: [signed()] },
  'open by an override': { documents: [signed()], policy: few, collected: { overrides: [request] } },
  'open in audit mode': { documents: [signed(verdict('worse'))], policy: policyOf('mode: audit') },
  'open to anyone, without signatures': {
    documents: [{ origin: 'file verdict.json', text: encode(verdict()) }],
    policy: readGatePolicy('require: [canary-step]\nsigned: false', 'the policy'),
  },
  closed: { documents: [signed(verdict('worse')), { origin: 'file other.json', text: '{"schema": 9}' }] },
  'closed, out of time': {
    documents: [],
    policy: policyOf('wait: 1h'),
    collected: { since: NOW - 2 * HOUR },
  },
  waiting: { documents: [] },
  'waiting for the end of a freeze': { documents: [signed()], policy: policyOf(FREEZE) },
  'waiting, for an override does not count': {
    documents: [signed()],
    policy: few,
    collected: { overrides: [{ ...request, edited: true }] },
  },
}

type Step = Parameters<typeof close>[0]

const fileOf = (name: string): string => name.replaceAll(',', '').replaceAll(' ', '-')

describe('what promote-gate tells people when it is', () => {
  for (const [name, { documents, policy = policyOf(), collected = {} }] of Object.entries(CASES)) {
    test(name, async () => {
      await expectGolden('promote-gate', fileOf(name), async (given, io) => {
        const connection = connect(given, io)
        const decided = decide(documents, policy, { since: NOW - HOUR / 2, ...collected }, NOON)
        // The commit of this GitHub, for that of the evidence.
        const here = { ...target, sha: connection.subject.sha }
        const step = {
          input: { ...given, publish: [...given.publish] },
          ...{ io, connection, policy, target: here, run: undefined, notices: [] },
        } as unknown as Step
        return await close(step, decided, 'none')
      })
    })
  }
  test('nothing else', () => expectNoOthers('promote-gate', Object.keys(CASES).map(fileOf)))
})
