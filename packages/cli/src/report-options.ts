import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { renderJunit, renderMarkdown, type Framing } from '@sluice/report'
import { encode, type Verdict } from '@sluice/verdict'
import { judged, showVerdict } from './show-verdict.ts'

/** How a verdict is given to another program: a job of any CI system, or a comment. */
export const REPORT_OPTIONS = {
  markdown: { about: 'print the report as Markdown, for a comment or a job summary' },
  junit: { value: 'FILE', about: 'also write the verdict as JUnit XML to this file' },
} as const

export interface ReportGiven {
  readonly json: boolean
  readonly markdown: boolean
  readonly junit: string | undefined
}

/** The verdict in the form asked for, as text for the standard output; the JUnit file is written on the way. */
export async function report(verdict: Verdict, given: ReportGiven, shown = ''): Promise<string> {
  await writeJunit(verdict, judged(verdict), given.junit)
  if (given.json) return `${encode(verdict)}\n`
  return given.markdown ? renderMarkdown(verdict, judged(verdict)) : `${showVerdict(verdict)}${shown}`
}

export async function writeJunit(
  verdict: Verdict,
  framing: Framing,
  path: string | undefined,
): Promise<void> {
  if (path === undefined) return
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, renderJunit(verdict, framing))
}
