import { parseFields, type Io } from '@sluice/action'
import { COMMANDS, live, type LifeEnding } from '@sluice/rollout'
import type { Findings } from '../../../actions/bluegreen-swap/src/driver.ts'
import type { Found } from '../../../actions/bluegreen-swap/src/found.ts'
import { inputs } from '../../../actions/bluegreen-swap/src/inputs.ts'
import { coloursOf } from '../../../actions/bluegreen-swap/src/plan.ts'
import { prepare } from '../../../actions/bluegreen-swap/src/prepare.ts'
import { decisionOf } from '../../../actions/bluegreen-swap/src/words.ts'
import { quietIo } from '../../packages/swap/world.ts'

/** How one run of the action ended. */
export interface TakenOver {
  readonly decision: string
  readonly reason: string
  readonly ending: LifeEnding
  readonly found: Found
  readonly findings: Findings
}

/** One run of the action from its inputs on, without GitHub: its record lasts as long as the run. */
export async function runSwap(given: Readonly<Record<string, string>>, io: Io): Promise<TakenOver> {
  const all: Readonly<Record<string, string>> = {
    ...{ environment: 'production', config: 'none', 'when-inconclusive': 'fail', 'report-dir': 'out' },
    ...{ 'dry-run': 'false', 'fail-step': 'true', settle: '0s' },
    ...given,
  }
  const command = COMMANDS.find((one) => one === all['command']) ?? 'run'
  const input = { ...parseFields(inputs, (name) => all[name] ?? '', 'this test'), command }
  const prepared = await prepare(input, io)
  const ending = await live(prepared.ports, prepared.timing, prepared.request)
  const { record } = ending
  const colours = record === undefined ? undefined : coloursOf(record.payload.arms)
  const findings = await prepared.driver.close(colours)
  return { decision: decisionOf(ending), reason: ending.reason, ending, found: prepared.found, findings }
}

/** One run of mode `producers`. */
export async function takeOverStream(
  adapter: string,
  settings: Readonly<Record<string, string>>,
  target: string,
): Promise<TakenOver> {
  const given = {
    ...{ service: 'readings', mode: 'producers', router: adapter, target },
    'router-settings': JSON.stringify({ answer: '2s', gone: '4s', ...settings }),
    watch: '{ for: 1s, at-most: 30s, every: 300ms }',
  }
  return await runSwap(given, quietIo())
}
