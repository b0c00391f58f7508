import { type TwoArms } from '@sluice/stats'
import { rateVerdict } from '@sluice/vectors'
import type { FailWhen } from '@sluice/verdict'
import { judgeRollout } from './ours.ts'
import { randomOf, type Random } from './random.ts'
import { percent, quantileOf, requests, show } from './show.ts'
import { drawLook, metricOf, policyOf } from './traffic.ts'

const RATIOS = [1.1, 1.5, 2, 5, 10]
const SHARES = [0.5, 0.05]
const GROWTH = 1.03

/** Ends of looks: every 100 requests at first, then 3 % more each time. */
function ends(least: number, most: number): readonly number[] {
  const all: number[] = []
  for (let end = least; end < most; end = Math.max(end + least, Math.round((end * GROWTH) / 100) * 100))
    all.push(end)
  return all
}

function grow(random: Random, share: number, ratio: number, looks: readonly number[]): readonly TwoArms[] {
  return looks.map((end, i) => {
    const count = end - (looks[i - 1] ?? 0)
    return drawLook(random, { requests: count, share, base: 0.01, ratio, bursts: 0 })
  })
}

/** A rule that fails a rollout at a look, counted from 1, or leaves it open at 0. */
type Detector = (rollout: readonly TwoArms[]) => number

const judged = policyOf([metricOf('errors')], { never: true })

const DETECTORS: Readonly<Record<string, Detector>> = {
  Sluice: (rollout) => {
    const { outcome, look } = judgeRollout(judged, rollout)
    return outcome === 'fail' ? look : 0
  },
  // The published mixture as it stands: every effect weighs the same, and bursts are not guarded against.
  'equal weights, no guard': (rollout) => {
    const { verdict, look } = rateVerdict(rollout, {
      alphaFail: 0.05,
      alphaPass: 0.05,
      margin: 0.25,
      tolerated: 0,
      minCandidate: Infinity,
    })
    return verdict === 'fail' ? look : 0
  },
}

/** Requests until a regression is found: median, 80 % and 90 %; both rules see the same rollouts. */
export function detection(rollouts: number): void {
  const looks = ends(100, 12_000_000)
  const rows = SHARES.flatMap((share) => {
    const cells = RATIOS.map((ratio) => {
      const found = Object.values(DETECTORS).map((): number[] => [])
      for (let run = 1; run <= rollouts; run++) {
        const rollout = grow(randomOf(run), share, ratio, looks)
        for (const [i, detect] of Object.values(DETECTORS).entries())
          found[i]?.push(looks[detect(rollout) - 1] ?? Infinity)
      }
      return found.map((each) => [0.5, 0.8, 0.9].map((q) => requests(quantileOf(each, q))).join(' / '))
    })
    const split = `${100 * share}/${100 - 100 * share}`
    return Object.keys(DETECTORS).map((rule, i) => [split, rule, ...cells.map((cell) => cell[i] ?? '')])
  })
  show(
    'Requests until found, 1 % base (median / 80 % / 90 %)',
    ['split', 'rule', ...RATIOS.map((ratio) => `×${ratio}`)],
    rows,
  )
}

/** Requests until a candidate as good as the baseline passes, and false passes exactly at the margin. */
export function passing(rollouts: number): void {
  const looks = ends(100, 8_000_000)
  const rows = SHARES.flatMap((share) =>
    [0.1, 0.25, 0.5, 1].map((margin) => {
      const metric = metricOf('errors', { margin: { value: margin, of: 'baseline' } })
      const policy = policyOf([metric], { failWhen: 'certainly-beyond-margin' })
      const passes = (ratio: number) =>
        Array.from({ length: rollouts }, (_, run) => {
          const { outcome, look } = judgeRollout(policy, grow(randomOf(run + 1), share, ratio, looks))
          return outcome === 'pass' ? (looks[look - 1] ?? Infinity) : Infinity
        })
      const sound = passes(1)
      const wrong = passes(1 + margin).filter(Number.isFinite).length / rollouts
      return [
        `${100 * share}/${100 - 100 * share}`,
        `+${100 * margin} %`,
        ...[0.5, 0.8, 0.9].map((q) => requests(quantileOf(sound, q))),
        percent(wrong),
      ]
    }),
  )
  show(
    'Requests until passed at ratio 1, and false passes at the margin',
    ['split', 'margin', 'median', '80 %', '90 %', 'false passes'],
    rows,
  )
}

const RULES: readonly FailWhen[] = ['any-regression', 'beyond-margin', 'certainly-beyond-margin']

/** What each `fail-when` rule makes of a change: 1 % base, margin 25 %, 50/50, 400 looks of 2,000 requests. */
export function failRules(rollouts: number): void {
  const minute = (ratio: number) => ({ requests: 2000, share: 0.5, base: 0.01, ratio, bursts: 0 })
  const rows = [1, 1.1, 1.2, 1.3, 1.5, 2].map((ratio) => [
    ratio.toFixed(2),
    ...RULES.map((failWhen) => {
      const policy = policyOf([metricOf('errors')], { failWhen })
      const finished = Array.from({ length: rollouts }, (_, run) => {
        const random = randomOf(run + 1)
        return judgeRollout(
          policy,
          Array.from({ length: 400 }, () => drawLook(random, minute(ratio))),
        )
      })
      const failed = finished.filter(({ outcome }) => outcome === 'fail')
      const passed = finished.filter(({ outcome }) => outcome === 'pass').length
      const median = requests(
        quantileOf(
          failed.map(({ look }) => 2000 * look),
          0.5,
        ),
      )
      const open = rollouts - failed.length - passed
      const shares = [failed.length, passed, open]
        .map((count) => ((100 * count) / rollouts).toFixed(1))
        .join(' / ')
      return failed.length > rollouts / 2 ? `${shares}, ${median}` : shares
    }),
  ])
  show('fail-when: % failed / passed / open, median requests to fail', ['true ratio', ...RULES], rows)
}
