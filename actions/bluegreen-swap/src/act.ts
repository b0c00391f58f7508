import { UserError } from '@sluice/action'
import { swap, type Swapped } from '@sluice/rollout'
import type { Prepared } from './prepare.ts'
import { RECORD } from './record-state.ts'
import { nothingFound, worldOf, type Found } from './world.ts'

/** How the swap ended, and everything that was found on the way. */
export interface Acted {
  readonly swapped: Swapped
  readonly found: Found
}

/** Swaps; whatever it ended in, the record no longer needs a post step, unless the process died on the way. */
export async function act(prepared: Prepared): Promise<Acted> {
  const { plan, ledger, input, io } = prepared
  const found = nothingFound()
  const { perRunMs } = input.watch
  const run = {
    plan,
    ledger,
    world: worldOf(prepared, found),
    claimed: async ({ id }: { readonly id: string }) => {
      await io.saveState(RECORD, id)
      // Nobody waits for a message: it is sent beside the checks.
      void prepared.tell('started', '')
    },
    ...(perRunMs === undefined ? {} : { leaveAt: io.now() + perRunMs }),
  }
  try {
    const swapped = await swap(run, io.signal)
    await io.saveState(RECORD, null)
    await tellEnd(prepared, swapped)
    return { swapped, found }
  } catch (error) {
    await prepared.tell('needs-person', error instanceof UserError ? error.code : 'stopped')
    throw error
  }
}

async function tellEnd({ tell }: Prepared, { decision, why, already }: Swapped): Promise<void> {
  if (already) return
  const reason = why ?? ''
  switch (decision) {
    case 'swapped':
      await (why === undefined ? tell('promoted', reason, 100) : tell('needs-person', reason, 100))
      return
    case 'swapped-back':
      await tell('rolled-back', reason, 0)
      return
    case 'refused':
      await tell('needs-person', reason)
      return
    case 'waiting':
      await tell('held', reason)
  }
}
