import { open, rm, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { renderHtml, renderMarkdown, type Framing } from '@sluice/report'
import { encode, type Verdict } from '@sluice/verdict'
import type { EvidenceDocument } from './evidence.ts'
import { pathFrom, reportFolder, writingReports } from './report-folder.ts'

/** What one medium shows besides the table of metrics. */
export interface Sections {
  readonly markdown: readonly string[]
  readonly html: readonly string[]
  /** A script of ours that the page's sections need; nothing foreign may be in it. */
  readonly script?: string
  /** Further files of the report, by name. */
  readonly files?: readonly (readonly [name: string, text: string])[]
}

export const NO_SECTIONS: Sections = { markdown: [], html: [] }

export interface ReportFiles {
  /** Paths relative to the workspace, or whole where the report folder is elsewhere. */
  readonly verdict: string
  readonly report: string
}

/**
 * Writes `verdict.json`, `report.md` and `report.html` into the report folder, `predicate.json` for `actions/attest`, and
 * `verdict.signed.json` where it was signed. Where one of them cannot be written none of them is left, and a `UserError`
 * is thrown: half a report might read as a whole one.
 */
export async function writeReport(
  verdict: Verdict,
  framing: Framing,
  sections: Sections,
  workspace: string,
  folder: string,
  document?: EvidenceDocument,
): Promise<ReportFiles> {
  const base = await reportFolder(workspace, folder)
  const files: readonly (readonly [name: string, text: string])[] = [
    ['verdict.json', `${encode(verdict)}\n`],
    ...(document?.signed === true ? [['verdict.signed.json', `${document.text}\n`] as const] : []),
    ...(document === undefined ? [] : [['predicate.json', `${document.predicate}\n`] as const]),
    ['report.md', renderMarkdown(verdict, framing, sections.markdown)],
    ['report.html', renderHtml(verdict, framing, sections.html, sections.script)],
    ...(sections.files ?? []),
  ]
  await writingReports(base, async () => {
    try {
      for (const [name, text] of files) await writeAnew(join(base, name), text)
    } catch (error) {
      // What stands in the way may be what cannot be removed either; the reason why is the one to tell.
      for (const [name] of files) await rm(join(base, name), { force: true }).catch(() => undefined)
      throw error
    }
  })
  return {
    verdict: pathFrom(workspace, join(base, 'verdict.json')),
    report: pathFrom(workspace, join(base, 'report.html')),
  }
}

/** Replaces what stands there. A symbolic link that a checkout brought is removed, not followed. */
async function writeAnew(path: string, text: string): Promise<void> {
  await unlink(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  const file = await open(path, 'wx')
  try {
    await file.writeFile(text)
  } finally {
    await file.close()
  }
}
