import { isRecord } from '@sluice/action'
import type { Retention } from './retention.ts'

/** The `metricName` patterns of a list of rules; a pattern that can't be read is noted. */
export function patternsIn(rules: unknown, path: string, problems: string[]): readonly RegExp[] {
  if (rules === undefined || rules === null) return []
  if (!Array.isArray(rules)) {
    problems.push(`spec.${path} must be a list`)
    return []
  }
  return rules.flatMap((rule: unknown, i) => {
    const source = isRecord(rule) ? rule['metricName'] : undefined
    const pattern = typeof source === 'string' ? patternOf(source) : undefined
    if (pattern === undefined) problems.push(`spec.${path}[${i}].metricName must be a pattern`)
    return pattern === undefined ? [] : [pattern]
  })
}

/** The names that any pattern matches anywhere; a pattern that matches none is noted, as Argo Rollouts refuses it. */
export function matchingNames(
  patterns: readonly RegExp[],
  names: readonly string[],
  path: string,
  problems: string[],
): readonly string[] {
  patterns.forEach((pattern, i) => {
    if (!names.some((name) => pattern.test(name))) problems.push(`spec.${path}[${i}] matches no metric name`)
  })
  return names.filter((name) => patterns.some((pattern) => pattern.test(name)))
}

/** The rules of `measurementRetention`. */
export function retentionIn(rules: unknown, problems: string[]): readonly Retention[] {
  const patterns = patternsIn(rules, 'measurementRetention', problems)
  const limits = Array.isArray(rules)
    ? rules.map((rule: unknown) => (isRecord(rule) ? rule['limit'] : undefined))
    : []
  return patterns.map((pattern, i) => ({ pattern, limit: Number(limits[i] ?? 0) }))
}

function patternOf(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'u')
  } catch {
    return undefined
  }
}
