import { parseMetrics } from '@sluice/compat'
import { Unacceptable, UserError } from '@sluice/action'
import { readPolicy, VerdictRefused, type FailWhen, type Policy } from '@sluice/verdict'
import { isTable } from './documents.ts'

const HINT = 'Write the policy as docs/judge.md shows it.'
const FAIL_WHEN: readonly FailWhen[] = ['beyond-margin', 'any-regression', 'certainly-beyond-margin']
const KEYS = ['confidence', 'min-trials', 'fail-when', 'stages', 'share', 'metrics']

/**
 * A policy as a person writes it (a list of metrics as in a workflow, alone or with the promises around it), or as a
 * verdict carries it. Throws `UserError` with every problem.
 */
export function policyFrom(data: unknown, path: string): Policy {
  try {
    if (isTable(data) && 'failWhen' in data) return readPolicy(data)
    return fromPerson(isTable(data) ? data : { metrics: data })
  } catch (error) {
    if (error instanceof VerdictRefused) throw refusal(error.problems, path)
    if (error instanceof Unacceptable) throw refusal([`metrics ${error.message}`], path)
    throw error
  }
}

function fromPerson(table: Readonly<Record<string, unknown>>): Policy {
  const problems = Object.keys(table)
    .filter((key) => !KEYS.includes(key))
    .map((key) => `${key} is not a known key; known are ${KEYS.join(', ')}`)
  const failWhen = FAIL_WHEN.find((each) => each === (table['fail-when'] ?? 'beyond-margin'))
  if (failWhen === undefined) problems.push(`fail-when must be one of ${FAIL_WHEN.join(', ')}`)
  const policy = {
    confidence: numberIn(table, 'confidence', 0.95, problems),
    minTrials: numberIn(table, 'min-trials', 0, problems),
    failWhen: failWhen ?? 'beyond-margin',
    stages: numberIn(table, 'stages', 1, problems),
    ...('share' in table ? { share: numberIn(table, 'share', 0.5, problems) } : {}),
  }
  if (problems.length > 0) throw new VerdictRefused(problems)
  return { ...policy, metrics: parseMetrics(table['metrics']).policies }
}

/** A number, or a percent such as `95%`. */
function numberIn(
  table: Readonly<Record<string, unknown>>,
  key: string,
  usual: number,
  problems: string[],
): number {
  const given = table[key] ?? usual
  const [, percent] = typeof given === 'string' ? (/^([\d.]+)\s*%$/.exec(given) ?? []) : []
  const value = percent === undefined ? given : Number(percent) / 100
  if (typeof value === 'number' && Number.isFinite(value)) return value
  problems.push(`${key} must be a number, got ${JSON.stringify(given)}`)
  return usual
}

function refusal(problems: readonly string[], path: string): UserError {
  return new UserError('POLICY', problems.map((problem) => `${path}: ${problem}`).join('\n'), HINT)
}
