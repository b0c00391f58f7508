import { gateBrief } from '@sluice/gate';
import { answerProtectionRule, MAX_REPORT_CHARACTERS } from '@sluice/github';
import { UserError } from '@sluice/action';
import { md } from '@sluice/report';
import { createAccess } from "./access.js";
import { consider } from "./consider.js";
import { describe } from "./log.js";
import { createMetrics } from "./metrics.js";
import { createQueue } from "./queue.js";
import { reconcile } from "./reconcile.js";
import { createReports } from "./reports.js";
import { listGuarded } from "./run.js";
const MAX_TRIES = 5;
/** Starts the gate; it keeps nothing that it could not find again at GitHub. */
export function createGateApp(options) {
    const { log, now, retryBaseMs } = options;
    const stop = new AbortController();
    const access = createAccess(options, stop.signal);
    const metrics = createMetrics();
    const reports = createReports();
    const queue = createQueue(options.lanes, (key, error) => log.error('a look ended unexpectedly', { key, error: String(error) }));
    const again = (key, work, tries, error) => {
        metrics.count('failures', key.split(' ')[0] ?? '');
        log.warning('a look failed', { key, tries, error: describe(error) });
        // A broken policy stays broken until someone mends it; the next round over everything sees that.
        if (tries >= MAX_TRIES || error instanceof UserError)
            return;
        queue.add(key, async () => await work(tries + 1), retryBaseMs * 2 ** tries);
    };
    const guarded = (key, work) => {
        const attempt = async (tries) => {
            try {
                await work();
            }
            catch (error) {
                if (!stop.signal.aborted)
                    again(key, attempt, tries, error);
            }
        };
        return attempt;
    };
    const look = (waiting, delayMs) => {
        const key = `look ${waiting.repository} ${waiting.runId} ${waiting.environment}`;
        queue.add(key, async () => await guarded(key, async () => await lookAt(waiting, { options, access, metrics, reports }))(1), delayMs);
    };
    const round = async () => await reconcile({ access, log, now, metrics, look: (waiting) => look(waiting, 0) });
    const timer = options.reconcileMs > 0 ? setInterval(() => void round(), options.reconcileMs) : undefined;
    timer?.unref();
    return {
        metrics,
        queue,
        reconcile: round,
        take: (intent) => {
            if (intent.kind === 'nothing')
                return;
            if (intent.kind === 'asked')
                return look(intent, 0);
            const { repository, sha } = intent;
            const key = `commit ${repository} ${sha}`;
            const find = guarded(key, async () => {
                const github = await access.repository(repository);
                for (const waiting of await listGuarded(github, await access.login(), sha))
                    look({ repository, ...waiting }, 0);
            });
            queue.add(key, async () => await find(1), options.settleMs);
        },
        close: async (ms) => {
            clearInterval(timer);
            await queue.drain(ms);
            stop.abort(new Error('the gate is shutting down'));
        },
    };
}
async function lookAt(waiting, tools) {
    const { options, access, metrics } = tools;
    const github = await access.repository(waiting.repository);
    const { repository, runId, environment } = waiting;
    const fields = { repository, runId, environment };
    try {
        const considered = await consider(github, await access.login(), { repository, runId, environment }, options);
        if (considered.kind === 'settled') {
            metrics.count('decisions', 'settled');
            return options.log.info('nothing waits there any more', fields);
        }
        const { decision, reason } = considered.decided;
        metrics.count('decisions', decision);
        options.log.info('decided', { ...fields, decision, reason });
        if (decision === 'waiting')
            return await report(github, fields, gateBrief(considered.decided, MAX_REPORT_CHARACTERS), tools);
        metrics.count('answers', decision === 'open' ? 'approved' : 'rejected');
    }
    catch (error) {
        if (error instanceof UserError)
            await report(github, fields, `**waiting**: ${md(error.message, 600)} ${md(error.hint, 200)}`, tools);
        throw error;
    }
}
/** Says where the gate stands, beside the waiting job. */
async function report(github, waiting, comment, { options, reports }) {
    const { repository, runId, environment } = waiting;
    if (!reports.isWorthSaying(waiting, comment))
        return;
    try {
        await answerProtectionRule(github, { runId, environment, comment });
    }
    catch (error) {
        // A report is for people; that one could not be written decides nothing.
        options.log.warning('a report was not taken', { repository, runId, environment, error: describe(error) });
    }
}
