import { createHistogram } from 'node:perf_hooks'
import { fastMapping, logMapping, Sketch, type SketchMapping } from '@sluice/vectors'
import { optional } from './modules.ts'

/** One kind of mergeable histogram, as the bench sees it. */
export interface Peer {
  readonly name: string
  /** Whether counts can be added (node's histogram merges only within its own process; it is not timed). */
  readonly merges: boolean
  /** A fresh one, filled with the values. */
  readonly fill: (values: Float64Array) => Filled
}

export interface Filled {
  readonly quantile: (q: number) => number
  readonly merge: (other: Filled) => void
}

function own(name: string, mapping: SketchMapping): Peer {
  const sketches = new WeakMap<Filled, Sketch>()
  const fill = (values: Float64Array): Filled => {
    const sketch = new Sketch(mapping)
    for (const value of values) sketch.insert(value)
    const filled: Filled = {
      quantile: (q) => sketch.quantile(q),
      merge: (other) => {
        const theirs = sketches.get(other)
        if (theirs !== undefined) sketch.merge(theirs)
      },
    }
    sketches.set(filled, sketch)
    return filled
  }
  return { name, merges: true, fill }
}

/** What a peer's histogram can do, seen from outside its own types. */
interface Foreign {
  readonly put: (value: number) => void
  readonly quantile: (q: number) => number
  readonly add: (other: unknown) => void
  readonly self: unknown
}

function foreign(name: string, make: () => Foreign, merges = true): Peer {
  const selves = new WeakMap<Filled, unknown>()
  const fill = (values: Float64Array): Filled => {
    const { put, quantile, add, self } = make()
    for (const value of values) put(value)
    const filled: Filled = { quantile, merge: (other) => add(selves.get(other)) }
    selves.set(filled, self)
    return filled
  }
  return { name, merges, fill }
}

function nodeHistogram(): Foreign {
  const histogram = createHistogram({ lowest: 1, highest: 2 ** 40, figures: 2 })
  return {
    put: (value) => histogram.record(Math.round(value)),
    quantile: (q) => histogram.percentile(q * 100),
    add: () => undefined,
    self: histogram,
  }
}

type Module = Readonly<
  Record<string, (...given: readonly unknown[]) => Record<string, (...a: readonly unknown[]) => number>>
>

function decodeModule(loaded: unknown): Module | undefined {
  return loaded as Module | undefined
}

function datadog(): Peer | undefined {
  const loaded = decodeModule(optional('@datadog/sketches-js'))
  const make = loaded?.['DDSketch']
  if (make === undefined) return undefined
  return foreign('@datadog/sketches-js', () => {
    const sketch: ReturnType<typeof make> = Reflect.construct(make, [{ relativeAccuracy: 0.01 }])
    return {
      put: (value) => void sketch['accept']?.(value),
      quantile: (q) => sketch['getValueAtQuantile']?.(q) ?? NaN,
      add: (other) => void sketch['merge']?.(other),
      self: sketch,
    }
  })
}

function hdr(): Peer | undefined {
  const build = decodeModule(optional('hdr-histogram-js'))?.['build']
  if (build === undefined) return undefined
  return foreign('hdr-histogram-js', () => {
    const histogram = build({
      lowestDiscernibleValue: 1,
      highestTrackableValue: 2 ** 40,
      numberOfSignificantValueDigits: 2,
    })
    return {
      put: (value) => void histogram['recordValue']?.(Math.round(value)),
      quantile: (q) => histogram['getValueAtPercentile']?.(q * 100) ?? NaN,
      add: (other) => void histogram['add']?.(other),
      self: histogram,
    }
  })
}

/** Ours and whichever peers are installed; the names of those that are not. */
export function peers(): { readonly present: readonly Peer[]; readonly missing: readonly string[] } {
  const found = { '@datadog/sketches-js': datadog(), 'hdr-histogram-js': hdr() }
  const present = Object.values(found).filter((peer) => peer !== undefined)
  const missing = Object.entries(found).flatMap(([name, peer]) => (peer === undefined ? [name] : []))
  const ours = [own('ours, fast mapping', fastMapping(0.01)), own('ours, log mapping', logMapping(0.01))]
  return { present: [...ours, ...present, foreign('node:perf_hooks', nodeHistogram, false)], missing }
}
