import type { Evidence, Verdict } from '@sluice/verdict'
import { html } from './escape.ts'
import { headline, spell, type Framing } from './headline.ts'
import { rowsOf } from './rows.ts'

/**
 * The verdict as JUnit XML, the form in which GitLab, Jenkins, Azure Pipelines, CircleCI and Buildkite show tests: one
 * suite, a case for the decision and one for each metric. What is not decided is an error, since it is no pass; a metric
 * that never decides is never more than skipped.
 */
export function renderJunit(verdict: Verdict, framing: Framing): string {
  const suite = `${verdict.subject.service} in ${verdict.subject.environment}`
  const cases = [decisionOf(verdict, framing), ...verdict.evidence.map(caseOf)]
  const count = (tag: Result['tag']): number => cases.filter(({ result }) => result?.tag === tag).length
  const totals = `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`
  const seconds = Math.max(0, verdict.window.to - verdict.window.from) / 1000
  const stamp = new Date(verdict.window.to).toISOString()
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="sluice" ${totals} time="${seconds}">`,
    `  <testsuite name="${html(suite, 240)}" ${totals} time="${seconds}" timestamp="${stamp}">`,
    ...cases.map((one) => element(verdict.action, one)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

interface Result {
  readonly tag: 'failure' | 'error' | 'skipped'
  readonly type: string
}

interface Case {
  readonly name: string
  /** What a person reads, whatever the result. */
  readonly words: string
  readonly result: Result | undefined
}

function decisionOf(verdict: Verdict, framing: Framing): Case {
  const { outcome, reason } = verdict
  const words = spell(
    headline(verdict, framing),
    (name, isMetric) => (isMetric ? `"${name}"` : name),
    (text) => text,
  )
  const tag = outcome === 'fail' ? 'failure' : 'error'
  const isGood = outcome === 'pass' && framing.go
  return { name: 'decision', words, result: isGood ? undefined : { tag, type: reason } }
}

function caseOf(evidence: Evidence): Case {
  const [row] = rowsOf([evidence])
  if (row === undefined) throw new Error('one piece of evidence is one row')
  const words = [
    `${row.reason}; change ${row.effect}, bounds ${row.interval}, margin ${row.margin}`,
    `baseline ${row.baseline}, candidate ${row.candidate}`,
    ...(row.needed === '' ? [] : [`still needed: ${row.needed}`]),
    ...row.notes,
  ].join('. ')
  return { name: evidence.metric, words, result: resultOf(evidence) }
}

function resultOf({ finding, critical, reason }: Evidence): Result | undefined {
  if (finding === 'fine') return undefined
  if (!critical) return { tag: 'skipped', type: reason }
  return { tag: finding === 'worse' ? 'failure' : 'error', type: reason }
}

function element(action: string, { name, words, result }: Case): string {
  const inside =
    result === undefined
      ? `<system-out>${html(words, MOST)}</system-out>`
      : `<${result.tag} type="${html(result.type)}" message="${html(words, MOST)}"/>`
  return `    <testcase classname="sluice.${html(action)}" name="${html(name, 240)}">${inside}</testcase>`
}

const MOST = 2000
