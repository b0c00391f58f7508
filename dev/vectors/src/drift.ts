import { matches } from './compare.ts'
import { isRow, rowOf, type Row } from './document.ts'
import { mcnemar, modelFigures, sampleSize, unpaired } from './drift-models.ts'
import { DRIFT_TESTS, type Samples } from './drift-tests.ts'
import type { VectorResult } from './result.ts'

/** Numbers of another implementation agree to this relative error unless a vector says otherwise. */
const CLOSE = { rel: 1e-7, abs: 1e-9 } as const
/** Rows of a published table are rounded to four digits. */
const ROUNDED = { abs: 6e-5, rel: 1e-6 } as const

/** Whether a document holds drift statistics and model measures. */
export function isDrift(document: unknown): boolean {
  return isRow(document) && ('distance_tests' in document || 'model_metrics' in document)
}

/** Runs drift vectors: single tests, whole arrays with many statistics, and measures of models. */
export function runDrift(document: unknown): readonly VectorResult[] {
  const row = rowOf(document)
  return [
    ...listOf(row['upstream']).flatMap(upstream),
    ...listOf(row['computed']).flatMap(computed),
    ...listOf(row['model_metrics']).flatMap(measured),
  ]
}

/** Arrays that only NumPy's generator can make again have nothing to run on, and permutations only its own order. */
function upstream(item: unknown): readonly VectorResult[] {
  const vector = rowOf(item)
  const name = String(vector['test'])
  if (!Array.isArray(vector['reference']) || String(vector['note']).startsWith('permutation')) return []
  const expected = vector['expected']
  const tolerance = typeof vector['tolerance'] === 'number' ? { abs: vector['tolerance'] } : CLOSE
  const got = attempt(name, samplesOf(vector, vector['type'] === 'num'))
  return [
    {
      name: `upstream ${name}: ${String(vector['source'])}`,
      expected,
      got,
      passed: matches(got, expected, tolerance),
    },
  ]
}

function computed(item: unknown): readonly VectorResult[] {
  const vector = rowOf(item)
  const samples = samplesOf(vector, vector['type'] === 'num')
  return Object.entries(rowOf(vector['results'])).map(([test, claim]) => {
    const { drift, threshold, value, ...rest } = rowOf(claim)
    const isBare = drift !== undefined && threshold !== undefined
    const got = attempt(test, samples)
    const expected = isBare ? value : { ...(value === undefined ? {} : { value }), ...rest }
    return {
      name: `${String(vector['name'])}: ${test}`,
      expected,
      got,
      passed: matches(got, expected, CLOSE),
    }
  })
}

function attempt(test: string, samples: Samples): unknown {
  const run = Object.hasOwn(DRIFT_TESTS, test) ? DRIFT_TESTS[test] : undefined
  if (run === undefined) return `there is no test called ${test}`
  try {
    return run(samples)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function samplesOf(vector: Row, numeric: boolean): Samples {
  const side = (name: string): Samples['reference'] =>
    listOf(vector[name]).map((item) => (typeof item === 'number' ? item : String(item)))
  return { reference: side('reference'), current: side('current'), numeric }
}

function measured(item: unknown): readonly VectorResult[] {
  const vector = rowOf(item)
  const name = String(vector['name'])
  if (Array.isArray(vector['rows']))
    return vector['rows'].map((row) => realPair(name, rowOf(row), Number(vector['n'])))
  if (Array.isArray(vector['cases'])) return vector['cases'].map((row) => oneCase(name, rowOf(row)))
  const got = modelFigures(vector)
  return Object.entries(rowOf(vector['expected'])).map(([figure, expected]) => {
    return {
      name: `${name}: ${figure}`,
      expected,
      got: got[figure],
      passed: matches(got[figure], expected, CLOSE),
    }
  })
}

/** What two models did on the same sentences, by the counts that the source published. */
function realPair(name: string, row: Row, n: number): VectorResult {
  const { b, c } = rowOf(row['mcnemar'])
  const expected = { mcnemar: row['mcnemar'], unpaired_two_prop_p: row['unpaired_two_prop_p'] }
  const got = {
    mcnemar: mcnemar(Number(b), Number(c)),
    unpaired_two_prop_p: unpaired(Number(row['acc_stable']), Number(row['acc_candidate']), n),
  }
  return {
    name: `${name}: ${String(row['candidate'])}`,
    expected,
    got,
    passed: matches(got, expected, ROUNDED),
  }
}

function oneCase(name: string, row: Row): VectorResult {
  const label = `${name}: ${String(row['kind'] ?? '')} ${String(row['rate'] ?? row['p1'] ?? '')}`
  if (typeof row['n'] === 'number' && ('rate' in row || 'p0' in row)) {
    const got = sampleSize(row)
    return { name: label, expected: row['n'], got, passed: got === row['n'] }
  }
  const { kind: _, k: __, n: ___, ...expected } = row
  const got = modelFigures(row)
  return { name: label, expected, got, passed: matches(got, expected, CLOSE) }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
