import { parsedLine } from '../formats/line-reader.ts'

/** A value that is no object and no list, and where it stands. */
export interface SampledValue {
  readonly path: readonly string[]
  readonly value: string | number | boolean
}

/** Records have thousands of values at most; deeper or more than that nobody names. */
const MOST_VALUES = 2000

/** The values of each record that can be read, by their places; what stands in lists is left out. */
export function sampledValues(samples: readonly Buffer[]): readonly ReadonlyMap<string, SampledValue>[] {
  return samples.flatMap((sample) => {
    const data = parsedLine(sample)
    return typeof data === 'object' && data !== null ? [valuesIn(data)] : []
  })
}

function valuesIn(record: object): ReadonlyMap<string, SampledValue> {
  const found = new Map<string, SampledValue>()
  const waiting: (readonly [readonly string[], object])[] = [[[], record]]
  for (let next = waiting.shift(); next !== undefined && found.size < MOST_VALUES; next = waiting.shift()) {
    const [around, object] = next
    for (const [key, value] of Object.entries(object) as readonly (readonly [string, unknown])[]) {
      const path = [...around, key]
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
        found.set(JSON.stringify(path), { path, value })
      else if (typeof value === 'object' && value !== null && !Array.isArray(value))
        waiting.push([path, value])
    }
  }
  return found
}
