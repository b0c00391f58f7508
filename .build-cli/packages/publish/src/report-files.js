import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderHtml, renderMarkdown } from '@sluice/report';
import { encode } from '@sluice/verdict';
import { pathFrom, reportFolder, writingReports } from "./report-folder.js";
export const NO_SECTIONS = { markdown: [], html: [] };
/**
 * Writes `verdict.json`, `report.md` and `report.html` into the report folder, `predicate.json` for `actions/attest`, and
 * `verdict.signed.json` where it was signed. Where one of them cannot be written none of them is left, and a `UserError`
 * is thrown: half a report might read as a whole one.
 */
export async function writeReport(verdict, framing, sections, workspace, folder, document) {
    const base = await reportFolder(workspace, folder);
    const files = [
        ['verdict.json', `${encode(verdict)}\n`],
        ...(document?.signed === true ? [['verdict.signed.json', `${document.text}\n`]] : []),
        ...(document === undefined ? [] : [['predicate.json', `${document.predicate}\n`]]),
        ['report.md', renderMarkdown(verdict, framing, sections.markdown)],
        ['report.html', renderHtml(verdict, framing, sections.html, sections.script)],
    ];
    await writingReports(base, async () => {
        try {
            for (const [name, text] of files)
                await writeFile(join(base, name), text);
        }
        catch (error) {
            // What stands in the way may be what cannot be removed either; the reason why is the one to tell.
            for (const [name] of files)
                await rm(join(base, name), { force: true }).catch(() => undefined);
            throw error;
        }
    });
    return {
        verdict: pathFrom(workspace, join(base, 'verdict.json')),
        report: pathFrom(workspace, join(base, 'report.html')),
    };
}
