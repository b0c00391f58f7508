import type { Discord } from '../tally/discord.ts'
import type { Summary } from '../tally/summary.ts'

/** More places than this inside one are named after data, such as ids or dates, not after what they mean. */
const CROWD = 256

/** The last step of a place as it is written: `.key`, `["odd key"]`, `[*]`, or a key at the top. */
const LAST = /(?:\.[^.[\]"]+|\[(?:\*|"(?:[^"\\]|\\.)*")\]|^[^.[\]"]+)$/

/**
 * Objects and arrays in which so many places differ that each of them comes up in few pairs: what differs there is judged
 * together, for place by place all of it could be wrong and each place within its budget.
 */
export function crowdedPlaces({ paths, within }: Summary): readonly (readonly [string, Discord])[] {
  const inside = new Map<string, number>()
  for (const place of new Set([...paths.keys(), ...within.keys()])) {
    const around = aroundOf(place)
    if (around !== undefined) inside.set(around, (inside.get(around) ?? 0) + 1)
  }
  return [...within]
    .filter(([place]) => (inside.get(place) ?? 0) > CROWD)
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

function aroundOf(place: string): string | undefined {
  if (place === '$') return undefined
  const step = LAST.exec(place)
  return step === null ? undefined : place.slice(0, step.index) || '$'
}
