import { downloadArtifact, listArtifacts } from '@sluice/github';
import { carried, DOCUMENT_LIMITS, linkedArtifact } from '@sluice/verdict';
import { unzip } from "./zip.js";
const RUN = /\/actions\/runs\/(\d+)/;
/** The gate's own checks; what it said before is no evidence. */
const OWN = 'Sluice promote-gate (';
/** Documents that ride in the check runs of a commit, or in artifacts they point to. Throws `GitHubError`. */
export async function collectFromChecks(github, sha) {
    const runs = await everyCheckRun(github, sha);
    const evidence = runs.filter(({ name }) => !name.startsWith(OWN));
    const found = await Promise.all(evidence.map(async (run) => await documentsOf(github, run)));
    return found.flat();
}
/** GitHub's own "latest" would hide a fail behind whatever was posted under the same name after it. */
async function everyCheckRun(github, sha) {
    return await github.ask('list check runs', (octokit, request) => octokit.paginate(octokit.rest.checks.listForRef, {
        ...github.repo,
        ref: sha,
        filter: 'all',
        per_page: 100,
        request,
    }));
}
async function documentsOf(github, run) {
    const said = `${run.output.text ?? ''}\n${run.output.summary ?? ''}`;
    const origin = `check run ${run.id} "${run.name}"`;
    // A check without an App cannot be traced to anyone; it is read only to be refused.
    const postedBy = run.app?.slug ?? 'unknown';
    const riding = carried(said).map((text) => ({ origin, text, postedBy }));
    const link = linkedArtifact(said);
    if (riding.length > 0 || link === undefined)
        return riding;
    return (await fromArtifact(github, link, run.details_url ?? '')).map((text) => ({
        origin: `${origin}, artifact ${link}`,
        text,
        postedBy,
    }));
}
async function fromArtifact(github, name, detailsUrl) {
    const runId = Number(RUN.exec(detailsUrl)?.[1] ?? Number.NaN);
    if (!Number.isSafeInteger(runId))
        return [undefined];
    const artifact = (await listArtifacts(github, runId)).find((one) => one.name === name && !one.expired);
    if (artifact === undefined || artifact.bytes > DOCUMENT_LIMITS.bytes)
        return [undefined];
    const archive = await downloadArtifact(github, artifact, DOCUMENT_LIMITS.bytes);
    try {
        return unzip(archive, isVerdict, DOCUMENT_LIMITS.bytes).map(({ text }) => text);
    }
    catch (error) {
        // Whoever uploads a broken archive must not be able to stop the gate; it is refused like any unreadable document.
        if (error instanceof RangeError || isZlibError(error))
            return [undefined];
        throw error;
    }
}
const isVerdict = (name) => /(^|\/)verdict(\.signed)?\.json$/.test(name);
const isZlibError = (error) => error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
