import { parseFields } from '@sluice/action'
import { expect, test } from 'vitest'
import { inputs } from '../../../actions/bluegreen-swap/src/inputs.ts'
import { detailsOf, planOf, writtenDigest } from '../../../actions/bluegreen-swap/src/plan.ts'

const GIVEN: Readonly<Record<string, string>> = {
  ...{ environment: 'production', service: 'shop', config: 'none', 'when-inconclusive': 'fail' },
  ...{ 'report-dir': 'out', 'dry-run': 'false', 'fail-step': 'true', router: 'proxy' },
  metrics: '[{ name: error rate, kind: proportion, events: e, trials: t, limit: 5%, margin: 1 points }]',
  watch: '{ for: 1m, hold-back: 5% }',
}
const IDENTITY = { sha: 'a'.repeat(40) }

const plan = planOf(
  { ...parseFields(inputs, (name) => GIVEN[name] ?? '', 'this test'), command: 'run' },
  undefined,
)

test('one check is about one swap: not another of each attempt that has learned another noise', () => {
  const details = detailsOf(plan)
  if (details === undefined) throw new Error('the plan has no details')
  const learned = (rate: number): unknown =>
    JSON.parse(
      JSON.stringify({
        ...plan,
        details: { ...details, policies: details.policies.map((each) => ({ ...each, history: { rate } })) },
      }),
    )
  const names = [plan, learned(0.01), learned(0.02)].map((each) => writtenDigest(each, IDENTITY, 'shop'))
  expect(new Set(names).size).toBe(1)
  const others = [
    writtenDigest({ ...plan, ladder: [50, 100] }, IDENTITY, 'shop'),
    writtenDigest(plan, { sha: 'b'.repeat(40) }, 'shop'),
    writtenDigest(plan, IDENTITY, 'api'),
  ]
  expect(new Set([...names, ...others]).size).toBe(4)
})
