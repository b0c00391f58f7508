export const id = 910;
export const ids = [910];
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

/***/ 7910:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  judgeCommand: () => (/* binding */ judgeCommand)
});

// EXTERNAL MODULE: ./.build-cli/packages/verdict/src/codec.js
var codec = __webpack_require__(6050);
// EXTERNAL MODULE: ./.build-cli/packages/cli/src/command.js
var command = __webpack_require__(5658);
// EXTERNAL MODULE: ./.build-cli/packages/cli/src/exit.js
var exit = __webpack_require__(935);
// EXTERNAL MODULE: ./.build-cli/packages/cli/src/show-verdict.js
var show_verdict = __webpack_require__(9470);
// EXTERNAL MODULE: ./.build-cli/packages/action/src/fields/user-error.js
var user_error = __webpack_require__(4725);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/kayenta/record.js
/** A JSON object, as opposed to a list, a null or a plain value. */
function isRecord(data) {
    return typeof data === 'object' && data !== null && !Array.isArray(data);
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/name-rules.js

/** The `metricName` patterns of a list of rules; a pattern that can't be read is noted. */
function patternsIn(rules, path, problems) {
    if (rules === undefined || rules === null)
        return [];
    if (!Array.isArray(rules)) {
        problems.push(`spec.${path} must be a list`);
        return [];
    }
    return rules.flatMap((rule, i) => {
        const source = isRecord(rule) ? rule['metricName'] : undefined;
        const pattern = typeof source === 'string' ? patternOf(source) : undefined;
        if (pattern === undefined)
            problems.push(`spec.${path}[${i}].metricName must be a pattern`);
        return pattern === undefined ? [] : [pattern];
    });
}
/** The names that any pattern matches anywhere; a pattern that matches none is noted, as Argo Rollouts refuses it. */
function matchingNames(patterns, names, path, problems) {
    patterns.forEach((pattern, i) => {
        if (!names.some((name) => pattern.test(name)))
            problems.push(`spec.${path}[${i}] matches no metric name`);
    });
    return names.filter((name) => patterns.some((pattern) => pattern.test(name)));
}
/** The rules of `measurementRetention`. */
function retentionIn(rules, problems) {
    const patterns = patternsIn(rules, 'measurementRetention', problems);
    const limits = Array.isArray(rules)
        ? rules.map((rule) => (isRecord(rule) ? rule['limit'] : undefined))
        : [];
    return patterns.map((pattern, i) => ({ pattern, limit: Number(limits[i] ?? 0) }));
}
function patternOf(source) {
    try {
        return new RegExp(source, 'u');
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/template-args.js

const PLACE = /\{\{\s*args\.([\w.-]+)\s*\}\}/g;
/** `data` with every `{{args.name}}` in its texts replaced; a name without a value is noted as a problem. */
function resolveArgs(data, declared, given, problems) {
    const values = new Map([...declaredValues(declared), ...Object.entries(given)]);
    const missing = new Set();
    const resolved = replaceIn(data, (name) => {
        const value = values.get(name);
        if (value === undefined)
            missing.add(name);
        return value ?? '';
    });
    for (const name of missing)
        problems.push(`{{args.${name}}} has no value: give one with --arg ${name}=VALUE`);
    return resolved;
}
function declaredValues(declared) {
    if (!Array.isArray(declared))
        return [];
    return declared.flatMap((arg) => {
        const { name, value } = isRecord(arg) ? arg : {};
        const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
        return typeof name === 'string' && plain ? [[name, String(value)]] : [];
    });
}
function replaceIn(data, valueOf) {
    if (typeof data === 'string')
        return data.replace(PLACE, (_, name) => valueOf(name));
    if (Array.isArray(data))
        return data.map((item) => replaceIn(item, valueOf));
    if (!isRecord(data))
        return data;
    return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, replaceIn(item, valueOf)]));
}

// EXTERNAL MODULE: ./.build-cli/packages/judge/src/threshold/expression/condition-error.js
var condition_error = __webpack_require__(2239);
// EXTERNAL MODULE: ./.build-cli/packages/judge/src/threshold/expression/parse.js + 3 modules
var parse = __webpack_require__(608);
// EXTERNAL MODULE: ./.build-cli/packages/judge/src/threshold/validate.js + 1 modules
var validate = __webpack_require__(8309);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/template-metric.js




const COUNTS = [
    'count',
    'failureLimit',
    'inconclusiveLimit',
    'consecutiveErrorLimit',
    'consecutiveSuccessLimit',
];
const DURATIONS = ['interval', 'initialDelay'];
/** Reads one metric of a template, noting problems with their place. */
function readTemplateMetric(data, path, problems) {
    const given = isRecord(data) ? data : {};
    const note = (problem) => void problems.push(`${path}: ${problem}`);
    const name = given['name'];
    if (typeof name !== 'string' || name === '')
        note('name must be text');
    const spec = {
        name: typeof name === 'string' ? name : path,
        conditions: {
            success: conditionIn(given, 'successCondition', note),
            failure: conditionIn(given, 'failureCondition', note),
        },
        ...Object.fromEntries(COUNTS.flatMap((key) => countIn(given, key, note))),
        ...Object.fromEntries(DURATIONS.flatMap((key) => durationIn(given, key))),
    };
    const providers = isRecord(given['provider']) ? Object.entries(given['provider']) : [];
    (0,validate/* problemsOf */.G)(spec, providers.length).forEach(note);
    const [provider = 'none', query] = providers[0] ?? [];
    return { spec, provider, query: isRecord(query) ? query : {} };
}
function conditionIn(given, key, note) {
    const value = given[key];
    if (value === undefined || value === null)
        return '';
    const text = typeof value === 'boolean' ? String(value) : value;
    if (typeof text !== 'string') {
        note(`${key} must be text, got ${JSON.stringify(value)}`);
        return '';
    }
    try {
        if (text !== '')
            (0,parse/* parseCondition */.z)(text);
    }
    catch (error) {
        if (!(error instanceof condition_error/* ConditionError */.i))
            throw error;
        note(`${key}: ${error.message}`);
    }
    return text;
}
// Kubernetes lets whole numbers be spelled as text.
function countIn(given, key, note) {
    const value = given[key];
    if (value === undefined || value === null)
        return [];
    const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isInteger(number))
        return [[key, number]];
    note(`${key} must be a whole number, got ${JSON.stringify(value)}`);
    return [];
}
function durationIn(given, key) {
    const value = given[key];
    return value === undefined || value === null ? [] : [[key, String(value)]];
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/template.js





const KINDS = ['AnalysisTemplate', 'ClusterAnalysisTemplate', 'AnalysisRun'];
/**
 * Reads an AnalysisTemplate, a ClusterAnalysisTemplate or an AnalysisRun, `args` filling `{{args.name}}` over the
 * template's own values. Throws `UserError` with every problem, Argo Rollouts' own validation included.
 */
function readTemplate(data, args = {}) {
    const problems = [];
    const document = isRecord(data) ? data : {};
    if (!KINDS.includes(String(document['kind']))) {
        problems.push(`kind must be one of ${KINDS.join(', ')}, got ${JSON.stringify(document['kind'] ?? null)}`);
    }
    const spec = isRecord(document['spec']) ? document['spec'] : {};
    const metrics = metricsIn(resolveArgs(spec['metrics'], spec['args'], args, problems), problems);
    const names = metrics.map((metric) => metric.spec.name);
    const dryRun = new Set(matchingNames(patternsIn(spec['dryRun'], 'dryRun', problems), names, 'dryRun', problems));
    const retention = retentionIn(spec['measurementRetention'], problems);
    if (problems.length > 0) {
        throw new user_error/* UserError */.y('ANALYSIS_TEMPLATE', problems.join('\n'), 'Correct the template, then judge again.');
    }
    return { name: nameIn(document['metadata']), metrics, dryRun, retention };
}
function metricsIn(data, problems) {
    if (!Array.isArray(data) || data.length === 0) {
        problems.push('spec.metrics must be a list of at least one metric: no metrics specified');
        return [];
    }
    const metrics = data.map((metric, i) => readTemplateMetric(metric, `spec.metrics[${i}]`, problems));
    const names = metrics.map((metric) => metric.spec.name);
    names.forEach((name, i) => {
        if (names.indexOf(name) !== i)
            problems.push(`spec.metrics[${i}]: duplicate name '${name}'`);
    });
    return metrics;
}
function nameIn(metadata) {
    const name = isRecord(metadata) ? (metadata['name'] ?? metadata['generateName']) : undefined;
    return typeof name === 'string' ? name : 'analysis';
}

// EXTERNAL MODULE: ./.build-cli/packages/judge/src/threshold/metric-spec.js
var metric_spec = __webpack_require__(270);
// EXTERNAL MODULE: ./.build-cli/packages/judge/src/threshold/corrected-measurement.js + 1 modules
var corrected_measurement = __webpack_require__(1340);
// EXTERNAL MODULE: ./.build-cli/packages/judge/src/threshold/counters.js
var threshold_counters = __webpack_require__(8681);
// EXTERNAL MODULE: ./.build-cli/packages/judge/src/threshold/measurement.js + 12 modules
var measurement = __webpack_require__(2956);
// EXTERNAL MODULE: ./.build-cli/packages/judge/src/threshold/metric-phase.js
var metric_phase = __webpack_require__(5698);
// EXTERNAL MODULE: ./.build-cli/packages/judge/src/threshold/phase.js
var threshold_phase = __webpack_require__(7709);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/retention.js
/** How many measurements of each metric are kept where nothing is said. */
const KEPT_MEASUREMENTS = 10;
/** The newest measurements of one metric. A retention limit of 0 is none; of several that match, the last decides. */
function retained(metric, measurements, retention, limit = KEPT_MEASUREMENTS) {
    const own = retention.findLast(({ pattern }) => pattern.test(metric))?.limit ?? 0;
    const kept = own > 0 ? own : limit;
    return measurements.slice(Math.max(0, measurements.length - kept));
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/run-phase.js


/** A run ends when it is told to, or as soon as one of its metrics that count ended badly. */
function isTerminating(terminate, metrics) {
    return terminate || metrics.some(({ phase, dryRun }) => dryRun !== true && endedBadly(phase));
}
/** The phase of a run: that of its worst metric, dry-run metrics aside, once all of them are done. */
function assessRun(metrics, terminate = false) {
    const known = metrics.map(({ state, dryRun }) => ({
        ...(state?.phase ? { phase: state.phase } : {}),
        dryRun,
    }));
    const terminating = isTerminating(terminate, known);
    const assessed = metrics.map((metric) => ({ metric, phase: phaseOf(metric, terminating) }));
    const done = assessed.every(({ phase }) => phase !== undefined && (0,threshold_phase/* isOutcome */.L2)(phase));
    const { worst, message } = worstOf(assessed, terminate ? 'Run Terminated' : '');
    const summaries = {
        metrics: assessed.map(({ metric, phase = 'Pending' }) => ({
            name: metric.spec.name,
            phase,
            dryRun: metric.dryRun,
        })),
        runSummary: summarise(metrics, assessed, false),
        dryRunSummary: summarise(metrics, assessed, true),
    };
    if (terminating)
        return { phase: worst ?? 'Successful', message, ...summaries };
    if (!done || worst === undefined)
        return { phase: 'Running', message: '', ...summaries };
    return { phase: worst, message, ...summaries };
}
function phaseOf({ spec, state }, terminating) {
    return state === undefined ? undefined : (0,metric_phase/* assessMetric */.R)(spec, state, terminating);
}
function worstOf(assessed, initial) {
    let worst;
    let message = initial;
    for (const { metric, phase } of assessed) {
        if (phase === undefined || !(0,threshold_phase/* isOutcome */.L2)(phase))
            continue;
        if (metric.dryRun) {
            worst ??= 'Successful';
        }
        else if (worst === undefined || (0,threshold_phase/* isWorse */.Bx)(worst, phase)) {
            worst = phase;
            message = blame(metric, phase) ?? message;
        }
    }
    return { worst, message: message.trim() };
}
function blame({ spec, state, message = '' }, phase) {
    const exceeded = state === undefined ? undefined : (0,metric_phase/* exceededLimit */.n)(spec, state.counters);
    if (exceeded === undefined)
        return undefined;
    const said = message === '' ? '' : `: "Error Message: ${message}"`;
    return `Metric "${spec.name}" assessed ${phase} due to ${exceeded.message}${said}`;
}
// By the limit exceeded rather than by phase, and a metric that ended in any other way counts as successful.
function summarise(metrics, assessed, dryRun) {
    const ended = assessed
        .filter(({ metric, phase }) => metric.dryRun === dryRun && phase !== undefined && (0,threshold_phase/* isOutcome */.L2)(phase))
        .map(({ metric }) => metric.state && (0,metric_phase/* exceededLimit */.n)(metric.spec, metric.state.counters)?.phase);
    const howMany = (phase) => ended.filter((each) => each === phase).length;
    return {
        count: metrics.filter((metric) => metric.dryRun === dryRun).length,
        successful: howMany(undefined),
        failed: howMany('Failed'),
        inconclusive: howMany('Inconclusive'),
        error: howMany('Error'),
    };
}
function endedBadly(phase) {
    return phase === 'Failed' || phase === 'Error' || phase === 'Inconclusive';
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/replay.js







/**
 * Runs an analysis over recorded measurements, one of every unfinished metric at a time, until a metric ends it or the
 * records do. `exact` answers as Argo Rollouts does; otherwise silence is an error, never a success.
 */
function replayAnalysis(template, records, exact) {
    let courses = template.metrics.map(({ spec }) => start(spec, template.dryRun.has(spec.name)));
    const longest = Math.max(0, ...[...records.values()].map((list) => list.length));
    let run = assessRun(courses.map(asRunMetric));
    for (let round = 0; round < longest && run.phase === 'Running'; round++) {
        courses = courses.map((course) => step(course, records.get(course.spec.name)?.[round], exact));
        run = assessRun(courses.map(asRunMetric));
    }
    // As in Argo Rollouts, where a run that is told to stop while it still runs has succeeded.
    if (exact && run.phase === 'Running')
        run = assessRun(courses.map(asRunMetric), true);
    const ended = run.metrics;
    const metrics = courses.map(({ spec, dryRun, counters, taken }, i) => ({
        name: spec.name,
        phase: ended[i]?.phase ?? 'Pending',
        dryRun,
        counters,
        measurements: retained(spec.name, taken, template.retention),
    }));
    return { ...run, metrics };
}
function start(spec, dryRun) {
    return { spec, dryRun, phase: 'Pending', counters: threshold_counters/* NOTHING_COUNTED */.j, taken: [] };
}
function step(course, record, exact) {
    if (record === undefined || (0,threshold_phase/* isOutcome */.L2)(course.phase))
        return course;
    const { phase, error } = 'error' in record ? failed(record.error) : assess(record.value, course.spec, exact);
    const counters = (0,threshold_counters/* counted */.h)(course.counters, phase);
    const measured = {
        phase,
        ...('value' in record ? record : {}),
        ...(error === undefined ? {} : { error }),
    };
    const taken = [...course.taken, measured];
    const now = (0,metric_phase/* assessMetric */.R)(course.spec, { counters, measurements: taken.length, lastPhase: phase }, false);
    return { ...course, counters, taken, phase: now };
}
function failed(error) {
    return { phase: 'Error', error };
}
function assess(value, { conditions }, exact) {
    return (exact ? measurement/* assessMeasurement */.P : corrected_measurement/* assessCorrected */.a)(value, conditions);
}
function asRunMetric({ spec, dryRun, phase, counters, taken }) {
    const last = taken.at(-1);
    if (last === undefined)
        return { spec, dryRun };
    return {
        spec,
        dryRun,
        state: { counters, phase, measurements: taken.length, lastPhase: last.phase },
        ...(last.error === undefined ? {} : { message: last.error }),
    };
}

// EXTERNAL MODULE: ./.build-cli/packages/judge/src/threshold/threshold-judge.js
var threshold_judge = __webpack_require__(6099);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/template-evidence.js



/**
 * Judges recorded measurements by a template. The end of the records is where the run is told to stop; dry-run metrics
 * are shown without deciding. `exact` answers as Argo Rollouts does; otherwise silence never succeeds.
 */
function judgeTemplate(template, records, exact) {
    const replay = replayAnalysis(template, records, exact);
    const evidence = template.metrics.map((metric) => {
        const name = metric.spec.name;
        const policy = policyOf(metric, !template.dryRun.has(name), exact);
        const taken = records.get(name) ?? [];
        const judged = (0,threshold_judge/* judgeThreshold */.l)(policy, samplesOf(name, taken));
        const replayed = replay.metrics.find((each) => each.name === name);
        return replayed === undefined || taken.every(travels) ? judged : byPhase(judged, replayed);
    });
    return { replay, evidence };
}
function policyOf({ spec }, critical, exact) {
    const count = (0,metric_spec/* effectiveCount */.Pd)(spec);
    const { failureLimit, inconclusiveLimit, consecutiveErrorLimit, consecutiveSuccessLimit, conditions } = spec;
    const limits = { count, failureLimit, inconclusiveLimit, consecutiveErrorLimit, consecutiveSuccessLimit };
    const set = Object.entries(limits).filter(([, value]) => value !== undefined);
    return {
        name: spec.name,
        kind: 'scalar',
        worse: 'either',
        margin: { value: 0, of: 'unit' },
        critical,
        weight: 1,
        judge: 'threshold',
        settings: {
            ...(conditions.success ? { successCondition: conditions.success } : {}),
            ...(conditions.failure ? { failureCondition: conditions.failure } : {}),
            ...(conditions.success || conditions.failure ? {} : unconditional(exact)),
            ...Object.fromEntries(set),
            exact,
        },
    };
}
// Without conditions Argo Rollouts takes every value for a success; we take none for one.
function unconditional(exact) {
    return exact ? { successCondition: 'true' } : { successCondition: 'false', failureCondition: 'false' };
}
function travels(record) {
    return 'error' in record || armOf(record.value) !== undefined;
}
function armOf(value) {
    if (typeof value === 'number')
        return { kind: 'scalar', value };
    if (value === null || value === undefined)
        return { kind: 'absent', absence: 'no_data' };
    const numbers = Array.isArray(value) && value.every((item) => typeof item === 'number');
    return numbers ? { kind: 'values', values: value } : undefined;
}
function samplesOf(metric, records) {
    const blocks = records.map((record, i) => ({
        from: i,
        to: i + 1,
        weight: 100,
        baseline: { kind: 'absent', absence: 'not_observed' },
        candidate: candidateOf(record),
    }));
    return { metric, blocks };
}
function candidateOf(record) {
    if ('error' in record)
        return { kind: 'absent', absence: 'source_refused', detail: record.error };
    return (armOf(record.value) ?? { kind: 'absent', absence: 'not_observed', detail: 'the value is not a number' });
}
const FINDINGS = {
    Successful: ['fine', 'condition_met'],
    Failed: ['worse', 'condition_failed'],
    Inconclusive: ['unknown', 'condition_undecided'],
    Error: ['unknown', 'measurement_errors'],
    Running: ['unknown', 'more_trials_needed'],
    Pending: ['unknown', 'no_data'],
};
// Text and mappings do not travel in samples, so this finding can be read but not judged again.
function byPhase(judged, { phase }) {
    const [finding, reason] = FINDINGS[phase];
    return {
        ...judged,
        finding,
        reason,
        notes: [...(judged.notes ?? []), 'Its values are not numbers: it can only be judged from its records.'],
    };
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/rollout.js
/** Argo Rollouts' answer to a run: go on, wait for a person, return to stable, or keep waiting. */
function rolloutEffect(phase) {
    switch (phase) {
        case 'Successful':
            return 'continue';
        case 'Inconclusive':
            return 'pause';
        case 'Failed':
        case 'Error':
            return 'abort';
        case 'Pending':
        case 'Running':
            return 'wait';
    }
}
/** A Kayenta score as a measurement: cut off at the point, then held against both thresholds. */
function kayentaMeasurement(score, pass, marginal) {
    const whole = Math.trunc(score);
    if (whole >= pass)
        return 'Successful';
    return whole >= marginal ? 'Inconclusive' : 'Failed';
}

// EXTERNAL MODULE: ./.build-cli/packages/action/src/fields/yaml.js
var yaml = __webpack_require__(9270);
;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/judge/documents.js

const SPELLED = new Map([
    ['NaN', NaN],
    ['Infinity', Infinity],
    ['+Infinity', Infinity],
    ['-Infinity', -Infinity],
    ['Inf', Infinity],
    ['+Inf', Infinity],
    ['-Inf', -Infinity],
]);
/** The text of a file. Throws `UserError` naming the path. */
async function readText(path, io) {
    try {
        return await io.readFile(path);
    }
    catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new user_error/* UserError */.y('UNREADABLE_FILE', `${path} can't be read: ${why}`, 'Name a file that exists and is readable.');
    }
}
/** A YAML or JSON file as plain data. Throws `UserError` naming the path. */
async function readDocument(path, io) {
    const text = await readText(path, io);
    try {
        return (0,yaml/* parseYaml */.hN)(text);
    }
    catch (error) {
        throw new user_error/* UserError */.y('UNREADABLE_FILE', `${path} ${error instanceof Error ? error.message : String(error)}`, 'Correct the file.');
    }
}
/** Numbers, lists and mappings as they are, except that NaN and infinities may be spelled as text. */
function spelled(data) {
    if (Array.isArray(data))
        return data.map(spelled);
    return SPELLED.get(data) ?? data;
}
/** A point of a series: a number, however spelled; null is a gap. `undefined` for anything else. */
function pointOf(data) {
    const value = data === null || data === '' ? NaN : spelled(data);
    if (typeof value === 'number')
        return value;
    if (typeof value !== 'string' || value.trim() === '')
        return undefined;
    const number = Number(value);
    return Number.isNaN(number) ? undefined : number;
}
/** A JSON object, as opposed to a list, a null or a plain value. */
function isTable(data) {
    return typeof data === 'object' && data !== null && !Array.isArray(data);
}

;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/judge/measurements.js


/**
 * Reads recorded measurements, oldest first: a mapping of metrics to lists (YAML or JSON), or one `{metric, value}` or
 * `{metric, error}` a line (`.ndjson`, `.jsonl`). Throws `UserError`.
 */
async function readMeasurements(path, io) {
    const problems = [];
    const records = /\.(?:ndjson|jsonl)$/.test(path)
        ? fromLines(await readText(path, io), problems)
        : fromDocument(await readDocument(path, io), problems);
    if (problems.length > 0) {
        const hint = 'Give every metric a list of values, or of {error: "why"}; see docs/judge.md.';
        throw new user_error/* UserError */.y('MEASUREMENTS', problems
            .slice(0, 20)
            .map((problem) => `${path}: ${problem}`)
            .join('\n'), hint);
    }
    return records;
}
function fromDocument(data, problems) {
    if (!isTable(data)) {
        problems.push('must be a mapping of metrics to lists of values');
        return new Map();
    }
    const lists = Object.entries(data).map(([metric, values]) => {
        if (!Array.isArray(values))
            problems.push(`${metric} must be a list of values`);
        return [metric, Array.isArray(values) ? values.map(recordOf) : []];
    });
    return new Map(lists);
}
function fromLines(text, problems) {
    const records = new Map();
    for (const [i, line] of text.split('\n').entries()) {
        if (line.trim() === '')
            continue;
        const row = parsed(line);
        const metric = isTable(row) ? row['metric'] : undefined;
        if (!isTable(row) || typeof metric !== 'string')
            problems.push(`line ${i + 1} must be a JSON object with a metric`);
        else
            records.set(metric, [...(records.get(metric) ?? []), recordOf(row)]);
    }
    return records;
}
function parsed(line) {
    try {
        return JSON.parse(line);
    }
    catch {
        return undefined;
    }
}
// A mapping is a value of its own unless it says `value` or `error`.
function recordOf(data) {
    if (isTable(data) && typeof data['error'] === 'string')
        return { error: data['error'] };
    if (isTable(data) && 'value' in data)
        return { value: spelled(data['value']) };
    if (isTable(data) && 'metric' in data)
        return { value: null };
    return { value: spelled(data) };
}

// EXTERNAL MODULE: ./.build-cli/packages/verdict/src/verdict.js
var verdict = __webpack_require__(877);
// EXTERNAL MODULE: ./.build-cli/packages/verdict/src/digest.js
var digest = __webpack_require__(4362);
;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/judge/verdict-of.js

/** Evidence as a verdict document about the subject that was named. */
function verdictOf(evidence, document, subject, details) {
    const blocks = evidence.flatMap((each) => each.samples.blocks);
    return {
        schema: 1,
        action: 'judge',
        subject,
        ...(0,verdict/* conclude */.Ep)(evidence),
        evidence,
        window: {
            from: blocks.reduce((least, block) => Math.min(least, block.from), blocks[0]?.from ?? 0),
            to: blocks.reduce((most, block) => Math.max(most, block.to), blocks[0]?.to ?? 0),
        },
        policy: { digest: (0,digest/* digestOf */.o)(document), document },
        ...(details === undefined ? {} : { details }),
    };
}
/** The policy behind evidence of judges that test nothing sequentially. */
function verdict_of_policyOf(evidence, confidence) {
    return {
        confidence,
        minTrials: 0,
        failWhen: 'any-regression',
        stages: 1,
        metrics: evidence.map((each) => each.policy),
    };
}

;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/judge/by-argo.js





// Conditions test nothing by chance, but a policy names a confidence.
const NOMINAL_CONFIDENCE = 0.95;
/** Judges recorded measurements by an Argo Rollouts analysis. Throws `UserError`. */
async function judgeByArgo(options, io) {
    const template = readTemplate(await readDocument(options.rules, io), options.args);
    const records = await readMeasurements(options.data, io);
    refuseStrangers(template, [...records.keys()], options.data);
    const { replay, evidence } = judgeTemplate(template, records, options.compatible);
    const { phase, message, metrics, runSummary, dryRunSummary } = replay;
    const details = {
        kind: 'argo-analysis',
        exact: options.compatible,
        phase,
        message,
        effect: rolloutEffect(phase),
        phases: Object.fromEntries(metrics.map((metric) => [metric.name, metric.phase])),
        runSummary,
        dryRunSummary,
    };
    return verdictOf(evidence, verdict_of_policyOf(evidence, NOMINAL_CONFIDENCE), options.subject, details);
}
function refuseStrangers(template, names, path) {
    const known = template.metrics.map((metric) => metric.spec.name);
    const strangers = names.filter((name) => !known.includes(name));
    if (strangers.length === 0)
        return;
    throw new user_error/* UserError */.y('MEASUREMENTS', `${path}: the template has no metric named ${strangers.join(', ')}`, `Its metrics are ${known.join(', ')}.`);
}

// EXTERNAL MODULE: ./.build-cli/packages/judge/src/kayenta/score-class.js
var score_class = __webpack_require__(6269);
// EXTERNAL MODULE: ./.build-cli/packages/judge/src/kayenta/settings.js
var kayenta_settings = __webpack_require__(1861);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/kayenta/canary-config.js




/**
 * Reads a canary config. Missing score thresholds take `fallback`. Compatible reading takes defaults for words it does
 * not know, as Kayenta does; strict reading refuses them. Throws `UserError` with every problem.
 */
function readCanaryConfig(data, strict, fallback = score_class/* USUAL_THRESHOLDS */.A) {
    const problems = [];
    const config = isRecord(data) ? data : {};
    const classifier = isRecord(config['classifier']) ? config['classifier'] : {};
    const metrics = readMetrics(config['metrics'], strict, problems);
    const weights = readWeights(classifier['groupWeights'], strict, problems);
    const thresholds = readThresholds(classifier['scoreThresholds'], fallback, problems);
    if (problems.length > 0) {
        throw new user_error/* UserError */.y('CANARY_CONFIG', problems.join('\n'), 'Correct the canary config, then judge again.');
    }
    return {
        name: typeof config['name'] === 'string' ? config['name'] : 'canary',
        metrics,
        weights,
        thresholds,
    };
}
function readMetrics(data, strict, problems) {
    if (!Array.isArray(data) || data.length === 0) {
        problems.push('metrics must be a list of at least one metric');
        return [];
    }
    const metrics = data.map((metric, i) => readMetric(metric, `metrics[${i}]`, strict, problems));
    const names = metrics.map((metric) => metric.name);
    const twice = names.filter((name, i) => names.indexOf(name) !== i);
    if (twice.length > 0)
        problems.push(`metrics must have names of their own, got twice: ${twice.join(', ')}`);
    return metrics;
}
function readMetric(data, path, strict, problems) {
    const metric = isRecord(data) ? data : {};
    const name = metric['name'];
    if (typeof name !== 'string' || name === '')
        problems.push(`${path}.name must be text`);
    const groups = metric['groups'];
    const named = Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [];
    if (named.length === 0)
        problems.push(`${path}.groups must name at least one group: no other metric is scored`);
    const configurations = isRecord(metric['analysisConfigurations']) ? metric['analysisConfigurations'] : {};
    const at = `${path}.analysisConfigurations.canary`;
    const settings = (0,kayenta_settings/* readSettings */.s)(configurations['canary'], at, strict ? problems : undefined);
    const given = isRecord(configurations['canary']) ? configurations['canary'] : {};
    return { name: String(name), groups: named, settings, given };
}
function readWeights(data, strict, problems) {
    const weights = new Map();
    if (data === undefined || data === null)
        return weights;
    const given = isRecord(data) ? Object.entries(data) : [];
    if (!isRecord(data))
        problems.push('classifier.groupWeights must be a mapping of groups to numbers');
    for (const [group, weight] of given) {
        if (typeof weight === 'number' && Number.isFinite(weight))
            weights.set(group, weight);
        else
            problems.push(`classifier.groupWeights.${group} must be a number, got ${JSON.stringify(weight)}`);
    }
    const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    const fair = total <= 100 && [...weights.values()].every((weight) => weight >= 0);
    if (strict && !fair)
        problems.push(`classifier.groupWeights must be at least 0 and at most 100 together, got ${total}`);
    return weights;
}
function readThresholds(data, fallback, problems) {
    if (data === undefined || data === null)
        return fallback;
    const given = isRecord(data) ? data : {};
    const { pass = fallback.pass, marginal = fallback.marginal } = given;
    if (typeof pass === 'number' && typeof marginal === 'number' && marginal <= pass)
        return { pass, marginal };
    problems.push(`classifier.scoreThresholds must be numbers, marginal at most pass, got ${JSON.stringify(data)}`);
    return fallback;
}

// EXTERNAL MODULE: ./.build-cli/packages/judge/src/kayenta/canary-judge.js + 14 modules
var canary_judge = __webpack_require__(1299);
// EXTERNAL MODULE: ./.build-cli/packages/judge/src/kayenta/kayenta-judge.js
var kayenta_judge = __webpack_require__(9795);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/kayenta/canary-evidence.js



const SCORE_METRIC = 'canary score';
/**
 * Judges a canary config. A single metric may be High in a canary whose score still passes, so metrics are shown without
 * deciding; the score decides, held against the config's thresholds, and can be judged again from its own evidence.
 */
function judgeCanaryConfig(config, data, strict) {
    const judgement = (0,canary_judge/* judgeCanary */.m)(config, data, strict);
    const metrics = config.metrics.map(({ name, given }) => (0,kayenta_judge/* judgeKayenta */.Bl)(metricPolicy(name, { ...given, strict }), canary_evidence_samplesOf(name, data)));
    return { judgement, evidence: [...metrics, scoreEvidence(config, judgement, strict)] };
}
function scoreEvidence({ thresholds }, judgement, strict) {
    const arm = judgement.classification === 'Inconclusive'
        ? {
            kind: 'absent',
            absence: 'not_observed',
            detail: judgement.reason ?? 'not every metric could be judged',
        }
        : { kind: 'scalar', value: judgement.score };
    const policy = {
        ...metricPolicy(SCORE_METRIC, {
            successCondition: `result >= ${thresholds.pass}`,
            failureCondition: `result < ${thresholds.marginal}`,
        }),
        kind: 'scalar',
        worse: 'lower',
        critical: true,
        judge: 'threshold',
    };
    const evidence = (0,threshold_judge/* judgeThreshold */.l)(policy, { metric: SCORE_METRIC, blocks: [block(0, ABSENT, arm)] });
    const label = `Kayenta ${strict ? 'repaired' : 'as it is'}: ${judgement.classification}, score ${judgement.score}`;
    const why = judgement.reason === undefined ? '' : ` (${judgement.reason})`;
    return { ...evidence, unit: 'points', notes: [`${label}${why}.`, ...(evidence.notes ?? [])] };
}
const ABSENT = { kind: 'absent', absence: 'not_observed' };
function metricPolicy(name, settings) {
    return {
        name,
        kind: 'series',
        worse: 'either',
        margin: { value: 0, of: 'baseline' },
        critical: false,
        weight: 1,
        judge: 'kayenta',
        settings,
    };
}
function canary_evidence_samplesOf(name, data) {
    const { control = [], experiment = [] } = data.get(name) ?? {};
    return { metric: name, blocks: [block(0, valuesArm(control), valuesArm(experiment))] };
}
function valuesArm(values) {
    return { kind: 'values', values };
}
function block(at, baseline, candidate) {
    return { from: at, to: at, weight: 50, baseline, candidate };
}

// EXTERNAL MODULE: ./.build-cli/packages/judge/src/kayenta/classification.js
var kayenta_classification = __webpack_require__(5180);
;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/judge/csv.js

const FIELD = /\s*(?:"((?:[^"]|"")*)"|([^",]*?))\s*(,|$)/y;
/** Rows of a CSV text by the names in its first line. Throws `UserError` naming the line that can't be read. */
function readCsv(text, path) {
    const lines = text.split(/\r?\n/);
    const [head, ...rest] = lines
        .map((line, i) => ({ line, number: i + 1 }))
        .filter(({ line }) => line.trim() !== '');
    if (head === undefined)
        return [];
    const names = fieldsOf(head.line, path, head.number);
    return rest.map(({ line, number }) => {
        const fields = fieldsOf(line, path, number);
        if (fields.length !== names.length) {
            fail(path, number, `${names.length} fields are expected, got ${fields.length}`);
        }
        return new Map(names.map((name, i) => [name, fields[i] ?? '']));
    });
}
function fieldsOf(line, path, number) {
    const fields = [];
    for (let at = 0;; at = FIELD.lastIndex) {
        FIELD.lastIndex = at;
        const found = FIELD.exec(line);
        if (found === null)
            return fail(path, number, 'a quote is not closed');
        const [, quoted, plain = '', end] = found;
        fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
        if (end === '')
            return fields;
    }
}
function fail(path, line, why) {
    throw new user_error/* UserError */.y('CSV', `${path}, line ${line}: ${why}`, 'Correct that line.');
}

;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/judge/canary-data.js



const ARMS = new Map([
    ['control', 'control'],
    ['baseline', 'control'],
    ['experiment', 'experiment'],
    ['candidate', 'experiment'],
    ['canary', 'experiment'],
]);
const SHAPE = 'Give every metric {control: [...], experiment: [...]}, or CSV with metric, arm and value; see docs/judge.md.';
/** Reads the series of both arms per metric: JSON, YAML, Kayenta's own list of metric set pairs, or CSV. Throws `UserError`. */
async function readCanaryData(path, io) {
    const problems = [];
    const pairs = path.endsWith('.csv')
        ? fromPoints(readCsv(await readText(path, io), path), problems)
        : canary_data_fromDocument(await readDocument(path, io), problems);
    if (pairs.size === 0 && problems.length === 0)
        problems.push('no metric has any data');
    if (problems.length > 0) {
        throw new user_error/* UserError */.y('CANARY_DATA', problems
            .slice(0, 20)
            .map((problem) => `${path}: ${problem}`)
            .join('\n'), SHAPE);
    }
    return pairs;
}
function canary_data_fromDocument(data, problems) {
    if (Array.isArray(data)) {
        const named = data.map((pair) => (isTable(pair) ? pair : {}));
        return new Map(named.map((pair, i) => [nameOf(pair['name'], i, problems), pairOf(pair['values'], `[${i}]`, problems)]));
    }
    if (!isTable(data)) {
        problems.push('must be a mapping of metrics to their two arms');
        return new Map();
    }
    return new Map(Object.entries(data).map(([name, pair]) => [name, pairOf(pair, name, problems)]));
}
function nameOf(name, i, problems) {
    if (typeof name !== 'string')
        problems.push(`[${i}].name must be text`);
    return String(name);
}
function pairOf(data, path, problems) {
    const arms = new Map();
    const table = isTable(data) ? data : {};
    for (const [key, series] of Object.entries(table)) {
        const arm = ARMS.get(key);
        if (arm === undefined)
            problems.push(`${path}.${key} must be one of ${[...ARMS.keys()].join(', ')}`);
        else
            arms.set(arm, seriesOf(series, `${path}.${key}`, problems));
    }
    for (const arm of ['control', 'experiment']) {
        if (!arms.has(arm))
            problems.push(`${path} has no ${arm}: an arm without points is an empty list`);
    }
    return { control: arms.get('control') ?? [], experiment: arms.get('experiment') ?? [] };
}
function seriesOf(data, path, problems) {
    if (!Array.isArray(data)) {
        problems.push(`${path} must be a list of numbers`);
        return [];
    }
    return data.map((item, i) => {
        const value = pointOf(item);
        if (value === undefined)
            problems.push(`${path}[${i}] must be a number, NaN or null, got ${JSON.stringify(item)}`);
        return value ?? NaN;
    });
}
function fromPoints(rows, problems) {
    const points = rows.flatMap((row, i) => {
        const arm = ARMS.get(row.get('arm') ?? '');
        const value = pointOf(row.get('value') ?? undefined);
        const metric = row.get('metric');
        if (arm !== undefined && value !== undefined && metric)
            return [{ metric, arm, value }];
        problems.push(`row ${i + 1} needs metric, arm (${[...ARMS.keys()].join(', ')}) and value`);
        return [];
    });
    const armIn = (metric, arm) => points.filter((point) => point.metric === metric && point.arm === arm).map((point) => point.value);
    const names = [...new Set(points.map((point) => point.metric))];
    return new Map(names.map((name) => [name, { control: armIn(name, 'control'), experiment: armIn(name, 'experiment') }]));
}

;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/judge/by-kayenta.js





/** Judges two arms by a Kayenta canary config. Throws `UserError`. */
async function judgeByKayenta(options, io) {
    const strict = !options.compatible;
    const thresholds = { ...score_class/* USUAL_THRESHOLDS */.A, ...given(options) };
    const config = readCanaryConfig(await readDocument(options.rules, io), strict, thresholds);
    const data = await readCanaryData(options.data, io);
    by_kayenta_refuseStrangers(config, data, options.data);
    const { judgement, evidence } = judgeCanaryConfig(config, data, strict);
    const { score, classification, reason = '', groups } = judgement;
    const details = {
        kind: 'kayenta',
        strict,
        score,
        classification,
        reason,
        groups,
        labels: labelsOf(judgement),
    };
    return verdictOf(evidence, verdict_of_policyOf(evidence, kayenta_classification/* JUDGE_TEST */.lW.confidence), options.subject, details);
}
function given({ pass, marginal }) {
    return { ...(pass === undefined ? {} : { pass }), ...(marginal === undefined ? {} : { marginal }) };
}
function by_kayenta_refuseStrangers(config, data, path) {
    const known = config.metrics.map((metric) => metric.name);
    const strangers = [...data.keys()].filter((name) => !known.includes(name));
    if (strangers.length === 0)
        return;
    throw new user_error/* UserError */.y('CANARY_DATA', `${path}: the config has no metric named ${strangers.join(', ')}`, `Its metrics are ${known.join(', ')}.`);
}
function labelsOf({ metrics }) {
    return Object.fromEntries(metrics.map((metric) => [metric.name, metric.label]));
}

// EXTERNAL MODULE: ./.build-cli/packages/judge/src/judge.js + 1 modules
var judge = __webpack_require__(9258);
// EXTERNAL MODULE: ./.build-cli/packages/action/src/fields/field.js
var field = __webpack_require__(7165);
// EXTERNAL MODULE: ./.build-cli/packages/judge/src/registry.js + 61 modules
var registry = __webpack_require__(2254);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/policy/entry.js

function entryOf(table, place, problems) {
    const name = typeof table['name'] === 'string' ? table['name'].trim() : '';
    const say = (key, problem) => void problems.push(`${name === '' ? `metric ${place}` : name}: ${key} ${problem}`);
    return {
        table,
        name,
        say,
        must: (key, accepted) => say(key, `must be ${accepted}, got ${told(table[key])}`),
    };
}
/** A foreign value, short and quoted. */
function told(value) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return text === undefined ? 'nothing' : (0,field/* quote */.hD)(text);
}
function entry_isTable(data) {
    return typeof data === 'object' && data !== null && !Array.isArray(data);
}

// EXTERNAL MODULE: ./.build-cli/packages/action/src/fields/nearest.js
var nearest = __webpack_require__(3335);
;// CONCATENATED MODULE: ./.build-cli/packages/verdict/src/metric-kinds.js
/** The query texts that a metric may have. Which ones it takes depends on its kind. */
const QUERY_PARTS = [
    'events',
    'trials',
    'exposure',
    'histogram',
    'value',
    'n',
    'mean',
    'stddev',
];
/** Every kind of metric. Parsers, sources, judges and the JSON Schema read this one table. */
const METRIC_KINDS = {
    proportion: { parts: ['events', 'trials'], samples: ['proportion'], judge: 'sequential' },
    count: { parts: ['events', 'exposure'], samples: ['count'], judge: 'sequential' },
    mean: { parts: ['n', 'mean', 'stddev'], samples: ['summary', 'values', 'scalar'], judge: 'sequential' },
    quantile: { parts: ['histogram'], samples: ['histogram', 'sketch', 'values'], judge: 'sequential' },
    series: { parts: ['value'], samples: ['values', 'scalar', 'summary'], judge: 'kayenta' },
    scalar: { parts: ['value'], samples: ['scalar', 'values', 'summary'], judge: 'threshold' },
};
/**
 * What is wrong with the texts of a metric, as the end of the sentence "metric NAME: …": texts of another kind, or only
 * some of those it needs. Undefined where all are given, and where none is: some sources find a metric by its name.
 */
function textsProblem(kind, texts) {
    const { parts } = METRIC_KINDS[kind];
    const given = QUERY_PARTS.filter((part) => texts[part] !== undefined);
    const whole = parts.every((part) => given.includes(part));
    if (given.length === 0 || (whole && given.length === parts.length))
        return undefined;
    return `kind ${kind} takes ${listed(parts)}, got ${listed(given)}${advice(kind, texts)}`;
}
/** What people most often meant who gave a text of another kind. */
function advice(kind, texts) {
    if (texts.value !== undefined && (kind === 'mean' || kind === 'quantile'))
        return '. A single number per interval is kind scalar';
    return '';
}
function listed(parts) {
    const last = parts.at(-1) ?? 'none';
    return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

// EXTERNAL MODULE: ./.build-cli/packages/judge/src/fixed/settings.js
var settings = __webpack_require__(5202);
// EXTERNAL MODULE: ./.build-cli/packages/judge/src/threshold/threshold-settings.js
var threshold_settings = __webpack_require__(9103);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/policy/keys.js

const keys_KINDS = Object.keys(METRIC_KINDS).filter((kind) => kind in METRIC_KINDS);
const WORSE = ['higher', 'lower', 'either'];
/** Keys that any metric may have, whatever its kind. */
const COMMON_KEYS = [
    'name',
    'kind',
    'worse',
    'margin',
    'critical',
    'weight',
    'judge',
    'limit',
    'unit',
    'settings',
];
/** The relative margin of a kind when none is given and higher is worse: 25 % of an error rate, 10 % of a latency. */
const MARGIN_OF = {
    proportion: 0.25,
    count: 0.25,
    mean: 0.1,
    quantile: 0.1,
    series: 0.1,
    scalar: 0.1,
};
/** Every key a metric of this kind may have. */
function keysOf(kind) {
    return [...COMMON_KEYS, ...METRIC_KINDS[kind].parts, ...(kind === 'quantile' ? ['quantile'] : [])];
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/policy/amount.js
const AMOUNT = /^(\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*(%|[\p{L}µ][\p{L}µ/ ]*)?$/u;
/** Reads an amount of at least 0; undefined for any other text. */
function readAmount(given) {
    if (typeof given === 'number')
        return given >= 0 && Number.isFinite(given) ? { value: given, unit: '' } : undefined;
    const match = typeof given === 'string' ? AMOUNT.exec(given.trim()) : null;
    const value = Number(match?.[1]);
    return match === null || !Number.isFinite(value) ? undefined : { value, unit: (match[2] ?? '').trim() };
}
const SECONDS = new Map([
    ['ns', 1e-9],
    ['us', 1e-6],
    ['µs', 1e-6],
    ['ms', 1e-3],
    ['s', 1],
    ['min', 60],
    ['h', 3600],
]);
/** True for a unit of time, the only units that are converted into each other. */
function isTime(unit) {
    return SECONDS.has(unit);
}
/** The value in another unit; undefined where the units do not measure the same. */
function convert({ value, unit }, to) {
    if (unit === to)
        return value;
    const [own, other] = [SECONDS.get(unit), SECONDS.get(to)];
    return own === undefined || other === undefined ? undefined : (value * own) / other;
}
const NAMED = [
    [/_seconds(?![a-z])/, 's'],
    [/_(milliseconds|millis|ms)(?![a-z])/, 'ms'],
    [/_(microseconds|us)(?![a-z])/, 'us'],
    [/_(nanoseconds|ns)(?![a-z])/, 'ns'],
];
/** The unit of time that a query names by its metric's suffix, as Prometheus metrics do. */
function timeUnitIn(query) {
    return NAMED.find(([pattern]) => pattern.test(query))?.[1];
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/policy/margin.js


/** The unit the values are in: as stated, else as the suffix of the queried metric says; '' where nothing does. */
function unitOf({ table, must }, texts) {
    const given = table['unit'];
    if (typeof given === 'string' && given.trim() !== '')
        return given.trim();
    if (given !== undefined)
        must('unit', 'text');
    const queries = [texts.histogram, texts.value, texts.mean].filter((text) => text !== undefined);
    return queries.map(timeUnitIn).find((unit) => unit !== undefined) ?? '';
}
/** The margin as written, or the usual one of the kind where higher is worse. */
function marginOf(entry, unit) {
    const { table, kind, worse, judge, say, must } = entry;
    const usual = { value: MARGIN_OF[kind], of: 'baseline' };
    const given = table['margin'];
    if (given === undefined) {
        if (worse !== 'higher' && judge === 'sequential')
            say('margin', `is required where worse is ${worse}: a share such as 1%, or an amount such as 0.2 points`);
        return usual;
    }
    const amount = readAmount(given);
    const read = amount === undefined ? SPELLING : marginIn(entry, amount, unit);
    if (typeof read !== 'string')
        return read;
    must('margin', read);
    return usual;
}
const SPELLING = 'a share such as `10%` or an amount with its unit, such as `0.2 points` or `5 ms`';
/** The margin, or what would be accepted instead. */
function marginIn({ kind, worse, judge }, amount, unit) {
    if (amount.unit === '')
        return SPELLING;
    if (amount.value === 0 && judge === 'sequential')
        return 'above 0, for no traffic can show that nothing changed at all';
    if (amount.unit === '%') {
        if (worse !== 'higher' && amount.value >= 100)
            return 'below 100% where lower is worse';
        return { value: amount.value / 100, of: 'baseline' };
    }
    if (kind === 'proportion') {
        if (amount.unit === 'points' && amount.value < 100)
            return { value: amount.value / 100, of: 'unit' };
        return 'a share of the baseline such as `10%` or percentage points such as `0.2 points`';
    }
    const value = unit === '' && !isTime(amount.unit) ? amount.value : convert(amount, unit);
    if (value !== undefined)
        return { value, of: 'unit' };
    if (unit !== '')
        return `an amount in ${unit}, the unit of the values`;
    return 'given together with `unit`, which says what the values themselves are in (`s`, `ms`, …)';
}
/** The absolute limit in the unit of the values, a proportion's as a share. */
function limitOf({ table, kind, worse, say, must }, unit) {
    const given = table['limit'];
    if (given === undefined)
        return undefined;
    if (worse === 'either')
        say('limit', 'needs worse: higher or worse: lower');
    const value = typeof given === 'number' ? given : amountIn(readAmount(given), kind === 'proportion', unit);
    const [least, most] = [
        kind === 'proportion' || kind === 'count' ? 0 : -Infinity,
        kind === 'proportion' ? 1 : Infinity,
    ];
    if (value !== undefined && Number.isFinite(value) && value >= least && value <= most)
        return value;
    const amount = unit === '' ? 'a number' : `a number or an amount in ${unit}`;
    must('limit', kind === 'proportion' ? 'a share such as `1%` or 0.01' : amount);
    return undefined;
}
function amountIn(amount, share, unit) {
    if (amount === undefined)
        return undefined;
    if (amount.unit === '')
        return amount.value;
    if (share)
        return amount.unit === '%' || amount.unit === 'points' ? amount.value / 100 : undefined;
    return unit === '' ? undefined : convert(amount, unit);
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/policy/parse-metric.js








/** Reads one metric, `place` counting from 1; everything wrong with it goes to `problems`. */
function parseMetric(table, place, judges, problems) {
    const before = problems.length;
    const entry = entryOf(table, place, problems);
    if (entry.name === '')
        entry.must('name', 'text');
    const kind = wordIn(entry, 'kind', keys_KINDS);
    if (kind === undefined)
        return undefined;
    refuseUnknown(entry, kind);
    const worse = wordIn(entry, 'worse', WORSE, 'higher') ?? 'higher';
    const judge = wordIn(entry, 'judge', judges, METRIC_KINDS[kind].judge) ?? METRIC_KINDS[kind].judge;
    const texts = textsIn(entry);
    const wrong = textsProblem(kind, texts);
    if (wrong !== undefined)
        problems.push(`${entry.name === '' ? `metric ${place}` : entry.name}: ${wrong}`);
    const policy = policyIn({ ...entry, kind, worse, judge }, texts);
    if (problems.length === before)
        problems.push(...settingsProblems(policy));
    return problems.length > before ? undefined : { policy, query: { name: entry.name, kind, ...texts } };
}
function wordIn({ table, must }, key, words, usual) {
    const found = words.find((word) => word === (table[key] ?? usual));
    if (found === undefined)
        must(key, `one of ${words.join(', ')}`);
    return found;
}
function refuseUnknown({ table, say }, kind) {
    const known = keysOf(kind);
    const texts = QUERY_PARTS;
    for (const key of Object.keys(table).filter((each) => !known.includes(each) && !texts.includes(each))) {
        const near = (0,nearest/* nearestName */.q)(key, known);
        if (key === 'quantile')
            say(key, `belongs to kind quantile, not to kind ${kind}`);
        else
            say(key, `is not a known key; ${near === undefined ? `known are ${known.join(', ')}` : `did you mean ${near}?`}`);
    }
}
function textsIn({ table, must }) {
    const texts = {};
    for (const key of QUERY_PARTS) {
        const given = table[key];
        if (typeof given === 'string' && given.trim() !== '')
            texts[key] = given.trim();
        else if (given !== undefined)
            must(key, 'text');
    }
    return texts;
}
function policyIn(entry, texts) {
    const { table, name, kind, worse, judge, must } = entry;
    const unit = unitOf(entry, texts);
    const margin = marginOf(entry, unit);
    const limit = limitOf(entry, unit);
    const { quantile, critical = true, weight = 1, settings } = table;
    const share = typeof quantile === 'number' && quantile > 0 && quantile < 1 ? quantile : undefined;
    if (kind === 'quantile' && share === undefined)
        must('quantile', 'a number between 0 and 1, such as 0.95');
    if (typeof critical !== 'boolean')
        must('critical', 'true or false');
    const heavy = typeof weight === 'number' && weight > 0 && Number.isFinite(weight);
    if (!heavy)
        must('weight', 'a number above 0');
    if (settings !== undefined && !entry_isTable(settings))
        must('settings', 'a mapping');
    const shown = unit === '' && kind === 'proportion' && margin.of === 'unit' ? 'points' : unit;
    return {
        name,
        kind,
        worse,
        margin,
        critical: critical === true,
        weight: heavy ? weight : 1,
        judge,
        ...(share === undefined ? {} : { quantile: share }),
        ...(limit === undefined ? {} : { limit }),
        ...(shown === '' ? {} : { unit: shown }),
        ...(entry_isTable(settings) ? { settings } : {}),
    };
}
/** Settings are the judge's own: it reads them now, so that a slip is told before the rollout and not after. */
function settingsProblems(policy) {
    try {
        if (policy.judge === 'threshold')
            (0,threshold_settings/* readThresholdSettings */.N)(policy);
        else if (policy.judge === 'kayenta')
            (0,kayenta_judge/* readKayentaSettings */.fb)(policy);
        else if (policy.judge === 'fixed')
            (0,settings/* readFixedSettings */.w)(policy);
        else if (policy.judge === 'paired')
            return [];
        else if (Object.keys(policy.settings ?? {}).length > 0)
            return [`${policy.name}: settings must be absent, for the judge ${policy.judge} has none`];
        return [];
    }
    catch (error) {
        if (!(error instanceof user_error/* UserError */.y))
            throw error;
        return error.message.split('\n');
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/policy/metrics-field.js




/** Reads a list of metrics. Throws `Unacceptable` with a line for every problem, unknown and repeated names included. */
function parseMetrics(data) {
    if (!Array.isArray(data) || data.length === 0)
        throw new field/* Unacceptable */.q$(`must be a list of metrics, got ${told(data)}`);
    const problems = [];
    const parsed = data.map((each, i) => parseOne(each, i + 1, problems));
    const names = parsed.flatMap((each) => (each === undefined ? [] : [each.query.name]));
    const repeated = new Set(names.filter((name, i) => names.indexOf(name) !== i));
    for (const name of repeated)
        problems.push(`${name}: name must be unique, got it twice`);
    if (problems.length > 0)
        throw new field/* Unacceptable */.q$(`must be a list of metrics:\n${problems.map((p) => `  ${p}`).join('\n')}`);
    const whole = parsed.filter((each) => each !== undefined);
    return { policies: whole.map(({ policy }) => policy), queries: whole.map(({ query }) => query) };
}
function parseOne(data, place, problems) {
    if (entry_isTable(data))
        return parseMetric(data, place, Object.keys(registry/* judges */.N), problems);
    problems.push(`metric ${place}: must be a mapping with name and kind, got ${told(data)}`);
    return undefined;
}
/** The `metrics` input of an action. */
const metricsField = (0,yaml/* yamlOf */.hX)('a list of metrics', parseMetrics);

// EXTERNAL MODULE: ./.build-cli/packages/verdict/src/shape.js + 1 modules
var shape = __webpack_require__(6875);
// EXTERNAL MODULE: ./.build-cli/packages/verdict/src/refused.js
var refused = __webpack_require__(7172);
;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/judge/policy-file.js




const HINT = 'Write the policy as docs/judge.md shows it.';
const FAIL_WHEN = ['beyond-margin', 'any-regression', 'certainly-beyond-margin'];
const KEYS = ['confidence', 'min-trials', 'fail-when', 'stages', 'metrics'];
/**
 * A policy as a person writes it (a list of metrics as in a workflow, alone or with the promises around it), or as a
 * verdict carries it. Throws `UserError` with every problem.
 */
function policyFrom(data, path) {
    try {
        if (isTable(data) && 'failWhen' in data)
            return (0,shape/* readPolicy */.T4)(data);
        return fromPerson(isTable(data) ? data : { metrics: data });
    }
    catch (error) {
        if (error instanceof refused/* VerdictRefused */.U)
            throw refusal(error.problems, path);
        if (error instanceof field/* Unacceptable */.q$)
            throw refusal([`metrics ${error.message}`], path);
        throw error;
    }
}
function fromPerson(table) {
    const problems = Object.keys(table)
        .filter((key) => !KEYS.includes(key))
        .map((key) => `${key} is not a known key; known are ${KEYS.join(', ')}`);
    const failWhen = FAIL_WHEN.find((each) => each === (table['fail-when'] ?? 'beyond-margin'));
    if (failWhen === undefined)
        problems.push(`fail-when must be one of ${FAIL_WHEN.join(', ')}`);
    const policy = {
        confidence: numberIn(table, 'confidence', 0.95, problems),
        minTrials: numberIn(table, 'min-trials', 0, problems),
        failWhen: failWhen ?? 'beyond-margin',
        stages: numberIn(table, 'stages', 1, problems),
    };
    if (problems.length > 0)
        throw new refused/* VerdictRefused */.U(problems);
    return { ...policy, metrics: parseMetrics(table['metrics']).policies };
}
/** A number, or a percent such as `95%`. */
function numberIn(table, key, usual, problems) {
    const given = table[key] ?? usual;
    const [, percent] = typeof given === 'string' ? (/^([\d.]+)\s*%$/.exec(given) ?? []) : [];
    const value = percent === undefined ? given : Number(percent) / 100;
    if (typeof value === 'number' && Number.isFinite(value))
        return value;
    problems.push(`${key} must be a number, got ${JSON.stringify(given)}`);
    return usual;
}
function refusal(problems, path) {
    return new user_error/* UserError */.y('POLICY', problems.map((problem) => `${path}: ${problem}`).join('\n'), HINT);
}

;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/judge/samples-csv.js



const FIELDS = new Map([
    ['proportion', ['events', 'trials']],
    ['count', ['events', 'exposure']],
    ['summary', ['n', 'mean', 'm2']],
    ['scalar', ['value']],
]);
/**
 * Rows of CSV as blocks: metric, from, to, weight, kind, and per arm the fields of that kind (`baseline_events`,
 * `candidate_events` …). An arm whose fields are all blank is absent. Throws `UserError`.
 */
function samplesFromCsv(text, path) {
    const problems = [];
    const rows = readCsv(text, path).map((row, i) => blockOf(row, `${path}, row ${i + 1}`, problems));
    if (problems.length > 0) {
        const hint = `Kinds and their fields: ${[...FIELDS].map(([kind, fields]) => `${kind} (${fields.join(', ')})`).join(', ')}.`;
        throw new user_error/* UserError */.y('SAMPLES', problems.slice(0, 20).join('\n'), hint);
    }
    return rows;
}
function blockOf(row, where, problems) {
    const kind = row.get('kind') ?? '';
    const fields = FIELDS.get(kind);
    if (fields === undefined)
        problems.push(`${where}: kind must be one of ${[...FIELDS.keys()].join(', ')}, got "${kind}"`);
    const number = (name) => {
        const value = pointOf(row.get(name));
        if (value === undefined || Number.isNaN(value))
            problems.push(`${where}: ${name} must be a number`);
        return value ?? NaN;
    };
    const arm = (name) => samples_csv_armOf(row, name, kind, fields ?? [], where, problems);
    return {
        metric: row.get('metric'),
        from: number('from'),
        to: number('to'),
        weight: number('weight'),
        baseline: arm('baseline'),
        candidate: arm('candidate'),
    };
}
function samples_csv_armOf(row, arm, kind, fields, where, problems) {
    const given = fields.map((field) => [field, row.get(`${arm}_${field}`) ?? '']);
    if (given.every(([, cell]) => cell === ''))
        return { kind: 'absent', absence: 'no_data' };
    const values = given.map(([field, cell]) => {
        const value = cell === '' ? undefined : pointOf(cell);
        if (value === undefined)
            problems.push(`${where}: ${arm}_${field} must be a number, got "${cell}"`);
        return [field, spellable(value ?? 0)];
    });
    return { kind, ...Object.fromEntries(values) };
}
// Samples spell NaN and infinities as text.
function spellable(value) {
    return Number.isFinite(value) ? value : String(value);
}

;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/judge/samples-file.js




const samples_file_HINT = 'One JSON object a line: {metric, blocks}, or one block with its metric; or CSV. See docs/judge.md.';
/** Reads samples, one set per metric: NDJSON (or JSON), or CSV where the name ends so. Throws `UserError`. */
async function readSamplesFile(path, io) {
    const text = await readText(path, io);
    const rows = path.endsWith('.csv') ? samplesFromCsv(text, path) : rowsOf(text, path);
    const problems = [];
    const read = rows.flatMap((row, i) => decoded(row, `${path}, entry ${i + 1}`, problems));
    if (read.length === 0 && problems.length === 0)
        problems.push(`${path} holds no samples`);
    if (problems.length > 0)
        throw new user_error/* UserError */.y('SAMPLES', problems.slice(0, 20).join('\n'), samples_file_HINT);
    return merged(read);
}
function rowsOf(text, path) {
    const whole = samples_file_parsed(text);
    if (whole.ok)
        return Array.isArray(whole.value) ? whole.value : [whole.value];
    return text.split('\n').flatMap((line, i) => {
        if (line.trim() === '')
            return [];
        const row = samples_file_parsed(line);
        if (!row.ok)
            throw new user_error/* UserError */.y('SAMPLES', `${path}, line ${i + 1} is not JSON`, samples_file_HINT);
        return [row.value];
    });
}
function samples_file_parsed(text) {
    try {
        const value = JSON.parse(text);
        return { ok: true, value };
    }
    catch {
        return { ok: false };
    }
}
function decoded(row, where, problems) {
    try {
        return [(0,shape/* readSamples */.aM)(asSamples(row))];
    }
    catch (error) {
        if (!(error instanceof refused/* VerdictRefused */.U))
            throw error;
        problems.push(...error.problems.map((problem) => `${where}: ${problem}`));
        return [];
    }
}
// A line that is a block rather than a set of them names its metric itself.
function asSamples(row) {
    if (!isTable(row) || 'blocks' in row)
        return row;
    const { metric, ...block } = row;
    return { metric, blocks: [block] };
}
function merged(all) {
    const names = [...new Set(all.map((samples) => samples.metric))];
    return names.map((metric) => ({
        metric,
        blocks: all
            .filter((samples) => samples.metric === metric)
            .flatMap((samples) => samples.blocks)
            .sort((a, b) => a.from - b.from),
    }));
}

;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/judge/by-policy.js






/** Judges samples by a policy of ours. Throws `UserError`. */
async function judgeByPolicy(options, io) {
    const policy = policyFrom(await readDocument(options.rules, io), options.rules);
    const samples = await readSamplesFile(options.data, io);
    const known = policy.metrics.map((metric) => metric.name);
    const strangers = samples.map((each) => each.metric).filter((name) => !known.includes(name));
    if (strangers.length > 0) {
        const message = `${options.data}: the policy has no metric named ${strangers.join(', ')}`;
        throw new user_error/* UserError */.y('SAMPLES', message, `Its metrics are ${known.join(', ')}.`);
    }
    return verdictOf((0,judge/* judge */.S)(policy, samples), policy, options.subject);
}

;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/judge/options.js

const JUDGE_FLAGS = {
    policy: { value: 'FILE', about: 'metrics to judge, as in a workflow; with --samples' },
    samples: { value: 'FILE', about: 'samples as NDJSON or CSV' },
    kayenta: { value: 'FILE', about: 'Kayenta canary config; with --data' },
    data: { value: 'FILE', about: 'series of both arms' },
    argo: { value: 'FILE', about: 'Argo Rollouts AnalysisTemplate; with --measurements' },
    measurements: { value: 'FILE', about: 'recorded measurements' },
    compatible: { about: 'with --kayenta and --argo: answer as the original does, known faults included' },
    pass: { value: 'NUMBER', about: 'with --kayenta: score that passes, if the config has none (95)' },
    marginal: {
        value: 'NUMBER',
        about: 'with --kayenta: score below which the canary fails, if the config has none (75)',
    },
    arg: { value: 'NAME=VALUE', about: 'with --argo: value of {{args.NAME}}; may be repeated', multiple: true },
    repository: { value: 'NAME', about: 'repository that the verdict is about', fallback: 'local' },
    sha: { value: 'SHA', about: 'commit that the verdict is about', fallback: 'local' },
    environment: { value: 'NAME', about: 'environment that the verdict is about', fallback: 'local' },
    service: { value: 'NAME', about: 'service that the verdict is about', fallback: 'local' },
};
const WAYS = [
    ['policy', 'samples'],
    ['kayenta', 'data'],
    ['argo', 'measurements'],
];
/** Makes sense of the options. Throws `UserError`. */
function readOptions(flags) {
    const { compatible, repository, sha, environment, service } = flags;
    const asked = WAYS.filter(([rules, data]) => flags[rules] !== undefined || flags[data] !== undefined);
    const [way] = asked;
    if (way === undefined || asked.length > 1) {
        refuse('sluice judge: give exactly one of --policy, --kayenta and --argo.');
    }
    const [rules, data] = [flags[way[0]], flags[way[1]]];
    if (rules === undefined || data === undefined) {
        refuse(`sluice judge: --${way[0]} and --${way[1]} must be given together.`);
    }
    return {
        way: way[0],
        rules,
        data,
        compatible,
        args: pairs(flags.arg),
        ...threshold('pass', flags.pass),
        ...threshold('marginal', flags.marginal),
        subject: { repository, sha, environment, service },
    };
}
function threshold(name, given) {
    if (given === undefined)
        return {};
    const value = Number(given);
    if (given.trim() === '' || !(value >= 0 && value <= 100)) {
        refuse(`--${name} must be a number from 0 to 100, got "${given}"`);
    }
    return { [name]: value };
}
function pairs(given) {
    return Object.fromEntries(given.map((pair) => {
        const cut = pair.indexOf('=');
        if (cut < 1)
            refuse(`--arg must be NAME=VALUE, got "${pair}"`);
        return [pair.slice(0, cut), pair.slice(cut + 1)];
    }));
}
function refuse(message) {
    throw new user_error/* UserError */.y('JUDGE_OPTIONS', message, '`sluice judge --help` shows how to use it.');
}

// EXTERNAL MODULE: ./.build-cli/packages/report/src/escape.js
var src_escape = __webpack_require__(1864);
;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/judge/story.js

/** What the table has no column for: the notes of each metric, and the answer in the words of the rules' own tool. */
function storyOf({ evidence, details, outcome, reason }) {
    const notes = evidence.flatMap((each) => (each.notes ?? []).map((note) => `  ${(0,src_escape/* term */.jk)(each.metric, 40)}: ${(0,src_escape/* term */.jk)(note)}`));
    const lines = [
        ...(notes.length > 0 ? ['', ...notes] : []),
        ...toolLines(details),
        '',
        `outcome: ${outcome} (${reason})`,
    ];
    return `${lines.join('\n')}\n`;
}
function toolLines(details) {
    if (details?.kind === 'kayenta') {
        const { score, classification, reason } = details;
        return ['', `Kayenta: ${plain(classification)}, score ${plain(score)}${said(reason)}`];
    }
    if (details?.kind === 'argo-analysis') {
        const { phase, message, effect } = details;
        const then = phase === 'Running' ? 'when the records ended' : `so the rollout would ${plain(effect)}`;
        return ['', `Argo Rollouts: ${plain(phase)} ${then}${said(message)}`];
    }
    return [];
}
function said(text) {
    return typeof text === 'string' && text !== '' ? ` (${(0,src_escape/* term */.jk)(text)})` : '';
}
function plain(value) {
    return typeof value === 'string' || typeof value === 'number' ? (0,src_escape/* term */.jk)(String(value)) : '';
}

;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/judge/main.js









const main_WAYS = {
    policy: judgeByPolicy,
    kayenta: judgeByKayenta,
    argo: judgeByArgo,
};
/** `sluice judge`: prints a verdict as a table, or as its document. */
const judgeCommand = (0,command/* defineCommand */.N)({
    name: 'judge',
    about: 'Judges samples from files. Files are YAML, JSON or CSV; docs/judge.md describes them.',
    usage: [
        '--policy FILE --samples FILE',
        '--kayenta CONFIG --data FILE',
        '--argo TEMPLATE --measurements FILE',
    ],
    options: JUDGE_FLAGS,
    examples: ['judge --policy policy.yml --samples samples.csv'],
}, async ({ json, ...flags }, _, io) => {
    const options = readOptions(flags);
    const verdict = await main_WAYS[options.way](options, io);
    io.stdout(json ? `${(0,codec/* encode */.l)(verdict)}\n` : `${(0,show_verdict/* showVerdict */.x)(verdict)}${storyOf(verdict)}`);
    return exit/* EXIT_OF */.Rd[verdict.outcome];
});


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
