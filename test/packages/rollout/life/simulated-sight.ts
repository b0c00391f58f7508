import type { Sight, TrafficWindow } from '@sluice/rollout'
import { MINUTE, type Setting } from './setting.ts'
import type { SimulatedRouter } from './simulated-router.ts'

interface Seeing {
  readonly now: number
  readonly blindUntil: number
  readonly setting: Setting
  readonly router: SimulatedRouter
  readonly random: () => number
}

/** What the metrics show: a bad release is certainly harmful once it has served, and never passes. */
export function sightOf(windows: readonly TrafficWindow[], arrivedAt: number, seeing: Seeing): Sight {
  const { now, router, setting, random } = seeing
  const { slot, observed } = router
  const nature = slot === 'old' ? 'sound' : setting.natures[slot]
  const blind = now < seeing.blindUntil
  const counting = windows.some(({ to, counts }) => counts && to === undefined)
  const intervals = observed > 0 ? Math.floor((now - arrivedAt) / MINUTE) : 0
  return {
    harm: !blind && nature === 'bad' && windows.length > 0 && router.hasServed(),
    blind,
    silentMs: nature === 'silent' && !blind ? intervals * MINUTE : 0,
    mismatch: false,
    pass: !blind && nature === 'sound' && counting && intervals > 0 && random() < 0.4,
    calm: !blind && nature === 'sound',
    intervals,
  }
}
