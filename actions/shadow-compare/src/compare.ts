import { availableParallelism } from 'node:os'
import { performance } from 'node:perf_hooks'
import type { Values, Io } from '@sluice/action'
import { compareSources, type Compared, type Surroundings } from '@sluice/shadow'
import type { inputs } from './inputs.ts'

export type Input = Values<typeof inputs>

/** What was compared, and when. */
export interface Watched extends Compared {
  readonly window: { readonly from: number; readonly to: number }
}

/** How often the job log hears how far the work is. */
const TELL_EVERY_MS = 15_000

/** Logs the share that is done, with about how long the rest takes. */
function progressLog({ log, now }: Io, from: number): (share: number) => void {
  let told = from
  return (share) => {
    const at = now()
    if (at - told < TELL_EVERY_MS || share <= 0) return
    told = at
    const left = ((at - from) * (1 - share)) / share
    log.info(
      `${Math.floor(share * 100)}% compared after ${Math.round((at - from) / 1000)} s, about ${Math.ceil(left / 1000)} s left`,
    )
  }
}

/** Where the work is done: on all cores of this machine. `script` is what its threads run. */
export function surroundings(io: Io, script: URL): Surroundings {
  return {
    folder: io.facts.workspace,
    tempDir: io.facts.tempDir,
    threads: availableParallelism(),
    script,
    fetch: io.fetch,
    now: () => performance.now(),
    sleep: io.sleep,
    random: () => Math.random(),
    signal: io.signal,
    mask: io.mask,
    run: async (command, args, sql) =>
      await io.exec(command, args, { signal: io.signal, input: sql, timeoutMs: 3_600_000 }),
  }
}

/** Compares what the inputs name, on all cores of this machine. `script` is what its threads run. */
export async function compare(input: Input, io: Io, script: URL): Promise<Watched> {
  const from = io.now()
  let done = 0
  const log = progressLog(io, from)
  const compared = await compareSources(input, {
    ...surroundings(io, script),
    progress: (share) => {
      done = share
      log(share)
    },
  }).catch((error: unknown) => {
    if (io.signal.aborted)
      io.log.info(
        `Stopped after ${Math.floor(done * 100)}% of the comparison. Nothing was judged. Temporary files were removed.`,
      )
    throw error
  })
  return { ...compared, window: { from, to: io.now() } }
}
