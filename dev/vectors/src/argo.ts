import { argoKinds } from './argo-kinds.ts'
import { agrees } from './agreement.ts'
import { listIn, rowOf, textOf, type Row } from './document.ts'
import type { VectorResult } from './result.ts'

/** Runs every vector of an Argo Rollouts document. */
export function runArgo(document: unknown): VectorResult[] {
  return listIn(rowOf(document)['vectors']).map((vector) => runOne(rowOf(vector)))
}

/** Whether a parsed document holds Argo Rollouts vectors: by its source, or by a kind that is known here. */
export function isArgo(document: unknown): boolean {
  const kinds = listIn(rowOf(document)['vectors']).map((vector) => textOf(rowOf(vector)['kind'], ''))
  const named = textOf(rowOf(document)['source'], '').includes('argo-rollouts')
  return named || kinds.some((kind) => argoKinds.has(kind))
}

function runOne(vector: Row): VectorResult {
  const name = `${textOf(vector['kind'], '?')}: ${textOf(vector['name'], '?')}`
  const expected = vector['expected']
  const run = argoKinds.get(textOf(vector['kind'], ''))
  if (run === undefined)
    return { name, passed: false, expected, got: `unknown kind ${String(vector['kind'])}` }
  try {
    const got = run({
      input: rowOf(vector['input']),
      config: rowOf(vector['config']),
      expected: rowOf(expected),
    })
    return { name, passed: agrees(got, rowOf(expected), vector['tolerance']), expected, got }
  } catch (error) {
    const got = { error: error instanceof Error ? error.message : String(error) }
    return { name, passed: false, expected, got }
  }
}
