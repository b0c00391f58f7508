import { upsertCheckRun, upsertComment } from '@sluice/github';
import { renderMarkdown, renderTerminal, renderTitle } from '@sluice/report';
import { checkConclusion } from "./conclusion.js";
import { evidenceOf, ridingText } from "./evidence.js";
import { NO_SECTIONS, writeReport } from "./report-files.js";
const PROGRESS_MS = 15_000;
/** Telling people is worth this long, and no longer. */
const TELLING_MS = 15_000;
/** A publisher for one run of one action. */
export function openPublisher(action, asked, connection, io) {
    const { subject, pullRequest, runUrl } = connection;
    const name = `Sluice ${action} (${subject.environment}, ${subject.service})`;
    const key = [action, subject.environment, subject.service];
    const said = new Set();
    const github = connection.reconnect(io.signal, TELLING_MS);
    let shown = { at: Number.NEGATIVE_INFINITY, decision: '' };
    let telling = Promise.resolve();
    let busy = false;
    const url = (what, published) => {
        if (published === undefined)
            return '';
        if (published.published)
            return published.value.url;
        if (!said.has(published.because))
            io.log.warning(`The ${what} could not be written: ${published.because}`);
        said.add(published.because);
        return '';
    };
    const check = async (verdict, framing, markdown, document) => {
        const done = document !== undefined;
        const text = done ? ridingText(document) : undefined;
        if (!asked.publish.includes('check') || github === undefined)
            return '';
        return url('check', await upsertCheckRun(github, {
            name,
            headSha: subject.sha,
            externalId: `${key.join(':')}:${verdict.policy.digest}`,
            status: done ? 'completed' : 'in_progress',
            ...(done ? { conclusion: checkConclusion(verdict.outcome, asked['when-inconclusive']) } : {}),
            title: renderTitle(verdict, framing),
            summary: markdown,
            ...(text === undefined ? {} : { text }),
            ...(runUrl === undefined ? {} : { detailsUrl: runUrl, whenCut: whole(runUrl) }),
        }));
    };
    const comment = async (markdown) => {
        if (!asked.publish.includes('comment') || github === undefined || pullRequest === undefined)
            return '';
        const whenCut = runUrl === undefined ? {} : { whenCut: whole(runUrl) };
        return url('comment', await upsertComment(github, { issue: pullRequest, key, body: markdown, ...whenCut }));
    };
    const framed = (framing) => (runUrl === undefined ? framing : { ...framing, runUrl });
    return {
        progress: (verdict, framing) => {
            io.log.info(renderTerminal(verdict, framing));
            const now = io.now();
            if (busy || (framing.decision === shown.decision && now - shown.at < PROGRESS_MS))
                return;
            shown = { at: now, decision: framing.decision };
            const markdown = renderMarkdown(verdict, framed(framing));
            busy = true;
            telling = check(verdict, framing, markdown)
                .then(async () => void (await comment(markdown)))
                // Only a cancellation throws here, and the work itself will meet it.
                .catch(() => undefined)
                .finally(() => (busy = false));
        },
        final: async (verdict, framing, sections = NO_SECTIONS) => {
            await telling;
            const document = evidenceOf(verdict, asked['signing-key'], io.now());
            const files = await writeReport(verdict, framed(framing), sections, io.facts.workspace, asked['report-dir'], document);
            const markdown = renderMarkdown(verdict, framed(framing), sections.markdown);
            if (asked.publish.includes('summary'))
                await io.summary(markdown);
            return {
                ...files,
                'check-url': await check(verdict, framing, markdown, document),
                'comment-url': await comment(markdown),
            };
        },
    };
}
function whole(runUrl) {
    return `\n\n_Cut to fit. The whole report is in the files of [this run](${runUrl})._\n`;
}
