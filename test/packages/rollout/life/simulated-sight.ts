import type { Sight, TrafficWindow } from '@sluice/rollout'
import { MINUTE, type Setting } from './setting.ts'
import type { SimulatedRouter } from './simulated-router.ts'

interface Seeing {
  readonly now: number
  readonly until: { readonly blind: number; readonly mismatch: number }
  /** By how much the clock of the run is ahead. */
  readonly skewMs: number
  readonly setting: Setting
  readonly router: SimulatedRouter
  readonly random: () => number
}

/** What the metrics show: a bad release is certainly harmful once it has served, and never passes. */
export function sightOf(windows: readonly TrafficWindow[], arrivedAt: number, seeing: Seeing): Sight {
  const { now, router, setting, random } = seeing
  const { slot, observed } = router
  const nature = slot === 'old' ? 'sound' : setting.natures[slot]
  const blind = now < seeing.until.blind
  const mismatch = !blind && now < seeing.until.mismatch
  const counting = windows.some(({ to, counts }) => counts && to === undefined)
  const intervals = observed > 0 ? Math.floor((now + seeing.skewMs - arrivedAt) / MINUTE) : 0
  return {
    harm: !blind && nature === 'bad' && windows.length > 0 && router.hasServed(),
    blind,
    silentMs: nature === 'silent' && !blind ? intervals * MINUTE : 0,
    mismatch,
    pass: !blind && !mismatch && nature === 'sound' && counting && intervals > 0 && random() < 0.4,
    calm: !blind && !mismatch && nature === 'sound',
    intervals,
  }
}
