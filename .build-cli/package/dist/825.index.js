export const id = 825;
export const ids = [825];
export const modules = {

/***/ 8825:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  credentialsCommand: () => (/* binding */ credentialsCommand),
  manifestCommand: () => (/* binding */ manifestCommand)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/app/manifest.js
/** Where the App is reached, and what it asks for, in the words of GitHub's App manifests. */
function manifestOf(url, name) {
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
function createManifestPage(manifest, serverUrl, organization) {
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
async function redeemManifestCode(code, apiUrl, fetch) {
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

// EXTERNAL MODULE: ./.build-cli/packages/gate/src/app/options.js
var options = __webpack_require__(7696);
// EXTERNAL MODULE: ./.build-cli/packages/action/src/fields/user-error.js
var user_error = __webpack_require__(4725);
// EXTERNAL MODULE: ./.build-cli/packages/cli/src/command.js
var command = __webpack_require__(5658);
;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/gate/manifest.js




/** Prints the page that creates the App. */
const manifestCommand = (0,command/* defineCommand */.N)({
    name: 'gate manifest',
    about: 'Prints a page with one button that creates the gate App at GitHub.',
    usage: ['--url URL [--name NAME] [--organization NAME]'],
    options: {
        url: { value: 'URL', about: 'https:// address at which GitHub reaches the App' },
        name: { value: 'NAME', about: 'name of the App', fallback: 'sluice-gate' },
        organization: { value: 'NAME', about: 'organization that will own the App; without it, you' },
        server: { value: 'URL', about: 'address of GitHub', fallback: 'https://github.com' },
    },
    examples: ['gate manifest --url https://gate.example.com --organization acme > create-app.html'],
    exits: '0 done, 3 wrong input',
}, ({ url, name, organization, server, json }, _, io) => {
    if (url === undefined || !URL.canParse(url) || !url.startsWith('https://')) {
        throw new user_error/* UserError */.y('NO_URL', '--url must be the https:// address at which GitHub reaches the App.', 'Give the address without a path, such as https://gate.example.com.');
    }
    const manifest = manifestOf(url, name);
    io.stdout(json ? `${JSON.stringify(manifest)}\n` : createManifestPage(manifest, server, organization));
    return Promise.resolve(0);
});
/** Writes the App's credentials as an environment file that only its owner can read. */
const credentialsCommand = (0,command/* defineCommand */.N)({
    name: 'gate credentials',
    about: "Exchanges the code that GitHub sent back for the App's credentials, and writes them to a file.",
    usage: ['CODE [--out FILE]'],
    options: {
        out: { value: 'FILE', about: 'file to write; it must not exist', fallback: 'gate.env' },
        api: { value: 'URL', about: "address of GitHub's API", fallback: options/* DEFAULTS */.z.apiUrl },
    },
    operands: ['CODE'],
    examples: ['gate credentials 4f1c0d'],
    exits: '0 done, 3 wrong input, 4 could not',
}, async ({ out, api, json }, [code = ''], io) => {
    const { appId, privateKey, webhookSecret } = await redeemManifestCode(code, api, fetch);
    const lines = [
        `SLUICE_GATE_APP_ID=${appId}`,
        `SLUICE_GATE_PRIVATE_KEY=${privateKey.trim().replaceAll('\n', '\\n')}`,
        `SLUICE_GATE_WEBHOOK_SECRET=${webhookSecret}`,
    ];
    await (0,promises_.writeFile)(out, `${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' });
    io.stdout(json
        ? `${JSON.stringify({ appId, file: out })}\n`
        : `Wrote the credentials of App ${appId} to ${out}. GitHub does not show them again.\n`);
    return 0;
});


/***/ }),

/***/ 7696:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   z: () => (/* binding */ DEFAULTS)
/* harmony export */ });
const DEFAULTS = {
    apiUrl: 'https://api.github.com',
    policyPath: '.github/sluice-gate.yml',
    reconcileMs: 60_000,
    settleMs: 1000,
    retryBaseMs: 1000,
    lanes: 8,
};


/***/ })

};
