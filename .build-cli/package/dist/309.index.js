export const id = 309;
export const ids = [309];
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

/***/ 6309:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  planCommand: () => (/* binding */ planCommand)
});

// EXTERNAL MODULE: ./.build-cli/packages/cli/src/command.js
var command = __webpack_require__(5658);
// EXTERNAL MODULE: ./.build-cli/packages/stats/src/errors.js
var errors = __webpack_require__(3303);
;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/planning.js


// Calibrated by simulation: the quantiles of the stopping time relative to its median.
const P80 = 1.9;
const P90 = 2.4;
function divergence(a, b) {
    return a * Math.log(a / b) + (1 - a) * Math.log((1 - a) / (1 - b));
}
function checked(rate, share, alpha) {
    (0,errors/* demand */.wo)(rate > 0 && rate <= 1, () => `the base rate must lie in (0, 1], got ${rate}`);
    (0,errors/* demandOpenUnit */.o3)(share, "the candidate's share");
    (0,errors/* demandOpenUnit */.o3)(alpha, 'alpha');
}
function plan(median) {
    return { median, p80: P80 * median, p90: P90 * median };
}
/** Requests to detect that the candidate's error rate is `ratio` times the baseline's; within 7 % for 1.1 to 2. */
function planDetect(baseRate, ratio, share, alpha) {
    checked(baseRate, share, alpha);
    (0,errors/* demandPositive */.lo)(ratio, 'the ratio');
    const theta = (share * ratio) / (share * ratio + 1 - share);
    const perRequest = baseRate * (share * ratio + 1 - share) * divergence(theta, share);
    return plan((-Math.log(alpha) + 0.6) / perRequest);
}
/** Requests to pass a candidate that is as good as the baseline, against a relative `margin` (0.25 = +25 %). */
function planPass(baseRate, margin, share, alpha) {
    checked(baseRate, share, alpha);
    (0,errors/* demandPositive */.lo)(margin, 'the margin');
    const theta = (share * (1 + margin)) / (share * (1 + margin) + 1 - share);
    return plan((-Math.log(alpha) + 0.6) / (baseRate * divergence(share, theta)));
}
/** Requests to detect that latency is `ratio` times the baseline's, for log-normal latency with that sigma. */
function planLatency(ratio, sigma, share, alpha) {
    checked(1, share, alpha);
    demandPositive(ratio, 'the ratio');
    demandPositive(sigma, 'sigma');
    const shift = normalCdf(Math.log(ratio) / (sigma * Math.SQRT2)) - 0.5;
    return plan((-Math.log(alpha) + 1.3) / (6 * share * (1 - share) * shift * shift));
}
/** Total requests of a single look with unequal arms, one-sided z test of two shares at the given power. */
function fixedTotal(baseRate, ratio, share, alpha, power) {
    checked(baseRate, share, alpha);
    demandOpenUnit(power, 'the power');
    const other = baseRate * ratio;
    demand(other >= 0 && other <= 1, () => `the candidate's rate must lie in [0, 1], got ${other}`);
    const pooled = share * other + (1 - share) * baseRate;
    const under = Math.sqrt(pooled * (1 - pooled) * (1 / share + 1 / (1 - share)));
    const against = Math.sqrt((other * (1 - other)) / share + (baseRate * (1 - baseRate)) / (1 - share));
    const reach = normalUpperQuantile(alpha) * under + normalUpperQuantile(1 - power) * against;
    return (reach / (other - baseRate)) ** 2;
}
/** Values per arm of a balanced z test of two shares, as R's power.prop.test (not rounded). */
function perArmForPower(p1, p2, { power, alpha, sides = 1 }) {
    demand([p1, p2].every((p) => p >= 0 && p <= 1) && p1 !== p2, () => `need two different shares, got ${p1} and ${p2}`);
    demandOpenUnit(power, 'the power');
    demandOpenUnit(alpha, 'alpha');
    const pooled = (p1 + p2) / 2;
    const under = Math.sqrt(2 * pooled * (1 - pooled));
    const against = Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2));
    const reach = normalUpperQuantile(alpha / sides) * under + normalUpperQuantile(1 - power) * against;
    return (reach / (p1 - p2)) ** 2;
}

;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/plan/show.js
/** Seconds as people say them: 40 s, 12 min, 3.5 h, 9 days. */
function aboutTime(seconds) {
    if (seconds < 90)
        return `${Math.ceil(seconds)} s`;
    if (seconds < 5400)
        return `${Math.ceil(seconds / 60)} min`;
    if (seconds < 172_800)
        return `${(seconds / 3600).toFixed(1)} h`;
    return `${Math.ceil(seconds / 86_400)} days`;
}
/** A number of requests in three figures: 300, 13.8k, 1.66M. */
function aboutRequests(count) {
    if (count < 1000)
        return String(count);
    const [value, letter] = count < 999_500 ? [count / 1e3, 'k'] : [count / 1e6, 'M'];
    return `${Number(value.toPrecision(3))}${letter}`;
}
/** The plan as a table with its advice underneath. */
function showPlan({ request, rows, advice }) {
    const head = ['', 'half of rollouts', '80%', '90%'];
    const cells = [head, ...rows.map((row) => [question(row, request.margin), ...waits(row)])];
    const widths = head.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
    const lines = cells.map((row) => row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('   ')
        .trimEnd());
    const asked = `Base rate ${percent(request.baseRate)}, share of the candidate ${percent(request.share)}, margin ${percent(request.margin)}, ${rounded(request.traffic)} requests/s, confidence ${percent(request.confidence)}. Requests are those of both versions together.`;
    return `${[asked, '', ...lines, ...(advice.length === 0 ? [] : ['', ...advice])].join('\n')}\n`;
}
function question({ question: kind, ratio }, margin) {
    return kind === 'detect' ? `find a rate ×${ratio}` : `pass a sound candidate (margin ${percent(margin)})`;
}
function waits({ median, p80, p90 }) {
    return [median, p80, p90].map(({ requests, seconds }) => `${aboutRequests(requests)} (${aboutTime(seconds)})`);
}
function percent(share) {
    return `${rounded(100 * share)}%`;
}
/** At most five digits, without the noise of binary fractions. */
function rounded(value) {
    return String(Number(value.toPrecision(5)));
}

;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/plan/advice.js


const MARGINS = [0.25, 0.5, 1, 2];
/** What would help when a sound candidate is not likely to pass within the patience; empty when it is. */
function advise(request, pass) {
    const patience = request.patienceMs / 1000;
    if (pass.p80.seconds <= patience)
        return [];
    const wait = (share, margin) => (1.9 * planPass(request.baseRate, margin, share, 1 - request.confidence).median) / request.traffic;
    const even = wait(0.5, request.margin);
    const wider = MARGINS.find((margin) => margin > request.margin && wait(request.share, margin) <= patience);
    const both = MARGINS.find((margin) => margin > request.margin && wait(0.5, margin) <= patience);
    const said = [
        `In 80% of rollouts, a sound candidate passes within ${aboutTime(pass.p80.seconds)}. You want to wait at most ${aboutTime(patience)}.`,
    ];
    if (request.share < 0.5 && even <= patience)
        said.push(`With a share of 50%, it takes ${aboutTime(even)}.`);
    if (wider !== undefined)
        said.push(`With a margin of ${100 * wider}%, it takes ${aboutTime(wait(request.share, wider))}.`);
    if (said.length === 1 && both !== undefined)
        said.push(`With a share of 50% and a margin of ${100 * both}%, it takes ${aboutTime(wait(0.5, both))}.`);
    if (said.length === 1)
        said.push('A share of 50% and a wider margin are not enough. Judge an absolute limit, or a metric with more events.');
    return said;
}

;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/plan/plan.js


/** Changes a plan tells the time to see. */
const RATIOS = [1.1, 1.25, 1.5, 2, 5, 10];
/** How long a canary must run at a base rate, share, margin and traffic; ratios that would exceed a rate of 1 are left out. */
function planCanary(request) {
    const { baseRate, share, margin, traffic, confidence } = request;
    const alpha = 1 - confidence;
    const waits = (plan) => ({
        median: waitFor(plan.median, traffic),
        p80: waitFor(plan.p80, traffic),
        p90: waitFor(plan.p90, traffic),
    });
    const seen = RATIOS.filter((ratio) => ratio * baseRate <= 1);
    const detect = seen.map((ratio) => ({
        question: 'detect',
        ratio,
        ...waits(planDetect(baseRate, ratio, share, alpha)),
    }));
    const pass = { question: 'pass', ratio: 1, ...waits(planPass(baseRate, margin, share, alpha)) };
    return { request, rows: [...detect, pass], advice: advise(request, pass) };
}
function waitFor(requests, traffic) {
    return { requests: Math.ceil(requests), seconds: Math.ceil(requests / traffic) };
}

// EXTERNAL MODULE: ./.build-cli/packages/action/src/fields/field.js
var field = __webpack_require__(7165);
// EXTERNAL MODULE: ./.build-cli/packages/action/src/fields/fields.js
var fields = __webpack_require__(6440);
// EXTERNAL MODULE: ./.build-cli/packages/action/src/fields/parse-fields.js
var parse_fields = __webpack_require__(5058);
;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/plan/request.js

const perSecond = (0,field/* field */.ZZ)('requests with their time, such as `100/s` or `6000/m`', (given) => {
    const match = /^(\d+(?:\.\d+)?)\s*\/\s*(s|m|h)$/.exec(given);
    const seconds = { s: 1, m: 60, h: 3600 }[match?.[2] ?? ''] ?? Number.NaN;
    const value = Number(match?.[1]) / seconds;
    return value > 0 ? value : (0,field/* refuse */.TR)('requests with their time, such as `100/s` or `6000/m`', given);
});
/** The options of `sluice plan`, each spelled `--name value`. */
const planFields = {
    'base-rate': (0,fields/* percent */.KN)({ min: 0.00001, max: 99 }),
    share: (0,field/* withDefault */.IQ)('5%', (0,fields/* percent */.KN)({ min: 0.01, max: 99.99 })),
    margin: (0,field/* withDefault */.IQ)('25%', (0,fields/* percent */.KN)({ min: 0.1, max: 10_000 })),
    traffic: perSecond,
    confidence: (0,field/* withDefault */.IQ)('0.95', (0,fields/* decimal */._)({ min: 0.5, max: 0.99999 })),
    patience: (0,field/* withDefault */.IQ)('1h', (0,fields/* duration */.p0)()),
};
/** Reads the options of `sluice plan`; a `UserError` names every one that is wrong. */
function readPlanRequest(given) {
    const read = (0,parse_fields/* parseFields */.L)(planFields, (name) => given[name] ?? '', 'the options of `sluice plan`');
    return {
        baseRate: read['base-rate'],
        share: read.share,
        margin: read.margin,
        traffic: read.traffic,
        confidence: read.confidence,
        patienceMs: read.patience,
    };
}

;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/plan/main.js




/** `sluice plan`: how long a canary must run. */
const planCommand = (0,command/* defineCommand */.N)({
    name: 'plan',
    about: 'Says how long a canary must run: to find a regression, and to pass a sound candidate. Times are for half, 80% and 90% of rollouts.',
    usage: ['--base-rate PERCENT --traffic RATE [--share PERCENT] [--margin PERCENT]'],
    options: {
        'base-rate': { value: 'PERCENT', about: 'rate of bad events of the stable version, such as 1%' },
        traffic: { value: 'RATE', about: 'requests of both versions together, such as 100/s or 6000/m' },
        share: { value: 'PERCENT', about: 'share of the traffic that the candidate gets', fallback: '5%' },
        margin: { value: 'PERCENT', about: 'allowed increase of the rate, relative to it', fallback: '25%' },
        confidence: { value: 'NUMBER', about: 'limit on false alarms, such as 0.95', fallback: '0.95' },
        patience: { value: 'DURATION', about: 'longest time you want to wait', fallback: '1h' },
    },
    examples: ['plan --base-rate 1% --share 5% --margin 25% --traffic 100/s'],
    exits: '0 done, 3 wrong input',
}, ({ json, ...given }, _, io) => {
    const plan = planCanary(readPlanRequest(given));
    io.stdout(json ? `${JSON.stringify(plan, null, 2)}\n` : showPlan(plan));
    return Promise.resolve(0);
});


/***/ }),

/***/ 3303:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   lo: () => (/* binding */ demandPositive),
/* harmony export */   o3: () => (/* binding */ demandOpenUnit),
/* harmony export */   wo: () => (/* binding */ demand)
/* harmony export */ });
/* unused harmony exports StatsError, demandAtLeast */
/** The one error this package raises: an input that has no meaning for the formula asked for, said in plain words. */
class StatsError extends Error {
    name = 'StatsError';
}
/** Raises a {@link StatsError} unless the claim holds; `say` is only called when it does not. */
function demand(claim, say) {
    if (!claim)
        throw new StatsError(say());
}
/** Raises a {@link StatsError} naming `name` unless `value` is a number strictly between 0 and 1. */
function demandOpenUnit(value, name) {
    demand(value > 0 && value < 1, () => `${name} must lie strictly between 0 and 1, got ${value}`);
}
/** Raises a {@link StatsError} naming `name` unless `value` is a finite number of at least `least`. */
function demandAtLeast(value, least, name) {
    demand(Number.isFinite(value) && value >= least, () => `${name} must be a finite number of at least ${least}, got ${value}`);
}
/** Raises a {@link StatsError} naming `name` unless `value` is finite and above zero. */
function demandPositive(value, name) {
    demand(Number.isFinite(value) && value > 0, () => `${name} must be finite and above 0, got ${value}`);
}


/***/ })

};
