import { run } from '@sluice/action'
import { canaryStep } from './canary.ts'
import { contract } from './inputs.ts'

/** Holds a share of real traffic on the candidate, judges it against the baseline, and climbs, holds or rolls back. */
await run(contract, async (input, io) => await canaryStep(input, io))
