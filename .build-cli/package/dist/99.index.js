export const id = 99;
export const ids = [99];
export const modules = {

/***/ 8099:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   inspectCommand: () => (/* binding */ inspectCommand)
/* harmony export */ });
/* harmony import */ var _sluice_action__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(4725);
/* harmony import */ var _sluice_judge__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9138);
/* harmony import */ var _sluice_verdict__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6050);
/* harmony import */ var _sluice_verdict__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7172);
/* harmony import */ var _command_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5658);
/* harmony import */ var _exit_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(935);
/* harmony import */ var _show_verdict_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9470);






/** Shows a verdict after judging its samples again. */
const inspectCommand = (0,_command_js__WEBPACK_IMPORTED_MODULE_0__/* .defineCommand */ .N)({
    name: 'inspect',
    about: 'Judges the samples in a verdict again and shows the result. Refuses a verdict that its own samples contradict.',
    usage: ['VERDICT.json'],
    options: {},
    operands: ['VERDICT.json'],
    examples: ['inspect sluice-report/verdict.json'],
}, async ({ json }, [path = ''], io) => {
    const verdict = decoded(path, await io.readFile(path));
    io.stdout(json ? `${(0,_sluice_verdict__WEBPACK_IMPORTED_MODULE_1__/* .encode */ .l)(verdict)}\n` : (0,_show_verdict_js__WEBPACK_IMPORTED_MODULE_2__/* .showVerdict */ .x)(verdict));
    return _exit_js__WEBPACK_IMPORTED_MODULE_3__/* .EXIT_OF */ .Rd[verdict.outcome];
});
function decoded(path, text) {
    try {
        return (0,_sluice_verdict__WEBPACK_IMPORTED_MODULE_1__/* .decode */ .D)(text, _sluice_judge__WEBPACK_IMPORTED_MODULE_4__/* .rejudge */ .N);
    }
    catch (error) {
        if (!(error instanceof _sluice_verdict__WEBPACK_IMPORTED_MODULE_5__/* .VerdictRefused */ .U))
            throw error;
        throw new _sluice_action__WEBPACK_IMPORTED_MODULE_6__/* .UserError */ .y('VERDICT_REFUSED', `${path}: ${error.problems.join('\n')}`, 'Use the file that the action wrote, without changes.');
    }
}


/***/ }),

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


/***/ })

};
