export const id = 68;
export const ids = [68];
export const modules = {

/***/ 9470:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   x: () => (/* binding */ showVerdict)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7975);
/* harmony import */ var _sluice_report__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4479);


const COLOUR = { fine: 'green', worse: 'red', unknown: 'yellow' };
/** A verdict as a table for this terminal; coloured unless NO_COLOR is set or the output goes elsewhere. */
function showVerdict(verdict, framing = judged(verdict)) {
    return (0,_sluice_report__WEBPACK_IMPORTED_MODULE_1__/* .renderTerminal */ .b)(verdict, framing, paint);
}
function judged({ outcome }) {
    return { decision: outcome, did: `was judged: ${outcome}`, go: outcome === 'pass' };
}
function paint(text, finding) {
    return (0,node_util__WEBPACK_IMPORTED_MODULE_0__.styleText)(COLOUR[finding], text, { stream: process.stdout });
}


/***/ }),

/***/ 1068:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   verifyCommand: () => (/* binding */ verifyCommand)
/* harmony export */ });
/* harmony import */ var _sluice_action__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4725);
/* harmony import */ var _sluice_judge__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9138);
/* harmony import */ var _sluice_verdict__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(440);
/* harmony import */ var _sluice_verdict__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6050);
/* harmony import */ var _sluice_verdict__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(730);
/* harmony import */ var _command_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5658);
/* harmony import */ var _exit_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(935);
/* harmony import */ var _show_verdict_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(9470);






/** Verifies a signed verdict as the gate would, save for what it is to be used for. */
const verifyCommand = (0,_command_js__WEBPACK_IMPORTED_MODULE_0__/* .defineCommand */ .N)({
    name: 'verify',
    about: 'Checks the signature and the statement of a signed verdict, judges its samples again, and shows the result.',
    usage: ['--key PUBLIC.pub [--key OTHER.pub] VERDICT.signed.json'],
    options: { key: { value: 'FILE', about: 'public key that may have signed it', multiple: true } },
    operands: ['VERDICT.signed.json'],
    examples: ['verify --key sluice-signing.pub sluice-report/verdict.signed.json'],
    exits: '0 genuine and pass, 1 genuine and fail, 2 genuine and undecided, 3 refused, 4 could not',
}, async ({ key, json }, [path = ''], io) => {
    if (key.length === 0) {
        throw new _sluice_action__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .y('NO_KEY', 'sluice verify: no public key was given.', 'Give the .pub file that `sluice keygen` wrote with --key.');
    }
    const keys = readKeys(await Promise.all(key.map(io.readFile)));
    const result = (0,_sluice_verdict__WEBPACK_IMPORTED_MODULE_2__/* .verifyEnvelope */ .Yj)(await io.readFile(path), keys, _sluice_judge__WEBPACK_IMPORTED_MODULE_3__/* .rejudge */ .N);
    if (!result.ok) {
        throw new _sluice_action__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .y('SIGNATURE_REFUSED', `${path}: refused (${result.refusal}): ${result.detail}`, 'Use the signed file that the action wrote, and the key that belongs to its `signing-key`.');
    }
    const { verdict, signedBy, signedAt } = result;
    const at = new Date(signedAt).toISOString();
    io.stdout(json
        ? `${JSON.stringify({ signedBy, signedAt: at, verdict: JSON.parse((0,_sluice_verdict__WEBPACK_IMPORTED_MODULE_4__/* .encode */ .l)(verdict)) })}\n`
        : `signed by ${signedBy} at ${at}\n${(0,_show_verdict_js__WEBPACK_IMPORTED_MODULE_5__/* .showVerdict */ .x)(verdict)}`);
    return _exit_js__WEBPACK_IMPORTED_MODULE_6__/* .EXIT_OF */ .Rd[verdict.outcome];
});
function readKeys(texts) {
    try {
        return texts.flatMap(_sluice_verdict__WEBPACK_IMPORTED_MODULE_7__/* .readPublicKeys */ .eK);
    }
    catch (error) {
        if (!(error instanceof _sluice_verdict__WEBPACK_IMPORTED_MODULE_7__/* .KeyRefused */ .mG))
            throw error;
        throw new _sluice_action__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .y('BAD_KEY', error.message, 'Give the .pub file that `sluice keygen` wrote.');
    }
}


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

/***/ 2017:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  P: () => (/* binding */ headline),
  l: () => (/* binding */ spell)
});

// EXTERNAL MODULE: ./.build-cli/packages/report/src/numbers.js
var numbers = __webpack_require__(8969);
// EXTERNAL MODULE: ./.build-cli/packages/report/src/rows.js
var rows = __webpack_require__(9990);
;// CONCATENATED MODULE: ./.build-cli/packages/report/src/worst-first.js
/**
 * Orders evidence by how many times the tolerated change (or the limit) was seen, the most first. Where nothing is
 * tolerated any change is endlessly often that; those follow by the size of the change. What has no estimate or no margin
 * has no such number and comes last. Ties are by name.
 */
function worstFirst(a, b) {
    return (descending(timesTolerated(a), timesTolerated(b)) ||
        descending(sizeOf(a), sizeOf(b)) ||
        (a.metric < b.metric ? -1 : a.metric > b.metric ? 1 : 0));
}
/** Subtraction would make of two infinities what is no number. */
function descending(a, b) {
    return a === b ? 0 : a > b ? -1 : 1;
}
function timesTolerated({ effect: { estimate }, margin, scale, policy }) {
    if (estimate === null || margin === null)
        return -Infinity;
    // A limit from below is broken by what is small.
    if (scale === 'absolute' && policy.worse === 'lower')
        return estimate > 0 ? margin / estimate : Infinity;
    const [change, tolerated] = [estimate - unchanged(scale), margin - unchanged(scale)];
    if (tolerated === 0)
        return change === 0 ? 0 : Infinity;
    const times = change / tolerated;
    return policy.worse === 'either' ? Math.abs(times) : times;
}
function sizeOf({ effect: { estimate }, margin, scale }) {
    return estimate === null || margin === null ? 0 : Math.abs(estimate - unchanged(scale));
}
function unchanged(scale) {
    return scale === 'ratio' ? 1 : 0;
}

;// CONCATENATED MODULE: ./.build-cli/packages/report/src/headline.js



const SHOWN = 3;
/** The one sentence for the one who reads one line: what was done, why (the worst first), and who was affected. */
function headline(verdict, framing) {
    const { environment, service } = verdict.subject;
    const who = exposedWords(verdict);
    return [
        { name: service },
        ' in ',
        { name: environment },
        ` ${framing.did}: `,
        ...why(verdict),
        '.',
        who === '' ? '' : ` ${who}`,
    ];
}
/** The headline in one medium. */
function spell(parts, name) {
    return parts.map((part) => (typeof part === 'string' ? part : name(part.name))).join('');
}
function why({ evidence, outcome, reason }) {
    const critical = evidence.filter((e) => e.critical);
    if (outcome === 'pass') {
        return [
            critical.length === 1
                ? 'its metric is within its margin'
                : `all ${critical.length} metrics are within their margins`,
        ];
    }
    const telling = critical.filter((e) => e.finding === (outcome === 'fail' ? 'worse' : 'unknown'));
    if (telling.length === 0)
        return [reason.replaceAll('_', ' ')];
    const said = [...telling]
        .sort(worstFirst)
        .slice(0, SHOWN)
        .flatMap((e, i) => [i === 0 ? '' : ', ', { name: e.metric }, ` ${tell(e)}`]);
    return telling.length > SHOWN ? [...said, ` and ${telling.length - SHOWN} more`] : said;
}
function tell(e) {
    const words = (0,rows/* reasonWords */.IK)(e.reason);
    if (e.finding === 'worse' && e.scale === 'ratio' && e.effect.estimate !== null) {
        return `is ${words} (${(0,numbers/* change */.Zg)(e.effect.estimate)})`;
    }
    return e.needed === undefined
        ? `is ${words}`
        : `is ${words}, about ${(0,numbers/* numbered */.jN)(e.needed, 'more request')} needed`;
}
function exposedWords({ exposed }) {
    if (exposed === undefined)
        return '';
    return `${(0,numbers/* numbered */.jN)(exposed.requests, 'request')} (${(0,numbers/* share */.uM)(exposed.share)}) met the candidate.`;
}


/***/ }),

/***/ 8969:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Zg: () => (/* binding */ change),
/* harmony export */   hS: () => (/* binding */ counted),
/* harmony export */   iK: () => (/* binding */ shareOfAll),
/* harmony export */   jN: () => (/* binding */ numbered),
/* harmony export */   ku: () => (/* binding */ plainNumber),
/* harmony export */   nS: () => (/* binding */ lasting),
/* harmony export */   uM: () => (/* binding */ share),
/* harmony export */   x8: () => (/* binding */ signed)
/* harmony export */ });
const NONE = '–';
/** Thousands separated, three significant digits below 100: `12,345`, `0.0123`. */
function plainNumber(value) {
    if (value === null)
        return NONE;
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-4 || size >= 1e12))
        return value.toExponential(2);
    if (size >= 100)
        return Math.round(value).toLocaleString('en-US');
    return String(Number(value.toPrecision(3)));
}
/** A whole number with thousands separated. */
function counted(value) {
    return Math.round(value).toLocaleString('en-US');
}
/** A share as a percentage: 0.0123 is `1.23 %`. */
function share(value) {
    return value === null ? NONE : `${plainNumber(value * 100)}\u00a0%`;
}
/** A number of things: `1 pair`, `1,200 pairs`. */
function numbered(value, one, many = `${one}s`) {
    return `${counted(value)} ${Math.round(value) === 1 ? one : many}`;
}
/** A share as a percentage that reads as all only when it is: 0.99999 is `more than 99.9 %`. */
function shareOfAll(value) {
    return value < 1 && share(value) === share(1) ? `more than ${share(0.999)}` : share(value);
}
/** A ratio as a signed change: 1.05 is `+5 %`, and from three times on `×3.2`. */
function change(ratio) {
    if (ratio === null)
        return NONE;
    if (ratio >= 3)
        return `×${plainNumber(ratio)}`;
    return signed((ratio - 1) * 100, '\u00a0%');
}
/** A difference with its sign: `+0.2 points`. */
function signed(value, unit) {
    const text = plainNumber(Math.abs(value));
    return `${text === '0' ? '±' : value < 0 ? '−' : '+'}${text}${unit}`;
}
/** A length of time for people: `3 min 20 s`. */
function lasting(ms) {
    const seconds = Math.round(ms / 1000);
    const parts = [
        [Math.floor(seconds / 86_400), 'd'],
        [Math.floor(seconds / 3600) % 24, 'h'],
        [Math.floor(seconds / 60) % 60, 'min'],
        [seconds % 60, 's'],
    ];
    const said = parts.filter(([value]) => value > 0).slice(0, 2);
    return said.length === 0 ? '0 s' : said.map(([value, unit]) => `${value} ${unit}`).join(' ');
}


/***/ }),

/***/ 9990:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IK: () => (/* binding */ reasonWords),
/* harmony export */   Kd: () => (/* binding */ inTable),
/* harmony export */   RO: () => (/* binding */ rowsOf),
/* harmony export */   ki: () => (/* binding */ observedValue),
/* harmony export */   oi: () => (/* binding */ boundsHead)
/* harmony export */ });
/* harmony import */ var _numbers_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8969);

/** Reasons as a person would say them. */
const WORDS = {
    within_margin: 'within its margin',
    tolerated_change: 'changed, within its margin',
    limit_kept: 'within its limit',
    regression: 'certainly worse',
    beyond_margin: 'worse beyond its margin',
    certainly_beyond_margin: 'certainly worse than its margin',
    limit_exceeded: 'beyond its limit',
    more_trials_needed: 'undecided so far',
    too_few_trials: 'short of trials so far',
    difference_within_budget: 'within the budget for differences',
    difference_beyond_budget: 'different beyond noise and budget',
    no_data: 'without data',
    no_baseline: 'without data for the baseline',
    no_candidate: 'without data for the candidate',
    no_events: 'without events in either arm',
    sample_ratio_mismatch: 'not judged: traffic was not split as planned',
    source_unreachable: 'out of reach: its source does not answer',
    check_passed: 'met',
    check_failed: 'not met',
    source_refused: 'refused by its source',
};
function reasonWords(reason) {
    return WORDS[reason] ?? reason.replaceAll('_', ' ');
}
/** The evidence that the table of metrics shows: all, but for what sections of an action's own tell better. */
function inTable(evidence, { elsewhere }) {
    return elsewhere === undefined ? evidence : evidence.filter((e) => !elsewhere(e.metric));
}
/** What the bounds in a table promise, for the head of their column; where that varies, each row says it. */
function boundsHead(evidence) {
    const [promise = 'bounds', ...more] = promisesIn(evidence);
    return more.length === 0 ? promise : 'bounds';
}
function promisesIn(evidence) {
    return [...new Set(evidence.filter(isBounded).map(promiseOf))];
}
/** A count of everything there was is the truth: it is given as its own bounds, and has none. */
function isBounded({ effect, policy }) {
    return policy.settings?.['census'] !== true && (effect.low !== null || effect.high !== null);
}
/** Both ends of Kayenta's interval hold together; those of every other judge hold each by itself. */
function promiseOf({ judge, confidence }) {
    return judge === 'kayenta' ? `${(0,_numbers_js__WEBPACK_IMPORTED_MODULE_0__/* .share */ .uM)(confidence)} interval` : `bounds (${(0,_numbers_js__WEBPACK_IMPORTED_MODULE_0__/* .share */ .uM)(confidence)} each)`;
}
/** Worst first, then what is undecided, then what is fine; metrics that never decide come last. */
function rowsOf(evidence) {
    const rank = (e) => ['worse', 'unknown', 'fine'].indexOf(e.finding) + (e.critical ? 0 : 3);
    const isMixed = promisesIn(evidence).length > 1;
    return [...evidence].sort((a, b) => rank(a) - rank(b)).map((e) => rowOf(e, isMixed));
}
function rowOf(e, isMixed) {
    return {
        metric: e.metric,
        finding: e.finding,
        critical: e.critical,
        reason: reasonWords(e.reason),
        effect: onScale(e, e.effect.estimate),
        interval: isMixed && isBounded(e) ? `${intervalOf(e)}, ${promiseOf(e)}` : intervalOf(e),
        margin: e.margin === null ? '–' : onScale(e, e.margin),
        baseline: observedText(e, e.observed.baseline),
        candidate: observedText(e, e.observed.candidate),
        needed: e.needed === undefined ? '' : `≈ ${(0,_numbers_js__WEBPACK_IMPORTED_MODULE_0__/* .counted */ .hS)(e.needed)} more`,
        notes: e.notes ?? [],
    };
}
function onScale(e, value) {
    if (value === null)
        return '–';
    if (e.scale === 'ratio')
        return (0,_numbers_js__WEBPACK_IMPORTED_MODULE_0__/* .change */ .Zg)(value);
    if (e.scale === 'absolute')
        return observedValue(e, value);
    if (isShare(e))
        return (0,_numbers_js__WEBPACK_IMPORTED_MODULE_0__/* .signed */ .x8)(value * 100, ' points');
    const { size, unit } = sized(value, e.unit);
    return (0,_numbers_js__WEBPACK_IMPORTED_MODULE_0__/* .signed */ .x8)(size, unit === '' ? '' : ` ${unit}`);
}
function intervalOf(e) {
    if (!isBounded(e))
        return '–';
    const { low, high } = e.effect;
    return `${low === null ? '…' : onScale(e, low)} to ${high === null ? '…' : onScale(e, high)}`;
}
function isShare(e) {
    return e.policy.kind === 'proportion';
}
/** A value of one arm in its own unit, for people. */
function observedValue(e, value) {
    if (isShare(e))
        return (0,_numbers_js__WEBPACK_IMPORTED_MODULE_0__/* .share */ .uM)(value);
    if (value === null)
        return '–';
    const { size, unit } = sized(value, e.unit);
    return `${(0,_numbers_js__WEBPACK_IMPORTED_MODULE_0__/* .plainNumber */ .ku)(size)}${unit === '' ? '' : ` ${unit}`}`;
}
/** Seconds below one are read as milliseconds. */
function sized(value, unit) {
    return unit === 's' && Math.abs(value) < 1 ? { size: value * 1000, unit: 'ms' } : { size: value, unit };
}
function observedText(e, seen) {
    const value = observedValue(e, seen.value);
    const trials = (0,_numbers_js__WEBPACK_IMPORTED_MODULE_0__/* .counted */ .hS)(seen.trials);
    // A check is asked once: its answer is the finding, and a count of one would only look like a measurement.
    if (e.judge === 'check')
        return '–';
    if (seen.trials === 0)
        return value;
    return seen.events === undefined
        ? `${value} (n = ${trials})`
        : `${value} (${(0,_numbers_js__WEBPACK_IMPORTED_MODULE_0__/* .counted */ .hS)(seen.events)} of ${trials})`;
}


/***/ }),

/***/ 4479:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ renderTerminal),
/* harmony export */   e: () => (/* binding */ textTable)
/* harmony export */ });
/* harmony import */ var _escape_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1864);
/* harmony import */ var _headline_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2017);
/* harmony import */ var _rows_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9990);



const MARK = { fine: 'ok', worse: 'WORSE', unknown: '?' };
/** The report for a terminal or a job log: the sentence and an aligned table; without colours unless `paint` gives some. */
function renderTerminal(verdict, framing, paint = (text) => text) {
    const shown = (0,_rows_js__WEBPACK_IMPORTED_MODULE_0__/* .inTable */ .Kd)(verdict.evidence, framing);
    const head = ['', 'metric', 'change', (0,_rows_js__WEBPACK_IMPORTED_MODULE_0__/* .boundsHead */ .oi)(shown), 'margin', 'baseline', 'candidate', 'still needed'];
    const rows = (0,_rows_js__WEBPACK_IMPORTED_MODULE_0__/* .rowsOf */ .RO)(shown).map((row) => ({
        finding: row.finding,
        cells: [
            MARK[row.finding],
            `${(0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .term */ .jk)(row.metric, 40)} (${row.reason})`,
            ...[row.effect, row.interval, row.margin, row.baseline, row.candidate, row.needed].map((cell) => (0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .term */ .jk)(cell)),
        ],
    }));
    const [top = '', ...lines] = textTable([head, ...rows.map(({ cells }) => cells)]).split('\n');
    const painted = lines.map((line, i) => paintMark(line, rows[i]?.finding, paint));
    return `${(0,_headline_js__WEBPACK_IMPORTED_MODULE_2__/* .spell */ .l)((0,_headline_js__WEBPACK_IMPORTED_MODULE_2__/* .headline */ .P)(verdict, framing), (name) => (0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .term */ .jk)(name, 40))}\n\n${[top, ...painted].join('\n')}\n`;
}
/** Colour after alignment, since it has no width. */
function paintMark(line, finding, paint) {
    if (finding === undefined)
        return line;
    const mark = MARK[finding];
    return `${paint(mark, finding)}${line.slice(mark.length)}`;
}
/** Columns padded to their widest cell; trailing blanks removed. */
function textTable(rows) {
    const widths = rows.reduce((all, row) => row.map((cell, i) => Math.max(all[i] ?? 0, [...cell].length)), []);
    return rows
        .map((row) => row
        .map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - [...cell].length))
        .join('  ')
        .trimEnd())
        .join('\n');
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
