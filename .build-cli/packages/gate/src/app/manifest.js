/** Where the App is reached, and what it asks for, in the words of GitHub's App manifests. */
export function manifestOf(url, name) {
    const base = url.replace(/\/+$/, '');
    return {
        name,
        url: 'https://github.com/sluice-actions/sluice',
        hook_attributes: { url: `${base}/webhook`, active: true },
        redirect_url: `${base}/`,
        public: false,
        default_permissions: {
            actions: 'read',
            checks: 'read',
            contents: 'read',
            deployments: 'write',
            members: 'read',
            pull_requests: 'read',
        },
        default_events: ['deployment_protection_rule', 'check_run', 'deployment_status', 'workflow_job'],
    };
}
/** A page with one button that creates the App at GitHub; `serverUrl` is `https://github.com` or an Enterprise server. */
export function createManifestPage(manifest, serverUrl, organization) {
    const owner = organization === undefined ? '' : `/organizations/${encodeURIComponent(organization)}`;
    const action = `${serverUrl.replace(/\/+$/, '')}${owner}/settings/apps/new`;
    return `<!doctype html>
<meta charset="utf-8">
<title>Create the gate App</title>
<form action="${attribute(action)}" method="post">
  <input type="hidden" name="manifest" value="${attribute(JSON.stringify(manifest))}">
  <p>GitHub sends you back to an address that ends in <code>?code=…</code>. Within an hour, run
  <code>sluice gate credentials CODE</code> with that code.</p>
  <button>Create the GitHub App</button>
</form>
`;
}
function attribute(text) {
    return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
/** Trades the code of a manifest for the App's credentials; GitHub gives them once. Throws an Error with GitHub's status. */
export async function redeemManifestCode(code, apiUrl, fetch) {
    const response = await fetch(`${apiUrl.replace(/\/+$/, '')}/app-manifests/${encodeURIComponent(code)}/conversions`, {
        method: 'POST',
        headers: { accept: 'application/vnd.github+json' },
        signal: AbortSignal.timeout(20_000),
    });
    if (!response.ok)
        throw new Error(`GitHub did not take the code: ${response.status}`);
    return decodeCredentials(await response.json());
}
function decodeCredentials(data) {
    const { id, pem, webhook_secret: secret } = data;
    if (typeof id !== 'number' || typeof pem !== 'string' || typeof secret !== 'string') {
        throw new Error('GitHub did not send an id, a key and a webhook secret');
    }
    return { appId: String(id), privateKey: pem, webhookSecret: secret };
}
