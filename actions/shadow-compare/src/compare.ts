import { availableParallelism } from 'node:os'
import { performance } from 'node:perf_hooks'
import type { Values, Io } from '@sluice/action'
import { compareSources, type Compared } from '@sluice/shadow'
import type { inputs } from './inputs.ts'

export type Input = Values<typeof inputs>

/** What was compared, and when. */
export interface Watched extends Compared {
  readonly window: { readonly from: number; readonly to: number }
}

/** Compares what the inputs name, on all cores of this machine. `script` is what its threads run. */
export async function compare(input: Input, io: Io, script: URL): Promise<Watched> {
  const from = io.now()
  const compared = await compareSources(input, {
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
  })
  return { ...compared, window: { from, to: io.now() } }
}
