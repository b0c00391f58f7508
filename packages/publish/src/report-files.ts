import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { renderHtml, renderMarkdown, type Framing } from '@sluice/report'
import { encode, type Verdict } from '@sluice/verdict'
import type { EvidenceDocument } from './evidence.ts'

/** What one medium shows besides the table of metrics. */
export interface Sections {
  readonly markdown: readonly string[]
  readonly html: readonly string[]
  /** A script of ours that the page's sections need; nothing foreign may be in it. */
  readonly script?: string
}

export const NO_SECTIONS: Sections = { markdown: [], html: [] }

export interface ReportFiles {
  /** Paths relative to the workspace. */
  readonly verdict: string
  readonly report: string
}

/**
 * Writes `verdict.json`, `report.md` and `report.html` into the report folder, `predicate.json` for `actions/attest`, and
 * `verdict.signed.json` where it was signed.
 */
export async function writeReport(
  verdict: Verdict,
  framing: Framing,
  sections: Sections,
  workspace: string,
  folder: string,
  document?: EvidenceDocument,
): Promise<ReportFiles> {
  const base = join(workspace, folder)
  await mkdir(base, { recursive: true })
  await writeFile(join(base, 'verdict.json'), `${encode(verdict)}\n`)
  if (document?.signed === true) await writeFile(join(base, 'verdict.signed.json'), `${document.text}\n`)
  if (document !== undefined) await writeFile(join(base, 'predicate.json'), `${document.predicate}\n`)
  await writeFile(join(base, 'report.md'), renderMarkdown(verdict, framing, sections.markdown))
  await writeFile(join(base, 'report.html'), renderHtml(verdict, framing, sections.html, sections.script))
  return {
    verdict: relative(workspace, join(base, 'verdict.json')),
    report: relative(workspace, join(base, 'report.html')),
  }
}
