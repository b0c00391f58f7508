export const id = 754;
export const ids = [754];
export const modules = {

/***/ 5202:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   w: () => (/* binding */ readFixedSettings)
/* harmony export */ });
/* harmony import */ var _sluice_action__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4725);

/** Reads the settings of a metric judged once. Throws `UserError` with every problem. */
function readFixedSettings({ name, settings = {} }) {
    const { trials, ...others } = settings;
    const planned = typeof trials === 'number' && Number.isInteger(trials) && trials > 0 ? trials : null;
    const problems = Object.keys(others).map((key) => `settings.${key} is not known; known is trials`);
    if (trials !== undefined && planned === null)
        problems.push(`settings.trials must be a whole number above 0, got ${JSON.stringify(trials)}`);
    if (problems.length === 0)
        return { trials: planned };
    const told = problems.map((problem) => `metric ${name}: ${problem}`).join('\n');
    throw new _sluice_action__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .y('FIXED_SETTINGS', told, 'Correct the settings of this metric.');
}


/***/ }),

/***/ 9258:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  S: () => (/* binding */ judge)
});

// EXTERNAL MODULE: ./.build-cli/packages/action/src/fields/user-error.js
var user_error = __webpack_require__(4725);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/check-policy.js

/** Throws a `UserError` naming everything in a policy that could not be kept, e.g. a confidence of 1. */
function checkPolicy(policy) {
    const problems = [...promiseProblems(policy), ...policy.metrics.flatMap(metricProblems), ...twice(policy)];
    if (problems.length > 0)
        throw new user_error/* UserError */.y('BAD_POLICY', problems.join('\n'), 'Fix the policy the metrics are judged by.');
}
function promiseProblems({ confidence, minTrials, stages }) {
    return [
        ...refuse(!(confidence >= 0.5 && confidence < 1), 'confidence', 'from 0.5 to below 1', confidence),
        ...refuse(!(minTrials >= 0 && Number.isFinite(minTrials)), 'minTrials', 'at least 0', minTrials),
        ...refuse(!(Number.isInteger(stages) && stages >= 1), 'stages', 'a whole number of at least 1', stages),
    ];
}
function metricProblems(metric) {
    const { name, margin, weight, quantile, limit, kind, worse } = metric;
    const of = (field) => `${name}: ${field}`;
    const share = margin.of === 'baseline' && worse !== 'higher';
    const least = mayDemandLess(metric) ? -1 : 0;
    return [
        ...refuse(!(margin.value >= least && Number.isFinite(margin.value)), of('margin'), `at least ${least}`, margin.value),
        ...refuse(share && margin.value >= 1, of('margin'), 'below 100% where lower is worse', margin.value),
        ...refuse(!(weight >= 0 && Number.isFinite(weight)), of('weight'), 'at least 0', weight),
        ...refuse(kind === 'quantile' && !(quantile !== undefined && quantile > 0 && quantile < 1), of('quantile'), 'between 0 and 1', quantile),
        ...refuse(limit !== undefined && !Number.isFinite(limit), of('limit'), 'a finite number', limit),
        ...refuse(kind === 'proportion' && limit !== undefined && !(limit >= 0 && limit <= 1), of('limit'), 'a share from 0 to 1', limit),
        ...refuse(kind === 'count' && limit !== undefined && limit < 0, of('limit'), 'at least 0', limit),
    ];
}
/** Whether a metric is a limit relative to the baseline, which may ask for less than the baseline has: half of it is -0.5. */
function mayDemandLess({ judge, kind, margin, settings }) {
    const isLimit = judge === 'paired' && settings?.['test'] === 'limit' && kind !== 'proportion';
    return isLimit && margin.of === 'baseline';
}
function twice({ metrics }) {
    const names = metrics.map(({ name }) => name);
    const repeated = [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
    return repeated.map((name) => `metrics: ${JSON.stringify(name)} is named twice`);
}
function refuse(wrong, what, accepted, got) {
    return wrong ? [`${what} must be ${accepted}, got ${String(got)}`] : [];
}

// EXTERNAL MODULE: ./.build-cli/packages/judge/src/registry.js + 61 modules
var registry = __webpack_require__(2254);
// EXTERNAL MODULE: ./.build-cli/packages/judge/src/unjudged.js
var unjudged = __webpack_require__(6666);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/judge.js



/**
 * What the samples tell about every metric of a policy: one evidence for each, in the policy's order. Pure: the same
 * blocks give the same evidence, at whatever moment and however often they are judged. A metric without samples, or
 * with a judge nobody knows, is unknown. A policy that promises nothing sensible is a `UserError`.
 */
function judge(policy, samples) {
    checkPolicy(policy);
    const byMetric = new Map(samples.map((each) => [each.metric, each]));
    const samplesOf = (metric) => byMetric.get(metric.name);
    const found = new Map();
    for (const [name, judgeMetrics] of Object.entries(registry/* judges */.N)) {
        const own = policy.metrics.filter((metric) => metric.judge === name);
        if (own.length === 0)
            continue;
        for (const evidence of judgeMetrics(policy, own, samplesOf))
            found.set(evidence.metric, evidence);
    }
    return policy.metrics.map((metric) => noted(found.get(metric.name) ??
        (0,unjudged/* unjudged */.b)(policy, metric, samplesOf(metric), 'judge_error', `There is no judge called ${metric.judge}.`)));
}
/** What the source had to say about its samples belongs before the reader as much as what the judge has. */
function noted(evidence) {
    const { notes = [] } = evidence.samples;
    return notes.length === 0 ? evidence : { ...evidence, notes: [...(evidence.notes ?? []), ...notes] };
}


/***/ }),

/***/ 1299:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  m: () => (/* binding */ judgeCanary),
  V: () => (/* binding */ judgeMetric)
});

// EXTERNAL MODULE: ./.build-cli/packages/judge/src/kayenta/classification.js
var classification = __webpack_require__(5180);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/kayenta/descriptive.js
/** Mean in two passes (commons-math), which decides the last digit of every ratio. NaN for no values. */
function descriptive_mean(values) {
    const n = values.length;
    const first = sum(values) / n;
    return first + sum(values.map((x) => x - first)) / n;
}
/** Sample standard deviation (n − 1), 0 for a single value, NaN for none. */
function standardDeviation(values) {
    const n = values.length;
    if (n <= 1)
        return n === 1 ? 0 : NaN;
    const centre = descriptive_mean(values);
    const deviations = values.map((x) => x - centre);
    const square = sum(deviations.map((d) => d * d));
    const drift = sum(deviations);
    return Math.sqrt((square - (drift * drift) / n) / (n - 1));
}
/** Population standard deviation (n), as the k-sigma detector uses it. */
function descriptive_populationDeviation(values) {
    const n = values.length;
    return n === 0 ? NaN : standardDeviation(values) * Math.sqrt((n - 1) / n);
}
/** Percentile `p` in (0, 100] by linear interpolation between order statistics (type R-7, NumPy's default); NaN for no values. */
function percentile(values, p) {
    const sorted = Float64Array.from(values).sort();
    const n = sorted.length;
    if (n === 0)
        return NaN;
    const position = p >= 100 ? n : 1 + (n - 1) * (p / 100);
    if (position >= n)
        return sorted[n - 1] ?? NaN;
    const whole = Math.floor(position);
    const below = sorted[whole - 1] ?? NaN;
    return below + (position - whole) * ((sorted[whole] ?? NaN) - below);
}
function descriptive_summarise(values) {
    if (values.length === 0)
        return { min: 0, max: 0, mean: 0, std: 0, count: 0 };
    return {
        min: values.reduce((a, b) => Math.min(a, b), Infinity),
        max: values.reduce((a, b) => Math.max(a, b), -Infinity),
        mean: descriptive_mean(values),
        std: standardDeviation(values),
        count: values.length,
    };
}
function sum(values) {
    return values.reduce((total, value) => total + value, 0);
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/kayenta/ranks.js
// As the JVM compares doubles: −0 below 0, NaN above +∞ and equal to itself.
function compare(a, b) {
    if (a < b)
        return -1;
    if (a > b)
        return 1;
    if (Object.is(a, b))
        return 0;
    if (Number.isNaN(a))
        return 1;
    if (Number.isNaN(b))
        return -1;
    return Object.is(a, -0) ? -1 : 1;
}
/** Average ranks; NaN ranks highest, tied with +∞. Kayenta's ranking (commons-math NaturalRanking, MAXIMAL, AVERAGE). */
function averageRanks(values) {
    const plain = values.map((value) => (Number.isNaN(value) ? Infinity : value));
    const order = Uint32Array.from(plain, (_, i) => i).sort((i, j) => compare(plain[i] ?? NaN, plain[j] ?? NaN));
    const ranks = new Float64Array(plain.length);
    let tieSum = 0;
    for (let start = 0; start < order.length;) {
        let end = start + 1;
        while (end < order.length && compare(at(plain, order, start), at(plain, order, end)) === 0)
            end++;
        const size = end - start;
        for (let k = start; k < end; k++)
            ranks[order[k] ?? 0] = (start + 1 + end) / 2;
        tieSum += size ** 3 - size;
        start = end;
    }
    return { ranks, tieSum };
}
function at(values, order, position) {
    return values[order[position] ?? 0] ?? NaN;
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/kayenta/effect-size.js


/** mean(experiment) / mean(control); NaN where either mean is exactly 0. */
function meanRatio(control, experiment) {
    const below = descriptive_mean(control);
    const above = descriptive_mean(experiment);
    return below === 0 || above === 0 ? NaN : above / below;
}
/** Share of pairs where the experiment is higher, ties counting half (Vargha and Delaney 2000), in [0, 1]. */
function cles(control, experiment) {
    const m = experiment.length;
    const { ranks } = averageRanks(Float64Array.from([...experiment, ...control]));
    return (2 * sum([...ranks.subarray(0, m)]) - m * (m + 1)) / (2 * control.length * m);
}
/** |difference of means| over the pooled standard deviation. */
function cohenD(control, experiment) {
    const a = summarise(experiment);
    const b = summarise(control);
    const pooled = ((a.count - 1) * a.std ** 2 + (b.count - 1) * b.std ** 2) / (a.count + b.count - 2);
    return Math.abs(a.mean - b.mean) / Math.sqrt(pooled);
}
function effectSize(measure, control, experiment) {
    return measure === 'cles' ? cles(control, experiment) : meanRatio(control, experiment);
}

;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/zeroin.js
function interpolated(s) {
    const bisection = s.c - s.b;
    let [p, q] = [0, 0];
    if (s.a === s.c) {
        const t = s.fb / s.fa;
        p = bisection * t;
        q = 1 - t;
    }
    else {
        const [r, t1, t2] = [s.fa / s.fc, s.fb / s.fc, s.fb / s.fa];
        p = t2 * (bisection * r * (r - t1) - (s.b - s.a) * (t1 - 1));
        q = (r - 1) * (t1 - 1) * (t2 - 1);
    }
    return p > 0 ? { p, q: -q } : { p: -p, q };
}
function turn(s) {
    if (Math.abs(s.fc) >= Math.abs(s.fb))
        return;
    [s.a, s.b, s.c] = [s.b, s.c, s.b];
    [s.fa, s.fb, s.fc] = [s.fb, s.fc, s.fb];
}
/**
 * R. P. Brent's root finder (1973) with the stopping rule and step rule of R's uniroot, so that an answer known
 * only to `tolerance` lands on the same side of the root as R's. `low` and `high` must bracket a sign change.
 */
function zeroin(f, low, high, tolerance, limit = 1000) {
    const s = { a: low, fa: f(low), b: high, fb: f(high), c: low, fc: 0 };
    s.fc = s.fa;
    if (s.fa === 0)
        return low;
    if (s.fb === 0)
        return high;
    for (let step = 0; step <= limit; step++) {
        const before = s.b - s.a;
        turn(s);
        const near = 2 * Number.EPSILON * Math.abs(s.b) + tolerance / 2;
        let move = (s.c - s.b) / 2;
        if (Math.abs(move) <= near || s.fb === 0)
            return s.b;
        if (Math.abs(before) >= near && Math.abs(s.fa) > Math.abs(s.fb)) {
            const { p, q } = interpolated(s);
            const inside = p < 0.75 * (s.c - s.b) * q - Math.abs(near * q) / 2;
            if (inside && p < Math.abs((before * q) / 2))
                move = p / q;
        }
        if (Math.abs(move) < near)
            move = move > 0 ? near : -near;
        [s.a, s.fa] = [s.b, s.fb];
        s.b += move;
        s.fb = f(s.b);
        if (s.fb > 0 === s.fc > 0)
            [s.c, s.fc] = [s.a, s.fa];
    }
    return s.b;
}

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/normal.js
var normal = __webpack_require__(2723);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/kayenta/mann-whitney.js


// Kayenta's tolerance is absolute, so a metric in seconds and the same one in microseconds may differ.
const TOLERANCE = 1e-4;
/** Raised where every observation is tied at a shift, so that the variance is zero. Kayenta labels the metric Error. */
class TiedObservations extends Error {
    name = 'TiedObservations';
    constructor() {
        super('no interval: all observations are tied at this shift');
    }
}
function armsOf(experiment, control) {
    const x = Float64Array.from(experiment);
    const y = Float64Array.from(control);
    return { x, y, muMin: least(x) - most(y), muMax: most(x) - least(y) };
}
/**
 * Standardised rank sum of x − mu among y, continuity corrected, less `quantile`. Falls from positive to negative as
 * mu grows, in jumps. Throws `TiedObservations`.
 */
function wilcoxonDiff({ x, y }, mu, quantile) {
    const n = x.length;
    const m = y.length;
    const both = new Float64Array(n + m);
    both.set(x.map((value) => value - mu));
    both.set(y, n);
    const { ranks, tieSum } = averageRanks(both);
    const rankSum = ranks.subarray(0, n).reduce((total, rank) => total + rank, 0);
    const dz = rankSum - (n * (n + 1)) / 2 - (n * m) / 2;
    const variance = ((n * m) / 12) * (n + m + 1 - tieSum / ((n + m) * (n + m - 1)));
    const sigma = Math.sqrt(variance);
    if (sigma === 0)
        throw new TiedObservations();
    return (dz - 0.5 * Math.sign(dz)) / sigma - quantile;
}
/** Where `wilcoxonDiff` crosses zero, without looking at the end points first. */
function crossing(arms, quantile) {
    return zeroin((mu) => wilcoxonDiff(arms, mu, quantile), arms.muMin, arms.muMax, TOLERANCE);
}
function guardedCrossing(arms, quantile) {
    if (wilcoxonDiff(arms, arms.muMin, quantile) <= 0)
        return arms.muMin;
    if (wilcoxonDiff(arms, arms.muMax, quantile) >= 0)
        return arms.muMax;
    return crossing(arms, quantile);
}
/** Kayenta's interval for experiment − control at `confidence`, from R's asymptotic `wilcox.test`. Throws `TiedObservations`. */
function mannWhitneyInterval(experiment, control, confidence) {
    const arms = armsOf(experiment, control);
    const z = (0,normal/* normalQuantile */.Zl)((1 - confidence) / 2);
    return {
        low: guardedCrossing(arms, -z),
        high: guardedCrossing(arms, z),
        estimate: crossing(arms, 0),
    };
}
function least(values) {
    return values.reduce((a, b) => Math.min(a, b), Infinity);
}
function most(values) {
    return values.reduce((a, b) => Math.max(a, b), -Infinity);
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/kayenta/noise.js
const MULTIPLIER = 0x5deece66dn;
const MASK = (1n << 48n) - 1n;
/**
 * Deviates of `java.util.Random(seed).nextGaussian()`: Knuth's 48-bit linear congruential generator and Marsaglia's
 * polar method. Kayenta draws its noise from one of these without a seed; ours always has one, so that a verdict repeats.
 */
function javaGaussian(seed) {
    let state = (BigInt(seed) ^ MULTIPLIER) & MASK;
    let spare;
    const bits = (count) => {
        state = (state * MULTIPLIER + 0xbn) & MASK;
        return Number(state >> (48n - count));
    };
    const uniform = () => (bits(26n) * 2 ** 27 + bits(27n)) / 2 ** 53;
    return () => {
        if (spare !== undefined) {
            const kept = spare;
            spare = undefined;
            return kept;
        }
        for (;;) {
            const v1 = 2 * uniform() - 1;
            const v2 = 2 * uniform() - 1;
            const s = v1 * v1 + v2 * v2;
            if (s >= 1 || s === 0)
                continue;
            const factor = Math.sqrt((-2 * Math.log(s)) / s);
            spare = v2 * factor;
            return v1 * factor;
        }
    };
}
/** Each value plus normal noise of the given mean and standard deviation (which may be negative, as upstream's is). */
function addGaussianNoise(values, centre, deviation, gaussian) {
    return values.map((value) => value + gaussian() * deviation + centre);
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/kayenta/compatible-classifier.js




const NOISE_SCALE = 1e-5;
const NOISE_SEED = 0;
/**
 * Kayenta's MannWhitneyClassifier, faults and wording included, on data already cleaned of NaN and outliers. The noise that upstream
 * adds to two constant arms has no seed there; here it has one, so the answer repeats. Throws `TiedObservations`.
 */
function classifyCompatible(control, experiment, settings, test, name = 'metric') {
    if (control.length === 0 || experiment.length === 0) {
        return settings.nanStrategy === 'replace' ? (0,classification/* passes */.WE)(1) : (0,classification/* noData */._h)(settings, name);
    }
    if ((0,classification/* sameValues */.Z)(control, experiment))
        return (0,classification/* passes */.WE)(1, 'The Canary and Baseline data are identical');
    if ((0,classification/* distinct */.dM)([...control, ...experiment]) === 1)
        return (0,classification/* passes */.WE)(1);
    const arms = degenerate(control, experiment) ? withNoise(control, experiment) : { control, experiment };
    return compatible_classifier_compare(arms, settings, test, name);
}
function compatible_classifier_compare({ control, experiment }, settings, test, name) {
    const shift = mannWhitneyInterval(experiment, control, test.confidence);
    const deviation = meanRatio(control, experiment);
    const effect = effectSize(settings.measure, control, experiment);
    // The margin is a share of the shift itself, not of the baseline: it widens nothing when the shift is small.
    const bound = test.tolerance * Math.abs(shift.estimate);
    const side = (0,classification/* clearedSide */.CI)(shift, bound, settings.direction, effect, settings.allowed);
    if (side === undefined)
        return { ...(0,classification/* passes */.WE)(deviation), shift };
    const critical = settings.critical && (0,classification/* reaches */.O6)(effect, side, settings.criticalAt);
    const labelled = `${name} was classified as ${side}`;
    const reason = critical ? `The metric ${labelled} (Critical)` : labelled;
    return { label: side, reason, deviation, critical, shift };
}
function degenerate(control, experiment) {
    return (0,classification/* distinct */.dM)(control) === 1 && (0,classification/* distinct */.dM)(experiment) === 1;
}
// Zeros get no noise: it is scaled by the value.
function withNoise(control, experiment) {
    const gaussian = javaGaussian(NOISE_SEED);
    const noisy = (values) => addGaussianNoise(values, 0, (values[0] ?? 0) * NOISE_SCALE, gaussian);
    const shaken = noisy(experiment);
    return { experiment: shaken, control: noisy(control) };
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/kayenta/missing.js
function removeNaNs(values) {
    return values.filter((x) => !Number.isNaN(x));
}
function replaceNaNs(values, by) {
    return values.map((x) => (Number.isNaN(x) ? by : x));
}
/** NaN is dropped, or counted as zero. Infinities stay. */
function handleMissing(values, strategy) {
    return strategy === 'remove' ? removeNaNs(values) : replaceNaNs(values, 0);
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/kayenta/outliers.js

/**
 * Outside the quartiles by more than `factor` interquartile ranges. With reduced sensitivity the fences never come
 * inside the 1st and 99th percentile, so that a tight bulk does not make outliers of its own tails.
 */
function interquartile(factor, reduceSensitivity) {
    return (values) => {
        const lower = percentile(values, 25);
        const upper = percentile(values, 75);
        const reach = factor * (upper - lower);
        const fences = reduceSensitivity
            ? [Math.min(percentile(values, 1), lower - reach), Math.max(percentile(values, 99), upper + reach)]
            : [lower - reach, upper + reach];
        return values.map((x) => x < (fences[0] ?? NaN) || x > (fences[1] ?? NaN));
    };
}
/** Further than `k` population standard deviations from the mean. The judge itself never uses it. */
function kSigma(k) {
    return (values) => {
        const centre = mean(values);
        const reach = k * populationDeviation(values);
        return values.map((x) => Math.abs(x - centre) > reach);
    };
}
function removeOutliers(values, detect) {
    const outlier = detect(values);
    return values.filter((_, i) => outlier[i] !== true);
}

// EXTERNAL MODULE: ./.build-cli/packages/judge/src/kayenta/score-class.js
var score_class = __webpack_require__(6269);
// EXTERNAL MODULE: ./.build-cli/packages/stats/src/hodges-lehmann.js + 2 modules
var hodges_lehmann = __webpack_require__(6421);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/kayenta/smallest-p.js
/** The smallest two-sided p-value that a rank test of n against m points can reach: 2 / C(n+m, n), at most 1. */
function smallestP(n, m) {
    let ways = 1;
    for (let k = 1; k <= Math.min(n, m) && ways < 1e15; k++)
        ways *= (Math.max(n, m) + k) / k;
    return Math.min(1, 2 / ways);
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/kayenta/strict-classifier.js






const BY_RANKS_ALONE = 0.1;
/**
 * Kayenta's classifier with its faults repaired (each is named in docs/kayenta.md): what can't be judged is `Unknown` or
 * `Nodata`, never `Pass`, and neither the unit nor the sign of a metric changes its label.
 */
function classifyStrict(control, experiment, settings, test) {
    const doubt = doubtAbout(control, experiment, settings, test);
    if (doubt !== undefined)
        return doubt;
    const { low, high, estimate } = (0,hodges_lehmann/* hodgesLehmann */.i6)(experiment, control, test.confidence);
    const shift = { low, high, estimate };
    const deviation = relativeChange(control, experiment);
    if ((0,classification/* sameValues */.Z)(control, experiment))
        return { ...(0,classification/* passes */.WE)(1, 'both arms hold the same values'), shift };
    const side = certainSide(control, experiment, shift, settings, test);
    if (side === undefined)
        return { ...(0,classification/* passes */.WE)(deviation), shift };
    const effect = settings.measure === 'cles' ? cles(control, experiment) : deviation;
    return decide(side, effect, settings, deviation, shift);
}
/** Why these arms can't be judged at all, if so. */
function doubtAbout(control, experiment, settings, test) {
    const [n, m] = [experiment.length, control.length];
    if (n === 0 || m === 0)
        return (0,classification/* noData */._h)(settings, 'one arm or both');
    if (![...control, ...experiment].every(Number.isFinite))
        return unknown('infinite', 'there is an infinite value');
    const best = smallestP(n, m);
    if (best <= 1 - test.confidence)
        return undefined;
    return unknown('too_few', `${n} against ${m} points can't be told apart at ${test.confidence * 100} % confidence`);
}
/** Mean of the experiment relative to the control's, 1 = no change, growing with the metric whatever its sign. */
function relativeChange(control, experiment) {
    const base = descriptive_mean(control);
    const change = descriptive_mean(experiment) - base;
    if (change === 0)
        return 1;
    return base === 0 ? Math.sign(change) * Infinity : 1 + change / Math.abs(base);
}
/** The side that is certain: by the interval, or by the ranks alone where the arms differ in part of their values only. */
function certainSide(control, experiment, shift, { direction }, { tolerance, confidence }) {
    const bound = tolerance * Math.abs(shift.estimate);
    const z = wilcoxonDiff(armsOf(experiment, control), 0, 0);
    const byRanks = 2 * (0,normal/* normalCdf */.vr)(-Math.abs(z)) <= (1 - confidence) * BY_RANKS_ALONE;
    if (direction !== 'decrease' && (shift.low > bound || (byRanks && z > 0)))
        return 'High';
    if (direction !== 'increase' && (shift.high < -bound || (byRanks && z < 0)))
        return 'Low';
    return undefined;
}
function decide(side, effect, settings, deviation, shift) {
    const allowed = side === 'High' ? settings.allowed.increase : settings.allowed.decrease;
    if (!Number.isFinite(effect) && allowed !== 1) {
        return {
            ...unknown('zero_baseline', `an allowed change of ${allowed} has no meaning for a control mean of 0`),
            deviation,
            shift,
        };
    }
    const beyond = (limit) => (side === 'High' ? effect >= limit : effect <= limit);
    if (!beyond(allowed))
        return { ...(0,classification/* passes */.WE)(deviation, 'changed, within what is allowed'), shift };
    const limit = side === 'High' ? settings.criticalAt.increase : settings.criticalAt.decrease;
    const critical = settings.critical && beyond(limit);
    const reason = `the metric was ${side.toLowerCase()}${critical ? ', and is critical' : ''}`;
    return { label: side, reason, deviation, critical, shift };
}
function unknown(doubt, reason) {
    return { label: 'Unknown', reason, deviation: 1, critical: false, doubt };
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/kayenta/round.js
const PLAIN_FROM = 1e-6;
const PLAIN_TO = 1e21;
/** Rounds to `places` decimals, halves away from zero, by the number's shortest decimal spelling (as the JVM does). */
function roundHalfUp(value, places) {
    const size = Math.abs(value);
    if (!(size < PLAIN_TO))
        return value;
    const [whole = '0', fraction = ''] = (size < PLAIN_FROM ? '0' : String(size)).split('.');
    if (fraction.length <= places)
        return size < PLAIN_FROM ? 0 : value;
    const kept = BigInt(whole + fraction.slice(0, places)) + ((fraction[places] ?? '0') >= '5' ? 1n : 0n);
    return (Math.sign(value) * Number(kept)) / 10 ** places;
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/kayenta/weighted-sum.js

const NODATA_LIMIT_PERCENT = 50;
const COUNTED = ['Pass', 'High', 'Low', 'NodataFailMetric'];
/**
 * Kayenta's weighted sum, faults included: Nodata and Error count nowhere, a group with nothing to count brings its
 * whole weight, and groups without a weight share what is left of 100.
 */
function weightedSum(metrics, weights) {
    const groups = scoreGroups(metrics);
    const failed = metrics.find((metric) => metric.critical && metric.label !== 'Pass');
    if (failed !== undefined)
        return { score: 0, groups, reason: `Canary Failed: ${failed.reason ?? failed.label}` };
    const silent = metrics.filter((metric) => metric.label === 'Nodata').length;
    if ((silent / metrics.length) * 100 >= NODATA_LIMIT_PERCENT) {
        return {
            score: 0,
            groups,
            reason: `Canary Failed: ${NODATA_LIMIT_PERCENT}% or more metrics returned NODATA`,
        };
    }
    return { score: summary(groups, weights), groups };
}
/** The share of counted metrics that passed, per group; a metric in several groups counts in each. */
function scoreGroups(metrics) {
    const names = new Set(metrics.flatMap((metric) => metric.groups));
    return [...names].map((name) => {
        const counted = metrics.filter((metric) => metric.groups.includes(name) && COUNTED.includes(metric.label));
        const passed = counted.filter((metric) => metric.label === 'Pass').length;
        const noData = counted.length === 0;
        return { name, score: noData ? 0 : (passed / counted.length) * 100, noData };
    });
}
function summary(groups, weights) {
    const given = [...weights.values()].reduce((total, weight) => total + weight, 0);
    const unweighted = groups.filter((group) => !weights.has(group.name)).length;
    const share = unweighted === 0 ? 0 : (100 - given) / unweighted;
    const total = groups.reduce((sum, group) => {
        const score = group.noData ? 100 : group.score;
        return sum + score * ((weights.get(group.name) ?? share) / 100);
    }, 0);
    return roundHalfUp(total, 2);
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/kayenta/strict-score.js



const UNJUDGED = ['Nodata', 'Error', 'Unknown'];
/**
 * The weighted sum with its faults repaired: only groups that were judged carry weight, and a metric that could not be
 * judged keeps the canary from passing. A failing score still fails.
 */
function strictScore(metrics, weights, thresholds) {
    const groups = scoreGroups(metrics);
    const failed = metrics.find((metric) => metric.critical && metric.label !== 'Pass');
    if (failed !== undefined) {
        const reason = `critical metric ${failed.name}: ${failed.reason ?? failed.label}`;
        return { score: 0, groups, reason, classification: 'Fail' };
    }
    const unjudged = metrics.filter((metric) => UNJUDGED.includes(metric.label));
    const score = weighedOverJudged(groups, weights);
    if (score === undefined)
        return { score: 0, groups, reason: 'nothing could be judged', classification: 'Inconclusive' };
    const classification = (0,score_class/* classifyScore */.x)(score, thresholds);
    if (classification === 'Fail' || unjudged.length === 0)
        return { score, groups, classification };
    const reason = `not judged: ${unjudged.map((metric) => metric.name).join(', ')}`;
    return { score, groups, reason, classification: 'Inconclusive' };
}
function weighedOverJudged(groups, weights) {
    const judged = groups.filter((group) => !group.noData);
    const given = judged.reduce((total, group) => total + (weights.get(group.name) ?? 0), 0);
    const unweighted = judged.filter((group) => !weights.has(group.name)).length;
    const share = unweighted === 0 ? 0 : Math.max(0, 100 - given) / unweighted;
    const weigh = (name) => weights.get(name) ?? share;
    const total = judged.reduce((sum, group) => sum + weigh(group.name), 0);
    if (!(total > 0))
        return undefined;
    return roundHalfUp(judged.reduce((sum, group) => sum + group.score * (weigh(group.name) / total), 0), 2);
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/kayenta/canary-judge.js










/**
 * NetflixACAJudge: labels every metric, scores the groups and classifies the score. `strict` repairs its known faults,
 * each named in docs/kayenta.md.
 */
function judgeCanary(config, data, strict) {
    const metrics = config.metrics.map((metric) => judgeMetric(metric, data.get(metric.name), strict));
    const scored = metrics.filter((metric) => !metric.muted).map(asScored);
    if (strict)
        return { ...strictScore(scored, config.weights, config.thresholds), metrics };
    const score = weightedSum(scored, config.weights);
    return { ...score, classification: (0,score_class/* classifyScore */.x)(score.score, config.thresholds), metrics };
}
/** Cleans and labels one metric, in Kayenta's order: NaN, outliers, statistics, classification. */
function judgeMetric({ name, groups, settings }, pair, strict) {
    const control = cleaned(pair?.control ?? [], settings, strict);
    const experiment = cleaned(pair?.experiment ?? [], settings, strict);
    return {
        name,
        groups,
        muted: settings.muted,
        control: descriptive_summarise(control),
        experiment: descriptive_summarise(experiment),
        ...classify(control, experiment, settings, strict, name),
    };
}
function classify(control, experiment, settings, strict, name) {
    if (strict)
        return classifyStrict(control, experiment, settings, classification/* JUDGE_TEST */.lW);
    try {
        return classifyCompatible(control, experiment, settings, classification/* JUDGE_TEST */.lW, name);
    }
    catch (error) {
        if (!(error instanceof TiedObservations))
            throw error;
        return { label: 'Error', reason: 'Metric Classification Failed', deviation: NaN, critical: false };
    }
}
// Strictly, replacing NaN by zero fills gaps (it does not make a series out of nothing), and no infinity is an outlier.
function cleaned(values, settings, strict) {
    if (strict && values.every(Number.isNaN))
        return [];
    const present = handleMissing(values, settings.nanStrategy);
    if (settings.outlierFactor === undefined || (strict && !present.every(Number.isFinite)))
        return present;
    return removeOutliers(present, interquartile(settings.outlierFactor, true));
}
function asScored({ name, label, groups, critical, reason }) {
    return { name, label, groups, critical, ...(reason === undefined ? {} : { reason }) };
}


/***/ }),

/***/ 5180:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CI: () => (/* binding */ clearedSide),
/* harmony export */   O6: () => (/* binding */ reaches),
/* harmony export */   WE: () => (/* binding */ passes),
/* harmony export */   Z: () => (/* binding */ sameValues),
/* harmony export */   _h: () => (/* binding */ noData),
/* harmony export */   dM: () => (/* binding */ distinct),
/* harmony export */   lW: () => (/* binding */ JUDGE_TEST)
/* harmony export */ });
const JUDGE_TEST = { tolerance: 0.25, confidence: 0.98 };
function passes(deviation, reason) {
    return { label: 'Pass', deviation, critical: false, ...(reason === undefined ? {} : { reason }) };
}
/** Equal as multisets: the same values, in any order. */
function sameValues(a, b) {
    if (a.length !== b.length)
        return false;
    const left = Float64Array.from(a).sort();
    const right = Float64Array.from(b).sort();
    return left.every((value, i) => value === right[i]);
}
function distinct(values) {
    return new Set(values).size;
}
/** A change counts when the effect reaches its limit. Upstream an effect that can't be computed always does. */
function reaches(effect, side, limits) {
    if (Number.isNaN(effect))
        return true;
    return side === 'High' ? effect >= limits.increase : effect <= limits.decrease;
}
/** The side on which the interval clears `bound`, in a direction that was asked about. */
function clearedSide(shift, bound, direction, effect, limits) {
    if (direction !== 'decrease' && shift.low > bound && reaches(effect, 'High', limits))
        return 'High';
    if (direction !== 'increase' && shift.high < -bound && reaches(effect, 'Low', limits))
        return 'Low';
    return undefined;
}
/** What missing data comes to, by the metric's configuration. */
function noData(settings, name) {
    const fails = settings.mustHaveData && !settings.critical;
    return {
        label: fails ? 'NodataFailMetric' : 'Nodata',
        reason: `Missing data for ${name}`,
        deviation: 1,
        critical: !fails && settings.critical,
    };
}


/***/ }),

/***/ 9795:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bl: () => (/* binding */ judgeKayenta),
/* harmony export */   fb: () => (/* binding */ readKayentaSettings)
/* harmony export */ });
/* unused harmony export seriesOf */
/* harmony import */ var _sluice_action__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4725);
/* harmony import */ var _threshold_arm_value_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1420);
/* harmony import */ var _canary_judge_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1299);
/* harmony import */ var _classification_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5180);
/* harmony import */ var _settings_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1861);





const OWN_KEYS = ['strict', 'groups'];
const DIRECTIONS = { higher: 'increase', lower: 'decrease', either: 'either' };
/**
 * Judges one metric as NetflixACAJudge labels it, each block being one point (or several, where an arm holds values).
 * Settings are those of a canary config's `canary` table and `strict` (default true). Throws `UserError` for bad ones.
 */
function judgeKayenta(metric, samples) {
    const { settings, strict } = readKayentaSettings(metric);
    const control = seriesOf(samples.blocks.map((block) => block.baseline));
    const experiment = seriesOf(samples.blocks.map((block) => block.candidate));
    if (control === undefined || experiment === undefined)
        return evidenceOf(metric, samples, WRONG);
    const judged = (0,_canary_judge_js__WEBPACK_IMPORTED_MODULE_0__/* .judgeMetric */ .V)({ name: metric.name, groups: [], settings }, { control, experiment }, strict);
    return evidenceOf(metric, samples, { judged, ...conclusionOf(judged) });
}
/** The settings of one metric; the direction follows `worse` unless it is given. Throws `UserError`. */
function readKayentaSettings(metric) {
    const given = metric.settings ?? {};
    const problems = [];
    const table = Object.fromEntries(Object.entries(given).filter(([key]) => !OWN_KEYS.includes(key)));
    const strict = given['strict'] !== false;
    const settings = (0,_settings_js__WEBPACK_IMPORTED_MODULE_1__/* .readSettings */ .s)({ direction: DIRECTIONS[metric.worse], ...table }, 'settings', strict ? problems : undefined);
    if (problems.length > 0) {
        const hint = 'Correct the settings of this metric, or set strict: false to read them as Kayenta does.';
        throw new _sluice_action__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .y('KAYENTA_SETTINGS', problems.map((problem) => `metric ${metric.name}: ${problem}`).join('\n'), hint);
    }
    return { settings, strict };
}
/** The points of one arm, an absent one being NaN; `undefined` where an arm holds no points at all (histograms). */
function seriesOf(arms) {
    if (arms.some((arm) => (0,_threshold_arm_value_js__WEBPACK_IMPORTED_MODULE_3__/* .armValue */ .e)(arm).kind === 'wrong'))
        return undefined;
    return arms.flatMap(pointsOf);
}
function pointsOf(arm) {
    if (arm.kind === 'values')
        return arm.values;
    const value = (0,_threshold_arm_value_js__WEBPACK_IMPORTED_MODULE_3__/* .armValue */ .e)(arm);
    return value.kind === 'value' ? value.value : NaN;
}
const WRONG = { finding: 'unknown', reason: 'wrong_samples' };
const DOUBTS = {
    infinite: 'infinite',
    too_few: 'too_few_trials',
    zero_baseline: 'not_comparable',
};
function conclusionOf({ label, doubt }) {
    switch (label) {
        case 'Pass':
            return { finding: 'fine', reason: 'within_margin' };
        case 'High':
        case 'Low':
            return { finding: 'worse', reason: 'regression' };
        case 'NodataFailMetric':
            return { finding: 'worse', reason: 'no_data' };
        case 'Nodata':
            return { finding: 'unknown', reason: 'no_data' };
        case 'Error':
            return { finding: 'unknown', reason: 'judge_error' };
        case 'Unknown':
            return { finding: 'unknown', reason: doubt === undefined ? 'judge_error' : DOUBTS[doubt] };
    }
}
function evidenceOf(metric, samples, { judged, finding, reason }) {
    const shift = judged?.shift;
    return {
        metric: metric.name,
        finding,
        reason,
        scale: 'difference',
        effect: { estimate: finite(shift?.estimate), low: finite(shift?.low), high: finite(shift?.high) },
        margin: null,
        unit: metric.unit ?? '',
        confidence: _classification_js__WEBPACK_IMPORTED_MODULE_4__/* .JUDGE_TEST */ .lW.confidence,
        observed: { baseline: observed(judged?.control), candidate: observed(judged?.experiment) },
        judge: 'kayenta',
        critical: metric.critical && judged?.muted !== true,
        notes: judged === undefined
            ? []
            : [`Kayenta's label: ${judged.label}${judged.reason ? `, ${judged.reason}` : ''}.`],
        policy: metric,
        samples,
    };
}
function observed(summary) {
    if (summary === undefined || summary.count === 0)
        return { trials: 0, value: null };
    return { trials: summary.count, value: finite(summary.mean) };
}
function finite(value) {
    return value !== undefined && Number.isFinite(value) ? value : null;
}


/***/ }),

/***/ 6269:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ USUAL_THRESHOLDS),
/* harmony export */   x: () => (/* binding */ classifyScore)
/* harmony export */ });
const USUAL_THRESHOLDS = { pass: 95, marginal: 75 };
function classifyScore(score, { pass, marginal }) {
    if (score >= pass)
        return 'Pass';
    return score >= marginal ? 'Marginal' : 'Fail';
}


/***/ }),

/***/ 1861:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   s: () => (/* binding */ readSettings)
/* harmony export */ });
const DEFAULT_OUTLIER_FACTOR = 3;
const KNOWN_KEYS = ['direction', 'nanStrategy', 'outliers', 'critical', 'mustHaveData', 'muted', 'effectSize'];
/**
 * Reads `analysisConfigurations.canary` as Kayenta does: what is missing or not understood takes its default. Strict
 * notes each word that is not understood in `problems` instead of guessing.
 */
function readSettings(data, path, problems) {
    const reader = new Reader(path, problems);
    const canary = reader.table(data, '', KNOWN_KEYS);
    const effect = reader.table(canary['effectSize'], '.effectSize', undefined);
    const outliers = reader.table(canary['outliers'], '.outliers', undefined);
    const measure = reader.word(effect['measure'], '.effectSize.measure', ['meanRatio', 'cles']);
    const none = measure === 'cles' ? 0.5 : 1;
    const limit = (name) => reader.number(effect[name], `.effectSize.${name}`, none);
    const drops = reader.word(outliers['strategy'], '.outliers.strategy', ['keep', 'remove', 'none']) === 'remove';
    const factor = reader.number(outliers['outlierFactor'], '.outliers.outlierFactor', DEFAULT_OUTLIER_FACTOR);
    return {
        direction: reader.word(canary['direction'], '.direction', ['either', 'increase', 'decrease']),
        nanStrategy: nanStrategy(reader, canary['nanStrategy']),
        ...(drops ? { outlierFactor: factor } : {}),
        critical: reader.flag(canary['critical'], '.critical'),
        mustHaveData: reader.flag(canary['mustHaveData'], '.mustHaveData'),
        muted: reader.flag(canary['muted'], '.muted'),
        measure,
        allowed: { decrease: limit('allowedDecrease'), increase: limit('allowedIncrease') },
        criticalAt: { decrease: limit('criticalDecrease'), increase: limit('criticalIncrease') },
    };
}
function nanStrategy(reader, given) {
    const word = reader.word(given, '.nanStrategy', ['remove', 'replace', 'none']);
    return word === 'replace' ? 'replace' : 'remove';
}
/** Takes values out of loose data, noting what it had to replace by a default. */
class Reader {
    path;
    problems;
    constructor(path, problems) {
        this.path = path;
        this.problems = problems;
    }
    /** The first word is the default. */
    word(given, at, words) {
        const found = words.find((word) => word === given);
        if (found === undefined && given !== undefined && given !== null)
            this.note(at, `one of ${words.join(', ')}`, given);
        return found ?? words[0];
    }
    number(given, at, fallback) {
        if (given === undefined || given === null)
            return fallback;
        const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
        if (typeof value === 'number' && Number.isFinite(value))
            return value;
        this.note(at, 'a number', given);
        return fallback;
    }
    flag(given, at) {
        if (given === undefined || given === null)
            return false;
        if (typeof given === 'boolean')
            return given;
        if (given === 'true' || given === 'false')
            return given === 'true';
        this.note(at, 'true or false', given);
        return false;
    }
    table(given, at, known) {
        if (given === undefined || given === null)
            return {};
        if (typeof given !== 'object' || Array.isArray(given)) {
            this.note(at, 'a mapping', given);
            return {};
        }
        const entries = Object.entries(given);
        for (const [key] of entries) {
            if (known !== undefined && !known.includes(key))
                this.note(`${at}.${key}`, 'absent', key);
        }
        return Object.fromEntries(entries);
    }
    note(at, expected, given) {
        this.problems?.push(`${this.path}${at} must be ${expected}, got ${JSON.stringify(given)}`);
    }
}


/***/ }),

/***/ 2254:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  N: () => (/* binding */ judges)
});

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/arms.js
const LARGEST = 1e15;
const ROUNDING = 1e-6;
/** A count or an amount: finite, at least zero, small enough to be counted exactly. */
function faultOf(value) {
    if (Number.isNaN(value))
        return 'not_a_number';
    if (Math.abs(value) > LARGEST)
        return 'infinite';
    return value < 0 ? 'negative' : undefined;
}
/** Reads events among trials; anything that is not a count is a named reason, never a number. */
function readProportion(arm) {
    if (arm.kind === 'absent')
        return { missing: arm.absence };
    if (arm.kind !== 'proportion')
        return { missing: 'wrong_samples' };
    const missing = faultOf(arm.trials) ?? faultOf(arm.events) ?? exposureFault(arm.events, arm.trials);
    if (missing !== undefined)
        return { missing };
    if (arm.events > arm.trials * (1 + ROUNDING))
        return { missing: 'events_exceed_trials' };
    return { value: { events: Math.min(arm.events, arm.trials), exposure: arm.trials } };
}
/** Reads events over an exposure. */
function readCount(arm) {
    if (arm.kind === 'absent')
        return { missing: arm.absence };
    if (arm.kind !== 'count')
        return { missing: 'wrong_samples' };
    const missing = faultOf(arm.exposure) ?? faultOf(arm.events) ?? exposureFault(arm.events, arm.exposure);
    return missing === undefined ? { value: { events: arm.events, exposure: arm.exposure } } : { missing };
}
function exposureFault(events, exposure) {
    if (exposure > 0)
        return undefined;
    return events > 0 ? 'events_without_exposure' : 'zero_exposure';
}
const SILENT = new Set(['no_data', 'zero_exposure', 'not_observed']);
/** The one reason why a block cannot compare its arms, given what each of them lacks. */
function whyUnusable(baseline, candidate) {
    if (candidate !== undefined && baseline !== undefined)
        return SILENT.has(candidate) ? baseline : candidate;
    if (candidate !== undefined)
        return SILENT.has(candidate) ? 'no_candidate' : candidate;
    return baseline === undefined || SILENT.has(baseline) ? 'no_baseline' : baseline;
}
/** True where the baseline was left out on purpose, as after a swap, so that only a limit can be judged. */
function withoutBaseline(block) {
    return block.baseline.kind === 'absent' && block.baseline.absence === 'not_observed';
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/budget.js
/** Judges that spend a share of the promised false-alarm level; the rules of the others promise none. */
const SPENDING = new Set(['sequential', 'fixed']);
/** The false-alarm level promised for the whole analysis. */
function alphaOf(policy) {
    return 1 - policy.confidence;
}
/** Share of the false-alarm level that a critical metric may spend: its weight among all that spend. */
function budgetShare(policy, metric) {
    const spending = policy.metrics.filter((each) => each.critical && SPENDING.has(each.judge));
    const total = spending.reduce((sum, each) => sum + each.weight, 0);
    return total > 0 ? metric.weight / total : 1 / Math.max(1, spending.length);
}

;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/crossing.js
/**
 * Where a decreasing or increasing continuous function crosses zero between two ends of opposite sign, to
 * `tolerance` in x. Regula falsi with the Illinois halving, each step fenced by the bracket: about ten evaluations
 * for the smooth curves of test inversion, where plain halving needs fifty.
 */
function findCrossing(f, low, high, tolerance) {
    let [a, b] = [low, high];
    let [fa, fb] = [f(a), f(b)];
    if (fa === 0 || fb === 0)
        return fa === 0 ? a : b;
    for (let step = 0; step < 200 && Math.abs(b - a) > tolerance; step++) {
        const guess = step % 8 === 7 ? (a + b) / 2 : (a * fb - b * fa) / (fb - fa);
        const x = guess > Math.min(a, b) && guess < Math.max(a, b) ? guess : (a + b) / 2;
        const fx = f(x);
        if (fx === 0 || x === a || x === b)
            return x;
        if (fx < 0 === fb < 0)
            fa /= 2;
        else
            [a, fa] = [b, fb];
        [b, fb] = [x, fx];
    }
    return b;
}

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/log-space.js
var log_space = __webpack_require__(2475);
// EXTERNAL MODULE: ./.build-cli/packages/stats/src/tilt.js
var src_tilt = __webpack_require__(7795);
;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/two-arm-bet.js



/** log odds ratios between the null and the alternative that are bet on; finer below than LU24, for common events. */
const BET_EFFECTS = (0,src_tilt/* logUniformGrid */.Dk)(1.005, 20, 24);
/** Base rates tried before anything has been seen; for a Poisson law, events expected in the first block. */
const FIRST = {
    bernoulli: [1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.2, 0.5, 0.8],
    poisson: [0.5, 2, 10, 50, 250, 1e3, 1e4, 1e5],
};
const GROWTHS = {
    1: BET_EFFECTS.map((d) => Math.expm1(d)),
    [-1]: BET_EFFECTS.map((d) => Math.expm1(-d)),
};
const MOST = 0.95;
/** Nothing seen yet: the e-value is 1. */
function startBet(side, law, line) {
    return { side, law, line, sums: BET_EFFECTS.map(() => 0), events: 0, exposure: 0 };
}
function variance(law, rate) {
    return law === 'poisson' ? rate : rate * (1 - rate);
}
/** The point of the line nearest, in likelihood, to both arms having `rate`, or null where the line has none. */
function nearest(law, { slope, offset }, { n, m }, rate) {
    const top = law === 'poisson' ? Infinity : 1;
    if (slope === 0)
        return offset > 0 && offset < top ? { t: rate, c: offset } : null;
    const level = (rate - offset) / slope;
    const low = Math.max(0, -offset / slope, Math.min(rate, level));
    const high = Math.min(top, (top - offset) / slope, Math.max(rate, level));
    if (!(low <= high) || high <= 0)
        return null;
    const pull = (t) => {
        const c = slope * t + offset;
        return (n * slope * (c - rate)) / variance(law, c) + (m * (t - rate)) / variance(law, t);
    };
    const t = low === high ? low : findCrossing(pull, low, high, (high - low) * 1e-7);
    const c = slope * t + offset;
    return t > 0 && c > 0 && t < top && c < top ? { t, c } : null;
}
/** log of the factor by which a bet of `stake` per unit of rate multiplies the evidence in one arm. */
function armGrowth(law, events, exposure, rate, stake) {
    if (law === 'poisson')
        return events * Math.log1p(stake) - stake * exposure * rate;
    return events * Math.log1p(stake * (1 - rate)) + (exposure - events) * Math.log1p(-stake * rate);
}
function growths(state, block, rate) {
    const { side, law, line } = state;
    const point = nearest(law, line, block, rate);
    if (point === null)
        return BET_EFFECTS.map(() => 0);
    const { t, c } = point;
    const passOn = line.slope === 0 ? 0 : (line.slope * block.n) / block.m;
    const room = passOn === 0 ? Infinity : MOST / (passOn * (side === 1 ? 1 - (law === 'poisson' ? 0 : t) : t));
    return GROWTHS[side].map((growth) => {
        const wanted = law === 'poisson' ? growth : growth / (1 + c * growth);
        const stake = side * Math.min(Math.abs(wanted), law === 'poisson' && side === -1 ? Infinity : room);
        return armGrowth(law, block.x, block.n, c, stake) + armGrowth(law, block.y, block.m, t, -stake * passOn);
    });
}
function aims({ law, events, exposure }, next) {
    if (exposure > 0)
        return [(events + 0.5) / (law === 'poisson' ? exposure : exposure + 1)];
    return law === 'poisson' ? FIRST.poisson.map((expected) => expected / next) : FIRST.bernoulli;
}
/**
 * Adds one block to the evidence against a linear null: "candidate's rate <= slope x baseline's + offset" (side 1) or
 * ">=" (side -1). The evidence is a bet whose stakes on the two arms are in the ratio n : -slope m, so that its
 * expected factor is at most exp(stake x distance into the null) <= 1 for every pair of rates in the null, whatever
 * the base rate does from block to block; the past only decides how well the bet is aimed. Exact for independent
 * trials of any, even unequal, probability, and for Poisson events. `slope` 0 judges the candidate alone.
 */
function addBetBlock(state, block) {
    const { n, m } = block;
    if (!(n > 0) || (!(m > 0) && state.line.slope !== 0))
        return;
    const all = aims(state, n + m).map((rate) => growths(state, block, rate));
    for (let j = 0; j < state.sums.length; j++) {
        state.sums[j] = (state.sums[j] ?? 0) + (0,log_space/* logMeanExp */.BN)(all.map((row) => row[j] ?? 0));
    }
    state.events += block.x + block.y;
    state.exposure += n + m;
}
function divergence(law, rate, from) {
    const events = rate > 0 ? rate * Math.log(rate / from) : 0;
    if (law === 'poisson')
        return events + from - rate;
    return events + (rate < 1 ? (1 - rate) * Math.log((1 - rate) / (1 - from)) : 0);
}
/**
 * Expected gain in log evidence per unit of exposure against a null beyond `line`, when both arms have `rate` and a
 * share `share` of the exposure is the candidate's: the smallest Kullback-Leibler distance to the line.
 */
function lineGrowth(law, line, rate, share) {
    const point = nearest(law, line, { x: 0, n: share, y: 0, m: 1 - share }, rate);
    if (point === null)
        return 0;
    const other = line.slope === 0 ? 0 : (1 - share) * divergence(law, rate, point.t);
    return share * divergence(law, rate, point.c) + other;
}

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/hypergeometric.js
var hypergeometric = __webpack_require__(5803);
// EXTERNAL MODULE: ./.build-cli/packages/stats/src/ratio-eprocess.js
var ratio_eprocess = __webpack_require__(442);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/rate-evidence.js

/** Above this share of events the binomial form wastes evidence, and the exact Bernoulli forms take over. */
const COMMON_RATE = 0.05;
// Beyond a standard deviation of 2000 the exact sum costs more than the conservative form loses.
const LARGEST_EXACT_VARIANCE = 4e6;
/** Evidence against "the candidate's rate is not above (side 1) or not below (side -1) the baseline's". */
function equalityEvidence(law, side) {
    const state = (0,src_tilt/* startTilt */.Ij)(side);
    return {
        add: (block) => {
            // Both forms hold given the block's number of events, so that number may choose between them.
            if (law === 'bernoulli' && isCommon(block))
                (0,hypergeometric/* addOddsBlock */.Bn)(state, wholeCounts(block));
            else
                (0,ratio_eprocess/* addRatioBlock */.C2)(state, block, 1);
        },
        logE: (phi) => (0,src_tilt/* tiltLogE */.P0)(state, phi, src_tilt/* REGRESSION_LOG_WEIGHTS */.pl),
    };
}
/**
 * How the effects beyond a line are mixed. The weights lean towards modest changes where the line goes through zero; a
 * difference is passed by silence as well, which speaks through the largest effects.
 */
function lineLogWeights({ offset }) {
    return offset === 0 ? src_tilt/* REGRESSION_LOG_WEIGHTS */.pl : src_tilt/* EQUAL_LOG_WEIGHTS */.kj;
}
/**
 * Evidence against "the candidate's rate lies not above (side 1) or not below (side -1) the line". A ratio of rare or
 * Poisson events is judged given their number, where the base rate cancels; everything else by a bet on both arms.
 */
function lineEvidence(law, side, line) {
    const given = (0,src_tilt/* startTilt */.Ij)(side);
    const bet = startBet(side, law, line);
    return {
        add: (block, past) => {
            const rare = law === 'poisson' || past === null || past <= COMMON_RATE;
            if (line.offset === 0 && line.slope > 0 && rare)
                (0,ratio_eprocess/* addRatioBlock */.C2)(given, block, line.slope);
            else
                addBetBlock(bet, block);
        },
        logE: (phi) => {
            const sums = given.sums.map((sum, j) => sum + (bet.sums[j] ?? 0));
            return (0,src_tilt/* tiltLogE */.P0)({ sums }, phi, lineLogWeights(line));
        },
    };
}
function isCommon({ x, n, y, m }) {
    const [events, all] = [x + y, n + m];
    if (events <= COMMON_RATE * all)
        return false;
    return (n * m * events * (all - events)) / all ** 3 <= LARGEST_EXACT_VARIANCE;
}
// Extrapolated counts are fractional; rounding events and non-events apart keeps the rarer of the two right.
function wholeCounts({ x, n, y, m }) {
    const [hits, others] = [Math.round(x), Math.round(n - x)];
    const [baseHits, baseOthers] = [Math.round(y), Math.round(m - y)];
    return { x: hits, n: hits + others, y: baseHits, m: baseHits + baseOthers };
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/change-test.js


/** The rates of a candidate that uses up its margin exactly. */
function marginLine(margin, direction) {
    return margin.of === 'baseline'
        ? { slope: Math.max(0, 1 + direction * margin.value), offset: 0 }
        : { slope: 1, offset: direction * margin.value };
}
/** The margin on the scale of the effect: 1.1 for 10 % of the baseline, the value itself for one in the unit. */
function marginEffect(margin, direction) {
    if (margin.of === 'baseline')
        return 1 + direction * margin.value;
    return direction === 1 || margin.value === 0 ? margin.value : -margin.value;
}
/** The tests of "not worse than the baseline" and "worse than the margin" in one direction. */
function changeTest(law, margin, failWhen, direction) {
    const line = marginLine(margin, direction);
    const certainly = failWhen === 'certainly-beyond-margin';
    const fail = certainly ? lineEvidence(law, direction, line) : equalityEvidence(law, direction);
    const pass = lineEvidence(law, direction === 1 ? -1 : 1, line);
    const edge = marginEffect(margin, direction);
    return {
        add: (block, past) => {
            fail.add(block, past);
            pass.add(block, past);
        },
        failLogE: fail.logE,
        passLogE: pass.logE,
        beyond: (estimate) => estimate !== null && direction * (estimate - edge) > 0,
        growth: (rate, share) => lineGrowth(law, line, rate, share),
    };
}

;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/two-arm-estimate.js

function startTotals() {
    return {
        candidateEvents: 0,
        candidateExposure: 0,
        baselineEvents: 0,
        baselineExposure: 0,
        weightedCandidate: 0,
        weightedBaseline: 0,
        weight: 0,
    };
}
function addTotals(totals, { x, n, y, m }) {
    totals.candidateEvents += x;
    totals.candidateExposure += n;
    totals.baselineEvents += y;
    totals.baselineExposure += m;
    if (!(n > 0 && m > 0))
        return;
    totals.weightedCandidate += (x * m) / (n + m);
    totals.weightedBaseline += (y * n) / (n + m);
    totals.weight += (n * m) / (n + m);
}
/** Mantel-Haenszel rate ratio; null without events, Infinity when only the candidate had some. */
function ratioEstimate({ weightedCandidate, weightedBaseline }) {
    if (weightedCandidate === 0 && weightedBaseline === 0)
        return null;
    return weightedCandidate / weightedBaseline;
}
/** Mantel-Haenszel rate difference, candidate minus baseline; null where no block had both arms. */
function differenceEstimate(totals) {
    if (totals.weight === 0)
        return null;
    return (totals.weightedCandidate - totals.weightedBaseline) / totals.weight;
}
/** Both arms together: events per exposure, null without exposure. */
function pooledRate(totals) {
    const exposure = totals.candidateExposure + totals.baselineExposure;
    return exposure > 0 ? (totals.candidateEvents + totals.baselineEvents) / exposure : null;
}
/** Blocks that can say something about a ratio. */
function informing(blocks) {
    return blocks.filter(informsRatio);
}

;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/dispersion.js

/** Blocks needed before the spread between them is trusted by itself. */
const DISPERSION_BLOCKS = 10;
// Presumed until measured: each arm's rate varies from block to block with this squared coefficient of variation. The
// excess over 1 that follows counts as known to within a quarter of itself, and never as more than a factor of eight, so
// that a disaster is still seen in its first block. The figures are those that, searched by simulation, find a regression
// soonest with false alarms of under 5 % in bursts that vary by half: `bench sequential` shows both.
const PRESUMED_VARIANCE = 0.17;
const PRESUMED_MOST = 8;
const PRESUMED_ERROR = 0.25;
const CLEAR = 3.5;
/**
 * Scatter of the blocks around one ratio: the squared residuals (x - k theta)² / v with v = k theta (1 - theta), averaged
 * with weights 1/(2 + 1/v), the inverse of their own variance, so that blocks with few events do not shout; times
 * T/(T - 1). A guard, not a theorem: evidence divided by it keeps its promise where errors come in bursts. `exact` takes
 * the hypergeometric instead of the binomial variance.
 *
 * While there are few blocks, `cautious` is the mean, each by its precision, of what bursts would make it, of this
 * scatter, and of the scatter of both arms' events together around their common rate, which bursts raise as well; or 1
 * once that lies within 3.5 of its standard errors of 1, so that a few even blocks are enough to clear the suspicion.
 */
function dispersion(blocks, ratio, exact = false) {
    const informing = blocks.filter(ratio_eprocess/* informsRatio */.SQ);
    const between = scatterOf(informing, (block) => {
        const share = (0,ratio_eprocess/* candidateShare */.xA)(block, ratio);
        const events = block.x + block.y;
        return { off: block.x - events * share, variance: events * share * (1 - share) * finite(block, exact) };
    });
    if (informing.length >= DISPERSION_BLOCKS) {
        const measured = between.factor > 1 + 1 / Math.sqrt(between.precision) ? between.factor : 1;
        return { measured, cautious: measured };
    }
    const rate = sumOf(informing, ({ x, y }) => x + y) / sumOf(informing, ({ n, m }) => n + m);
    const together = scatterOf(informing, ({ x, n, y, m }) => {
        const mean = rate * (n + m);
        return { off: x + y - mean, variance: mean * (exact ? 1 - rate : 1) };
    });
    return { measured: 1, cautious: cautiousOf([presumption(informing, exact), between, together]) };
}
const NOTHING = { factor: 1, precision: 0 };
function scatterOf(blocks, residual) {
    // All events in one arm fit any ratio beyond bounds, so they leave no residuals: nothing is measured then.
    const informing = blocks.map(residual).filter(({ variance }) => variance > 0);
    const freedom = 1 - 1 / blocks.length;
    const weights = informing.map(({ variance }) => 1 / (2 + 1 / variance));
    const total = sumOf(weights, (weight) => weight);
    if (!(freedom > 0 && total > 0))
        return NOTHING;
    const squares = informing.map(({ off, variance }, i) => ((weights[i] ?? 0) * off ** 2) / variance);
    return { factor: sumOf(squares, (square) => square) / total / freedom, precision: total * freedom };
}
/** What bursts would make of these blocks: the more events a block has, the more they would make them scatter. */
function presumption(blocks, exact) {
    const variances = blocks.map((block) => {
        const even = (0,ratio_eprocess/* candidateShare */.xA)(block, 1);
        return { events: block.x + block.y, spread: even * (1 - even), finite: finite(block, exact) };
    });
    const chance = sumOf(variances, (each) => each.events * each.spread * each.finite);
    const bursts = sumOf(variances, ({ events, spread, finite: left }) => {
        return events * spread * left * Math.max(0, events - 1) * spread * 2 * PRESUMED_VARIANCE;
    });
    const excess = chance > 0 ? Math.min(PRESUMED_MOST - 1, bursts / chance) : 0;
    return excess > 0 ? { factor: 1 + excess, precision: (PRESUMED_ERROR * excess) ** -2 } : NOTHING;
}
function cautiousOf(sources) {
    // Blocks of single events cannot show bursts, and bursts cannot mislead there.
    if (sources[0].precision === 0)
        return 1;
    const precision = sumOf(sources, (source) => source.precision);
    const factor = sumOf(sources, (source) => source.factor * source.precision) / precision;
    return factor > 1 + CLEAR / Math.sqrt(precision) ? factor : 1;
}
/** Share of the binomial variance that is left when events are drawn from so many trials. */
function finite({ x, n, y, m }, exact) {
    return exact ? Math.max(0, 1 - (x + y) / (n + m)) : 1;
}
function sumOf(values, of) {
    return values.reduce((sum, value) => sum + of(value), 0);
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/limit-test.js

// Any event at all contradicts a limit of zero.
const CERTAIN = 700;
/** The test of "rate <= limit" (direction 1) or "rate >= limit" (direction -1). */
function limitTest(law, limit, direction) {
    const sides = [direction, direction === 1 ? -1 : 1];
    const tilts = sides.map((side) => (0,src_tilt/* startTilt */.Ij)(side));
    const bets = sides.map((side) => startBet(side, law, { slope: 0, offset: limit }));
    let [events, exposure] = [0, 0];
    const rate = () => (exposure > 0 ? events / exposure : null);
    const logE = (which) => (0,src_tilt/* tiltLogE */.P0)((law === 'bernoulli' ? tilts : bets)[which] ?? { sums: [0] });
    return {
        add: (forFail, forPass = forFail) => {
            events += forFail.events;
            exposure += forFail.exposure;
            for (const [i, tally] of [forFail, forPass].entries()) {
                const [tilt, bet] = [tilts[i], bets[i]];
                if (tilt !== undefined && law === 'bernoulli')
                    (0,src_tilt/* addTilt */.Rn)(tilt, tally.events, tally.exposure, limit);
                if (bet !== undefined && law === 'poisson')
                    addBetBlock(bet, { x: tally.events, n: tally.exposure, y: 0, m: 0 });
            }
        },
        failLogE: () => (limit === 0 && direction === 1 && events > 0 ? CERTAIN : logE(0)),
        passLogE: () => logE(1),
        broken: () => direction * ((rate() ?? limit) - limit) > 0,
        growth: () => {
            const seen = rate();
            if (seen === null || direction * (limit - seen) <= 0)
                return 0;
            return lineGrowth(law, { slope: 0, offset: limit }, seen, 1);
        },
    };
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/needed.js
/** What averaging over unknown effects costs, in natural logs of evidence; calibrated by simulation. */
const MIXTURE_COST = 0.6;
/**
 * Trials a sound candidate still needs (median) when `logE` is reached and each trial adds `growth` on average; the
 * closed form of the plan at the start, less what is already there. Undefined where nothing grows.
 */
function trialsNeeded(logE, growth, alpha) {
    const goal = Math.log(1 / alpha);
    const cost = MIXTURE_COST * (1 - Math.min(1, Math.max(0, logE / goal)));
    const trials = Math.ceil((goal + cost - logE) / growth);
    return growth > 0 && Number.isFinite(trials) ? Math.max(1, trials) : undefined;
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/notes.js
/** Says that events come in bursts, and what was done about it. */
function burstNote(phi) {
    return `Events come in bursts (phi = ${phi.toFixed(1)}): the blocks scatter more than chance allows, and the evidence was tempered by as much.`;
}

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/errors.js
var errors = __webpack_require__(3303);
;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/ratio-interval.js



/** No tempering. */
const EXACT = { measured: 1, cautious: 1 };
/** The tempering of the evidence that bounds an effect from below (side 1) or above. */
function temperOf({ measured, cautious }, side) {
    return side === 1 ? cautious : measured;
}
const WIDEST = 40;
const TOLERANCE = 1e-11;
/**
 * Confidence sequence for the rate ratio candidate/baseline: the ratios that neither one-sided e-process rejects at
 * `alpha`, each bound one-sided. `low` is 0 and `high` is Infinity where the data bound nothing. `spread` tempers the
 * evidence for an increase cautiously, for a decrease as measured; `logWeights` are those of the test it inverts.
 */
function ratioInterval(blocks, alpha, spread = EXACT, logWeights) {
    (0,errors/* demandOpenUnit */.o3)(alpha, 'alpha');
    const informing = blocks.filter(ratio_eprocess/* informsRatio */.SQ);
    const reach = -Math.log(alpha);
    const centre = informing.reduce((sum, { n, m }) => sum + Math.log(m / n), 0) / Math.max(1, informing.length);
    const excess = (logRatio, side) => (0,ratio_eprocess/* ratioLogE */.R4)(informing, Math.exp(logRatio), side, temperOf(spread, side), logWeights) - reach;
    const bound = (side, unbounded) => {
        const [inner, outer] = [centre + side * WIDEST, centre - side * WIDEST];
        if (excess(outer, side) <= 0)
            return unbounded;
        return Math.exp(findCrossing((r) => excess(r, side), outer, inner, TOLERANCE));
    };
    if (informing.length === 0)
        return { low: 0, high: Infinity };
    return { low: bound(1, 0), high: bound(-1, Infinity) };
}

;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/two-arm-interval.js





/** log e-value of all blocks against a null on one side of a line. */
function betLogE(blocks, law, line, side, phi = 1, logWeights) {
    const state = startBet(side, law, line);
    for (const block of blocks)
        addBetBlock(state, block);
    return (0,src_tilt/* tiltLogE */.P0)(state, phi, logWeights);
}
/**
 * Confidence sequence for an effect by inverting the two bets of each line, each bound one-sided at `alpha`. A bound
 * is the end of the family (`least`, `most`) where the data exclude nothing on that side. `around` is an effect that
 * is not excluded, such as the estimate.
 */
function lineInterval(blocks, law, family, around, alpha, spread = EXACT) {
    (0,errors/* demandOpenUnit */.o3)(alpha, 'alpha');
    const reach = -Math.log(alpha);
    const bound = (side, end) => {
        const excess = (effect) => betLogE(blocks, law, family.at(effect), side, temperOf(spread, side), family.logWeights) - reach;
        let [inner, outer] = [around, around];
        for (let step = 2 * family.step; excess(outer) <= 0; step *= 1.7) {
            if (outer === end)
                return end;
            inner = outer;
            outer = side === 1 ? Math.max(end, outer - step) : Math.min(end, outer + step);
        }
        return inner === outer ? around : findCrossing(excess, outer, inner, family.step * 1e-4);
    };
    return { low: bound(1, family.least), high: bound(-1, family.most) };
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/rate-effect.js


/** The estimate with its confidence sequence, on the scale of the metric's margin. */
function rateEffect(law, metric, blocks, totals, estimate, alpha, spread) {
    const rate = pooledRate(totals);
    if (rate === null || blocks.length === 0)
        return { estimate: null, low: null, high: null };
    const { low, high } = metric.margin.of === 'baseline'
        ? ratioBounds(law, blocks, totals, estimate, alpha, spread)
        : lineInterval(blocks, law, differences(law, rate, totals), estimate ?? 0, alpha, spread);
    return { estimate: rate_effect_finite(estimate), low: rate_effect_finite(low), high: rate_effect_finite(high) };
}
function ratioBounds(law, blocks, totals, estimate, alpha, spread) {
    const rate = pooledRate(totals) ?? 0;
    if (law === 'poisson' || rate <= COMMON_RATE)
        return ratioInterval(blocks, alpha, spread, src_tilt/* REGRESSION_LOG_WEIGHTS */.pl);
    const around = Math.min(RATIOS.most, Math.max(RATIOS.least, estimate ?? 1));
    const step = Math.max(standardError(law, rate, totals) / rate, 1e-9);
    const { low, high } = lineInterval(blocks, law, { ...RATIOS, step }, around, alpha, spread);
    return { low: low === RATIOS.least ? 0 : low, high: high === RATIOS.most ? Infinity : high };
}
const RATIOS = {
    at: (slope) => ({ slope, offset: 0 }),
    least: 1e-6,
    most: 1e6,
    logWeights: src_tilt/* REGRESSION_LOG_WEIGHTS */.pl,
};
function differences(law, rate, totals) {
    const scale = Math.max(rate, 1 / (totals.candidateExposure + totals.baselineExposure));
    const reach = law === 'poisson' ? scale * 1e6 : 1;
    return {
        at: (offset) => ({ slope: 1, offset }),
        least: -reach,
        most: reach,
        step: standardError(law, scale, totals),
    };
}
function standardError(law, rate, totals) {
    const variance = law === 'poisson' ? rate : rate * Math.max(1 - rate, 1e-6);
    return Math.sqrt(variance * (1 / totals.candidateExposure + 1 / totals.baselineExposure));
}
function rate_effect_finite(value) {
    return value !== null && Number.isFinite(value) ? value : null;
}
/** The effect with its bound on the nearer side moved to zero: a change of nothing is excluded. */
function beyondZero(effect, direction) {
    return direction === 1
        ? { ...effect, low: Math.max(0, effect.low ?? 0) }
        : { ...effect, high: Math.min(0, effect.high ?? 0) };
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/track.js
/** The directions in which a change counts as worse. */
function directionsOf(worse) {
    if (worse === 'either')
        return [1, -1];
    return worse === 'higher' ? [1] : [-1];
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/rate-track.js







function stateOf(law, metric, failWhen) {
    const directions = directionsOf(metric.worse);
    const changes = [];
    return {
        law,
        metric,
        failWhen,
        directions,
        relative: metric.margin.of === 'baseline',
        tests: directions.map((direction) => changeTest(law, metric.margin, failWhen, direction)),
        limit: metric.limit === undefined ? null : limitTest(law, metric.limit, metric.worse === 'lower' ? -1 : 1),
        changes,
        totals: startTotals(),
        changed: startTotals(),
    };
}
/** The track of a proportion (`bernoulli`) or of events over an exposure (`poisson`). */
function rateTrack(law, metric, failWhen, countsTrials) {
    const state = stateOf(law, metric, failWhen);
    const { totals } = state;
    return {
        add: (block) => addBlock(state, block),
        fails: (guarded) => failsOf(state, guarded),
        pass: (guarded) => passOf(state, guarded),
        effect: (alpha) => effectOf(state, alpha),
        observed: () => ({
            baseline: arm(totals.baselineEvents, totals.baselineExposure),
            candidate: arm(totals.candidateEvents, totals.candidateExposure),
        }),
        candidateTrials: () => (countsTrials ? totals.candidateExposure : null),
        needed: (alpha) => neededOf(state, alpha),
        notes: () => (spreadOf(state).measured > 2 ? [burstNote(spreadOf(state).measured)] : []),
    };
}
function addBlock({ limit, totals, changed, changes, tests }, block) {
    limit?.add(block.candidate);
    if (block.totals === null || block.change === null) {
        totals.candidateEvents += block.candidate.events;
        totals.candidateExposure += block.candidate.exposure;
        return;
    }
    const past = pooledRate(changed);
    for (const test of tests)
        test.add(block.change, past);
    changes.push(block.change);
    addTotals(changed, block.change);
    addTotals(totals, block.totals);
}
function estimateOf({ relative, totals }) {
    return relative ? ratioEstimate(totals) : differenceEstimate(totals);
}
function spreadOf({ changes, changed, law }) {
    return dispersion(changes, ratioEstimate(changed) ?? 1, law === 'bernoulli');
}
function failsOf(state, guarded) {
    const { tests, limit, failWhen } = state;
    const phi = guarded ? spreadOf(state).cautious : 1;
    const seen = estimateOf(state);
    const parts = tests.map((test) => ({
        logE: test.failLogE(phi),
        share: (limit === null ? 1 : 0.5) / tests.length,
        counts: failWhen !== 'beyond-margin' || test.beyond(seen),
        about: 'change',
    }));
    if (limit === null)
        return parts;
    return [...parts, { logE: limit.failLogE(), share: 0.5, counts: limit.broken(), about: 'limit' }];
}
function passOf(state, guarded) {
    const { tests, limit, totals, changes, relative } = state;
    const kept = limit?.passLogE() ?? Infinity;
    const silent = relative && totals.candidateEvents + totals.baselineEvents === 0;
    if (limit !== null && (silent || changes.length === 0))
        return { logE: kept, by: 'limit' };
    if (silent)
        return { logE: 0, by: 'margin', blocked: 'no_events' };
    const phi = guarded ? spreadOf(state).measured : 1;
    return { logE: Math.min(...tests.map((test) => test.passLogE(phi)), kept), by: 'margin' };
}
function effectOf(state, alpha) {
    const { law, metric, changes, changed, relative, failWhen, tests, directions } = state;
    const spread = spreadOf(state);
    const effect = rateEffect(law, metric, changes, changed, estimateOf(state), alpha, spread);
    if (relative || failWhen === 'certainly-beyond-margin')
        return effect;
    // No change at all is excluded by the test of the change itself, which is sharper than that of a difference.
    const certain = tests.map((test) => test.failLogE(spread.cautious) >= -Math.log(alpha));
    return directions.reduce((kept, direction, i) => (certain[i] === true ? beyondZero(kept, direction) : kept), effect);
}
function neededOf(state, alpha) {
    const { totals, changes, tests, limit } = state;
    const rate = pooledRate(totals);
    const share = totals.candidateExposure / (totals.candidateExposure + totals.baselineExposure || Infinity);
    const phi = spreadOf(state).measured;
    const gains = rate === null || changes.length === 0 ? [] : tests.map((test) => test.growth(rate, share) / phi);
    const alone = limit === null ? [] : [limit.growth() * (share || 1)];
    if (gains.length + alone.length === 0)
        return undefined;
    return trialsNeeded(passOf(state, true).logE, Math.min(...gains, ...alone), alpha);
}
function arm(events, exposure) {
    return { trials: exposure, events, value: exposure > 0 ? events / exposure : null };
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/rate-kinds.js


/** Events among trials, e.g. failed requests among requests. */
function proportionKind(metric, policy) {
    return {
        read: (block) => rateBlock(block, readProportion(block.baseline), readProportion(block.candidate)),
        track: () => rateTrack('bernoulli', metric, policy.failWhen, true),
        traffic: ({ totals }) => (totals === null ? null : { candidate: totals.n, baseline: totals.m }),
    };
}
/** Events over an exposure of any unit; only exposures counted in `requests` are trials, and split by the router. */
function countKind(metric, policy) {
    const requests = metric.unit === 'requests';
    return {
        read: (block) => rateBlock(block, readCount(block.baseline), readCount(block.candidate)),
        track: () => rateTrack('poisson', metric, policy.failWhen, requests),
        traffic: ({ totals }) => requests && totals !== null ? { candidate: totals.n, baseline: totals.m } : null,
    };
}
function rateBlock(block, baseline, candidate) {
    if ('missing' in candidate)
        return { missing: whyUnusable('missing' in baseline ? baseline.missing : undefined, candidate.missing) };
    if ('missing' in baseline) {
        return withoutBaseline(block)
            ? { value: { totals: null, change: null, candidate: candidate.value } }
            : { missing: whyUnusable(baseline.missing, undefined) };
    }
    const totals = {
        x: candidate.value.events,
        n: candidate.value.exposure,
        y: baseline.value.events,
        m: baseline.value.exposure,
    };
    if (block.paired === undefined)
        return { value: { totals, change: totals, candidate: candidate.value } };
    const { candidateOnly, baselineOnly } = block.paired;
    if (candidateOnly > totals.x || baselineOnly > totals.y)
        return { missing: 'wrong_samples' };
    const pairs = Math.min(totals.n, totals.m);
    const change = { x: candidateOnly, n: pairs, y: baselineOnly, m: pairs };
    return { value: { totals, change, candidate: candidate.value } };
}

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/numbers.js
var numbers = __webpack_require__(3824);
;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/moments.js


/** Moments in two passes with compensated sums, so that a large common offset costs no digits. */
function momentsOf(values) {
    (0,numbers/* demandFinite */.v7)(values, 'the values');
    const n = values.length;
    const mean = (0,numbers/* sum */.cz)(values) / n;
    let [squares, rest] = [0, 0];
    for (let i = 0; i < n; i++) {
        const off = (0,numbers.at)(values, i) - mean;
        squares += off * off;
        rest += off;
    }
    return { n, mean, m2: Math.max(0, squares - (rest * rest) / n) };
}
/** Moments with one more value (Welford 1962), for streams that keep nothing else. */
function addToMoments({ n, mean, m2 }, value) {
    demand(Number.isFinite(value), () => `moments take finite values, got ${value}`);
    const off = value - mean;
    const next = mean + off / (n + 1);
    return { n: n + 1, mean: next, m2: m2 + off * (value - next) };
}
/** Moments of a sample known by its size, mean and standard deviation (n - 1 in the denominator). */
function momentsFromSummary(n, mean, standardDeviation) {
    const fine = n >= 1 && Number.isFinite(n) && Number.isFinite(mean) && standardDeviation >= 0;
    demand(fine && Number.isFinite(standardDeviation), () => `a summary needs n >= 1, a finite mean and a deviation of at least 0, got ${n}, ${mean}, ${standardDeviation}`);
    return { n, mean, m2: standardDeviation * standardDeviation * (n - 1) };
}
/** Moments of two samples taken together (Chan, Golub & LeVeque 1983); an empty one changes nothing. */
function mergeMoments(a, b) {
    if (a.n === 0)
        return b;
    if (b.n === 0)
        return a;
    const n = a.n + b.n;
    const off = b.mean - a.mean;
    return { n, mean: a.mean + (off * b.n) / n, m2: a.m2 + b.m2 + off * off * ((a.n * b.n) / n) };
}
/** Sample variance, n - 1 in the denominator; NaN below two values. */
function varianceOf({ n, m2 }) {
    return n < 2 ? NaN : m2 / (n - 1);
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/mean-arm.js


const mean_arm_NOTHING = { n: 0, mean: 0, m2: null };
const mean_arm_LARGEST = 1e150;
/** Reads raw values, summaries and scalars. */
function readMeans(block) {
    const candidate = readArm(block.candidate);
    const baseline = readArm(block.baseline);
    const counted = block.candidate.kind !== 'scalar';
    if ('missing' in candidate)
        return { missing: whyUnusable('missing' in baseline ? baseline.missing : undefined, candidate.missing) };
    if (!('missing' in baseline))
        return {
            value: { block: { candidate: candidate.value, baseline: baseline.value }, compared: true, counted },
        };
    return withoutBaseline(block)
        ? { value: { block: { candidate: candidate.value, baseline: mean_arm_NOTHING }, compared: false, counted } }
        : { missing: whyUnusable(baseline.missing, undefined) };
}
function readArm(arm) {
    switch (arm.kind) {
        case 'absent':
            return { missing: arm.absence };
        case 'scalar':
            return checked({ n: 1, mean: arm.value, m2: null });
        case 'summary':
            return checked({ n: arm.n, mean: arm.mean, m2: arm.m2 });
        case 'values': {
            const missing = arm.values.map(amountFault).find((fault) => fault !== undefined);
            if (missing !== undefined)
                return { missing };
            return arm.values.length === 0 ? { missing: 'no_data' } : { value: momentsOf(arm.values) };
        }
        case 'proportion':
        case 'count':
        case 'histogram':
        case 'sketch':
            return { missing: 'wrong_samples' };
    }
}
function checked({ n, mean, m2 }) {
    const missing = faultOf(n) ?? amountFault(mean) ?? (m2 === null ? undefined : squaresFault(m2));
    if (missing !== undefined)
        return { missing };
    return n > 0 ? { value: { n, mean, m2 } } : { missing: 'no_data' };
}
function amountFault(value) {
    if (Number.isNaN(value))
        return 'not_a_number';
    return Math.abs(value) > mean_arm_LARGEST ? 'infinite' : undefined;
}
function squaresFault(m2) {
    return amountFault(m2) ?? (m2 < 0 ? 'negative' : undefined);
}

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/normal.js
var normal = __webpack_require__(2723);
;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/normal-mixture.js



/**
 * The mixture's precision that makes its boundary tightest at intrinsic time `v`: v / (2 ln(1/α) + ln(1 + 2 ln(1/α))),
 * with 2α in place of α for one-sided use (Howard et al. 2021).
 */
function mixturePrecision(v, alpha, sides) {
    (0,errors/* demandPositive */.lo)(v, 'the optimal time');
    const level = sides === 'one' ? 2 * alpha : alpha;
    (0,errors/* demandOpenUnit */.o3)(level, sides === 'one' ? 'twice alpha' : 'alpha');
    const log = -2 * Math.log(level);
    return v / (log + Math.log1p(log));
}
function check(v, rho) {
    (0,errors/* demandPositive */.lo)(rho, "the mixture's precision");
    (0,errors/* demand */.wo)(Number.isFinite(v) && v >= 0, () => `intrinsic time must be finite and at least 0, got ${v}`);
}
/** log e-value of a sub-Gaussian sum `s` at intrinsic time `v` under the normal mixture (Robbins 1970). */
function normalMixtureLogE(s, v, rho, sides) {
    check(v, rho);
    const whole = v + rho;
    const two = 0.5 * Math.log(rho / whole) + (s * s) / (2 * whole);
    return sides === 'two' ? two : two + Math.LN2 + (0,normal/* normalLogCdf */.Hi)(s / Math.sqrt(whole));
}
/** The sum at which the mixture's e-value reaches 1/alpha: a boundary crossed with chance at most alpha, ever. */
function normalMixtureBound(v, alpha, rho, sides) {
    check(v, rho);
    demandOpenUnit(alpha, 'alpha');
    const two = Math.sqrt((v + rho) * (Math.log1p(v / rho) - 2 * Math.log(alpha)));
    if (sides === 'two')
        return two;
    // The one-sided boundary lies below the two-sided one and above 0.
    return bisectRoot((s) => normalMixtureLogE(s, v, rho, 'one') + Math.log(alpha), 0, two);
}
/** log of the mixture sequential probability ratio (Johari et al. 2017) with effects spread N(0, tau²). */
function msprtLogRatio(s, v, tau) {
    demandPositive(tau, 'tau');
    return normalMixtureLogE(s, v, 1 / (tau * tau), 'two');
}

;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/block-mean.js


/** Blocks needed before their scatter tells how far chance alone moves the sum. */
const MEAN_BLOCKS = 10;
// The variance is taken from the blocks themselves, so intrinsic time counts blocks.
const PRECISIONS = [3, 10, 30, 100].map((blocks) => mixturePrecision(blocks, 0.05, 'one'));
const block_mean_ROUNDING = 1e-9;
function startMeans(slope, offset) {
    return {
        slope,
        offset,
        count: 0,
        weight: 0,
        weighted: 0,
        squares: 0,
        crossed: 0,
        weightSquares: 0,
        within: 0,
        largest: 0,
    };
}
/** Weight of a block: n m / (n + m), or n alone where the line is flat and no baseline is needed. */
function weightOf({ candidate, baseline }, slope) {
    const [n, m] = [candidate.n, baseline.n];
    return slope === 0 ? n : (n * m) / (n + m);
}
/** Adds d = mean_c - slope mean_b - offset with its weight; blocks are compared within themselves. */
function addMeans(sums, block) {
    const { slope, offset } = sums;
    const { candidate, baseline } = block;
    const weight = weightOf(block, slope);
    if (!(weight > 0))
        return;
    const d = candidate.mean - slope * baseline.mean - offset;
    sums.count++;
    sums.weight += weight;
    sums.weighted += weight * d;
    sums.squares += (weight * d) ** 2;
    sums.crossed += weight * weight * d;
    sums.weightSquares += weight * weight;
    const noise = varianceOfMean(candidate) + (slope === 0 ? 0 : slope * slope * varianceOfMean(baseline));
    sums.within += weight * weight * noise;
    sums.largest = Math.max(sums.largest, Math.abs(candidate.mean), Math.abs(baseline.mean), Math.abs(offset));
}
function varianceOfMean({ n, m2 }) {
    return m2 !== null && n > 1 ? m2 / (n - 1) / n : 0;
}
/** Weighted mean distance from the line, null before any block. */
function meanDistance({ weighted, weight }) {
    return weight > 0 ? weighted / weight : null;
}
/**
 * Variance of the weighted sum: what the blocks' scatter around their mean shows, and never less than the values
 * within the blocks imply. 0 below two blocks, and when nothing varies but by rounding.
 */
function meanSumVariance(sums) {
    if (sums.count < 2)
        return 0;
    const d = sums.weighted / sums.weight;
    const scatter = sums.squares - 2 * d * sums.crossed + d * d * sums.weightSquares;
    const whole = Math.max(sums.within, (Math.max(0, scatter) * sums.count) / (sums.count - 1));
    return whole > (block_mean_ROUNDING * sums.largest) ** 2 * sums.weightSquares ? whole : 0;
}
/**
 * log e-value against "the candidate's mean is not above the line" (side 1) or "not below" (side -1): a normal mixture
 * over the standardised sum. Asymptotic in the number of blocks (Waudby-Smith et al. 2024, stratified), so 0 below
 * {@link MEAN_BLOCKS}; unlike the pooled form it withstands a drifting base, a rising share and bursts.
 */
function meanLogE(sums, side) {
    if (sums.count < MEAN_BLOCKS)
        return 0;
    const spread = meanSumVariance(sums);
    if (!(spread > 0))
        return 0;
    const s = (sums.weighted * Math.sqrt(sums.count)) / Math.sqrt(spread);
    return (0,log_space/* logMeanExp */.BN)(PRECISIONS.map((rho) => normalMixtureLogE(side * s, sums.count, rho, 'one')));
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/mean-effect.js

/** The estimate with its confidence sequence: the ratios, or differences, of means that neither side rejects. */
function meanEffect(blocks, estimate, relative, alpha) {
    if (estimate === null)
        return { estimate, low: null, high: null };
    const size = Math.max(...blocks.flatMap(({ candidate, baseline }) => [Math.abs(candidate.mean), Math.abs(baseline.mean)]));
    const excess = (effect, side) => {
        const sums = relative ? startMeans(effect, 0) : startMeans(1, effect);
        for (const block of blocks)
            addMeans(sums, block);
        return meanLogE(sums, side) + Math.log(alpha);
    };
    const tolerance = (relative ? 1 : size) * 1e-7;
    const bound = (side) => {
        let [inner, outer] = [estimate, estimate];
        for (let step = tolerance * 64; excess(outer, side) <= 0; step *= 4) {
            if (!(step < tolerance * 1e12))
                return null;
            inner = outer;
            outer -= side * step;
        }
        return inner === outer
            ? estimate
            : findCrossing((effect) => excess(effect, side), outer, inner, tolerance);
    };
    return { estimate, low: bound(1), high: bound(-1) };
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/mean-track.js




// What the mixture over shifts costs, calibrated for rank and mean shifts alike.
const SHIFT_COST = 1.3;
function mean_track_stateOf(metric, failWhen) {
    const tests = directionsOf(metric.worse).map((direction) => {
        const line = marginLine(metric.margin, direction);
        const null0 = failWhen === 'certainly-beyond-margin' ? line : { slope: 1, offset: 0 };
        return {
            direction,
            edge: marginEffect(metric.margin, direction),
            fail: startMeans(null0.slope, null0.offset),
            pass: startMeans(line.slope, line.offset),
        };
    });
    const limitSide = metric.worse === 'lower' ? -1 : 1;
    const blocks = [];
    return {
        metric,
        failWhen,
        tests,
        relative: metric.margin.of === 'baseline',
        limitSide,
        limit: metric.limit === undefined ? null : startMeans(0, metric.limit),
        arms: { candidate: startMeans(0, 0), baseline: startMeans(0, 0) },
        blocks,
        seen: { candidate: 0, baseline: 0, counted: true },
    };
}
/** The track of a mean: blocks compared within themselves, their own scatter telling how far chance moves the sum. */
function meanTrack(metric, { failWhen }) {
    const state = mean_track_stateOf(metric, failWhen);
    const { seen, arms, blocks, relative } = state;
    return {
        add: (reading) => addReading(state, reading),
        fails: () => mean_track_failsOf(state),
        pass: () => mean_track_passOf(state),
        effect: (alpha) => meanEffect(blocks, mean_track_estimateOf(state), relative, alpha),
        observed: () => ({
            baseline: { trials: seen.baseline, value: meanDistance(arms.baseline) },
            candidate: { trials: seen.candidate, value: meanDistance(arms.candidate) ?? aloneMean(state) },
        }),
        candidateTrials: () => (seen.counted ? seen.candidate : null),
        needed: (alpha) => mean_track_neededOf(state, alpha),
        notes: () => [],
    };
}
function addReading(state, { block, compared, counted }) {
    const { seen, limit, blocks, tests, arms } = state;
    seen.candidate += block.candidate.n;
    seen.baseline += block.baseline.n;
    seen.counted &&= counted;
    if (limit !== null)
        addMeans(limit, block);
    if (!compared)
        return;
    blocks.push(block);
    for (const { fail, pass } of tests)
        for (const sums of [fail, pass])
            addMeans(sums, block);
    const n = (block.candidate.n * block.baseline.n) / (block.candidate.n + block.baseline.n);
    for (const arm of ['candidate', 'baseline'])
        addMeans(arms[arm], { candidate: { ...block[arm], n }, baseline: block.baseline });
}
function mean_track_estimateOf({ arms, relative, blocks }) {
    const [c, b] = [meanDistance(arms.candidate), meanDistance(arms.baseline)];
    if (c === null || b === null || blocks.length === 0)
        return null;
    // A share of a baseline that is not above zero means nothing.
    return relative ? (b > 0 ? c / b : null) : c - b;
}
function mean_track_failsOf(state) {
    const { tests, limit, limitSide, failWhen } = state;
    const value = mean_track_estimateOf(state);
    const parts = tests.map(({ direction, edge, fail }) => ({
        logE: value === null ? 0 : meanLogE(fail, direction),
        share: (limit === null ? 1 : 0.5) / tests.length,
        counts: value !== null && (failWhen !== 'beyond-margin' || direction * (value - edge) > 0),
        about: 'change',
    }));
    if (limit === null)
        return parts;
    const broken = limitSide * (meanDistance(limit) ?? 0) > 0;
    return [...parts, { logE: meanLogE(limit, limitSide), share: 0.5, counts: broken, about: 'limit' }];
}
function opposite(direction) {
    return direction === 1 ? -1 : 1;
}
function mean_track_passOf(state) {
    const { tests, limit, limitSide, blocks } = state;
    const kept = limit === null ? Infinity : meanLogE(limit, opposite(limitSide));
    if (limit !== null && blocks.length === 0)
        return { logE: kept, by: 'limit' };
    if (mean_track_estimateOf(state) === null)
        return { logE: 0, by: 'margin' };
    const change = tests.map(({ direction, pass }) => meanLogE(pass, opposite(direction)));
    return { logE: Math.min(...change, kept), by: 'margin' };
}
function aloneMean({ limit, metric }) {
    const distance = limit === null ? null : meanDistance(limit);
    return distance === null || metric.limit === undefined ? null : distance + metric.limit;
}
/** Values until the sum of a candidate as good as the baseline stands out from the line by the margin's distance. */
function mean_track_neededOf({ tests, arms, seen }, alpha) {
    const goal = 2 * (Math.log(1 / alpha) + SHIFT_COST);
    const mean = meanDistance(arms.baseline);
    if (mean === null)
        return undefined;
    const blocksFor = (line) => {
        const distance = mean * (1 - line.slope) - line.offset;
        return Math.max(10, ((goal * meanSumVariance(line)) / (line.weight * distance) ** 2) * line.count);
    };
    const values = tests.map(({ pass }) => {
        const missing = Math.max(1, blocksFor(pass) - pass.count);
        return Math.ceil(((seen.candidate + seen.baseline) / pass.count) * missing);
    });
    const most = Math.max(...values);
    return Number.isFinite(most) ? most : undefined;
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/mean-kind.js


/** The mean of values, of summaries, or of one scalar per interval. */
function meanKind(metric, policy) {
    return { read: readMeans, track: () => meanTrack(metric, policy), traffic: () => null };
}

;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/bins.js


/** Every distinct value a bin of its own. The values must be ascending and finite. */
function binsOfSorted(values) {
    const [distinct, counts] = [[], []];
    for (let i = 0; i < values.length; i++) {
        const last = distinct.length - 1;
        if (last >= 0 && distinct[last] === (0,numbers.at)(values, i))
            counts[last] = (counts[last] ?? 0) + 1;
        else {
            distinct.push((0,numbers.at)(values, i));
            counts.push(1);
        }
    }
    return { lower: distinct, upper: distinct, counts, total: values.length };
}
/** Buckets (bounds[i-1], bounds[i]] and one above the last bound, as a Prometheus histogram has; the first begins at 0. */
function binsOfHistogram(bounds, counts) {
    (0,errors/* demand */.wo)(counts.length === bounds.length + 1, () => `a histogram of ${bounds.length} bounds needs ${bounds.length + 1} counts, got ${counts.length}`);
    const upper = [...Array.from(bounds), Infinity];
    const first = (0,numbers.at)(upper, 0);
    const lower = [first > 0 && first < Infinity ? 0 : -Infinity, ...Array.from(bounds)];
    let total = 0;
    for (let i = 0; i < counts.length; i++)
        total += (0,numbers.at)(counts, i);
    return { lower, upper, counts, total };
}
/** Log-width buckets (γ^(i-1), γ^i], γ = (1 + accuracy)/(1 - accuracy), after `zeros` values taken as 0. */
function binsOfSketch(accuracy, zeros, bins) {
    const width = Math.log((1 + accuracy) / (1 - accuracy));
    const filled = bins.filter(([, count]) => count > 0);
    const first = zeros > 0 ? [zeros] : [];
    const lower = [...first.map(() => 0), ...filled.map(([index]) => Math.exp((index - 1) * width))];
    const upper = [...first.map(() => 0), ...filled.map(([index]) => Math.exp(index * width))];
    const counts = [...first, ...filled.map(([, count]) => count)];
    return { lower, upper, counts, total: counts.reduce((sum, count) => sum + count, 0) };
}
/** Reads how many values are at most x, for x that only rises from call to call. */
function rising(bins) {
    let [bin, before] = [0, 0];
    return (x, inclusive) => {
        while (bin < bins.counts.length) {
            const [low, high] = [(0,numbers.at)(bins.lower, bin), (0,numbers.at)(bins.upper, bin)];
            const whole = low === high ? (inclusive ? high <= x : high < x) : high <= x && high < Infinity;
            if (!whole)
                return before + part(low, high, (0,numbers.at)(bins.counts, bin), x);
            before += (0,numbers.at)(bins.counts, bin++);
        }
        return before;
    };
}
function part(low, high, count, x) {
    if (!(x > low) || low === high || low === -Infinity || high === Infinity)
        return 0;
    return (count * (x - low)) / (high - low);
}
/** Values above x: whole bins, and the even share of the bin that x falls into. */
function countAbove(bins, x) {
    return bins.total - rising(bins)(x, true);
}
/** Values that are above x wherever they lie in their bins, and values that may be. */
function boundsAbove({ lower, upper, counts }, x) {
    let [sure, possible] = [0, 0];
    for (let i = 0; i < counts.length; i++) {
        const [low, high] = [(0,numbers.at)(lower, i), (0,numbers.at)(upper, i)];
        if (low === high ? high > x : low >= x)
            sure += (0,numbers.at)(counts, i);
        if (high > x)
            possible += (0,numbers.at)(counts, i);
    }
    return { sure, possible };
}
/** Mann-Whitney's U of `c` against slope x `b` + offset: pairs in which c is larger, ties and shared bins one half. */
function binnedU(c, b, slope = 1, offset = 0) {
    const atMost = rising(b);
    let u = 0;
    for (let i = 0; i < c.counts.length; i++) {
        const count = (0,numbers.at)(c.counts, i);
        const [low, high] = [(0,numbers.at)(c.lower, i), (0,numbers.at)(c.upper, i)];
        if (count === 0)
            continue;
        const from = atMost((low - offset) / slope, low !== high);
        const to = high === Infinity ? b.total : atMost((high - offset) / slope, true);
        u += (count * (from + to)) / 2;
    }
    return u;
}
/** The q-quantile, evenly interpolated within its bin; the lower end of a bin without an upper one, NaN when empty. */
function binnedQuantile({ lower, upper, counts, total }, q) {
    const rank = q * total;
    let before = 0;
    for (let i = 0; i < counts.length; i++) {
        const count = (0,numbers.at)(counts, i);
        if (count > 0 && before + count >= rank) {
            const [low, high] = [(0,numbers.at)(lower, i), (0,numbers.at)(upper, i)];
            if (low === -Infinity)
                return high;
            return high === Infinity || low === high ? low : low + ((high - low) * (rank - before)) / count;
        }
        before += count;
    }
    return NaN;
}
/** Adds `weight` times one to the other; where that makes more than `most` bins, neighbours are put together. */
function mergeBins(a, b, weight = 1, most = 4096) {
    const [lower, upper, counts] = [[], [], []];
    const put = (low, high, count) => {
        const last = counts.length - 1;
        if (last >= 0 && lower[last] === low && upper[last] === high)
            counts[last] = (counts[last] ?? 0) + count;
        else {
            lower.push(low);
            upper.push(high);
            counts.push(count);
        }
    };
    let [i, j] = [0, 0];
    while (i < a.counts.length || j < b.counts.length) {
        const fromA = j >= b.counts.length || (i < a.counts.length && before(a, i, b, j));
        if (fromA)
            put((0,numbers.at)(a.lower, i), (0,numbers.at)(a.upper, i), (0,numbers.at)(a.counts, i++));
        else
            put((0,numbers.at)(b.lower, j), (0,numbers.at)(b.upper, j), weight * (0,numbers.at)(b.counts, j++));
    }
    const merged = { lower, upper, counts, total: a.total + weight * b.total };
    return counts.length > most ? halved(merged) : merged;
}
function before(a, i, b, j) {
    const [high, other] = [(0,numbers.at)(a.upper, i), (0,numbers.at)(b.upper, j)];
    return high < other || (high === other && (0,numbers.at)(a.lower, i) <= (0,numbers.at)(b.lower, j));
}
function halved({ lower, upper, counts, total }) {
    const pairs = Array.from({ length: Math.ceil(counts.length / 2) }, (_, i) => 2 * i);
    const second = (i) => Math.min(i + 1, counts.length - 1);
    return {
        lower: pairs.map((i) => (0,numbers.at)(lower, i)),
        upper: pairs.map((i) => (0,numbers.at)(upper, second(i))),
        counts: pairs.map((i) => (0,numbers.at)(counts, i) + (i + 1 < counts.length ? (0,numbers.at)(counts, i + 1) : 0)),
        total,
    };
}
/** No values at all. */
const NO_BINS = { lower: [], upper: [], counts: [], total: 0 };

;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/exceedance.js

/**
 * The edge of `bins` above which a share of about 1 - q of the values lies (nearest in log), or null where no edge has
 * values on both sides. Taken from earlier blocks it is a threshold that the next block cannot have chosen.
 */
function tailThreshold({ upper, counts, total }, q) {
    let above = total;
    let best = null;
    let miss = Infinity;
    for (let i = 0; i < counts.length; i++) {
        above -= (0,numbers.at)(counts, i);
        const edge = (0,numbers.at)(upper, i);
        if (!(above > total * 1e-12) || edge === Infinity)
            break;
        const off = Math.abs(Math.log(above / total / (1 - q)));
        if (off < miss)
            [best, miss] = [edge, off];
    }
    return best;
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/tail-test.js


/** How values above `threshold` in the baseline compare with the candidate's above where `line` takes it. */
function exceedances({ block, threshold }, line) {
    const { candidate, baseline } = block;
    return {
        x: countAbove(candidate, line.slope * threshold + line.offset),
        n: candidate.total,
        y: countAbove(baseline, threshold),
        m: baseline.total,
    };
}
const SAME = { slope: 1, offset: 0 };
/**
 * The test at one quantile. Fail: more of the candidate's values above the threshold than of the baseline's (fewer,
 * where lower is worse). Pass: the same after the candidate's threshold is moved by the margin. Where a moved threshold
 * falls inside a bucket, the bucket's values are taken as evenly spread, as `histogram_quantile` does.
 */
function tailTest(q, margin, failWhen, direction) {
    const certainly = failWhen === 'certainly-beyond-margin';
    const fail = equalityEvidence('bernoulli', direction);
    const pass = equalityEvidence('bernoulli', direction === 1 ? -1 : 1);
    const judged = [];
    const tails = [];
    const sums = { x: 0, y: 0 };
    let past = NO_BINS;
    let layout = '';
    const phi = () => dispersion(tails, sums.y > 0 && sums.x > 0 ? sums.x / sums.y : 1, true).measured;
    return {
        add: (block) => {
            if (block.layout !== layout)
                past = NO_BINS;
            layout = block.layout;
            const threshold = tailThreshold(past, q);
            past = mergeBins(past, block.baseline);
            if (threshold === null)
                return;
            const entry = { block, threshold };
            const same = exceedances(entry, SAME);
            const moved = exceedances(entry, margin);
            fail.add(certainly ? moved : same, null);
            pass.add(moved, null);
            judged.push(entry);
            tails.push(same);
            const all = same.n + same.m;
            sums.x += (same.x * same.m) / all;
            sums.y += (same.y * same.n) / all;
        },
        failLogE: (guarded) => fail.logE(guarded ? phi() : 1),
        passLogE: (guarded) => pass.logE(guarded ? phi() : 1),
        phi,
        judged: () => judged,
        shares: () => {
            const threshold = tailThreshold(past, q) ?? binnedQuantile(past, q);
            const share = (x) => (past.total > 0 ? countAbove(past, x) / past.total : 0);
            return { tail: share(threshold), atMargin: share(margin.slope * threshold + margin.offset) };
        },
    };
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/quantile-effect.js



const quantile_effect_SAME = { slope: 1, offset: 0 };
// The exact share at the 95th percentile is on the line between the two forms; it counts as rare.
const RARE = COMMON_RATE * 1.2;
/**
 * Confidence sequence for how far a quantile moved (a ratio, or a difference): the moves that the exceedance test
 * rejects on neither side. The same tail must exceed the moved threshold as exceeds the baseline's own.
 */
function quantileEffect(judged, estimate, relative, alpha, phi) {
    if (judged.length === 0 || estimate === null)
        return { estimate, low: null, high: null };
    const reach = -Math.log(alpha);
    const size = Math.max(...judged.map(({ threshold }) => Math.abs(threshold)));
    const line = (move) => relative ? { slope: move, offset: 0 } : { slope: 1, offset: move };
    const excess = (move, side) => {
        const blocks = judged.map((entry) => exceedances(entry, line(move)));
        const rare = blocks.reduce((sum, { y, m }) => sum + y / m, 0) / blocks.length <= RARE;
        const logE = rare
            ? (0,ratio_eprocess/* ratioLogE */.R4)(blocks, 1, side, phi, src_tilt/* REGRESSION_LOG_WEIGHTS */.pl)
            : betLogE(blocks, 'bernoulli', quantile_effect_SAME, side, phi, src_tilt/* REGRESSION_LOG_WEIGHTS */.pl);
        return logE - reach;
    };
    const tolerance = relative ? 1e-6 : 1e-6 * size;
    const bound = (side) => {
        let [inner, outer] = [estimate, estimate];
        for (let step = tolerance * 4096; excess(outer, side) <= 0; step *= 4) {
            if (step > tolerance * 1e10)
                return null;
            inner = outer;
            outer -= side * step;
            if (relative && outer <= 0)
                return 0;
        }
        return inner === outer ? estimate : findCrossing((move) => excess(move, side), outer, inner, tolerance);
    };
    return { estimate, low: bound(1), high: bound(-1) };
}

;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/sequential-mann-whitney.js


/** Intrinsic times at which the mixture is sharpest; averaged, so that small and large shifts are both met. */
const RANK_SHIFT_TIMES = [1, 10, 100, 1000];
/** Precisions of the mixture for given intrinsic times, tuned at level `alpha`. */
function rankShiftPrecisions(times, alpha = 0.05) {
    return times.map((v) => mixturePrecision(v, alpha, 'one'));
}
const sequential_mann_whitney_PRECISIONS = rankShiftPrecisions(RANK_SHIFT_TIMES);
function startRankShift() {
    return { s: 0, v: 0, count: 0, z: 0, zz: 0 };
}
/**
 * Adds one block with Mann-Whitney's `u` (pairs in which the candidate is larger, ties one half) for m candidate and
 * n baseline values: S += w (u - mn/2), V += w² mn(m + n + 1)/12 with w = 1/(m + n + 1). Under equality the rank sum's
 * log moment generating function lies below that of a normal law of this variance, at any size and with ties, so
 * the evidence holds from the first block; blocks are compared within themselves, so the base may drift.
 */
function addRankShift(state, u, m, n) {
    if (!(m > 0 && n > 0))
        return;
    const weight = 1 / (m + n + 1);
    const s = weight * (u - (m * n) / 2);
    const v = weight * ((m * n) / 12);
    state.s += s;
    state.v += v;
    state.count++;
    state.z += s / Math.sqrt(v);
    state.zz += (s * s) / v;
}
/** log e-value against "the candidate is not larger" (side 1) or "not smaller" (side -1) in any block. */
function rankShiftLogE({ s, v }, side = 1, phi = 1, precisions = sequential_mann_whitney_PRECISIONS) {
    return (0,log_space/* logMeanExp */.BN)(precisions.map((rho) => normalMixtureLogE(side * s, v * phi, rho, 'one')));
}
/** How much more the blocks' shifts scatter around their mean than ranks alone would make them; 1 below ten blocks. */
function rankShiftDispersion({ count, z, zz }) {
    return count < 10 ? 1 : Math.max(1, (zz - (z * z) / count) / (count - 1));
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/quantile-test.js



const FAR_TAIL = 0.99;
function quantileTest(metric, q, failWhen, direction) {
    const line = marginLine(metric.margin, direction);
    const null0 = failWhen === 'certainly-beyond-margin' ? line : { slope: 1, offset: 0 };
    const own = tailTest(q, line, failWhen, direction);
    const tails = direction === 1 && q < FAR_TAIL ? [own, tailTest(FAR_TAIL, line, failWhen, direction)] : [own];
    const shift = startRankShift();
    return {
        own,
        edge: marginEffect(metric.margin, direction),
        direction,
        add: (block) => {
            for (const tail of tails)
                tail.add(block);
            const { candidate, baseline } = block;
            const u = binnedU(candidate, baseline, null0.slope, null0.offset);
            addRankShift(shift, u, candidate.total, baseline.total);
        },
        failLogEs: (guarded) => [
            rankShiftLogE(shift, direction, guarded ? rankShiftDispersion(shift) : 1),
            ...tails.map((tail) => tail.failLogE(guarded)),
        ],
    };
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/quantile-track.js







function quantile_track_stateOf(metric, failWhen) {
    const q = metric.quantile ?? 0.5;
    const limitSide = metric.worse === 'lower' ? -1 : 1;
    const empty = NO_BINS;
    return {
        metric,
        failWhen,
        q,
        relative: metric.margin.of === 'baseline',
        tests: directionsOf(metric.worse).map((direction) => quantileTest(metric, q, failWhen, direction)),
        limitSide,
        limit: metric.limit === undefined ? null : limitTest('bernoulli', 1 - q, limitSide),
        candidate: empty,
        baseline: empty,
        seen: { candidate: 0, baseline: 0 },
    };
}
/**
 * The track of a quantile. It fails on the average of the sequential Mann-Whitney test and the exceedance tests at the
 * quantile and at p99; it passes on the exceedance test at the quantile alone, for a body without a shift says nothing
 * about a tail.
 */
function quantileTrack(metric, { failWhen }) {
    const state = quantile_track_stateOf(metric, failWhen);
    const { q, tests, seen, relative } = state;
    return {
        add: (block) => quantile_track_addBlock(state, block),
        fails: (guarded) => quantile_track_failsOf(state, guarded),
        pass: (guarded) => ({ logE: quantile_track_passOf(state, guarded), by: 'margin' }),
        effect: (alpha) => quantileEffect(tests[0]?.own.judged() ?? [], quantile_track_estimateOf(state), relative, alpha, phiOf(state)),
        observed: () => ({
            baseline: { trials: seen.baseline, value: quantile_track_finite(binnedQuantile(state.baseline, q)) },
            candidate: { trials: seen.candidate, value: quantile_track_finite(binnedQuantile(state.candidate, q)) },
        }),
        candidateTrials: () => seen.candidate,
        needed: (alpha) => {
            const share = seen.candidate / (seen.candidate + seen.baseline);
            const gains = tests.map((test) => tailGrowth(test.own.shares(), share) / phiOf(state));
            return trialsNeeded(quantile_track_passOf(state, true), Math.min(...gains), alpha);
        },
        notes: () => [...(phiOf(state) > 2 ? [burstNote(phiOf(state))] : []), ...coarse(state)],
    };
}
function quantile_track_addBlock(state, block) {
    const { seen, tests, limit, limitSide, metric } = state;
    const [n, m] = [block.candidate.total, block.baseline.total];
    // Both arms weigh the same within each block, so that a rising share does not pose as a shift.
    state.candidate = mergeBins(state.candidate, block.candidate, m / (n + m));
    state.baseline = mergeBins(state.baseline, block.baseline, n / (n + m));
    seen.candidate += n;
    seen.baseline += m;
    for (const test of tests)
        test.add(block);
    if (limit === null || metric.limit === undefined)
        return;
    const { sure, possible } = boundsAbove(block.candidate, metric.limit);
    const [fail, pass] = limitSide === 1 ? [sure, possible] : [possible, sure];
    limit.add({ events: fail, exposure: n }, { events: pass, exposure: n });
}
function quantile_track_estimateOf({ candidate, baseline, q, relative }) {
    const [c, b] = [binnedQuantile(candidate, q), binnedQuantile(baseline, q)];
    return quantile_track_finite(relative ? c / b : c - b);
}
function phiOf({ tests }) {
    return Math.max(...tests.map(({ own }) => own.phi()));
}
function quantile_track_failsOf(state, guarded) {
    const { tests, limit, failWhen } = state;
    const value = quantile_track_estimateOf(state);
    const parts = tests.flatMap((test) => {
        const logEs = test.failLogEs(guarded);
        const beyond = value !== null && test.direction * (value - test.edge) > 0;
        const share = (limit === null ? 1 : 0.5) / tests.length / logEs.length;
        const counts = failWhen !== 'beyond-margin' || beyond;
        return logEs.map((logE) => ({ logE, share, counts, about: 'change' }));
    });
    if (limit === null)
        return parts;
    return [...parts, { logE: limit.failLogE(), share: 0.5, counts: limit.broken(), about: 'limit' }];
}
function quantile_track_passOf({ tests, limit }, guarded) {
    return Math.min(...tests.map(({ own }) => own.passLogE(guarded)), limit?.passLogE() ?? Infinity);
}
/** Expected gain per value when both arms are alike and the candidate's threshold is moved by the margin. */
function tailGrowth({ tail, atMargin }, share) {
    const all = share * atMargin + (1 - share) * tail;
    if (all === 0 || tail === atMargin)
        return 0;
    const theta = (share * atMargin) / all;
    const far = (1 - theta) * Math.log((1 - theta) / (1 - share));
    return all * (theta > 0 ? theta * Math.log(theta / share) + far : far);
}
const COARSE = 'The margin is not visible in these buckets: no value lies between the threshold and where the margin puts it.';
function coarse({ tests }) {
    const shares = tests.map(({ own }) => own.shares());
    return shares.some(({ tail, atMargin }) => tail > 0 && tail === atMargin) ? [COARSE] : [];
}
function quantile_track_finite(value) {
    return Number.isFinite(value) ? value : null;
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/spread-arm.js


/** Reads raw values, histograms and sketches. Arms of different kinds or buckets cannot be compared. */
function readSpread(block) {
    const candidate = spread_arm_readArm(block.candidate);
    const baseline = spread_arm_readArm(block.baseline);
    if ('missing' in candidate || 'missing' in baseline) {
        const lacks = (arm) => ('missing' in arm ? arm.missing : undefined);
        return { missing: whyUnusable(lacks(baseline), lacks(candidate)) };
    }
    const layout = layoutOf(block.candidate);
    if (layout !== layoutOf(block.baseline))
        return { missing: 'wrong_samples' };
    return { value: { candidate: candidate.value, baseline: baseline.value, layout } };
}
function layoutOf(arm) {
    if (arm.kind === 'histogram')
        return `histogram ${arm.bounds.join(' ')}`;
    return arm.kind === 'sketch' ? `sketch ${arm.accuracy}` : arm.kind;
}
function spread_arm_readArm(arm) {
    switch (arm.kind) {
        case 'absent':
            return { missing: arm.absence };
        case 'values':
            return readValues(arm.values);
        case 'histogram':
            return readHistogram(arm);
        case 'sketch':
            return readSketch(arm);
        case 'proportion':
        case 'count':
        case 'summary':
        case 'scalar':
            return { missing: 'wrong_samples' };
    }
}
function readValues(values) {
    if (values.some((value) => Number.isNaN(value)))
        return { missing: 'not_a_number' };
    if (values.some((value) => !Number.isFinite(value)))
        return { missing: 'infinite' };
    return some(binsOfSorted(Float64Array.from(values).sort()));
}
function readHistogram({ bounds, counts }) {
    const finite = bounds.at(-1) === Infinity ? bounds.slice(0, -1) : bounds;
    const rising = finite.every((bound, i) => Number.isFinite(bound) && (i === 0 || bound > (finite[i - 1] ?? 0)));
    // Some sources state the last bucket's bound as +Inf, with nothing above it.
    const above = counts.slice(finite.length).reduce((sum, count) => sum + count, 0);
    if (!rising || counts.length !== bounds.length + 1)
        return { missing: 'wrong_samples' };
    const missing = faultIn(counts);
    return missing === undefined
        ? some(binsOfHistogram(finite, [...counts.slice(0, finite.length), above]))
        : { missing };
}
function readSketch({ accuracy, zeros, bins }) {
    const sorted = bins.every(([index], i) => Number.isInteger(index) && (i === 0 || index > (bins[i - 1]?.[0] ?? 0)));
    const far = bins.some(([index]) => Math.abs(index) * accuracy > 300);
    if (!(accuracy > 1e-6 && accuracy < 0.5) || !sorted || far)
        return { missing: 'wrong_samples' };
    const missing = faultIn([zeros, ...bins.map(([, count]) => count)]);
    return missing === undefined ? some(binsOfSketch(accuracy, zeros, bins)) : { missing };
}
function faultIn(counts) {
    return counts.map(faultOf).find((fault) => fault !== undefined);
}
function some(bins) {
    return bins.total > 0 ? { value: bins } : { missing: 'no_data' };
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/quantile-kind.js


/** A quantile of raw values, histograms or sketches, e.g. the 95th percentile of latency. */
function quantileKind(metric, policy) {
    return {
        read: readSpread,
        track: () => quantileTrack(metric, policy),
        // Failed requests are often not timed, so latencies do not show how requests were split.
        traffic: () => null,
    };
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/kind.js



/** The kind of a metric; series and scalars, one number per interval, are judged as means. */
function kindOf(metric, policy) {
    switch (metric.kind) {
        case 'proportion':
            return (use) => use(proportionKind(metric, policy));
        case 'count':
            return (use) => use(countKind(metric, policy));
        case 'quantile':
            return (use) => use(quantileKind(metric, policy));
        case 'mean':
        case 'series':
        case 'scalar':
            return (use) => use(meanKind(metric, policy));
    }
}
/** The scale of a metric's effect: a ratio where the margin is a share of the baseline, else a difference. */
function scaleOf(metric) {
    return metric.margin.of === 'baseline' ? 'ratio' : 'difference';
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/evidence.js



/** The reason of a fail under each rule. */
const FAIL_REASONS = {
    'beyond-margin': 'beyond_margin',
    'any-regression': 'regression',
    'certainly-beyond-margin': 'certainly_beyond_margin',
};
/** The reason of a metric that failed at this look. */
function failReason(process, failWhen) {
    return process.about() === 'limit' ? 'limit_exceeded' : FAIL_REASONS[failWhen];
}
/** Why a metric is still open at this look. */
function openReason(process, policy) {
    if (process.used() === 0)
        return process.missing().at(-1) ?? 'no_data';
    const pass = process.pass(true);
    if (pass.blocked !== undefined)
        return pass.blocked;
    return pass.logE >= -Math.log(alphaOf(policy)) ? 'too_few_trials' : 'more_trials_needed';
}
/** The evidence of one metric as it stands at this look. */
function evidenceOf(process, policy, samples, ruling) {
    const { metric } = process;
    const alpha = alphaOf(policy);
    const track = ruling.finding === 'worse' ? process.loudest() : process.current();
    const needed = ruling.finding === 'unknown' ? neededBy(process, policy) : undefined;
    const notes = [...(ruling.note === undefined ? [] : [ruling.note]), ...lost(process), ...track.notes()];
    return {
        metric: metric.name,
        finding: ruling.finding,
        reason: ruling.reason,
        scale: scaleOf(metric),
        effect: track.effect(alpha),
        margin: marginEffect(metric.margin, metric.worse === 'lower' ? -1 : 1),
        unit: metric.unit ?? '',
        confidence: policy.confidence,
        observed: track.observed(),
        ...(needed === undefined ? {} : { needed }),
        judge: 'sequential',
        critical: metric.critical,
        ...(notes.length === 0 ? {} : { notes }),
        logE: { fail: process.fail(true).all, pass: process.pass(true).logE },
        policy: metric,
        samples: samples ?? { metric: metric.name, blocks: [] },
    };
}
function neededBy(process, policy) {
    const track = process.current();
    const needed = track.needed(alphaOf(policy));
    const trials = track.candidateTrials();
    if (needed === undefined || trials === null || trials === 0)
        return needed;
    const { baseline, candidate } = track.observed();
    const all = candidate.trials + baseline.trials;
    return Math.max(needed, Math.ceil(((policy.minTrials - trials) * all) / candidate.trials));
}
function lost(process) {
    const missing = process.missing();
    if (missing.length === 0)
        return [];
    const kinds = [...new Set(missing)].map((reason) => `${reason} ${missing.filter((each) => each === reason).length}`);
    const all = missing.length + process.used();
    return [`${missing.length} of ${all} intervals could not be used: ${kinds.join(', ')}.`];
}

// EXTERNAL MODULE: ./.build-cli/packages/judge/src/unjudged.js
var unjudged = __webpack_require__(6666);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/fixed/arm.js


const NOTHING_POOLED = {
    tally: { events: 0, exposure: 0 },
    moments: { n: 0, mean: 0, m2: 0 },
    values: [],
};
const VALUES = ['values', 'scalar', 'summary'];
const ARMS_OF = {
    proportion: ['proportion'],
    count: ['count'],
    mean: VALUES,
    series: VALUES,
    scalar: VALUES,
    quantile: ['values', 'scalar'],
};
/** Adds one arm of one block, or says why it cannot be added to a metric of this kind. */
function pool(whole, arm, kind) {
    if (arm.kind !== 'absent' && !ARMS_OF[kind].includes(arm.kind))
        return { missing: 'wrong_samples' };
    switch (arm.kind) {
        case 'absent':
            return { missing: arm.absence };
        case 'proportion':
            return tallied(whole, readProportion(arm));
        case 'count':
            return tallied(whole, readCount(arm));
        case 'values':
            return valued(whole, arm.values);
        case 'scalar':
            return valued(whole, [arm.value]);
        case 'summary': {
            const missing = [arm.n, arm.mean, arm.m2].map(arm_faultIn).find((fault) => fault !== undefined);
            if (missing !== undefined)
                return { missing };
            return arm.n >= 1 && arm.m2 >= 0
                ? { value: { ...whole, moments: mergeMoments(whole.moments, arm) } }
                : { missing: 'no_data' };
        }
        case 'histogram':
        case 'sketch':
            return { missing: 'wrong_samples' };
    }
}
function tallied(whole, read) {
    if ('missing' in read)
        return read;
    const { events, exposure } = whole.tally;
    return {
        value: {
            ...whole,
            tally: { events: events + read.value.events, exposure: exposure + read.value.exposure },
        },
    };
}
function valued(whole, values) {
    const missing = values.map(arm_faultIn).find((fault) => fault !== undefined);
    if (missing !== undefined)
        return { missing };
    if (values.length === 0)
        return { missing: 'no_data' };
    const moments = mergeMoments(whole.moments, momentsOf(values));
    return { value: { ...whole, moments, values: [...whole.values, ...values] } };
}
function arm_faultIn(value) {
    if (Number.isNaN(value))
        return 'not_a_number';
    return Math.abs(value) < 1e150 ? undefined : 'infinite';
}

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/proportion-interval.js
var proportion_interval = __webpack_require__(4210);
;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/poisson-ratio.js



function poisson_ratio_check(x, y) {
    (0,errors/* demandPositive */.lo)(x.exposure, "the first arm's exposure");
    (0,errors/* demandPositive */.lo)(y.exposure, "the second arm's exposure");
    const whole = [x.events, y.events].every((count) => Number.isSafeInteger(count) && count >= 0);
    (0,errors/* demand */.wo)(whole, () => `events must be whole numbers of at least 0, got ${x.events} and ${y.events}`);
}
/** Exact one-sided p-value for rate(x) / rate(y) against `ratio`, given the total of events; 1 without events. */
function poissonRatioP(x, y, alternative, ratio = 1) {
    poisson_ratio_check(x, y);
    demandPositive(ratio, 'the ratio');
    const total = x.events + y.events;
    if (total === 0)
        return 1;
    const share = (ratio * x.exposure) / (ratio * x.exposure + y.exposure);
    return alternative === 'greater'
        ? binomialAtLeast(x.events, total, share)
        : binomialAtMost(x.events, total, share);
}
/** Exact interval for rate(x) / rate(y), Clopper-Pearson on the share of events; 0 to infinity without events. */
function poissonRatioInterval(x, y, confidence = 0.95) {
    poisson_ratio_check(x, y);
    const total = x.events + y.events;
    if (total === 0)
        return { low: 0, high: Infinity };
    const { low, high } = (0,proportion_interval/* clopperPearson */.mI)(x.events, total, confidence);
    const ratio = (share) => (share / (1 - share)) * (y.exposure / x.exposure);
    return { low: ratio(low), high: high === 1 ? Infinity : ratio(high) };
}

;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/two-proportions.js



function two_proportions_check(x, y, confidence) {
    (0,proportion_interval/* demandProportion */.kT)(x.events, x.trials, 'the first arm');
    (0,proportion_interval/* demandProportion */.kT)(y.events, y.trials, 'the second arm');
    (0,errors/* demandOpenUnit */.o3)(confidence, 'the confidence');
}
/** Newcombe's hybrid interval (1998, method 10) for the difference of shares x - y. */
function newcombe(x, y, confidence = 0.95) {
    two_proportions_check(x, y, confidence);
    const a = (0,proportion_interval/* wilson */.rF)(x.events, x.trials, confidence);
    const b = (0,proportion_interval/* wilson */.rF)(y.events, y.trials, confidence);
    const [p, q] = [x.events / x.trials, y.events / y.trials];
    return {
        low: p - q - Math.hypot(p - a.low, b.high - q),
        high: p - q + Math.hypot(a.high - p, q - b.low),
    };
}
/** z of the difference x - y with the pooled share in the error; 0 when no event, or nothing else, was seen. */
function pooledZ(x, y) {
    two_proportions_check(x, y, 0.5);
    const pooled = (x.events + y.events) / (x.trials + y.trials);
    const square = pooled * (1 - pooled) * (1 / x.trials + 1 / y.trials);
    return square <= 0 ? 0 : (x.events / x.trials - y.events / y.trials) / Math.sqrt(square);
}
/** Interval of the ratio of shares x / y by the log method (Katz 1978); undefined when an arm has no event. */
function logRatioInterval(x, y, confidence = 0.95) {
    two_proportions_check(x, y, confidence);
    if (x.events === 0 || y.events === 0)
        return undefined;
    const log = Math.log(x.events / x.trials) - Math.log(y.events / y.trials);
    const square = 1 / x.events - 1 / x.trials + 1 / y.events - 1 / y.trials;
    const reach = (0,normal/* normalUpperQuantile */.tn)((1 - confidence) / 2) * Math.sqrt(square);
    return { low: Math.exp(log - reach), high: Math.exp(log + reach) };
}

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/student-t.js
var student_t = __webpack_require__(1208);
;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/welch.js




function pValue(t, df, alternative) {
    if (alternative === 'greater')
        return (0,student_t/* studentSf */.d)(t, df);
    if (alternative === 'less')
        return (0,student_t/* studentSf */.d)(-t, df);
    return Math.min(1, 2 * (0,student_t/* studentSf */.d)(Math.abs(t), df));
}
function withoutSpread(difference, alternative) {
    const t = difference === 0 ? 0 : Math.sign(difference) * Infinity;
    const agrees = alternative === 'two-sided' || (alternative === 'greater' ? t > 0 : t < 0);
    const p = difference === 0 ? 1 : agrees ? 0 : 1;
    return { difference, t, df: NaN, p, low: difference, high: difference, degenerate: true };
}
/** Welch's unequal-variance t test of mean(x) - mean(y), from moments alone; StatsError below two values in an arm. */
function welch(x, y, { alternative = 'two-sided', confidence = 0.95 } = {}) {
    (0,errors/* demand */.wo)(x.n >= 2 && y.n >= 2, () => `Welch's test needs at least two values per arm, got ${x.n} and ${y.n}`);
    (0,errors/* demandOpenUnit */.o3)(confidence, 'the confidence');
    const [fromX, fromY] = [varianceOf(x) / x.n, varianceOf(y) / y.n];
    const difference = x.mean - y.mean;
    const square = fromX + fromY;
    (0,errors/* demand */.wo)(Number.isFinite(difference) && square >= 0, () => `the moments must be finite, got ${x.mean}, ${y.mean}`);
    if (square === 0)
        return withoutSpread(difference, alternative);
    const [shareX, shareY] = [fromX / square, fromY / square];
    const df = 1 / ((shareX * shareX) / (x.n - 1) + (shareY * shareY) / (y.n - 1));
    const error = Math.sqrt(square);
    const t = difference / error;
    const reach = -(0,student_t/* studentQuantile */.F)((1 - confidence) / 2, df) * error;
    const p = pValue(t, df, alternative);
    return { difference, t, df, p, low: difference - reach, high: difference + reach, degenerate: false };
}
/** Relative change of the mean, or undefined unless both means lie more than three standard errors above 0. */
function relativeChange(x, y, confidence = 0.95) {
    (0,errors/* demandOpenUnit */.o3)(confidence, 'the confidence');
    if (x.n < 2 || y.n < 2)
        return undefined;
    const squares = [x, y].map((arm) => varianceOf(arm) / arm.n);
    const [squareX = NaN, squareY = NaN] = squares;
    if (!(x.mean > 3 * Math.sqrt(squareX) && y.mean > 3 * Math.sqrt(squareY)))
        return undefined;
    const log = Math.log(x.mean / y.mean);
    const error = Math.sqrt(squareX / x.mean ** 2 + squareY / y.mean ** 2);
    const reach = (0,normal/* normalUpperQuantile */.tn)((1 - confidence) / 2) * error;
    return { estimate: Math.expm1(log), low: Math.expm1(log - reach), high: Math.expm1(log + reach) };
}

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/hodges-lehmann.js + 2 modules
var hodges_lehmann = __webpack_require__(6421);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/fixed/interval.js

const FEWEST = 8;
/** The effect at one look on the scale of the margin, with its interval; null where the classic method says nothing. */
function fixedInterval(metric, candidate, baseline, confidence) {
    const relative = metric.margin.of === 'baseline';
    switch (metric.kind) {
        case 'proportion':
        case 'count':
            return rates(metric, candidate, baseline, confidence, relative);
        case 'mean':
        case 'series':
        case 'scalar':
            return means(candidate, baseline, confidence, relative);
        case 'quantile':
            return shift(candidate.values, baseline.values, confidence, relative);
    }
}
function rates({ kind }, { tally: c }, { tally: b }, confidence, relative) {
    const [p, q] = [c.events / c.exposure, b.events / b.exposure];
    if (!(c.exposure > 0 && b.exposure > 0))
        return null;
    const estimate = relative ? p / q : p - q;
    const [x, y] = [c, b].map(({ events, exposure }) => ({ events: Math.round(events), exposure }));
    if (x === undefined || y === undefined || !Number.isFinite(estimate))
        return null;
    if (kind === 'count')
        return relative ? { estimate, ...poissonRatioInterval(x, y, confidence) } : null;
    const [share, other] = [x, y].map(({ events, exposure }) => ({ events, trials: Math.round(exposure) }));
    if (share === undefined || other === undefined)
        return null;
    // Extrapolated counts below one round to nothing to judge.
    if ([share, other].some(({ events, trials }) => trials < 1 || events > trials))
        return null;
    const bounds = relative ? logRatioInterval(share, other, confidence) : newcombe(share, other, confidence);
    return bounds === undefined ? null : { estimate, ...bounds };
}
function means({ moments: c }, { moments: b }, confidence, relative) {
    if (c.n < FEWEST || b.n < FEWEST)
        return null;
    if (!relative) {
        const { difference, low, high, degenerate } = welch(c, b, { confidence });
        return degenerate ? null : { estimate: difference, low, high };
    }
    const change = relativeChange(c, b, confidence);
    if (change === undefined)
        return null;
    return { estimate: 1 + change.estimate, low: 1 + change.low, high: 1 + change.high };
}
function shift(c, b, confidence, relative) {
    if (c.length < FEWEST || b.length < FEWEST)
        return null;
    if (!relative)
        return (0,hodges_lehmann/* hodgesLehmann */.i6)(c, b, confidence);
    if (![...c, ...b].every((value) => value > 0))
        return null;
    const { estimate, low, high } = (0,hodges_lehmann/* hodgesLehmann */.i6)(c.map(Math.log), b.map(Math.log), confidence);
    return { estimate: Math.exp(estimate), low: Math.exp(low), high: Math.exp(high) };
}

// EXTERNAL MODULE: ./.build-cli/packages/judge/src/fixed/settings.js
var settings = __webpack_require__(5202);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/fixed/judge-fixed.js









/**
 * Judges one metric at one look: by Newcombe, Katz, conditional Poisson, Welch or Hodges-Lehmann intervals. The look is
 * due when both arms together have `settings.trials`; blocks after it change nothing. Without a planned size there must
 * be one block, for looking again at the same level would break the promise (`second_look`).
 */
function judgeFixed(policy, metric, samples) {
    const look = lookIn(metric, samples);
    if (typeof look === 'string')
        return (0,unjudged/* unjudged */.b)(policy, metric, samples, look);
    const alpha = alphaOf(policy);
    const directions = directionsOf(metric.worse);
    const failLevel = (alpha * (metric.critical ? budgetShare(policy, metric) : 1)) / directions.length;
    const strict = fixedInterval(metric, look.candidate, look.baseline, 1 - 2 * Math.min(0.49, failLevel));
    const shown = fixedInterval(metric, look.candidate, look.baseline, 1 - 2 * Math.min(0.49, alpha));
    if (strict === null || shown === null)
        return (0,unjudged/* unjudged */.b)(policy, metric, samples, 'not_comparable');
    const edgeOf = (direction) => marginEffect(metric.margin, direction);
    const equal = metric.margin.of === 'baseline' ? 1 : 0;
    const failed = directions.some((direction) => {
        const bar = policy.failWhen === 'certainly-beyond-margin' ? edgeOf(direction) : equal;
        const certain = direction * ((direction === 1 ? strict.low : strict.high) - bar) > 0;
        const beyond = direction * (strict.estimate - edgeOf(direction)) > 0;
        return certain && (policy.failWhen !== 'beyond-margin' || beyond);
    });
    const enough = trialsOf(look.candidate) >= policy.minTrials;
    const within = directions.every((direction) => direction * ((direction === 1 ? shown.high : shown.low) - edgeOf(direction)) < 0);
    const [finding, reason] = ruling(policy.failWhen, failed, within, enough);
    return {
        ...(0,unjudged/* unjudged */.b)(policy, metric, samples, reason),
        finding,
        effect: { estimate: shown.estimate, low: judge_fixed_finite(shown.low), high: judge_fixed_finite(shown.high) },
        margin: edgeOf(metric.worse === 'lower' ? -1 : 1),
        observed: { baseline: seen(look.baseline), candidate: seen(look.candidate) },
    };
}
function ruling(failWhen, failed, within, enough) {
    if (failed)
        return ['worse', FAIL_REASONS[failWhen]];
    if (!within)
        return ['unknown', 'more_trials_needed'];
    return enough ? ['fine', 'within_margin'] : ['unknown', 'too_few_trials'];
}
/** What both arms had at the one look, or why there is none. Blocks at different weights are never pooled. */
function lookIn(metric, { blocks }) {
    const { trials } = (0,settings/* readFixedSettings */.w)(metric);
    if (blocks.length === 0)
        return 'no_data';
    if (trials === null && blocks.length > 1)
        return 'second_look';
    let look = { candidate: NOTHING_POOLED, baseline: NOTHING_POOLED };
    for (const block of blocks) {
        if (block.weight !== blocks[0]?.weight)
            return 'not_comparable';
        const [candidate, baseline] = [
            pool(look.candidate, block.candidate, metric.kind),
            pool(look.baseline, block.baseline, metric.kind),
        ];
        if ('missing' in candidate)
            return whyUnusable('missing' in baseline ? baseline.missing : undefined, candidate.missing);
        if ('missing' in baseline)
            return whyUnusable(baseline.missing, undefined);
        look = { candidate: candidate.value, baseline: baseline.value };
        if (trials !== null && trialsOf(look.candidate) + trialsOf(look.baseline) >= trials)
            return look;
    }
    return trials === null ? look : 'more_trials_needed';
}
function trialsOf({ tally, moments }) {
    return Math.max(tally.exposure, moments.n);
}
function seen(arm) {
    const { events, exposure } = arm.tally;
    if (exposure > 0)
        return { trials: exposure, events, value: events / exposure };
    return { trials: arm.moments.n, value: arm.moments.n > 0 ? arm.moments.mean : null };
}
function judge_fixed_finite(value) {
    return Number.isFinite(value) ? value : null;
}

// EXTERNAL MODULE: ./.build-cli/packages/judge/src/kayenta/kayenta-judge.js
var kayenta_judge = __webpack_require__(9795);
// EXTERNAL MODULE: ./.build-cli/packages/stats/src/p-adjust.js
var p_adjust = __webpack_require__(2328);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/paired/finding.js
const finding_NOTHING = { trials: 0, value: null };
/** A metric that cannot be judged for want of data. */
function missing(policy, samples, reason) {
    return {
        policy,
        samples,
        p: 1,
        within: false,
        estimate: null,
        low: null,
        high: null,
        scale: 'absolute',
        margin: policy.margin.value,
        observed: { baseline: finding_NOTHING, candidate: finding_NOTHING },
        needed: undefined,
        notes: [],
        missing: reason,
    };
}
/**
 * Within the margin for sure: fine. Otherwise worse for sure, after correction for the number of questions asked: worse.
 * Otherwise unknown. `adjusted` is the corrected p-value.
 */
function conclude(draft, adjusted, confidence) {
    const [finding, reason] = decide(draft, adjusted, confidence);
    const { policy, samples, estimate, low, high, observed, needed, notes } = draft;
    return {
        metric: samples.metric,
        finding,
        reason,
        scale: draft.scale,
        effect: { estimate, low, high },
        margin: draft.margin,
        unit: policy.unit ?? '',
        confidence,
        observed,
        ...(finding === 'unknown' && needed !== undefined ? { needed } : {}),
        judge: policy.judge,
        critical: policy.critical,
        ...(notes.length > 0 ? { notes } : {}),
        policy,
        samples,
    };
}
function decide(draft, adjusted, confidence) {
    if (draft.missing !== undefined)
        return ['unknown', draft.missing];
    const test = draft.policy.settings?.['test'];
    const limit = test === 'limit';
    const differences = test === 'budget' || draft.policy.settings?.['counts'] === 'differences';
    const certain = adjusted <= 1 - confidence;
    if (draft.within) {
        if (limit)
            return ['fine', 'limit_kept'];
        if (certain)
            return ['fine', 'tolerated_change'];
        return ['fine', differences ? 'difference_within_budget' : 'within_margin'];
    }
    if (!certain)
        return ['unknown', 'more_trials_needed'];
    if (limit)
        return ['worse', 'limit_exceeded'];
    return ['worse', differences ? 'difference_beyond_budget' : 'regression'];
}

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/binomial-test.js
var binomial_test = __webpack_require__(7386);
;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/bisect.js

/**
 * The place between `low` and `high` where a monotone function changes sign, halved until the two ends touch
 * or are `tolerance` apart. The ends must have opposite signs (zero counts as either), else a StatsError.
 */
function bisect_bisectRoot(f, low, high, tolerance = 0) {
    let [a, b] = [low, high];
    const atLow = f(a);
    if (atLow === 0)
        return a;
    const atHigh = f(b);
    if (atHigh === 0)
        return b;
    (0,errors/* demand */.wo)(atLow < 0 !== atHigh < 0 && !Number.isNaN(atLow) && !Number.isNaN(atHigh), () => `no sign change between ${low} (${atLow}) and ${high} (${atHigh})`);
    for (let step = 0; step < 2100 && Math.abs(b - a) > tolerance; step++) {
        const middle = a + (b - a) / 2;
        if (middle === a || middle === b)
            break;
        const value = f(middle);
        if (value === 0)
            return middle;
        if (value < 0 === atLow < 0)
            a = middle;
        else
            b = middle;
    }
    return a + (b - a) / 2;
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/paired/tango.js

/**
 * Tango's score interval (Statistics in Medicine 17, 1998) for the difference of two paired rates, (first - second) / n,
 * from the discordant pairs among n. Each end holds with `confidence` on its own side. n of at least 1.
 */
function tangoInterval(first, second, n, confidence) {
    const z = (0,normal/* normalUpperQuantile */.tn)(1 - confidence);
    const estimate = (first - second) / n;
    const beyond = (delta) => score(first, second, n, delta);
    const low = estimate <= -1 ? -1 : bisect_bisectRoot((delta) => beyond(delta) - z, -1 + 1e-12, estimate, 1e-12);
    const high = estimate >= 1 ? 1 : bisect_bisectRoot((delta) => beyond(delta) + z, estimate, 1 - 1e-12, 1e-12);
    return { low, high };
}
/** The score statistic for a true difference of delta; falls as delta grows. */
function score(first, second, n, delta) {
    const numerator = first - second - n * delta;
    if (numerator === 0)
        return 0;
    const a = 2 * n;
    const b = -first - second + (2 * n - first + second) * delta;
    const c = -second * delta * (1 - delta);
    const share = Math.max(0, (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a));
    const variance = n * (2 * share + delta * (1 - delta));
    return variance <= 0 ? Math.sign(numerator) * Infinity : numerator / Math.sqrt(variance);
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/paired/judge-paired.js



/**
 * Paired proportions: McNemar's exact test, one-sided, of "the candidate's rate is no higher than the baseline's", and
 * an interval on the difference of the rates. Where the baseline never shows the event the interval is Clopper-Pearson's.
 */
function draftPaired(policy, samples, confidence) {
    const total = { n: 0, baseline: 0, candidate: 0, first: 0, second: 0 };
    for (const { baseline, candidate, paired } of samples.blocks) {
        if (baseline.kind === 'absent')
            return missing(policy, samples, baseline.absence);
        if (candidate.kind === 'absent')
            return missing(policy, samples, candidate.absence);
        if (baseline.kind !== 'proportion' || candidate.kind !== 'proportion' || paired === undefined) {
            return missing(policy, samples, 'wrong_samples');
        }
        if (!holds(baseline.events, candidate.events, paired, baseline.trials, candidate.trials)) {
            return missing(policy, samples, 'wrong_samples');
        }
        total.n += baseline.trials;
        total.baseline += baseline.events;
        total.candidate += candidate.events;
        total.first += paired.candidateOnly;
        total.second += paired.baselineOnly;
    }
    const { n, first, second } = total;
    if (n === 0)
        return missing(policy, samples, 'no_data');
    const estimate = (first - second) / n;
    const steady = total.baseline === 0;
    const { low, high } = steady
        ? (0,proportion_interval/* clopperPearson */.mI)(first, n, 2 * confidence - 1)
        : tangoInterval(first, second, n, confidence);
    const margin = policy.margin.of === 'unit' ? policy.margin.value : (policy.margin.value * total.baseline) / n;
    return {
        policy,
        samples,
        p: first + second === 0 ? 1 : (0,binomial_test/* binomialAtLeast */.y)(first, first + second, 0.5),
        within: high <= margin,
        estimate,
        low,
        high,
        scale: 'difference',
        margin,
        observed: {
            baseline: { trials: n, events: total.baseline, value: total.baseline / n },
            candidate: { trials: n, events: total.candidate, value: total.candidate / n },
        },
        needed: pairsNeeded(first, second, n, margin, confidence),
        notes: [],
    };
}
/** The margins of a 2 x 2 table must fit its discordant cells, or someone made them up. */
function holds(baseline, candidate, { candidateOnly, baselineOnly }, n, other) {
    const both = candidate - candidateOnly;
    const counts = [n, baseline, candidate, candidateOnly, baselineOnly, both];
    return (counts.every((count) => Number.isSafeInteger(count) && count >= 0) &&
        n === other &&
        both === baseline - baselineOnly &&
        both + candidateOnly + baselineOnly <= n);
}
/** About how many more pairs decide, if what was seen goes on. */
function pairsNeeded(first, second, n, margin, confidence) {
    const estimate = (first - second) / n;
    if (margin <= 0 && estimate <= 0)
        return undefined;
    if (first + second === 0)
        return Math.max(1, Math.ceil(Math.log1p(-confidence) / Math.log1p(-margin)) - n);
    const z = (0,normal/* normalUpperQuantile */.tn)(1 - confidence);
    const variance = (first + second) / n - estimate * estimate;
    const distance = estimate < margin ? margin - estimate : Math.max(estimate, 1 / n);
    // With few events the normal law asks for too little: at least twice what there is.
    return Math.max(n, Math.ceil((z * z * Math.max(variance, 1 / n)) / (distance * distance)) - n);
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/paired/judge-budget.js



/** A rate against a budget: Clopper-Pearson's bound, and the exact binomial test of "no more than the budget". */
function draftBudget(policy, samples, confidence) {
    let [events, n] = [0, 0];
    const shown = { events: 0, trials: 0 };
    for (const { baseline, candidate } of samples.blocks) {
        if (candidate.kind === 'absent')
            return missing(policy, samples, candidate.absence);
        if (candidate.kind !== 'proportion')
            return missing(policy, samples, 'wrong_samples');
        if (!(candidate.events >= 0 && candidate.events <= candidate.trials)) {
            return missing(policy, samples, 'events_exceed_trials');
        }
        events += candidate.events;
        n += candidate.trials;
        if (baseline.kind === 'proportion') {
            shown.events += baseline.events;
            shown.trials += baseline.trials;
        }
    }
    if (n === 0)
        return missing(policy, samples, 'no_data');
    const margin = policy.margin.value;
    // A census is not a sample: what it counts is the truth, and needs no bound.
    const census = policy.settings?.['census'] === true;
    const share = events / n;
    const { low, high } = census ? { low: share, high: share } : (0,proportion_interval/* clopperPearson */.mI)(events, n, 2 * confidence - 1);
    return {
        policy,
        samples,
        p: census
            ? share > margin
                ? 0
                : 1
            : margin <= 0
                ? events > 0
                    ? 0
                    : 1
                : (0,binomial_test/* binomialAtLeast */.y)(events, n, Math.min(margin, 1)),
        within: high <= margin,
        estimate: share,
        low,
        high,
        scale: 'absolute',
        margin,
        observed: { baseline: observed(shown), candidate: { trials: n, events, value: share } },
        needed: pairsNeeded(events, 0, n, margin, confidence),
        notes: [],
    };
}
/** What the baseline did decides nothing here; it is told to compare with. */
function observed({ events, trials }) {
    return trials > 0 ? { trials, events, value: events / trials } : finding_NOTHING;
}

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/paired-mean.js
var paired_mean = __webpack_require__(4779);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/paired/judge-change.js


/** Fewer inputs than this prove nothing, however alike they are: what is rare and large has hardly had a chance to be seen. */
const judge_change_FEWEST = 100;
/**
 * The mean change of a loss on the same inputs: the baseline's arm holds its losses, the candidate's arm holds candidate minus
 * baseline, input by input. Student's paired test, one-sided, of "no larger"; the margin is in the unit of the loss, or a
 * share of the baseline's mean, which is then known no better than its own spread lets it be.
 */
function draftChange(policy, samples, confidence) {
    const [block] = samples.blocks;
    if (block === undefined || samples.blocks.length > 1)
        return missing(policy, samples, 'wrong_samples');
    const { baseline, candidate: change } = block;
    if (change.kind === 'absent')
        return missing(policy, samples, change.absence);
    if (baseline.kind === 'absent')
        return missing(policy, samples, baseline.absence);
    if (baseline.kind !== 'summary' || change.kind !== 'summary' || baseline.n !== change.n) {
        return missing(policy, samples, 'wrong_samples');
    }
    const { n } = change;
    if (n === 0)
        return missing(policy, samples, 'no_data');
    const share = policy.margin.of === 'baseline' ? policy.margin.value : 0;
    const margin = policy.margin.of === 'baseline' ? share * baseline.mean : policy.margin.value;
    const error = n < 2 ? 0 : (0,paired_mean/* meanError */.o)(change);
    const own = n < 2 ? 0 : (0,paired_mean/* meanError */.o)(baseline);
    const t = n < 2 ? Infinity : (0,student_t/* studentQuantile */.F)(confidence, n - 1);
    // The margin moves with the baseline's mean: the two errors added are never too small, whatever they have in common.
    const reach = (of) => (of === 0 ? 0 : t * of);
    const high = change.mean + reach(error + share * own);
    return {
        policy,
        samples,
        p: (0,paired_mean/* largerMeanP */.N)(change),
        within: n >= judge_change_FEWEST && high <= margin,
        estimate: change.mean,
        low: n < 2 ? null : change.mean - reach(error),
        high: n < 2 ? null : high,
        scale: 'difference',
        margin,
        observed: {
            baseline: { trials: n, value: baseline.mean },
            candidate: { trials: n, value: baseline.mean + change.mean },
        },
        needed: neededFor(change, error + share * own, margin, t),
        notes: [],
    };
}
function neededFor({ n, mean }, error, margin, t) {
    const distance = mean < margin ? margin - mean : mean;
    if (n < judge_change_FEWEST)
        return judge_change_FEWEST - n;
    if (distance <= 0)
        return n;
    return Math.max(n, Math.ceil(n * ((t * error) / distance) ** 2) - n);
}

;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/diffy-filter.js
const DIFFY_DEFAULTS = { relative: 20, absolute: 0.03 };
/** Diffy's own noise filter: raw and noise are counts of requests among `total` in which the field differed. */
function diffyFilter(raw, noise, total, { relative, absolute } = DIFFY_DEFAULTS) {
    const apart = Math.abs(raw - noise);
    const ofBoth = (apart / (raw + noise)) * 100;
    const ofAll = (apart / total) * 100;
    return { relative: ofBoth, absolute: ofAll, reported: raw > noise && ofBoth > relative && ofAll > absolute };
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/paired/judge-diffy.js


/** Diffy's filter as it is: no sampling error, no correction. What it reports is worse, the rest is fine. */
function draftDiffy(policy, samples) {
    const [block] = samples.blocks;
    if (block === undefined || samples.blocks.length > 1)
        return missing(policy, samples, 'wrong_samples');
    const { baseline, candidate } = block;
    if (baseline.kind === 'absent')
        return missing(policy, samples, baseline.absence);
    if (baseline.kind !== 'proportion' || candidate.kind !== 'proportion' || candidate.trials <= 0) {
        return missing(policy, samples, 'wrong_samples');
    }
    const n = candidate.trials;
    const { reported } = diffyFilter(candidate.events, baseline.events, n);
    return {
        policy,
        samples,
        p: reported ? 0 : 1,
        within: !reported,
        estimate: (candidate.events - baseline.events) / n,
        low: null,
        high: null,
        scale: 'difference',
        margin: policy.margin.value,
        observed: {
            baseline: { trials: n, events: baseline.events, value: baseline.events / n },
            candidate: { trials: n, events: candidate.events, value: candidate.events / n },
        },
        needed: undefined,
        notes: [],
    };
}

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/empirical-process.js
var empirical_process = __webpack_require__(902);
// EXTERNAL MODULE: ./.build-cli/packages/stats/src/kolmogorov-limit.js
var kolmogorov_limit = __webpack_require__(6869);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/paired/judge-distance.js


/**
 * How much further the candidate's values lie from the primary's than those of the primary's own repeat do. Both arms are
 * histograms whose bounds are shares of the primary's values at or below a cut, so that values like the primary's fill them
 * evenly; the distance of an arm is Kolmogorov's, the largest gap between its share below a cut and the primary's. That
 * distance of candidate less that of repeat is at most the two-sample distance of the two, whose law gives the p-value of
 * "no further"; the bounds add the bands of Dvoretzky, Kiefer and Wolfowitz (Massart 1990) around both arms.
 */
function draftDistance(policy, samples, confidence) {
    const [block] = samples.blocks;
    if (block === undefined || samples.blocks.length > 1)
        return missing(policy, samples, 'wrong_samples');
    const { baseline, candidate } = block;
    if (candidate.kind === 'absent')
        return missing(policy, samples, candidate.absence);
    if (baseline.kind === 'absent')
        return missing(policy, samples, baseline.absence);
    if (baseline.kind !== 'histogram' || candidate.kind !== 'histogram') {
        return missing(policy, samples, 'wrong_samples');
    }
    const [m, n] = [sizeOf(baseline), sizeOf(candidate)];
    if (m === 0 || n === 0)
        return missing(policy, samples, 'no_data');
    const [noise, distance] = [distanceOf(baseline, m), distanceOf(candidate, n)];
    const estimate = distance - noise;
    const [alpha, sizes] = [(1 - confidence) / 2, [m, n]];
    const reach = sizes.reduce((sum, size) => sum + (0,empirical_process/* massartHalfWidth */.$F)(size, alpha), 0);
    const margin = policy.margin.value;
    return {
        policy,
        samples,
        p: estimate <= 0 ? 1 : Math.min(1, (0,kolmogorov_limit/* kolmogorovLimitSf */.S)(Math.sqrt((m / (m + n)) * n) * estimate)),
        within: estimate + reach <= margin,
        estimate,
        low: Math.max(-1, estimate - reach),
        high: Math.min(1, estimate + reach),
        scale: 'difference',
        margin,
        observed: {
            baseline: { trials: m, value: noise },
            candidate: { trials: n, value: distance },
        },
        needed: judge_distance_neededFor(n, estimate, reach, margin),
        notes: [],
    };
}
function sizeOf({ counts }) {
    return counts.reduce((sum, count) => sum + count, 0);
}
function distanceOf({ bounds, counts }, n) {
    let [below, largest] = [0, 0];
    bounds.forEach((share, k) => {
        below += counts[k] ?? 0;
        largest = Math.max(largest, Math.abs(below / n - share));
    });
    return largest;
}
function judge_distance_neededFor(n, estimate, reach, margin) {
    const distance = estimate < margin ? margin - estimate : estimate;
    return Math.max(n, Math.ceil(n * (reach / distance) ** 2) - n);
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/paired/spread.js

/** Reads what a quantile or a mean can be taken of; undefined for an arm that is no collection of values. */
function spread_spreadOf(arm) {
    if (arm.kind === 'values')
        return arm.values.map((value) => [value, 1]).sort(([a], [b]) => a - b);
    if (arm.kind === 'histogram') {
        return arm.counts
            .map((count, i) => [arm.bounds[i] ?? Infinity, count])
            .filter(([, count]) => count > 0);
    }
    if (arm.kind !== 'sketch')
        return undefined;
    const gamma = (1 + arm.accuracy) / (1 - arm.accuracy);
    const bins = arm.bins.map(([index, count]) => [(2 * gamma ** index) / (1 + gamma), count]);
    return arm.zeros > 0 ? [[0, arm.zeros], ...bins] : bins;
}
/** The same where only the mean is asked for: a summary stands as two values that have its mean and its spread. */
function spreadOfMean(arm) {
    if (arm.kind !== 'summary')
        return spread_spreadOf(arm);
    const { n, mean, m2 } = arm;
    if (n === 0)
        return [];
    const reach = Math.sqrt(Math.max(0, m2) / n);
    return [
        [mean - reach, n / 2],
        [mean + reach, n / 2],
    ];
}
function spread_sizeOf(spread) {
    return spread.reduce((sum, [, count]) => sum + count, 0);
}
/** How many values lie above a limit. */
function spread_countAbove(spread, limit) {
    return spread.reduce((sum, [value, count]) => (value > limit ? sum + count : sum), 0);
}
/** The value of a rank, counted from 1. */
function valueAt(spread, rank) {
    let seen = 0;
    for (const [value, count] of spread) {
        seen += count;
        if (seen >= rank)
            return value;
    }
    return spread.at(-1)?.[0] ?? Number.NaN;
}
/**
 * A quantile with distribution-free bounds from order statistics; each bound holds with `confidence`. An end beyond the
 * data is infinite.
 */
function quantileBounds(spread, q, confidence) {
    const n = spread_sizeOf(spread);
    const alpha = 1 - confidence;
    // P(x_(l) > quantile) = P(Bin(n, q) < l), and P(x_(u) < quantile) = P(Bin(n, q) >= u).
    const low = lastRank(n, (rank) => 1 - (0,binomial_test/* binomialAtLeast */.y)(rank, n, q) <= alpha);
    const high = n + 1 - lastRank(n, (k) => (0,binomial_test/* binomialAtLeast */.y)(n + 1 - k, n, q) <= alpha);
    return {
        estimate: valueAt(spread, Math.max(1, Math.ceil(q * n))),
        low: low === 0 ? -Infinity : valueAt(spread, low),
        high: high > n ? Infinity : valueAt(spread, high),
    };
}
/** The largest k from 1 to n for which a property that holds up to some k still holds; 0 when it holds for none. */
function lastRank(n, holds) {
    let [low, high] = [0, n];
    while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if (holds(middle))
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/paired/judge-limit.js




/** Levels at which a comparison of two quantiles is tried; its p-value is the smallest that still holds. */
const LEVELS = [0.05, 0.02, 0.01, 0.005, 0.001, 1e-4, 1e-5, 1e-6, 1e-8, 1e-10];
/**
 * A requirement: a rate, a mean or a quantile of the candidate against its limit (`margin`, in the metric's unit), or
 * against a multiple of the baseline's (`margin.of` is `baseline`, 0.1 = at most 10 % above, -0.5 = at most half of it). A
 * spread has one block.
 */
function draftLimit(policy, samples, confidence) {
    if (policy.kind === 'proportion')
        return draftBudget(policy, samples, confidence);
    const [block] = samples.blocks;
    if (block === undefined || samples.blocks.length > 1) {
        return missing(policy, samples, block === undefined ? 'no_data' : 'wrong_samples');
    }
    if (block.candidate.kind === 'absent')
        return missing(policy, samples, block.candidate.absence);
    const spreadFor = policy.kind === 'mean' ? spreadOfMean : spread_spreadOf;
    const candidate = spreadFor(block.candidate);
    if (candidate === undefined)
        return missing(policy, samples, 'wrong_samples');
    if (spread_sizeOf(candidate) === 0)
        return missing(policy, samples, 'no_data');
    const baseline = spreadFor(block.baseline) ?? [];
    if (policy.margin.of === 'unit') {
        return policy.kind === 'mean'
            ? draftMean(policy, samples, confidence, candidate, baseline)
            : draftQuantile(policy, samples, confidence, candidate, baseline);
    }
    if (spread_sizeOf(baseline) === 0)
        return missing(policy, samples, 'no_baseline');
    return draftRatio(policy, samples, confidence, candidate, baseline);
}
/** The share of values above the limit is what is tested, so that nothing need be known about their distribution. */
function draftQuantile(policy, samples, confidence, candidate, baseline) {
    const q = policy.quantile ?? 0.5;
    const n = spread_sizeOf(candidate);
    const limit = policy.margin.value;
    const above = spread_countAbove(candidate, limit);
    const bounds = quantileBounds(candidate, q, confidence);
    return {
        policy,
        samples,
        p: (0,binomial_test/* binomialAtLeast */.y)(above, n, 1 - q),
        within: (0,proportion_interval/* clopperPearson */.mI)(above, n, 2 * confidence - 1).high <= 1 - q,
        estimate: bounds.estimate,
        low: judge_limit_finite(bounds.low),
        high: judge_limit_finite(bounds.high),
        scale: 'absolute',
        margin: limit,
        observed: {
            baseline: judge_limit_observed(baseline, (spread) => quantileBounds(spread, q, confidence).estimate),
            candidate: { trials: n, value: bounds.estimate },
        },
        needed: Math.max(1, Math.ceil(Math.log1p(-confidence) / Math.log(q)) - n, n),
        notes: [],
    };
}
function draftMean(policy, samples, confidence, candidate, baseline) {
    const { n, mean, error } = meanOf(candidate);
    const reach = (0,normal/* normalUpperQuantile */.tn)(1 - confidence) * error;
    const limit = policy.margin.value;
    const wanted = Math.abs(mean - limit);
    return {
        policy,
        samples,
        p: n < 2 ? 1 : error === 0 ? (mean > limit ? 0 : 1) : (0,normal/* normalSf */.nG)((mean - limit) / error),
        within: n >= 2 && mean + reach <= limit,
        estimate: mean,
        low: n < 2 ? null : mean - reach,
        high: n < 2 ? null : mean + reach,
        scale: 'absolute',
        margin: limit,
        observed: {
            baseline: judge_limit_observed(baseline, (spread) => meanOf(spread).mean),
            candidate: { trials: n, value: mean },
        },
        needed: wanted > 0 ? Math.max(1, Math.ceil(n * (reach / wanted) ** 2) - n) : n,
        notes: [],
    };
}
function draftRatio(policy, samples, confidence, candidate, baseline) {
    const most = 1 + policy.margin.value;
    const { estimate, low, high } = ratioAt(policy, candidate, baseline, 1 - confidence);
    const levels = LEVELS.filter((level) => ratioAt(policy, candidate, baseline, level).low > most);
    return {
        policy,
        samples,
        p: Math.min(1, ...levels),
        within: high <= most,
        estimate: judge_limit_finite(estimate),
        low: judge_limit_finite(low),
        high: judge_limit_finite(high),
        scale: 'ratio',
        margin: most,
        observed: {
            baseline: judge_limit_observed(baseline, (spread) => pointOf(policy, spread)),
            candidate: judge_limit_observed(candidate, (spread) => pointOf(policy, spread)),
        },
        needed: spread_sizeOf(candidate),
        notes: [],
    };
}
/** Each arm's bound at half the level: together they hold at the level. */
function ratioAt(policy, candidate, baseline, level) {
    const above = boundsOf(policy, candidate, 1 - level / 2);
    const below = boundsOf(policy, baseline, 1 - level / 2);
    return {
        estimate: above.estimate / below.estimate,
        low: above.low <= 0 ? 0 : above.low / below.high,
        // Nothing is no more than any multiple of nothing.
        high: above.high <= 0 ? 0 : below.low <= 0 ? Infinity : above.high / below.low,
    };
}
function boundsOf(policy, spread, confidence) {
    if (policy.kind !== 'mean')
        return quantileBounds(spread, policy.quantile ?? 0.5, confidence);
    const { n, mean, error } = meanOf(spread);
    const reach = n < 2 ? Infinity : (0,normal/* normalUpperQuantile */.tn)(1 - confidence) * error;
    return { estimate: mean, low: mean - reach, high: mean + reach };
}
function pointOf(policy, spread) {
    return boundsOf(policy, spread, 0.9).estimate;
}
function meanOf(spread) {
    const n = spread_sizeOf(spread);
    const mean = spread.reduce((sum, [value, count]) => sum + (value * count) / n, 0);
    const m2 = spread.reduce((sum, [value, count]) => sum + count * (value - mean) ** 2, 0);
    return { n, mean, error: (0,paired_mean/* meanError */.o)({ n, m2 }) };
}
function judge_limit_observed(spread, value) {
    const n = spread_sizeOf(spread);
    return n === 0 ? finding_NOTHING : { trials: n, value: judge_limit_finite(value(spread)) };
}
function judge_limit_finite(value) {
    return Number.isFinite(value) ? value : null;
}

;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/miettinen-nurminen.js




const miettinen_nurminen_part = (count, share) => (count === 0 ? 0 : count / share);
/** The second arm's share that is most likely given that the first lies `delta` above it. */
function likeliestShare(x, y, delta) {
    const low = Math.max(0, -delta);
    const high = Math.min(1, 1 - delta);
    const slope = (p) => miettinen_nurminen_part(x.events, p + delta) -
        miettinen_nurminen_part(x.trials - x.events, 1 - p - delta) +
        miettinen_nurminen_part(y.events, p) -
        miettinen_nurminen_part(y.trials - y.events, 1 - p);
    const edge = (high - low) * 1e-15;
    if (!(slope(low + edge) > 0))
        return low;
    if (!(slope(high - edge) < 0))
        return high;
    return bisect_bisectRoot(slope, low + edge, high - edge);
}
function cubicShare(x, y, delta) {
    const size = x.trials + y.trials;
    const events = x.events + y.events;
    if (delta === 0)
        return events / size;
    const square = ((x.trials + 2 * y.trials) * delta - size - events) / (3 * size);
    const linear = ((y.events * delta - size - 2 * y.events) * delta + events) / size;
    const constant = (y.events * delta * (1 - delta)) / size;
    const q = square ** 3 - (linear * square) / 2 + constant / 2;
    const p = Math.sign(q) * Math.sqrt(square * square - linear / 3);
    const angle = (Math.PI + Math.acos(Math.min(1, Math.max(-1, q / p ** 3)))) / 3;
    return 2 * p * Math.cos(angle) - square;
}
function miettinen_nurminen_score(x, y, delta, restriction) {
    const q = restriction === 'likelihood' ? likeliestShare(x, y, delta) : cubicShare(x, y, delta);
    const p = Math.min(1, Math.max(0, q + delta));
    const size = x.trials + y.trials;
    const variance = ((p * (1 - p)) / x.trials + (q * (1 - q)) / y.trials) * (size / (size - 1));
    const off = x.events / x.trials - y.events / y.trials - delta;
    return off === 0 ? 0 : off / Math.sqrt(Math.max(variance, 0));
}
// Steps outwards until the score passes the level, so that a cubic without a root far out is never asked.
function crossing(miss, from, to) {
    const steps = 64;
    let inside = from;
    for (let step = 1; step <= steps; step++) {
        const next = from + ((to - from) * step * step) / (steps * steps);
        const value = miss(next);
        if (Number.isNaN(value))
            return to;
        if (value < 0)
            return bisect_bisectRoot(miss, inside, next, 1e-15);
        inside = next;
    }
    return to;
}
/**
 * Miettinen-Nurminen score interval (1985) for the difference of shares x - y, with their N/(N-1) correction;
 * its ends are -1 or 1 where no difference is refused.
 */
function miettinenNurminen(x, y, confidence = 0.95, restriction = 'likelihood') {
    (0,proportion_interval/* demandProportion */.kT)(x.events, x.trials, 'the first arm');
    (0,proportion_interval/* demandProportion */.kT)(y.events, y.trials, 'the second arm');
    (0,errors/* demandOpenUnit */.o3)(confidence, 'the confidence');
    const z = (0,normal/* normalUpperQuantile */.tn)((1 - confidence) / 2);
    const seen = x.events / x.trials - y.events / y.trials;
    return {
        low: seen <= -1 ? -1 : crossing((delta) => z - miettinen_nurminen_score(x, y, delta, restriction), seen, -1),
        high: seen >= 1 ? 1 : crossing((delta) => z + miettinen_nurminen_score(x, y, delta, restriction), seen, 1),
    };
}

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/fisher.js
var fisher = __webpack_require__(8973);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/paired/judge-rates.js



/**
 * Two rates over different numbers of pairs: how often the candidate differed among all, how often the baseline's own repeat
 * did among those that have one. Fisher's exact test, one-sided, of "no more often than the repeat", and Miettinen and
 * Nurminen's interval of the difference; Clopper-Pearson's where the repeat never differed. Pairs in which both differ make
 * the two rates alike, which this does not use: it errs on the side of "not known".
 */
function draftRates(policy, samples, confidence) {
    const [block] = samples.blocks;
    if (block === undefined || samples.blocks.length > 1)
        return missing(policy, samples, 'wrong_samples');
    const { baseline, candidate } = block;
    if (candidate.kind === 'absent')
        return missing(policy, samples, candidate.absence);
    if (baseline.kind === 'absent')
        return missing(policy, samples, baseline.absence);
    if (baseline.kind !== 'proportion' || candidate.kind !== 'proportion') {
        return missing(policy, samples, 'wrong_samples');
    }
    const arms = [baseline, candidate];
    if (arms.some(({ events, trials }) => ![events, trials].every(isCount) || events > trials))
        return missing(policy, samples, 'events_exceed_trials');
    if (arms.some(({ trials }) => trials === 0))
        return missing(policy, samples, 'no_data');
    const rates = {
        baseline: baseline.events / baseline.trials,
        candidate: candidate.events / candidate.trials,
    };
    const { low, high } = baseline.events === 0
        ? (0,proportion_interval/* clopperPearson */.mI)(candidate.events, candidate.trials, 2 * confidence - 1)
        : miettinenNurminen(candidate, baseline, 2 * confidence - 1);
    const margin = policy.margin.value;
    return {
        policy,
        samples,
        p: (0,fisher/* fisherExact */.R)(candidate.events, candidate.trials, baseline.events, baseline.trials, 'greater'),
        within: high <= margin,
        estimate: rates.candidate - rates.baseline,
        low,
        high,
        scale: 'difference',
        margin,
        observed: {
            baseline: { trials: baseline.trials, events: baseline.events, value: rates.baseline },
            candidate: { trials: candidate.trials, events: candidate.events, value: rates.candidate },
        },
        needed: pairsNeeded(candidate.events, Math.round(rates.baseline * candidate.trials), candidate.trials, margin, confidence),
        notes: [],
    };
}
function isCount(value) {
    return Number.isSafeInteger(value) && value >= 0;
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/paired/judge-together.js









/** What a metric asks, as `settings.test`. */
const TESTS = {
    /** A difference of paired rates. */
    difference: draftPaired,
    /** A difference of rates of which one is known for fewer pairs. */
    rates: draftRates,
    /** A mean change on the same inputs. */
    change: draftChange,
    /** Values that lie further from the primary's than its own repeat's do. */
    distance: draftDistance,
    /** A rate within a budget. */
    budget: draftBudget,
    /** A limit kept. */
    limit: draftLimit,
    /** Diffy's filter. */
    diffy: draftDiffy,
};
/**
 * Judges metrics that are looked at once and together. The chance that any sound one is called worse stays below
 * 1 - confidence (Holm over the critical ones); what is called fine is so by its own bound. Answers keep the order.
 */
function judgeTogether(policy, metrics, samplesOf) {
    const { confidence } = policy;
    const drafts = metrics.map((metric) => draft(metric, samplesOf(metric), confidence));
    // What has nothing against it can never be called worse, so it takes no share of the level.
    const asked = drafts.filter((each) => each.policy.critical && each.missing === undefined && each.p < 1);
    const adjusted = (0,p_adjust/* adjustP */.E)(asked.map(({ p }) => Math.min(1, Math.max(0, p))), 'holm');
    const byDraft = new Map(asked.map((each, i) => [each, adjusted[i] ?? 1]));
    return drafts.map((each) => conclude(each, byDraft.get(each) ?? each.p, confidence));
}
function draft(metric, samples, confidence) {
    if (samples === undefined)
        return missing(metric, { metric: metric.name, blocks: [] }, 'no_data');
    const test = metric.settings?.['test'];
    const drafter = typeof test === 'string' && Object.hasOwn(TESTS, test) ? TESTS[test] : undefined;
    return drafter?.(metric, samples, confidence) ?? missing(metric, samples, 'wrong_samples');
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/looks.js
/** Every end of a block is a look, in order of time; blocks that end together are read together. */
function looksOf(metrics, samplesOf) {
    const arrivals = metrics.flatMap((metric) => (samplesOf(metric)?.blocks ?? []).map((block) => ({ metric, block: timed(block) })));
    const sorted = arrivals.toSorted((a, b) => a.block.to - b.block.to || a.block.from - b.block.from);
    const looks = [];
    for (const arrival of sorted) {
        const last = looks.at(-1);
        if (last !== undefined && last.at === arrival.block.to)
            last.arrivals.push(arrival);
        else
            looks.push({ at: arrival.block.to, arrivals: [arrival] });
    }
    return looks;
}
// A block without a time of its own can be read, but not placed: it says nothing.
function timed(block) {
    if ([block.from, block.to, block.weight].every(Number.isFinite))
        return block;
    const lost = { kind: 'absent', absence: 'no_data', detail: 'the block has no time' };
    return { from: 0, to: 0, weight: 0, baseline: lost, candidate: lost };
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/rulings.js



/** Rules on every seat as of this look: guards first, then fail, then pass. */
function ruleLook(policy, seats) {
    if (ruleMismatch(seats))
        return 'final';
    const critical = seats.filter((seat) => seat.metric.critical);
    ruleFails(policy, critical, (seat) => budgetShare(policy, seat.metric));
    for (const seat of seats)
        if (!seat.metric.critical)
            ruleFails(policy, [seat], () => 1);
    if (critical.some((seat) => seat.ruling?.finding === 'worse'))
        return 'final';
    for (const seat of seats)
        rulePass(policy, seat);
    return critical.length > 0 && critical.every((seat) => seat.ruling?.finding === 'fine') ? 'closed' : 'open';
}
function ruleMismatch(seats) {
    const split = seats.find((seat) => seat.process.split.mismatched())?.process.split;
    if (split === undefined)
        return false;
    for (const seat of seats)
        seat.ruling = { finding: 'unknown', reason: 'sample_ratio_mismatch', note: split.note() };
    return true;
}
/**
 * Rejects "none of these is worse" when their e-values at this very look average, by share, to 1/alpha. Those that
 * would be rejected on their own are to blame, else the one that weighs most.
 */
function ruleFails(policy, seats, shareOf) {
    const goal = -Math.log(alphaOf(policy));
    const shares = seats.map((seat) => Math.log(shareOf(seat)));
    const weighed = (guarded) => seats.map((seat, i) => seat.process.fail(guarded).counting + (shares[i] ?? -Infinity));
    // Tempering can lift an e-value from below one up to one; the cheap look allows for that.
    const atMost = weighed(false).map((log, i) => Math.max(log, shares[i] ?? -Infinity));
    if ((0,log_space/* logSumExp */.VZ)(atMost) < goal)
        return;
    const logs = weighed(true);
    if (!((0,log_space/* logSumExp */.VZ)(logs) >= goal))
        return;
    const most = Math.max(...logs);
    const bar = Math.min(goal, most);
    seats.forEach((seat, i) => {
        if ((logs[i] ?? -Infinity) >= bar)
            seat.ruling = { finding: 'worse', reason: failReason(seat.process, policy.failWhen) };
    });
}
/** Each metric passes on its own at the whole level, for all have to pass; it stays passed until its stage ends. */
function rulePass(policy, seat) {
    const { process, ruling } = seat;
    if (ruling !== null)
        return;
    const goal = -Math.log(alphaOf(policy));
    const trials = process.current().candidateTrials();
    if (trials !== null && trials < policy.minTrials)
        return;
    if (process.used() === 0 || process.pass(false).logE < goal)
        return;
    const pass = process.pass(true);
    if (pass.blocked !== undefined || pass.logE < goal)
        return;
    if (pass.by === 'limit')
        seat.ruling = { finding: 'fine', reason: 'limit_kept' };
    else
        seat.ruling = {
            finding: 'fine',
            reason: tolerated(process, policy) ? 'tolerated_change' : 'within_margin',
        };
}
function tolerated(process, policy) {
    return policy.failWhen !== 'any-regression' && process.fail(true).all >= -Math.log(alphaOf(policy));
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/sample-ratio.js

/** log of the e-value from which traffic counts as not split as planned. */
const MISMATCH = Math.log(1000);
/**
 * How far the split may be off before it is a mismatch. Routers count in whole weights (HAProxy's 5 % is 13 of 256),
 * and two arms are never read at the very same moment; neither of them makes the arms differ in kind.
 */
const sample_ratio_TOLERANCE = 1.1;
/** Two-sided evidence against "the split is within a tenth of the planned one"; valid at every look. */
function sampleRatio() {
    const [up, down] = [(0,src_tilt/* startTilt */.Ij)(1), (0,src_tilt/* startTilt */.Ij)(-1)];
    const blocks = [];
    const totals = { candidate: 0, all: 0, planned: 0 };
    const logE = (phi) => (0,log_space/* logAddExp */.xf)((0,src_tilt/* tiltLogE */.P0)(up, phi), (0,src_tilt/* tiltLogE */.P0)(down, phi)) - Math.LN2;
    return {
        add: ({ candidate, baseline }, weight) => {
            if (!(weight > 0 && weight < 100))
                return;
            // With the planned shares as exposures, an even split is a rate ratio of one.
            const block = { x: candidate, n: weight / 100, y: baseline, m: 1 - weight / 100 };
            blocks.push(block);
            (0,ratio_eprocess/* addRatioBlock */.C2)(up, block, sample_ratio_TOLERANCE);
            (0,ratio_eprocess/* addRatioBlock */.C2)(down, block, 1 / sample_ratio_TOLERANCE);
            totals.candidate += candidate;
            totals.all += candidate + baseline;
            totals.planned += (candidate + baseline) * block.n;
        },
        mismatched: () => logE(1) >= MISMATCH && logE(dispersion(blocks, fitted(totals)).measured) >= MISMATCH,
        note: () => `The candidate received ${percent(totals.candidate / totals.all)} of the requests where ${percent(totals.planned / totals.all)} were planned.`,
    };
}
function fitted({ candidate, all, planned }) {
    return ((candidate / planned) * (all - planned)) / (all - candidate);
}
function percent(share) {
    return `${(100 * share).toFixed(2)} %`;
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/metric-process.js


/**
 * Runs one metric through `stages` planned weights. The fail e-value is the mixture, with weight 1/stages each, of
 * processes that start at each stage, so that a regression of a later rung need not outweigh the health of earlier
 * ones; it is one e-process over the whole rollout. The pass e-value starts anew with every stage.
 */
function metricProcess(kind, metric, stages) {
    const started = [];
    const split = sampleRatio();
    const empty = kind.track();
    const missing = [];
    const stage = { weight: Number.NaN, missing, used: 0 };
    const current = () => started.at(-1)?.track ?? empty;
    const enter = (weight) => {
        if (started.length > 0 && (stages === 1 || weight === stage.weight))
            return;
        Object.assign(stage, { weight, missing: [], used: 0 });
        started.push({ track: kind.track(), weight: started.length < stages ? 1 / stages : 0 });
    };
    return {
        metric,
        add: (block) => {
            enter(block.weight);
            const reading = kind.read(block);
            if ('missing' in reading)
                return void stage.missing.push(reading.missing);
            stage.used++;
            for (const { track } of started)
                track.add(reading.value);
            const traffic = kind.traffic(reading.value);
            if (traffic !== null)
                split.add(traffic, block.weight);
        },
        stage: () => started.length - 1,
        fail: (guarded) => failOf(started, guarded),
        about: () => loudestOf(started)?.about ?? 'change',
        pass: (guarded) => current().pass(guarded),
        current,
        loudest: () => loudestOf(started)?.track ?? current(),
        split,
        missing: () => stage.missing,
        used: () => stage.used,
    };
}
function partsOf(started, guarded) {
    return started.flatMap(({ track, weight }) => track.fails(guarded).map((part) => ({
        ...part,
        track,
        log: weight > 0 && part.share > 0 ? part.logE + Math.log(weight * part.share) : -Infinity,
    })));
}
/** The mixture over the stages; those that have not begun count as e-values of one. */
function failOf(started, guarded) {
    const waiting = Math.log(Math.max(0, 1 - started.reduce((sum, { weight }) => sum + weight, 0)));
    const parts = partsOf(started, guarded);
    return {
        all: (0,log_space/* logSumExp */.VZ)([...parts.map(({ log }) => log), waiting]),
        counting: (0,log_space/* logSumExp */.VZ)(parts.filter(({ counts }) => counts).map(({ log }) => log)),
    };
}
function loudestOf(started) {
    const counting = partsOf(started, true).filter(({ counts }) => counts);
    return counting.toSorted((a, b) => b.log - a.log)[0];
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/seat.js


/** A seat for each metric, in order, with nothing seen yet. */
function seatsOf(policy, metrics) {
    return metrics.map((metric) => {
        const process = kindOf(metric, policy)((kind) => metricProcess(kind, metric, policy.stages));
        return { metric, process, ruling: null };
    });
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/sequential/deliberate.js




/**
 * Judges metrics at every look that their blocks allow, oldest first; later looks never change an earlier one. The
 * first crossing is final: a fail for good, a pass of every critical metric until the next stage begins.
 */
function deliberate(policy, metrics, samplesOf) {
    const seats = seatsOf(policy, metrics);
    const byName = new Map(seats.map((seat) => [seat.metric.name, seat]));
    const evidence = () => seats.map((seat) => ruled(policy, seat, samplesOf));
    let closed = null;
    for (const [index, look] of looksOf(metrics, samplesOf).entries()) {
        const before = stagesOf(seats);
        for (const { metric, block } of look.arrivals)
            byName.get(metric.name)?.process.add(block);
        if (stagesOf(seats) !== before) {
            closed = null;
            for (const seat of seats)
                if (seat.ruling?.finding === 'fine')
                    seat.ruling = null;
        }
        if (closed !== null)
            continue;
        const ending = ruleLook(policy, seats);
        if (ending === 'open')
            continue;
        closed = { evidence: evidence(), look: index + 1, at: look.at };
        if (ending === 'final' || policy.stages === 1)
            return closed;
    }
    return closed ?? { evidence: evidence(), look: 0, at: null };
}
function stagesOf(seats) {
    return seats.reduce((sum, { process }) => sum + process.stage() + 1, 0);
}
function ruled(policy, seat, samplesOf) {
    const { metric, process } = seat;
    const samples = samplesOf(metric);
    const ruling = seat.ruling ?? { finding: 'unknown', reason: openReason(process, policy) };
    return evidenceOf(process, policy, samples, ruling);
}

// EXTERNAL MODULE: ./.build-cli/packages/judge/src/threshold/threshold-judge.js
var threshold_judge = __webpack_require__(6099);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/registry.js





/** A judge that looks at each metric by itself. */
function alone(judgeOne) {
    return (policy, metrics, samplesOf) => metrics.map((metric) => judgeOne(policy, metric, samplesOf(metric) ?? { metric: metric.name, blocks: [] }));
}
/** Every judge a metric may name; a judge is one file and one line here. */
const judges = {
    sequential: (policy, metrics, samplesOf) => deliberate(policy, metrics, samplesOf).evidence,
    fixed: alone(judgeFixed),
    threshold: alone((_policy, metric, samples) => (0,threshold_judge/* judgeThreshold */.l)(metric, samples)),
    kayenta: alone((_policy, metric, samples) => (0,kayenta_judge/* judgeKayenta */.Bl)(metric, samples)),
    paired: judgeTogether,
};


/***/ }),

/***/ 1420:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ armValue)
/* harmony export */ });
/** A rate for proportions and counts, the mean for summaries, the number itself, or all values; NaN and ±∞ as they are. */
function armValue(arm) {
    switch (arm.kind) {
        case 'scalar':
            return { kind: 'value', value: arm.value, trials: 1 };
        case 'values':
            return { kind: 'value', value: arm.values, trials: arm.values.length };
        case 'summary':
            return arm.n > 0 ? { kind: 'value', value: arm.mean, trials: arm.n } : absent('no_data');
        case 'proportion':
            return arm.events > arm.trials ? absent('events_exceed_trials') : rate(arm.events, arm.trials);
        case 'count':
            return rate(arm.events, arm.exposure);
        case 'histogram':
        case 'sketch':
            return { kind: 'wrong' };
        case 'absent':
            return {
                kind: 'absent',
                absence: arm.absence,
                ...(arm.detail === undefined ? {} : { detail: arm.detail }),
            };
    }
}
function rate(events, exposure) {
    if (events < 0 || exposure < 0)
        return absent('negative');
    if (exposure === 0)
        return absent(events > 0 ? 'events_without_exposure' : 'zero_exposure');
    return { kind: 'value', value: events / exposure, trials: exposure };
}
function absent(absence) {
    return { kind: 'absent', absence };
}


/***/ }),

/***/ 1340:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  a: () => (/* binding */ assessCorrected)
});

// EXTERNAL MODULE: ./.build-cli/packages/judge/src/threshold/expression/condition-error.js
var condition_error = __webpack_require__(2239);
// EXTERNAL MODULE: ./.build-cli/packages/judge/src/threshold/expression/tokens.js
var expression_tokens = __webpack_require__(2667);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/expression/calls.js

/** The functions a condition calls. Throws `ConditionError` for text that is no part of the language. */
function calledIn(condition) {
    const tokens = (0,expression_tokens/* tokenize */.q)(condition);
    return tokens
        .filter((token, i) => token.kind === 'name' && tokens[i + 1]?.kind === 'operator' && tokens[i + 1]?.text === '(')
        .map((token) => token.text);
}

// EXTERNAL MODULE: ./.build-cli/packages/judge/src/threshold/measurement.js + 12 modules
var measurement = __webpack_require__(2956);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/corrected-measurement.js



const ASKS_ABOUT_NUMBERS = ['isNaN', 'isInf'];
const ASKS_ABOUT_ABSENCE = ['isNil', 'default', 'len', 'count'];
/**
 * Holds one value against the conditions, except that silence never succeeds: NaN, ±Infinity, nothing at all and an empty
 * list are errors unless a condition asks about them by name, and without any condition the value is Inconclusive.
 */
function assessCorrected(result, conditions, extras = {}) {
    const { success = '', failure = '' } = conditions;
    if (success === '' && failure === '')
        return { phase: 'Inconclusive', error: 'no condition is set' };
    const doubt = doubtAbout(result);
    if (doubt === undefined)
        return (0,measurement/* assessMeasurement */.P)(result, conditions, extras);
    const asked = askedAbout([success, failure], doubt.asks);
    return asked ? (0,measurement/* assessMeasurement */.P)(result, conditions, extras) : { phase: 'Error', error: doubt.why };
}
function doubtAbout(result) {
    if (result === null || result === undefined)
        return { why: 'there is no value', asks: ASKS_ABOUT_ABSENCE };
    if (Array.isArray(result) && result.length === 0)
        return { why: 'the result is empty', asks: ASKS_ABOUT_ABSENCE };
    const numbers = Array.isArray(result) ? result : [result];
    const odd = numbers.find((value) => typeof value === 'number' && !Number.isFinite(value));
    return odd === undefined ? undefined : { why: `the value is ${String(odd)}`, asks: ASKS_ABOUT_NUMBERS };
}
function askedAbout(conditions, names) {
    try {
        return conditions.some((condition) => condition !== '' && calledIn(condition).some((name) => names.includes(name)));
    }
    catch (error) {
        if (error instanceof condition_error/* ConditionError */.i)
            return false;
        throw error;
    }
}


/***/ }),

/***/ 8681:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ counted),
/* harmony export */   j: () => (/* binding */ NOTHING_COUNTED)
/* harmony export */ });
const NOTHING_COUNTED = {
    count: 0,
    successful: 0,
    failed: 0,
    inconclusive: 0,
    error: 0,
    consecutiveError: 0,
    consecutiveSuccess: 0,
};
/** The counters after one more measurement. */
function counted(before, outcome) {
    if (outcome === 'Error') {
        const { error, consecutiveError } = before;
        return { ...before, error: error + 1, consecutiveError: consecutiveError + 1, consecutiveSuccess: 0 };
    }
    const after = { ...before, count: before.count + 1, consecutiveError: 0, consecutiveSuccess: 0 };
    switch (outcome) {
        case 'Successful':
            return {
                ...after,
                successful: before.successful + 1,
                consecutiveSuccess: before.consecutiveSuccess + 1,
            };
        case 'Failed':
            return { ...after, failed: before.failed + 1 };
        case 'Inconclusive':
            return { ...after, inconclusive: before.inconclusive + 1 };
    }
}


/***/ }),

/***/ 2239:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ ConditionError)
/* harmony export */ });
/** A condition that can't be read, or can't be evaluated on this value. Argo Rollouts turns it into an Error measurement. */
class ConditionError extends Error {
    name = 'ConditionError';
}


/***/ }),

/***/ 608:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  z: () => (/* binding */ parseCondition)
});

// UNUSED EXPORTS: readExpression

// EXTERNAL MODULE: ./.build-cli/packages/judge/src/threshold/expression/condition-error.js
var condition_error = __webpack_require__(2239);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/expression/operators.js
// How tightly operators bind, as in expr-lang.
const LEVELS = [
    [
        10,
        [
            ['||', '||'],
            ['or', '||'],
        ],
    ],
    [
        15,
        [
            ['&&', '&&'],
            ['and', '&&'],
        ],
    ],
    [
        20,
        [
            ['==', '=='],
            ['!=', '!='],
            ['<', '<'],
            ['<=', '<='],
            ['>', '>'],
            ['>=', '>='],
        ],
    ],
    [
        20,
        [
            ['in', 'in'],
            ['matches', 'matches'],
            ['contains', 'contains'],
        ],
    ],
    [
        20,
        [
            ['startsWith', 'startsWith'],
            ['endsWith', 'endsWith'],
        ],
    ],
    [25, [['..', '..']]],
    [
        30,
        [
            ['+', '+'],
            ['-', '-'],
        ],
    ],
    [
        60,
        [
            ['*', '*'],
            ['/', '/'],
            ['%', '%'],
        ],
    ],
    [
        100,
        [
            ['**', '**'],
            ['^', '**'],
        ],
    ],
    [500, [['??', '??']]],
];
/** Operators between two values: what they are, and how tightly they bind. */
const BINARY = new Map(LEVELS.flatMap(([level, words]) => words.map(([word, operator]) => [word, { level, operator }])));
/** Operators before a value, and how tightly they bind. */
const UNARY = new Map([
    ['not', ['!', 50]],
    ['!', ['!', 50]],
    ['-', ['-', 90]],
    ['+', ['+', 90]],
]);

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/expression/parse-primary.js

const WORDS = new Map([
    ['true', { type: 'bool', value: true }],
    ['false', { type: 'bool', value: false }],
    ['nil', { type: 'nil' }],
]);
/** A value with everything attached to it: members, indexes, slices, calls. */
function readPrimary(stream, read) {
    let node = readStart(stream, read);
    for (;;) {
        if (stream.is('.') || stream.is('?.'))
            node = readMember(stream, node);
        else if (stream.accept('['))
            node = readBracket(stream, read, node);
        else
            return node;
    }
}
function readStart(stream, read) {
    const { kind, text } = stream.current;
    if (kind === 'integer' || kind === 'float')
        return literal(stream, numberLiteral(kind, text));
    if (kind === 'string')
        return literal(stream, { type: 'string', value: text });
    if (stream.accept('('))
        return parse_primary_closed(stream, read, ')');
    if (stream.accept('['))
        return { kind: 'list', items: readItems(stream, ']', () => read(stream)) };
    if (stream.accept('{'))
        return { kind: 'map', entries: readItems(stream, '}', () => readEntry(stream, read)) };
    if (stream.accept('#'))
        return readHash(stream);
    // A leading dot is the item of the closure: `.value` is `#.value`.
    if (stream.is('.'))
        return { kind: 'item' };
    if (kind === 'name')
        return readName(stream, read);
    return stream.fail('a value');
}
function numberLiteral(kind, text) {
    return { type: kind === 'float' ? 'float' : 'int', value: Number(text.replaceAll('_', '')) };
}
function literal(stream, value) {
    stream.take();
    return { kind: 'literal', literal: value };
}
function parse_primary_closed(stream, read, end) {
    const node = read(stream);
    stream.expect(end);
    return node;
}
function readHash(stream) {
    if (stream.accept('index'))
        return { kind: 'index-of-item' };
    return { kind: 'item' };
}
function readName(stream, read) {
    const name = stream.take().text;
    const word = WORDS.get(name);
    if (word !== undefined)
        return { kind: 'literal', literal: word };
    if (!stream.accept('('))
        return { kind: 'name', name };
    return { kind: 'call', name, args: readItems(stream, ')', () => readArgument(stream, read)) };
}
// Closures are written with braces ({# > 1}) or, in later versions, without.
function readArgument(stream, read) {
    if (!stream.is('{') || isMapStart(stream))
        return read(stream);
    stream.take();
    return { kind: 'closure', body: parse_primary_closed(stream, read, '}') };
}
function isMapStart(stream) {
    return stream.ahead(1).text === '}' || (stream.ahead(1).kind !== 'operator' && stream.ahead(2).text === ':');
}
function readItems(stream, end, readItem) {
    const items = [];
    while (!stream.accept(end)) {
        if (items.length > 0)
            stream.expect(',');
        if (items.length > 0 && stream.accept(end))
            break;
        items.push(readItem());
    }
    return items;
}
function readEntry(stream, read) {
    const { kind, text } = stream.current;
    const named = kind === 'name' || kind === 'string' || kind === 'integer';
    const key = named ? literal(stream, { type: 'string', value: text }) : read(stream);
    stream.expect(':');
    return [key, read(stream)];
}
function readMember(stream, of) {
    const optional = stream.take().text === '?.';
    if (optional && stream.accept('['))
        throw new condition_error/* ConditionError */.i('?.[ is not supported: use ?. with a name');
    const { kind, text } = stream.take();
    if (kind !== 'name')
        throw new condition_error/* ConditionError */.i(`after a dot a name must follow, got ${text || 'the end'}`);
    if (stream.is('(')) {
        stream.take();
        readItems(stream, ')', () => stream.take());
        return { kind: 'method', of, name: text };
    }
    return { kind: 'member', of, key: { kind: 'literal', literal: { type: 'string', value: text } }, optional };
}
function readBracket(stream, read, of) {
    if (stream.accept(':'))
        return { kind: 'slice', of, from: undefined, to: readEnd(stream, read) };
    const key = read(stream);
    if (stream.accept(':'))
        return { kind: 'slice', of, from: key, to: readEnd(stream, read) };
    stream.expect(']');
    return { kind: 'member', of, key, optional: false };
}
function readEnd(stream, read) {
    return stream.accept(']') ? undefined : parse_primary_closed(stream, read, ']');
}

// EXTERNAL MODULE: ./.build-cli/packages/judge/src/threshold/expression/tokens.js
var tokens = __webpack_require__(2667);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/expression/token-stream.js


const MAX_DEPTH = 100;
/** Reads tokens one by one, and keeps count of how deep the reading is nested. */
class TokenStream {
    tokens;
    position = 0;
    depth = 0;
    constructor(condition) {
        this.tokens = (0,tokens/* tokenize */.q)(condition);
    }
    get current() {
        return this.ahead(0);
    }
    ahead(by) {
        const token = this.tokens[this.position + by] ?? this.tokens.at(-1);
        if (token === undefined)
            throw new condition_error/* ConditionError */.i('the condition is empty');
        return token;
    }
    take() {
        const token = this.current;
        this.position++;
        return token;
    }
    /** Whether the current token is this word or operator (never a string that happens to read the same). */
    is(text) {
        return (this.current.kind === 'operator' || this.current.kind === 'name') && this.current.text === text;
    }
    accept(text) {
        if (!this.is(text))
            return false;
        this.position++;
        return true;
    }
    expect(text) {
        if (!this.accept(text))
            this.fail(`"${text}"`);
    }
    fail(expected) {
        const { kind, text, at } = this.current;
        throw new condition_error/* ConditionError */.i(`expected ${expected} at ${at} of the condition, got ${kind === 'end' ? 'its end' : text}`);
    }
    /** Runs `read` one level deeper; refuses what is nested beyond reason. */
    nested(read) {
        if (++this.depth > MAX_DEPTH)
            throw new condition_error/* ConditionError */.i(`a condition nests at most ${MAX_DEPTH} deep`);
        const result = read();
        this.depth--;
        return result;
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/expression/parse.js




const COMPARISON = 20;
const PIPE = '|';
const NEGATABLE = ['in', 'matches', 'contains', 'startsWith', 'endsWith'];
/** Parses a condition in the subset of expr-lang that docs/argo.md lists. Throws `ConditionError`. */
function parseCondition(condition) {
    const stream = new TokenStream(condition);
    const node = readExpression(stream);
    if (stream.current.kind !== 'end')
        stream.fail('the end of the condition');
    return node;
}
/** An expression with everything that binds at least as tightly as `level`. */
function readExpression(stream, level = 0) {
    return stream.nested(() => {
        if (level === 0 && stream.is('let'))
            return readLet(stream);
        let node = readUnary(stream);
        for (;;) {
            const next = readOperator(stream, node, level);
            if (next === undefined)
                break;
            node = next;
        }
        return level === 0 ? readChoice(stream, node) : node;
    });
}
function readUnary(stream) {
    const unary = isWord(stream) ? UNARY.get(stream.current.text) : undefined;
    if (unary === undefined)
        return readPrimary(stream, readExpression);
    stream.take();
    const [operator, level] = unary;
    return { kind: 'unary', operator, operand: readExpression(stream, level) };
}
function readOperator(stream, left, level) {
    if (!isWord(stream))
        return undefined;
    const { text } = stream.current;
    if (text === PIPE)
        return level === 0 ? readPipe(stream, left) : undefined;
    if (text === 'not')
        return level <= COMPARISON ? readNegated(stream, left) : undefined;
    const binary = BINARY.get(text);
    if (binary === undefined || binary.level < level)
        return undefined;
    stream.take();
    const { operator } = binary;
    const right = readExpression(stream, operator === '**' ? binary.level : binary.level + 1);
    return { kind: 'binary', operator, left, right };
}
function readNegated(stream, left) {
    const { text } = stream.ahead(1);
    const binary = NEGATABLE.includes(text) ? BINARY.get(text) : undefined;
    if (binary === undefined)
        return undefined;
    stream.take();
    stream.take();
    const right = readExpression(stream, COMPARISON + 1);
    return { kind: 'unary', operator: '!', operand: { kind: 'binary', operator: binary.operator, left, right } };
}
// `x | f(y)` is f(x, y).
function readPipe(stream, left) {
    stream.take();
    const call = readPrimary(stream, readExpression);
    if (call.kind !== 'call')
        throw new condition_error/* ConditionError */.i('after | a function call must follow');
    return { ...call, args: [left, ...call.args] };
}
function readChoice(stream, test) {
    if (!stream.accept('?'))
        return test;
    const then = readExpression(stream);
    stream.expect(':');
    return { kind: 'choice', test, then, otherwise: readExpression(stream) };
}
function readLet(stream) {
    stream.take();
    const name = stream.take();
    if (name.kind !== 'name')
        throw new condition_error/* ConditionError */.i('after let a name must follow');
    stream.expect('=');
    const value = readExpression(stream);
    stream.expect(';');
    return { kind: 'let', name: name.text, value, body: readExpression(stream) };
}
function isWord(stream) {
    return stream.current.kind === 'operator' || stream.current.kind === 'name';
}


/***/ }),

/***/ 2667:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ tokenize)
/* harmony export */ });
/* harmony import */ var _condition_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2239);

const MAX_LENGTH = 10_000;
const MAX_TOKENS = 2_000;
const SPACE = /(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)+/y;
const NUMBER = /0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:[eE][+-]?\d+)?/y;
const NAME = /[A-Za-z_$][\w$]*/y;
const QUOTED = /"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/y;
const RAW = /`[^`]*`/y;
const OPERATOR = /\?\.|\?\?|\*\*|==|!=|<=|>=|&&|\|\||\.\.|[-+*/%^<>!?:.,;()[\]{}#|=]/y;
const ESCAPES = {
    n: '\n',
    t: '\t',
    r: '\r',
    b: '\b',
    f: '\f',
    v: '\v',
    a: '\x07',
};
/** Cuts a condition into tokens, ending with `end`. Throws `ConditionError` at what is no part of the language. */
function tokenize(condition) {
    if (condition.length > MAX_LENGTH)
        throw new _condition_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ConditionError */ .i(`a condition has at most ${MAX_LENGTH} characters`);
    const tokens = [];
    let at = 0;
    while (at < condition.length) {
        const space = match(SPACE, condition, at);
        at += space.length;
        if (space !== '')
            continue;
        const token = next(condition, at);
        tokens.push(token);
        if (tokens.length > MAX_TOKENS)
            throw new _condition_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ConditionError */ .i(`a condition has at most ${MAX_TOKENS} words`);
        at += lengthIn(condition, token);
    }
    return [...tokens, { kind: 'end', text: '', at: condition.length }];
}
function next(condition, at) {
    const raw = match(RAW, condition, at);
    if (raw !== '')
        return { kind: 'string', text: raw.slice(1, -1), at };
    const quoted = match(QUOTED, condition, at);
    if (quoted !== '')
        return { kind: 'string', text: unescape(quoted.slice(1, -1)), at };
    const number = match(NUMBER, condition, at);
    // "1..3" is a range, not "1." and ".3".
    const digits = condition.startsWith('..', at + (/^\d+/.exec(number)?.[0].length ?? 0))
        ? /^\d+/.exec(number)?.[0]
        : number;
    if (digits !== undefined && digits !== '')
        return { kind: isFloat(digits) ? 'float' : 'integer', text: digits, at };
    const name = match(NAME, condition, at);
    if (name !== '')
        return { kind: 'name', text: name, at };
    const operator = match(OPERATOR, condition, at);
    if (operator !== '')
        return { kind: 'operator', text: operator, at };
    throw new _condition_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ConditionError */ .i(`unexpected ${JSON.stringify(condition.slice(at, at + 10))} at ${at} of the condition`);
}
// Strings are shorter once unescaped, so their length is taken from the condition.
function lengthIn(condition, token) {
    if (token.kind !== 'string')
        return token.text.length;
    return (match(RAW, condition, token.at) || match(QUOTED, condition, token.at)).length;
}
function isFloat(digits) {
    return !/^0[xXbBoO]/.test(digits) && /[.eE]/.test(digits);
}
function unescape(text) {
    return text.replace(/\\(?:u([\da-fA-F]{4})|x([\da-fA-F]{2})|([^]))/g, (_, u, x, c) => {
        const code = u ?? x;
        return code === undefined ? (ESCAPES[c ?? ''] ?? c ?? '') : String.fromCharCode(parseInt(code, 16));
    });
}
function match(pattern, text, at) {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? '';
}


/***/ }),

/***/ 2956:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  P: () => (/* binding */ assessMeasurement)
});

// EXTERNAL MODULE: ./.build-cli/packages/judge/src/threshold/expression/condition-error.js
var condition_error = __webpack_require__(2239);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/expression/types.js
const INT = { kind: 'int' };
const FLOAT = { kind: 'float' };
const STRING = { kind: 'string' };
const BOOL = { kind: 'bool' };
const ANY = { kind: 'any' };
const MAP = { kind: 'map' };
function listOf(of) {
    return { kind: 'list', of };
}
/** The type of a query's value. Numbers are floats, as they are once JSON or a metric store has been read in Go. */
function typeOfValue(value) {
    if (typeof value === 'number')
        return FLOAT;
    if (typeof value === 'string')
        return STRING;
    if (typeof value === 'boolean')
        return BOOL;
    if (Array.isArray(value))
        return listOf(value.length > 0 && value.every((item) => typeof item === 'number') ? FLOAT : ANY);
    return typeof value === 'object' && value !== null ? MAP : ANY;
}
function isNumber({ kind }) {
    return kind === 'int' || kind === 'float';
}
/** Whether a value of this type may turn out to be what `accepts` accepts. */
function maybe(type, accepts) {
    return type.kind === 'any' || accepts(type);
}
/** Whether two values can be compared for equality at all. */
function comparable(a, b) {
    if (a.kind === 'any' || b.kind === 'any')
        return true;
    return (isNumber(a) && isNumber(b)) || a.kind === b.kind;
}
/** As Go names it, for error messages. */
function typeName(type) {
    if (type.kind === 'list')
        return `[]${typeName(type.of)}`;
    return { int: 'int', float: 'float64', string: 'string', bool: 'bool', any: 'interface {}', map: 'map' }[type.kind];
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/expression/check-binary.js


const isBool = ({ kind }) => kind === 'bool';
const isText = ({ kind }) => kind === 'string';
const isInt = ({ kind }) => kind === 'int';
/** The type of `left operator right`. Throws `ConditionError` where the operator does not take these types. */
function checkBinary(operator, left, right) {
    const type = resultType(operator, left, right);
    if (type !== undefined)
        return type;
    throw new condition_error/* ConditionError */.i(`invalid operation: ${operator} (mismatched types ${typeName(left)} and ${typeName(right)})`);
}
function resultType(operator, left, right) {
    const both = (accepts) => maybe(left, accepts) && maybe(right, accepts);
    switch (operator) {
        case '||':
        case '&&':
            return both(isBool) ? BOOL : undefined;
        case '==':
        case '!=':
            return comparable(left, right) ? BOOL : undefined;
        case '<':
        case '<=':
        case '>':
        case '>=':
            return both(isNumber) || both(isText) ? BOOL : undefined;
        case 'matches':
        case 'contains':
        case 'startsWith':
        case 'endsWith':
            return both(isText) ? BOOL : undefined;
        case 'in':
            return holds(left, right) ? BOOL : undefined;
        case '??':
            return left.kind === right.kind ? left : ANY;
        case '..':
            return both(isInt) ? listOf(INT) : undefined;
        case '%':
            return both(isInt) ? INT : undefined;
        case '+':
            return both(isText) && !(left.kind === 'any' && right.kind === 'any')
                ? STRING
                : arithmetic(operator, left, right);
        case '-':
        case '*':
        case '/':
        case '**':
            return arithmetic(operator, left, right);
    }
}
function arithmetic(operator, left, right) {
    if (!maybe(left, isNumber) || !maybe(right, isNumber))
        return undefined;
    if (left.kind === 'any' || right.kind === 'any')
        return ANY;
    const whole = isInt(left) && isInt(right) && operator !== '/' && operator !== '**';
    return whole ? INT : FLOAT;
}
function holds(item, container) {
    if (container.kind === 'list')
        return comparable(item, container.of);
    return container.kind === 'any' || (container.kind === 'map' && maybe(item, isText));
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/expression/operate.js

/** Deep equality as Go sees it: by value, NaN unequal to itself, values of different types unequal. */
function equal(a, b) {
    if (a === b)
        return true;
    if (Array.isArray(a) && Array.isArray(b))
        return a.length === b.length && a.every((item, i) => equal(item, b[i]));
    if (!isMap(a) || !isMap(b))
        return false;
    const keys = Object.keys(a);
    return (keys.length === Object.keys(b).length &&
        keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key])));
}
/** Whether a value is a map: a JSON object. */
function isMap(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
const TEXT_OPERATORS = ['matches', 'contains', 'startsWith', 'endsWith'];
const ORDERS = ['<', '<=', '>', '>='];
/** `left operator right` for values already computed; the operators that skip their right side are not among them. */
function operate(operator, left, right) {
    if (operator === '==')
        return equal(left, right);
    if (operator === '!=')
        return !equal(left, right);
    if (operator === 'in')
        return contains(right, left);
    const inside = TEXT_OPERATORS.find((each) => each === operator);
    if (inside !== undefined)
        return inText(inside, operate_text(left), operate_text(right));
    const order = ORDERS.find((each) => each === operator);
    if (order !== undefined)
        return ordered(order, left, right);
    if (operator === '+' && typeof left === 'string')
        return left + operate_text(right);
    return operate_arithmetic(operator, number(left), number(right));
}
function ordered(operator, left, right) {
    const [a, b] = typeof left === 'string' ? [left, operate_text(right)] : [number(left), number(right)];
    if (operator === '<')
        return a < b;
    if (operator === '<=')
        return a <= b;
    return operator === '>' ? a > b : a >= b;
}
function operate_arithmetic(operator, a, b) {
    if (operator === '+')
        return a + b;
    if (operator === '-')
        return a - b;
    if (operator === '*')
        return a * b;
    if (operator === '/')
        return a / b;
    if (operator === '**')
        return a ** b;
    if (operator === '%')
        return remainder(a, b);
    if (operator === '..')
        return range(a, b);
    throw new condition_error/* ConditionError */.i(`unknown operator ${operator}`);
}
function remainder(a, b) {
    if (!Number.isInteger(a) || !Number.isInteger(b))
        throw new condition_error/* ConditionError */.i('% needs whole numbers');
    if (b === 0)
        throw new condition_error/* ConditionError */.i('integer divide by zero');
    return a % b;
}
const MAX_RANGE = 10_000;
function range(from, to) {
    if (!(to - from < MAX_RANGE))
        throw new condition_error/* ConditionError */.i(`a range has at most ${MAX_RANGE} numbers`);
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}
function contains(container, item) {
    if (container === null || container === undefined)
        return false;
    if (Array.isArray(container))
        return container.some((each) => equal(each, item));
    if (isMap(container))
        return Object.hasOwn(container, operate_text(item));
    throw new condition_error/* ConditionError */.i(`operator in is not defined on ${describe(container)}`);
}
function inText(operator, left, right) {
    if (operator === 'contains')
        return left.includes(right);
    if (operator === 'startsWith')
        return left.startsWith(right);
    return operator === 'endsWith' ? left.endsWith(right) : pattern(right).test(left);
}
function pattern(source) {
    const [, flags = '', rest = source] = /^\(\?([ims]+)\)([^]*)$/.exec(source) ?? [];
    try {
        return new RegExp(rest, `u${flags}`);
    }
    catch {
        throw new condition_error/* ConditionError */.i(`not a pattern: ${source}`);
    }
}
function number(value) {
    if (typeof value === 'number')
        return value;
    throw new condition_error/* ConditionError */.i(`a number is needed, got ${describe(value)}`);
}
function operate_text(value) {
    if (typeof value === 'string')
        return value;
    throw new condition_error/* ConditionError */.i(`text is needed, got ${describe(value)}`);
}
function flag(value) {
    if (typeof value === 'boolean')
        return value;
    throw new condition_error/* ConditionError */.i(`expected bool, but got ${describe(value)}`);
}
/** What a value is, for error messages. */
function describe(value) {
    if (value === null || value === undefined)
        return 'nil';
    if (Array.isArray(value))
        return 'a list';
    return isMap(value) ? 'a map' : typeof value;
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/expression/argo-functions.js



const WHOLE = /^[+-]?\d+$/;
const FLOATING = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const NOT_FINITE = /^([+-]?)(?:inf|infinity)$/i;
const LEAST_INT = -(2 ** 63);
/** What Argo Rollouts adds to the language. `isNil` and `default` look at the result whatever they are given, as there. */
const argoFunctions = [
    [
        'asInt',
        takes(1, () => INT, ([value]) => asInt(value)),
    ],
    [
        'asFloat',
        takes(1, () => FLOAT, ([value]) => asFloat(value)),
    ],
    ['isNaN', takes(1, numeric, ([value]) => Number.isNaN(number(value)))],
    ['isInf', takes(1, numeric, ([value]) => Math.abs(number(value)) === Infinity)],
    [
        'isNil',
        takes(1, () => BOOL, (_, result) => absent(result)),
    ],
    [
        'default',
        takes(2, () => ANY, ([, fallback], result) => (absent(result) ? fallback : result)),
    ],
];
function takes(count, check, run) {
    return { least: count, most: count, closure: false, check, run: ({ args, result }) => run(args, result) };
}
function numeric([type = ANY]) {
    if (maybe(type, isNumber))
        return BOOL;
    throw new condition_error/* ConditionError */.i(`a number is needed, got ${typeName(type)}`);
}
function absent(value) {
    return value === null || value === undefined;
}
/** A number cut off at the point, or text that is a whole number. */
function asInt(value) {
    if (typeof value === 'number')
        return Number.isFinite(value) ? Math.trunc(value) : LEAST_INT;
    if (typeof value === 'string' && WHOLE.test(value))
        return Number(value);
    throw new condition_error/* ConditionError */.i(`asInt: ${spelled(value)} is not a whole number`);
}
/** A number, or text that is one; text may say NaN or Inf. */
function asFloat(value) {
    if (typeof value === 'number')
        return value;
    if (typeof value !== 'string')
        throw new condition_error/* ConditionError */.i(`asFloat: ${spelled(value)} is not a number`);
    if (FLOATING.test(value))
        return Number(value);
    if (value.toLowerCase() === 'nan')
        return NaN;
    const sign = NOT_FINITE.exec(value)?.[1];
    if (sign !== undefined)
        return sign === '-' ? -Infinity : Infinity;
    throw new condition_error/* ConditionError */.i(`asFloat: ${spelled(value)} is not a number`);
}
function spelled(value) {
    return typeof value === 'string' ? JSON.stringify(value) : describe(value);
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/expression/closure-functions.js



/** Functions that look at every item of a list through a closure, where `#` is the item. */
const closureFunctions = [
    [
        'all',
        predicate(() => BOOL, (hits, list) => hits.length === list.length),
    ],
    [
        'any',
        predicate(() => BOOL, (hits) => hits.length > 0),
    ],
    [
        'none',
        predicate(() => BOOL, (hits) => hits.length === 0),
    ],
    [
        'one',
        predicate(() => BOOL, (hits) => hits.length === 1),
    ],
    [
        'count',
        predicate(() => INT, (hits) => hits.length, 1),
    ],
    [
        'filter',
        predicate((list) => list, (hits, list) => hits.map((i) => list[i])),
    ],
    [
        'find',
        predicate((list) => (list.kind === 'list' ? list.of : ANY), (hits, list) => list[hits[0] ?? -1] ?? null),
    ],
    [
        'findIndex',
        predicate(() => INT, (hits) => hits[0] ?? -1),
    ],
    [
        'findLast',
        predicate((list) => (list.kind === 'list' ? list.of : ANY), (hits, list) => list[hits.at(-1) ?? -1] ?? null),
    ],
    ['map', { least: 2, most: 2, closure: true, check: mapType, run: (call) => listed(call).map(call.each) }],
    ['sum', { least: 1, most: 2, closure: true, check: ([list]) => sumType(list), run: total }],
];
function predicate(result, conclude, least = 2) {
    return {
        least,
        most: 2,
        closure: true,
        check: ([list = ANY, body = BOOL]) => {
            demandList(list);
            if (!maybe(body, ({ kind }) => kind === 'bool'))
                throw new condition_error/* ConditionError */.i(`a closure must be bool, got ${typeName(body)}`);
            return result(list);
        },
        run: (call) => {
            const list = listed(call);
            const test = call.args.length > 1 ? call.each : (item) => item;
            const hits = list.flatMap((item, i) => (flag(test(item, i)) ? [i] : []));
            return conclude(hits, list);
        },
    };
}
function mapType([list = ANY, body = ANY]) {
    demandList(list);
    return listOf(body);
}
function sumType(list = ANY) {
    demandList(list);
    return list.kind === 'list' && list.of.kind === 'int' ? INT : list.kind === 'any' ? ANY : FLOAT;
}
function total(call) {
    const value = call.args.length > 1 ? call.each : (item) => item;
    return listed(call).reduce((sum, item, i) => sum + number(value(item, i)), 0);
}
function demandList(type) {
    if (!maybe(type, ({ kind }) => kind === 'list'))
        throw new condition_error/* ConditionError */.i(`a list is needed, got ${typeName(type)}`);
}
function listed({ args }) {
    const [list] = args;
    if (Array.isArray(list))
        return list;
    throw new condition_error/* ConditionError */.i(`a list is needed, got ${describe(list)}`);
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/expression/condition-function.js
/** A function of exactly `count` arguments that looks at nothing else. */
function plain(check, run, count = 1) {
    return { least: count, most: count, closure: false, check, run: ({ args }) => run(args) };
}
/** A check that returns one type whatever it is given. */
function always(type) {
    return () => type;
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/expression/number-functions.js




const MAX_ARGUMENTS = 100;
/** Functions of numbers, and of lists of them. */
const numberFunctions = [
    ['abs', plain(number_functions_numeric, ([value]) => Math.abs(number(value)))],
    ['ceil', plain(number_functions_numeric, ([value]) => Math.ceil(number(value)))],
    ['floor', plain(number_functions_numeric, ([value]) => Math.floor(number(value)))],
    ['round', plain(number_functions_numeric, ([value]) => roundAway(number(value)))],
    ['int', plain(always(INT), ([value]) => Math.trunc(toNumber(value)))],
    ['float', plain(always(FLOAT), ([value]) => toNumber(value))],
    ['max', ofMany(ANY, (all) => Math.max(...all))],
    ['min', ofMany(ANY, (all) => Math.min(...all))],
    ['mean', ofMany(FLOAT, (all) => all.reduce((total, value) => total + value, 0) / all.length)],
    ['median', ofMany(FLOAT, middle)],
];
function ofMany(type, run) {
    return { ...plain(always(type), (args) => run(numbers(args))), most: MAX_ARGUMENTS };
}
function number_functions_numeric([type = ANY]) {
    if (maybe(type, isNumber))
        return type;
    throw new condition_error/* ConditionError */.i(`a number is needed, got ${typeName(type)}`);
}
function numbers(args) {
    const all = args.flatMap((arg) => (Array.isArray(arg) ? arg : [arg])).map(number);
    if (all.length === 0)
        throw new condition_error/* ConditionError */.i('at least one number is needed');
    return all;
}
function middle(all) {
    const sorted = Float64Array.from(all).sort();
    const half = (sorted.length - 1) / 2;
    return ((sorted[Math.floor(half)] ?? NaN) + (sorted[Math.ceil(half)] ?? NaN)) / 2;
}
function roundAway(value) {
    return Math.sign(value) * Math.round(Math.abs(value));
}
function toNumber(value) {
    const given = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof given === 'number' && !(typeof value === 'string' && Number.isNaN(given)))
        return given;
    throw new condition_error/* ConditionError */.i(`not a number: ${String(JSON.stringify(value))}`);
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/expression/text-functions.js




/** Functions of texts, lists and maps. */
const textFunctions = [
    ['len', plain(sized, ([value]) => size(value))],
    [
        'string',
        plain(always(STRING), ([value]) => (typeof value === 'string' ? value : JSON.stringify(value ?? null))),
    ],
    ['trim', plain(textual(STRING), ([value]) => operate_text(value).trim())],
    ['upper', plain(textual(STRING), ([value]) => operate_text(value).toUpperCase())],
    ['lower', plain(textual(STRING), ([value]) => operate_text(value).toLowerCase())],
    ['split', plain(textual(listOf(STRING)), ([value, by]) => operate_text(value).split(operate_text(by)), 2)],
    ['hasPrefix', plain(textual(BOOL), ([value, start]) => operate_text(value).startsWith(operate_text(start)), 2)],
    ['hasSuffix', plain(textual(BOOL), ([value, end]) => operate_text(value).endsWith(operate_text(end)), 2)],
    ['first', plain(always(ANY), ([list]) => items(list)[0] ?? null)],
    ['last', plain(always(ANY), ([list]) => items(list).at(-1) ?? null)],
    ['keys', plain(always(listOf(STRING)), ([map]) => Object.keys(mapped(map)))],
    ['values', plain(always(listOf(ANY)), ([map]) => Object.values(mapped(map)))],
];
function textual(result) {
    return (args) => {
        const other = args.find((type) => !maybe(type, ({ kind }) => kind === 'string'));
        if (other === undefined)
            return result;
        throw new condition_error/* ConditionError */.i(`text is needed, got ${typeName(other)}`);
    };
}
function sized([type = ANY]) {
    if (!isNumber(type) && type.kind !== 'bool')
        return INT;
    throw new condition_error/* ConditionError */.i(`a list, a map or text is needed, got ${typeName(type)}`);
}
function size(value) {
    if (typeof value === 'string')
        return [...value].length;
    return Array.isArray(value) ? value.length : Object.keys(mapped(value)).length;
}
function mapped(value) {
    if (isMap(value))
        return value;
    throw new condition_error/* ConditionError */.i(`a map is needed, got ${describe(value)}`);
}
function items(value) {
    if (Array.isArray(value))
        return value;
    throw new condition_error/* ConditionError */.i(`a list is needed, got ${describe(value)}`);
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/expression/functions.js




/** Every function a condition may call. */
const functions = new Map([
    ...numberFunctions,
    ...textFunctions,
    ...closureFunctions,
    ...argoFunctions,
]);

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/expression/check.js




/**
 * The type of a condition, found without running it, so that a mistake in a branch not taken is still a mistake (as it
 * is where conditions are compiled). Throws `ConditionError`.
 */
function typeOf(node, scope) {
    switch (node.kind) {
        case 'literal':
            return literalType(node.literal);
        case 'name':
            return scope.names.get(node.name) ?? fail(`unknown name ${node.name}`);
        case 'item':
            return scope.item ?? fail('# is only known inside a closure');
        case 'index-of-item':
            return scope.item === undefined ? fail('#index is only known inside a closure') : INT;
        case 'list':
            return listType(node.items.map((item) => typeOf(item, scope)));
        case 'map':
            node.entries.forEach(([key, value]) => [typeOf(key, scope), typeOf(value, scope)]);
            return MAP;
        case 'unary':
            return unaryType(node.operator, typeOf(node.operand, scope));
        case 'binary':
            return checkBinary(node.operator, typeOf(node.left, scope), typeOf(node.right, scope));
        case 'choice':
            return choiceType(node, scope);
        case 'member':
            return memberType(typeOf(node.of, scope), typeOf(node.key, scope));
        case 'slice':
            return sliceType(node, scope);
        case 'call':
            return callType(node, scope);
        case 'method':
            return fail(`type ${typeName(typeOf(node.of, scope))} has no method ${node.name}`);
        case 'closure':
            return fail('a closure is only known as an argument');
        case 'let': {
            const value = typeOf(node.value, scope);
            return typeOf(node.body, { ...scope, names: new Map([...scope.names, [node.name, value]]) });
        }
    }
}
function literalType(literal) {
    return { int: INT, float: FLOAT, string: STRING, bool: BOOL, nil: ANY }[literal.type];
}
function listType(items) {
    const [first] = items;
    const alike = first !== undefined && items.every((item) => item.kind === first.kind);
    return listOf(alike ? first : ANY);
}
function unaryType(operator, operand) {
    if (operator === '!') {
        if (maybe(operand, ({ kind }) => kind === 'bool'))
            return BOOL;
    }
    else if (maybe(operand, isNumber))
        return operand;
    return fail(`invalid operation: ${operator} (on ${typeName(operand)})`);
}
function choiceType(node, scope) {
    const test = typeOf(node.test, scope);
    if (!maybe(test, ({ kind }) => kind === 'bool'))
        fail(`non-bool expression (type ${typeName(test)}) used as condition`);
    const then = typeOf(node.then, scope);
    const otherwise = typeOf(node.otherwise, scope);
    return then.kind === otherwise.kind ? then : ANY;
}
function memberType(of, key) {
    if (of.kind === 'any' || of.kind === 'map')
        return ANY;
    if (of.kind === 'list') {
        return maybe(key, ({ kind }) => kind === 'int')
            ? of.of
            : fail(`a list can't be indexed by ${typeName(key)}`);
    }
    return fail(`type ${typeName(of)} has no members`);
}
function sliceType({ of, from, to }, scope) {
    const type = typeOf(of, scope);
    for (const bound of [from, to]) {
        if (bound !== undefined && !maybe(typeOf(bound, scope), ({ kind }) => kind === 'int'))
            fail('a slice needs whole numbers');
    }
    return maybe(type, ({ kind }) => kind === 'list' || kind === 'string')
        ? type
        : fail(`cannot slice ${typeName(type)}`);
}
function callType({ name, args }, scope) {
    const called = functions.get(name);
    if (called === undefined)
        return fail(`unknown name ${name}`);
    if (args.length < called.least || args.length > called.most) {
        fail(`${name} takes ${called.least}${called.most > called.least ? ` to ${called.most}` : ''} arguments, got ${args.length}`);
    }
    const [first, ...rest] = args;
    const types = first === undefined ? [] : [typeOf(first, scope)];
    const item = types[0]?.kind === 'list' ? types[0].of : ANY;
    for (const arg of rest)
        types.push(called.closure ? typeOf(bodyOf(arg), { ...scope, item }) : typeOf(arg, scope));
    return called.check(types);
}
/** A closure without its braces: `all(x, # > 1)` and `all(x, {# > 1})` are the same. */
function bodyOf(node) {
    return node.kind === 'closure' ? node.body : node;
}
function fail(message) {
    throw new condition_error/* ConditionError */.i(message);
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/expression/evaluate.js




/** The value of a condition that was checked before. Throws `ConditionError`. */
function evaluate(node, values) {
    switch (node.kind) {
        case 'literal':
            return node.literal.type === 'nil' ? null : node.literal.value;
        case 'name':
            return values.names.get(node.name);
        case 'item':
            return values.item?.value;
        case 'index-of-item':
            return values.item?.index;
        case 'list':
            return node.items.map((item) => evaluate(item, values));
        case 'map':
            return Object.fromEntries(node.entries.map(([key, value]) => [evaluate(key, values), evaluate(value, values)]));
        case 'unary':
            return unary(node.operator, evaluate(node.operand, values));
        case 'binary':
            return binary(node, values);
        case 'choice':
            return evaluate(flag(evaluate(node.test, values)) ? node.then : node.otherwise, values);
        case 'member':
            return member(evaluate(node.of, values), evaluate(node.key, values), node.optional);
        case 'slice':
            return slice(node, values);
        case 'call':
            return call(node, values);
        case 'let':
            return evaluate(node.body, letting(node, values));
        case 'method':
        case 'closure':
            throw new condition_error/* ConditionError */.i(`${node.kind} can't be evaluated`);
    }
}
function unary(operator, operand) {
    if (operator === '!')
        return !flag(operand);
    return operator === '-' ? -number(operand) : number(operand);
}
function binary({ operator, left, right }, values) {
    const first = evaluate(left, values);
    if (operator === '&&')
        return flag(first) && flag(evaluate(right, values));
    if (operator === '||')
        return flag(first) || flag(evaluate(right, values));
    if (operator === '??')
        return first ?? evaluate(right, values);
    return operate(operator, first, evaluate(right, values));
}
function member(of, key, optional) {
    if (Array.isArray(of))
        return at(of, number(key));
    if (isMap(of)) {
        const name = operate_text(key);
        return Object.hasOwn(of, name) ? of[name] : null;
    }
    if (optional && (of === null || of === undefined))
        return null;
    throw new condition_error/* ConditionError */.i(`cannot fetch ${String(key)} from ${describe(of)}`);
}
function at(list, index) {
    const position = index < 0 ? list.length + index : index;
    if (Number.isInteger(position) && position >= 0 && position < list.length)
        return list[position];
    throw new condition_error/* ConditionError */.i(`index ${index} out of range (list of ${list.length})`);
}
function slice(node, values) {
    const of = evaluate(node.of, values);
    const bound = (end) => end === undefined ? undefined : number(evaluate(end, values));
    if (Array.isArray(of) || typeof of === 'string')
        return of.slice(bound(node.from), bound(node.to));
    throw new condition_error/* ConditionError */.i(`cannot slice ${describe(of)}`);
}
function call({ name, args }, values) {
    const called = functions.get(name);
    if (called === undefined)
        throw new condition_error/* ConditionError */.i(`unknown name ${name}`);
    const [, body] = args;
    const each = (value, index) => body === undefined ? value : evaluate(bodyOf(body), { ...values, item: { value, index } });
    const given = called.closure
        ? args.map((arg, i) => (i === 0 ? evaluate(arg, values) : null))
        : args.map((arg) => evaluate(arg, values));
    return called.run({ args: given, each, result: values.result });
}
function letting(node, values) {
    return { ...values, names: new Map([...values.names, [node.name, evaluate(node.value, values)]]) };
}

// EXTERNAL MODULE: ./.build-cli/packages/judge/src/threshold/expression/parse.js + 3 modules
var parse = __webpack_require__(608);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/expression/condition.js





/**
 * Whether a condition holds for a query's result, as Argo Rollouts evaluates it: checked as a whole first, then run.
 * Throws `ConditionError` for a condition that can't be read, does not fit the value, or does not come to true or false.
 */
function evaluateCondition(condition, result, extras = {}) {
    const node = (0,parse/* parseCondition */.z)(condition);
    const given = new Map(Object.entries({ ...extras, result: result ?? null }));
    const types = new Map([...given].map(([name, value]) => [name, typeOfValue(value)]));
    const type = typeOf(node, { names: types, item: undefined });
    if (!maybe(type, ({ kind }) => kind === BOOL.kind))
        throw new condition_error/* ConditionError */.i(`expected bool, but got ${typeName(type)}`);
    const value = evaluate(node, { names: given, result: result ?? null });
    if (typeof value === 'boolean')
        return value;
    throw new condition_error/* ConditionError */.i(`expected bool, but got ${value === null ? 'nil' : typeof value}`);
}

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/measurement.js


/**
 * Holds one value against the conditions as Argo Rollouts does. With one condition set its opposite is the other
 * outcome; with both, a value that meets neither is Inconclusive; with none, everything is Successful.
 */
function assessMeasurement(result, conditions, extras = {}) {
    const { success = '', failure = '' } = conditions;
    try {
        const succeeds = success === '' ? undefined : evaluateCondition(success, result, extras);
        const fails = failure === '' ? undefined : evaluateCondition(failure, result, extras);
        return { phase: outcome(succeeds, fails) };
    }
    catch (error) {
        if (!(error instanceof condition_error/* ConditionError */.i))
            throw error;
        return { phase: 'Error', error: error.message };
    }
}
function outcome(succeeds, fails) {
    if (fails === true)
        return 'Failed';
    if (succeeds !== false)
        return 'Successful';
    return fails === undefined ? 'Failed' : 'Inconclusive';
}


/***/ }),

/***/ 5698:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ assessMetric),
/* harmony export */   n: () => (/* binding */ exceededLimit)
/* harmony export */ });
/* harmony import */ var _metric_spec_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(270);
/* harmony import */ var _phase_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7709);


/** Which limit the counters exceed: errors before inconclusive before failures, as the last one found wins. */
function exceededLimit(spec, counters) {
    const limits = (0,_metric_spec_js__WEBPACK_IMPORTED_MODULE_0__/* .limitsOf */ .Af)(spec);
    if (counters.consecutiveError > limits.consecutiveError) {
        const message = `consecutiveErrors (${counters.consecutiveError}) > consecutiveErrorLimit (${limits.consecutiveError})`;
        return { phase: 'Error', message };
    }
    if (counters.inconclusive > limits.inconclusive) {
        const message = `inconclusive (${counters.inconclusive}) > inconclusiveLimit (${limits.inconclusive})`;
        return { phase: 'Inconclusive', message };
    }
    if (limits.failure !== _metric_spec_js__WEBPACK_IMPORTED_MODULE_0__/* .NO_LIMIT */ .kg && counters.failed > limits.failure) {
        return { phase: 'Failed', message: `failed (${counters.failed}) > failureLimit (${limits.failure})` };
    }
    return undefined;
}
/** The phase of one metric. `terminating`: the run is ending, so nothing more will be measured. */
function assessMetric(spec, state, terminating) {
    if (state.phase !== undefined && (0,_phase_js__WEBPACK_IMPORTED_MODULE_1__/* .isOutcome */ .L2)(state.phase))
        return state.phase;
    if (state.measurements === 0)
        return terminating ? 'Successful' : 'Pending';
    if (state.lastPhase !== undefined && !(0,_phase_js__WEBPACK_IMPORTED_MODULE_1__/* .isOutcome */ .L2)(state.lastPhase))
        return 'Running';
    const exceeded = exceededLimit(spec, state.counters);
    if (exceeded !== undefined)
        return exceeded.phase;
    const limits = (0,_metric_spec_js__WEBPACK_IMPORTED_MODULE_0__/* .limitsOf */ .Af)(spec);
    const forSuccess = limits.consecutiveSuccess > 0;
    if (forSuccess && state.counters.consecutiveSuccess >= limits.consecutiveSuccess)
        return 'Successful';
    const count = (0,_metric_spec_js__WEBPACK_IMPORTED_MODULE_0__/* .effectiveCount */ .Pd)(spec);
    if (count !== undefined && state.counters.count >= count)
        return atTheEnd(forSuccess, limits.failure !== _metric_spec_js__WEBPACK_IMPORTED_MODULE_0__/* .NO_LIMIT */ .kg);
    return terminating ? 'Successful' : 'Running';
}
// All measurements taken and no limit exceeded: whether that is enough depends on what was asked for.
function atTheEnd(forSuccess, forFailure) {
    if (!forSuccess)
        return 'Successful';
    return forFailure ? 'Inconclusive' : 'Failed';
}


/***/ }),

/***/ 270:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Af: () => (/* binding */ limitsOf),
/* harmony export */   Pd: () => (/* binding */ effectiveCount),
/* harmony export */   kg: () => (/* binding */ NO_LIMIT)
/* harmony export */ });
const NO_LIMIT = -1;
const CONSECUTIVE_ERRORS = 4;
function limitsOf(spec) {
    return {
        failure: spec.failureLimit ?? 0,
        inconclusive: spec.inconclusiveLimit ?? 0,
        consecutiveError: spec.consecutiveErrorLimit ?? CONSECUTIVE_ERRORS,
        consecutiveSuccess: spec.consecutiveSuccessLimit ?? 0,
    };
}
/** How many measurements end the metric: once where nothing is said, and `undefined` where it runs until stopped. */
function effectiveCount({ count = 0, interval = '', }) {
    if (count > 0)
        return count;
    return interval === '' ? 1 : undefined;
}


/***/ }),

/***/ 7709:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bx: () => (/* binding */ isWorse),
/* harmony export */   L2: () => (/* binding */ isOutcome)
/* harmony export */ });
/* unused harmony export worst */
// From best to worst.
const ORDER = ['Successful', 'Running', 'Pending', 'Inconclusive', 'Error', 'Failed'];
function isOutcome(phase) {
    return phase !== 'Pending' && phase !== 'Running';
}
function isWorse(than, phase) {
    return ORDER.indexOf(phase) > ORDER.indexOf(than);
}
function worst(a, b) {
    return isWorse(a, b) ? b : a;
}


/***/ }),

/***/ 6099:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ judgeThreshold)
/* harmony export */ });
/* harmony import */ var _arm_value_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1420);
/* harmony import */ var _corrected_measurement_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(1340);
/* harmony import */ var _counters_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8681);
/* harmony import */ var _measurement_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2956);
/* harmony import */ var _metric_phase_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5698);
/* harmony import */ var _phase_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7709);
/* harmony import */ var _threshold_settings_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9103);







/**
 * Judges one metric by conditions, each block being one measurement: the candidate's value is `result`, the baseline's is
 * `baseline`. Without a `count` every block so far is held against the limits. Throws `UserError` for bad settings.
 */
function judgeThreshold(metric, samples) {
    const settings = (0,_threshold_settings_js__WEBPACK_IMPORTED_MODULE_0__/* .readThresholdSettings */ .N)(metric);
    const pairs = samples.blocks.map((block) => ({
        baseline: (0,_arm_value_js__WEBPACK_IMPORTED_MODULE_1__/* .armValue */ .e)(block.baseline),
        candidate: (0,_arm_value_js__WEBPACK_IMPORTED_MODULE_1__/* .armValue */ .e)(block.candidate),
    }));
    const wrong = pairs.some(({ candidate }) => candidate.kind === 'wrong');
    const measured = wrong ? undefined : measure(settings, pairs);
    const said = measured === undefined ? SAID.wrong : conclusionOf(measured, settings);
    const candidate = observe(pairs.map((pair) => pair.candidate));
    return {
        metric: metric.name,
        ...said,
        scale: 'absolute',
        effect: { estimate: candidate.value, low: null, high: null },
        margin: metric.limit ?? null,
        unit: metric.unit ?? '',
        // A threshold is held against what was seen: it promises nothing about chance.
        confidence: 0,
        observed: { baseline: observe(pairs.map((pair) => pair.baseline)), candidate },
        judge: 'threshold',
        critical: metric.critical,
        notes: notesOf(settings, measured),
        policy: metric,
        samples,
    };
}
function measure(settings, pairs) {
    const { spec } = settings;
    const open = spec.count === undefined || spec.count === 0;
    // An interval keeps a metric without a count going; blocks are one.
    const running = { ...spec, interval: 'block' };
    let state = { phase: 'Pending', counters: _counters_js__WEBPACK_IMPORTED_MODULE_2__/* .NOTHING_COUNTED */ .j, errors: [], absences: new Set() };
    for (const [i, pair] of pairs.entries()) {
        if ((0,_phase_js__WEBPACK_IMPORTED_MODULE_3__/* .isOutcome */ .L2)(state.phase))
            break;
        state = after(state, pair, settings);
        const now = {
            counters: state.counters,
            measurements: i + 1,
            ...(state.last ? { lastPhase: state.last } : {}),
        };
        const phase = (0,_metric_phase_js__WEBPACK_IMPORTED_MODULE_4__/* .assessMetric */ .R)(running, now, open && i === pairs.length - 1);
        state = { ...state, phase: trusted(phase, state, settings) };
    }
    return state;
}
function after(state, pair, settings) {
    const { phase, error } = assess(pair, settings);
    const silent = phase === 'Error' ? absenceOf(pair.candidate) : undefined;
    const absences = silent === undefined ? state.absences : new Set([...state.absences, silent]);
    const errors = error === undefined ? state.errors : [...state.errors, error];
    return { ...state, counters: (0,_counters_js__WEBPACK_IMPORTED_MODULE_2__/* .counted */ .h)(state.counters, phase), last: phase, errors, absences };
}
function absenceOf(candidate) {
    if (candidate.kind === 'absent')
        return candidate.absence;
    return candidate.kind === 'value' && candidate.trials === 0 ? 'no_data' : undefined;
}
function assess({ candidate, baseline }, { spec, exact }) {
    const extras = { baseline: baseline.kind === 'value' ? baseline.value : null };
    if (candidate.kind === 'absent' && UNREACHED.has(candidate.absence)) {
        return { phase: 'Error', error: candidate.detail ?? candidate.absence };
    }
    const result = candidate.kind === 'value' ? candidate.value : null;
    return (exact ? _measurement_js__WEBPACK_IMPORTED_MODULE_5__/* .assessMeasurement */ .P : _corrected_measurement_js__WEBPACK_IMPORTED_MODULE_6__/* .assessCorrected */ .a)(result, spec.conditions, extras);
}
const UNREACHED = new Set(['source_unreachable', 'source_refused']);
// A metric asked for its phase while it still runs is Successful in Argo; that takes at least one success here, and no
// error after the last one.
function trusted(phase, { counters, last }, { exact }) {
    if (exact || phase !== 'Successful')
        return phase;
    return counters.successful > 0 && last !== 'Error' ? phase : 'Running';
}
const SAID = {
    wrong: { finding: 'unknown', reason: 'wrong_samples' },
    silent: { finding: 'unknown', reason: 'no_data' },
};
function conclusionOf({ phase, errors, absences }, { fromLimit }) {
    switch (phase) {
        case 'Successful':
            return { finding: 'fine', reason: fromLimit ? 'limit_kept' : 'condition_met' };
        case 'Failed':
            return { finding: 'worse', reason: fromLimit ? 'limit_exceeded' : 'condition_failed' };
        case 'Inconclusive':
            return { finding: 'unknown', reason: 'condition_undecided' };
        case 'Pending':
            return SAID.silent;
        case 'Error':
        case 'Running': {
            const [absence, ...more] = absences;
            if (absence !== undefined && more.length === 0)
                return { finding: 'unknown', reason: absence };
            return { finding: 'unknown', reason: errors.length > 0 ? 'measurement_errors' : 'more_trials_needed' };
        }
    }
}
function observe(values) {
    const seen = values.filter((value) => value.kind === 'value');
    const last = seen.at(-1)?.value;
    const newest = typeof last === 'number' ? last : last?.at(-1);
    return {
        trials: seen.reduce((total, { trials }) => total + trials, 0),
        value: newest !== undefined && Number.isFinite(newest) ? newest : null,
    };
}
function notesOf({ spec }, measured) {
    const { success = '', failure = '' } = spec.conditions;
    const exceeded = measured && (0,_metric_phase_js__WEBPACK_IMPORTED_MODULE_4__/* .exceededLimit */ .n)(spec, measured.counters);
    const error = measured?.errors.at(-1);
    return [
        ...(success === '' ? [] : [`Succeeds when ${success}.`]),
        ...(failure === '' ? [] : [`Fails when ${failure}.`]),
        `It ${(0,_threshold_settings_js__WEBPACK_IMPORTED_MODULE_0__/* .describeLimits */ .W)(spec)}.`,
        ...(exceeded ? [`${exceeded.message}.`] : []),
        ...(error === undefined ? [] : [`Last error: ${error}.`]),
    ];
}


/***/ }),

/***/ 9103:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ readThresholdSettings),
/* harmony export */   W: () => (/* binding */ describeLimits)
/* harmony export */ });
/* harmony import */ var _sluice_action__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4725);
/* harmony import */ var _expression_condition_error_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2239);
/* harmony import */ var _expression_parse_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(608);
/* harmony import */ var _metric_spec_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(270);
/* harmony import */ var _validate_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8309);





const LIMITS = [
    'count',
    'failureLimit',
    'inconclusiveLimit',
    'consecutiveErrorLimit',
    'consecutiveSuccessLimit',
];
const OTHERS = ['successCondition', 'failureCondition', 'exact'];
/** Reads a metric's threshold settings. Throws `UserError` with every problem. */
function readThresholdSettings(metric) {
    const given = metric.settings ?? {};
    const problems = [];
    const limits = Object.fromEntries(LIMITS.flatMap((name) => wholeNumber(given[name], name, problems)));
    const conditions = {
        success: conditionIn(given['successCondition'], 'successCondition', problems),
        failure: conditionIn(given['failureCondition'], 'failureCondition', problems),
    };
    const fromLimit = conditions.success === '' && conditions.failure === '';
    const own = fromLimit ? { success: limitCondition(metric, problems), failure: '' } : conditions;
    const spec = { name: metric.name, conditions: own, ...limits };
    problems.push(...(0,_validate_js__WEBPACK_IMPORTED_MODULE_0__/* .problemsOf */ .G)({ ...spec, interval: '1s' }), ...unknownKeys(given));
    if (problems.length > 0) {
        throw new _sluice_action__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .y('THRESHOLD_SETTINGS', problems.map((problem) => `metric ${metric.name}: ${problem}`).join('\n'), 'Correct the settings of this metric.');
    }
    return { spec, exact: given['exact'] === true, fromLimit };
}
/** The limits as a sentence, for reports. */
function describeLimits(spec) {
    const { failure, inconclusive, consecutiveError } = (0,_metric_spec_js__WEBPACK_IMPORTED_MODULE_2__/* .limitsOf */ .Af)(spec);
    return `tolerates ${failure} failed, ${inconclusive} undecided, ${consecutiveError} errors in a row`;
}
function limitCondition({ limit, worse }, problems) {
    if (limit === undefined)
        problems.push('needs a successCondition, a failureCondition or a limit');
    else if (worse === 'either')
        problems.push('a limit needs worse: higher or worse: lower');
    return limit === undefined ? '' : `result ${worse === 'lower' ? '>=' : '<='} ${limit}`;
}
function conditionIn(given, name, problems) {
    if (given === undefined || given === null || given === '')
        return '';
    const text = typeof given === 'boolean' ? String(given) : given;
    if (typeof text !== 'string') {
        problems.push(`${name} must be a condition such as "result < 0.05", got ${JSON.stringify(given)}`);
        return '';
    }
    try {
        (0,_expression_parse_js__WEBPACK_IMPORTED_MODULE_3__/* .parseCondition */ .z)(text);
    }
    catch (error) {
        if (!(error instanceof _expression_condition_error_js__WEBPACK_IMPORTED_MODULE_4__/* .ConditionError */ .i))
            throw error;
        problems.push(`${name}: ${error.message}`);
    }
    return text;
}
function wholeNumber(given, name, problems) {
    if (given === undefined || given === null)
        return [];
    const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
    if (typeof value === 'number' && Number.isInteger(value))
        return [[name, value]];
    problems.push(`${name} must be a whole number, got ${JSON.stringify(given)}`);
    return [];
}
function unknownKeys(given) {
    const known = [...LIMITS, ...OTHERS];
    const odd = Object.keys(given).filter((key) => !known.includes(key));
    return odd.map((key) => `unknown setting ${key}; known are ${known.join(', ')}`);
}


/***/ }),

/***/ 8309:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  G: () => (/* binding */ problemsOf)
});

;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/duration.js
const UNITS = {
    ns: 1e-6,
    us: 1e-3,
    µs: 1e-3,
    μs: 1e-3,
    ms: 1,
    s: 1000,
    m: 60_000,
    h: 3_600_000,
};
const WHOLE = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;
/** Milliseconds of a duration in Go's spelling (`1h30m`, `500ms`, `0`), `undefined` for anything else. */
function durationMs(text) {
    if (/^[+-]?0$/.test(text))
        return 0;
    const [, sign, parts] = WHOLE.exec(text) ?? [];
    if (parts === undefined)
        return undefined;
    const total = [...parts.matchAll(PART)].reduce((sum, [, size, unit]) => sum + Number(size) * (UNITS[unit ?? ''] ?? NaN), 0);
    return sign === '-' ? -total : total;
}

// EXTERNAL MODULE: ./.build-cli/packages/judge/src/threshold/metric-spec.js
var metric_spec = __webpack_require__(270);
;// CONCATENATED MODULE: ./.build-cli/packages/judge/src/threshold/validate.js


/** Every reason why Argo Rollouts would refuse this metric, its first reason first. */
function problemsOf(spec, providers = 1) {
    return [
        ...countProblems(spec),
        ...timingProblems(spec),
        ...limitProblems(spec),
        ...providerProblems(providers),
    ];
}
function countProblems(spec) {
    const { count = 0 } = spec;
    if (count <= 0)
        return [];
    const { failure, inconclusive, consecutiveSuccess } = (0,metric_spec/* limitsOf */.Af)(spec);
    const success = Math.max(0, consecutiveSuccess);
    return found([
        [count < failure, 'count must be >= failureLimit'],
        [count < success, 'count must be >= consecutiveSuccessLimit'],
        [
            failure > 0 && success > 0 && count < failure + success,
            'count must be >= failureLimit + consecutiveSuccessLimit',
        ],
        [count < inconclusive, 'count must be >= inconclusiveLimit'],
    ]);
}
function timingProblems({ count = 0, interval = '', initialDelay = '' }) {
    return found([
        [count > 1 && interval === '', 'interval must be specified when count > 1'],
        [interval !== '' && durationMs(interval) === undefined, `invalid interval string: ${interval}`],
        [
            initialDelay !== '' && durationMs(initialDelay) === undefined,
            `invalid startDelay string: ${initialDelay}`,
        ],
    ]);
}
function limitProblems(spec) {
    const { failure, inconclusive, consecutiveError, consecutiveSuccess } = (0,metric_spec/* limitsOf */.Af)(spec);
    return found([
        [failure < metric_spec/* NO_LIMIT */.kg, 'failureLimit must be >= -1'],
        [inconclusive < 0, 'inconclusiveLimit must be >= 0'],
        [consecutiveError < 0, 'consecutiveErrorLimit must be >= 0'],
        [consecutiveSuccess < 0, 'consecutiveSuccessLimit must be >= 0'],
        [
            failure === metric_spec/* NO_LIMIT */.kg && consecutiveSuccess === 0,
            'failureLimit and consecutiveSuccessLimit cannot both be disabled',
        ],
    ]);
}
function providerProblems(providers) {
    return found([
        [providers < 1, 'no provider specified'],
        [providers > 1, 'multiple providers specified'],
    ]);
}
function found(claims) {
    return claims.filter(([holds]) => holds).map(([, problem]) => problem);
}


/***/ }),

/***/ 6666:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ unjudged)
/* harmony export */ });
const NOTHING = { trials: 0, value: null };
/** The evidence of a metric that no judge could say anything about: unknown, with the reason, and never a pass. */
function unjudged(policy, metric, samples, reason, note) {
    return {
        metric: metric.name,
        finding: 'unknown',
        reason,
        scale: metric.margin.of === 'baseline' ? 'ratio' : 'difference',
        effect: { estimate: null, low: null, high: null },
        margin: null,
        unit: metric.unit ?? '',
        confidence: policy.confidence,
        observed: { baseline: NOTHING, candidate: NOTHING },
        judge: metric.judge,
        critical: metric.critical,
        ...(note === undefined ? {} : { notes: [note] }),
        policy: metric,
        samples: samples ?? { metric: metric.name, blocks: [] },
    };
}


/***/ }),

/***/ 1864:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   TN: () => (/* binding */ oneLine),
/* harmony export */   jk: () => (/* binding */ term),
/* harmony export */   md: () => (/* binding */ md),
/* harmony export */   qy: () => (/* binding */ html)
/* harmony export */ });
const MAX_NAME = 120;
/** One line of at most `limit` characters. */
function oneLine(text, limit = MAX_NAME) {
    // Control and bidirectional-override characters can make a line read differently from what it says.
    const line = text
        .replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
        .replaceAll(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, '')
        .trim();
    const characters = [...line];
    return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : line;
}
/** Foreign text for GitHub Markdown: no markup, no mention, no reference, no link, no HTML, no table break. */
function md(text, limit) {
    return oneLine(text, limit)
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll(/[\\`*_{}[\]|~!]/g, (c) => `\\${c}`)
        .replaceAll(/([@#])(?=\w)/g, '$1\u200b')
        .replaceAll('://', ':\u200b//')
        .replaceAll(/\bwww\./gi, 'www\u200b.')
        .replaceAll(/\bGH-(?=\d)/gi, 'GH\u200b-');
}
/** Foreign text for HTML content and quoted attributes. */
function html(text, limit) {
    return oneLine(text, limit)
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&#39;');
}
/** Foreign text for a terminal: no escape sequences. */
function term(text, limit) {
    return oneLine(text, limit);
}


/***/ }),

/***/ 738:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G_: () => (/* binding */ betaLower),
/* harmony export */   O9: () => (/* binding */ betaQuantile)
/* harmony export */ });
/* unused harmony exports betaUpper, betaLogLower */
/* harmony import */ var _deviance_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6755);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3303);
/* harmony import */ var _log_space_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2475);



const TINY = 1e-300;
/** Beyond this the fraction would need millions of terms near its mean. */
const LARGEST = 1e12;
const LIMIT = 5_000_000;
/** log of x^a y^b / B(a, b), where y = 1 - x is handed over so that it is not lost to rounding. */
function logKernel(a, b, x, y) {
    return (0,_deviance_js__WEBPACK_IMPORTED_MODULE_0__/* .logBinomial */ .Gu)(a, b, x, y) + Math.log(a) + Math.log(b) - Math.log(a + b);
}
/** 1 + d(2m+1) of the fraction, from whichever of x and y = 1 - x is small, so that nothing cancels. */
function oddPart(m, a, b, x, y) {
    const whole = (a + 2 * m) * (a + 2 * m + 1);
    const top = (a + m) * (a + b + m);
    if (x < y)
        return 1 - (top / whole) * x;
    return (a * (2 * m + 1 - b) + m * (3 * m + 2 - b) + top * y) / whole;
}
/** The even part of the continued fraction of DLMF 8.17.22, by Lentz's method, for x below (a + 1)/(a + b + 2). */
function fraction(a, b, x, y) {
    let c = 1 / TINY;
    let d = 1 / oddPart(0, a, b, x, y);
    let value = d;
    let odd = -((a + b) * x) / (a + 1);
    for (let m = 1; m < LIMIT; m++) {
        const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
        const top = -odd * even;
        const bottom = oddPart(m, a, b, x, y) + even;
        d = bottom + top * d;
        d = 1 / (Math.abs(d) < TINY ? TINY : d);
        c = bottom + top / c;
        if (Math.abs(c) < TINY)
            c = TINY;
        const step = d * c;
        value *= step;
        if (Math.abs(step - 1) < 1e-16)
            break;
        odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    }
    return value;
}
/** log of the smaller-side tail and whether it is the lower one. */
function tail(a, b, x, y) {
    const lower = x <= (a + 1) / (a + b + 2);
    const [p, q, z, rest] = lower ? [a, b, x, y] : [b, a, y, x];
    return { lower, log: logKernel(a, b, x, y) - Math.log(p) + Math.log(fraction(p, q, z, rest)) };
}
function check(a, b, x, y) {
    const fine = a > 0 && b > 0 && a + b <= LARGEST && x >= 0 && y >= 0 && x <= 1 && y <= 1;
    (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .demand */ .wo)(fine, () => `the incomplete beta needs a, b > 0, at most ${LARGEST} together, and x in [0, 1], got ${a}, ${b}, ${x}`);
}
/**
 * Regularized incomplete beta I_x(a, b), the cdf of Beta(a, b) at x (DLMF 8.17); a, b > 0, 0 <= x <= 1.
 * Where 1 - x is known better than by subtraction, give it as `y`.
 */
function betaLower(a, b, x, y = 1 - x) {
    check(a, b, x, y);
    if (x === 0 || y === 0)
        return x === 0 ? 0 : 1;
    const side = tail(a, b, x, y);
    return side.lower ? Math.exp(side.log) : -Math.expm1(side.log);
}
/** 1 - I_x(a, b), with full relative accuracy when it is tiny. */
function betaUpper(a, b, x, y = 1 - x) {
    return betaLower(b, a, y, x);
}
/** log I_x(a, b), finite where the probability itself underflows. */
function betaLogLower(a, b, x, y = 1 - x) {
    check(a, b, x, y);
    if (x === 0 || y === 0)
        return x === 0 ? -Infinity : 0;
    const side = tail(a, b, x, y);
    return side.lower ? side.log : Math.log1p(-Math.exp(side.log));
}
/** x with I_x(a, b) = p, by Newton steps on log probability over logit x, fenced in by a bracket. */
function betaQuantile(p, a, b) {
    (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .demand */ .wo)(p >= 0 && p <= 1, () => `the beta quantile needs p in [0, 1], got ${p}`);
    check(a, b, 0.5, 0.5);
    if (p === 0 || p === 1)
        return p;
    return p <= 0.5 ? (0,_log_space_js__WEBPACK_IMPORTED_MODULE_2__/* .expit */ .Td)(lowerLogit(Math.log(p), a, b)) : (0,_log_space_js__WEBPACK_IMPORTED_MODULE_2__/* .expit */ .Td)(-lowerLogit(Math.log1p(-p), b, a));
}
function lowerLogit(logP, a, b) {
    let low = -745;
    let high = 745;
    let u = Math.min(Math.max((0,_log_space_js__WEBPACK_IMPORTED_MODULE_2__/* .logit */ .i2)(a / (a + b)), -700), 700);
    for (let step = 0; step < 200; step++) {
        const [x, y] = [(0,_log_space_js__WEBPACK_IMPORTED_MODULE_2__/* .expit */ .Td)(u), (0,_log_space_js__WEBPACK_IMPORTED_MODULE_2__/* .expit */ .Td)(-u)];
        const log = betaLogLower(a, b, x, y);
        const miss = log - logP;
        if (miss > 0)
            high = u;
        else
            low = u;
        const slope = Math.exp(logKernel(a, b, x, y) - log);
        let next = u - miss / slope;
        if (!(next > low && next < high))
            next = low + (high - low) / 2;
        if (Math.abs(next - u) <= 1e-15 * Math.max(1, Math.abs(u)))
            return next;
        u = next;
    }
    return u;
}


/***/ }),

/***/ 7386:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ binomialAtMost),
/* harmony export */   y: () => (/* binding */ binomialAtLeast)
/* harmony export */ });
/* harmony import */ var _beta_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(738);
/* harmony import */ var _proportion_interval_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4210);


/** P(X >= k) for k events in n trials at share p: the one-sided exact binomial test of "no more than p". */
function binomialAtLeast(k, n, p) {
    (0,_proportion_interval_js__WEBPACK_IMPORTED_MODULE_0__/* .demandProportion */ .kT)(k, n, 'a binomial tail');
    return k === 0 ? 1 : (0,_beta_js__WEBPACK_IMPORTED_MODULE_1__/* .betaLower */ .G_)(k, n - k + 1, p);
}
/** P(X <= k) for k events in n trials at share p. */
function binomialAtMost(k, n, p) {
    (0,_proportion_interval_js__WEBPACK_IMPORTED_MODULE_0__/* .demandProportion */ .kT)(k, n, 'a binomial tail');
    return k === n ? 1 : (0,_beta_js__WEBPACK_IMPORTED_MODULE_1__/* .betaLower */ .G_)(n - k, k + 1, 1 - p, p);
}


/***/ }),

/***/ 6755:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Gu: () => (/* binding */ logBinomial),
  mQ: () => (/* binding */ logPoisson)
});

// UNUSED EXPORTS: deviance

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/numbers.js
var numbers = __webpack_require__(3824);
;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/gamma.js


const LOG_SQRT_TWO_PI = 0.91893853320467278;
const ONE_MINUS_EULER = 0.42278433509846713;
// zeta(k) - 1 for k = 2…31: the Taylor series of log gamma at 2 (DLMF 5.7.3).
const ZETA_MINUS_ONE = [
    0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914,
    0.008349277381922827, 0.00407735619794434, 0.0020083928260822143, 0.0009945751278180853,
    0.0004941886041194645, 0.0002460865533080483, 0.00012271334757848915, 6.124813505870483e-5,
    3.058823630702049e-5, 1.528225940865187e-5, 7.637197637899763e-6, 3.81729326499984e-6, 1.908212716553939e-6,
    9.539620338727962e-7, 4.769329867878064e-7, 2.38450502727733e-7, 1.1921992596531106e-7,
    5.960818905125948e-8, 2.980350351465228e-8, 1.4901554828365043e-8, 7.45071178983543e-9,
    3.725334024788457e-9, 1.862659723513049e-9, 9.313274324196682e-10, 4.656629065033784e-10,
];
// Coefficients of 1/x^(2k-1) in Stirling's series (DLMF 5.11.1), highest power first.
const STIRLING = [
    -0.02955065359477124183, 0.0064102564102564102564, -0.0019175269175269175269, 8.4175084175084175084e-4,
    -5.952380952380952381e-4, 7.9365079365079365079e-4, -0.0027777777777777777778, 0.083333333333333333333,
];
/** log gamma(2 + e) for |e| <= 1/2. */
function nearTwo(e) {
    let value = 0;
    for (let k = ZETA_MINUS_ONE.length + 1; k >= 2; k--) {
        const sign = k % 2 === 0 ? 1 : -1;
        value = value * e + (sign * (0,numbers.at)(ZETA_MINUS_ONE, k - 2)) / k;
    }
    return e * (ONE_MINUS_EULER + e * value);
}
function belowTen(x) {
    if (x < 0.5)
        return belowTen(x + 1) - Math.log(x);
    if (x < 1.5)
        return nearTwo(x - 1) - Math.log1p(x - 1);
    let product = 1;
    let reduced = x;
    while (reduced >= 2.5) {
        reduced -= 1;
        product *= reduced;
    }
    return Math.log(product) + nearTwo(reduced - 2);
}
/** log of the gamma function for x >= 0, to about 1e-15 relative, its zeros at 1 and 2 included; +Infinity at 0. */
function logGamma(x) {
    demand(x >= 0, () => `logGamma is defined here for numbers of at least 0, got ${x}`);
    if (x === 0 || x === Infinity)
        return Infinity;
    if (x < 10)
        return belowTen(x);
    return (x - 0.5) * (Math.log(x) - 1) - 0.5 + LOG_SQRT_TWO_PI + stirlingError(x);
}
/** What Stirling's formula leaves out: log gamma(x) - [(x - 1/2) log x - x + log √2π], for x > 0. */
function stirlingError(x) {
    if (x >= 10)
        return (0,numbers/* polynomial */.zi)(STIRLING, 1 / (x * x)) / x;
    return belowTen(x) - ((x - 0.5) * Math.log(x) - x + LOG_SQRT_TWO_PI);
}
/** log of the beta function for positive a and b, free of the cancellation of three large log gammas. */
function logBeta(a, b) {
    const small = Math.min(a, b);
    const large = Math.max(a, b);
    if (large < 10)
        return logGamma(a) + logGamma(b) - logGamma(a + b);
    const tail = stirlingError(large) - stirlingError(a + b);
    if (small < 10)
        return (logGamma(small) + tail + small - small * Math.log(a + b) + (large - 0.5) * Math.log1p(-small / (a + b)));
    return (stirlingError(small) +
        tail +
        LOG_SQRT_TWO_PI -
        0.5 * Math.log(large) +
        (small - 0.5) * Math.log(small / (a + b)) +
        large * Math.log1p(-small / (a + b)));
}
/** log of n choose k for 0 <= k <= n (both may be fractional). */
function logChoose(n, k) {
    demand(k >= 0 && k <= n, () => `logChoose needs 0 <= k <= n, got k = ${k}, n = ${n}`);
    if (k === 0 || k === n)
        return 0;
    return -Math.log1p(n) - logBeta(k + 1, n - k + 1);
}

;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/deviance.js

const LOG_TWO_PI = 1.8378770664093454836;
/** x log(x/mean) + mean - x, accurate also where x is close to the mean (C. Loader, 2000). */
function deviance(x, mean) {
    if (x === 0)
        return mean;
    if (Math.abs(x - mean) >= 0.1 * (x + mean))
        return x * Math.log(x / mean) + mean - x;
    const v = (x - mean) / (x + mean);
    let value = (x - mean) * v;
    let term = 2 * x * v;
    for (let j = 1; j < 1000; j++) {
        term *= v * v;
        const next = value + term / (2 * j + 1);
        if (next === value)
            break;
        value = next;
    }
    return value;
}
/**
 * log of the binomial probability of x successes in x + y trials with success odds p : q (p + q = 1), for real
 * x, y >= 0; the saddle-point form of Loader (2000) keeps full accuracy for any size.
 */
function logBinomial(x, y, p, q) {
    if (p === 0)
        return x === 0 ? 0 : -Infinity;
    if (q === 0)
        return y === 0 ? 0 : -Infinity;
    const n = x + y;
    if (n === 0)
        return 0;
    if (x === 0)
        return p < 0.1 ? -deviance(n, n * q) - n * p : n * Math.log(q);
    if (y === 0)
        return q < 0.1 ? -deviance(n, n * p) - n * q : n * Math.log(p);
    const errors = stirlingError(n) - stirlingError(x) - stirlingError(y);
    const shape = LOG_TWO_PI + Math.log(x) + Math.log(y) - Math.log(n);
    return errors - deviance(x, n * p) - deviance(y, n * q) - 0.5 * shape;
}
/** log of the Poisson probability of x events at the given mean, for real x >= 0 (Loader, 2000). */
function logPoisson(x, mean) {
    if (mean === 0)
        return x === 0 ? 0 : -Infinity;
    if (x === 0)
        return -mean;
    return -stirlingError(x) - deviance(x, mean) - 0.5 * (LOG_TWO_PI + Math.log(x));
}


/***/ }),

/***/ 902:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $F: () => (/* binding */ massartHalfWidth)
/* harmony export */ });
/* unused harmony exports dkwHalfWidth, tunedDkwHalfWidth */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3303);


/**
 * Half-width of a band around an empirical distribution function that holds at every n at once:
 * 0.85 √((ln ln(e n) + 0.8 ln(1612/α)) / n) (Howard & Ramdas 2022, corollary 2).
 */
function dkwHalfWidth(n, alpha) {
    demandOpenUnit(alpha, 'alpha');
    demand(n >= 1 && n < Infinity, () => `the band needs at least one value, got ${n}`);
    return 0.85 * Math.sqrt((Math.log(1 + Math.log(n)) + 0.8 * Math.log(1612 / alpha)) / n);
}
/** Half-width of the band around the distribution function of n values, looked at once (Dvoretzky, Kiefer, Wolfowitz; Massart 1990). */
function massartHalfWidth(n, alpha) {
    (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .demandOpenUnit */ .o3)(alpha, 'alpha');
    (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .demand */ .wo)(n >= 1 && n < Infinity, () => `the band needs at least one value, got ${n}`);
    return Math.sqrt(Math.log(2 / alpha) / (2 * n));
}
function crossing(c, eta, a) {
    const square = (2 / eta) * (a - Math.sqrt((2 * (eta - 1)) / c)) ** 2;
    if (square <= 1)
        return Infinity;
    return 4 * Math.exp(-square * c) * (1 + 1 / ((square - 1) * Math.log(eta)));
}
// Least chance of crossing over the ratio of epochs, by golden sections: it falls, then rises.
function leastCrossing(c, a) {
    const widest = bisectRoot((eta) => Math.sqrt(eta / 2) + Math.sqrt((2 * (eta - 1)) / c) - a, 1, 2 * a * a);
    const golden = (Math.sqrt(5) - 1) / 2;
    let [low, high] = [1, widest];
    for (let step = 0; step < 120; step++) {
        const [left, right] = [high - golden * (high - low), low + golden * (high - low)];
        if (crossing(c, left, a) <= crossing(c, right, a))
            high = right;
        else
            low = left;
    }
    return crossing(c, (low + high) / 2, a);
}
/** As {@link dkwHalfWidth} with the constant tuned to alpha instead of bounded; `a` above √½ sets the shape. */
function tunedDkwHalfWidth(n, alpha, a = 0.85) {
    demandOpenUnit(alpha, 'alpha');
    demand(n >= 1 && n < Infinity, () => `the band needs at least one value, got ${n}`);
    demand(a > Math.SQRT1_2 && a < 10, () => `a must lie above √½ and below 10, got ${a}`);
    const miss = (c) => Math.log(leastCrossing(c, a)) - Math.log(alpha);
    let [low, high] = [1, 5];
    while (miss(high) > 0)
        [low, high] = [high, high * 2];
    while (miss(low) < 0)
        low /= 2;
    const c = bisectRoot(miss, low, high, 1e-13);
    return a * Math.sqrt((Math.log(1 + Math.log(n)) + c) / n);
}


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


/***/ }),

/***/ 8973:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ fisherExact)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3303);
/* harmony import */ var _hypergeometric_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5803);


// A two-sided p counts tables that are as unlikely up to rounding.
const LOG_SLACK = 1e-12;
function logTable(x, { first, second, events }) {
    return (0,_hypergeometric_js__WEBPACK_IMPORTED_MODULE_0__/* .hypergeometricLogPmf */ .by)(x, { n: first, m: second, events });
}
// Sum of probabilities from x outwards, in units of the probability at x; stops when nothing more is added.
function outward(x, step, margins) {
    const { first, second, events, low, high } = margins;
    let [total, term] = [1, 1];
    for (let k = x; step > 0 ? k < high : k > low; k += step) {
        const ratio = step > 0
            ? ((first - k) * (events - k)) / ((k + 1) * (second - events + k + 1))
            : (k * (second - events + k)) / ((first - k + 1) * (events - k + 1));
        term *= ratio;
        total += term;
        if (ratio < 1 && term < total * 1e-18)
            break;
    }
    return total;
}
function likeliest({ first, second, events, low, high }) {
    return Math.min(high, Math.max(low, Math.floor(((events + 1) * (first + 1)) / (first + second + 2))));
}
function tail(x, step, margins) {
    if (step > 0 ? x > margins.high : x < margins.low)
        return 0;
    if (step > 0 ? x <= margins.low : x >= margins.high)
        return 1;
    // A tail that climbs over the mode is what the other one leaves; summing it could overflow.
    if ((x - likeliest(margins)) * step < 0)
        return 1 - tail(x - step, step > 0 ? -1 : 1, margins);
    return Math.min(1, Math.exp(logTable(x, margins)) * outward(x, step, margins));
}
// First table on the far side of the mode that is no more likely than the one observed.
function mirror(x, mode, margins) {
    const level = logTable(x, margins) + LOG_SLACK;
    const upwards = x < mode;
    let [near, far] = upwards ? [mode, margins.high + 1] : [mode, margins.low - 1];
    while (Math.abs(far - near) > 1) {
        const middle = Math.trunc((near + far) / 2);
        if (logTable(middle, margins) <= level)
            far = middle;
        else
            near = middle;
    }
    return far;
}
/**
 * Fisher's exact test of a 2 × 2 table: `x` events of `first` trials against `y` of `second`. `greater` asks
 * whether the first arm has more events. The two-sided p adds every table that is no more likely (as R and SciPy).
 */
function fisherExact(x, first, y, second, alternative = 'two-sided') {
    const whole = [x, first, y, second].every((count) => Number.isSafeInteger(count) && count >= 0);
    (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .demand */ .wo)(whole && x <= first && y <= second && first + second > 0, () => `Fisher's test needs whole events not above their trials, got ${x}/${first} and ${y}/${second}`);
    const events = x + y;
    const low = Math.max(0, events - second);
    const high = Math.min(first, events);
    const margins = { first, second, events, low, high };
    if (low === high)
        return 1;
    if (alternative === 'greater')
        return tail(x, 1, margins);
    if (alternative === 'less')
        return tail(x, -1, margins);
    const mode = likeliest(margins);
    if (x === mode || logTable(x, margins) >= logTable(mode, margins) - LOG_SLACK)
        return 1;
    const own = x < mode ? -1 : 1;
    const other = own === 1 ? -1 : 1;
    return Math.min(1, tail(x, own, margins) + tail(mirror(x, mode, margins), other, margins));
}


/***/ }),

/***/ 6421:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  i6: () => (/* binding */ hodgesLehmann)
});

// UNUSED EXPORTS: hodgesLehmannExact, kthDifference

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/errors.js
var errors = __webpack_require__(3303);
;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/ieee-order.js
const number = new Float64Array(1);
const bits = new BigInt64Array(number.buffer);
const LOWEST = -(2n ** 63n);
/** Place of a number in the total order of doubles: neighbours differ by one, -0 and 0 share the middle. */
function orderOf(value) {
    number[0] = value;
    const pattern = bits[0] ?? 0n;
    return pattern >= 0n ? pattern : LOWEST - pattern;
}
/** The double at a place of the total order: the inverse of {@link orderOf}. */
function atOrder(order) {
    bits[0] = order >= 0n ? order : LOWEST - order;
    return number[0] ?? NaN;
}

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/normal.js
var normal = __webpack_require__(2723);
// EXTERNAL MODULE: ./.build-cli/packages/stats/src/numbers.js
var numbers = __webpack_require__(3824);
;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/sort.js

const BUCKETS = 2048;
const RADIX_FROM = 4096;
const SHORT_RUN = 12;
// The high word of a double, eleven bits at a time: sign, exponent and the first twenty bits of the fraction.
const SHIFTS = [0, 11, 22];
/**
 * An ascending copy of finite values. From 4,096 values on a radix sort over the high half of the IEEE-754 bits,
 * O(n), after which only neighbours that agree in it are left to order.
 */
function sorted(values) {
    const copy = new Float64Array(values);
    return copy.length < RADIX_FROM ? copy.sort() : radixSorted(copy);
}
/** As {@link sorted}, for input still to be checked: a StatsError naming the first value that is not finite. */
function sortedFinite(values, name) {
    const ascending = sorted(values);
    // Infinities and NaN end up at an end, so that the ends vouch for the rest.
    const ends = (0,numbers.at)(ascending, 0) - (0,numbers.at)(ascending, ascending.length - 1);
    if (!Number.isFinite(ends))
        (0,numbers/* demandFinite */.v7)(values, name);
    return ascending;
}
function radixSorted(values) {
    const counts = countDigits(values);
    let from = values;
    let to = new Float64Array(values.length);
    SHIFTS.forEach((shift, pass) => {
        const starts = counts.subarray(pass * BUCKETS, (pass + 1) * BUCKETS);
        if (starts.includes(values.length))
            return;
        accumulate(starts);
        scatter(from, to, starts, shift);
        [from, to] = [to, from];
    });
    const risen = negativesFirst(from, to);
    orderNeighbours(risen);
    return risen;
}
function words(values) {
    return new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
}
function countDigits(values) {
    const bits = words(values);
    const counts = new Uint32Array(SHIFTS.length * BUCKETS);
    for (let i = 1; i < bits.length; i += 2) {
        const high = (0,numbers.at)(bits, i);
        const [low, middle, top] = [high & 2047, BUCKETS + ((high >>> 11) & 2047), 2 * BUCKETS + (high >>> 22)];
        counts[low] = (0,numbers.at)(counts, low) + 1;
        counts[middle] = (0,numbers.at)(counts, middle) + 1;
        counts[top] = (0,numbers.at)(counts, top) + 1;
    }
    return counts;
}
function accumulate(counts) {
    let start = 0;
    for (let digit = 0; digit < BUCKETS; digit++) {
        const count = (0,numbers.at)(counts, digit);
        counts[digit] = start;
        start += count;
    }
}
function scatter(from, to, starts, shift) {
    const bits = words(from);
    for (let i = 0; i < from.length; i++) {
        const digit = ((0,numbers.at)(bits, 2 * i + 1) >>> shift) & 2047;
        const place = (0,numbers.at)(starts, digit);
        to[place] = (0,numbers.at)(from, i);
        starts[digit] = place + 1;
    }
}
// As bit patterns negative numbers come last and in descending order.
function negativesFirst(values, spare) {
    const { length } = values;
    if (!isNegative((0,numbers.at)(values, length - 1)))
        return values;
    let first = length - 1;
    while (first > 0 && isNegative((0,numbers.at)(values, first - 1)))
        first--;
    const negatives = length - first;
    for (let i = 0; i < negatives; i++)
        spare[i] = (0,numbers.at)(values, length - 1 - i);
    spare.set(values.subarray(0, first), negatives);
    return spare;
}
function isNegative(value) {
    return value < 0 || Object.is(value, -0);
}
// Values that differ in their low word only are still in the order they came in; a long run of them (all values
// nearly the same) is left to the engine's own sort.
function orderNeighbours(values) {
    let i = 1;
    while (i < values.length) {
        const value = (0,numbers.at)(values, i);
        if ((0,numbers.at)(values, i - 1) <= value) {
            i++;
            continue;
        }
        let place = i;
        while (place > 0 && (0,numbers.at)(values, place - 1) > value && i - place < SHORT_RUN) {
            values[place] = (0,numbers.at)(values, place - 1);
            place--;
        }
        values[place] = value;
        if (i - place >= SHORT_RUN)
            i = orderRun(values, place);
        else
            i++;
    }
}
function orderRun(values, around) {
    const bits = words(values);
    const high = (0,numbers.at)(bits, 2 * around + 1);
    let [first, last] = [around, around + 1];
    while (first > 0 && (0,numbers.at)(bits, 2 * first - 1) === high)
        first--;
    while (last < values.length && (0,numbers.at)(bits, 2 * last + 1) === high)
        last++;
    values.subarray(first, last).sort();
    return last;
}

;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/hodges-lehmann.js






function countAtMost(x, y, limit) {
    let count = 0;
    let j = 0;
    for (let i = 0; i < x.length; i++) {
        const value = (0,numbers.at)(x, i);
        // As x grows, fewer of the smallest y keep the difference within the limit.
        while (j < y.length && value - (0,numbers.at)(y, j) > limit)
            j++;
        count += y.length - j;
    }
    return count;
}
/**
 * The k-th smallest (1-based) of the differences x_i - y_j of two ascending arms, without forming them: bisection
 * over the order of doubles, at most 64 sweeps of length m + n.
 */
function kthDifference(x, y, k) {
    (0,errors/* demand */.wo)(k >= 1 && k <= x.length * y.length, () => `there is no ${k}-th of ${x.length} × ${y.length} differences`);
    let low = orderOf((0,numbers.at)(x, 0) - (0,numbers.at)(y, y.length - 1));
    let high = orderOf((0,numbers.at)(x, x.length - 1) - (0,numbers.at)(y, 0));
    while (low < high) {
        const middle = (low + high) >> 1n;
        if (countAtMost(x, y, atOrder(middle)) >= k)
            high = middle;
        else
            low = middle + 1n;
    }
    return atOrder(low);
}
function shiftAt(x, y, rank) {
    const pairs = x.length * y.length;
    const half = Math.ceil(pairs / 2);
    const middle = kthDifference(x, y, half);
    const estimate = pairs % 2 === 1 ? middle : (middle + kthDifference(x, y, half + 1)) / 2;
    return { estimate, low: kthDifference(x, y, rank), high: kthDifference(x, y, pairs + 1 - rank), rank };
}
function arms(x, y, confidence) {
    (0,errors/* demandOpenUnit */.o3)(confidence, 'the confidence');
    return [sortedFinite(x, 'the first arm'), sortedFinite(y, 'the second arm')];
}
/** Hodges-Lehmann shift with the exact interval for untied data (as R's wilcox.test with exact = TRUE). */
function hodgesLehmannExact(x, y, confidence = 0.95) {
    const [a, b] = arms(x, y, confidence);
    return shiftAt(a, b, Math.max(1, rankSumQuantile((1 - confidence) / 2, a.length, b.length)));
}
/** Hodges-Lehmann shift with the large-sample interval: rank = max(1, floor(mn/2 - z √(mn(m+n+1)/12))). */
function hodgesLehmann(x, y, confidence = 0.95) {
    const [a, b] = arms(x, y, confidence);
    const pairs = a.length * b.length;
    const z = (0,normal/* normalUpperQuantile */.tn)((1 - confidence) / 2);
    const spread = Math.sqrt((pairs * (a.length + b.length + 1)) / 12);
    return shiftAt(a, b, Math.max(1, Math.floor(pairs / 2 - z * spread)));
}


/***/ }),

/***/ 5803:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bn: () => (/* binding */ addOddsBlock),
/* harmony export */   by: () => (/* binding */ hypergeometricLogPmf)
/* harmony export */ });
/* unused harmony exports hypergeometricLogMgf, oddsRatioLogLikelihoodRatio */
/* harmony import */ var _deviance_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6755);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3303);
/* harmony import */ var _ratio_eprocess_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(442);
/* harmony import */ var _tilt_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7795);




const NEGLIGIBLE = 1e-18;
/** log P(X = x) of the hypergeometric law: x of the marked items are the candidate's (Loader's saddle point form). */
function hypergeometricLogPmf(x, { n, m, events }) {
    const p = events / (n + m);
    const q = (n + m - events) / (n + m);
    const both = (0,_deviance_js__WEBPACK_IMPORTED_MODULE_0__/* .logBinomial */ .Gu)(x, n - x, p, q) + (0,_deviance_js__WEBPACK_IMPORTED_MODULE_0__/* .logBinomial */ .Gu)(events - x, m - events + x, p, q);
    return both - (0,_deviance_js__WEBPACK_IMPORTED_MODULE_0__/* .logBinomial */ .Gu)(events, n + m - events, p, q);
}
/** Most likely x when the odds of a candidate item are e^logOdds times a baseline item's (Fisher's noncentral law). */
function likeliest({ n, m, events }, logOdds) {
    const [low, high] = [Math.max(0, events - m), Math.min(n, events)];
    const odds = Math.exp(logOdds);
    const b = events - m - (n + events + 2) * odds;
    const c = (n + 1) * (events + 1) * odds;
    const x = Math.floor((-2 * c) / (b - Math.sqrt(b * b - 4 * (odds - 1) * c)));
    return Math.min(high, Math.max(low, Number.isFinite(x) ? x : low));
}
/** log E[e^(logOdds X)] for hypergeometric X, summed outwards from its largest term. */
function hypergeometricLogMgf(items, logOdds) {
    const { n, m, events } = items;
    const [low, high] = [Math.max(0, events - m), Math.min(n, events)];
    const odds = Math.exp(logOdds);
    const mode = likeliest(items, logOdds);
    let total = 1;
    for (let x = mode, term = 1; x < high && term > NEGLIGIBLE * total; x++) {
        term *= (((n - x) * (events - x)) / ((x + 1) * (m - events + x + 1))) * odds;
        total += term;
    }
    for (let x = mode, term = 1; x > low && term > NEGLIGIBLE * total; x--) {
        term *= (x * (m - events + x)) / ((n - x + 1) * (events - x + 1)) / odds;
        total += term;
    }
    return hypergeometricLogPmf(mode, items) + logOdds * mode + Math.log(total);
}
/**
 * log likelihood ratio of one 2x2 block at an odds ratio against an odds ratio of 1, given its x + y events: Fisher's
 * noncentral hypergeometric law over the central one. 0 <= x <= n and 0 <= y <= m, whole numbers.
 */
function oddsRatioLogLikelihoodRatio({ x, n, y, m }, logOdds) {
    (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .demand */ .wo)([x, n, y, m].every(Number.isInteger) && x >= 0 && y >= 0 && x <= n && y <= m, () => `needs whole numbers with 0 <= x <= n and 0 <= y <= m, got ${x} of ${n} and ${y} of ${m}`);
    return x + y === 0 ? 0 : logOdds * x - hypergeometricLogMgf({ n, m, events: x + y }, logOdds);
}
/**
 * Adds one block of Bernoulli trials to the evidence against "the candidate's odds are at most (side 1) or at least
 * (side -1) the baseline's": exact at any base rate, where the binomial form loses a factor of about 1 - rate.
 */
function addOddsBlock(state, block) {
    if (!(0,_ratio_eprocess_js__WEBPACK_IMPORTED_MODULE_2__/* .informsRatio */ .SQ)(block))
        return;
    for (let j = 0; j < state.sums.length; j++) {
        const step = oddsRatioLogLikelihoodRatio(block, state.side * (_tilt_js__WEBPACK_IMPORTED_MODULE_3__/* .LU24 */ .ED[j] ?? 0));
        state.sums[j] = (state.sums[j] ?? 0) + step;
    }
}


/***/ }),

/***/ 6869:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ kolmogorovLimitSf)
/* harmony export */ });
const SERIES_CROSSOVER = 1.18;
/** Limiting law of the scaled Kolmogorov distance: P(K > t), by whichever theta series converges at once. */
function kolmogorovLimitSf(t) {
    if (t <= 0)
        return 1;
    if (t >= SERIES_CROSSOVER)
        return alternating(t);
    return 1 - dual(t);
}
function alternating(t) {
    let total = 0;
    for (let k = 1; k <= 40; k++) {
        const term = Math.exp(-2 * k * k * t * t);
        total += k % 2 === 1 ? term : -term;
        if (term < 1e-18 * total)
            break;
    }
    return Math.min(1, 2 * total);
}
function dual(t) {
    let total = 0;
    for (let k = 1; k <= 40; k += 2)
        total += Math.exp((-k * k * Math.PI * Math.PI) / (8 * t * t));
    return (Math.sqrt(2 * Math.PI) / t) * total;
}


/***/ }),

/***/ 2475:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BN: () => (/* binding */ logMeanExp),
/* harmony export */   Td: () => (/* binding */ expit),
/* harmony export */   VZ: () => (/* binding */ logSumExp),
/* harmony export */   i2: () => (/* binding */ logit),
/* harmony export */   xf: () => (/* binding */ logAddExp)
/* harmony export */ });
/* unused harmony export softplus */
/* harmony import */ var _numbers_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3824);

/** log(e^a + e^b) without overflow; -Infinity is log 0. */
function logAddExp(a, b) {
    const high = Math.max(a, b);
    if (!Number.isFinite(high))
        return high;
    return high + Math.log1p(Math.exp(Math.min(a, b) - high));
}
/** log(sum e^v) without overflow; -Infinity for an empty row (a sum of nothing is 0). */
function logSumExp(values) {
    let high = -Infinity;
    for (let i = 0; i < values.length; i++) {
        const value = (0,_numbers_js__WEBPACK_IMPORTED_MODULE_0__.at)(values, i);
        if (!(value <= high))
            high = value;
    }
    if (!Number.isFinite(high))
        return high;
    let total = 0;
    for (let i = 0; i < values.length; i++)
        total += Math.exp((0,_numbers_js__WEBPACK_IMPORTED_MODULE_0__.at)(values, i) - high);
    return high + Math.log(total);
}
/** log of the mean of e^v, which is the log of the average of e-values given as logs. */
function logMeanExp(values) {
    return logSumExp(values) - Math.log(values.length);
}
/** log(1 + e^z), exact at both ends. */
function softplus(z) {
    return z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z));
}
/** log(p / (1 - p)); minus and plus infinity at 0 and 1. */
function logit(p) {
    return Math.log(p) - Math.log1p(-p);
}
/** 1 / (1 + e^-z), the inverse of {@link logit}; small values keep their relative accuracy. */
function expit(z) {
    if (z >= 0)
        return 1 / (1 + Math.exp(-z));
    const odds = Math.exp(z);
    return odds / (1 + odds);
}


/***/ }),

/***/ 2723:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hi: () => (/* binding */ normalLogCdf),
/* harmony export */   Zl: () => (/* binding */ normalQuantile),
/* harmony export */   nG: () => (/* binding */ normalSf),
/* harmony export */   tn: () => (/* binding */ normalUpperQuantile),
/* harmony export */   vr: () => (/* binding */ normalCdf)
/* harmony export */ });
/* unused harmony exports normalPdf, millsRatio, normalLogSf, erfc, normalLogPdf */
/* harmony import */ var _numbers_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3824);

const SQRT_TWO_PI = 2.5066282746310002;
const LOG_SQRT_TWO_PI = 0.91893853320467278;
// Rational approximations of W. J. Cody, "Rational Chebyshev approximation for the error function" (1969),
// in the arrangement of Algorithm 715 (1993); coefficients from the highest power down.
const CENTRE_TOP = [
    0.065682337918207449113, 2.2352520354606839287, 161.02823106855587881, 1067.6894854603709582,
    18154.981253343561249,
];
const CENTRE_BOTTOM = [
    1, 47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956,
];
const MIDDLE_TOP = [
    1.0765576773720192317e-8, 0.39894151208813466764, 8.8831497943883759412, 93.506656132177855979,
    597.27027639480026226, 2494.5375852903726711, 6848.1904505362823326, 11602.651437647350124,
    9842.7148383839780218,
];
const MIDDLE_BOTTOM = [
    1, 22.266688044328115691, 235.38790178262499861, 1519.377599407554805, 6485.558298266760755,
    18615.571640885098091, 34900.952721145977266, 38912.003286093271411, 19685.429676859990727,
];
/** Density of the standard normal law. */
function normalPdf(z) {
    return Math.exp(-0.5 * z * z) / SQRT_TWO_PI;
}
/** Mills ratio sf(z)/pdf(z) for z above 5.6, by the continued fraction 1/(z+1/(z+2/(z+3/(z+…)))). */
function farMillsRatio(z) {
    const depth = z > 30 ? 12 : 80;
    let tail = z;
    for (let k = depth; k >= 1; k--)
        tail = z + k / tail;
    return 1 / tail;
}
/** sf(z)/pdf(z) for z >= 0.67448975, never under- or overflowing: the scaled complementary error function. */
function millsRatio(z) {
    if (z > 5.656854249492381)
        return farMillsRatio(z);
    return ((0,_numbers_js__WEBPACK_IMPORTED_MODULE_0__/* .polynomial */ .zi)(MIDDLE_TOP, z) / (0,_numbers_js__WEBPACK_IMPORTED_MODULE_0__/* .polynomial */ .zi)(MIDDLE_BOTTOM, z)) * SQRT_TWO_PI;
}
// exp(-z²/2) with z split in two, so that the rounding of z² does not spoil the tail.
function gauss(z) {
    const coarse = Math.trunc(z * 16) / 16;
    return Math.exp(-0.5 * coarse * coarse) * Math.exp(-0.5 * (z - coarse) * (z + coarse));
}
function upperTail(z) {
    return z > 40 ? 0 : (gauss(z) * millsRatio(z)) / SQRT_TWO_PI;
}
function centred(z) {
    const square = z * z;
    return z * ((0,_numbers_js__WEBPACK_IMPORTED_MODULE_0__/* .polynomial */ .zi)(CENTRE_TOP, square) / (0,_numbers_js__WEBPACK_IMPORTED_MODULE_0__/* .polynomial */ .zi)(CENTRE_BOTTOM, square));
}
/** P(Z <= z) for a standard normal Z, to about 1e-15 relative in both tails (0 below -38.6). NaN stays NaN. */
function normalCdf(z) {
    if (Number.isNaN(z))
        return NaN;
    if (Math.abs(z) <= 0.67448975)
        return 0.5 + centred(z);
    return z < 0 ? upperTail(-z) : 1 - upperTail(z);
}
/** P(Z > z) for a standard normal Z; accurate where 1 - cdf would be all rounding. */
function normalSf(z) {
    return normalCdf(-z);
}
/** log P(Z <= z), finite however far out: the tail is taken from the Mills ratio, not from a logged zero. */
function normalLogCdf(z) {
    if (z < -0.67448975)
        return -0.5 * z * z - LOG_SQRT_TWO_PI + Math.log(millsRatio(-z));
    return z > 0 ? Math.log1p(-normalSf(z)) : Math.log(normalCdf(z));
}
/** log P(Z > z). */
function normalLogSf(z) {
    return normalLogCdf(-z);
}
/** Complementary error function, 2 P(Z > x√2). */
function erfc(x) {
    return 2 * normalSf(x * Math.SQRT2);
}
// M. J. Wichura, Algorithm AS 241 (1988), coefficients from the highest power down.
const CENTRE = [
    [
        2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
        13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
    ],
    [
        5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
        5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1,
    ],
];
const NEAR = [
    [
        7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
        3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
    ],
    [
        1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
        0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1,
    ],
];
const FAR = [
    [
        2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
        0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
    ],
    [
        2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
        0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1,
    ],
];
function ratio([top, bottom], x) {
    return (0,_numbers_js__WEBPACK_IMPORTED_MODULE_0__/* .polynomial */ .zi)(top, x) / (0,_numbers_js__WEBPACK_IMPORTED_MODULE_0__/* .polynomial */ .zi)(bottom, x);
}
/** z with P(Z <= z) = p, to 1e-15 relative; minus and plus infinity at 0 and 1, NaN outside [0, 1]. */
function normalQuantile(p) {
    if (!(p >= 0 && p <= 1))
        return NaN;
    if (p === 0 || p === 1)
        return p === 0 ? -Infinity : Infinity;
    const q = p - 0.5;
    if (Math.abs(q) <= 0.425)
        return q * ratio(CENTRE, 0.180625 - q * q);
    const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
    const z = r <= 5 ? ratio(NEAR, r - 1.6) : ratio(FAR, r - 5);
    return q < 0 ? -z : z;
}
/** The z whose upper tail is `p`, accurate for tiny p. */
function normalUpperQuantile(p) {
    return -normalQuantile(p);
}
/** log density of the standard normal law. */
function normalLogPdf(z) {
    return -0.5 * z * z - LOG_SQRT_TWO_PI;
}


/***/ }),

/***/ 3824:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   at: () => (/* binding */ at),
/* harmony export */   cz: () => (/* binding */ sum),
/* harmony export */   s6: () => (/* binding */ demandCounts),
/* harmony export */   v7: () => (/* binding */ demandFinite),
/* harmony export */   zi: () => (/* binding */ polynomial)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3303);

/** The number at `index`, NaN beyond the end; lets hot loops read typed arrays without a branch of their own. */
function at(values, index) {
    return values[index] ?? NaN;
}
/** Sum with the rounding error carried along (Neumaier), so that counts and weights add up in any order. */
function sum(values) {
    let total = 0;
    let carried = 0;
    for (let i = 0; i < values.length; i++) {
        const value = at(values, i);
        const next = total + value;
        carried += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
        total = next;
    }
    return Number.isFinite(carried) ? total + carried : total;
}
/** Value of the polynomial whose coefficients run from the highest power to the constant. */
function polynomial(coefficients, x) {
    let value = 0;
    for (let i = 0; i < coefficients.length; i++)
        value = value * x + at(coefficients, i);
    return value;
}
/** Raises a StatsError with the first offender unless there are values and all of them are finite. */
function demandFinite(values, name) {
    (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .demand */ .wo)(values.length > 0, () => `${name} must hold at least one value, got none`);
    for (let i = 0; i < values.length; i++) {
        if (!Number.isFinite(at(values, i)))
            (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .demand */ .wo)(false, () => `${name} must hold finite numbers only, got ${values[i]} at position ${i}`);
    }
}
/** Raises a StatsError unless the counts are finite and at least 0; answers their sum. */
function demandCounts(counts, name) {
    (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .demand */ .wo)(counts.length > 0, () => `${name} must hold at least one count, got none`);
    for (let i = 0; i < counts.length; i++) {
        const count = at(counts, i);
        if (!(Number.isFinite(count) && count >= 0))
            (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .demand */ .wo)(false, () => `${name} must hold finite counts of at least 0, got ${count} at position ${i}`);
    }
    return sum(counts);
}


/***/ }),

/***/ 2328:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ adjustP)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3303);
/* harmony import */ var _numbers_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3824);


/** Adjusted p-values, each at most 1, equal to R's p.adjust. StatsError outside [0, 1]. */
function adjustP(p, method) {
    p.forEach((value, i) => {
        (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .demand */ .wo)(value >= 0 && value <= 1, () => `p-values must lie in [0, 1], got ${value} at position ${i}`);
    });
    const order = p.map((_, i) => i).sort((a, b) => (0,_numbers_js__WEBPACK_IMPORTED_MODULE_1__.at)(p, a) - (0,_numbers_js__WEBPACK_IMPORTED_MODULE_1__.at)(p, b));
    const ranked = order.map((i) => (0,_numbers_js__WEBPACK_IMPORTED_MODULE_1__.at)(p, i));
    const adjusted = adjustRanked(ranked, method);
    const result = new Array(p.length).fill(1);
    order.forEach((place, rank) => {
        result[place] = Math.min(1, (0,_numbers_js__WEBPACK_IMPORTED_MODULE_1__.at)(adjusted, rank));
    });
    return result;
}
function adjustRanked(p, method) {
    const n = p.length;
    switch (method) {
        case 'bonferroni':
            return p.map((value) => n * value);
        case 'holm':
            return rising(p.map((value, i) => (n - i) * value));
        case 'hommel':
            return hommel(p);
        case 'benjamini-hochberg':
            return falling(p.map((value, i) => (n / (i + 1)) * value));
        case 'benjamini-yekutieli': {
            const harmonic = p.reduce((total, _, i) => total + 1 / (i + 1), 0);
            return falling(p.map((value, i) => ((harmonic * n) / (i + 1)) * value));
        }
    }
}
function rising(values) {
    let high = 0;
    return values.map((value) => (high = Math.max(high, value)));
}
function falling(values) {
    let low = Infinity;
    return values
        .toReversed()
        .map((value) => (low = Math.min(low, value)))
        .toReversed();
}
// Hommel (1988) in the form of Wright (1992): Simes's inequality over every size of intersection.
function hommel(p) {
    const n = p.length;
    const whole = p.reduce((low, value, i) => Math.min(low, (n * value) / (i + 1)), Infinity);
    const adjusted = p.map(() => whole);
    for (let size = n - 1; size >= 2; size--) {
        const lower = n - size + 1;
        let least = Infinity;
        for (let k = 2; k <= size; k++)
            least = Math.min(least, (size * (0,_numbers_js__WEBPACK_IMPORTED_MODULE_1__.at)(p, lower + k - 2)) / k);
        // The largest hypotheses take the bound of the last one below them.
        const last = Math.min(size * (0,_numbers_js__WEBPACK_IMPORTED_MODULE_1__.at)(p, lower - 1), least);
        p.forEach((value, i) => {
            const bound = i < lower ? Math.min(size * value, least) : last;
            adjusted[i] = Math.max((0,_numbers_js__WEBPACK_IMPORTED_MODULE_1__.at)(adjusted, i), bound);
        });
    }
    return adjusted.map((value, i) => Math.max(value, (0,_numbers_js__WEBPACK_IMPORTED_MODULE_1__.at)(p, i)));
}


/***/ }),

/***/ 4779:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ largerMeanP),
/* harmony export */   o: () => (/* binding */ meanError)
/* harmony export */ });
/* harmony import */ var _student_t_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1208);

/** Standard error of a mean; infinite where a single value says nothing of it. */
function meanError({ n, m2 }) {
    return n < 2 ? Infinity : Math.sqrt(Math.max(0, m2) / (n - 1) / n);
}
/**
 * Chance of so large a mean difference or a larger one where there is none: Student's paired test, one-sided. Of differences
 * that are all one, the chance that so many go in one direction. 1 with fewer than two.
 */
function largerMeanP({ n, mean, m2 }) {
    const error = meanError({ n, m2 });
    if (n < 2 || (error === 0 && mean <= 0))
        return 1;
    return error === 0 ? 0.5 ** n : (0,_student_t_js__WEBPACK_IMPORTED_MODULE_0__/* .studentSf */ .d)(mean / error, n - 1);
}


/***/ }),

/***/ 4210:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   kT: () => (/* binding */ demandProportion),
/* harmony export */   mI: () => (/* binding */ clopperPearson),
/* harmony export */   rF: () => (/* binding */ wilson)
/* harmony export */ });
/* unused harmony exports wilsonCorrected, ruleOfThree */
/* harmony import */ var _beta_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(738);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3303);
/* harmony import */ var _normal_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2723);



/** Raises a StatsError unless k events in n trials is possible (n above 0, 0 <= k <= n). */
function demandProportion(k, n, name) {
    const fine = Number.isFinite(n) && n > 0 && k >= 0 && k <= n;
    (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .demand */ .wo)(fine, () => `${name} needs events from 0 to its trials and at least one trial, got ${k} of ${n}`);
}
function check(k, n, confidence) {
    demandProportion(k, n, 'a proportion');
    (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .demandOpenUnit */ .o3)(confidence, 'the confidence');
    return (0,_normal_js__WEBPACK_IMPORTED_MODULE_1__/* .normalUpperQuantile */ .tn)((1 - confidence) / 2);
}
/** Wilson's score interval (1927) for k events in n trials; its ends are exactly 0 or 1 at k = 0 or n. */
function wilson(k, n, confidence = 0.95) {
    const z = check(k, n, confidence);
    const p = k / n;
    const scale = 1 + (z * z) / n;
    const centre = (p + (z * z) / (2 * n)) / scale;
    const reach = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / scale;
    return { low: k === 0 ? 0 : Math.max(0, centre - reach), high: k === n ? 1 : Math.min(1, centre + reach) };
}
/** Wilson's interval with continuity correction (Newcombe 1998, method 4). */
function wilsonCorrected(k, n, confidence = 0.95) {
    const z = check(k, n, confidence);
    const p = k / n;
    const q = 1 - p;
    const scale = 2 * (n + z * z);
    const centre = (2 * n * p + z * z) / scale;
    const below = (1 + z * Math.sqrt(Math.max(0, z * z - 2 - 1 / n + 4 * p * (n * q + 1)))) / scale;
    const above = (1 + z * Math.sqrt(Math.max(0, z * z + 2 - 1 / n + 4 * p * (n * q - 1)))) / scale;
    return { low: k === 0 ? 0 : Math.max(0, centre - below), high: k === n ? 1 : Math.min(1, centre + above) };
}
/** Clopper-Pearson's exact interval (1934), by beta quantiles. */
function clopperPearson(k, n, confidence = 0.95) {
    check(k, n, confidence);
    const tail = (1 - confidence) / 2;
    return {
        low: k === 0 ? 0 : (0,_beta_js__WEBPACK_IMPORTED_MODULE_2__/* .betaQuantile */ .O9)(tail, k, n - k + 1),
        high: k === n ? 1 : (0,_beta_js__WEBPACK_IMPORTED_MODULE_2__/* .betaQuantile */ .O9)(1 - tail, k + 1, n - k),
    };
}
/** Upper limit of a proportion after no event in n trials, 1 - α^(1/n): about 3/n at 95 %. */
function ruleOfThree(n, confidence = 0.95) {
    check(0, n, confidence);
    return -Math.expm1(Math.log1p(-confidence) / n);
}


/***/ }),

/***/ 442:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C2: () => (/* binding */ addRatioBlock),
/* harmony export */   R4: () => (/* binding */ ratioLogE),
/* harmony export */   SQ: () => (/* binding */ informsRatio),
/* harmony export */   xA: () => (/* binding */ candidateShare)
/* harmony export */ });
/* harmony import */ var _tilt_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7795);

/** False for a block that can say nothing about a ratio: no events, or an arm without exposure. */
function informsRatio({ x, n, y, m }) {
    return x + y > 0 && n > 0 && m > 0;
}
/** Probability that an event falls into the candidate when its rate is `ratio` times the baseline's. */
function candidateShare({ n, m }, ratio) {
    return (n * ratio) / (n * ratio + m);
}
/**
 * Adds one block to the evidence about a rate ratio. Given x + y events, x is Binomial(x + y, n r/(n r + m)) when the
 * candidate's rate is r times the baseline's, so the base rate cancels and may drift from block to block. Exact for
 * Poisson events; conservative for rare Bernoulli ones. A block that cannot inform leaves the state as it is.
 */
function addRatioBlock(state, block, nullRatio) {
    if (informsRatio(block))
        (0,_tilt_js__WEBPACK_IMPORTED_MODULE_0__/* .addTilt */ .Rn)(state, block.x, block.x + block.y, candidateShare(block, nullRatio));
}
/** log e-value of all blocks against "ratio <= nullRatio" (side 1) or "ratio >= nullRatio" (side -1). */
function ratioLogE(blocks, nullRatio, side, phi = 1, logWeights) {
    const state = (0,_tilt_js__WEBPACK_IMPORTED_MODULE_0__/* .startTilt */ .Ij)(side);
    for (const block of blocks)
        addRatioBlock(state, block, nullRatio);
    return (0,_tilt_js__WEBPACK_IMPORTED_MODULE_0__/* .tiltLogE */ .P0)(state, phi, logWeights);
}


/***/ }),

/***/ 1208:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ studentQuantile),
/* harmony export */   d: () => (/* binding */ studentSf)
/* harmony export */ });
/* harmony import */ var _beta_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(738);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3303);
/* harmony import */ var _normal_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2723);



/** From here t is turned into a normal z (Abramowitz & Stegun 26.7.8); what that leaves out is of order df^-2. */
const NORMAL_FROM = 1e11;
/** P(T > t) for Student's t with df > 0 degrees of freedom (fractional and infinite df included). */
function studentSf(t, df) {
    (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .demand */ .wo)(df > 0, () => `Student's t needs df > 0, got ${df}`);
    if (df >= NORMAL_FROM)
        return (0,_normal_js__WEBPACK_IMPORTED_MODULE_1__/* .normalSf */ .nG)((t * (1 - 1 / (4 * df))) / Math.sqrt(1 + (t / (2 * df)) * t));
    if (!Number.isFinite(t))
        return Number.isNaN(t) ? NaN : t > 0 ? 0 : 1;
    const ratio = (t / df) * t;
    const half = ratio === Infinity ? 0 : (0,_beta_js__WEBPACK_IMPORTED_MODULE_2__/* .betaLower */ .G_)(df / 2, 0.5, 1 / (1 + ratio), ratio / (1 + ratio)) / 2;
    return t > 0 ? half : 1 - half;
}
/** t with P(T <= t) = p for Student's t; minus and plus infinity at 0 and 1. */
function studentQuantile(p, df) {
    (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .demand */ .wo)(df > 0 && p >= 0 && p <= 1, () => `Student's quantile needs df > 0 and p in [0, 1], got ${df}, ${p}`);
    if (df >= NORMAL_FROM || p === 0 || p === 1 || p === 0.5)
        return (0,_normal_js__WEBPACK_IMPORTED_MODULE_1__/* .normalQuantile */ .Zl)(p);
    const x = (0,_beta_js__WEBPACK_IMPORTED_MODULE_2__/* .betaQuantile */ .O9)(2 * Math.min(p, 1 - p), df / 2, 0.5);
    // Near the middle x rounds to 1, so its complement is inverted on its own.
    const y = x > 0.5 ? (0,_beta_js__WEBPACK_IMPORTED_MODULE_2__/* .betaQuantile */ .O9)(1 - 2 * Math.min(p, 1 - p), 0.5, df / 2) : 1 - x;
    const t = Math.sqrt((df * y) / x);
    return p < 0.5 ? -t : t;
}


/***/ }),

/***/ 7795:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Dk: () => (/* binding */ logUniformGrid),
/* harmony export */   ED: () => (/* binding */ LU24),
/* harmony export */   Ij: () => (/* binding */ startTilt),
/* harmony export */   P0: () => (/* binding */ tiltLogE),
/* harmony export */   Rn: () => (/* binding */ addTilt),
/* harmony export */   kj: () => (/* binding */ EQUAL_LOG_WEIGHTS),
/* harmony export */   pl: () => (/* binding */ REGRESSION_LOG_WEIGHTS)
/* harmony export */ });
/* unused harmony exports LU24_LOG_WEIGHT, binomialTiltLogE */
/* harmony import */ var _log_space_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2475);


/** `count` effects from ln `low` to ln `high`, evenly spaced in the log of the effect. */
function logUniformGrid(low, high, count) {
    const [from, to] = [Math.log(Math.log(low)), Math.log(Math.log(high))];
    return Array.from({ length: count }, (_, j) => Math.exp(from + ((to - from) * j) / (count - 1)));
}
/** The 24 log odds ratios, from 1.05 to 20, over which evidence is mixed. */
const LU24 = logUniformGrid(1.05, 20, 24);
/** log of the weight of each effect of {@link LU24} where all weigh the same. */
const LU24_LOG_WEIGHT = -Math.log(24);
/** Every effect weighs the same. */
const EQUAL_LOG_WEIGHTS = LU24.map(() => LU24_LOG_WEIGHT);
/**
 * What the judge mixes with where a change is relative to the baseline. A regression of 10 % takes the most requests to
 * find, so it gets the most weight; below it the weights fall with the third power of the effect, since changes of 5 %
 * hide inside any margin, and above it with the fourth root, since a large effect outgrows its weight within a look or
 * two. Any weights that sum to 1 keep the promise; these were chosen by simulation, and `bench sequential` shows both.
 */
const REGRESSION_LOG_WEIGHTS = normalized(LU24.map((d) => {
    const log = Math.log(d / Math.log(1.1));
    return log < 0 ? 3 * log : -log / 4;
}));
function normalized(logs) {
    const total = (0,_log_space_js__WEBPACK_IMPORTED_MODULE_0__/* .logSumExp */ .VZ)(logs);
    return logs.map((log) => log - total);
}
const EXPM1 = {
    1: LU24.map((d) => Math.expm1(d)),
    [-1]: LU24.map((d) => Math.expm1(-d)),
};
/** Nothing seen yet: the e-value is 1. */
function startTilt(side) {
    return { side, sums: LU24.map(() => 0) };
}
/**
 * Adds one block of x successes out of k, whose null success probability is theta0: for each effect d the log
 * likelihood ratio x d - k log(1 + theta0 (e^d - 1)) of odds e^d times the null's. Blocks may differ in theta0,
 * which is the stratification; x and k may be fractional.
 */
function addTilt(state, x, k, theta0) {
    const { side, sums } = state;
    const growth = EXPM1[side];
    for (let j = 0; j < sums.length; j++) {
        const step = side * x * (LU24[j] ?? 0) - k * Math.log1p(theta0 * (growth[j] ?? 0));
        sums[j] = (sums[j] ?? 0) + step;
    }
}
/** log of the e-value: the weighted average over the effects, each tempered by `phi` (1 leaves it exact). */
function tiltLogE(state, phi = 1, logWeights = EQUAL_LOG_WEIGHTS) {
    return (0,_log_space_js__WEBPACK_IMPORTED_MODULE_0__/* .logSumExp */ .VZ)(state.sums.map((sum, j) => sum / phi + (logWeights[j] ?? -Infinity)));
}
/**
 * log e-value of x successes out of k against "theta <= theta0" (side 1) or "theta >= theta0" (side -1); valid at
 * every moment it is looked at. Source: likelihood ratio mixture over {@link LU24}, Ville's inequality.
 */
function binomialTiltLogE(x, k, theta0, side) {
    demand(theta0 > 0 && theta0 < 1, () => `theta0 must lie strictly between 0 and 1, got ${theta0}`);
    demand(x >= 0 && x <= k && Number.isFinite(k), () => `needs 0 <= x <= k, got x = ${x}, k = ${k}`);
    const state = startTilt(side);
    addTilt(state, x, k, theta0);
    return tiltLogE(state);
}


/***/ }),

/***/ 6050:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ decode),
/* harmony export */   l: () => (/* binding */ encode)
/* harmony export */ });
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4362);
/* harmony import */ var _refused_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7172);
/* harmony import */ var _shape_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6875);
/* harmony import */ var _verdict_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(877);




/** One line of canonical JSON; NaN and infinities in samples travel as strings. */
function encode(verdict) {
    return (0,_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .canonicalJson */ .d)(spellNumbers(verdict));
}
/**
 * Reads a verdict back, or throws `VerdictRefused` naming every problem: an unknown schema, a wrong shape, a policy
 * whose digest is not its own, an outcome that its findings contradict. `rejudge`, when given, judges the samples
 * again under the policy the verdict carries and returns what it finds wrong.
 */
function decode(text, rejudge) {
    const verdict = (0,_shape_js__WEBPACK_IMPORTED_MODULE_1__/* .readVerdict */ .wk)(parse(text));
    const problems = [...inconsistencies(verdict), ...(rejudge?.(verdict) ?? [])];
    if (problems.length > 0)
        throw new _refused_js__WEBPACK_IMPORTED_MODULE_2__/* .VerdictRefused */ .U(problems);
    return verdict;
}
function parse(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        throw new _refused_js__WEBPACK_IMPORTED_MODULE_2__/* .VerdictRefused */ .U(['it is not JSON']);
    }
}
function inconsistencies(verdict) {
    const problems = [];
    const concluded = (0,_verdict_js__WEBPACK_IMPORTED_MODULE_3__/* .conclude */ .Ep)(verdict.evidence);
    if (concluded.outcome !== verdict.outcome || concluded.reason !== verdict.reason) {
        problems.push(`it says ${verdict.outcome} (${verdict.reason}) but its evidence concludes in ${concluded.outcome} (${concluded.reason})`);
    }
    if ((0,_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .digestOf */ .o)(verdict.policy.document) !== verdict.policy.digest) {
        problems.push('its policy is not the one its policy digest names');
    }
    return problems;
}
function spellNumbers(value) {
    if (typeof value === 'number' && !Number.isFinite(value))
        return String(value);
    if (Array.isArray(value))
        return value.map(spellNumbers);
    if (typeof value !== 'object' || value === null)
        return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, spellNumbers(item)]));
}


/***/ }),

/***/ 7680:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ik: () => (/* binding */ object),
/* harmony export */   Jt: () => (/* binding */ flag),
/* harmony export */   N4: () => (/* binding */ note),
/* harmony export */   Qq: () => (/* binding */ text),
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   Xd: () => (/* binding */ orNull),
/* harmony export */   ai: () => (/* binding */ number),
/* harmony export */   c3: () => (/* binding */ listOf),
/* harmony export */   g1: () => (/* binding */ record),
/* harmony export */   iG: () => (/* binding */ anyNumber),
/* harmony export */   u4: () => (/* binding */ isRecord),
/* harmony export */   yL: () => (/* binding */ oneOf)
/* harmony export */ });
const MAX_PROBLEMS = 50;
function note(problems, path, expected) {
    if (problems.length < MAX_PROBLEMS)
        problems.push(`${path} must be ${expected}`);
}
const text = (data, path, problems) => {
    if (typeof data === 'string')
        return data;
    note(problems, path, 'text');
    return '';
};
const flag = (data, path, problems) => {
    if (typeof data === 'boolean')
        return data;
    note(problems, path, 'true or false');
    return false;
};
/** A finite number. */
const number = (data, path, problems) => {
    if (typeof data === 'number' && Number.isFinite(data))
        return data;
    note(problems, path, 'a finite number');
    return 0;
};
/** A finite number of at least zero. */
const count = (data, path, problems) => {
    const value = number(data, path, problems);
    if (value < 0)
        note(problems, path, 'at least 0');
    return value;
};
const SPELLED = {
    NaN: Number.NaN,
    Infinity: Infinity,
    '-Infinity': -Infinity,
};
/** Any number; NaN and infinities are spelled as text. */
const anyNumber = (data, path, problems) => typeof data === 'string' && data in SPELLED ? (SPELLED[data] ?? 0) : number(data, path, problems);
function orNull(inner) {
    return (data, path, problems) => (data === null ? null : inner(data, path, problems));
}
function oneOf(words) {
    return (data, path, problems) => {
        const found = words.find((word) => word === data);
        if (found === undefined)
            note(problems, path, `one of ${words.join(', ')}`);
        return found ?? words[0];
    };
}
function listOf(item) {
    return (data, path, problems) => {
        if (Array.isArray(data))
            return data.map((each, i) => item(each, `${path}[${i}]`, problems));
        note(problems, path, 'a list');
        return [];
    };
}
function isRecord(data) {
    return typeof data === 'object' && data !== null && !Array.isArray(data);
}
/** An object with all of `required` and any of `extra`; other keys are refused, for they would be lost. */
function object(required, extra) {
    return (data, path, problems) => {
        const out = {};
        if (!isRecord(data))
            note(problems, path, 'an object');
        const given = isRecord(data) ? data : {};
        for (const [key, decode] of Object.entries(required)) {
            if (isRecord(data))
                out[key] = decode(given[key], `${path}.${key}`, problems);
        }
        for (const [key, decode] of Object.entries(extra ?? {})) {
            if (given[key] !== undefined)
                out[key] = decode(given[key], `${path}.${key}`, problems);
        }
        for (const key of Object.keys(given)) {
            if (!Object.hasOwn(required, key) && !Object.hasOwn(extra ?? {}, key))
                note(problems, `${path}.${key}`, 'absent');
        }
        return out;
    };
}
/** Any JSON object, kept as it is. */
const record = (data, path, problems) => {
    if (isRecord(data))
        return data;
    note(problems, path, 'an object');
    return {};
};


/***/ }),

/***/ 4362:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ canonicalJson),
/* harmony export */   o: () => (/* binding */ digestOf)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);

/** JSON with keys sorted at every level and no spaces: the same value gives the same bytes (numbers as ECMAScript prints them). */
function canonicalJson(value) {
    return JSON.stringify(sorted(value));
}
function sorted(value) {
    if (Array.isArray(value))
        return value.map(sorted);
    if (typeof value !== 'object' || value === null)
        return value;
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]));
}
/** `sha256:` and the hexadecimal digest of the canonical JSON of a value. */
function digestOf(value) {
    return `sha256:${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(canonicalJson(value)).digest('hex')}`;
}


/***/ }),

/***/ 7172:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ VerdictRefused)
/* harmony export */ });
/** A document that we cannot rely on, with every reason found. */
class VerdictRefused extends Error {
    name = 'VerdictRefused';
    problems;
    constructor(problems) {
        super(`this document cannot be relied on: ${problems.join('; ')}`);
        this.problems = problems;
    }
}


/***/ }),

/***/ 6875:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  T4: () => (/* binding */ readPolicy),
  aM: () => (/* binding */ readSamples),
  wk: () => (/* binding */ readVerdict)
});

// UNUSED EXPORTS: policy, samples

// EXTERNAL MODULE: ./.build-cli/packages/verdict/src/decoder.js
var decoder = __webpack_require__(7680);
;// CONCATENATED MODULE: ./.build-cli/packages/verdict/src/evidence.js
/** Closed list: adding one is an API change. */
const EVIDENCE_REASONS = [
    'within_margin',
    'tolerated_change',
    'limit_kept',
    'regression',
    'beyond_margin',
    'certainly_beyond_margin',
    'limit_exceeded',
    'more_trials_needed',
    'too_few_trials',
    'no_data',
    'no_baseline',
    'no_candidate',
    'no_events',
    'not_a_number',
    'infinite',
    'negative',
    'zero_exposure',
    'events_without_exposure',
    'events_exceed_trials',
    'counter_reset',
    'source_unreachable',
    'source_refused',
    'not_observed',
    'sample_ratio_mismatch',
    'wrong_samples',
    'second_look',
    'condition_met',
    'condition_failed',
    'condition_undecided',
    'measurement_errors',
    'score_pass',
    'score_marginal',
    'score_fail',
    'judge_error',
    'not_comparable',
    'difference_within_budget',
    'difference_beyond_budget',
    'not_heard_from',
    'check_passed',
    'check_failed',
];

// EXTERNAL MODULE: ./.build-cli/packages/verdict/src/refused.js
var refused = __webpack_require__(7172);
// EXTERNAL MODULE: ./.build-cli/packages/verdict/src/verdict.js
var verdict = __webpack_require__(877);
;// CONCATENATED MODULE: ./.build-cli/packages/verdict/src/shape.js




const ARMS = {
    proportion: (0,decoder/* object */.Ik)({ kind: decoder/* text */.Qq, events: decoder/* number */.ai, trials: decoder/* number */.ai }),
    count: (0,decoder/* object */.Ik)({ kind: decoder/* text */.Qq, events: decoder/* number */.ai, exposure: decoder/* number */.ai }),
    summary: (0,decoder/* object */.Ik)({ kind: decoder/* text */.Qq, n: decoder/* count */.U9, mean: decoder/* anyNumber */.iG, m2: decoder/* anyNumber */.iG }),
    values: (0,decoder/* object */.Ik)({ kind: decoder/* text */.Qq, values: (0,decoder/* listOf */.c3)(decoder/* anyNumber */.iG) }),
    histogram: (0,decoder/* object */.Ik)({ kind: decoder/* text */.Qq, bounds: (0,decoder/* listOf */.c3)(decoder/* anyNumber */.iG), counts: (0,decoder/* listOf */.c3)(decoder/* number */.ai) }),
    sketch: (0,decoder/* object */.Ik)({
        kind: decoder/* text */.Qq,
        accuracy: decoder/* number */.ai,
        zeros: decoder/* count */.U9,
        bins: (0,decoder/* listOf */.c3)((data, path, problems) => {
            const pair = (0,decoder/* listOf */.c3)(decoder/* number */.ai)(data, path, problems);
            if (pair.length !== 2)
                (0,decoder/* note */.N4)(problems, path, 'an index and a count');
            return [pair[0] ?? 0, pair[1] ?? 0];
        }),
    }),
    scalar: (0,decoder/* object */.Ik)({ kind: decoder/* text */.Qq, value: decoder/* anyNumber */.iG }),
    absent: (0,decoder/* object */.Ik)({
        kind: decoder/* text */.Qq,
        absence: (0,decoder/* oneOf */.yL)([
            'no_data',
            'not_a_number',
            'infinite',
            'counter_reset',
            'negative',
            'zero_exposure',
            'events_without_exposure',
            'events_exceed_trials',
            'source_unreachable',
            'source_refused',
            'not_observed',
        ]),
    }, { detail: decoder/* text */.Qq }),
};
const arm = (data, path, problems) => {
    const kind = (0,decoder/* isRecord */.u4)(data) && typeof data['kind'] === 'string' ? data['kind'] : '';
    const decode = Object.hasOwn(ARMS, kind) ? ARMS[kind] : undefined;
    if (decode !== undefined)
        return decode(data, path, problems);
    (0,decoder/* note */.N4)(problems, `${path}.kind`, `one of ${Object.keys(ARMS).join(', ')}`);
    return { kind: 'absent', absence: 'no_data' };
};
const block = (0,decoder/* object */.Ik)({ from: decoder/* number */.ai, to: decoder/* number */.ai, weight: decoder/* number */.ai, baseline: arm, candidate: arm }, { paired: (0,decoder/* object */.Ik)({ candidateOnly: decoder/* count */.U9, baselineOnly: decoder/* count */.U9 }) });
const samples = (0,decoder/* object */.Ik)({ metric: decoder/* text */.Qq, blocks: (0,decoder/* listOf */.c3)(block) }, { notes: (0,decoder/* listOf */.c3)(decoder/* text */.Qq) });
const metricPolicy = (0,decoder/* object */.Ik)({
    name: decoder/* text */.Qq,
    kind: (0,decoder/* oneOf */.yL)(['proportion', 'count', 'mean', 'quantile', 'series', 'scalar']),
    worse: (0,decoder/* oneOf */.yL)(['higher', 'lower', 'either']),
    margin: (0,decoder/* object */.Ik)({ value: decoder/* number */.ai, of: (0,decoder/* oneOf */.yL)(['baseline', 'unit']) }),
    critical: decoder/* flag */.Jt,
    weight: decoder/* count */.U9,
    judge: decoder/* text */.Qq,
}, { quantile: decoder/* number */.ai, limit: decoder/* number */.ai, unit: decoder/* text */.Qq, settings: decoder/* record */.g1 });
const policy = (0,decoder/* object */.Ik)({
    confidence: decoder/* number */.ai,
    minTrials: decoder/* count */.U9,
    failWhen: (0,decoder/* oneOf */.yL)(['beyond-margin', 'any-regression', 'certainly-beyond-margin']),
    stages: decoder/* number */.ai,
    metrics: (0,decoder/* listOf */.c3)(metricPolicy),
});
const observed = (0,decoder/* object */.Ik)({ trials: decoder/* number */.ai, value: (0,decoder/* orNull */.Xd)(decoder/* number */.ai) }, { events: decoder/* number */.ai });
const evidence = (0,decoder/* object */.Ik)({
    metric: decoder/* text */.Qq,
    finding: (0,decoder/* oneOf */.yL)(['fine', 'worse', 'unknown']),
    reason: (0,decoder/* oneOf */.yL)(EVIDENCE_REASONS),
    scale: (0,decoder/* oneOf */.yL)(['ratio', 'difference', 'absolute']),
    effect: (0,decoder/* object */.Ik)({ estimate: (0,decoder/* orNull */.Xd)(decoder/* number */.ai), low: (0,decoder/* orNull */.Xd)(decoder/* number */.ai), high: (0,decoder/* orNull */.Xd)(decoder/* number */.ai) }),
    margin: (0,decoder/* orNull */.Xd)(decoder/* number */.ai),
    unit: decoder/* text */.Qq,
    confidence: decoder/* number */.ai,
    observed: (0,decoder/* object */.Ik)({ baseline: observed, candidate: observed }),
    judge: decoder/* text */.Qq,
    critical: decoder/* flag */.Jt,
    policy: metricPolicy,
    samples,
}, { needed: decoder/* number */.ai, notes: (0,decoder/* listOf */.c3)(decoder/* text */.Qq), logE: (0,decoder/* object */.Ik)({ fail: decoder/* number */.ai, pass: decoder/* number */.ai }) });
const shape_verdict = (0,decoder/* object */.Ik)({
    schema: ((data, path, problems) => {
        if (data !== 1)
            (0,decoder/* note */.N4)(problems, path, '1, the only schema known here');
        return 1;
    }),
    action: decoder/* text */.Qq,
    subject: (0,decoder/* object */.Ik)({ repository: decoder/* text */.Qq, sha: decoder/* text */.Qq, environment: decoder/* text */.Qq, service: decoder/* text */.Qq }, { artifact: decoder/* text */.Qq }),
    outcome: (0,decoder/* oneOf */.yL)(['pass', 'fail', 'inconclusive']),
    reason: (0,decoder/* oneOf */.yL)(verdict/* VERDICT_REASONS */.QJ),
    evidence: (0,decoder/* listOf */.c3)(evidence),
    window: (0,decoder/* object */.Ik)({ from: decoder/* number */.ai, to: decoder/* number */.ai }),
    policy: (0,decoder/* object */.Ik)({ digest: decoder/* text */.Qq, document: policy }),
}, {
    exposed: (0,decoder/* object */.Ik)({ requests: decoder/* count */.U9, share: decoder/* number */.ai }),
    details: ((data, path, problems) => {
        const kept = (0,decoder/* record */.g1)(data, path, problems);
        return { ...kept, kind: (0,decoder/* text */.Qq)(kept['kind'], `${path}.kind`, problems) };
    }),
});
/** Unknown data as a verdict, or `VerdictRefused` naming every place that does not fit. */
function readVerdict(data) {
    return read(shape_verdict, 'verdict', data);
}
/** Unknown data as samples, or `VerdictRefused` naming every place that does not fit. */
function readSamples(data) {
    return read(samples, 'samples', data);
}
/** Unknown data as a policy, or `VerdictRefused` naming every place that does not fit. */
function readPolicy(data) {
    return read(policy, 'policy', data);
}
function read(decode, what, data) {
    const problems = [];
    const value = decode(data, what, problems);
    if (problems.length > 0)
        throw new refused/* VerdictRefused */.U(problems);
    return value;
}


/***/ }),

/***/ 877:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ep: () => (/* binding */ conclude),
/* harmony export */   QJ: () => (/* binding */ VERDICT_REASONS)
/* harmony export */ });
/* unused harmony export combine */
/** Closed list: adding one is an API change. */
const VERDICT_REASONS = [
    'within_margin',
    'regression_found',
    'not_enough_data',
    'nothing_measured',
    'sample_ratio_mismatch',
    'source_unavailable',
];
const SOURCE_FAULTS = new Set(['source_unreachable', 'source_refused']);
/** One harmful critical finding fails the whole; one unknown leaves it open; silence never passes. */
function conclude(evidence) {
    const critical = evidence.filter((e) => e.critical);
    if (critical.some((e) => e.finding === 'worse'))
        return { outcome: 'fail', reason: 'regression_found' };
    const open = critical.filter((e) => e.finding === 'unknown');
    if (critical.length === 0)
        return { outcome: 'inconclusive', reason: 'nothing_measured' };
    if (open.length === 0)
        return { outcome: 'pass', reason: 'within_margin' };
    return { outcome: 'inconclusive', reason: whyOpen(open) };
}
function whyOpen(open) {
    if (open.some((e) => e.reason === 'sample_ratio_mismatch'))
        return 'sample_ratio_mismatch';
    if (open.some((e) => SOURCE_FAULTS.has(e.reason)))
        return 'source_unavailable';
    if (open.every((e) => e.reason === 'no_data'))
        return 'nothing_measured';
    return 'not_enough_data';
}
/** The conclusion over all evidence of several verdicts; order does not matter, and one verdict combines to itself. */
function combine(verdicts) {
    return conclude(verdicts.flatMap((v) => v.evidence));
}


/***/ })

};
