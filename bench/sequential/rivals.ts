import { kayenta } from '@sluice/compat'
import { normalSf, type TwoArms } from '@sluice/stats'
import { mannWhitney } from '@sluice/vectors'

/** Whether a rule raises the alarm at any look of a rollout. */
export type Rule = (rollout: readonly TwoArms[]) => boolean

/** What other tools and habits do with the same counts. */
export const RIVALS: Readonly<Record<string, Rule>> = {
  'z-test p<.05, every look': repeatedZ,
  'z-test p<.05, one final look': (rollout) => zOf(rollout) < 0.05,
  'Mann-Whitney p<.05 on per-look rates, every look from 5': repeatedMannWhitney,
  'Kayenta (NetflixACAJudge), every 5 looks': repeatedKayenta,
  'threshold: window ratio > 1.5, failureLimit 0': (rollout) => rollout.some((b) => ratio(b) > 1.5),
  'threshold: window ratio > 1.5, failureLimit 3': (rollout) =>
    rollout.filter((b) => ratio(b) > 1.5).length > 3,
  'threshold: window canary rate > 2 %, failureLimit 3': (rollout) =>
    rollout.filter(({ x, n }) => x / n > 0.02).length > 3,
}

function ratio({ x, n, y, m }: TwoArms): number {
  return y === 0 ? (x === 0 ? 1 : Infinity) : (x * m) / (y * n)
}

function zOf(rollout: readonly TwoArms[]): number {
  const total = { x: 0, n: 0, y: 0, m: 0 }
  for (const { x, n, y, m } of rollout) {
    total.x += x
    total.n += n
    total.y += y
    total.m += m
  }
  return pOfZ(total)
}

function pOfZ({ x, n, y, m }: TwoArms): number {
  const pooled = (x + y) / (n + m)
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
  return spread > 0 ? normalSf((x / n - y / m) / spread) : 1
}

function repeatedZ(rollout: readonly TwoArms[]): boolean {
  const total = { x: 0, n: 0, y: 0, m: 0 }
  return rollout.some(({ x, n, y, m }) => {
    total.x += x
    total.n += n
    total.y += y
    total.m += m
    return pOfZ(total) < 0.05
  })
}

const rates = (rollout: readonly TwoArms[], looks: number) => ({
  candidate: rollout.slice(0, looks).map(({ x, n }) => x / n),
  baseline: rollout.slice(0, looks).map(({ y, m }) => y / m),
})

function repeatedMannWhitney(rollout: readonly TwoArms[]): boolean {
  for (let looks = 5; looks <= rollout.length; looks++) {
    const { candidate, baseline } = rates(rollout, looks)
    if (mannWhitney(candidate, baseline, { method: 'asymptotic' }).p < 0.05) return true
  }
  return false
}

export const KAYENTA = kayenta.readMetricSettings({ direction: 'increase' }, 'settings', [])

function repeatedKayenta(rollout: readonly TwoArms[]): boolean {
  const metric = { name: 'errors', groups: [], settings: KAYENTA }
  for (let looks = 5; looks <= rollout.length; looks += 5) {
    const { candidate, baseline } = rates(rollout, looks)
    const judged = kayenta.judgeMetric(metric, { control: baseline, experiment: candidate }, false)
    if (judged.label === 'High') return true
  }
  return false
}
