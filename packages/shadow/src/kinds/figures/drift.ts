import { adjustP } from '@sluice/stats'
import type { ShadowFigure } from '@sluice/verdict'
import { classDrift, numericDrift, type Drift } from '../../drift/drift.ts'
import type { CrossCells } from '../contract.ts'
import type { Distribution } from '../../tally/distribution.ts'

/** Drift of outputs and inputs, flagged with the false-discovery rate controlled. */
export function driftFigures(
  drifts: readonly (Drift | undefined)[],
  confidence: number,
): readonly ShadowFigure[] {
  const found = drifts.filter((drift) => drift !== undefined)
  const adjusted = adjustP(
    found.map(({ p }) => Math.min(1, Math.max(0, p))),
    'benjamini-hochberg',
  )
  return found.map((drift, i) => {
    const reach = drift.reach(confidence)
    return {
      name: `drift of ${drift.name}`,
      value: drift.distance,
      low: Math.max(0, drift.distance - reach),
      high: Math.min(1, drift.distance + reach),
      note: noteOf(drift, adjusted[i] ?? 1),
      flagged: (adjusted[i] ?? 1) <= 1 - confidence,
    }
  })
}

function noteOf({ stability, jensenShannon, wasserstein }: Drift, p: number): string {
  const number = (value: number): string => String(Number(value.toPrecision(3)))
  const moved = wasserstein === undefined ? '' : `, Wasserstein ${number(wasserstein)}`
  return `corrected p ${number(p)}, PSI ${number(stability)}, Jensen-Shannon ${number(jensenShannon)}${moved}`
}

/** Drift of the classes that a classifier gives. */
export function answerDrift(
  cells: CrossCells,
  scores: { readonly stable: Distribution; readonly candidate: Distribution },
): readonly (Drift | undefined)[] {
  const counts = new Map<string, [number, number]>()
  for (const [row, column, count] of cells) {
    for (const [name, arm] of [
      [row, 0],
      [column, 1],
    ] as const) {
      const known = counts.get(name) ?? [0, 0]
      known[arm] += count
      counts.set(name, known)
    }
  }
  return [
    classDrift('the predicted classes', [...counts.values()]),
    numericDrift('the scores', scores.stable.data(), scores.candidate.data()),
  ]
}
