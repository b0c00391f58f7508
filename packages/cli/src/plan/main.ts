import { UserError } from '@sluice/action'
import type { CliIo } from '../command.ts'
import { planCanary } from './plan.ts'
import { readPlanRequest } from './request.ts'
import { showPlan } from './show.ts'

/** `sluice plan`: how long a canary must run. Exit code 0, or 2 when the options cannot be read. */
export function planCommand(args: readonly string[], io: CliIo): Promise<number> {
  try {
    const request = readPlanRequest(args)
    const plan = planCanary(request)
    io.stdout(request.json ? `${JSON.stringify(plan, null, 2)}\n` : showPlan(plan))
    return Promise.resolve(0)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    io.stderr(`${error.message}\n${error.hint}\n`)
    return Promise.resolve(2)
  }
}
