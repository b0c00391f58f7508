import { readInputs, readState, runPost } from '@sluice/action'
import { settle, UNDO_MS, unfinished } from '@sluice/rollout'
import { contract } from './inputs.ts'
import { openLedger } from './open-ledger.ts'
import { openStand } from './open-stand.ts'
import { noteOf } from './prepare.ts'
import { RECORD } from './record-state.ts'
import { nothingFound, worldOf } from './world.ts'

/** After a killed main step: takes everyone back, unless the target had proved itself. Otherwise there is nothing to do. */
await runPost(async (io) => {
  const id = readState(RECORD)
  if (typeof id !== 'string') return
  const input = readInputs(contract, io)
  const ledger = openLedger(noteOf(input), io)
  const entry = (await ledger.list(AbortSignal.timeout(UNDO_MS))).find((each) => each.id === id)
  if (entry === undefined || !unfinished(entry)) return
  io.log.warning('The step did not end by itself: settling the swap that it left.')
  const stand = await openStand(input, entry.plan.target, io)
  const ending = await settle(ledger, id, worldOf({ input, stand, ledger, io }, nothingFound()))
  await stand.close()
  if (ending !== undefined) io.log.warning(`The swap ended: ${ending.decision}.`)
})
