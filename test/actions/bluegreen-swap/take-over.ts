import { parseFields } from '@sluice/action'
import { swap, type Ledger, type SwapPlan } from '@sluice/rollout'
import { inputs } from '../../../actions/bluegreen-swap/src/inputs.ts'
import { openProducersStand } from '../../../actions/bluegreen-swap/src/producers-stand.ts'
import { nothingFound, worldOf } from '../../../actions/bluegreen-swap/src/world.ts'
import { quietIo } from '../../packages/swap/world.ts'

/** One run of mode `producers`, from its inputs on. */
export async function takeOverStream(
  adapter: string,
  settings: Readonly<Record<string, string>>,
  target: string,
  ledger: Ledger,
) {
  const io = quietIo()
  const given: Readonly<Record<string, string>> = {
    ...{ environment: 'production', service: 'readings', config: 'none', 'when-inconclusive': 'fail' },
    ...{
      'report-dir': 'out',
      'dry-run': 'false',
      'fail-step': 'true',
      mode: 'producers',
      router: adapter,
      target,
    },
    'router-settings': JSON.stringify({ answer: '300ms', gone: '1s', ...settings }),
    watch: '{ for: 1s, at-most: 10s, every: 300ms }',
  }
  const input = parseFields(inputs, (name) => given[name] ?? '', 'this test')
  const stand = await openProducersStand(input, target, io)
  const plan: SwapPlan = {
    ...{ swap: 1, mode: 'producers', environment: 'production', service: 'readings', sha: 'a'.repeat(40) },
    ...{ ...stand.colours, ladder: [100], watchMs: input.watch.forMs, run: '', attempt: '1' },
  }
  const world = worldOf({ input, stand, ledger, io }, nothingFound())
  const swapped = await swap({ plan, ledger, world, claimed: async () => undefined }, io.signal)
  return { swapped, findings: await stand.close() }
}
