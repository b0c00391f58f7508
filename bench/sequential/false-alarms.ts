import { judgeRollout, judgeSamples } from './ours.ts'
import { randomOf } from './random.ts'
import { RIVALS } from './rivals.ts'
import { percent, show } from './show.ts'
import { drawRollout, HEALTHY, metricOf, policyOf, samplesOf, type Traffic } from './traffic.ts'

const LOOKS = 100

/** Share of `rollouts` in which `alarms` is true. */
function share(rollouts: number, alarms: (run: number) => boolean): number {
  return Array.from({ length: rollouts }, (_, run) => alarms(run)).filter(Boolean).length / rollouts
}

/** False alarms of a candidate that is as good as the baseline, ours and the others', at every look. */
export function falseAlarms(rollouts: number): void {
  const scenarios = Object.entries(HEALTHY)
  const policy = policyOf([metricOf('errors')], { never: true })
  const drawn = (traffic: Traffic, run: number) => drawRollout(randomOf(run + 1), traffic, LOOKS)
  const ours = scenarios.map(([, traffic]) =>
    share(rollouts, (run) => judgeRollout(policy, drawn(traffic, run)).outcome === 'fail'),
  )
  const rows = Object.entries(RIVALS).map(([name, rule]) => {
    const slow = name.startsWith('Kayenta') || name.startsWith('Mann')
    const runs = slow ? Math.ceil(rollouts / 10) : rollouts
    return [name, ...scenarios.map(([, traffic]) => percent(share(runs, (run) => rule(drawn(traffic, run)))))]
  })
  const head = ['rule', ...scenarios.map(([name]) => name)]
  show(`False alarms in ${LOOKS} looks (${rollouts} rollouts, promised 5 %)`, head, [
    ['Sluice sequential', ...ours.map(percent)],
    ...rows,
  ])
}

/** Many looks, and many metrics. */
export function manyOfEach(rollouts: number): void {
  const one = policyOf([metricOf('errors')], { never: true })
  const long = (share0: number) => (): ReturnType<Traffic> => ({
    requests: 200,
    share: share0,
    base: 0.01,
    ratio: 1,
    bursts: 0,
  })
  // Long runs are dear, but a share of a handful of them would say nothing.
  const few = Math.max(20, Math.ceil(rollouts / 10))
  const longRun = (share0: number) =>
    share(
      few,
      (run) => judgeRollout(one, drawRollout(randomOf(run + 1), long(share0), 5000)).outcome === 'fail',
    )
  const names = Array.from({ length: 20 }, (_, i) => `metric ${i}`)
  const twenty = policyOf(
    names.map((name) => metricOf(name)),
    { never: true },
  )
  const even = HEALTHY['50/50']
  const together =
    even === undefined
      ? NaN
      : share(Math.ceil(rollouts / 5), (run) => {
          const random = randomOf(run + 1)
          const samples = names.map((name) => samplesOf(name, drawRollout(random, even, LOOKS)))
          return judgeSamples(twenty, samples).outcome === 'fail'
        })
  show(
    'Many looks, many metrics (false alarms)',
    ['case', 'Sluice sequential'],
    [
      ['5,000 looks of 200 requests, 50/50', percent(longRun(0.5))],
      ['5,000 looks of 200 requests, 5/95', percent(longRun(0.05))],
      ['20 metrics, 100 looks, 50/50', percent(together)],
    ],
  )
}
