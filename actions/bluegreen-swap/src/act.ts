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
  const swapped = await swap(
    {
      plan,
      ledger,
      world: worldOf(prepared, found),
      claimed: async ({ id }) => await io.saveState(RECORD, id),
      ...(perRunMs === undefined ? {} : { leaveAt: io.now() + perRunMs }),
    },
    io.signal,
  )
  await io.saveState(RECORD, null)
  return { swapped, found }
}
