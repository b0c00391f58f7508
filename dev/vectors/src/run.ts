import { formats } from './registry.ts'
import type { VectorResult } from './result.ts'

/** Everything in a parsed vector document; a document of no known format is one failure that lists the formats. */
export function runVectors(name: string, document: unknown, text?: string): readonly VectorResult[] {
  const format = formats.find(({ recognises }) => recognises(document))
  if (format === undefined)
    return [unreadable(name, `no known format (${formats.map((f) => f.name).join(', ')})`)]
  const results = format.run(document, text)
  return results.length > 0 ? results : [unreadable(name, `no vectors in this ${format.name} file`)]
}

/** The failure that stands for a file of which nothing could be run. */
export function unreadable(name: string, reason: string): VectorResult {
  return { name, passed: false, expected: 'a vector file', got: reason }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'number' && !Number.isFinite(inner) ? String(inner) : inner,
  )
  return text === undefined ? String(value) : text
}

/** Lines for the reader: each failure with what was expected and what came, and the count as the last line. */
export function reportLines(results: readonly VectorResult[]): readonly string[] {
  const failures = results.filter(({ passed }) => !passed)
  const lines = failures.flatMap(({ name, expected, got }) => [
    `FAILED ${name}`,
    `  expected ${shown(expected)}`,
    `  got      ${shown(got)}`,
  ])
  return [...lines, `${results.length - failures.length} passed, ${failures.length} failed`]
}
