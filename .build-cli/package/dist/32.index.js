export const id = 32;
export const ids = [32];
export const modules = {

/***/ 7165:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IQ: () => (/* binding */ withDefault),
/* harmony export */   TR: () => (/* binding */ refuse),
/* harmony export */   ZZ: () => (/* binding */ field),
/* harmony export */   hD: () => (/* binding */ quote),
/* harmony export */   lq: () => (/* binding */ optional),
/* harmony export */   q$: () => (/* binding */ Unacceptable),
/* harmony export */   rJ: () => (/* binding */ secret)
/* harmony export */ });
/** A value that a field does not accept; each line of the message completes the sentence "NAME: must be …, got …". */
class Unacceptable extends Error {
    name = 'Unacceptable';
}
/** Declares a field from its shape and its parser. */
function field(shape, parse) {
    return { shape, parse };
}
/** The same field, where an empty input means `undefined`. */
function optional(inner) {
    return { ...inner, whenBlank: () => undefined };
}
/** The same field, where an empty input means `fallback`, written as a person would. */
function withDefault(fallback, inner) {
    return { ...inner, fallback, whenBlank: () => inner.parse(fallback) };
}
/** The same field, masked in logs and never quoted in errors. */
function secret(inner) {
    return { ...inner, secret: true };
}
/** Throws the one error every field uses: what is accepted and what was given. */
function refuse(shape, text) {
    throw new Unacceptable(`must be ${shape}, got ${quote(text)}`);
}
/** At most 80 characters of a foreign text, on one line, in quotes. */
function quote(text) {
    const line = text.replaceAll(/\s+/g, ' ');
    return JSON.stringify(line.length > 80 ? `${line.slice(0, 79)}…` : line);
}


/***/ }),

/***/ 6440:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Dx: () => (/* binding */ linesOf),
/* harmony export */   Jt: () => (/* binding */ flag),
/* harmony export */   KN: () => (/* binding */ percent),
/* harmony export */   Qq: () => (/* binding */ text),
/* harmony export */   _: () => (/* binding */ decimal),
/* harmony export */   c3: () => (/* binding */ listOf),
/* harmony export */   p0: () => (/* binding */ duration),
/* harmony export */   q3: () => (/* binding */ httpUrl),
/* harmony export */   rD: () => (/* binding */ wholeNumber),
/* harmony export */   yL: () => (/* binding */ oneOf)
/* harmony export */ });
/* harmony import */ var _field_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7165);

/** Any text that is not blank. */
function text(shape = 'text') {
    return (0,_field_js__WEBPACK_IMPORTED_MODULE_0__/* .field */ .ZZ)(shape, (given) => given);
}
/** Exactly one of the given words. */
function oneOf(words) {
    const shape = words.length === 1 ? `\`${words[0] ?? ''}\`` : `one of ${words.map((w) => `\`${w}\``).join(', ')}`;
    return (0,_field_js__WEBPACK_IMPORTED_MODULE_0__/* .field */ .ZZ)(shape, (given) => words.find((word) => word === given) ?? (0,_field_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)(shape, given));
}
/** `true` or `false`, spelled so; anything else is refused, for "yes" would otherwise quietly mean no. */
function flag() {
    const shape = '`true` or `false`';
    return (0,_field_js__WEBPACK_IMPORTED_MODULE_0__/* .field */ .ZZ)(shape, (given) => {
        if (given === 'true')
            return true;
        if (given === 'false')
            return false;
        return (0,_field_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)(shape, given);
    });
}
/** A whole number within the bounds, both included. */
function wholeNumber({ min, max }) {
    const shape = max === undefined ? `whole number of at least ${min}` : `whole number from ${min} to ${max}`;
    return (0,_field_js__WEBPACK_IMPORTED_MODULE_0__/* .field */ .ZZ)(shape, (given) => {
        const value = /^[+-]?\d+$/.test(given) ? Number(given) : Number.NaN;
        return value >= min && value <= (max ?? Number.MAX_SAFE_INTEGER) ? value : (0,_field_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)(shape, given);
    });
}
/** A finite decimal number within the bounds, both included. */
function decimal({ min, max }) {
    const shape = `number from ${min} to ${max}`;
    return (0,_field_js__WEBPACK_IMPORTED_MODULE_0__/* .field */ .ZZ)(shape, (given) => {
        const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(given) ? Number(given) : Number.NaN;
        return value >= min && value <= max ? value : (0,_field_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)(shape, given);
    });
}
/** A percentage with its sign, as a share: `0.5%` is 0.005. */
function percent({ min, max }) {
    const shape = `percent from ${min}% to ${max}%, such as \`${min === 0 ? '0.5' : String(min)}%\``;
    return (0,_field_js__WEBPACK_IMPORTED_MODULE_0__/* .field */ .ZZ)(shape, (given) => {
        const match = /^(\d+(?:\.\d+)?)\s*%$/.exec(given);
        const value = match?.[1] === undefined ? Number.NaN : Number(match[1]);
        return value >= min && value <= max ? value / 100 : (0,_field_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)(shape, given);
    });
}
const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** A duration with its units, in milliseconds: `90s`, `1h30m`, `500ms`. */
function duration() {
    const shape = 'duration such as `30s`, `5m` or `1h30m`';
    return (0,_field_js__WEBPACK_IMPORTED_MODULE_0__/* .field */ .ZZ)(shape, (given) => {
        const compact = given.replaceAll(/\s+/g, '');
        if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(compact))
            return (0,_field_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)(shape, given);
        let total = 0;
        for (const part of compact.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
            total += Number(part[1]) * (UNITS[part[2] ?? ''] ?? Number.NaN);
        }
        return total;
    });
}
/** An http or https address. */
function httpUrl() {
    const shape = 'address starting with http:// or https://';
    return (0,_field_js__WEBPACK_IMPORTED_MODULE_0__/* .field */ .ZZ)(shape, (given) => {
        const url = URL.canParse(given) ? new URL(given) : undefined;
        return url !== undefined && /^https?:$/.test(url.protocol) ? url : (0,_field_js__WEBPACK_IMPORTED_MODULE_0__/* .refuse */ .TR)(shape, given);
    });
}
/** One item a line; blank lines are skipped and commas are part of the item (queries contain them). */
function linesOf(item) {
    return (0,_field_js__WEBPACK_IMPORTED_MODULE_0__/* .field */ .ZZ)(`${item.shape}, one per line`, (given) => each(given.split('\n'), item));
}
/** Items on lines or separated by commas. */
function listOf(item) {
    return (0,_field_js__WEBPACK_IMPORTED_MODULE_0__/* .field */ .ZZ)(`${item.shape}; one per line or separated by commas`, (given) => each(given.split(/[\n,]/), item));
}
function each(parts, item) {
    const items = parts.map((part) => part.trim()).filter((part) => part !== '');
    if (items.length === 0)
        throw new _field_js__WEBPACK_IMPORTED_MODULE_0__/* .Unacceptable */ .q$(`must be ${item.shape}, got nothing`);
    const values = [];
    const problems = [];
    for (const part of items) {
        try {
            values.push(item.parse(part));
        }
        catch (error) {
            if (!(error instanceof _field_js__WEBPACK_IMPORTED_MODULE_0__/* .Unacceptable */ .q$))
                throw error;
            problems.push(error.message);
        }
    }
    if (problems.length > 0)
        throw new _field_js__WEBPACK_IMPORTED_MODULE_0__/* .Unacceptable */ .q$(problems.join('\n'));
    return values;
}


/***/ }),

/***/ 5058:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ parseFields),
/* harmony export */   P: () => (/* binding */ parseSettings)
/* harmony export */ });
/* harmony import */ var _field_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7165);
/* harmony import */ var _nearest_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3335);
/* harmony import */ var _user_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4725);



/**
 * Reads every field and reports all problems at once, as one `UserError` with a line for each. `where` tells the
 * reader what to fix, e.g. "the `with:` block of this step". With `known`, names outside the fields are problems too.
 */
function parseFields(fields, read, where, known = []) {
    const problems = known.filter((name) => !(name in fields)).map((name) => unknownName(name, fields));
    const values = {};
    for (const [name, field] of Object.entries(fields)) {
        const given = read(name).trim();
        try {
            values[name] =
                given === '' && field.whenBlank !== undefined ? field.whenBlank() : required(given, field.parse);
        }
        catch (error) {
            if (!(error instanceof _field_js__WEBPACK_IMPORTED_MODULE_0__/* .Unacceptable */ .q$))
                throw error;
            const said = field.secret === true ? `must be ${field.shape}` : error.message;
            problems.push(...said.split('\n').map((problem) => `${name}: ${problem}`));
        }
    }
    if (problems.length > 0)
        throw new _user_error_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .y('BAD_INPUT', problems.join('\n'), `Fix ${where}.`);
    return values;
}
function required(given, parse) {
    if (given === '')
        throw new _field_js__WEBPACK_IMPORTED_MODULE_0__/* .Unacceptable */ .q$('is required and was not given');
    return parse(given);
}
function unknownName(name, fields) {
    const known = Object.keys(fields);
    const near = (0,_nearest_js__WEBPACK_IMPORTED_MODULE_2__/* .nearestName */ .q)(name, known);
    return `${name}: is not a known name; ${near === undefined ? `known are ${known.join(', ')}` : `did you mean ${near}?`}`;
}
/** Reads a settings mapping (router-settings, source-settings…) with the same fields; unknown names are refused. */
function parseSettings(fields, settings, where) {
    return parseFields(fields, (name) => settings[name] ?? '', where, Object.keys(settings));
}


/***/ }),

/***/ 9270:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d5: () => (/* binding */ mapOfText),
/* harmony export */   hN: () => (/* binding */ parseYaml),
/* harmony export */   hX: () => (/* binding */ yamlOf)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8815);
/* harmony import */ var _field_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7165);


/** Reads YAML (or JSON) into plain data. Throws `Unacceptable` with line and column of every mistake. */
function parseYaml(text) {
    const document = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .parseDocument */ .Tp)(text, { prettyErrors: true, uniqueKeys: true });
    if (document.errors.length > 0) {
        throw new _field_js__WEBPACK_IMPORTED_MODULE_1__/* .Unacceptable */ .q$(`must be YAML: ${document.errors.map((e) => e.message.split('\n')[0]).join('; ')}`);
    }
    return document.toJS({ maxAliasCount: 100 });
}
/** YAML whose content `decode` turns into a value; `decode` throws `Unacceptable` for content it does not know. */
function yamlOf(shape, decode) {
    return (0,_field_js__WEBPACK_IMPORTED_MODULE_1__/* .field */ .ZZ)(`YAML: ${shape}`, (given) => decode(parseYaml(given)));
}
/** A YAML mapping of names to plain text, numbers and flags included, as text. */
function mapOfText(shape) {
    return yamlOf(shape, (data) => {
        if (typeof data !== 'object' || data === null || Array.isArray(data)) {
            throw new _field_js__WEBPACK_IMPORTED_MODULE_1__/* .Unacceptable */ .q$(`must be a mapping of names to values, got ${(0,_field_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .hD)(JSON.stringify(data) ?? 'nothing')}`);
        }
        return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, asText(key, value)]));
    });
}
/** Lists and mappings become JSON, so that one settings table can feed the same fields as action inputs do. */
function asText(key, value) {
    if (typeof value === 'string')
        return value;
    if (value === null || value === undefined)
        return '';
    if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
        return value.join('\n');
    const json = JSON.stringify(value);
    if (json === undefined)
        throw new _field_js__WEBPACK_IMPORTED_MODULE_1__/* .Unacceptable */ .q$(`${key} must be text, a number, a list or a mapping`);
    return json;
}


/***/ }),

/***/ 5032:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  serveCommand: () => (/* binding */ serveCommand)
});

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/app/log.js
const TOKEN = /\b(gh[a-z]_[A-Za-z0-9_]{8,}|github_pat_\w{8,}|eyJ[\w-]+\.[\w-]+\.[\w-]+)/g;
/** A log that never repeats a secret: the given ones in any part, and whatever looks like a token of GitHub's. */
function jsonLog(write, now, secrets) {
    const known = secrets
        .flatMap((secret) => [secret, ...secret.split('\n')])
        .filter((part) => part.trim().length >= 8);
    const hide = (text) => known.reduce((left, secret) => left.replaceAll(secret, '***'), text).replaceAll(TOKEN, '***');
    const at = (level) => (message, fields = {}) => {
        const line = { time: new Date(now()).toISOString(), level, message, ...fields };
        write(JSON.stringify(line, (_, value) => (typeof value === 'string' ? hide(value) : value)));
    };
    return { info: at('info'), warning: at('warning'), error: at('error') };
}
/** The words of an error; never its request, which holds the token. */
function describe(error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

// EXTERNAL MODULE: ./.build-cli/packages/gate/src/app/options.js
var app_options = __webpack_require__(7696);
// EXTERNAL MODULE: ./.build-cli/packages/report/src/escape.js
var src_escape = __webpack_require__(1864);
;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/page.js

const UNAUTHENTICATED = 'No public key is configured, so nothing proves who wrote this evidence. Anyone who can push could have.';
const DID = {
    open: 'may be promoted',
    closed: 'may not be promoted',
    waiting: 'is not promoted yet',
};
/** How the gate tells its story in checks, comments and summaries. */
function gateFraming({ decision, authenticated }) {
    return {
        decision,
        did: DID[decision],
        go: decision === 'open',
        ...(authenticated ? {} : { notices: [UNAUTHENTICATED] }),
    };
}
/** Every condition, every refused document and every override, as Markdown; foreign text is made harmless. */
function gateSections(decided) {
    const { conditions, refused, overrides, refusedOverrides } = decided;
    const unmet = conditions.filter((one) => !one.met);
    return [
        list(unmet.length === 0 ? '' : `**Not met** (${unmet.length} of ${conditions.length})`, unmet.map(conditionLine)),
        list('**Refused as evidence**', refused.map((one) => `${md(one.origin, 120)}: \`${one.refusal}\`, ${md(one.detail, 300)}`)),
        list('**Set aside**', overrides.map((one) => `${md(one.by)} of ${md(one.team)}: ${md(one.reason, 300)} (${one.conditions.map((name) => md(name)).join(', ')})`)),
        list('**Refused overrides**', refusedOverrides.map((one) => `${md(one.origin, 120)} by ${md(one.by)}: \`${one.refusal}\``)),
        list('**Evidence**', decided.accepted.map((one) => `${md(one.origin, 120)}: ${md(one.verdict.action)} of ${md(one.verdict.subject.service)}, ${one.signedBy === undefined ? 'unsigned' : `signed by \`${one.signedBy.slice(0, 16)}\``}`)),
    ].filter((part) => part !== '');
}
const MAX_LINES = 100;
function list(title, lines) {
    if (lines.length === 0)
        return '';
    const more = lines.length > MAX_LINES ? [`- and ${lines.length - MAX_LINES} more`] : [];
    return [title, '', ...lines.slice(0, MAX_LINES).map((line) => `- ${line}`), ...more].join('\n');
}
function conditionLine({ name, reason, because }) {
    return `**${(0,src_escape.md)(name)}** \`${reason}\`: ${(0,src_escape.md)(because, 400)}`;
}
/** The decision in at most `limit` characters, for places that give little room: every unmet condition by name first, reasons as they fit. */
function gateBrief(decided, limit) {
    const unmet = decided.conditions.filter((one) => !one.met);
    const head = [
        `**${decided.decision}** (\`${decided.reason}\`): ${decided.conditions.length - unmet.length} of ${decided.conditions.length} conditions met.`,
        ...(decided.authenticated ? [] : ['⚠️ The evidence is unauthenticated: no public key is configured.']),
        ...decided.overrides.map((one) => `Set aside by ${(0,src_escape.md)(one.by)} of ${(0,src_escape.md)(one.team)}: ${(0,src_escape.md)(one.reason, 100)}`),
    ];
    const whole = [...head, ...unmet.map((one) => `- ${conditionLine(one)}`)].join('\n');
    if (whole.length <= limit)
        return whole;
    const short = [...head, ...unmet.map((one) => `- ${(0,src_escape.md)(one.name)} \`${one.reason}\``)].join('\n');
    return short.length <= limit ? short : `${short.slice(0, short.lastIndexOf('\n', limit - 2))}\n…`;
}

;// CONCATENATED MODULE: ./.build-cli/packages/github/src/cut.js
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const bytesOf = (text) => Buffer.byteLength(text, 'utf8');
const charactersOf = (text) => [...text].length;
/**
 * At most `limit` UTF-8 bytes of Markdown, cut between lines where it can be, with what was open
 * closed again and `ending` (say, a link to the whole) below. A text that fits is returned as it is.
 */
const cutBytes = (text, limit, ending = '') => cut(text, limit, ending, bytesOf);
/** Like `cutBytes`, counting characters (Unicode code points). */
const cut_cutCharacters = (text, limit, ending = '') => cut(text, limit, ending, charactersOf);
function cut(text, limit, ending, sizeOf) {
    if (sizeOf(text) <= limit)
        return text;
    const tail = ending === '' ? '' : `\n\n${ending}`;
    if (sizeOf(tail) >= limit)
        return headOf(ending === '' ? text : ending, limit, sizeOf);
    for (let room = limit - sizeOf(tail); room > 0;) {
        const head = atBoundary(headOf(text, room, sizeOf), text);
        const closed = `${head}${closingOf(head)}${tail}`;
        const over = sizeOf(closed) - limit;
        if (over <= 0)
            return closed;
        room -= over;
    }
    return headOf(ending, limit, sizeOf);
}
/** The longest beginning of at most `limit` units that ends between two characters. */
function headOf(text, limit, sizeOf) {
    let head = '';
    let size = 0;
    for (const character of text) {
        size += sizeOf(character);
        if (size > limit)
            break;
        head += character;
    }
    return head;
}
/** Back to the end of a line, unless that would lose more than half. */
function atBoundary(head, text) {
    if (text[head.length] === '\n')
        return head;
    const line = head.lastIndexOf('\n');
    return line > head.length / 2 ? head.slice(0, line) : head;
}
/** What a cut left open: a code fence, or `<details>`. */
function closingOf(head) {
    let fence;
    let details = 0;
    for (const line of head.split('\n')) {
        const mark = FENCE.exec(line)?.[1];
        if (fence !== undefined) {
            if (mark?.startsWith(fence) && line.trim() === mark)
                fence = undefined;
            continue;
        }
        fence = mark;
        details += (line.match(/<details\b/g) ?? []).length - (line.match(/<\/details>/g) ?? []).length;
    }
    return `${fence === undefined ? '' : `\n${fence}`}${'\n</details>'.repeat(Math.max(0, details))}`;
}

;// CONCATENATED MODULE: ./.build-cli/packages/github/src/protection-rule.js

/** Status reports that GitHub takes per deployment, and their length. */
const MAX_REPORTS = 10;
const MAX_REPORT_CHARACTERS = 1024;
/**
 * Answers a custom protection rule. Only an installation token of the App that owns the rule can;
 * GitHub takes one verdict per deployment. Throws `GitHubError`.
 */
async function answerProtectionRule(github, answer) {
    const what = answer.state ?? 'report on';
    const comment = cut_cutCharacters(answer.comment, MAX_REPORT_CHARACTERS);
    const { environment: environment_name, state, runId: run_id } = answer;
    await github.ask(`${what} ${environment_name} of run ${run_id}`, (octokit) => octokit.rest.actions.reviewCustomGatesForRun(state === undefined
        ? { ...github.repo, run_id, environment_name, comment }
        : { ...github.repo, run_id, environment_name, state, comment }));
}

// EXTERNAL MODULE: ./.build-cli/packages/action/src/fields/user-error.js
var user_error = __webpack_require__(4725);
;// CONCATENATED MODULE: ./.build-cli/packages/github/src/github-error.js
/** GitHub would not, or could not, do what was asked. `status` is 0 when no answer came. */
class github_error_GitHubError extends Error {
    name = 'GitHubError';
    status;
    operation;
    /** What the reader of the log can do about it. */
    hint;
    constructor(operation, status, message, hint, cause) {
        super(message, { cause });
        this.operation = operation;
        this.status = status;
        this.hint = hint;
    }
}
const isRecord = (value) => typeof value === 'object' && value !== null;
const MAX_MESSAGE = 300;
/** A proxy's error page can be the message: one line of it will do. */
const oneLine = (text) => {
    const line = text.replaceAll(/[\u0000-\u001f\u007f\s]+/g, ' ').trim();
    return line.length > MAX_MESSAGE ? `${line.slice(0, MAX_MESSAGE)}…` : line;
};
function decodeFailure(error) {
    const message = oneLine(error instanceof Error ? error.message : String(error));
    if (!isRecord(error))
        return { status: 0, message, headers: {} };
    const response = isRecord(error['response']) ? error['response'] : undefined;
    const headers = response !== undefined && isRecord(response['headers']) ? response['headers'] : {};
    return { status: response === undefined ? 0 : Number(error['status'] ?? 0), message, headers };
}
/** Names what was asked and what came back, with advice by status; `job` is the job of a workflow that asked. */
function toGitHubError(operation, error, job) {
    if (error instanceof github_error_GitHubError)
        return error;
    const { status, message, headers } = decodeFailure(error);
    const came = status === 0 ? `no answer (${message})` : `${status}: ${message}`;
    return new github_error_GitHubError(operation, status, `could not ${operation}: ${came}`, hintFor(status, message, headers, job), error);
}
const hintFor = (status, message, headers, job) => {
    if (headers['retry-after'] !== undefined || /rate limit/i.test(message)) {
        return 'GitHub asks to slow down; nothing else was wrong. Run again later.';
    }
    if (status === 0 || status >= 500)
        return 'GitHub could not be reached or had a fault; run again later.';
    if (status === 401)
        return 'The token is not valid, or no longer.';
    if (status === 403)
        return permissionHint(headers['x-accepted-github-permissions'], job);
    if (status === 404)
        return 'Either it does not exist or the token may not see it.';
    if (status === 409)
        return 'Something else holds the state this needs; look at the message.';
    return 'GitHub did not accept the request; look at the message.';
};
/** `checks=write` becomes what one writes into a workflow, and where. */
function permissionHint(accepted, job) {
    const keys = (typeof accepted === 'string' ? accepted : '')
        .split(/[;,]/)
        .map((one) => one.trim().replace('=', ': ').replaceAll('_', '-'))
        .filter((one) => one !== '');
    const needed = keys.length === 0 ? 'more permissions' : `\`permissions: ${keys.join('` or `')}\``;
    const who = job === undefined ? 'The token needs' : `Give ${job}`;
    return `${who} ${needed}. On a pull request from a fork the token can only read, whatever the workflow says.`;
}
/** True for "you may not": a missing permission or a fork's read-only token. */
const isForbidden = (error) => error instanceof github_error_GitHubError && error.status === 403;
/** True when it is not known whether the request took effect. */
const isUnsettled = (error) => error instanceof github_error_GitHubError && (error.status === 0 || error.status >= 500);

;// CONCATENATED MODULE: ./.build-cli/packages/github/src/octokit.js
/** The REST version whose meaning this package relies on. */
const API_VERSION = '2022-11-28';
/** Answers that stay the same however often one asks; 403 and 429 are the throttling plugin's to wait for. */
const FINAL = [400, 401, 403, 404, 409, 410, 422, 429, 451];
/**
 * Spacing by the plugin would cost seconds per look, for a handful of writes; waits that GitHub
 * asks for are taken all the same.
 */
const unspaced = {
    key: () => ({
        schedule: async (_job, work, ...given) => await work(...given),
    }),
};
const unspacedGroups = { write: unspaced, notifications: unspaced };
/**
 * Loads the library that opens clients, so that what never speaks to GitHub never pays for it. Clients retry what
 * failed and wait as they are told.
 */
async function loadOctokit(options) {
    const [library, { retry }, { throttling }] = await Promise.all([
        options.client === 'app' ? loadRest() : loadActions(),
        Promise.all(/* import() */[__webpack_require__.e(251), __webpack_require__.e(735)]).then(__webpack_require__.bind(__webpack_require__, 9735)),
        Promise.all(/* import() */[__webpack_require__.e(251), __webpack_require__.e(856)]).then(__webpack_require__.bind(__webpack_require__, 6856)),
    ]);
    const wait = (seconds, request, _octokit, count) => {
        const patient = count < options.retries && options.mayWait(seconds);
        const where = 'url' in request ? String(request.url) : '';
        options.warn(`GitHub asks to wait ${seconds} s (${where}); ${patient ? 'waiting' : 'giving up'}`);
        return patient;
    };
    const open = (call) => {
        const settings = {
            baseUrl: options.apiUrl.replace(/\/+$/, ''),
            userAgent: 'sluice',
            request: { fetch: options.fetch, signal: call.signal },
            log: { debug: () => { }, info: () => { }, warn: options.warn, error: () => { } },
            // Not as a request's own option: given there, the plugin retries even what must not be retried.
            retry: { retries: call.retries, retryAfterBaseValue: options.retryBaseMs, doNotRetry: FINAL },
            throttle: {
                onRateLimit: wait,
                onSecondaryRateLimit: wait,
                retryAfterBaseValue: options.secondMs,
                ...unspacedGroups,
            },
        };
        const client = library.open(options.token, settings, [sayRateLimit, retry, throttling]);
        client.hook.before('request', (request) => {
            request.headers['x-github-api-version'] = API_VERSION;
        });
        return client;
    };
    return { open, job: library.job };
}
async function loadActions() {
    const { context, getOctokit } = await Promise.all(/* import() */[__webpack_require__.e(561), __webpack_require__.e(291), __webpack_require__.e(722)]).then(__webpack_require__.bind(__webpack_require__, 722));
    const { job, workflow } = context;
    return {
        open: (token, settings, plugins) => getOctokit(token, settings, ...plugins),
        job: job === undefined || job === '' ? undefined : `job "${job}" of workflow "${workflow}"`,
    };
}
async function loadRest() {
    const { Octokit } = await Promise.all(/* import() */[__webpack_require__.e(561), __webpack_require__.e(291), __webpack_require__.e(267)]).then(__webpack_require__.bind(__webpack_require__, 1267));
    return {
        open: (token, settings, plugins) => new (Octokit.plugin(...plugins))({ ...settings, auth: token }),
        job: undefined,
    };
}
/** The throttling plugin knows a secondary limit by its words only; a `retry-after` says it as well. */
function sayRateLimit(octokit) {
    octokit.hook.error('request', (error) => {
        const after = 'response' in error ? error.response?.headers['retry-after'] : undefined;
        const limited = 'status' in error && (error.status === 403 || error.status === 429) && after !== undefined;
        if (limited && !/secondary rate/i.test(error.message)) {
            error.message = `${error.message} (secondary rate limit)`;
        }
        throw error;
    });
    return {};
}

;// CONCATENATED MODULE: ./.build-cli/packages/github/src/connect.js


const DEFAULT_RETRIES = 3;
const DEFAULT_CALL_MS = 60_000;
const DEFAULT_RETRY_BASE_MS = 1000;
const DEFAULT_PATIENCE = 90;
/** Connects lazily: importing or calling this costs nothing at start-up. */
function connect_connectGitHub(options) {
    const { token, apiUrl, repository, signal: outer, log, fetch = globalThis.fetch } = options;
    const { retries = DEFAULT_RETRIES, callMs = DEFAULT_CALL_MS, retryBaseMs = DEFAULT_RETRY_BASE_MS } = options;
    const { patience = DEFAULT_PATIENCE, secondMs = 1000, client = 'workflow', memory = new Map() } = options;
    const [owner = '', repo = ''] = repository.split('/');
    const toLoad = { client, token, apiUrl, fetch, retries, retryBaseMs, secondMs, warn: log.warning };
    let loading;
    let isDown = false;
    let job;
    const retriesNow = () => (isDown ? 0 : retries);
    const deadlines = new Set();
    const mayWait = (seconds) => {
        if (seconds > patience)
            return false;
        // The plugin does not say whose wait it is; all calls under way are given the time.
        for (const deadline of deadlines)
            deadline.extend(seconds * secondMs);
        return true;
    };
    return {
        repository,
        repo: { owner, repo },
        token,
        log,
        retries: retriesNow,
        retryBaseMs,
        callMs,
        signal: outer,
        memory,
        ask: async (operation, work) => {
            outer.throwIfAborted();
            const deadline = startDeadline(callMs);
            deadlines.add(deadline);
            try {
                const answer = await until(AbortSignal.any([outer, deadline.signal]), async (signal) => {
                    const loaded = await (loading ??= loadOctokit({ ...toLoad, mayWait }));
                    job = loaded.job;
                    return await work(loaded.open({ signal, retries: retriesNow() }), { signal });
                });
                isDown = false;
                return answer;
            }
            catch (error) {
                outer.throwIfAborted();
                const late = deadline.signal.aborted ? new Error(`gave up after ${callMs} ms`) : error;
                const failure = toGitHubError(operation, late, job);
                isDown = isUnsettled(failure);
                throw failure;
            }
            finally {
                deadline.stop();
                deadlines.delete(deadline);
            }
        },
    };
}
function startDeadline(ms) {
    const controller = new AbortController();
    let due = performance.now() + ms;
    const check = () => {
        const left = due - performance.now();
        if (left <= 0)
            controller.abort();
        else
            timer = setTimeout(check, left);
    };
    let timer = setTimeout(check, ms);
    return {
        signal: controller.signal,
        extend: (more) => void (due += more),
        stop: () => clearTimeout(timer),
    };
}
/** Ends with the work or with the signal; waits inside the client do not hear a signal. */
async function until(signal, work) {
    const aborted = new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    return await Promise.race([work(signal), aborted]);
}

;// CONCATENATED MODULE: ./.build-cli/packages/github/src/app.js


/**
 * Connects as the App itself, by a token signed here that lives ten minutes. Throws `GitHubError`
 * when the key cannot sign.
 */
async function connectApp(options) {
    const { appId, privateKey, ...connection } = options;
    const { createAppAuth } = await Promise.all(/* import() */[__webpack_require__.e(561), __webpack_require__.e(479)]).then(__webpack_require__.bind(__webpack_require__, 6479));
    try {
        const { token } = await createAppAuth({ appId, privateKey })({ type: 'app' });
        return connect_connectGitHub({ ...connection, client: 'app', token });
    }
    catch (error) {
        throw toGitHubError('sign in as the App', error);
    }
}
/** A token for this repository alone with no more than the permissions asked for; it lives an hour. */
async function createInstallationToken(app, scope) {
    const installation_id = scope.installationId ?? (await findInstallation(app));
    const { data } = await app.ask('make an installation token', (octokit) => octokit.rest.apps.createInstallationAccessToken({
        installation_id,
        repositories: [app.repo.repo],
        permissions: scope.permissions,
    }));
    return { token: data.token, expiresAt: data.expires_at };
}
/** The id under which the App is installed on the repository. Throws `GitHubError`, 404 where it is not. */
async function findInstallation(app) {
    const { data } = await app.ask(`find the App's installation on ${app.repository}`, (octokit) => octokit.rest.apps.getRepoInstallation({ ...app.repo }));
    return data.id;
}
/** Connects with an installation token of the App, narrowed to the repository and the scope. */
async function connectInstallation(options) {
    const app = await connectApp(options);
    const { token } = await createInstallationToken(app, options);
    return connectGitHub({ ...options, client: 'app', token });
}

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/app/access.js

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
function createAccess(options, signal) {
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
        return connect_connectGitHub({ ...common, token, repository });
    }, TOKEN_MS);
    const slug = remembered(now, async () => await slugOf(await app('')), Infinity);
    return {
        asApp: async () => await app(''),
        repository: installed,
        login: async () => `${await slug('')}[bot]`,
        repositories: async () => await listRepositories(await app(''), (token) => connect_connectGitHub({ ...common, token, repository: '' })),
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

;// CONCATENATED MODULE: ./.build-cli/packages/github/src/contents.js

const MAX_FILE_BYTES = 1024 * 1024;
/**
 * A file as the default branch has it, or undefined when it has none: what a pull request can't
 * change. Throws `GitHubError`, also for a directory or a file over 1 MiB.
 */
async function readDefaultBranchFile(github, path) {
    const operation = `read ${path} of the default branch`;
    try {
        const { data } = await github.ask(operation, (octokit) => octokit.rest.repos.getContent({ ...github.repo, path }));
        if (!Array.isArray(data) && data.type === 'file' && data.size <= MAX_FILE_BYTES) {
            return Buffer.from(data.content, 'base64').toString('utf8');
        }
    }
    catch (error) {
        if (error instanceof github_error_GitHubError && error.status === 404)
            return undefined;
        throw error;
    }
    throw new github_error_GitHubError(operation, 200, `could not ${operation}: it is not a file of at most 1 MiB`, 'Name a file.');
}

// EXTERNAL MODULE: ./.build-cli/packages/action/src/fields/field.js
var field = __webpack_require__(7165);
// EXTERNAL MODULE: ./.build-cli/packages/action/src/fields/fields.js
var fields = __webpack_require__(6440);
// EXTERNAL MODULE: ./.build-cli/packages/action/src/fields/parse-fields.js
var parse_fields = __webpack_require__(5058);
// EXTERNAL MODULE: ./.build-cli/packages/action/src/fields/yaml.js
var fields_yaml = __webpack_require__(9270);
// EXTERNAL MODULE: ./.build-cli/packages/verdict/src/keys.js
var keys = __webpack_require__(730);
;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/policy-attestations.js

const workflowShape = 'workflow such as `https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main`';
const policy_attestations_fields = {
    root: (0,fields/* text */.Qq)('path of a file with trusted roots'),
    workflow: (0,field/* field */.ZZ)(workflowShape, (given) => /^https:\/\/\S+@refs\/\S+$/.test(given) ? given : (0,field/* refuse */.TR)(workflowShape, given)),
    issuer: (0,field/* withDefault */.IQ)('https://token.actions.githubusercontent.com', (0,fields/* text */.Qq)('address')),
};
/** A mapping with `root`, `workflow` and, elsewhere than at github.com, `issuer`. */
const attestationRule = (0,fields_yaml/* yamlOf */.hX)('mapping with `root` and `workflow`', (data) => {
    try {
        return (0,parse_fields/* parseSettings */.P)(policy_attestations_fields, (0,fields_yaml/* mapOfText */.d5)('attestations').parse(JSON.stringify(data)), 'attestations');
    }
    catch (error) {
        if (!(error instanceof user_error/* UserError */.y))
            throw error;
        throw new field/* Unacceptable */.q$(error.message.replaceAll('\n', '; '));
    }
});

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/calendar/local-time.js

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** An IANA time zone that this runtime knows, such as `Europe/Berlin`. */
const zone = (0,field/* field */.ZZ)('IANA time zone such as `Europe/Berlin`', (given) => isZone(given) ? given : (0,field/* refuse */.TR)('IANA time zone such as `Europe/Berlin`', given));
function isZone(name) {
    try {
        new Intl.DateTimeFormat('en', { timeZone: name });
        return true;
    }
    catch {
        return false;
    }
}
const formats = new Map();
function formatOf(name) {
    const known = formats.get(name);
    if (known !== undefined)
        return known;
    const made = new Intl.DateTimeFormat('en-US', {
        timeZone: name,
        hourCycle: 'h23',
        ...{
            year: 'numeric',
            month: '2-digit',
            day: '2-digit',
            hour: '2-digit',
            minute: '2-digit',
            second: '2-digit',
        },
    });
    formats.set(name, made);
    return made;
}
/** What clocks in `zone` show at an instant, as milliseconds as if the zone were UTC. */
function wallOf(instant, zone) {
    const parts = formatOf(zone).formatToParts(instant);
    const part = (type) => Number(parts.find((one) => one.type === type)?.value ?? Number.NaN);
    return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}
/**
 * The instant at which clocks in `zone` show `wall`. A time that a change to summer time skips is read with the offset
 * before the gap, one that occurs twice is its first occurrence (RFC 5545, 3.3.5).
 */
function instantOf(wall, zone) {
    const before = wall - offsetAt(wall - DAY_MS, zone);
    const after = wall - offsetAt(wall + DAY_MS, zone);
    if (wallOf(before, zone) === wall)
        return before;
    return wallOf(after, zone) === wall ? after : before;
}
function offsetAt(instant, zone) {
    return wallOf(instant, zone) - Math.floor(instant / 1000) * 1000;
}
/** `2026-12-20 18:00` or `2026-12-20` as wall time. */
function parseLocal(text) {
    const match = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}))?(?::00)?(?:\.000Z)?$/.exec(text);
    const wall = match === null
        ? Number.NaN
        : Date.parse(`${match[1]}-${match[2]}-${match[3]}T${match[4] ?? '00'}:${match[5] ?? '00'}:00Z`);
    // A 30th of February would quietly become the 2nd of March.
    const exists = !Number.isNaN(wall) && new Date(wall).getUTCDate() === Number(match?.[3]);
    return exists ? wall : (0,field/* refuse */.TR)('local time such as `2026-12-20 18:00`', text);
}
/** `Fri 16:00 - Mon 08:00` as minutes of the week. */
function parseWeekly(text) {
    const shape = 'span such as `Fri 16:00 - Mon 08:00`';
    const match = /^(\w{3}) (\d{2}):(\d{2})\s*-\s*(\w{3}) (\d{2}):(\d{2})$/.exec(text.trim());
    if (match === null)
        return (0,field/* refuse */.TR)(shape, text);
    const minute = (day = '', hour = '', minute = '') => {
        const index = DAYS.findIndex((name) => name.toLowerCase() === day.toLowerCase());
        const [h, m] = [Number(hour), Number(minute)];
        return index < 0 || h > 24 || m > 59 || h * 60 + m > 1440
            ? (0,field/* refuse */.TR)(shape, text)
            : index * 1440 + h * 60 + m;
    };
    const span = { from: minute(match[1], match[2], match[3]), to: minute(match[4], match[5], match[6]) };
    if (span.from === span.to)
        throw new field/* Unacceptable */.q$(`must be ${shape}, got one that starts when it ends`);
    return span;
}
/** Minutes since Monday 00:00 of a wall time. */
function weekMinute(wall) {
    const day = (new Date(wall).getUTCDay() + 6) % 7;
    return day * 1440 + Math.floor((wall % DAY_MS) / MINUTE_MS);
}

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/reasons.js
/** Why a condition is met or not. Closed list: adding one is an API change. */
const GATE_REASONS = (/* unused pure expression or super */ null && ([
    'all_conditions_met',
    'overridden',
    'evidence_accepted',
    'evidence_missing',
    'evidence_refused',
    'outcome_passed',
    'outcome_failed',
    'outcome_inconclusive',
    'enough_trials',
    'too_few_trials',
    'fresh',
    'expired',
    'policy_allowed',
    'policy_not_allowed',
    'confidence_kept',
    'confidence_too_low',
    'same_artifact',
    'other_artifact',
    'artifact_missing',
    'no_freeze',
    'frozen',
    'calendar_unreadable',
    'quorum_reached',
    'quorum_missing',
    'group_member_failed',
    'out_of_time',
]));
/** What a condition is about; overrides name these words. */
const CONDITION_KINDS = [
    'evidence',
    'outcome',
    'trials',
    'age',
    'policy',
    'confidence',
    'artifact',
    'freeze',
    'quorum',
];

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/policy-lists.js



const actionShape = 'name such as `canary-step`';
const action = (0,field/* field */.ZZ)(actionShape, (given) => /^[a-z][a-z0-9-]*$/.test(given) ? given : (0,field/* refuse */.TR)(actionShape, given));
/** One action per line, or a mapping with `action`, `services`, `environment`, `min-trials`, `max-age`. */
const requirements = {
    ...listItems('list of actions, or of mappings with `action`, `services`, `environment`', {
        action,
        services: (0,field/* optional */.lq)((0,fields/* listOf */.c3)((0,fields/* text */.Qq)('service name'))),
        environment: (0,field/* optional */.lq)((0,fields/* text */.Qq)('environment name')),
        'min-trials': (0,field/* optional */.lq)((0,fields/* wholeNumber */.rD)({ min: 0 })),
        'max-age': (0,field/* optional */.lq)((0,fields/* duration */.p0)()),
    }, (given) => ({
        action: given.action,
        ...(given.services === undefined ? {} : { services: given.services }),
        ...(given.environment === undefined ? {} : { environment: given.environment }),
        ...(given['min-trials'] === undefined ? {} : { minTrials: given['min-trials'] }),
        ...(given['max-age'] === undefined ? {} : { maxAgeMs: given['max-age'] }),
    }), 'action'),
};
const freezes = listItems('list of mappings with `name` and either `from` and `to`, `weekly`, or `calendar`', {
    name: (0,fields/* text */.Qq)('name'),
    from: (0,field/* optional */.lq)((0,field/* field */.ZZ)('local time such as `2026-12-20 18:00`', parseLocal)),
    to: (0,field/* optional */.lq)((0,field/* field */.ZZ)('local time such as `2026-12-20 18:00`', parseLocal)),
    weekly: (0,field/* optional */.lq)((0,field/* field */.ZZ)('span such as `Fri 16:00 - Mon 08:00`', parseWeekly)),
    calendar: (0,field/* optional */.lq)((0,fields/* text */.Qq)('path of an ICS file')),
    zone: (0,field/* optional */.lq)(zone),
}, (given) => {
    const { name } = given;
    const where = given.zone ?? 'UTC';
    const ways = [given.from, given.weekly, given.calendar].filter((way) => way !== undefined).length;
    if (ways !== 1 || (given.from === undefined) !== (given.to === undefined)) {
        throw new field/* Unacceptable */.q$(`freeze ${name}: give either \`from\` and \`to\`, or \`weekly\`, or \`calendar\``);
    }
    if (given.weekly !== undefined)
        return { kind: 'weekly', name, ...given.weekly, zone: where };
    if (given.calendar !== undefined)
        return { kind: 'calendar', name, path: given.calendar, zone: where };
    const { from = 0, to = 0 } = given;
    if (to <= from)
        throw new field/* Unacceptable */.q$(`freeze ${name}: \`to\` must be after \`from\``);
    return { kind: 'span', name, from, to, zone: where };
});
const quorums = listItems('list of mappings with `name`, `services`, `at-least`', {
    name: (0,fields/* text */.Qq)('name'),
    services: (0,fields/* listOf */.c3)((0,fields/* text */.Qq)('service name')),
    'at-least': (0,field/* optional */.lq)((0,fields/* wholeNumber */.rD)({ min: 1 })),
}, ({ name, services, 'at-least': atLeast = services.length }) => {
    if (atLeast <= services.length)
        return { name, services, atLeast };
    throw new field/* Unacceptable */.q$(`quorum ${name}: \`at-least\` is ${atLeast} but it has ${services.length} services`);
});
const overrideRules = listItems('list of mappings with `team` and `may`', {
    team: (0,fields/* text */.Qq)('team slug'),
    may: (0,field/* optional */.lq)((0,fields/* listOf */.c3)((0,fields/* oneOf */.yL)(CONDITION_KINDS))),
}, ({ team, may }) => ({ team: team.replace(/^.*\//, ''), may: may ?? ['freeze'] }));
/** A YAML list of mappings (or, where `short` names a field, of plain words standing for it), each read by the same fields. */
function listItems(shape, fields, build, short) {
    return (0,fields_yaml/* yamlOf */.hX)(shape, (data) => {
        const items = typeof data === 'string' ? data.split(/[\n,\s]+/).filter((word) => word !== '') : data;
        if (!Array.isArray(items) || items.length === 0)
            throw new field/* Unacceptable */.q$(`must be ${shape}, with at least one item`);
        return items.map((item, i) => readItem(item, `item ${i + 1}`, fields, build, short));
    });
}
function readItem(item, where, fields, build, short) {
    const settings = typeof item === 'string' && short !== undefined
        ? { [short]: item }
        : (0,fields_yaml/* mapOfText */.d5)(where).parse(JSON.stringify(item));
    try {
        return build((0,parse_fields/* parseSettings */.P)(fields, settings, where));
    }
    catch (error) {
        if (!(error instanceof user_error/* UserError */.y))
            throw error;
        throw new field/* Unacceptable */.q$(`${where}: ${error.message.replaceAll('\n', '; ')}`);
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/policy.js




/** Public keys, as PEM blocks or base64 lines. */
const publicKeys = (0,field/* field */.ZZ)('Ed25519 public keys, as PEM or base64, one after the other', (given) => {
    try {
        return (0,keys/* readPublicKeys */.eK)(given);
    }
    catch (error) {
        if (error instanceof keys/* KeyRefused */.mG)
            throw new field/* Unacceptable */.q$(error.message);
        throw error;
    }
});
const digestShape = 'digest such as `sha256:…`';
const digest = (0,field/* field */.ZZ)(digestShape, (given) => /^sha256:[0-9a-f]{64}$/.test(given) ? given : (0,field/* refuse */.TR)(digestShape, given));
const policy_fields = {
    require: requirements,
    'public-keys': (0,field/* optional */.lq)(publicKeys),
    signed: (0,field/* withDefault */.IQ)('false', (0,fields/* flag */.Jt)()),
    'max-age': (0,field/* withDefault */.IQ)('24h', (0,fields/* duration */.p0)()),
    'min-trials': (0,field/* withDefault */.IQ)('0', (0,fields/* wholeNumber */.rD)({ min: 0 })),
    confidence: (0,field/* optional */.lq)((0,fields/* percent */.KN)({ min: 50, max: 100 })),
    policies: (0,field/* optional */.lq)((0,fields/* listOf */.c3)(digest)),
    artifact: (0,field/* withDefault */.IQ)('agreeing', (0,fields/* oneOf */.yL)(['required', 'agreeing', 'any'])),
    wait: (0,field/* withDefault */.IQ)('24h', (0,fields/* duration */.p0)()),
    'posted-by': (0,field/* withDefault */.IQ)('github-actions', (0,fields/* listOf */.c3)((0,fields/* text */.Qq)('slug of a GitHub App'))),
    freeze: (0,field/* optional */.lq)(freezes),
    quorum: (0,field/* optional */.lq)(quorums),
    overrides: (0,field/* optional */.lq)(overrideRules),
    attestations: (0,field/* optional */.lq)(attestationRule),
};
/** Reads a gate policy from YAML; every problem at once, as one `UserError`. `where` names the file. */
function readGatePolicy(yaml, where) {
    const given = (0,parse_fields/* parseSettings */.P)(policy_fields, topLevel(yaml, where), where);
    return {
        require: given.require,
        keys: given['public-keys'] ?? [],
        signed: given.signed,
        maxAgeMs: given['max-age'],
        minTrials: given['min-trials'],
        confidence: given.confidence ?? 0,
        ...(given.policies === undefined ? {} : { policies: given.policies }),
        artifact: given.artifact,
        waitMs: given.wait,
        postedBy: given['posted-by'],
        freeze: given.freeze ?? [],
        quorum: given.quorum ?? [],
        overrides: given.overrides ?? [],
        ...(given.attestations === undefined ? {} : { attestations: given.attestations }),
    };
}
/** The policy of someone who only names what is required. */
function defaultPolicy(require) {
    return { ...readGatePolicy('require: [canary-step]', 'the default policy'), require };
}
function topLevel(yaml, where) {
    try {
        return (0,fields_yaml/* yamlOf */.hX)('gate policy', (data) => {
            refuseEmpty(data ?? {});
            return (0,fields_yaml/* mapOfText */.d5)('gate policy').parse(JSON.stringify(data ?? {}));
        }).parse(yaml);
    }
    catch (error) {
        if (!(error instanceof field/* Unacceptable */.q$))
            throw error;
        throw new user_error/* UserError */.y('BAD_GATE_POLICY', `${where}: ${error.message}`, `Fix ${where}.`);
    }
}
/** An empty list would read like a missing one: `policies: []` must not come to mean any policy. */
function refuseEmpty(data) {
    const empty = Object.entries(data).flatMap(([name, value]) => value === null || value === '' || (Array.isArray(value) && value.length === 0) ? [name] : []);
    if (empty.length > 0)
        throw new field/* Unacceptable */.q$(`${empty.join(', ')}: is empty; say something or leave it out`);
}

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/collect/policy-files.js



/** The gate policy as the default branch has it, which a pull request cannot change. Throws `UserError` or `GitHubError`. */
async function fetchPolicy(github, path) {
    const where = `${path} on the default branch`;
    const yaml = await readDefaultBranchFile(github, path);
    if (yaml !== undefined)
        return readGatePolicy(yaml, where);
    throw new user_error/* UserError */.y('NO_GATE_POLICY', `there is no ${where} of ${github.repository}`, 'Add it, or name another path as `policy`.');
}
/** The calendars and trusted roots that a policy names, from the default branch. Throws `GitHubError`. */
async function fetchPolicyFiles(github, policy) {
    const calendars = policy.freeze.flatMap((one) => (one.kind === 'calendar' ? [one.path] : []));
    const roots = policy.attestations === undefined ? [] : [policy.attestations.root];
    const paths = [...new Set([...calendars, ...roots])];
    const texts = await Promise.all(paths.map(async (path) => [path, await readDefaultBranchFile(github, path)]));
    return Object.fromEntries(texts);
}

;// CONCATENATED MODULE: ./.build-cli/packages/github/src/artifacts.js

/** What a run left behind, newest first. Throws `GitHubError`. */
async function listArtifacts(github, runId) {
    const artifacts = await github.ask(`list the artifacts of run ${runId}`, (octokit) => octokit.paginate(octokit.rest.actions.listWorkflowRunArtifacts, {
        ...github.repo,
        run_id: runId,
        per_page: 100,
    }));
    return artifacts.map((one) => ({
        id: one.id,
        name: one.name,
        bytes: one.size_in_bytes,
        expired: one.expired,
        digest: one.digest ?? undefined,
    }));
}
/** An artifact's zip archive, refused beyond `maxBytes`. Throws `GitHubError`. */
async function downloadArtifact(github, artifact, maxBytes) {
    const operation = `download artifact ${artifact.name}`;
    if (artifact.bytes > maxBytes) {
        const message = `could not ${operation}: it has ${artifact.bytes} bytes`;
        throw new github_error_GitHubError(operation, 200, message, `At most ${maxBytes} bytes are read.`);
    }
    const { data } = await github.ask(operation, (octokit) => octokit.rest.actions.downloadArtifact({
        ...github.repo,
        artifact_id: artifact.id,
        archive_format: 'zip',
    }));
    return decodeBytes(data);
}
/** Octokit types the archive as unknown; it hands over an ArrayBuffer. */
const decodeBytes = (data) => new Uint8Array(data);

// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
// EXTERNAL MODULE: ./.build-cli/packages/verdict/src/verify-limits.js
var verify_limits = __webpack_require__(5560);
;// CONCATENATED MODULE: ./.build-cli/packages/verdict/src/sign-carry.js


const MARK = /<!-- sluice:verdict ([A-Za-z0-9+/]+={0,2}) -->/g;
const MAX_CARRIED = 32;
/** A document hidden in Markdown: invisible to readers, safe from what the document holds, about a quarter of its size. */
function carry(document) {
    return `<!-- sluice:verdict ${deflateRawSync(document, { level: 9 }).toString('base64')} -->`;
}
/** Every document that `carry` put into a text; what cannot be unpacked, or would unpack beyond the limits, comes back as `undefined`. */
function carried(text) {
    return [...text.matchAll(MARK)].slice(0, MAX_CARRIED).map(([, packed]) => unpack(packed ?? ''));
}
function unpack(packed) {
    try {
        const bytes = (0,external_node_zlib_.inflateRawSync)(Buffer.from(packed, 'base64'), { maxOutputLength: verify_limits/* DOCUMENT_LIMITS */.P.bytes });
        return bytes.toString('utf8');
    }
    catch {
        // A bomb or garbage; whoever reads evidence reports it as refused, never as absent.
        return undefined;
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/verdict/src/artifact-link.js
const LINK = /<!-- sluice:artifact ([A-Za-z0-9][A-Za-z0-9._-]{0,99}) -->/;
/** Points from a check's text to an artifact of the run in its `details_url` that holds the verdict. */
function artifactLink(name) {
    return `<!-- sluice:artifact ${name} -->`;
}
/** The name of the artifact that a text points to. */
function linkedArtifact(text) {
    return LINK.exec(text)?.[1];
}

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/collect/zip.js

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const MAX_ENTRIES = 1000;
/** The texts of a zip archive's files whose name `wanted` accepts; throws a RangeError for what is no archive or unpacks beyond `maxBytes`. */
function unzip(archive, wanted, maxBytes) {
    const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
    const end = endOfDirectory(bytes);
    const count = Math.min(bytes.readUInt16LE(end + 10), MAX_ENTRIES);
    const files = [];
    let at = bytes.readUInt32LE(end + 16);
    for (let i = 0; i < count; i++) {
        if (bytes.readUInt32LE(at) !== ENTRY)
            throw new RangeError('the archive is damaged');
        const [nameLength, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
        const name = bytes.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
        if (wanted(name))
            files.push({ name, text: zip_unpack(bytes, at, maxBytes) });
        at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
    }
    return files;
}
/** The directory's end lies before a comment of up to 64 KiB. */
function endOfDirectory(bytes) {
    for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 0xffff); at--) {
        if (bytes.readUInt32LE(at) === END)
            return at;
    }
    throw new RangeError('this is not a zip archive');
}
function zip_unpack(bytes, entry, maxBytes) {
    const method = bytes.readUInt16LE(entry + 10);
    const packed = bytes.readUInt32LE(entry + 20);
    const local = bytes.readUInt32LE(entry + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(start, start + packed);
    if (method === 8)
        return (0,external_node_zlib_.inflateRawSync)(content, { maxOutputLength: maxBytes }).toString('utf8');
    if (method !== 0 || content.length > maxBytes)
        throw new RangeError('the archive holds something unreadable');
    return content.toString('utf8');
}

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/collect/checks.js



const RUN = /\/actions\/runs\/(\d+)/;
/** The gate's own checks; what it said before is no evidence. */
const OWN = 'Sluice promote-gate (';
/** Documents that ride in the check runs of a commit, or in artifacts they point to. Throws `GitHubError`. */
async function collectFromChecks(github, sha) {
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
    if (artifact === undefined || artifact.bytes > verify_limits/* DOCUMENT_LIMITS */.P.bytes)
        return [undefined];
    const archive = await downloadArtifact(github, artifact, verify_limits/* DOCUMENT_LIMITS */.P.bytes);
    try {
        return unzip(archive, isVerdict, verify_limits/* DOCUMENT_LIMITS */.P.bytes).map(({ text }) => text);
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

;// CONCATENATED MODULE: ./.build-cli/packages/github/src/deployments.js



const MAX_DESCRIPTION = 140;
const found = (data) => ({
    id: data.id,
    sha: data.sha,
    ref: data.ref,
    task: data.task,
    environment: data.environment,
    payload: parsePayload(data.payload),
    creator: data.creator?.login ?? '',
    createdAt: data.created_at,
});
function parsePayload(payload) {
    if (typeof payload !== 'string')
        return payload;
    try {
        return JSON.parse(payload);
    }
    catch {
        return payload;
    }
}
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
/**
 * Records a deployment as it is: nothing is merged first and no other check must be green, since
 * GitHub's defaults would let our own pending check block us. Throws `GitHubError`.
 */
async function createDeployment(github, asked) {
    const task = asked.task ?? 'deploy';
    return await createOnce(github, () => create(github, asked, task), async () => {
        const recent = await listDeployments(github, { environment: asked.environment, task, limit: 10 });
        return recent.find((one) => same(one.payload, asked.payload));
    });
}
async function create(github, asked, task) {
    const operation = `record a deployment to ${asked.environment}`;
    const { data } = await github.ask(operation, (octokit) => octokit.rest.repos.createDeployment({
        ...github.repo,
        ref: asked.ref,
        task,
        environment: asked.environment,
        description: cutCharacters(asked.description ?? '', MAX_DESCRIPTION),
        payload: asked.payload,
        auto_merge: false,
        required_contexts: [],
        ...(asked.production === undefined ? {} : { production_environment: asked.production }),
        ...(asked.transient === undefined ? {} : { transient_environment: asked.transient }),
        request: { retries: 0 },
    }));
    if ('id' in data)
        return found(data);
    throw new GitHubError(operation, 202, `could not ${operation}: GitHub made no deployment (${data.message ?? 'no message'})`, 'The ref was merged instead; run again on the new commit.');
}
/** Deployments that fit, newest first. Throws `GitHubError`. */
async function listDeployments(github, { limit = 100, ...filter }) {
    let count = 0;
    const deployments = await github.ask('list deployments', (octokit) => octokit.paginate(octokit.rest.repos.listDeployments, { ...github.repo, ...filter, per_page: Math.min(limit, 100) }, ({ data }, done) => {
        count += data.length;
        if (count >= limit)
            done();
        return data;
    }));
    return deployments.slice(0, limit).map(found);
}
/** One deployment by id. Throws `GitHubError`. */
async function getDeployment(github, id) {
    const { data } = await github.ask(`read deployment ${id}`, (octokit) => octokit.rest.repos.getDeployment({ ...github.repo, deployment_id: id }));
    return found(data);
}

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/collect/deployments.js


/** Documents in the payloads of a commit's deployments, under `verdict`: as text, or as `carry` packs it. Throws `GitHubError`. */
async function collectFromDeployments(github, sha) {
    const deployments = await listDeployments(github, { sha });
    return deployments.flatMap(({ id, creator, payload }) => {
        const verdict = verdictIn(payload);
        if (verdict === undefined)
            return [];
        const packed = carried(verdict);
        const postedBy = creator.replace(/\[bot\]$/, '');
        return (packed.length > 0 ? packed : [verdict]).map((text) => ({
            origin: `deployment ${id}`,
            text,
            postedBy,
        }));
    });
}
function verdictIn(payload) {
    if (typeof payload !== 'object' || payload === null || !('verdict' in payload))
        return undefined;
    const { verdict } = payload;
    return typeof verdict === 'string' ? verdict : JSON.stringify(verdict);
}

;// CONCATENATED MODULE: ./.build-cli/packages/github/src/teams.js

/**
 * True for an active member. Needs `members: read`, which no GITHUB_TOKEN has; whatever is not a
 * clear answer throws `GitHubError` rather than reading as no, or yes.
 */
async function isTeamMember(github, asked) {
    try {
        const { data } = await github.ask(`look up ${asked.user} in ${asked.team}`, (octokit) => octokit.rest.teams.getMembershipForUserInOrg({
            org: asked.organization,
            team_slug: asked.team,
            username: asked.user,
        }));
        return data.state === 'active';
    }
    catch (error) {
        if (error instanceof github_error_GitHubError && error.status === 404)
            return false;
        throw error;
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/override.js
const MAX_AGE_MS = 24 * 3_600_000;
const MIN_REASON = 10;
const MIN_SHA = 7;
const COMMAND = /^\/sluice override (\S+) ([0-9a-f]{1,64})(?:[ \t]+(\S[^\r\n]*))?/;
/** The override that a comment asks for on its first line, or undefined. */
function parseOverride(body) {
    const match = COMMAND.exec(body);
    if (match === null)
        return undefined;
    return { environment: match[1] ?? '', sha: match[2] ?? '', reason: (match[3] ?? '').trim().slice(0, 500) };
}
/** Sets aside what named teams may set aside; everything else stays as it is. */
function applyOverrides(conditions, requests, policy, target, now) {
    const overrides = [];
    const refused = [];
    let left = conditions;
    for (const request of requests) {
        const refusal = refusalOf(request, policy, target, now);
        if (refusal !== undefined) {
            refused.push({ by: request.login, origin: request.origin, refusal });
            continue;
        }
        const rules = policy.overrides.filter(({ team }) => request.teams?.includes(team) ?? false);
        const kinds = new Set(rules.flatMap(({ may }) => may));
        const aside = left.filter((one) => !one.met && kinds.has(one.kind));
        if (aside.length === 0)
            continue;
        const team = rules[0]?.team ?? '';
        overrides.push({
            by: request.login,
            team,
            reason: request.reason,
            origin: request.origin,
            conditions: aside.map((one) => one.name),
        });
        const because = `set aside by ${request.login} of ${team}: ${request.reason}`;
        left = left.map((one) => aside.includes(one) ? { ...one, met: true, reason: 'overridden', because } : one);
    }
    return { conditions: left, overrides, refused };
}
function refusalOf(request, policy, target, now) {
    if (request.environment.toLowerCase() !== target.environment.toLowerCase())
        return 'other_environment';
    if (request.sha.length < MIN_SHA || !target.sha.startsWith(request.sha))
        return 'other_commit';
    if (request.edited)
        return 'edited';
    if (request.reason.length < MIN_REASON)
        return 'no_reason';
    if (now - request.at > MAX_AGE_MS)
        return 'expired';
    const { teams } = request;
    if (teams === undefined)
        return 'teams_unknown';
    return policy.overrides.some(({ team }) => teams.includes(team)) ? undefined : 'not_in_team';
}

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/collect/overrides.js


const LOOK_BACK_MS = 24 * 3_600_000;
const MAX_REQUESTS = 20;
/**
 * Override commands in the comments of the pull requests a commit belongs to. Comments are never evidence: only who
 * wrote one counts, and GitHub is asked for their teams. Throws `GitHubError`.
 */
async function collectOverrides(github, sha, policy, now) {
    if (policy.overrides.length === 0)
        return [];
    const comments = await commentsAbout(github, sha, new Date(now - LOOK_BACK_MS).toISOString());
    const asking = comments.flatMap((comment) => {
        const asked = parseOverride(comment.body ?? '');
        return asked === undefined || comment.user?.type !== 'User'
            ? []
            : [{ comment, login: comment.user.login, asked }];
    });
    return await Promise.all(asking.slice(-MAX_REQUESTS).map(async ({ comment, login, asked }) => ({
        origin: comment.html_url,
        login,
        ...asked,
        teams: await teamsOf(github, login, policy),
        edited: comment.created_at !== comment.updated_at,
        at: Date.parse(comment.created_at),
    })));
}
async function commentsAbout(github, sha, since) {
    const pulls = await github.ask(`find the pull requests of ${sha}`, (octokit, request) => octokit.paginate(octokit.rest.repos.listPullRequestsAssociatedWithCommit, {
        ...github.repo,
        commit_sha: sha,
        per_page: 100,
        request,
    }));
    const lists = await Promise.all(pulls.map(async ({ number }) => await github.ask(`list the comments of #${number}`, (octokit, request) => octokit.paginate(octokit.rest.issues.listComments, {
        ...github.repo,
        issue_number: number,
        since,
        per_page: 100,
        request,
    }))));
    return lists.flat();
}
/** Undefined when GitHub would not say; a token without `members: read` must not turn a comment into a crash, nor into a yes. */
async function teamsOf(github, user, policy) {
    const organization = github.repo.owner;
    try {
        const answers = await Promise.all(policy.overrides.map(async ({ team }) => (await isTeamMember(github, { organization, team, user })) ? [team] : []));
        return answers.flat();
    }
    catch (error) {
        if (error instanceof github_error_GitHubError)
            return undefined;
        throw error;
    }
}

// EXTERNAL MODULE: ./.build-cli/packages/verdict/src/verify.js + 2 modules
var verify = __webpack_require__(440);
// EXTERNAL MODULE: ./node_modules/@sigstore/bundle/dist/index.js
var dist = __webpack_require__(1040);
// EXTERNAL MODULE: ./node_modules/@sigstore/protobuf-specs/dist/index.js
var protobuf_specs_dist = __webpack_require__(9654);
// EXTERNAL MODULE: ./node_modules/@sigstore/verify/dist/index.js
var verify_dist = __webpack_require__(4187);
// EXTERNAL MODULE: ./.build-cli/packages/verdict/src/verify-refusal.js
var verify_refusal = __webpack_require__(8858);
;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/attestation.js




/** True for a Sigstore bundle, such as `actions/attest` writes. */
function isBundle(data) {
    if (typeof data !== 'object' || data === null || !('mediaType' in data))
        return false;
    return (typeof data.mediaType === 'string' && data.mediaType.startsWith('application/vnd.dev.sigstore.bundle'));
}
/**
 * Checks a bundle offline: certificate chain, timestamps and logs as far as the root names any, signature, signer; then
 * the statement as for any signed verdict. Throws `RefusedEnvelope`.
 */
function verifyAttestation(data, trust, rejudge) {
    const roots = documentsIn(trust.roots ?? '');
    if (roots.length === 0)
        throw new verify_refusal/* RefusedEnvelope */.N('no_keys', 'there is no trusted root to check it with');
    const bundle = reading('malformed_envelope', () => (0,dist/* bundleFromJSON */.vw)(data));
    const [first, ...others] = roots.map((root) => problemUnder(root, bundle, trust));
    const problem = others.includes(undefined) ? undefined : first;
    if (problem !== undefined)
        throw new verify_refusal/* RefusedEnvelope */.N('bad_signature', problem);
    if (bundle.content.$case !== 'dsseEnvelope')
        throw new verify_refusal/* RefusedEnvelope */.N('wrong_statement', 'it holds no statement');
    const payload = bundle.content.dsseEnvelope.payload.toString('utf8');
    return (0,verify/* verifyStatement */.$L)((0,verify_limits/* parseBounded */.n)(payload), trust.workflow, rejudge);
}
function documentsIn(text) {
    try {
        JSON.parse(text);
        return [text];
    }
    catch {
        return text.split('\n').filter((line) => line.trim() !== '');
    }
}
/** Why a bundle cannot be trusted under one root, or undefined. */
function problemUnder(root, bundle, trust) {
    try {
        const trusted = protobuf_specs_dist.TrustedRoot.fromJSON(JSON.parse(root));
        // GitHub's own root, for private repositories, names no logs and vouches by timestamps alone.
        const verifier = new verify_dist/* Verifier */.BL((0,verify_dist/* toTrustMaterial */.jO)(trusted), {
            tlogThreshold: trusted.tlogs.length > 0 ? 1 : 0,
            ctlogThreshold: trusted.ctlogs.length > 0 ? 1 : 0,
            timestampThreshold: 1,
        });
        verifier.verify((0,verify_dist/* toSignedEntity */.DC)(bundle), signerOf(trust));
        return undefined;
    }
    catch (error) {
        return error instanceof Error ? error.message : String(error);
    }
}
/** The library takes names for patterns; ours is the whole name and nothing else. */
function signerOf({ workflow, issuer }) {
    const whole = workflow.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw `\$&`);
    return { subjectAlternativeName: new RegExp(`^${whole}$`), extensions: { issuer } };
}
function reading(refusal, read) {
    try {
        return read();
    }
    catch (error) {
        throw new verify_refusal/* RefusedEnvelope */.N(refusal, error instanceof Error ? error.message : String(error));
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/evidence.js


/** Clocks of runners and of this gate may differ by this much. */
const SKEW_MS = 5 * 60_000;
/** Reads every document, and tells evidence about this target from what is refused. Order does not matter. */
function examine(documents, target, trust, now) {
    const results = documents.map((document) => examineOne(document, target, trust, now));
    const read = results.filter((one) => 'verdict' in one);
    const { newest, older } = sortOut(read);
    return {
        accepted: newest,
        refused: [...results.filter((one) => 'refusal' in one), ...older],
    };
}
function examineOne(document, target, trust, now) {
    const { origin, text, postedBy } = document;
    if (text === undefined)
        return { origin, refusal: 'unreadable', detail: 'it cannot be unpacked' };
    if (postedBy !== undefined && !trust.postedBy.includes(postedBy)) {
        return {
            origin,
            refusal: 'foreign_app',
            detail: `it was posted by the App ${postedBy}, which is not trusted here`,
        };
    }
    const mustVerify = isAuthenticating(trust);
    const result = mustVerify
        ? verifySigned(text, trust)
        : readUnsigned(text, trust.rejudge);
    if (!result.ok)
        return { origin, refusal: result.refusal, detail: result.detail };
    const { verdict, signedBy, signedAt } = result;
    const wrong = misplaced(verdict, target, trust) ?? untimely(verdict, signedAt, now);
    const claims = { action: verdict.action, service: verdict.subject.service };
    return wrong === undefined
        ? { origin, verdict, ...(signedBy === undefined || signedAt === undefined ? {} : { signedBy, signedAt }) }
        : { origin, ...wrong, claims };
}
/** Whether evidence needs a signature, of whatever kind. */
function isAuthenticating(trust) {
    return trust.keys.length > 0 || trust.signed || trust.attestations !== undefined;
}
function verifySigned(text, { keys, attestations, rejudge }) {
    if (attestations === undefined)
        return (0,verify/* verifyEnvelope */.Yj)(text, keys, rejudge);
    return (0,verify/* orRefusal */.kr)(() => {
        const data = (0,verify_limits/* parseBounded */.n)(text);
        return isBundle(data)
            ? verifyAttestation(data, attestations, rejudge)
            : (0,verify/* verifyEnvelope */.Yj)(text, keys, rejudge);
    });
}
/** Without a key an envelope is opened unchecked: the same words for the same content, signed or not. */
function readUnsigned(text, rejudge) {
    return (0,verify/* orRefusal */.kr)(() => {
        const data = (0,verify_limits/* parseBounded */.n)(text);
        const inner = payloadOf(data);
        return { ok: true, verdict: (0,verify/* readConsistent */.Hd)(inner, rejudge) };
    });
}
function payloadOf(data) {
    if (!evidence_isRecord(data) || typeof data['payload'] !== 'string')
        return data;
    const statement = (0,verify_limits/* parseBounded */.n)(Buffer.from(data['payload'], 'base64').toString('utf8'));
    return evidence_isRecord(statement) && evidence_isRecord(statement['predicate'])
        ? statement['predicate']['verdict']
        : statement;
}
function evidence_isRecord(data) {
    return typeof data === 'object' && data !== null && !Array.isArray(data);
}
function misplaced({ subject }, target, trust) {
    if (subject.repository.toLowerCase() !== target.repository.toLowerCase()) {
        return { refusal: 'other_repository', detail: `it is about ${subject.repository}` };
    }
    if (subject.sha !== target.sha)
        return { refusal: 'other_commit', detail: `it is about commit ${subject.sha}` };
    const known = trust.environments.some((one) => one.toLowerCase() === subject.environment.toLowerCase());
    return known
        ? undefined
        : { refusal: 'other_environment', detail: `it was gathered in ${subject.environment}` };
}
function untimely({ window }, signedAt, now) {
    if (Math.max(window.to, signedAt ?? window.to) <= now + SKEW_MS)
        return undefined;
    return { refusal: 'from_the_future', detail: 'it is dated later than now' };
}
/** Of several verdicts on the same thing only the newest counts; otherwise an old pass could outlive a new fail. */
function sortOut(read) {
    const newest = new Map();
    for (const one of read) {
        const { action, subject } = one.verdict;
        const key = JSON.stringify([action, subject.service, subject.environment.toLowerCase()]);
        const known = newest.get(key);
        if (known === undefined || isNewer(one, known))
            newest.set(key, one);
    }
    const kept = [...newest.values()];
    const older = read
        .filter((one) => !kept.some((other) => sameContent(one, other)))
        .map((one) => ({
        origin: one.origin,
        refusal: 'superseded',
        detail: 'there is a newer verdict on the same; an older one cannot be replayed',
        claims: { action: one.verdict.action, service: one.verdict.subject.service },
    }));
    return { newest: kept, older };
}
function isNewer(a, b) {
    const [endA, endB] = [a.verdict.window.to, b.verdict.window.to];
    if (endA !== endB)
        return endA > endB;
    if ((a.signedAt ?? 0) !== (b.signedAt ?? 0))
        return (a.signedAt ?? 0) > (b.signedAt ?? 0);
    // Two verdicts of one moment: the worse one counts, whichever was found first.
    return HARM[a.verdict.outcome] > HARM[b.verdict.outcome];
}
const HARM = { pass: 0, inconclusive: 1, fail: 2 };
function sameContent(a, b) {
    return a === b || JSON.stringify(a.verdict) === JSON.stringify(b.verdict);
}

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/calendar/rule.js
const rule_DAY_MS = 86_400_000;
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
/** Reads a rule; throws an error naming the part that is not understood. `instant` reads UNTIL. */
function parseRule(text, instant) {
    const parts = new Map(text.split(';').map((part) => part.split('=', 2)));
    const known = new Set(['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'WKST']);
    for (const name of parts.keys())
        if (!known.has(name))
            throw new Error(`${name} is not understood`);
    const frequency = FREQUENCIES.find((one) => one === parts.get('FREQ'));
    if (frequency === undefined)
        throw new Error(`FREQ must be one of ${FREQUENCIES.join(', ')}`);
    const days = (parts.get('BYDAY') ?? '')
        .split(',')
        .filter((day) => day !== '')
        .map(weekday);
    if (days.length > 0 && frequency !== 'WEEKLY' && frequency !== 'DAILY')
        throw new Error(`BYDAY with FREQ=${frequency} is not understood`);
    const count = parts.get('COUNT');
    const until = parts.get('UNTIL');
    return {
        frequency,
        interval: positive(parts.get('INTERVAL') ?? '1', 'INTERVAL'),
        ...(count === undefined ? {} : { count: positive(count, 'COUNT') }),
        ...(until === undefined ? {} : { until: instant(until) }),
        days,
        weekStart: weekday(parts.get('WKST') ?? 'MO'),
    };
}
function weekday(text) {
    const index = WEEKDAYS.findIndex((one) => one === text);
    if (index < 0)
        throw new Error(`day ${JSON.stringify(text)} is not understood`);
    return index;
}
function positive(text, name) {
    if (!/^[1-9]\d{0,8}$/.test(text))
        throw new Error(`${name} must be a whole number of at least 1`);
    return Number(text);
}
/** Wall times of occurrences in order, from `start`, until the caller stops asking or the rule's COUNT is reached. */
function* occurrences(rule, start) {
    let made = 0;
    for (let step = 0; step < MAX_STEPS; step++) {
        for (const wall of candidates(rule, start, step)) {
            if (wall < start)
                continue;
            if (rule.count !== undefined && made >= rule.count)
                return;
            made++;
            yield wall;
        }
    }
}
/** A daily rule over a century; beyond it a calendar is not about us. */
const MAX_STEPS = 40_000;
function candidates(rule, start, step) {
    const by = step * rule.interval;
    switch (rule.frequency) {
        case 'DAILY': {
            const wall = start + by * rule_DAY_MS;
            return rule.days.length === 0 || rule.days.includes(new Date(wall).getUTCDay()) ? [wall] : [];
        }
        case 'WEEKLY': {
            const intoWeek = (day) => (day - rule.weekStart + 7) % 7;
            const today = new Date(start).getUTCDay();
            const weekBegins = start - intoWeek(today) * rule_DAY_MS + by * 7 * rule_DAY_MS;
            const days = rule.days.length === 0 ? [today] : rule.days;
            return days
                .map(intoWeek)
                .sort((a, b) => a - b)
                .map((offset) => weekBegins + offset * rule_DAY_MS);
        }
        case 'MONTHLY':
            return sameDay(start, 0, by);
        case 'YEARLY':
            return sameDay(start, by, 0);
    }
}
/** The same day some months or years on; nothing where that month has no such day. */
function sameDay(start, years, months) {
    const from = new Date(start);
    const day = Date.UTC(from.getUTCFullYear() + years, from.getUTCMonth() + months, from.getUTCDate());
    return new Date(day).getUTCDate() === from.getUTCDate()
        ? [day + (((start % rule_DAY_MS) + rule_DAY_MS) % rule_DAY_MS)]
        : [];
}

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/calendar/busy.js


/** The event of a calendar that is going on at an instant, and when it ends; undefined where there is none. */
function busyAt(events, now) {
    for (const event of events) {
        const until = endOfRunning(event, now);
        if (until !== undefined)
            return { summary: event.summary, until };
    }
    return undefined;
}
const FURTHEST_MS = 86_400_000;
function endOfRunning(event, now) {
    const walls = event.rule === undefined ? [event.start] : occurrences(event.rule, event.start);
    for (const wall of walls) {
        // No zone is further than this from UTC; looking zones up is what takes time.
        if (wall + event.lengthMs + FURTHEST_MS < now)
            continue;
        const start = instantOf(wall, event.zone);
        if (start > now || start > (event.rule?.until ?? Infinity))
            return undefined;
        const byClock = instantOf(wall + event.lengthMs, event.zone);
        // Across a change of the clocks the two ends differ; a freeze that is an hour too long does less harm.
        const end = event.wholeDay ? byClock : Math.max(byClock, start + event.lengthMs);
        if (now < end && !event.except.has(start))
            return end;
    }
    return undefined;
}

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/calendar/ics.js


/** A calendar that cannot be read whole; half a freeze calendar would open the gate on the wrong day. */
class CalendarUnreadable extends Error {
    name = 'CalendarUnreadable';
}
const MAX_EVENTS = 2000;
const ics_DAY_MS = 86_400_000;
/** Reads the events of an iCalendar file (RFC 5545); throws `CalendarUnreadable` for what it does not understand. */
function readCalendar(text, floatingZone) {
    const lines = text
        .replaceAll(/\r?\n[ \t]/g, '')
        .split(/\r?\n/)
        .filter((line) => line.trim() !== '')
        .map(readLine);
    if (lines[0]?.name !== 'BEGIN' || lines[0].value.toUpperCase() !== 'VCALENDAR')
        throw new CalendarUnreadable('it is not an iCalendar file');
    if (lines.at(-1)?.name !== 'END' || lines.at(-1)?.value.toUpperCase() !== 'VCALENDAR')
        throw new CalendarUnreadable('it is cut off');
    const blocks = eventBlocks(lines);
    if (blocks.length > MAX_EVENTS)
        throw new CalendarUnreadable(`it has more than ${MAX_EVENTS} events`);
    const moved = movedOccurrences(blocks, floatingZone);
    return blocks
        .filter((block) => ics_valueOf(block, 'STATUS').toUpperCase() !== 'CANCELLED')
        .map((block) => readEvent(block, floatingZone, moved));
}
function readLine(line) {
    const match = /^([A-Za-z0-9-]+)((?:;[^=;:]+=(?:"[^"]*"|[^";:]*))*):(.*)$/.exec(line);
    if (match === null)
        throw new CalendarUnreadable(`a line is not a property: ${JSON.stringify(line.slice(0, 60))}`);
    const params = [...(match[2] ?? '').matchAll(/;([^=;:]+)=(?:"([^"]*)"|([^";:]*))/g)];
    return {
        name: (match[1] ?? '').toUpperCase(),
        params: Object.fromEntries(params.map(([, key = '', quoted, plain]) => [key.toUpperCase(), quoted ?? plain ?? ''])),
        value: match[3] ?? '',
    };
}
function eventBlocks(lines) {
    const blocks = [];
    const open = [];
    for (const line of lines) {
        const what = line.value.toUpperCase();
        if (line.name === 'BEGIN') {
            open.push(what);
            if (what === 'VEVENT')
                blocks.push([]);
        }
        else if (line.name === 'END') {
            if (open.pop() !== what)
                throw new CalendarUnreadable(`END:${what} closes nothing`);
        }
        else if (open.at(-1) === 'VEVENT')
            blocks.at(-1)?.push(line);
    }
    return blocks;
}
function movedOccurrences(blocks, floatingZone) {
    const moved = new Map();
    for (const block of blocks) {
        const line = block.find((one) => one.name === 'RECURRENCE-ID');
        if (line === undefined)
            continue;
        const { wall, zone } = readTime(line, line.value, floatingZone);
        const uid = ics_valueOf(block, 'UID');
        moved.set(uid, (moved.get(uid) ?? new Set()).add(instantOf(wall, zone)));
    }
    return moved;
}
function readEvent(block, floatingZone, moved) {
    const summary = ics_valueOf(block, 'SUMMARY')
        .replaceAll(/\\([\\;,])/g, '$1')
        .replaceAll(/\\n/gi, ' ');
    if (block.some((line) => line.name === 'RDATE'))
        throw new CalendarUnreadable(`event ${JSON.stringify(summary)} uses RDATE, which is not understood`);
    const start = block.find((line) => line.name === 'DTSTART');
    if (start === undefined)
        throw new CalendarUnreadable(`event ${JSON.stringify(summary)} has no DTSTART`);
    const { wall, zone, wholeDay } = readTime(start, start.value, floatingZone);
    const rule = block.filter((line) => line.name === 'RRULE');
    if (rule.length > 1)
        throw new CalendarUnreadable(`event ${JSON.stringify(summary)} has several RRULEs`);
    const ownExceptions = block
        .filter((line) => line.name === 'EXDATE')
        .flatMap((line) => line.value.split(',').map((value) => readTime(line, value, floatingZone)))
        .map((time) => instantOf(time.wall, time.zone));
    const isMoved = block.some((line) => line.name === 'RECURRENCE-ID');
    return {
        summary,
        zone,
        start: wall,
        wholeDay,
        lengthMs: lengthOf(block, wall, zone, wholeDay, floatingZone),
        ...(rule[0] === undefined ? {} : { rule: ruleOf(rule[0], zone, floatingZone) }),
        except: new Set([...ownExceptions, ...(isMoved ? [] : (moved.get(ics_valueOf(block, 'UID')) ?? []))]),
    };
}
function ruleOf(line, zone, floatingZone) {
    const until = (value) => {
        const time = readTime(line, value, zone === 'UTC' ? floatingZone : zone);
        return instantOf(time.wall, time.zone) + (time.wholeDay ? ics_DAY_MS - 1 : 0);
    };
    try {
        return parseRule(line.value, until);
    }
    catch (error) {
        throw new CalendarUnreadable(`RRULE:${line.value}: ${error instanceof Error ? error.message : String(error)}`);
    }
}
function lengthOf(block, start, zone, wholeDay, floatingZone) {
    const end = block.find((line) => line.name === 'DTEND');
    if (end !== undefined) {
        const time = readTime(end, end.value, floatingZone);
        const length = time.zone === zone ? time.wall - start : instantOf(time.wall, time.zone) - instantOf(start, zone);
        if (length < 0)
            throw new CalendarUnreadable('an event ends before it starts');
        return length;
    }
    const duration = ics_valueOf(block, 'DURATION');
    return duration === '' ? (wholeDay ? ics_DAY_MS : 0) : durationMs(duration);
}
function durationMs(text) {
    const match = /^\+?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
    if (match === null)
        throw new CalendarUnreadable(`DURATION ${JSON.stringify(text)} is not understood`);
    const [weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
    return (((((weeks ?? 0) * 7 + (days ?? 0)) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60_000 +
        (seconds ?? 0) * 1000);
}
function readTime(line, value, floatingZone) {
    const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/.exec(value.trim());
    if (match === null)
        throw new CalendarUnreadable(`${line.name} ${JSON.stringify(value.slice(0, 40))} is not a date`);
    const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
    const wall = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
    if (new Date(wall).getUTCDate() !== day) {
        throw new CalendarUnreadable(`${line.name} ${JSON.stringify(value.slice(0, 40))} is no day of that month`);
    }
    if (match[7] === 'Z')
        return { wall, zone: 'UTC', wholeDay: false };
    const zone = line.params['TZID'] ?? floatingZone;
    if (!isZone(zone))
        throw new CalendarUnreadable(`time zone ${JSON.stringify(zone)} is not an IANA name`);
    return { wall, zone, wholeDay: match[4] === undefined };
}
function ics_valueOf(block, name) {
    return block.find((line) => line.name === name)?.value.trim() ?? '';
}

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/freeze.js



/** The condition of one freeze: met while it does not apply. A calendar that was not fetched or cannot be read applies. */
function freezeCondition(freeze, calendars, now) {
    const name = `freeze ${freeze.name}`;
    const make = (until, what) => until === undefined
        ? {
            name,
            kind: 'freeze',
            met: true,
            reason: 'no_freeze',
            because: `${what} does not apply now`,
            heals: 'clock',
        }
        : {
            name,
            kind: 'freeze',
            met: false,
            reason: 'frozen',
            because: `${what} lasts until ${new Date(until).toISOString()}`,
            heals: 'clock',
        };
    if (freeze.kind === 'span') {
        const [from, to] = [instantOf(freeze.from, freeze.zone), instantOf(freeze.to, freeze.zone)];
        return make(now >= from && now < to ? to : undefined, 'it');
    }
    if (freeze.kind === 'weekly')
        return make(endOfWeekly(freeze, now), 'it');
    try {
        const text = calendars[freeze.path];
        if (text === undefined)
            throw new CalendarUnreadable('there is no such file on the default branch');
        const busy = busyAt(readCalendar(text, freeze.zone), now);
        return make(busy?.until, busy === undefined ? 'it' : `"${busy.summary}"`);
    }
    catch (error) {
        if (!(error instanceof CalendarUnreadable))
            throw error;
        return {
            name,
            kind: 'freeze',
            met: false,
            reason: 'calendar_unreadable',
            because: `${freeze.path}: ${error.message}`,
            heals: 'never',
        };
    }
}
const WEEK_MINUTES = 7 * 1440;
const freeze_MINUTE_MS = 60_000;
function endOfWeekly(freeze, now) {
    const wall = wallOf(now, freeze.zone);
    const minute = weekMinute(wall);
    const since = (minute - freeze.from + WEEK_MINUTES) % WEEK_MINUTES;
    // From Monday 00:00 to Sunday 24:00 is the whole week, not none of it.
    const lasts = (freeze.to - freeze.from + WEEK_MINUTES) % WEEK_MINUTES || WEEK_MINUTES;
    if (since >= lasts)
        return undefined;
    return instantOf(Math.floor(wall / freeze_MINUTE_MS) * freeze_MINUTE_MS + (lasts - since) * freeze_MINUTE_MS, freeze.zone);
}

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/group.js
/** All answers must be about one artifact: the one to be promoted, where the gate knows it. */
function artifactCondition(policy, target, asked) {
    if (policy.artifact === 'any')
        return [];
    return [...new Set(asked.map(({ service }) => service))].flatMap((service) => {
        const answers = asked.flatMap((one) => one.service === service && one.answer !== undefined ? [one.answer] : []);
        if (answers.length === 0)
            return [];
        const named = answers.flatMap(({ verdict }) => verdict.subject.artifact ?? []);
        // The gate is asked about one artifact; it belongs to the service it was asked about.
        const expected = target.service === undefined || target.service === service ? target.artifact : undefined;
        const wanted = expected ?? named[0];
        const base = {
            name: `artifact of ${service ?? 'any service'}`,
            kind: 'artifact',
            heals: 'evidence',
        };
        const other = named.find((digest) => digest !== wanted);
        if (other !== undefined)
            return [
                {
                    ...base,
                    met: false,
                    reason: 'other_artifact',
                    because: `tested was ${other}, to be promoted is ${wanted ?? 'unknown'}`,
                },
            ];
        const mustName = policy.artifact === 'required' || expected !== undefined;
        if (mustName && named.length < answers.length)
            return [
                {
                    ...base,
                    met: false,
                    reason: 'artifact_missing',
                    because: 'a verdict does not say which artifact was tested',
                },
            ];
        return [
            {
                ...base,
                met: true,
                reason: 'same_artifact',
                because: wanted === undefined ? 'no verdict names an artifact' : `all verdicts are about ${wanted}`,
            },
        ];
    });
}
/** Enough members of a lock-step group are ready, and none of them failed. */
function quorumCondition(quorum, asked, conditions) {
    const base = { name: `quorum ${quorum.name}`, kind: 'quorum' };
    const failed = quorum.services.filter((service) => asked.some((one) => one.service === service && one.answer?.verdict.outcome === 'fail'));
    if (failed.length > 0) {
        return {
            ...base,
            met: false,
            reason: 'group_member_failed',
            because: `${failed.join(', ')} failed, and the group goes together`,
            heals: 'never',
        };
    }
    const ready = quorum.services.filter((service) => {
        const about = asked.filter((one) => one.service === service);
        return about.length > 0 && about.every((one) => conditions.get(one)?.every(({ met }) => met) ?? false);
    });
    const met = ready.length >= quorum.atLeast;
    const because = `${ready.length} of ${quorum.services.length} are ready, ${quorum.atLeast} are asked for`;
    return { ...base, met, reason: met ? 'quorum_reached' : 'quorum_missing', because, heals: 'evidence' };
}

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/requirement.js
/** Pairs every requirement with each of its services and with the verdict that answers it. */
function ask(policy, target, accepted) {
    return policy.require.flatMap((requirement) => {
        const environment = (requirement.environment ?? target.evidenceFrom).toLowerCase();
        const fitting = accepted.filter(({ verdict }) => verdict.action === requirement.action && verdict.subject.environment.toLowerCase() === environment);
        const services = requirement.services ?? (target.service === undefined ? anyOf(fitting) : [target.service]);
        return services.map((service) => ({
            requirement,
            service,
            answer: fitting.find(({ verdict }) => verdict.subject.service === service),
        }));
    });
}
/** Every service that there is evidence of, so that a failing one is not overlooked; without any, one that is missing. */
function anyOf(fitting) {
    return fitting.length === 0 ? [undefined] : fitting.map(({ verdict }) => verdict.subject.service);
}
/** Every condition on one answer, met or not. */
function conditionsOf(asked, policy, refused, now) {
    const { requirement, service, answer } = asked;
    const what = `${requirement.action} of ${service ?? 'any service'}`;
    if (answer === undefined)
        return [missing(what, asked, refused)];
    const { verdict, origin } = answer;
    const say = (kind, met, [yes, no], because, heals) => ({
        name: `${what}: ${kind}`,
        kind,
        met,
        reason: met ? yes : no,
        because,
        heals,
    });
    const maxAge = requirement.maxAgeMs ?? policy.maxAgeMs;
    const age = now - verdict.window.to;
    const least = Math.max(requirement.minTrials ?? 0, policy.minTrials);
    const trials = fewestTrials(answer);
    const { confidence } = verdict.policy.document;
    return [
        say('evidence', true, ['evidence_accepted', 'evidence_missing'], `found in ${origin}`, 'evidence'),
        outcomeCondition(what, answer),
        say('trials', trials >= least, ['enough_trials', 'too_few_trials'], `the least observed metric had ${trials} trials of the candidate, ${least} are asked for`, 'evidence'),
        say('age', age <= maxAge, ['fresh', 'expired'], `its evidence ends ${ago(age)}, at most ${ago(maxAge)} is allowed`, 'evidence'),
        say('confidence', confidence >= policy.confidence, ['confidence_kept', 'confidence_too_low'], `it was judged at ${percent(confidence)}, at least ${percent(policy.confidence)} is asked for`, 'evidence'),
        say('policy', policy.policies?.includes(verdict.policy.digest) ?? true, ['policy_allowed', 'policy_not_allowed'], policy.policies === undefined
            ? 'any judging policy is allowed'
            : `it was judged under ${verdict.policy.digest}`, 'evidence'),
    ];
}
function missing(what, { requirement, service }, refused) {
    const name = `${what}: evidence`;
    // Who cannot be identified may have meant to answer anything.
    const tried = refused.filter(({ claims }) => claims === undefined ||
        (claims.action === requirement.action && (service === undefined || claims.service === service)));
    if (tried.length === 0) {
        return {
            name,
            kind: 'evidence',
            met: false,
            reason: 'evidence_missing',
            because: 'there is no verdict yet',
            heals: 'evidence',
        };
    }
    const why = tried.map((one) => `${one.origin}: ${one.refusal}, ${one.detail}`).join('; ');
    return { name, kind: 'evidence', met: false, reason: 'evidence_refused', because: why, heals: 'evidence' };
}
function outcomeCondition(what, { verdict }) {
    const reasons = {
        pass: 'outcome_passed',
        fail: 'outcome_failed',
        inconclusive: 'outcome_inconclusive',
    };
    return {
        name: `${what}: outcome`,
        kind: 'outcome',
        met: verdict.outcome === 'pass',
        reason: reasons[verdict.outcome],
        because: `its verdict is ${verdict.outcome} (${verdict.reason})`,
        heals: verdict.outcome === 'fail' ? 'never' : 'evidence',
    };
}
/** Trials of the candidate in the least observed critical metric, counted from the samples themselves. */
function fewestTrials({ verdict }) {
    const counts = verdict.evidence.filter((one) => one.critical).map(({ samples }) => trialsOf(samples));
    return counts.length === 0 ? 0 : Math.min(...counts);
}
function trialsOf({ blocks }) {
    return blocks.reduce((sum, { candidate }) => {
        switch (candidate.kind) {
            case 'proportion':
                return sum + candidate.trials;
            case 'count':
                return sum + candidate.exposure;
            case 'summary':
                return sum + candidate.n;
            case 'values':
                return sum + candidate.values.length;
            case 'histogram':
                return sum + candidate.counts.reduce((a, b) => a + b, 0);
            case 'sketch':
                return sum + candidate.zeros + candidate.bins.reduce((a, [, n]) => a + n, 0);
            case 'scalar':
                return sum + 1;
            case 'absent':
                return sum;
        }
    }, 0);
}
const percent = (share) => `${Math.round(share * 1000) / 10} %`;
function ago(ms) {
    const minutes = Math.round(ms / 60_000);
    return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 6) / 10} h`;
}

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/decide.js





/**
 * Opens only if every condition is met. Closes where something can no longer be met for this commit, where evidence was
 * refused, or where waiting took too long; otherwise it waits. Pure: the same input gives the same decision.
 */
function decideGate(policy, collected, now) {
    const { target, since } = collected;
    const { accepted, refused } = examine(collected.documents, target, trustOf(policy, collected), now);
    const asked = ask(policy, target, accepted);
    const own = new Map(asked.map((one) => [one, conditionsOf(one, policy, refused, now)]));
    const found = [
        ...[...own.values()].flat(),
        ...artifactCondition(policy, target, asked),
        ...policy.quorum.map((quorum) => quorumCondition(quorum, asked, own)),
        ...policy.freeze.map((freeze) => freezeCondition(freeze, collected.files, now)),
    ];
    const { conditions, overrides, refused: refusedOverrides, } = applyOverrides(found, collected.overrides, policy, target, now);
    const unmet = conditions.filter((one) => !one.met);
    return {
        ...conclusionOf(unmet, overrides.length > 0, policy.waitMs, since === undefined ? undefined : now - since),
        conditions,
        accepted,
        refused,
        overrides,
        refusedOverrides,
        authenticated: isAuthenticating(policy),
    };
}
/** `waitedMs` is undefined where nobody waits: then refused evidence closes at once, for nobody would be told later. */
function conclusionOf(unmet, overridden, waitMs, waitedMs) {
    const [first] = unmet;
    if (first === undefined)
        return { decision: 'open', reason: overridden ? 'overridden' : 'all_conditions_met' };
    const final = unmet.find((one) => one.heals === 'never');
    if (final !== undefined)
        return { decision: 'closed', reason: final.reason };
    if (waitedMs === undefined && unmet.some((one) => one.reason === 'evidence_refused')) {
        return { decision: 'closed', reason: 'evidence_refused' };
    }
    if (waitedMs !== undefined && waitedMs >= waitMs && unmet.some((one) => one.heals === 'evidence')) {
        return { decision: 'closed', reason: 'out_of_time' };
    }
    return { decision: 'waiting', reason: first.reason };
}
function trustOf({ attestations: rule, ...policy }, { files, target, rejudge }) {
    const environments = policy.require.map((one) => one.environment ?? target.evidenceFrom);
    const attestations = rule === undefined ? {} : { attestations: { ...rule, roots: files[rule.root] } };
    return { ...policy, ...attestations, environments, rejudge };
}

;// CONCATENATED MODULE: ./.build-cli/packages/github/src/approvals.js


/** The environments whose jobs of this run still wait. Throws `GitHubError`. */
async function listPendingDeployments(github, runId) {
    const { data } = await github.ask(`read what run ${runId} waits for`, (octokit) => octokit.rest.actions.getPendingDeploymentsForRun({ ...github.repo, run_id: runId }));
    return data.map((one) => ({
        environmentId: one.environment.id ?? 0,
        environment: one.environment.name ?? '',
        canApprove: one.current_user_can_approve,
    }));
}
/**
 * Refuses, before anything is sent, to review with a token that can never be a reviewer. Throws
 * `GitHubError` that names the alternatives.
 */
function requireReviewer(github) {
    if (tokenKind(github.token) !== 'installation')
        return;
    throw new GitHubError('review a pending deployment', 403, 'could not review a pending deployment: a GITHUB_TOKEN or an App is never a reviewer', 'Give the token of a person who is a required reviewer, or let a GitHub App own a protection rule.');
}
/** Approves or rejects as a required reviewer. Throws `GitHubError`. */
async function reviewPendingDeployments(github, asked) {
    requireReviewer(github);
    await github.ask(`review run ${asked.runId}`, (octokit) => octokit.rest.actions.reviewPendingDeploymentsForRun({
        ...github.repo,
        run_id: asked.runId,
        environment_ids: [...asked.environmentIds],
        state: asked.state,
        comment: asked.comment,
    }));
}
/** Who has answered for a run, and how, oldest first. Throws `GitHubError`. */
async function listApprovals(github, runId) {
    const { data } = await github.ask(`read the approvals of run ${runId}`, (octokit) => octokit.rest.actions.getReviewsForRun({ ...github.repo, run_id: runId }));
    return data.map((one) => ({
        environments: one.environments.map(({ name }) => name ?? ''),
        state: one.state,
        user: one.user.login,
        comment: one.comment,
    }));
}

// EXTERNAL MODULE: ./.build-cli/packages/judge/src/rejudge.js
var rejudge = __webpack_require__(9138);
;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/app/run.js

/** Reads a run. Throws `GitHubError`. */
async function readRun(github, runId) {
    const { data } = await github.ask(`read workflow run ${runId}`, (octokit, request) => octokit.rest.actions.getWorkflowRun({ ...github.repo, run_id: runId, request }));
    return {
        id: data.id,
        headSha: data.head_sha,
        attempt: data.run_attempt ?? 1,
        startedAt: Date.parse(data.run_started_at ?? data.created_at),
    };
}
/** Whether we answered for this environment in this attempt; the history keeps the answers of earlier attempts too. */
async function wasAnswered(github, run, environment, login) {
    const approvals = await listApprovals(github, run.id);
    const ours = approvals.filter((one) => one.user === login &&
        one.state !== 'pending' &&
        one.environments.some((name) => name.toLowerCase() === environment.toLowerCase()));
    return ours.length >= run.attempt;
}
/** Every job of this repository that waits for an environment with a rule of ours; `sha` narrows to one commit. Throws `GitHubError`. */
async function listGuarded(github, login, sha) {
    const waiting = await listWaiting(github, sha);
    const names = [...new Set(waiting.map((one) => one.environment))];
    const guarded = await Promise.all(names.map(async (name) => ((await guards(github, name, login)) ? [name] : [])));
    return waiting.filter((one) => guarded.flat().includes(one.environment));
}
async function listWaiting(github, sha) {
    const runs = await github.ask('list waiting workflow runs', (octokit, request) => octokit.paginate(octokit.rest.actions.listWorkflowRunsForRepo, {
        ...github.repo,
        status: 'waiting',
        per_page: 100,
        ...(sha === undefined ? {} : { head_sha: sha }),
        request,
    }));
    const lists = await Promise.all(runs.map(async ({ id }) => {
        const pending = await listPendingDeployments(github, id);
        return pending.map(({ environment }) => ({ runId: id, environment }));
    }));
    return lists.flat();
}
async function guards(github, environment, login) {
    const { data } = await github.ask(`read the rules of ${environment}`, (octokit, request) => octokit.rest.repos.getAllDeploymentProtectionRules({
        ...github.repo,
        environment_name: environment,
        request,
    }));
    const rules = data.custom_deployment_protection_rules ?? [];
    return rules.some((rule) => rule.enabled && `${rule.app.slug}[bot]` === login);
}

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/app/consider.js




/**
 * Looks at one waiting job and answers it if it can be decided. What it decides depends on nothing but GitHub's state,
 * the policy and the time, so that any copy of this App decides alike. Throws `GitHubError` or `UserError`.
 */
async function consider(github, login, waiting, options) {
    const { runId, environment } = waiting;
    const run = await readRun(github, runId);
    if (await isSettled(github, login, run, environment))
        return { kind: 'settled' };
    const decided = await decide(github, run, environment, options);
    if (decided.decision === 'waiting')
        return { kind: 'decided', decided };
    const state = decided.decision === 'open' ? 'approved' : 'rejected';
    // Deciding took a while, and another copy may have been faster.
    if (await isSettled(github, login, run, environment))
        return { kind: 'settled' };
    try {
        await answerProtectionRule(github, {
            runId,
            environment,
            state,
            comment: gateBrief(decided, MAX_REPORT_CHARACTERS),
        });
    }
    catch (error) {
        if (!(error instanceof github_error_GitHubError) || !(await isSettled(github, login, run, environment)))
            throw error;
        return { kind: 'settled' };
    }
    return { kind: 'decided', decided };
}
async function isSettled(github, login, run, environment) {
    const pending = await listPendingDeployments(github, run.id);
    if (!pending.some((one) => sameName(one.environment, environment)))
        return true;
    return await wasAnswered(github, run, environment, login);
}
async function decide(github, run, environment, options) {
    const now = options.now();
    const policy = await fetchPolicy(github, options.policyPath);
    const sha = run.headSha;
    const [checks, deployments, overrides, files, since] = await Promise.all([
        collectFromChecks(github, sha),
        collectFromDeployments(github, sha),
        collectOverrides(github, sha, policy, now),
        fetchPolicyFiles(github, policy),
        waitsSince(github, run, environment),
    ]);
    const target = { repository: github.repository, sha, environment, evidenceFrom: environment };
    return decideGate(policy, { target, documents: [...checks, ...deployments], files, overrides, rejudge: rejudge/* rejudge */.N, since }, now);
}
/** GitHub records a deployment the moment a job begins to wait for an environment. */
async function waitsSince(github, run, environment) {
    const [newest] = await listDeployments(github, { sha: run.headSha, environment, task: 'deploy', limit: 1 });
    return Math.max(Date.parse(newest?.createdAt ?? ''), run.startedAt) || run.startedAt;
}
function sameName(a, b) {
    return a.toLowerCase() === b.toLowerCase();
}

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/app/metrics.js
const BUCKETS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10];
const COUNTERS = {
    webhooks: ['sluice_gate_webhooks_total', 'Webhooks by what became of them.', 'result'],
    decisions: ['sluice_gate_decisions_total', 'Looks at waiting deployments by what was decided.', 'decision'],
    answers: ['sluice_gate_answers_total', 'Answers given to GitHub.', 'state'],
    failures: ['sluice_gate_failures_total', 'Looks that ended in an error and are tried again.', 'where'],
    reconciles: ['sluice_gate_reconciles_total', 'Rounds over everything that waits.', 'result'],
};
function createMetrics() {
    const counts = new Map();
    const buckets = BUCKETS.map(() => 0);
    let [total, sum] = [0, 0];
    return {
        count: (name, label = 'all') => {
            const [metric, , key] = COUNTERS[name];
            const series = `${metric}{${key}=${JSON.stringify(label)}}`;
            counts.set(series, (counts.get(series) ?? 0) + 1);
        },
        acknowledged: (seconds) => {
            total += 1;
            sum += seconds;
            BUCKETS.forEach((bound, i) => {
                if (seconds <= bound)
                    buckets[i] = (buckets[i] ?? 0) + 1;
            });
        },
        text: (waiting) => {
            const counters = Object.values(COUNTERS).flatMap(([metric, help]) => [
                `# HELP ${metric} ${help}`,
                `# TYPE ${metric} counter`,
                ...[...counts]
                    .filter(([series]) => series.startsWith(`${metric}{`))
                    .map(([series, n]) => `${series} ${n}`),
            ]);
            const ack = 'sluice_gate_acknowledge_seconds';
            return [
                ...counters,
                `# HELP ${ack} Time to acknowledge a webhook.`,
                `# TYPE ${ack} histogram`,
                ...BUCKETS.map((bound, i) => `${ack}_bucket{le="${bound}"} ${buckets[i] ?? 0}`),
                `${ack}_bucket{le="+Inf"} ${total}`,
                `${ack}_sum ${sum}`,
                `${ack}_count ${total}`,
                '# HELP sluice_gate_queue Looks that are due or under way.',
                '# TYPE sluice_gate_queue gauge',
                `sluice_gate_queue ${waiting}`,
                '',
            ].join('\n');
        },
    };
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/app/queue.js

function createQueue(lanes, failed) {
    const due = new Map();
    const running = new Set();
    // A clock that is set back must not stop the work.
    const now = () => performance.now();
    let closed = false;
    let timer;
    const pump = () => {
        clearTimeout(timer);
        for (const [key, entry] of due) {
            if (running.size >= lanes)
                return;
            if (entry.due > now() || running.has(key))
                continue;
            due.delete(key);
            running.add(key);
            void entry
                .work()
                .catch((error) => failed(key, error))
                .finally(() => {
                running.delete(key);
                pump();
            });
        }
        const next = Math.min(...[...due.values()].map((entry) => entry.due));
        if (next < Infinity)
            timer = setTimeout(pump, Math.max(1, next - now()));
    };
    const idle = async () => {
        while (due.size > 0 || running.size > 0)
            await (0,promises_.setTimeout)(5);
    };
    return {
        add: (key, work, delayMs = 0) => {
            if (closed)
                return;
            const at = now() + delayMs;
            const known = due.get(key);
            due.set(key, { work, due: Math.min(at, known?.due ?? at) });
            pump();
        },
        size: () => due.size + running.size,
        drain: async (ms) => {
            closed = true;
            // What is not due yet can be done by another copy, or by the next round after a restart.
            for (const [key, entry] of due)
                if (entry.due > now())
                    due.delete(key);
            await Promise.race([idle(), (0,promises_.setTimeout)(ms, undefined, { ref: false })]);
            due.clear();
            clearTimeout(timer);
        },
        idle,
    };
}

;// CONCATENATED MODULE: ./.build-cli/packages/github/src/hook-deliveries.js
/**
 * Deliveries to the App since then, newest first. GitHub redelivers nothing by itself, so those
 * that failed have to be found here. Throws `GitHubError`.
 */
async function listHookDeliveries(app, since) {
    const deliveries = await app.ask('list webhook deliveries', (octokit) => octokit.paginate(octokit.rest.apps.listWebhookDeliveries, { per_page: 100 }, ({ data }, done) => {
        const last = data.at(-1);
        if (last !== undefined && Date.parse(last.delivered_at) < since.getTime())
            done();
        return data;
    }));
    return deliveries
        .filter((one) => Date.parse(one.delivered_at) >= since.getTime())
        .map((one) => ({
        id: one.id,
        guid: one.guid,
        event: one.event,
        action: one.action,
        deliveredAt: one.delivered_at,
        redelivery: one.redelivery,
        statusCode: one.status_code,
        repositoryId: one.repository_id,
    }));
}
/** Asks GitHub to deliver once more, under the same guid. Throws `GitHubError`. */
async function redeliverHook(app, deliveryId) {
    await app.ask(`redeliver webhook ${deliveryId}`, (octokit) => octokit.rest.apps.redeliverWebhookDelivery({ delivery_id: deliveryId }));
}

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/app/reconcile.js



/** How far back failed deliveries are looked for; older ones are long found by looking at what waits. */
const reconcile_LOOK_BACK_MS = 3_600_000;
const MAX_ATTEMPTS = 3;
/**
 * Looks at every job that waits for an environment we guard, whether a webhook told us or not, and has GitHub deliver
 * again what did not arrive. Never throws: a repository that cannot be read does not hide the others.
 */
async function reconcile(tools) {
    const { access, log, metrics } = tools;
    const attempt = async (what, work) => {
        try {
            await work();
            return true;
        }
        catch (error) {
            log.warning(`could not ${what}`, { error: describe(error) });
            return false;
        }
    };
    let repositories = [];
    const done = [
        await attempt('have webhooks delivered again', async () => await redeliverFailed(tools)),
        await attempt('list the repositories', async () => {
            repositories = await access.repositories();
        }),
    ];
    for (const repository of repositories) {
        done.push(await attempt(`look at what waits in ${repository}`, async () => await lookAtAll(repository, tools)));
    }
    metrics.count('reconciles', done.every((one) => one) ? 'complete' : 'partial');
}
async function lookAtAll(repository, { access, look }) {
    const github = await access.repository(repository);
    for (const one of await listGuarded(github, await access.login()))
        look({ repository, ...one });
}
async function redeliverFailed({ access, now, log }) {
    const app = await access.asApp();
    const deliveries = await listHookDeliveries(app, new Date(now() - reconcile_LOOK_BACK_MS));
    const arrived = new Set(deliveries.filter((one) => one.statusCode >= 200 && one.statusCode < 300).map((one) => one.guid));
    const lost = deliveries.filter((one) => one.event === 'deployment_protection_rule' && !arrived.has(one.guid));
    for (const guid of new Set(lost.map((one) => one.guid))) {
        const attempts = lost.filter((one) => one.guid === guid);
        const [newest] = attempts;
        if (newest === undefined || attempts.length > MAX_ATTEMPTS)
            continue;
        log.info('a webhook did not arrive; asking for it again', { delivery: guid, attempts: attempts.length });
        await redeliverHook(app, newest.id);
    }
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/app/reports.js

/** GitHub takes ten reports per deployment; two copies that each spend four leave two for people. */
const BUDGET = 4;
const MAX_KEPT = 10_000;
function createReports() {
    const said = new Map();
    return {
        isWorthSaying: (waiting, text) => {
            const key = JSON.stringify(waiting);
            const last = (0,external_node_crypto_.createHash)('sha256').update(text).digest('base64');
            const before = said.get(key);
            if (before !== undefined && (before.last === last || before.count >= BUDGET))
                return false;
            said.delete(key);
            said.set(key, { count: (before?.count ?? 0) + 1, last });
            for (const oldest of said.keys()) {
                if (said.size <= MAX_KEPT)
                    break;
                said.delete(oldest);
            }
            return true;
        },
    };
}

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/app/gate-app.js












const MAX_TRIES = 5;
/** Starts the gate; it keeps nothing that it could not find again at GitHub. */
function createGateApp(options) {
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
        if (tries >= MAX_TRIES || error instanceof user_error/* UserError */.y)
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
        if (error instanceof user_error/* UserError */.y)
            await report(github, fields, `**waiting**: ${(0,src_escape.md)(error.message, 600)} ${(0,src_escape.md)(error.hint, 200)}`, tools);
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

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
// EXTERNAL MODULE: ./node_modules/@octokit/webhooks/dist-bundle/index.js + 1 modules
var dist_bundle = __webpack_require__(5468);
;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/app/deliveries.js
function createDeliveries(limit = 10_000) {
    const seen = new Set();
    return {
        isNew: (id) => {
            if (seen.has(id))
                return false;
            seen.add(id);
            for (const oldest of seen) {
                if (seen.size <= limit)
                    break;
                seen.delete(oldest);
            }
            return true;
        },
    };
}

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/app/intent.js

const nothing = (because) => ({ kind: 'nothing', because });
/** Reads an authentic webhook. Addresses in it are never followed: only names and numbers are taken. */
function intentOf(event, payload) {
    const repository = textAt(payload, 'repository', 'full_name');
    if (repository === undefined)
        return nothing('it names no repository');
    const action = textAt(payload, 'action');
    switch (event) {
        case 'deployment_protection_rule':
            return action === 'requested'
                ? asked(payload, repository)
                : nothing(`${event}.${action ?? ''} is not for the gate`);
        case 'check_run':
            return carriesEvidence(payload)
                ? aboutCommit(payload, repository, 'check_run', 'head_sha')
                : nothing('the check run carries no verdict');
        case 'deployment_status':
            return aboutCommit(payload, repository, 'deployment', 'sha');
        case 'workflow_job':
            return action === 'completed' || action === 'waiting'
                ? aboutCommit(payload, repository, 'workflow_job', 'head_sha')
                : nothing('the job is still at work');
        default:
            return nothing(`${event} is not for the gate`);
    }
}
function asked(payload, repository) {
    const callback = textAt(payload, 'deployment_callback_url') ?? '';
    const runId = Number(/\/actions\/runs\/(\d+)\/deployment_protection_rule$/.exec(callback)?.[1] ?? Number.NaN);
    const environment = textAt(payload, 'environment');
    if (environment === undefined || !Number.isSafeInteger(runId))
        return nothing('it names no run and environment');
    return { kind: 'asked', repository, runId, environment };
}
function aboutCommit(payload, repository, ...path) {
    const sha = textAt(payload, ...path);
    return sha === undefined ? nothing('it names no commit') : { kind: 'commit', repository, sha };
}
function carriesEvidence(payload) {
    const said = `${textAt(payload, 'check_run', 'output', 'text') ?? ''}\n${textAt(payload, 'check_run', 'output', 'summary') ?? ''}`;
    return carried(said).length > 0 || said.includes('<!-- sluice:artifact ');
}
function textAt(value, ...path) {
    const found = path.reduce((at, key) => (intent_isRecord(at) ? at[key] : undefined), value);
    return typeof found === 'string' ? found : undefined;
}
function intent_isRecord(value) {
    return typeof value === 'object' && value !== null;
}

;// CONCATENATED MODULE: ./.build-cli/packages/gate/src/app/server.js





/** GitHub sends at most 25 MB; what concerns us stays far below. */
const MAX_BODY = 5 * 1024 * 1024;
const BODY_MS = 8000;
/** The HTTP side: `POST /webhook`, `GET /healthz`, `GET /metrics`. Not listening yet. */
function createGateServer(app, options) {
    const door = {
        app,
        options,
        webhooks: new dist_bundle/* Webhooks */.zo({ secret: options.webhookSecret }),
        deliveries: createDeliveries(),
    };
    const server = (0,external_node_http_.createServer)((request, response) => {
        void answer(door, request, response).catch((error) => {
            options.log.error('a request failed', { error: describe(error) });
            if (!response.headersSent)
                reply(response, 500, 'failed');
        });
    });
    server.requestTimeout = BODY_MS;
    return server;
}
async function answer(door, request, response) {
    const path = (request.url ?? '/').split('?')[0];
    if (request.method === 'POST' && path === '/webhook')
        return await receive(door, request, response);
    request.resume();
    if (request.method !== 'GET')
        return reply(response, 405, 'only GET here');
    if (path === '/healthz')
        return reply(response, 200, 'ok');
    if (path === '/metrics') {
        response.setHeader('content-type', 'text/plain; version=0.0.4');
        return reply(response, 200, door.app.metrics.text(door.app.queue.size()));
    }
    return reply(response, 404, 'not here');
}
/** Acknowledges as soon as a webhook is known to be GitHub's; what it asks for is done afterwards. */
async function receive(door, request, response) {
    const { app, options } = door;
    const body = await readBody(request);
    const started = performance.now();
    const end = (status, result) => {
        app.metrics.count('webhooks', result);
        reply(response, status, result);
        app.metrics.acknowledged((performance.now() - started) / 1000);
    };
    if (body === undefined) {
        response.setHeader('connection', 'close');
        return end(413, 'too_large');
    }
    const id = header(request, 'x-github-delivery');
    const event = header(request, 'x-github-event');
    if (!(await isAuthentic(door.webhooks, body, header(request, 'x-hub-signature-256')))) {
        options.log.warning('a webhook with a bad signature was refused', { delivery: id, event });
        return end(401, 'bad_signature');
    }
    const payload = parse(body);
    if (payload === undefined || id === '')
        return end(400, 'malformed');
    if (!door.deliveries.isNew(id))
        return end(202, 'duplicate');
    const intent = intentOf(event, payload);
    app.take(intent);
    end(202, intent.kind === 'nothing' ? 'ignored' : 'accepted');
}
/** Compares in constant time, over the bytes as they came. */
async function isAuthentic(webhooks, body, signature) {
    const text = body.toString('utf8');
    // Bytes that are no UTF-8 would be verified as something else than what came.
    if (signature === '' || !Buffer.from(text).equals(body))
        return false;
    try {
        return await webhooks.verify(text, signature);
    }
    catch {
        // The library throws for signatures that are not even shaped like one.
        return false;
    }
}
function parse(body) {
    try {
        return JSON.parse(body.toString('utf8'));
    }
    catch {
        return undefined;
    }
}
async function readBody(request) {
    const chunks = [];
    let size = 0;
    for await (const chunk of request) {
        size += chunk.length;
        if (size > MAX_BODY) {
            request.resume();
            return undefined;
        }
        chunks.push(chunk);
    }
    return Buffer.concat(chunks);
}
function header(request, name) {
    const value = request.headers[name];
    return typeof value === 'string' ? value : '';
}
function reply(response, status, text) {
    response.statusCode = status;
    response.end(`${text}\n`);
}

// EXTERNAL MODULE: ./.build-cli/packages/cli/src/command.js
var command = __webpack_require__(5658);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/gate/settings.js



const settings_fields = {
    SLUICE_GATE_APP_ID: (0,fields/* wholeNumber */.rD)({ min: 1 }),
    SLUICE_GATE_PRIVATE_KEY: (0,field/* secret */.rJ)((0,field/* field */.ZZ)('private key of the App, PEM', (given) => given.includes('PRIVATE KEY-----')
        ? given.replaceAll('\\n', '\n')
        : (0,field/* refuse */.TR)('private key of the App, PEM', ''))),
    SLUICE_GATE_WEBHOOK_SECRET: (0,field/* secret */.rJ)((0,field/* field */.ZZ)('secret of at least 16 characters', (given) => given.length >= 16 ? given : (0,field/* refuse */.TR)('secret of at least 16 characters', ''))),
    SLUICE_GATE_API_URL: (0,field/* withDefault */.IQ)(app_options/* DEFAULTS */.z.apiUrl, (0,fields/* httpUrl */.q3)()),
    SLUICE_GATE_POLICY: (0,field/* withDefault */.IQ)(app_options/* DEFAULTS */.z.policyPath, (0,fields/* text */.Qq)('path')),
    SLUICE_GATE_PORT: (0,field/* withDefault */.IQ)('8080', (0,fields/* wholeNumber */.rD)({ min: 0, max: 65_535 })),
    SLUICE_GATE_HOST: (0,field/* withDefault */.IQ)('0.0.0.0', (0,fields/* text */.Qq)('address to listen on')),
    SLUICE_GATE_RECONCILE: (0,field/* withDefault */.IQ)('60s', (0,fields/* duration */.p0)()),
    SLUICE_GATE_LANES: (0,field/* optional */.lq)((0,fields/* wholeNumber */.rD)({ min: 1, max: 64 })),
};
/** Reads the settings of the gate App; `NAME_FILE` gives any of them from a file, as secret mounts do. Throws `UserError`. */
function readSettings(env) {
    return (0,parse_fields/* parseFields */.L)(settings_fields, (name) => env[name] ?? fromFile(env[`${name}_FILE`]), 'the environment of `sluice gate serve`');
}
function fromFile(path) {
    return path === undefined || path === '' ? '' : (0,external_node_fs_.readFileSync)(path, 'utf8');
}

;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/gate/serve.js



/** How long a copy may take to finish what it began; orchestrators kill after thirty seconds. */
const SHUTDOWN_MS = 20_000;
/** Runs the gate App until it is told to stop (SIGTERM or SIGINT). */
const serveCommand = (0,command/* defineCommand */.N)({
    name: 'gate serve',
    about: 'Runs the GitHub App that owns a deployment protection rule. Its settings come from environment variables named SLUICE_GATE_...; docs/gate-app.md lists them. Logs are JSON, one object per line.',
    usage: [''],
    options: {},
    examples: ['gate serve'],
}, async (_given, _operands, io) => await serve(io));
async function serve(io) {
    const settings = readSettings(process.env);
    const told = stopped();
    const { SLUICE_GATE_PRIVATE_KEY: privateKey, SLUICE_GATE_WEBHOOK_SECRET: webhookSecret } = settings;
    const now = () => Date.now();
    const log = jsonLog((line) => io.stdout(`${line}\n`), now, [privateKey, webhookSecret]);
    const options = {
        ...app_options/* DEFAULTS */.z,
        appId: String(settings.SLUICE_GATE_APP_ID),
        privateKey,
        webhookSecret,
        apiUrl: settings.SLUICE_GATE_API_URL.href.replace(/\/$/, ''),
        policyPath: settings.SLUICE_GATE_POLICY,
        reconcileMs: settings.SLUICE_GATE_RECONCILE,
        lanes: settings.SLUICE_GATE_LANES ?? app_options/* DEFAULTS */.z.lanes,
        log,
        now,
    };
    const app = createGateApp(options);
    const server = createGateServer(app, options);
    const port = await listen(server, settings.SLUICE_GATE_PORT, settings.SLUICE_GATE_HOST);
    log.info('listening', { port, policy: options.policyPath, api: options.apiUrl });
    void app.reconcile();
    const signal = await told;
    log.info('stopping', { signal, queued: app.queue.size() });
    server.close();
    server.closeIdleConnections();
    await app.close(SHUTDOWN_MS);
    server.closeAllConnections();
    log.info('stopped');
    await new Promise((resolve) => void process.stdout.write('', () => resolve()));
    // A retry that the client still waits for would hold the process for seconds, for nothing.
    return process.exit(0);
}
async function listen(server, port, host) {
    await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, resolve);
    });
    return server.address().port;
}
async function stopped() {
    return await new Promise((resolve) => {
        for (const name of ['SIGTERM', 'SIGINT'])
            process.once(name, () => resolve(name));
    });
}


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


/***/ }),

/***/ 9138:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ rejudge)
/* harmony export */ });
/* harmony import */ var _sluice_action__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4725);
/* harmony import */ var _sluice_verdict__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4362);
/* harmony import */ var _judge_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9258);
/* harmony import */ var _registry_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2254);




// Two builds of the runtime may round a logarithm differently in its last place.
const ROUNDING = 1e-9;
// A later release may draw an interval a little wider or narrower. While finding, reason and estimate agree that changes
// nothing, and must not close a gate on yesterday's verdicts.
const BOUNDS = 0.2;
/** Who may state what cannot be recomputed: smoke, parity and shared checks of a swap, conditions of a gate. */
const STATED = {
    'bluegreen-swap': ['check'],
    'promote-gate': ['check'],
};
/**
 * Judges the samples that a verdict carries again, under the policy it carries, and says where its evidence differs:
 * a finding, a reason, an effect, a metric left out or added. Empty when the evidence is what its samples give.
 * What a swap or a gate checked once (its judge is `check`) is a statement and cannot be recomputed; any other judge that
 * is not ours is refused, or a made-up name would turn a fail into a statement.
 */
function rejudge(verdict) {
    const policy = verdict.policy.document;
    const own = policy.metrics.filter((metric) => isOurs(metric.judge));
    const strangers = verdict.evidence.filter((each) => isOurs(each.judge) && !named(own, each.metric));
    const problems = [
        ...strangers.map((each) => `${each.metric}: is judged but not named by the policy`),
        ...verdict.evidence
            .filter((each) => each.finding !== 'unknown' && !isOurs(each.judge))
            .filter((each) => !(STATED[verdict.action] ?? []).includes(each.judge))
            .map((each) => `${each.metric}: there is no judge called ${each.judge}`),
    ];
    const carried = own.flatMap((metric) => verdict.evidence.filter((each) => each.metric === metric.name));
    try {
        const again = (0,_judge_js__WEBPACK_IMPORTED_MODULE_0__/* .judge */ .S)(policy, carried.map((each) => each.samples));
        const recomputed = again.filter((each) => named(own, each.metric));
        return [...problems, ...recomputed.flatMap((expected) => contradictions(expected, carried))];
    }
    catch (error) {
        if (!(error instanceof _sluice_action__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .y))
            throw error;
        return [...problems, `its policy cannot be judged by: ${error.message}`];
    }
}
function isOurs(name) {
    return Object.hasOwn(_registry_js__WEBPACK_IMPORTED_MODULE_2__/* .judges */ .N, name);
}
function named(metrics, name) {
    return metrics.some((metric) => metric.name === name);
}
function contradictions(expected, carried) {
    const [given, ...more] = carried.filter((each) => each.metric === expected.metric);
    const of = expected.metric;
    if (given === undefined)
        return [`${of}: the policy names it but there is no evidence`];
    const fields = ['finding', 'reason', 'margin', 'observed', 'critical', 'judge', 'policy'];
    return [
        ...(more.length === 0 ? [] : [`${of}: there is evidence twice`]),
        ...(given.samples.metric === of ? [] : [`${of}: its samples are of ${given.samples.metric}`]),
        ...fields
            .filter((field) => !same(given[field], expected[field]))
            .map((field) => `${of}: ${field} is ${told(given[field])} but its samples give ${told(expected[field])}`),
        ...(sameEffect(given.effect, expected.effect)
            ? []
            : [`${of}: effect is ${told(given.effect)} but its samples give ${told(expected.effect)}`]),
    ];
}
function sameEffect(given, expected) {
    const { low, high } = expected;
    const near = (a, b) => same(a, b) ||
        (a !== null && b !== null && low !== null && high !== null && Math.abs(a - b) <= BOUNDS * (high - low));
    return same(given.estimate, expected.estimate) && near(given.low, low) && near(given.high, high);
}
function told(value) {
    return typeof value === 'string' ? value : (0,_sluice_verdict__WEBPACK_IMPORTED_MODULE_3__/* .canonicalJson */ .d)(value);
}
function same(a, b) {
    if (typeof a === 'number' && typeof b === 'number')
        return a === b || Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b));
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
        return a === b;
    const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
    const kept = left.filter(([, value]) => value !== undefined);
    const known = [...right].filter(([, value]) => value !== undefined);
    return (kept.length === known.length &&
        kept.every(([key, value]) => right.has(key) && same(value, right.get(key))));
}


/***/ }),

/***/ 730:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   eK: () => (/* binding */ readPublicKeys),
/* harmony export */   mG: () => (/* binding */ KeyRefused),
/* harmony export */   w_: () => (/* binding */ generateKeys)
/* harmony export */ });
/* unused harmony exports readSigningKey, keyId */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);

/** A key that cannot be used, in words that never repeat it. */
class KeyRefused extends Error {
    name = 'KeyRefused';
}
// RFC 8410: everything before the 32 bytes of an Ed25519 key in its DER forms.
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const KEY_BYTES = 32;
/** A fresh Ed25519 pair: PKCS #8 and SPKI in PEM, and the key's id. */
function generateKeys() {
    const pair = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.generateKeyPairSync)('ed25519');
    return {
        id: keyId(pair.publicKey),
        privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    };
}
/** Reads a private key, PKCS #8 PEM (line ends may be written `\n`) or the base64 of its 32-byte seed; throws `KeyRefused`. */
function readSigningKey(text) {
    const privateKey = ed25519('signing key', () => {
        const pem = pemOf(text);
        if (pem.startsWith('-----BEGIN'))
            return createPrivateKey(pem);
        const der = Buffer.concat([PKCS8_HEAD, rawKey(pem, 'signing key')]);
        return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    });
    return { id: keyId(createPublicKey(privateKey)), privateKey };
}
/** Reads public keys: any number of SPKI PEM blocks, or the base64 of 32 bytes on lines of their own; throws `KeyRefused`. */
function readPublicKeys(text) {
    const given = pemOf(text);
    if (/PRIVATE KEY-----/.test(given)) {
        throw new KeyRefused('public key: this is a private key; give the public half');
    }
    const blocks = given.match(/-----BEGIN PUBLIC KEY-----[\s\S]*?-----END PUBLIC KEY-----/g) ?? [];
    const rest = blocks.reduce((left, block) => left.replace(block, ''), given);
    const lines = rest.split(/\s+/).filter((line) => line !== '');
    const keys = [
        ...blocks.map((pem) => ed25519('public key', () => (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createPublicKey)(pem))),
        ...lines.map((line) => ed25519('public key', () => (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createPublicKey)({
            key: Buffer.concat([SPKI_HEAD, rawKey(line, 'public key')]),
            format: 'der',
            type: 'spki',
        }))),
    ];
    if (keys.length === 0)
        throw new KeyRefused('public key: there is none');
    return [...new Map(keys.map((publicKey) => [keyId(publicKey), publicKey]))].map(([id, publicKey]) => ({
        id,
        publicKey,
    }));
}
/** The SHA-256 of a public key's SPKI DER, in hexadecimal. */
function keyId(publicKey) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256')
        .update(publicKey.export({ type: 'spki', format: 'der' }))
        .digest('hex');
}
/** Secrets stores and `.env` files often keep line ends as two characters. */
function pemOf(text) {
    return text.trim().replaceAll('\\n', '\n');
}
function rawKey(text, what) {
    const bytes = /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0);
    if (bytes.length !== KEY_BYTES)
        throw new KeyRefused(`${what}: must be Ed25519, as PEM or as base64 of 32 bytes`);
    return bytes;
}
function ed25519(what, read) {
    let key;
    try {
        key = read();
    }
    catch (error) {
        if (error instanceof KeyRefused)
            throw error;
        throw new KeyRefused(`${what}: must be Ed25519, as PEM or as base64 of 32 bytes`);
    }
    if (key.asymmetricKeyType === 'ed25519')
        return key;
    throw new KeyRefused(`${what}: must be Ed25519, this one is ${key.asymmetricKeyType ?? 'of no known kind'}`);
}


/***/ }),

/***/ 5560:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ DOCUMENT_LIMITS),
/* harmony export */   n: () => (/* binding */ parseBounded)
/* harmony export */ });
/* harmony import */ var _verify_refusal_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8858);

/** Room for a verdict with a year of hourly blocks; a document beyond it is no verdict of ours. */
const DOCUMENT_LIMITS = { bytes: 16 * 1024 * 1024, depth: 32 };
/** Parses JSON from a stranger: size and nesting are measured first, for the parser itself has no bounds. */
function parseBounded(text, limits = DOCUMENT_LIMITS) {
    const size = Buffer.byteLength(text);
    if (size > limits.bytes) {
        throw new _verify_refusal_js__WEBPACK_IMPORTED_MODULE_0__/* .RefusedEnvelope */ .N('too_large', `it has ${size} bytes, at most ${limits.bytes} are read`);
    }
    if (deeperThan(limits.depth, text)) {
        throw new _verify_refusal_js__WEBPACK_IMPORTED_MODULE_0__/* .RefusedEnvelope */ .N('too_deep', `it is nested deeper than ${limits.depth} levels`);
    }
    try {
        return JSON.parse(text);
    }
    catch {
        throw new _verify_refusal_js__WEBPACK_IMPORTED_MODULE_0__/* .RefusedEnvelope */ .N('not_json', 'it is not JSON');
    }
}
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
function deeperThan(limit, text) {
    let depth = 0;
    let quoted = false;
    for (let i = 0; i < text.length; i++) {
        const c = text.charCodeAt(i);
        if (quoted) {
            if (c === BACKSLASH)
                i++;
            else if (c === QUOTE)
                quoted = false;
        }
        else if (c === QUOTE)
            quoted = true;
        else if (c === 0x5b || c === 0x7b) {
            if (++depth > limit)
                return true;
        }
        else if (c === 0x5d || c === 0x7d)
            depth--;
    }
    return false;
}


/***/ }),

/***/ 8858:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ RefusedEnvelope)
/* harmony export */ });
/* unused harmony export ENVELOPE_REFUSALS */
/** Why a document is no evidence. Closed list: adding one is an API change. */
const ENVELOPE_REFUSALS = (/* unused pure expression or super */ null && ([
    'too_large',
    'too_deep',
    'not_json',
    'not_signed',
    'malformed_envelope',
    'wrong_payload_type',
    'no_keys',
    'unknown_key',
    'bad_signature',
    'wrong_statement',
    'unknown_schema',
    'contradicts_itself',
    'subject_mismatch',
]));
/** Thrown inside verification; `verifyEnvelope` turns it into a value. */
class RefusedEnvelope extends Error {
    name = 'RefusedEnvelope';
    refusal;
    constructor(refusal, detail) {
        super(detail);
        this.refusal = refusal;
    }
}


/***/ }),

/***/ 440:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  kr: () => (/* binding */ orRefusal),
  Hd: () => (/* binding */ readConsistent),
  Yj: () => (/* binding */ verifyEnvelope),
  $L: () => (/* binding */ verifyStatement)
});

// EXTERNAL MODULE: ./.build-cli/packages/verdict/src/codec.js
var codec = __webpack_require__(6050);
// EXTERNAL MODULE: ./.build-cli/packages/verdict/src/decoder.js
var decoder = __webpack_require__(7680);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./.build-cli/packages/verdict/src/verify-refusal.js
var verify_refusal = __webpack_require__(8858);
;// CONCATENATED MODULE: ./.build-cli/packages/verdict/src/dsse.js



/** The bytes that a DSSE signature covers: type and payload, each with its length in bytes, so that neither can pose as the other. */
function preAuthEncoding(payloadType, payload) {
    const type = Buffer.from(payloadType);
    return Buffer.concat([
        Buffer.from(`DSSEv1 ${type.length} `),
        type,
        Buffer.from(` ${payload.length} `),
        payload,
    ]);
}
/** Signs a payload with Ed25519; the same input gives the same envelope. */
function seal(payloadType, payload, key) {
    const sig = sign(null, preAuthEncoding(payloadType, payload), key.privateKey);
    return {
        payloadType,
        payload: Buffer.from(payload).toString('base64'),
        signatures: [{ keyid: key.id, sig: sig.toString('base64') }],
    };
}
/** Ids of the distinct keys among `keys` that signed this envelope. A `keyid` in it is a hint, never a proof. */
function signersOf(envelope, keys) {
    const covered = preAuthEncoding(envelope.payloadType, bytesOf(envelope.payload, 'its payload'));
    const signatures = envelope.signatures.map(({ sig }) => bytesOf(sig, 'a signature'));
    return keys
        .filter((key) => signatures.some((sig) => (0,external_node_crypto_.verify)(null, covered, key.publicKey, sig)))
        .map((key) => key.id);
}
/** Base64 in either alphabet as bytes, or `RefusedEnvelope`; what Node's decoder would skip is refused here. */
function bytesOf(base64, what) {
    if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(base64)) {
        throw new verify_refusal/* RefusedEnvelope */.N('malformed_envelope', `${what} is not base64`);
    }
    return Buffer.from(base64, 'base64');
}
const MAX_SIGNATURES = 16;
/** Unknown data as an envelope, or `RefusedEnvelope` with `malformed_envelope`. */
function readEnvelope(data) {
    const malformed = (why) => {
        throw new verify_refusal/* RefusedEnvelope */.N('malformed_envelope', why);
    };
    if (!(0,decoder/* isRecord */.u4)(data))
        return malformed('it is not an object');
    const { payloadType, payload, signatures } = data;
    if (typeof payloadType !== 'string')
        return malformed('it has no payloadType');
    if (typeof payload !== 'string')
        return malformed('it has no payload');
    if (!Array.isArray(signatures) || signatures.length === 0)
        return malformed('it has no signatures');
    if (signatures.length > MAX_SIGNATURES)
        return malformed(`it has more than ${MAX_SIGNATURES} signatures`);
    return { payloadType, payload, signatures: signatures.map((one) => readSignature(one, malformed)) };
}
function readSignature(data, malformed) {
    if (!(0,decoder/* isRecord */.u4)(data) || typeof data['sig'] !== 'string')
        return malformed('a signature has no sig');
    return { sig: data['sig'], ...(typeof data['keyid'] === 'string' ? { keyid: data['keyid'] } : {}) };
}

// EXTERNAL MODULE: ./.build-cli/packages/verdict/src/refused.js
var refused = __webpack_require__(7172);
;// CONCATENATED MODULE: ./.build-cli/packages/verdict/src/statement.js




const PAYLOAD_TYPE = 'application/vnd.in-toto+json';
const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
const PREDICATE_TYPE = 'https://sluice.dev/verdict/v1';
/** The predicate alone, for `actions/attest`, which writes the statement around it. */
function predicateOf(verdict, signedAt) {
    return canonicalJson({ signedAt, verdict: JSON.parse(encode(verdict)) });
}
/** An in-toto Statement v1 about a verdict's commit and, where it has one, its artifact. */
function statementOf(verdict, signedAt) {
    const { repository, sha, service, artifact } = verdict.subject;
    const commit = { name: repository, digest: { gitCommit: sha } };
    const tested = artifact === undefined ? [] : [{ name: service, digest: { sha256: hexOf(artifact) } }];
    return canonicalJson({
        _type: STATEMENT_TYPE,
        subject: [commit, ...tested],
        predicateType: PREDICATE_TYPE,
        predicate: JSON.parse(predicateOf(verdict, signedAt)),
    });
}
/** Unknown data as a statement of our predicate type, or `RefusedEnvelope` with `wrong_statement`. */
function readStatement(data) {
    const wrong = (why) => {
        throw new verify_refusal/* RefusedEnvelope */.N('wrong_statement', why);
    };
    if (!(0,decoder/* isRecord */.u4)(data) || data['_type'] !== STATEMENT_TYPE)
        return wrong('it is not an in-toto Statement v1');
    if (data['predicateType'] !== PREDICATE_TYPE)
        return wrong(`its predicate type is not ${PREDICATE_TYPE}`);
    const { predicate, subject } = data;
    if (!(0,decoder/* isRecord */.u4)(predicate))
        return wrong('it has no predicate');
    const { signedAt, verdict } = predicate;
    if (typeof signedAt !== 'number' || !Number.isSafeInteger(signedAt))
        return wrong('it does not say when it was signed');
    if (!Array.isArray(subject) || subject.length === 0)
        return wrong('it has no subject');
    return { digests: subject.map((one) => readDigest(one, wrong)), verdict, signedAt };
}
function readDigest(data, wrong) {
    if (!(0,decoder/* isRecord */.u4)(data) || !(0,decoder/* isRecord */.u4)(data['digest']))
        return wrong('a subject has no digest');
    const entries = Object.entries(data['digest']);
    return Object.fromEntries(entries.map(([name, value]) => [name, typeof value === 'string' ? value : wrong('a digest is not text')]));
}
/** `sha256:ab…` as `ab…`, the way in-toto writes digests. */
function hexOf(artifact) {
    return artifact.replace(/^sha256:/, '');
}

// EXTERNAL MODULE: ./.build-cli/packages/verdict/src/verify-limits.js
var verify_limits = __webpack_require__(5560);
;// CONCATENATED MODULE: ./.build-cli/packages/verdict/src/verify.js







/**
 * Checks, in this order: size and depth, envelope, signature by one of `keys`, statement, the verdict's own consistency
 * (with `rejudge`, its findings too), and that the statement's subjects are the verdict's. Never throws for bad input.
 */
function verifyEnvelope(text, keys, rejudge) {
    return orRefusal(() => {
        const data = (0,verify_limits/* parseBounded */.n)(text);
        if ((0,decoder/* isRecord */.u4)(data) && 'schema' in data && !('payload' in data)) {
            throw new verify_refusal/* RefusedEnvelope */.N('not_signed', 'it is a verdict without a signature');
        }
        const envelope = readEnvelope(data);
        const signedBy = signerOf(envelope, keys);
        const payload = bytesOf(envelope.payload, 'its payload').toString('utf8');
        return verifyStatement((0,verify_limits/* parseBounded */.n)(payload), signedBy, rejudge);
    });
}
/** The same checks for a statement whose signature was checked elsewhere, by whoever `signedBy` names. */
function verifyStatement(data, signedBy, rejudge) {
    const statement = readStatement(data);
    const verdict = readConsistent(statement.verdict, rejudge);
    requireSameSubject(statement, verdict);
    return { ok: true, verdict, signedBy, signedAt: statement.signedAt };
}
/** Runs checks that throw `RefusedEnvelope`, and returns the refusal as a value. */
function orRefusal(check) {
    try {
        return check();
    }
    catch (error) {
        if (error instanceof verify_refusal/* RefusedEnvelope */.N)
            return { ok: false, refusal: error.refusal, detail: error.message };
        throw error;
    }
}
function signerOf(envelope, keys) {
    if (keys.length === 0)
        throw new verify_refusal/* RefusedEnvelope */.N('no_keys', 'there is no public key to check it with');
    if (envelope.payloadType !== PAYLOAD_TYPE) {
        throw new verify_refusal/* RefusedEnvelope */.N('wrong_payload_type', `its payload is not ${PAYLOAD_TYPE}`);
    }
    const [signer] = signersOf(envelope, keys);
    if (signer !== undefined)
        return signer;
    const claimed = envelope.signatures.some(({ keyid }) => keys.some((key) => key.id === keyid));
    throw claimed
        ? new verify_refusal/* RefusedEnvelope */.N('bad_signature', 'its signature does not fit its content: it was altered, or never signed so')
        : new verify_refusal/* RefusedEnvelope */.N('unknown_key', 'it is signed by no key that is trusted here');
}
/** A verdict that agrees with itself, or `RefusedEnvelope` with `unknown_schema` or `contradicts_itself`. */
function readConsistent(data, rejudge) {
    if (!(0,decoder/* isRecord */.u4)(data) || data['schema'] !== 1) {
        throw new verify_refusal/* RefusedEnvelope */.N('unknown_schema', 'its verdict is of no schema known here');
    }
    try {
        return (0,codec/* decode */.D)(JSON.stringify(data), rejudge);
    }
    catch (error) {
        const why = error instanceof refused/* VerdictRefused */.U
            ? error.problems.join('; ')
            : `it cannot be judged again: ${String(error)}`;
        throw new verify_refusal/* RefusedEnvelope */.N('contradicts_itself', why);
    }
}
function requireSameSubject(statement, verdict) {
    const { sha, artifact } = verdict.subject;
    const commits = statement.digests.flatMap((digest) => digest['gitCommit'] ?? digest['sha1'] ?? []);
    const artifacts = statement.digests.flatMap((digest) => digest['sha256'] ?? []);
    const fits = commits.every((commit) => commit === sha) &&
        (artifact === undefined ? artifacts.length === 0 : artifacts.includes(hexOf(artifact)));
    if (fits && commits.length + artifacts.length > 0)
        return;
    throw new verify_refusal/* RefusedEnvelope */.N('subject_mismatch', 'its statement is about something else than its verdict');
}


/***/ })

};
