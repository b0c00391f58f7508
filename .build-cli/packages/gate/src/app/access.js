import { connectApp, connectGitHub, createInstallationToken } from '@sluice/github';
/** The most the gate asks for; an installation that grants less gets less, and what then cannot be read stays unmet. */
const WANTED = {
    actions: 'read',
    checks: 'read',
    contents: 'read',
    deployments: 'write',
    members: 'read',
    pull_requests: 'read',
};
const TOKEN_MS = 50 * 60_000;
/** An App's own token lives ten minutes. */
const APP_MS = 8 * 60_000;
const CALL_MS = 20_000;
export function createAccess(options, signal) {
    const { appId, privateKey, apiUrl, log, now, retryBaseMs } = options;
    const common = {
        client: 'app',
        apiUrl,
        signal,
        log: { warning: (message) => log.warning(message) },
        callMs: CALL_MS,
        retryBaseMs,
    };
    const app = remembered(now, async (repository) => await connectApp({ ...common, appId, privateKey, repository }), APP_MS);
    const installed = remembered(now, async (repository) => {
        const github = await app(repository);
        const { data } = await github.ask(`find the installation on ${repository}`, (octokit, request) => octokit.rest.apps.getRepoInstallation({ ...github.repo, request }));
        const permissions = Object.fromEntries(Object.entries(WANTED).filter(([name]) => name in data.permissions));
        const { token } = await createInstallationToken(github, { installationId: data.id, permissions });
        return connectGitHub({ ...common, token, repository });
    }, TOKEN_MS);
    const slug = remembered(now, async () => await slugOf(await app('')), Infinity);
    return {
        asApp: async () => await app(''),
        repository: installed,
        login: async () => `${await slug('')}[bot]`,
        repositories: async () => await listRepositories(await app(''), (token) => connectGitHub({ ...common, token, repository: '' })),
    };
}
async function slugOf(app) {
    const { data } = await app.ask('ask which App this is', (octokit, request) => octokit.rest.apps.getAuthenticated({ request }));
    return data?.slug ?? '';
}
async function listRepositories(app, connect) {
    const installations = await app.ask('list the installations', (octokit, request) => octokit.paginate(octokit.rest.apps.listInstallations, { per_page: 100, request }));
    const names = [];
    for (const { id, suspended_at } of installations) {
        if (suspended_at !== null && suspended_at !== undefined)
            continue;
        const { data } = await app.ask(`make a token for installation ${id}`, (octokit, request) => octokit.rest.apps.createInstallationAccessToken({
            installation_id: id,
            permissions: { metadata: 'read' },
            request,
        }));
        const github = connect(data.token);
        const repositories = await github.ask(`list the repositories of installation ${id}`, (octokit, request) => octokit.paginate(octokit.rest.apps.listReposAccessibleToInstallation, { per_page: 100, request }));
        names.push(...repositories.map((one) => one.full_name));
    }
    return names;
}
/** Makes a value per key once and keeps it for a while; a failure is not kept. */
function remembered(now, make, ms) {
    const known = new Map();
    return async (key) => {
        const kept = known.get(key);
        if (kept !== undefined && kept.until > now())
            return await kept.value;
        const value = make(key);
        known.set(key, { value, until: now() + ms });
        value.catch(() => known.delete(key));
        return await value;
    };
}
