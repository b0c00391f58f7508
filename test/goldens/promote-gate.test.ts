import type { Decision } from '@sluice/gate'
import { connect } from '@sluice/publish'
import { describe, test } from 'vitest'
import { close } from '../../actions/promote-gate/src/close.ts'
import { decide, HOUR, NOW, policyOf, signed, target, verdict } from '../packages/gate/world.ts'
import { expectGolden, expectNoOthers, NOON } from './support/media.ts'

const CASES: Readonly<Record<Decision, Parameters<typeof decide>[0]>> = {
  open: [signed()],
  closed: [signed(verdict('worse')), { origin: 'file other.json', text: '{"schema": 9}' }],
  waiting: [],
}

type Step = Parameters<typeof close>[0]

describe('what promote-gate tells people when it ends with', () => {
  for (const [decision, documents] of Object.entries(CASES)) {
    test(decision, async () => {
      await expectGolden('promote-gate', decision, async (given, io) => {
        const policy = policyOf()
        const connection = connect(given, io)
        const decided = decide(documents, policy, { since: NOW - HOUR }, NOON)
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
  test('nothing else', () => expectNoOthers('promote-gate', Object.keys(CASES)))
})
