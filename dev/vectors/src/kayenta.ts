import { listIn, rowOf, textOf, type Row } from './document.ts'
import { agrees } from './agreement.ts'
import { kayentaKinds } from './kayenta-kinds.ts'
import type { VectorResult } from './result.ts'

/**
 * Runs every vector of a Kayenta document. Vectors marked `nondeterministic` upstream (unseeded noise) are run with our
 * seeded noise and must still give the stated answer.
 */
export function runKayenta(document: unknown): VectorResult[] {
  return listIn(rowOf(document)['vectors']).map((vector) => runOne(rowOf(vector)))
}

/** Whether a parsed document holds Kayenta vectors: by its source, or by a kind that is known here. */
export function isKayenta(document: unknown): boolean {
  const kinds = listIn(rowOf(document)['vectors']).map((vector) => textOf(rowOf(vector)['kind'], ''))
  return (
    textOf(rowOf(document)['source'], '').includes('kayenta') || kinds.some((kind) => kayentaKinds.has(kind))
  )
}

// Upstream's exceptions are its own: that there is one is the promise.
const REFUSALS = ['error', 'throws', 'exception']

function runOne(vector: Row): VectorResult {
  const name = `${textOf(vector['kind'], '?')}: ${textOf(vector['name'], '?')}`
  const expected = vector['expected']
  const run = kayentaKinds.get(textOf(vector['kind'], ''))
  if (run === undefined)
    return { name, passed: false, expected, got: `unknown kind ${String(vector['kind'])}` }
  try {
    const got = run({ ...vector, input: rowOf(vector['input']), config: rowOf(vector['config']) })
    return { name, passed: agrees(got, rowOf(expected), vector['tolerance']), expected, got }
  } catch (error) {
    const got = { error: error instanceof Error ? error.message : String(error) }
    return { name, passed: REFUSALS.some((word) => Boolean(rowOf(expected)[word])), expected, got }
  }
}
