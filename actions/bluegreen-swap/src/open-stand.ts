import type { Io } from '@sluice/action'
import { openFleetStand } from './fleet-stand.ts'
import type { Input } from './input.ts'
import { openProducersStand } from './producers-stand.ts'
import { openRouterStand } from './router-stand.ts'
import type { Stand } from './stand.ts'

/** Opens what the mode needs, for the target asked for or the idle one; nothing has changed when it throws. */
export async function openStand(input: Input, target: string | undefined, io: Io): Promise<Stand> {
  switch (input.mode) {
    case 'router':
      return await openRouterStand(input, target, io)
    case 'producers':
      return await openProducersStand(input, target, io)
    case 'fleet':
      return await openFleetStand(input, io)
  }
}
