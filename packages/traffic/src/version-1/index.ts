import type { Io } from '@sluice/action'
import * as registry from '../registry.ts'
import { goHome, shift as shiftTo } from '../shift.ts'
import { candidateShare, toCandidate } from '../shares.ts'

/** A router as the actions knew it before: one weight, the candidate's share in percent. */
export interface Router {
  readonly router: ReturnType<typeof registry.openRouter>
  readonly read: (signal: AbortSignal) => Promise<number>
}

export function openRouter(name: string, settings: Readonly<Record<string, string>>, io: Io): Router {
  const router = registry.openRouter(name, settings, io)
  return { router, read: async (signal) => candidateShare((await router.read(signal)).weight) }
}

export async function shift(
  { router }: Router,
  weight: number,
  io: Io,
  signal: AbortSignal = io.signal,
): Promise<number> {
  return candidateShare((await shiftTo(router, toCandidate(weight), io, { signal })).weight)
}

export async function restore(
  { router }: Router,
  weight: number,
  io: Io,
  { timeoutMs = 8_000 }: { readonly timeoutMs?: number } = {},
): Promise<number> {
  const back = await goHome(router, toCandidate(weight), io, { withinMs: timeoutMs })
  if (back.confirmed) return candidateShare(back.reading.weight)
  throw back.problem
}
