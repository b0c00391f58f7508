import { decideGate } from '@sluice/gate'
import { run } from '@sluice/action'
import { answer } from './answer.ts'
import { requirePossibleApproval } from './approval.ts'
import { close } from './close.ts'
import { collect } from './collect.ts'
import { inputs, outputs } from './inputs.ts'
import { prepare } from './prepare.ts'

/** Collects verdicts, recomputes them, holds them to the policy, and opens the environment or says what is missing. */
await run({ name: 'promote-gate', inputs, outputs, config: true }, async (input, io) => {
  requirePossibleApproval(input, io.facts)
  const gate = await prepare(input, io)
  const decided = decideGate(gate.policy, await collect(gate), io.now())
  const approval = await answer(gate, decided)
  return await close(gate, decided, approval)
})
