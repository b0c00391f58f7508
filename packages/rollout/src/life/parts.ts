import { sameWeight } from './look.ts'
import type { WeightReading } from './ports.ts'

/** Whether every part of a router stands at this weight. */
export function standsAt(reading: WeightReading, weight: number, tolerance: number): boolean {
  return (reading.parts ?? [reading.weight]).every((part) => sameWeight(part, weight, tolerance))
}

/** Whether the parts of a router disagree. */
export function isTorn({ parts = [] }: WeightReading, tolerance: number): boolean {
  const [first] = parts
  return first !== undefined && !parts.every((part) => sameWeight(part, first, tolerance))
}
