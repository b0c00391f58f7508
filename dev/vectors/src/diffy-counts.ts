import { diffyFilter, type DiffyFiltered } from '@sluice/stats'
import { diffy } from '@sluice/shadow'

export interface DiffyField extends DiffyFiltered {
  readonly raw: number
  readonly noise: number
  readonly weight: number
}

interface Counts {
  total: number
  differences: number
  readonly raw: Map<string, number>
  readonly noise: Map<string, number>
  readonly weight: Map<string, number>
}

/** Counts by endpoint as Diffy does: every path and kind once a request, its weight the number of paths beside it. */
export class DiffyCounts {
  readonly endpoints = new Map<string, Counts>()

  /** One request, answered by primary, secondary (noise) and candidate. */
  add(endpoint: string, primary: diffy.Spelled, secondary: diffy.Spelled, candidate: diffy.Spelled): void {
    const name = endpoint.replaceAll('/', '-')
    const counts = this.endpoints.get(name) ?? emptyCounts()
    this.endpoints.set(name, counts)
    const stable = diffy.lift(primary)
    const raw = diffy.flatten(diffy.diffyDifference(stable, diffy.lift(candidate)))
    const noise = diffy.flatten(diffy.diffyDifference(stable, diffy.lift(secondary)))
    counts.total++
    if (raw.size > 0) counts.differences++
    for (const path of raw.keys()) {
      bump(counts.raw, path, 1)
      bump(counts.weight, path, raw.size)
    }
    for (const path of noise.keys()) bump(counts.noise, path, 1)
  }

  /** The fields in which the candidate ever differed, and whether Diffy would show them. */
  fields(endpoint: string): ReadonlyMap<string, DiffyField> {
    const counts = this.endpoints.get(endpoint) ?? emptyCounts()
    return new Map(
      [...counts.raw].map(([path, raw]) => {
        const noise = counts.noise.get(path) ?? 0
        return [
          path,
          { raw, noise, weight: counts.weight.get(path) ?? 0, ...diffyFilter(raw, noise, counts.total) },
        ]
      }),
    )
  }
}

function emptyCounts(): Counts {
  return { total: 0, differences: 0, raw: new Map(), noise: new Map(), weight: new Map() }
}

function bump(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by)
}
