import { matches, toleranceOf } from './compare.ts'
import { isRow, listIn, type Row, rowOf, textOf } from './document.ts'
import type { VectorResult } from './result.ts'
import { distributions } from './statistics/distributions.ts'
import { means } from './statistics/means.ts'
import type { MethodTable } from './statistics/method.ts'
import { proportions } from './statistics/proportions.ts'
import { ranks } from './statistics/ranks.ts'
import { sequential } from './statistics/sequential.ts'
import { sequences } from './statistics/sequences.ts'
import { sketches } from './statistics/sketches.ts'
import { special } from './statistics/special.ts'

const methods: MethodTable = {
  ...special,
  ...ranks,
  ...means,
  ...distributions,
  ...proportions,
  ...sequences,
  ...sequential,
  ...sketches,
}

/** Whether a parsed document holds statistics vectors: each names a `method`. */
export function isStatistics(document: unknown): boolean {
  const vectors = listIn(rowOf(document)['vectors'])
  return (
    vectors.length > 0 && vectors.every((vector) => isRow(vector) && typeof vector['method'] === 'string')
  )
}

/** Runs every vector; an unknown method, or an input it refuses, is a failure that says so. */
export function runStatistics(document: unknown): VectorResult[] {
  const seen = new Map<string, number>()
  return listIn(rowOf(document)['vectors']).map((data) => {
    const vector = rowOf(data)
    const method = textOf(vector['method'], '?')
    const place = (seen.get(method) ?? 0) + 1
    seen.set(method, place)
    const note = textOf(vector['note'], '')
    return runOne(`${method} #${place}${note === '' ? '' : ` (${note})`}`, method, vector)
  })
}

function runOne(name: string, methodName: string, vector: Row): VectorResult {
  const { expected } = vector
  const method = Object.hasOwn(methods, methodName) ? methods[methodName] : undefined
  if (method === undefined) return { name, passed: false, expected, got: `unknown method ${methodName}` }
  const input = rowOf(vector['input'])
  try {
    const got = method.run(input)
    const claim = method.claim?.(expected, got, input) ?? expected
    const passed = expected !== undefined && matches(got, claim, toleranceOf(vector['tolerance']))
    return { name, passed, expected, got }
  } catch (error) {
    return { name, passed: false, expected, got: error instanceof Error ? error.message : String(error) }
  }
}
