import type { Absence, Arm } from '@sluice/verdict'

/** What one arm of one block comes to as a query's result; `undefined` kinds have no single number in them. */
export type ArmValue =
  | { readonly kind: 'value'; readonly value: number | readonly number[]; readonly trials: number }
  | { readonly kind: 'absent'; readonly absence: Absence; readonly detail?: string }
  | { readonly kind: 'wrong' }

/** A rate for proportions and counts, the mean for summaries, the number itself, or all values; NaN and ±∞ as they are. */
export function argoValue(arm: Arm): ArmValue {
  switch (arm.kind) {
    case 'scalar':
      return { kind: 'value', value: arm.value, trials: 1 }
    case 'values':
      return { kind: 'value', value: arm.values, trials: arm.values.length }
    case 'summary':
      return arm.n > 0 ? { kind: 'value', value: arm.mean, trials: arm.n } : absent('no_data')
    case 'proportion':
      return arm.events > arm.trials ? absent('events_exceed_trials') : rate(arm.events, arm.trials)
    case 'count':
      return rate(arm.events, arm.exposure)
    case 'histogram':
    case 'sketch':
      return { kind: 'wrong' }
    case 'absent':
      return {
        kind: 'absent',
        absence: arm.absence,
        ...(arm.detail === undefined ? {} : { detail: arm.detail }),
      }
  }
}

function rate(events: number, exposure: number): ArmValue {
  if (events < 0 || exposure < 0) return absent('negative')
  if (exposure === 0) return absent(events > 0 ? 'events_without_exposure' : 'zero_exposure')
  return { kind: 'value', value: events / exposure, trials: exposure }
}

function absent(absence: Absence): ArmValue {
  return { kind: 'absent', absence }
}
