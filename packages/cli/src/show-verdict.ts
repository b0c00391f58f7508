import { styleText } from 'node:util'
import { renderTerminal, type Framing, type Row } from '@sluice/report'
import type { Verdict } from '@sluice/verdict'

const COLOUR = { fine: 'green', worse: 'red', unknown: 'yellow' } as const

const DID = { pass: 'passes', fail: 'fails', inconclusive: 'is undecided' } as const

/** A verdict as a table for this terminal; coloured unless NO_COLOR is set or the output goes elsewhere. */
export function showVerdict(verdict: Verdict, framing: Framing = judged(verdict)): string {
  return renderTerminal(verdict, framing, paint)
}

/** A verdict of `judge` and its like, which move no traffic. */
export function judged({ outcome }: Verdict): Framing {
  return { decision: outcome, did: DID[outcome], go: outcome === 'pass' }
}

function paint(text: string, finding: Row['finding']): string {
  return styleText(COLOUR[finding], text, { stream: process.stdout })
}
