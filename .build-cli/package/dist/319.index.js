export const id = 319;
export const ids = [319];
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

/***/ 9319:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  shadowCommand: () => (/* binding */ shadowCommand)
});

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:perf_hooks"
var external_node_perf_hooks_ = __webpack_require__(643);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./.build-cli/packages/judge/src/judge.js + 1 modules
var judge = __webpack_require__(9258);
// EXTERNAL MODULE: ./.build-cli/packages/report/src/escape.js
var src_escape = __webpack_require__(1864);
// EXTERNAL MODULE: ./.build-cli/packages/report/src/numbers.js
var numbers = __webpack_require__(8969);
;// CONCATENATED MODULE: ./.build-cli/packages/report/src/shadow/words.js

/** How a status is called, and what it means. */
const STATUS = {
    worse: { mark: '❌', word: 'differs' },
    undecided: { mark: '❔', word: 'undecided' },
    'not comparable': { mark: '🌫️', word: 'not comparable by value' },
    within: { mark: '✅', word: 'within noise or budget' },
};
/** The word for a status; what it is about where that is not the value, and about how many more pairs decide. */
function statusWords({ status, needed, by }) {
    const { word } = STATUS[status];
    if (status === 'worse')
        return by === undefined || by === 'value' ? word : `${word} in ${by}`;
    return status === 'within' || needed === undefined ? word : `${word}, ≈ ${(0,numbers/* numbered */.jN)(needed, 'more pair')}`;
}
/** What kinds of difference there were, in words. */
function kindsOf(row) {
    return row.kinds
        .map(({ kind, count }) => {
        const direction = kind === 'value' ? directionOf(row, count) : '';
        return `${KINDS[kind] ?? kind} ${(0,numbers/* counted */.hS)(count)}${direction === '' ? '' : ` (${direction})`}`;
    })
        .join(', ');
}
const KINDS = {
    value: 'value',
    type: 'type',
    missing: 'missing',
    extra: 'added',
    length: 'length',
};
/** Where most values went; blank where they went both ways, or nowhere that has a name. */
function directionOf(row, values) {
    const moved = Math.max(row.higher, row.lower);
    if (values === 0 || moved / values < 0.8)
        return '';
    const where = wordsFor(row)[row.higher > row.lower ? 0 : 1];
    if (moved < values)
        return `${(0,numbers/* shareOfAll */.iK)(moved / values)} of them ${where}`;
    return values === 1 ? where : `all ${where}`;
}
/** Numbers go up or down, texts get longer or shorter; the examples tell which of the two a field holds. */
function wordsFor({ examples }) {
    const texts = examples
        .filter(({ kind }) => kind === 'value')
        .map(({ primary }) => /^("|an? (empty )?text\b)/.test(primary));
    if (texts.length === 0 || new Set(texts).size > 1)
        return ['larger or longer', 'smaller or shorter'];
    return texts[0] === true ? ['longer', 'shorter'] : ['upwards', 'downwards'];
}
/** The excess rate with its bounds. */
function excessOf({ excess, low, high }) {
    const bounds = low === null || high === null ? '' : ` (${(0,numbers/* share */.uM)(low)} to ${(0,numbers/* share */.uM)(high)})`;
    return `${(0,numbers/* share */.uM)(excess)}${bounds}`;
}
/** A rate with its bounds. */
function rateText({ rate, low, high, }) {
    return `${(0,numbers/* share */.uM)(rate)}${low === undefined || high === undefined ? '' : ` (${(0,numbers/* share */.uM)(low)} to ${(0,numbers/* share */.uM)(high)})`}`;
}
/** Of accuracy and gain points are lost; errors grow by a share of themselves. */
function lossWords({ type }) {
    const points = (loss) => `${(0,numbers/* plainNumber */.ku)(loss * 100)} points`;
    if (type === 'regression')
        return { lost: 'error growth', loses: 'has larger errors than', show: (loss) => (0,numbers/* share */.uM)(loss) };
    if (type === 'ranking')
        return { lost: 'gain lost', loses: 'has less gain than', show: points };
    return { lost: 'accuracy lost', loses: 'is right less often than', show: points };
}
/** The median change of a measure with its bounds. */
function changeText({ median, low, high }) {
    return `${(0,numbers/* plainNumber */.ku)(median)}${low === null || high === null ? '' : ` (${(0,numbers/* plainNumber */.ku)(low)} to ${(0,numbers/* plainNumber */.ku)(high)})`}`;
}
/** A figure with its interval and, where there is one, the stable model's. */
function figureText(figure) {
    const show = (value) => isShare(figure)
        ? (0,numbers/* share */.uM)(value)
        : `${(0,numbers/* plainNumber */.ku)(value)}${figure.unit === undefined ? '' : ` ${figure.unit}`}`;
    const bounds = figure.low === undefined || figure.high === undefined
        ? ''
        : ` (${show(figure.low)} to ${show(figure.high)})`;
    const stable = figure.stable === undefined ? '' : `, stable ${show(figure.stable)}`;
    const note = figure.note === undefined ? '' : `, ${figure.note}`;
    return `${show(figure.value)}${bounds}${stable}${note}`;
}
function isShare({ unit }) {
    return unit === 'share';
}

;// CONCATENATED MODULE: ./.build-cli/packages/report/src/shadow/captions.js


/** What bounds in parentheses promise in the tables of fields and measures. */
function boundsCaption(confidence) {
    return `In parentheses: bounds, each of which holds at ${(0,numbers/* share */.uM)(confidence)} by itself.`;
}
/** What a flag in the table of slices says; `flag` is how the medium shows one. */
function slicesCaption({ repeated }, confidence, flag) {
    const meaning = repeated > 0
        ? 'the field certainly differs more than its noise there'
        : 'the field certainly differs more often there than everywhere';
    return `${flag} marks where ${meaning}; ${falseFlags(confidence)}.`;
}
/** What a flag in the table of a model's slices says; empty where no truth is known, for nothing is flagged then. */
function modelSlicesCaption(model, confidence, flag) {
    if (model.slices.every(({ loss }) => loss === undefined))
        return '';
    return `${flag} marks where the candidate certainly ${lossWords(model).loses} the stable model; ${falseFlags(confidence)}.`;
}
/** What bounds in parentheses promise among the figures of models. */
function intervalsCaption(confidence) {
    return `In parentheses: intervals, each of which holds at ${(0,numbers/* share */.uM)(confidence)}.`;
}
function falseFlags(confidence) {
    return `of all marks, no more than ${(0,numbers/* share */.uM)(1 - confidence)} are expected to be false alarms`;
}
/** Distinct values up to which distributions are exact; beyond, each value is known to this share of itself. */
const EXACT = 1000;
const WITHIN = 0.005;
/** How exact quantiles are; empty where no arm can have more values than are kept exactly. */
function measuresCaption({ measures }) {
    return measures.some(({ arms }) => arms.some(({ n }) => n > EXACT))
        ? `Quantiles and means of more than ${(0,numbers/* counted */.hS)(EXACT)} distinct values are within ${(0,numbers/* share */.uM)(WITHIN)}.`
        : '';
}
/** How exact figures of drift are; empty where nothing can have more values than are kept exactly. */
function driftCaption({ compared, model }) {
    return model !== undefined && model.drift.length > 0 && compared > EXACT
        ? `Drift of numbers with more than ${(0,numbers/* counted */.hS)(EXACT)} distinct values is computed from values within ${(0,numbers/* share */.uM)(WITHIN)}.`
        : '';
}
/** That nothing was left out, for any number of pairs. */
function allCompared(compared) {
    if (compared === 0)
        return 'there was no pair to compare';
    return compared === 1 ? 'the one pair was compared' : `all ${(0,numbers/* counted */.hS)(compared)} pairs were compared`;
}

;// CONCATENATED MODULE: ./.build-cli/packages/report/src/shadow/excerpt.js

/** What is never cut apart: a character, an escape of JSON, and two such escapes that are one character. */
const UNIT = /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u[\da-fA-F]{4}|\\.|./gsu;
/**
 * Two values that differ, each as one line of at most `limit` characters that shows where they first do. Both begin at the
 * same place; `…` stands for what is left out.
 */
function excerpts(primary, candidate, limit) {
    const [a, b] = [unitsOf(primary), unitsOf(candidate)];
    const from = sizeOf(a) <= limit && sizeOf(b) <= limit ? 0 : beginning(a, b, limit);
    return [cut(a, from, limit), cut(b, from, limit)];
}
/** Whether two values were cut before they differ, so that both read the same. */
function differsLater(primary, candidate) {
    return primary === candidate && primary.endsWith('…');
}
function unitsOf(text) {
    return (0,src_escape/* oneLine */.TN)(text, Infinity).match(UNIT) ?? [];
}
function sizeOf(units) {
    return units.reduce((sum, unit) => sum + [...unit].length, 0);
}
/** A third of the room goes to what comes before the difference, unless all of that fits into half of it. */
function beginning(a, b, limit) {
    const differs = a.findIndex((unit, i) => unit !== b[i]);
    const first = differs < 0 ? a.length : differs;
    const areEqual = differs < 0 && a.length === b.length;
    if (areEqual || sizeOf(a.slice(0, first)) <= limit / 2)
        return 0;
    let from = first;
    while (from > 0 && sizeOf(a.slice(from - 1, first)) <= limit / 3)
        from--;
    return from;
}
function cut(units, from, limit) {
    const before = from > 0 ? '…' : '';
    const rest = units.slice(from);
    const room = limit - before.length;
    if (sizeOf(rest) <= room)
        return before + rest.join('');
    let [kept, size] = [0, 0];
    for (const unit of rest) {
        size += [...unit].length;
        // The last character is for the ellipsis.
        if (size > room - 1)
            break;
        kept++;
    }
    return `${before}${rest.slice(0, kept).join('')}…`;
}

;// CONCATENATED MODULE: ./.build-cli/packages/report/src/shadow/sentence.js

/** The comparison in words that need no statistics to be read. `confidence` is that of the verdict. */
function sentence(details, confidence) {
    const { compared, model } = details;
    if (compared === 0)
        return 'No answers could be compared.';
    if (model === undefined) {
        const said = differences(details) ?? nothingDiffers(compared, confidence);
        return `Both versions answered the same ${many(compared, 'request')}${twice(details, 'primary')}. ${capital(said)}.`;
    }
    const others = differences(details);
    return [
        `Both models answered the same ${many(compared, 'input')}${twice(details, 'stable one')}.`,
        ` ${predictions(model)}.`,
        others === undefined ? '' : ` Apart from the predictions, ${others}.`,
    ].join('');
}
function many(count, what) {
    return count === 1 ? what : `${(0,numbers/* counted */.hS)(count)} ${what}s`;
}
function twice(details, who) {
    return details.noise === 'paired' && details.repeated > 0
        ? `, and the ${who} twice, to tell noise from change`
        : '';
}
/** What became of the fields; undefined where none differs. */
function differences({ paths, differing, noise, repeated }) {
    const worse = paths.filter(({ status }) => status === 'worse');
    const open = paths.filter(({ status }) => status === 'undecided');
    const most = Math.max(0, ...worse.map(({ excess }) => excess));
    const [explain, within, is] = noise !== 'none' && repeated > 0
        ? ['noise and budget explain', 'noise and budget', 'noise']
        : ['the budget allows', 'the budget', 'within the budget'];
    if (worse.length > 0)
        return `${fields(worse.length)} more than ${explain}, in up to ${(0,numbers/* shareOfAll */.iK)(most)} of the answers`;
    if (open.length > 0)
        return `${fields(open.length)}, and more requests are needed to tell whether that is ${is}`;
    return differing > 0 ? `what differs stays within ${within}` : undefined;
}
function fields(count) {
    return count === 1 ? 'one field differs' : `${(0,numbers/* counted */.hS)(count)} fields differ`;
}
/** The bound that n answers without a difference prove: at 95 % about 3/n. */
function nothingDiffers(compared, confidence) {
    const bound = (0,numbers/* share */.uM)(1 - (1 - confidence) ** (1 / compared));
    return `no answer differs, which proves (at ${(0,numbers/* share */.uM)(confidence)}) that each field differs in less than ${bound} of all answers; to prove less takes more requests`;
}
/** What agreement means for a kind of model. */
const AGREE = {
    classification: 'agree in',
    regression: 'give nearly the same number in',
    ranking: 'give the same order in',
    embedding: 'give nearly the same vector in',
    text: 'say the same in',
};
/** The figure that tells how good both are where the truth is known, and how it is said. */
const TRUTH = [
    { figure: 'accuracy', verb: 'is right in', show: numbers/* shareOfAll */.iK },
    { figure: 'mean absolute error', verb: 'is off by a mean of', show: numbers/* plainNumber */.ku },
    { figure: 'mean discounted gain', verb: 'reaches a discounted gain of', show: numbers/* plainNumber */.ku },
];
function predictions({ type, figures }) {
    const figure = (name) => figures.find((each) => each.name === name);
    const agreement = figure('agreement');
    if (agreement === undefined)
        return 'None of their predictions could be compared';
    const agree = Object.hasOwn(AGREE, type) ? AGREE[type] : undefined;
    const said = `They ${agree ?? 'agree in'} ${(0,numbers/* shareOfAll */.iK)(agreement.value)} of the answers`;
    const [truth] = TRUTH.flatMap(({ figure: name, verb, show }) => {
        const { value, stable } = figure(name) ?? {};
        if (value === undefined || stable === undefined)
            return [];
        return [
            `the candidate ${verb} ${show(value)}, the stable model ${verb.split(' ').at(-1) ?? ''} ${show(stable)}`,
        ];
    });
    return truth === undefined ? said : `${said}; where the truth is known, ${truth}`;
}
function capital(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}

;// CONCATENATED MODULE: ./.build-cli/packages/report/src/shadow/markdown.js






/** Rows of each table that a comment shows; the page shows all. */
const SHOWN = { paths: 20, slices: 10, flips: 10, within: 3 };
/** Characters of a value in a comment. */
const VALUE = 60;
/**
 * The sections of a shadow report for a comment: what differs, slices, models, what was measured, cost, what was left out.
 * `confidence` is that of the verdict.
 */
function shadowMarkdown(details, confidence) {
    return [
        sentence(details, confidence),
        pathsTable(details, confidence),
        slicesTable(details, confidence),
        ...(details.model === undefined ? [] : modelParts(details, details.model, confidence)),
        measuresTable(details, confidence),
        costLine(details),
        lostLine(details),
        ...details.conduct.map((line) => `- ${(0,src_escape.md)(line, 300)}`),
    ].filter((part) => part !== '');
}
function table(head, rows) {
    const line = (cells) => `| ${cells.join(' | ')} |`;
    const align = head.map((_, i) => (i === 0 ? '---' : '--:'));
    return [line(head), `|${align.join('|')}|`, ...rows.map(line)].join('\n');
}
/** Small print; blank stays blank. */
function small(...captions) {
    const said = captions.filter((caption) => caption !== '');
    return said.length === 0 ? '' : `<sub>${said.join(' ')}</sub>`;
}
function pathsTable({ paths, pathsOmitted, redacted }, confidence) {
    const within = paths.filter(({ status }) => status === 'within');
    const telling = paths.filter(({ status }) => status !== 'within');
    const shown = [...telling.slice(0, SHOWN.paths), ...within.slice(0, SHOWN.within)];
    if (shown.length === 0)
        return '';
    const more = paths.length - shown.length + pathsOmitted;
    return [
        '**What differs**',
        table(['field', 'candidate differs', 'noise', 'beyond noise', 'how', 'example'], shown.map(pathRow)),
        more > 0 ? `_and ${(0,numbers/* numbered */.jN)(more, 'more field')} in the full report_` : '',
        small(shown.some(({ low }) => low !== null) ? boundsCaption(confidence) : '', redacted ? 'Values are hidden: types and shapes are shown. `redact: none` shows them.' : ''),
    ]
        .filter((part) => part !== '')
        .join('\n\n');
}
function pathRow(row) {
    const [example] = row.examples;
    return [
        `${STATUS[row.status].mark} **${(0,src_escape.md)(row.path, 80)}**<br><sub>${statusWords(row)}</sub>`,
        (0,numbers/* share */.uM)(row.rate),
        row.noise === null ? 'not measured' : (0,numbers/* share */.uM)(row.noise),
        excessOf(row),
        kindsOf(row),
        example === undefined ? '' : exampleCell(example),
    ];
}
function exampleCell({ id, primary, candidate }) {
    const [before, after] = excerpts(primary, candidate, VALUE);
    const later = differsLater(primary, candidate) ? ', which differ later' : '';
    return `${(0,src_escape.md)(before, VALUE)} → ${(0,src_escape.md)(after, VALUE)}<br><sub>${(0,src_escape.md)(id, 40)}${later}</sub>`;
}
function slicesTable(details, confidence) {
    const { slices } = details;
    if (slices.length === 0)
        return '';
    const rows = slices
        .slice(0, SHOWN.slices)
        .map((slice) => [
        `${slice.flagged ? '❌ ' : ''}${(0,src_escape.md)(slice.name, 80)}`,
        (0,numbers/* counted */.hS)(slice.pairs),
        (0,src_escape.md)(slice.path, 60),
        rateText(slice),
        slice.noise === null ? 'not measured' : (0,numbers/* share */.uM)(slice.noise),
    ]);
    const more = slices.length - SHOWN.slices;
    return [
        '**By slice**',
        table(['slice', 'pairs', 'field', 'differs', 'noise'], rows),
        more > 0 ? `_and ${(0,numbers/* numbered */.jN)(more, 'more slice')}_` : '',
        small(slicesCaption(details, confidence, '❌')),
    ]
        .filter((part) => part !== '')
        .join('\n\n');
}
function modelParts(details, model, confidence) {
    const words = lossWords(model);
    const flips = model.flips
        .slice(0, SHOWN.flips)
        .map(({ from, to, count }) => [`${(0,src_escape.md)(from, 60)} → ${(0,src_escape.md)(to, 60)}`, (0,numbers/* counted */.hS)(count)]);
    const slices = model.slices
        .filter(({ agreement }) => agreement < 1)
        .slice(0, SHOWN.slices)
        .map((slice) => [
        `${slice.flagged ? '❌ ' : ''}${(0,src_escape.md)(slice.name, 60)}`,
        (0,numbers/* counted */.hS)(slice.pairs),
        rateText({ ...slice, rate: slice.agreement }),
        slice.loss === undefined ? '–' : words.show(slice.loss),
    ]);
    return [
        `**Predictions** (${(0,src_escape.md)(model.type)})\n\n${table(['figure', 'value'], [...model.figures, ...model.drift].map((figure) => [
            `${figure.flagged === true ? '❌ ' : ''}${(0,src_escape.md)(figure.name)}`,
            (0,src_escape.md)(figureText(figure)),
        ]))}`,
        small(intervalsCaption(confidence), driftCaption(details)),
        flips.length === 0 ? '' : `**Flips, stable → candidate**\n\n${table(['flip', 'inputs'], flips)}`,
        slices.length === 0
            ? ''
            : `**Predictions by slice**\n\n${table(['slice', 'inputs', 'agreement', words.lost], slices)}`,
        slices.length === 0 ? '' : small(modelSlicesCaption(model, confidence, '❌')),
    ];
}
function measuresTable(details, confidence) {
    const { measures } = details;
    if (measures.length === 0)
        return '';
    const rows = measures.flatMap(({ name, arms, change }) => arms.map((arm, i) => [
        i === 0 ? `**${(0,src_escape.md)(name)}** ${arm.arm}` : arm.arm,
        ...arm.quantiles.slice(0, 4).map(numbers/* plainNumber */.ku),
        arm.arm === 'candidate' && change !== null ? changeText(change) : '',
    ]));
    return [
        '**Measured**',
        table(['arm', 'p50', 'p90', 'p95', 'p99', 'median change on the same request'], rows),
        small(measures.some(({ change }) => typeof change?.low === 'number') ? boundsCaption(confidence) : '', measuresCaption(details)),
    ]
        .filter((part) => part !== '')
        .join('\n\n');
}
function costLine({ cost }) {
    if (cost.length === 0)
        return '';
    return `**Cost of running in parallel:** ${cost.map((figure) => `${(0,src_escape.md)(figure.name)} ${(0,src_escape.md)(figureText(figure))}`).join(' · ')}`;
}
function lostLine({ lost, compared }) {
    if (lost.length === 0)
        return `**Not compared:** nothing; ${allCompared(compared)}.`;
    return `**Not compared:** ${lost.map(({ what, count }) => `${(0,numbers/* counted */.hS)(count)} ${(0,src_escape.md)(what)}`).join(' · ')}`;
}

;// CONCATENATED MODULE: ./.build-cli/packages/report/src/shadow/cdf-chart.js


const WIDTH = 960;
const HEIGHT = 240;
const PAD = { left: 56, right: 12, top: 12, bottom: 32 };
const CLASS = {
    primary: 'baseline',
    candidate: 'candidate',
    repeat: 'repeat',
};
/**
 * The cumulative distributions of all arms of a measure as inline SVG, on a logarithmic axis where values span decades. The
 * axis ends at the largest 99th percentile of the arms; what lies beyond is not drawn.
 */
function cdfChart({ name, arms }) {
    const values = arms.flatMap(({ cdf }) => cdf.map(([value = 0]) => value));
    if (values.length === 0)
        return '';
    const least = Math.min(...values);
    const most = Math.max(...arms.map(({ quantiles }) => quantiles[3] ?? 0), least);
    const logarithmic = least > 0 && most / least > 20;
    const scale = (value) => (logarithmic ? Math.log(value) : value);
    const span = scale(most) - scale(least) || 1;
    const x = (value) => PAD.left + ((scale(value) - scale(least)) / span) * (WIDTH - PAD.left - PAD.right);
    const y = (share) => PAD.top + (1 - share) * (HEIGHT - PAD.top - PAD.bottom);
    const lines = arms.map(({ arm, cdf }) => {
        const points = steps(cdf, most).map(([value, share]) => `${x(value).toFixed(1)},${y(share).toFixed(1)}`);
        return `<polyline class="${CLASS[arm] ?? 'baseline'}" points="${points.join(' ')}"/>`;
    });
    const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => `<line class="axis" x1="${PAD.left}" x2="${WIDTH - PAD.right}" y1="${y(share)}" y2="${y(share)}"/><text x="${PAD.left - 6}" y="${y(share) + 4}" text-anchor="end">${share * 100} %</text>`);
    const ticks = ticksOf(least, most, logarithmic).map((value, i, { length }) => `<text x="${x(value).toFixed(1)}" y="${HEIGHT - 10}" text-anchor="${i === length - 1 ? 'end' : 'middle'}">${(0,numbers/* plainNumber */.ku)(value)}</text>`);
    return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="100%" style="max-width:${WIDTH}px" role="img" aria-label="share of answers at or below each value of ${(0,src_escape/* html */.qy)(name)}">${[...grid, ...ticks, ...lines].join('')}</svg>`;
}
/** The corners of a staircase that begins at no share at all and goes on level from its last step to the end of the axis. */
function steps(cdf, end) {
    let before = 0;
    const corners = cdf
        .filter(([value = 0]) => value <= end)
        .flatMap(([value = 0, share = 0]) => {
        const corner = [value, before];
        before = share;
        return [corner, [value, share]];
    });
    return [...corners, [end, before]];
}
function ticksOf(least, most, logarithmic) {
    if (least === most)
        return [least];
    return [0, 0.25, 0.5, 0.75, 1].map((share) => logarithmic ? least * (most / least) ** share : least + (most - least) * share);
}

;// CONCATENATED MODULE: ./.build-cli/packages/report/src/shadow/fields-html.js





/** Characters of a value in a page. */
const fields_html_VALUE = 220;
/** The fields that differ, each to be opened for its examples, with a way to narrow them down. */
function fieldsHtml({ paths, pathsOmitted, redacted }, confidence) {
    if (paths.length === 0)
        return '';
    const options = Object.entries(STATUS).map(([status, { word }]) => `<option value="${(0,src_escape/* html */.qy)(status)}">${(0,src_escape/* html */.qy)(word)}</option>`);
    const captions = [
        paths.some(({ low }) => low !== null) ? boundsCaption(confidence) : '',
        pathsOmitted > 0
            ? `${(0,numbers/* numbered */.jN)(pathsOmitted, 'more field differs and is', 'more fields differ and are')} counted, not listed.`
            : '',
        redacted ? 'Values are hidden: only their types and shapes are shown.' : '',
    ];
    return [
        '<h2>What differs</h2>',
        `<div class="tools"><input id="sluice-words" placeholder="Part of a field's name" aria-label="Part of a field's name"><select id="sluice-status" aria-label="Status"><option value="">every status</option>${options.join('')}</select><span class="mute" id="sluice-left"></span></div>`,
        '<div class="head"><span>field</span><span>candidate differs</span><span>noise</span><span>beyond noise</span><span>how</span></div>',
        `<div id="sluice-fields">${paths.map((row, i) => field(row, i === 0)).join('\n')}</div>`,
        ...captions.filter((caption) => caption !== '').map((caption) => `<p class="mute">${caption}</p>`),
    ].join('\n');
}
function field(row, open) {
    // A cell has one child, so that its label and what it says can stand side by side.
    const cell = (label, inside) => `<span data-label="${label}"><span>${inside}</span></span>`;
    return [
        `<details data-status="${(0,src_escape/* html */.qy)(row.status)}" data-path="${(0,src_escape/* html */.qy)(row.path.toLowerCase(), 400)}"${open ? ' open' : ''}><summary>`,
        `<span><code>${(0,src_escape/* html */.qy)(row.path, 200)}</code><br><span class="pill ${row.status.replace(' ', '-')}">${statusWords(row)}</span></span>`,
        cell('candidate differs', `${(0,numbers/* share */.uM)(row.rate)}<br><small>${(0,numbers/* numbered */.jN)(row.pairs, 'pair')}</small>`),
        cell('noise', row.noise === null ? '<small>not measured</small>' : (0,numbers/* share */.uM)(row.noise)),
        cell('beyond noise', excessOf(row)),
        cell('how', kindsOf(row)),
        `</summary>${examples(row)}</details>`,
    ].join('');
}
function examples(row) {
    if (row.examples.length === 0)
        return '<p class="mute" style="margin-left:14px">No example: whenever the candidate differed, the repeat did too.</p>';
    const cells = row.examples.flatMap(({ id, primary, candidate }) => {
        const [before, after] = excerpts(primary, candidate, fields_html_VALUE);
        const later = differsLater(primary, candidate) ? ' <small>differs later</small>' : '';
        return [
            `<span class="mute" data-label="pair"><span>${(0,src_escape/* html */.qy)(id)}</span></span>`,
            `<span data-label="primary"><span>${(0,src_escape/* html */.qy)(before, fields_html_VALUE)}</span></span>`,
            `<span data-label="candidate"><span>${(0,src_escape/* html */.qy)(after, fields_html_VALUE)}${later}</span></span>`,
        ];
    });
    return `<div class="side"><b>pair</b><b>primary</b><b>candidate</b>${cells.join('')}</div>`;
}

;// CONCATENATED MODULE: ./.build-cli/packages/report/src/shadow/calibration-chart.js
const SIZE = 320;
const calibration_chart_PAD = { left: 62, right: 12, top: 10, bottom: 46 };
/** How often scores came true, for the stable model and the candidate, as inline SVG; empty where no truth is known. */
function calibrationChart(arms) {
    if (arms.every((bins) => bins.length === 0))
        return '';
    const at = (score) => calibration_chart_PAD.left + score * (SIZE - calibration_chart_PAD.left - calibration_chart_PAD.right);
    const up = (positives) => calibration_chart_PAD.top + (1 - positives) * (SIZE - calibration_chart_PAD.top - calibration_chart_PAD.bottom);
    const lines = arms.map((bins, arm) => {
        const of = arm === 0 ? 'baseline' : 'candidate';
        const points = bins.map(([score = 0, positives = 0]) => [at(score).toFixed(1), up(positives).toFixed(1)]);
        // Scores may all fall into one tenth, and one point makes no line.
        const dots = points.map(([x, y]) => `<circle class="${of}" cx="${x}" cy="${y}" r="3"/>`);
        return `<polyline class="${of}" points="${points.map((point) => point.join(',')).join(' ')}"/>${dots.join('')}`;
    });
    const ticks = [0, 0.5, 1].flatMap((value) => [
        `<text x="${at(value)}" y="${up(0) + 16}" text-anchor="${value === 1 ? 'end' : 'middle'}">${value}</text>`,
        `<text x="${calibration_chart_PAD.left - 6}" y="${up(value) + 4}" text-anchor="end">${value * 100} %</text>`,
    ]);
    const middle = { x: (at(0) + at(1)) / 2, y: (up(0) + up(1)) / 2 };
    const frame = [
        `<line class="axis" x1="${at(0)}" y1="${up(0)}" x2="${at(1)}" y2="${up(0)}"/>`,
        `<line class="axis" x1="${at(0)}" y1="${up(0)}" x2="${at(0)}" y2="${up(1)}"/>`,
        `<line class="axis" x1="${at(0)}" y1="${up(0)}" x2="${at(1)}" y2="${up(1)}" stroke-dasharray="4 4"/>`,
        `<text x="${middle.x}" y="${SIZE - 8}" text-anchor="middle">mean score</text>`,
        `<text transform="translate(12 ${middle.y}) rotate(-90)" text-anchor="middle">share of positives</text>`,
    ];
    return `<svg class="calibration" viewBox="0 0 ${SIZE} ${SIZE}" width="${SIZE}" role="img" aria-label="share of positives against the mean score, for the stable model and the candidate">${[...frame, ...ticks, ...lines].join('')}</svg>`;
}

;// CONCATENATED MODULE: ./.build-cli/packages/report/src/shadow/model-html.js





/** What two models said: figures, who flipped to what, where, and how far scores can be trusted; nothing without models. */
function modelHtml(details, confidence) {
    const { model } = details;
    if (model === undefined)
        return [];
    return [
        `<h2>Predictions</h2>`,
        figures(model),
        muted(`${intervalsCaption(confidence)} ${driftCaption(details)}`.trim()),
        matrix(model),
        slices(model, confidence),
        calibration(model),
    ].filter((part) => part !== '');
}
function muted(caption) {
    return caption === '' ? '' : `<p class="mute">${caption}</p>`;
}
function figures({ figures: all, drift }) {
    const rows = [...all, ...drift].map((figure) => `<dt>${(0,src_escape/* html */.qy)(figure.name)}</dt><dd class="${figure.flagged === true ? 'worse' : ''}">${(0,src_escape/* html */.qy)(figureText(figure))}</dd>`);
    return `<dl>${rows.join('')}</dl>`;
}
function matrix({ labels, confusion, flips }) {
    if (labels.length === 0)
        return '';
    const most = Math.max(1, ...confusion.flatMap((row, i) => row.filter((_, j) => i !== j)));
    const head = labels.map((label) => `<th>${(0,src_escape/* html */.qy)(label, 24)}</th>`);
    const rows = confusion.map((row, i) => {
        const cells = row.map((count, j) => {
            const tint = i === j || count === 0
                ? ''
                : ` style="background:color-mix(in srgb,var(--bad) ${(12 + (count / most) * 55).toFixed(0)}%,transparent)"`;
            return `<td${tint}>${count === 0 ? '<small>·</small>' : (0,numbers/* counted */.hS)(count)}</td>`;
        });
        return `<tr><th>${(0,src_escape/* html */.qy)(labels[i] ?? '', 24)}</th>${cells.join('')}</tr>`;
    });
    const list = flips.map(({ from, to, count }) => `<tr><td>${(0,src_escape/* html */.qy)(from)} → ${(0,src_escape/* html */.qy)(to)}</td><td>${(0,numbers/* counted */.hS)(count)}</td></tr>`);
    return `<h3>Who said what</h3><p class="mute">Rows: the stable model. Columns: the candidate. Off the diagonal they disagree.</p><div class="scroll"><table class="matrix"><thead><tr><th></th>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>${list.length === 0 ? '' : `<h3>Flips</h3><table class="plain"><tbody>${list.join('')}</tbody></table>`}`;
}
function slices(model, confidence) {
    const { slices: all } = model;
    const words = lossWords(model);
    const shown = all.filter(({ agreement }) => agreement < 1);
    if (shown.length === 0)
        return '';
    const most = Math.max(...shown.map(({ agreement }) => 1 - agreement));
    const rows = shown.map((slice) => `<tr><td>${(0,src_escape/* html */.qy)(slice.name)}${slice.flagged ? '<br><small class="worse">certainly worse</small>' : ''}</td><td><span class="bar" style="width:${(((1 - slice.agreement) / most) * 120).toFixed(0)}px"></span>${(0,numbers/* share */.uM)(1 - slice.agreement)}</td><td>${slice.loss === undefined ? '–' : words.show(slice.loss)}</td><td>${slice.p === undefined ? '–' : (0,numbers/* plainNumber */.ku)(slice.p)}</td><td>${(0,numbers/* counted */.hS)(slice.pairs)}</td></tr>`);
    return `<h3>Flips by slice</h3>${muted(modelSlicesCaption(model, confidence, '“certainly worse”'))}<div class="scroll"><table class="bars"><thead><tr><th>slice</th><th>answers that flipped</th><th>${words.lost}</th><th>corrected p</th><th>inputs</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}
function calibration({ calibration: arms }) {
    const chart = calibrationChart(arms);
    if (chart === '')
        return '';
    return [
        '<h3>Calibration</h3>',
        '<p class="mute">Share of positives against the mean score of each tenth; on the diagonal scores mean what they say.</p>',
        '<p class="key mute"><b style="background:var(--base)"></b>stable model<b style="background:var(--cand)"></b>candidate</p>',
        chart,
    ].join('');
}

;// CONCATENATED MODULE: ./.build-cli/packages/report/src/shadow/style.js
/** Style of what only a shadow report has. On a narrow screen the cells of a field stand below each other, each with its label. */
const SHADOW_STYLE = `<style>
body>h3{margin:24px 0 4px}
#sluice-fields details{border-bottom:1px solid var(--line)}#sluice-fields summary{display:grid;grid-template-columns:minmax(200px,2.2fr) 1fr 1fr 1.8fr 1.6fr;gap:10px;padding:8px 4px;cursor:pointer;list-style:none;font-variant-numeric:tabular-nums}
#sluice-fields summary::-webkit-details-marker{display:none}#sluice-fields summary>*{overflow-wrap:anywhere}#sluice-fields details[open]>summary{font-weight:600}
.head{display:grid;grid-template-columns:minmax(200px,2.2fr) 1fr 1fr 1.8fr 1.6fr;gap:10px;padding:8px 4px;color:var(--mute);font-size:13px;font-weight:600;border-bottom:1px solid var(--line)}
.tools{display:flex;flex-wrap:wrap;gap:10px;align-items:center;margin:10px 0}.tools input,.tools select{font:inherit;padding:5px 9px;border:1px solid var(--line);border-radius:6px;background:var(--bg);color:var(--fg)}.tools input{flex:1;min-width:160px;max-width:360px}
.pill{display:inline-block;border-radius:99px;padding:0 8px;font-size:12px;font-weight:600;border:1px solid currentColor;white-space:nowrap}.pill.worse{color:var(--bad)}.pill.undecided{color:var(--open)}.pill.not-comparable{color:var(--mute)}.pill.within{color:var(--good)}
.side{display:grid;grid-template-columns:minmax(60px,max-content) 1fr 1fr;gap:4px 14px;margin:4px 0 14px 14px;font:13px ui-monospace,SFMono-Regular,Menlo,monospace}.side>*{overflow-wrap:anywhere}.side b{font-weight:600;color:var(--mute)}
.key b.dashed{height:0;border-top:3px dashed var(--base)}
svg.calibration circle.baseline{fill:var(--base)}svg.calibration circle.candidate{fill:var(--cand)}
svg polyline.repeat{stroke:var(--base);stroke-dasharray:4 4}.matrix td,.matrix th{text-align:center;padding:5px 8px}.matrix thead th{text-align:center}.matrix tbody th{text-align:right}.matrix th{white-space:nowrap;max-width:160px;overflow:hidden;text-overflow:ellipsis}
table.plain td:nth-child(2),table.plain th:nth-child(2){text-align:right}.bars td .bar{display:inline-block;height:10px;background:var(--cand);border-radius:2px;vertical-align:middle;margin-right:6px;min-width:1px}
@media(max-width:680px){
.bars td .bar{max-width:48px}
.head{display:none}#sluice-fields summary{grid-template-columns:1fr;gap:2px;padding:10px 4px}
#sluice-fields summary>[data-label]{display:grid;grid-template-columns:120px 1fr;gap:10px}#sluice-fields summary>[data-label]::before,.side>[data-label]::before{content:attr(data-label);color:var(--mute);font:400 13px/1.6 -apple-system,BlinkMacSystemFont,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif}
.side{grid-template-columns:1fr;margin-left:4px}.side>b{display:none}.side>[data-label]{display:grid;grid-template-columns:116px 1fr;gap:10px}.side>[data-label=pair]{border-top:1px dotted var(--line);padding-top:4px}
}
</style>`;

;// CONCATENATED MODULE: ./.build-cli/packages/report/src/shadow/html.js









/** Runs in the page: narrows the table of fields by status and by words. */
const SHADOW_SCRIPT = `
const words=document.getElementById('sluice-words'),only=document.getElementById('sluice-status'),rows=[...document.querySelectorAll('#sluice-fields>details')],left=document.getElementById('sluice-left');
const narrow=()=>{const w=words.value.toLowerCase();let n=0;for(const r of rows){const show=(only.value===''||r.dataset.status===only.value)&&r.dataset.path.includes(w);r.hidden=!show;if(show)n++}left.textContent=n+' of '+rows.length+(rows.length===1?' field':' fields')};
if(words&&only){words.oninput=narrow;only.onchange=narrow;narrow()}
`.trim();
/** The sections of a shadow report for the page. `confidence` is that of the verdict. */
function shadowHtml(details, confidence) {
    return [
        SHADOW_STYLE,
        `<p class="lead">${(0,src_escape/* html */.qy)(sentence(details, confidence), 600)}</p>`,
        fieldsHtml(details, confidence),
        html_slices(details, confidence),
        ...modelHtml(details, confidence),
        ...measures(details, confidence),
        cost(details),
        lost(details),
    ].filter((part) => part !== '');
}
function html_slices(details, confidence) {
    const { slices: all } = details;
    if (all.length === 0)
        return '';
    const most = Math.max(...all.map(({ rate }) => rate), 1e-9);
    const rows = all.map((slice) => `<tr><td>${(0,src_escape/* html */.qy)(slice.name)}${slice.flagged ? '<br><small class="worse">certainly more</small>' : ''}</td><td><code>${(0,src_escape/* html */.qy)(slice.path)}</code></td><td><span class="bar" style="width:${((slice.rate / most) * 120).toFixed(0)}px"></span>${rateText(slice)}</td><td>${slice.noise === null ? '<small>not measured</small>' : (0,numbers/* share */.uM)(slice.noise)}</td><td>${(0,numbers/* counted */.hS)(slice.pairs)}</td></tr>`);
    return `<h2>By slice</h2><p class="mute">${slicesCaption(details, confidence, '“certainly more”')}</p><div class="scroll"><table class="bars"><thead><tr><th>slice</th><th>field</th><th>answers that differ</th><th>noise</th><th>pairs</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}
function measures(details, confidence) {
    const { measures: all } = details;
    if (all.length === 0)
        return [];
    const captions = [
        all.some(({ change }) => typeof change?.low === 'number') ? boundsCaption(confidence) : '',
        measuresCaption(details),
    ].filter((caption) => caption !== '');
    return [
        ...all.map(measure),
        ...(captions.length === 0 ? [] : [`<p class="mute">${captions.join(' ')}</p>`]),
    ];
}
function measure(of) {
    const rows = of.arms.map(({ arm, n, mean, quantiles }) => `<tr><td>${(0,src_escape/* html */.qy)(arm)}</td><td>${(0,numbers/* counted */.hS)(n)}</td><td>${(0,numbers/* plainNumber */.ku)(mean)}</td>${quantiles.map((q) => `<td>${(0,numbers/* plainNumber */.ku)(q)}</td>`).join('')}</tr>`);
    const repeat = of.arms.some(({ arm }) => arm === 'repeat')
        ? '<b class="dashed"></b>primary, asked again'
        : '';
    const median = of.change === null
        ? ''
        : `<p>Median change from the primary's answer to the candidate's on the same request: ${changeText(of.change)}.</p>`;
    return [
        `<h2>${(0,src_escape/* html */.qy)(of.name)}</h2>`,
        `<div class="card"><p class="key mute"><b style="background:var(--base)"></b>primary<b style="background:var(--cand)"></b>candidate${repeat}</p><p class="mute">Share of answers at or below a value, up to the largest 99th percentile among them.</p>${cdfChart(of)}</div>`,
        median,
        `<div class="scroll"><table class="plain"><thead><tr><th>arm</th><th>n</th><th>mean</th><th>p50</th><th>p90</th><th>p95</th><th>p99</th><th>largest</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`,
    ].join('');
}
function cost({ cost: figures, conduct }) {
    const rows = figures.map((figure) => `<dt>${(0,src_escape/* html */.qy)(figure.name)}</dt><dd>${(0,src_escape/* html */.qy)(figureText(figure))}</dd>`);
    const said = conduct.map((line) => `<li>${(0,src_escape/* html */.qy)(line, 300)}</li>`);
    if (rows.length + said.length === 0)
        return '';
    return `<h2>Cost and conduct</h2><dl>${rows.join('')}</dl>${said.length === 0 ? '' : `<ul>${said.join('')}</ul>`}`;
}
function lost({ lost: all, compared }) {
    const rows = all.map(({ what, count }) => `<dt>${(0,src_escape/* html */.qy)(what)}</dt><dd>${(0,numbers/* counted */.hS)(count)}</dd>`);
    return `<h2>What was not compared</h2>${rows.length === 0 ? `<p>Nothing: ${allCompared(compared)}.</p>` : `<dl>${rows.join('')}</dl>`}`;
}

// EXTERNAL MODULE: ./.build-cli/packages/report/src/terminal.js
var terminal = __webpack_require__(4479);
;// CONCATENATED MODULE: ./.build-cli/packages/report/src/shadow/terminal.js






const terminal_SHOWN = 25;
/** The sections of a shadow report for a terminal. `confidence` is that of the verdict. */
function shadowTerminal(details, confidence) {
    return [
        sentence(details, confidence),
        paths(details, confidence),
        terminal_slices(details, confidence),
        model(details, confidence),
        terminal_measures(details, confidence),
        terminal_lost(details),
        terminal_cost(details),
    ]
        .filter((part) => part !== '')
        .join('\n\n')
        .concat('\n');
}
/** A table with what must be known to read it; blank lines are left out. */
function lines(...parts) {
    return parts.filter((part) => part !== '').join('\n');
}
function paths({ paths: all, pathsOmitted }, confidence) {
    if (all.length === 0)
        return '';
    const rows = all
        .slice(0, terminal_SHOWN)
        .map((row) => [
        statusWords(row),
        (0,src_escape/* term */.jk)(row.path, 60),
        (0,numbers/* share */.uM)(row.rate),
        row.noise === null ? '–' : (0,numbers/* share */.uM)(row.noise),
        excessOf(row),
        kindsOf(row),
    ]);
    const more = all.length - rows.length + pathsOmitted;
    const head = ['', 'field', 'differs', 'noise', 'beyond noise', 'how'];
    return lines((0,terminal/* textTable */.e)([head, ...rows]), more > 0 ? `… and ${(0,numbers/* counted */.hS)(more)} more` : '', all.slice(0, terminal_SHOWN).some(({ low }) => low !== null) ? boundsCaption(confidence) : '');
}
function terminal_slices(details, confidence) {
    const { slices: all } = details;
    if (all.length === 0)
        return '';
    const rows = all
        .slice(0, terminal_SHOWN)
        .map((slice) => [
        slice.flagged ? 'MORE' : '',
        (0,src_escape/* term */.jk)(slice.name, 50),
        (0,numbers/* counted */.hS)(slice.pairs),
        (0,src_escape/* term */.jk)(slice.path, 50),
        rateText(slice),
    ]);
    return lines((0,terminal/* textTable */.e)([['', 'slice', 'pairs', 'field', 'differs'], ...rows]), slicesCaption(details, confidence, 'MORE'));
}
function model(details, confidence) {
    const { model: found } = details;
    if (found === undefined)
        return '';
    const flips = found.flips
        .slice(0, 10)
        .map(({ from, to, count }) => [`  ${(0,src_escape/* term */.jk)(from, 30)} → ${(0,src_escape/* term */.jk)(to, 30)}`, (0,numbers/* counted */.hS)(count)]);
    const figures = [...found.figures, ...found.drift].map((figure) => [
        (0,src_escape/* term */.jk)(figure.name, 50),
        (0,src_escape/* term */.jk)(figureText(figure)),
    ]);
    return lines((0,terminal/* textTable */.e)(figures), intervalsCaption(confidence), driftCaption(details), flips.length === 0 ? '' : `flips, stable → candidate\n${(0,terminal/* textTable */.e)(flips)}`, modelSlices(found, confidence));
}
function modelSlices(found, confidence) {
    const words = lossWords(found);
    const rows = found.slices
        .filter(({ agreement }) => agreement < 1)
        .slice(0, 10)
        .map((slice) => [
        slice.flagged ? 'WORSE' : '',
        (0,src_escape/* term */.jk)(slice.name, 50),
        (0,numbers/* counted */.hS)(slice.pairs),
        rateText({ ...slice, rate: slice.agreement }),
        slice.loss === undefined ? '–' : words.show(slice.loss),
    ]);
    if (rows.length === 0)
        return '';
    return lines((0,terminal/* textTable */.e)([['', 'slice', 'inputs', 'agreement', words.lost], ...rows]), modelSlicesCaption(found, confidence, 'WORSE'));
}
function terminal_measures(details, confidence) {
    const { measures: all } = details;
    if (all.length === 0)
        return '';
    const rows = all.flatMap(({ name, arms, change }) => arms.map((arm) => [
        (0,src_escape/* term */.jk)(name, 30),
        arm.arm,
        (0,numbers/* counted */.hS)(arm.n),
        ...arm.quantiles.slice(0, 4).map(numbers/* plainNumber */.ku),
        arm.arm === 'candidate' && change !== null ? changeText(change) : '',
    ]));
    return lines((0,terminal/* textTable */.e)([['measure', 'arm', 'n', 'p50', 'p90', 'p95', 'p99', 'median change'], ...rows]), all.some(({ change }) => typeof change?.low === 'number') ? boundsCaption(confidence) : '', measuresCaption(details));
}
function terminal_cost({ cost: figures, conduct }) {
    const said = figures.map((figure) => `${(0,src_escape/* term */.jk)(figure.name, 50)} ${(0,src_escape/* term */.jk)(figureText(figure))}`);
    return lines(said.length === 0 ? '' : `Cost of running in parallel: ${said.join(', ')}`, ...conduct.map((line) => (0,src_escape/* term */.jk)(line, 300)));
}
function terminal_lost({ lost: all, compared }) {
    if (all.length === 0)
        return `Not compared: nothing; ${allCompared(compared)}.`;
    return `Not compared: ${all.map(({ what, count }) => `${(0,numbers/* counted */.hS)(count)} ${(0,src_escape/* term */.jk)(what, 80)}`).join(', ')}`;
}

// EXTERNAL MODULE: external "node:fs/promises"
var external_node_fs_promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./.build-cli/packages/action/src/fields/file-trouble.js
var file_trouble = __webpack_require__(5901);
;// CONCATENATED MODULE: ./.build-cli/packages/publish/src/report-folder.js



/**
 * The whole path of the folder that `report-dir` names, relative to the workspace or absolute; it is made where it is
 * not there yet. A `UserError` where nothing can be written there, which is best known before any work is done.
 */
async function reportFolder(workspace, folder) {
    const path = (0,external_node_path_.resolve)(workspace, folder);
    return await writingReports(path, async () => {
        await (0,external_node_fs_promises_.mkdir)(path, { recursive: true });
        await (0,external_node_fs_promises_.access)(path, external_node_fs_promises_.constants.W_OK);
        return path;
    });
}
/** Does what writes into the report folder, and tells what the system has against it. */
async function writingReports(folder, work) {
    const hint = 'Give `report-dir` a folder that can be written to; one that is not there is made.';
    return await (0,file_trouble/* touchingFiles */.f)({ what: 'report-dir', where: folder, hint }, work);
}
/** A path as later steps can use it: in the workspace it is relative to that, elsewhere it is whole. */
function pathFrom(workspace, path) {
    const way = (0,external_node_path_.relative)((0,external_node_path_.resolve)(workspace), path);
    return way === '..' || way.startsWith(`..${external_node_path_.sep}`) || (0,external_node_path_.isAbsolute)(way) ? path : way;
}

// EXTERNAL MODULE: ./.build-cli/packages/report/src/headline.js + 1 modules
var src_headline = __webpack_require__(2017);
// EXTERNAL MODULE: ./.build-cli/packages/report/src/rows.js
var src_rows = __webpack_require__(9990);
;// CONCATENATED MODULE: ./.build-cli/packages/report/src/markdown.js




const MARK = { fine: '✅', worse: '❌', unknown: '❔' };
/** The report for a comment, a check run or a job summary: one line, the table, then the small print. */
function renderMarkdown(verdict, framing, sections = []) {
    const shown = (0,src_rows/* inTable */.Kd)(verdict.evidence, framing);
    const rows = (0,src_rows/* rowsOf */.RO)(shown);
    return [
        `### ${sign(verdict, framing)} ${(0,src_escape.md)(verdict.action)}: ${(0,src_escape.md)(verdict.subject.service)} → ${(0,src_escape.md)(verdict.subject.environment)} · **${(0,src_escape.md)(framing.decision)}**`,
        (0,src_headline/* spell */.l)((0,src_headline/* headline */.P)(verdict, framing), (name) => `**${(0,src_escape.md)(name)}**`),
        ...(framing.notices ?? []).map((notice) => `> [!WARNING]\n> ${(0,src_escape.md)(notice, 600)}`),
        metricsTable(rows, (0,src_rows/* boundsHead */.oi)(shown)),
        notesOf(rows),
        ...sections,
        footer(verdict, framing),
    ]
        .filter((part) => part !== '')
        .join('\n\n')
        .concat('\n');
}
/** At most 100 characters for the title of a check run. */
function renderTitle(verdict, framing) {
    const parts = headline(verdict, framing).slice(3);
    // A title is plain text at GitHub: escapes would be shown.
    const title = spell(parts, (name) => oneLine(name, 40)).replace(/^ /, '');
    return title.length > 100 ? `${title.slice(0, 99)}…` : title;
}
function sign(verdict, framing) {
    if (verdict.outcome === 'fail')
        return '🔴';
    return verdict.outcome === 'pass' && framing.go ? '🟢' : '🟡';
}
function metricsTable(rows, bounds) {
    if (rows.length === 0)
        return '_Nothing was measured._';
    return [
        `| | metric | change | ${bounds} | margin | baseline | candidate | still needed |`,
        '|---|---|--:|--:|--:|--:|--:|--:|',
        ...rows.map((row) => `| ${MARK[row.finding]} | **${(0,src_escape.md)(row.metric)}**<br><sub>${row.reason}${row.critical ? '' : ', never decides'}</sub> | ${[
            row.effect,
            row.interval,
            row.margin,
            row.baseline,
            row.candidate,
            row.needed,
        ]
            .map((cell) => (0,src_escape.md)(cell))
            .join(' | ')} |`),
    ].join('\n');
}
function notesOf(rows) {
    return rows
        .flatMap((row) => row.notes.map((note) => `- **${(0,src_escape.md)(row.metric)}**: ${(0,src_escape.md)(note, 300)}`))
        .join('\n');
}
function footer({ window, policy, subject }, framing) {
    const links = [
        framing.runUrl === undefined ? '' : `[run](${framing.runUrl})`,
        framing.reportUrl === undefined ? '' : `[full report](${framing.reportUrl})`,
    ].filter((link) => link !== '');
    const facts = [
        `${subject.sha.slice(0, 12)}`,
        `watched for ${(0,numbers/* lasting */.nS)(window.to - window.from)}`,
        `policy \`${policy.digest.slice(0, 19)}\``,
        ...links,
    ];
    return `<sub>${facts.join(' · ')}</sub>`;
}

;// CONCATENATED MODULE: ./.build-cli/packages/report/src/interval-chart.js
const interval_chart_WIDTH = 260;
const interval_chart_HEIGHT = 34;
const interval_chart_PAD = 8;
/** An interval against "no change" and the margin, as inline SVG; empty when there is no estimate. */
function intervalChart(e) {
    const { estimate, low, high } = e.effect;
    if (estimate === null || e.scale === 'absolute')
        return '';
    const nothing = e.scale === 'ratio' ? 1 : 0;
    const known = [estimate, nothing, low, high, e.margin].filter((v) => v !== null);
    const least = Math.min(...known);
    const most = Math.max(...known);
    const span = most - least === 0 ? 1 : most - least;
    const x = (v) => (interval_chart_PAD + ((v - least) / span) * (interval_chart_WIDTH - 2 * interval_chart_PAD)).toFixed(1);
    const mid = interval_chart_HEIGHT / 2;
    const bar = `<line class="bar" x1="${low === null ? 0 : x(low)}" x2="${high === null ? interval_chart_WIDTH : x(high)}" y1="${mid}" y2="${mid}"/>`;
    const margin = e.margin === null
        ? ''
        : `<line class="margin" x1="${x(e.margin)}" x2="${x(e.margin)}" y1="3" y2="${interval_chart_HEIGHT - 3}"/>`;
    return [
        `<svg class="interval ${e.finding}" viewBox="0 0 ${interval_chart_WIDTH} ${interval_chart_HEIGHT}" width="${interval_chart_WIDTH}" height="${interval_chart_HEIGHT}" role="img" aria-label="interval against no change and the margin">`,
        `<line class="nothing" x1="${x(nothing)}" x2="${x(nothing)}" y1="3" y2="${interval_chart_HEIGHT - 3}"/>`,
        margin,
        bar,
        `<circle cx="${x(estimate)}" cy="${mid}" r="5"/>`,
        '</svg>',
    ].join('');
}

;// CONCATENATED MODULE: ./.build-cli/packages/report/src/style.js
/** Style of every page we write: readable without network, in light and in dark. */
const STYLE = `
:root{color-scheme:light dark;--fg:#1f2328;--mute:#59636e;--line:#d1d9e0;--bg:#fff;--card:#f6f8fa;--good:#1a7f37;--bad:#cf222e;--open:#9a6700;--base:#6e7781;--cand:#8250df}
@media(prefers-color-scheme:dark){:root{--fg:#f0f6fc;--mute:#9198a1;--line:#3d444d;--bg:#0d1117;--card:#151b23;--good:#3fb950;--bad:#f85149;--open:#d29922;--base:#9198a1;--cand:#bc8cff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1080px;padding:32px 24px 64px;font:15px/1.5 -apple-system,BlinkMacSystemFont,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif;color:var(--fg);background:var(--bg)}
h1{font-size:26px;line-height:1.25;margin:0 0 8px}h2{font-size:18px;margin:36px 0 8px}h3{font-size:15px;margin:0}
.lead{font-size:18px;margin:8px 0 20px}.mute,small{color:var(--mute)}
.badge{display:inline-block;padding:3px 12px;border-radius:99px;font-weight:600;color:#fff;vertical-align:middle;font-size:15px}
.badge.pass{background:var(--good)}.badge.fail{background:var(--bad)}.badge.inconclusive{background:var(--open)}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:8px 10px;border-bottom:1px solid var(--line);text-align:right;vertical-align:top}
th:nth-child(-n+2),td:nth-child(-n+2){text-align:left}th{font-size:13px;color:var(--mute);font-weight:600}
.worse{color:var(--bad)}.fine{color:var(--good)}.unknown{color:var(--open)}
.card{border:1px solid var(--line);border-radius:8px;background:var(--card);padding:14px 16px;margin:14px 0}
svg:not(.picture) text{font-size:11px;fill:var(--mute)}svg .bar{stroke:currentColor;stroke-width:3;stroke-linecap:round}svg:not(.picture) circle{fill:currentColor}
svg .nothing{stroke:var(--mute);stroke-width:1}svg .margin{stroke:var(--bad);stroke-width:1.5;stroke-dasharray:3 3}
svg .axis{stroke:var(--line)}svg .weight{fill:var(--cand);opacity:.13}svg polyline{fill:none;stroke-width:1.8}
svg polyline.baseline{stroke:var(--base)}svg polyline.candidate{stroke:var(--cand)}
.key b{display:inline-block;width:18px;height:3px;vertical-align:middle;margin:0 5px 0 14px}
.notice{border-left:4px solid var(--open);padding:6px 12px;background:var(--card)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 18px;margin:0}dt{color:var(--mute)}dd{margin:0;overflow-wrap:anywhere}
code{font:13px ui-monospace,SFMono-Regular,Menlo,monospace}
@media(max-width:900px){svg.interval{width:150px;height:auto}th,td{padding:8px 6px}}
@media(max-width:680px){body{padding:20px 14px 48px}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}.card{overflow-x:auto}.card svg:not(.picture){min-width:600px}.card svg:not(.picture) text{font-size:17px}}
`.trim();

;// CONCATENATED MODULE: ./.build-cli/packages/report/src/arm-value.js
/** The one number that best tells an arm of a block, for charts; null where there is none. */
function armValue(arm, quantile) {
    switch (arm.kind) {
        case 'proportion':
            return arm.trials > 0 ? arm.events / arm.trials : null;
        case 'count':
            return arm.exposure > 0 ? arm.events / arm.exposure : null;
        case 'summary':
            return arm.n > 0 ? arm.mean : null;
        case 'values':
            return ofSorted([...arm.values].sort((a, b) => a - b), quantile);
        case 'histogram':
            return ofBuckets(arm.counts, (i, share) => within(arm.bounds, i, share), quantile);
        case 'sketch': {
            const gamma = (1 + arm.accuracy) / (1 - arm.accuracy);
            const counts = [arm.zeros, ...arm.bins.map(([, count]) => count)];
            return ofBuckets(counts, (i) => (i === 0 ? 0 : gamma ** (arm.bins[i - 1]?.[0] ?? 0)), quantile);
        }
        case 'scalar':
            return Number.isFinite(arm.value) ? arm.value : null;
        case 'absent':
            return null;
    }
}
function ofSorted(values, quantile) {
    return values[Math.min(values.length - 1, Math.floor(quantile * values.length))] ?? null;
}
/** Linear within a bucket, as people know it from Prometheus' `histogram_quantile`. */
function within(bounds, i, share) {
    const low = i === 0 ? 0 : (bounds[i - 1] ?? null);
    const high = bounds[i] ?? null;
    return low === null || high === null ? (bounds.at(-1) ?? null) : low + share * (high - low);
}
function ofBuckets(counts, value, quantile) {
    const total = counts.reduce((sum, count) => sum + count, 0);
    let seen = 0;
    for (const [i, count] of counts.entries()) {
        seen += count;
        if (count > 0 && seen >= quantile * total)
            return value(i, 1 - (seen - quantile * total) / count);
    }
    return null;
}

;// CONCATENATED MODULE: ./.build-cli/packages/report/src/time-chart.js


const time_chart_WIDTH = 720;
const time_chart_HEIGHT = 150;
const LEFT = 58;
const BOTTOM = 20;
/** Both arms over time, one point a block, with the candidate's weight as a shaded staircase behind, as inline SVG. */
function timeChart(e) {
    const blocks = thinned(e.samples.blocks, 400);
    const values = blocks
        .flatMap((b) => [time_chart_valueOf(e, b, 'baseline'), time_chart_valueOf(e, b, 'candidate')])
        .filter((v) => v !== null);
    const first = blocks[0];
    const last = blocks.at(-1);
    // A line needs two points.
    if (first === undefined || last === undefined || blocks.length < 2 || values.length === 0)
        return '';
    const top = Math.max(...values) * 1.08 || 1;
    const x = (t) => LEFT + ((t - first.from) / Math.max(1, last.to - first.from)) * (time_chart_WIDTH - LEFT - 6);
    const y = (v) => 8 + (1 - v / top) * (time_chart_HEIGHT - BOTTOM - 8);
    const line = (arm) => {
        const points = blocks.flatMap((b) => {
            const v = time_chart_valueOf(e, b, arm);
            return v === null ? [] : [`${x((b.from + b.to) / 2).toFixed(1)},${y(v).toFixed(1)}`];
        });
        return `<polyline class="${arm}" points="${points.join(' ')}"/>`;
    };
    const label = (v) => (0,src_rows/* observedValue */.ki)(e, v);
    return [
        `<svg class="time" viewBox="0 0 ${time_chart_WIDTH} ${time_chart_HEIGHT}" width="100%" role="img" aria-label="both arms over time">`,
        ...blocks.map((b) => {
            const height = (b.weight / 100) * (time_chart_HEIGHT - BOTTOM - 8);
            return `<rect class="weight" x="${x(b.from).toFixed(1)}" width="${Math.max(0.5, x(b.to) - x(b.from)).toFixed(1)}" y="${(time_chart_HEIGHT - BOTTOM - height).toFixed(1)}" height="${height.toFixed(1)}"/>`;
        }),
        `<line class="axis" x1="${LEFT}" x2="${time_chart_WIDTH - 6}" y1="${time_chart_HEIGHT - BOTTOM}" y2="${time_chart_HEIGHT - BOTTOM}"/>`,
        `<text x="${LEFT - 6}" y="16" text-anchor="end">${label(top / 1.08)}</text>`,
        `<text x="${LEFT - 6}" y="${time_chart_HEIGHT - BOTTOM}" text-anchor="end">0</text>`,
        `<text x="${LEFT}" y="${time_chart_HEIGHT - 4}">${clock(first.from)}</text>`,
        `<text x="${time_chart_WIDTH - 6}" y="${time_chart_HEIGHT - 4}" text-anchor="end">${clock(last.to)}</text>`,
        line('baseline'),
        line('candidate'),
        '</svg>',
    ].join('');
}
function time_chart_valueOf(e, block, arm) {
    return armValue(block[arm], e.policy.quantile ?? 0.5);
}
/** Every k-th block when there are more than `most`; a chart has no room for more. */
function thinned(blocks, most) {
    const step = Math.max(1, Math.ceil(blocks.length / most));
    return blocks.filter((_, i) => i % step === 0);
}
function clock(time) {
    return `${new Date(time).toISOString().slice(11, 19)} UTC`;
}

;// CONCATENATED MODULE: ./.build-cli/packages/report/src/html.js







/** A self-contained page, readable without network: the sentence, the table, each metric over time, the facts. */
function renderHtml(verdict, framing, sections = [], script = '') {
    const { service, environment } = verdict.subject;
    const body = [
        `<p class="mute">Sluice · ${(0,src_escape/* html */.qy)(verdict.action)} · ${(0,src_escape/* html */.qy)(service)} → ${(0,src_escape/* html */.qy)(environment)}</p>`,
        `<h1><span class="badge ${verdict.outcome}">${(0,src_escape/* html */.qy)(framing.decision)}</span> ${(0,src_escape/* html */.qy)(service)}</h1>`,
        `<p class="lead">${(0,src_headline/* spell */.l)((0,src_headline/* headline */.P)(verdict, framing), (name) => `<strong>${(0,src_escape/* html */.qy)(name)}</strong>`)}</p>`,
        ...(framing.notices ?? []).map((notice) => `<p class="notice">${(0,src_escape/* html */.qy)(notice, 600)}</p>`),
        html_metricsTable(verdict, framing),
        ...sections,
        ...overTime(verdict),
        '<h2>What was judged</h2>',
        facts(verdict, framing),
    ].join('\n');
    return page(`${service}: ${framing.decision}`, body, script);
}
/** Wraps a body into a page of ours. The policy forbids every load from elsewhere, so hostile text has nowhere to go. */
function page(title, body, script = '') {
    const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:${script === '' ? '' : "; script-src 'unsafe-inline'"}`;
    return [
        '<!doctype html>',
        '<html lang="en"><head><meta charset="utf-8">',
        `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        `<title>${(0,src_escape/* html */.qy)(title)}</title>`,
        `<style>${STYLE}</style></head><body>`,
        body,
        script === '' ? '' : `<script>${script}</script>`,
        '</body></html>',
    ]
        .filter((line) => line !== '')
        .join('\n')
        .concat('\n');
}
function html_metricsTable(verdict, framing) {
    const shown = (0,src_rows/* inTable */.Kd)(verdict.evidence, framing);
    const rows = (0,src_rows/* rowsOf */.RO)(shown);
    if (rows.length === 0)
        return '<p><em>Nothing was measured.</em></p>';
    const charts = new Map(shown.map((e) => [e.metric, intervalChart(e)]));
    const head = ['metric', (0,src_rows/* boundsHead */.oi)(shown), 'change', 'margin', 'baseline', 'candidate', 'still needed'];
    return [
        `<div class="scroll"><table><thead><tr>${head.map((cell) => `<th>${cell}</th>`).join('')}</tr></thead><tbody>`,
        ...rows.map((row) => [
            `<tr><td><strong>${(0,src_escape/* html */.qy)(row.metric)}</strong><br><small class="${row.finding}">${row.reason}${row.critical ? '' : ', never decides'}</small></td>`,
            `<td class="${row.finding}">${charts.get(row.metric) ?? ''}<br><small>${(0,src_escape/* html */.qy)(row.interval)}</small></td>`,
            ...[row.effect, row.margin, row.baseline, row.candidate, row.needed].map((cell) => `<td>${(0,src_escape/* html */.qy)(cell)}</td>`),
            '</tr>',
        ].join('')),
        '</tbody></table></div>',
        ...rows.flatMap((row) => row.notes.map((note) => `<p class="notice"><strong>${(0,src_escape/* html */.qy)(row.metric)}</strong>: ${(0,src_escape/* html */.qy)(note, 300)}</p>`)),
    ].join('\n');
}
function overTime(verdict) {
    const cards = verdict.evidence.map(metricCard).filter((card) => card !== '');
    if (cards.length === 0)
        return [];
    return [
        '<h2>Over time</h2>',
        '<p class="key mute"><b style="background:var(--base)"></b>baseline<b style="background:var(--cand)"></b>candidate<b style="background:var(--cand);opacity:.2;height:12px"></b>share of traffic on the candidate</p>',
        ...cards,
    ];
}
function metricCard(e) {
    const chart = timeChart(e);
    return chart === '' ? '' : `<div class="card"><h3>${(0,src_escape/* html */.qy)(e.metric)}</h3>${chart}</div>`;
}
function facts({ subject, window, policy, exposed, evidence }, framing) {
    const rows = [
        ['repository', (0,src_escape/* html */.qy)(subject.repository)],
        ['commit', `<code>${(0,src_escape/* html */.qy)(subject.sha)}</code>`],
        ['artifact', subject.artifact === undefined ? '–' : `<code>${(0,src_escape/* html */.qy)(subject.artifact)}</code>`],
        ['watched', `${new Date(window.from).toISOString()} for ${(0,numbers/* lasting */.nS)(window.to - window.from)}`],
        [
            'exposed',
            exposed === undefined ? '–' : `${(0,numbers/* numbered */.jN)(exposed.requests, 'request')}, ${(0,numbers/* share */.uM)(exposed.share)}`,
        ],
        ['policy', `<code>${(0,src_escape/* html */.qy)(policy.digest)}</code>`],
        ['rule', `fail when ${(0,src_escape/* html */.qy)(policy.document.failWhen)}, confidence ${(0,numbers/* share */.uM)(policy.document.confidence)}`],
        ['judges', (0,src_escape/* html */.qy)([...new Set(evidence.map((e) => e.judge))].join(', '))],
        ...(framing.runUrl === undefined
            ? []
            : [['run', `<a href="${(0,src_escape/* html */.qy)(framing.runUrl, 500)}">workflow run</a>`]]),
    ];
    return `<dl>${rows.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl>`;
}

// EXTERNAL MODULE: ./.build-cli/packages/verdict/src/codec.js
var codec = __webpack_require__(6050);
;// CONCATENATED MODULE: ./.build-cli/packages/publish/src/report-files.js





const NO_SECTIONS = { markdown: [], html: [] };
/**
 * Writes `verdict.json`, `report.md` and `report.html` into the report folder, `predicate.json` for `actions/attest`, and
 * `verdict.signed.json` where it was signed. Where one of them cannot be written none of them is left, and a `UserError`
 * is thrown: half a report might read as a whole one.
 */
async function writeReport(verdict, framing, sections, workspace, folder, document) {
    const base = await reportFolder(workspace, folder);
    const files = [
        ['verdict.json', `${(0,codec/* encode */.l)(verdict)}\n`],
        ...(document?.signed === true ? [['verdict.signed.json', `${document.text}\n`]] : []),
        ...(document === undefined ? [] : [['predicate.json', `${document.predicate}\n`]]),
        ['report.md', renderMarkdown(verdict, framing, sections.markdown)],
        ['report.html', renderHtml(verdict, framing, sections.html, sections.script)],
    ];
    await writingReports(base, async () => {
        try {
            for (const [name, text] of files)
                await (0,external_node_fs_promises_.writeFile)((0,external_node_path_.join)(base, name), text);
        }
        catch (error) {
            // What stands in the way may be what cannot be removed either; the reason why is the one to tell.
            for (const [name] of files)
                await (0,external_node_fs_promises_.rm)((0,external_node_path_.join)(base, name), { force: true }).catch(() => undefined);
            throw error;
        }
    });
    return {
        verdict: pathFrom(workspace, (0,external_node_path_.join)(base, 'verdict.json')),
        report: pathFrom(workspace, (0,external_node_path_.join)(base, 'report.html')),
    };
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: ./.build-cli/packages/action/src/fields/user-error.js
var user_error = __webpack_require__(4725);
;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/tally/exact-sum.js
/** Adds a finite number to a sum, in place. */
function addTo(parts, value) {
    let x = value;
    let kept = 0;
    for (const part of parts) {
        let y = part;
        if (Math.abs(x) < Math.abs(y))
            [x, y] = [y, x];
        const high = x + y;
        const low = y - (high - x);
        if (low !== 0)
            parts[kept++] = low;
        x = high;
    }
    parts.length = kept;
    parts.push(x);
}
/** The sum, rounded once: to the nearest double, ties to even. */
function totalOf(parts) {
    let at = parts.length;
    if (at === 0)
        return 0;
    let high = parts[--at] ?? 0;
    let low = 0;
    while (at > 0) {
        const x = high;
        const y = parts[--at] ?? 0;
        high = x + y;
        low = y - (high - x);
        if (low !== 0)
            break;
    }
    // The rest may tip a half-way case to the other side.
    const next = parts[at - 1] ?? 0;
    if (at > 0 && ((low < 0 && next < 0) || (low > 0 && next > 0))) {
        const doubled = low * 2;
        const tipped = high + doubled;
        if (doubled === tipped - high)
            high = tipped;
    }
    return high;
}
/** The parts in the one form that a sum has, whatever order it was made in. */
function settled(parts) {
    const rest = [...parts];
    const out = [];
    while (rest.some((part) => part !== 0)) {
        const total = totalOf(rest);
        out.push(total);
        addTo(rest, -total);
    }
    return out.reverse();
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/details/cost.js

const BYTES = ['response_bytes', 'bytes', 'size'];
const CPU_MS = ['cpu_ms'];
const CPU_SECONDS = ['cpu_seconds'];
/**
 * What the comparison cost on top of what users asked for: requests, bytes, CPU, and money where prices are known. Of logs
 * that is what candidate and repeat did; of a replay it is everything, for it answers nobody.
 */
function costOf(summary, prices, replayed) {
    const requests = replayed?.sent ?? answered(summary, 1) + answered(summary, 2);
    if (requests === 0)
        return [];
    const arms = replayed === undefined ? [1, 2] : [0, 1, 2];
    const bytes = replayed?.bytes ?? extra(summary, BYTES, arms);
    const cpu = (extra(summary, CPU_MS, arms) ?? 0) / 1000 + (extra(summary, CPU_SECONDS, arms) ?? 0);
    const money = prices === undefined
        ? []
        : [
            {
                name: 'money',
                value: requests * prices.request + ((bytes ?? 0) / 1e9) * prices.gigabyte + cpu * prices['cpu-second'],
                unit: prices.currency,
            },
        ];
    return [
        { name: 'extra requests', value: requests },
        ...(bytes === undefined ? [] : [{ name: 'extra bytes', value: bytes, unit: 'B' }]),
        ...(cpu > 0 ? [{ name: 'extra CPU', value: cpu, unit: 's' }] : []),
        ...money,
    ];
}
/** Records of an arm, whether or not they could be compared: each was a request. */
function answered({ compared, repeated, broken, tooDeep, lost }, arm) {
    const pairs = arm === 1 ? compared + broken + tooDeep : repeated;
    return pairs + Object.values(lost[arm] ?? {}).reduce((sum, count) => sum + count, 0);
}
/** Sum of the first of some measures that was seen, over the arms that would not have run otherwise. */
function extra(summary, names, arms) {
    const found = names.map((name) => summary.measures.get(name)).find((each) => (each?.[1]?.n ?? 0) > 0);
    if (found === undefined)
        return undefined;
    return arms.reduce((sum, arm) => sum + totalOf(found[arm]?.data().sum ?? []), 0);
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/comparison.js
const comparison_KINDS = ['json', 'classification', 'regression', 'ranking', 'embedding', 'text'];
const NOISE_MODES = ['paired', 'diffy', 'none'];

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/json/pattern.js
const PLAIN_KEY = /^[A-Za-z_$][\w$-]*$/;
/** The record itself, as it is written in reports and rules. */
const RECORD = '$';
/** How a key is written in a path: `a.b`, and `a["odd key"]` where it would be ambiguous. */
function keyText(parent, key) {
    if (!PLAIN_KEY.test(key) || (parent === '' && key === RECORD))
        return `${parent}[${JSON.stringify(key)}]`;
    return parent === '' ? key : `${parent}.${key}`;
}
/** `[*]`, a key in quotes, or anything else up to the next step with the dot before it. */
const STEP = /(\[\*\])|\[("(?:[^"\\]|\\.)*")\]|(\.?)([^.[\]"]+)/y;
/** A pattern such as `user.*`, `items[*].price`, `**.id` or `["odd key"]`; undefined for what is none. */
function readPattern(text) {
    if (text === RECORD)
        return [];
    const steps = [];
    let at = 0;
    while (at < text.length) {
        STEP.lastIndex = at;
        const match = STEP.exec(text);
        if (match === null)
            return undefined;
        const [whole, element, quoted, dot, bare = ''] = match;
        // A dot stands between two steps: neither before the first, nor left out.
        if (quoted === undefined && element === undefined && (dot === '.') === (at === 0))
            return undefined;
        // A record is an object: it has keys, and no name.
        if (at === 0 && (bare === RECORD || element !== undefined))
            return undefined;
        const step = element === undefined ? stepOf(quoted, bare) : { is: 'element' };
        if (step === undefined)
            return undefined;
        steps.push(step);
        at += whole.length;
    }
    return steps.length > 0 ? steps : undefined;
}
/** The same, of a text that is known to be one. */
function patternOf(text) {
    const pattern = readPattern(text);
    if (pattern === undefined)
        throw new Error(`not a pattern: ${text}`);
    return pattern;
}
/** A path as keys: `request.id` and `headers["odd key"]`. Undefined for what is no path, elements and wildcards included. */
function readPath(text) {
    const pattern = readPattern(text) ?? [];
    const keys = pattern.flatMap((step) => (step.is === 'key' ? [step.key] : []));
    return keys.length > 0 && keys.length === pattern.length ? keys : undefined;
}
function stepOf(quoted, bare) {
    if (quoted !== undefined) {
        const key = stringIn(quoted);
        return key === undefined ? undefined : { is: 'key', key };
    }
    if (bare === '**')
        return { is: 'any-depth' };
    if (bare === '*')
        return { is: 'any-key' };
    if (bare.includes('**') || bare !== bare.trim())
        return undefined;
    return bare.includes('*') ? { is: 'keys', parts: bare.split('*') } : { is: 'key', key: bare };
}
function stringIn(quoted) {
    try {
        return String(JSON.parse(quoted));
    }
    catch {
        return undefined;
    }
}
/** The one way to write a pattern, that of reports. */
function patternText(pattern) {
    if (pattern.length === 0)
        return RECORD;
    return pattern.reduce((parent, step) => {
        if (step.is === 'element')
            return `${parent}[*]`;
        if (step.is === 'key')
            return keyText(parent, step.key);
        const written = step.is === 'any-depth' ? '**' : step.is === 'any-key' ? '*' : step.parts.join('*');
        return parent === '' ? written : `${parent}.${written}`;
    }, '');
}
/** What is written otherwise elsewhere, as in JSONPath, jq and JavaScript; a key in quotes stays as it is. */
const FOREIGN = /("(?:[^"\\]|\\.)*")|^\$\.\.|^\$\.?(?=.)|^\.|\.$|\.(?=\[)|\[(\d*)\]|\['([^'"\\]*)'\]|\[([A-Za-z_$][\w$-]*)\]/g;
/** The pattern that was probably meant by a text that is none; undefined where none is obvious. */
function patternMeant(text) {
    const guess = text.replace(FOREIGN, (found, quoted, index, single, word) => {
        if (quoted !== undefined)
            return found;
        if (found === '$..')
            return '**.';
        if (index !== undefined)
            return '[*]';
        const key = single ?? word;
        return key === undefined ? '' : `[${JSON.stringify(key)}]`;
    });
    const pattern = readPattern(guess.trim());
    return pattern === undefined ? undefined : patternText(pattern);
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/json/follow.js
const ELEMENT = Symbol('element');
/** Follows the patterns of some rules from the record inwards; a step takes as long as the patterns, however deep it is. */
class Follower {
    start;
    #nowhere = { here: [], open: [] };
    /** There may be millions of places, but most of them reach the same. */
    #known = new Map();
    constructor(rules) {
        let id = 0;
        const open = new Set();
        for (const { pattern, rule } of rules) {
            const whole = pattern.reduceRight((then, step) => ({ id: id++, step, then, rule }), undefined);
            enter(whole, open);
        }
        const here = rules.filter(({ pattern }) => pattern.length === 0).map(({ rule }) => rule);
        this.start = { here, open: [...open] };
    }
    /** What is reached one step further. */
    next({ open }, into) {
        if (open.length === 0)
            return this.#nowhere;
        const done = [];
        const left = new Set();
        for (const rest of open) {
            const deeper = rest.step.is === 'any-depth';
            if (!deeper && !takes(rest.step, into))
                continue;
            enter(deeper ? rest : rest.then, left);
            if (rest.then === undefined)
                done.push(rest);
        }
        return done.length + left.size === 0 ? this.#nowhere : this.#reached(done, [...left]);
    }
    #reached(done, open) {
        const name = `${done.map(idOf).join()} ${open.map(idOf).join()}`;
        const known = this.#known.get(name) ?? { here: done.map(({ rule }) => rule), open };
        this.#known.set(name, known);
        return known;
    }
}
function idOf({ id }) {
    return id;
}
/** Opens the rest of a pattern, and what may come next where its first steps may be none. */
function enter(from, open) {
    let rest = from;
    while (rest !== undefined && !open.has(rest)) {
        open.add(rest);
        rest = rest.step.is === 'any-depth' ? rest.then : undefined;
    }
}
function takes(step, into) {
    if (into === ELEMENT)
        return step.is === 'element';
    if (step.is === 'key')
        return step.key === into;
    return step.is === 'any-key' || (step.is === 'keys' && consistsOf(into, step.parts));
}
/** Whether a key is some texts in their order with anything between: each is taken where it stands first. */
function consistsOf(key, [first = '', ...others]) {
    const last = others.pop() ?? '';
    if (!key.startsWith(first))
        return false;
    let at = first.length;
    for (const part of others) {
        const found = key.indexOf(part, at);
        if (found < 0)
            return false;
        at = found + part.length;
    }
    return key.length - last.length >= at && key.endsWith(last);
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/json/scan.js
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
/** The index of the first byte from `at` that is not JSON whitespace, at most `end`. */
function skipSpace(bytes, at, end) {
    let i = at;
    while (i < end) {
        const c = bytes[i];
        if (c !== SPACE && c !== TAB && c !== NEWLINE && c !== RETURN)
            break;
        i++;
    }
    return i;
}
/** The index after the closing quote of the string that opens at `at`, or -1 when it does not close before `end`. */
function skipString(bytes, at, end) {
    let i = at + 1;
    while (i < end) {
        const c = bytes[i];
        if (c === QUOTE)
            return i + 1;
        i += c === BACKSLASH ? 2 : 1;
    }
    return -1;
}
/**
 * 1 for bytes that a number or word may go on with. A quote, colon or opening bracket ends it too: what follows is then
 * broken JSON.
 */
const PLAIN = Uint8Array.from({ length: 256 }, (_, c) => c > SPACE && ![QUOTE, COMMA, COLON, OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY].includes(c) ? 1 : 0);
/** The index after the number or literal that starts at `at`. */
function skipPlain(bytes, at, end) {
    let i = at;
    while (i < end && PLAIN[bytes[i] ?? 0] === 1)
        i++;
    return i;
}
/** The index after the value that starts at `at`, or -1 when it is not complete before `end`. Needs no stack of its own. */
function skipValue(bytes, at, end) {
    let depth = 0;
    let i = at;
    while (i < end) {
        const c = bytes[i];
        if (c === QUOTE) {
            i = skipString(bytes, i, end);
            if (i < 0)
                return -1;
        }
        else if (c === OPEN_OBJECT || c === OPEN_ARRAY) {
            depth++;
            i++;
            continue;
        }
        else if (c === CLOSE_OBJECT || c === CLOSE_ARRAY) {
            if (depth === 0)
                return -1;
            depth--;
            i++;
        }
        else if (c === COMMA || c === COLON || (c ?? 0) <= SPACE) {
            if (depth === 0)
                return -1;
            i++;
            continue;
        }
        else {
            i = skipPlain(bytes, i, end);
        }
        if (depth === 0)
            return i;
    }
    return -1;
}
/** Whether what stands from `at` to `end` closes exactly `depth` containers, leaves none open and ends there. */
function closes(bytes, at, end, depth) {
    let open = depth;
    let i = at;
    while (i < end) {
        const c = bytes[i];
        if (c === QUOTE) {
            i = skipString(bytes, i, end);
            if (i < 0)
                return false;
            continue;
        }
        if (c === OPEN_OBJECT || c === OPEN_ARRAY)
            open++;
        else if (c === CLOSE_OBJECT || c === CLOSE_ARRAY) {
            open--;
            if (open === 0)
                return skipSpace(bytes, i + 1, end) === end;
        }
        i++;
    }
    return false;
}
/** The index after the bracket that closes the container we are inside of at `at`, or -1 when it stays open. */
function skipRest(bytes, at, end) {
    let open = 1;
    let i = at;
    while (i < end) {
        const c = bytes[i];
        if (c === QUOTE) {
            i = skipString(bytes, i, end);
            if (i < 0)
                return -1;
            continue;
        }
        i++;
        if (c === OPEN_OBJECT || c === OPEN_ARRAY)
            open++;
        else if (c === CLOSE_OBJECT || c === CLOSE_ARRAY) {
            open--;
            if (open === 0)
                return i;
        }
    }
    return -1;
}
/** The text of a range of bytes as UTF-8; broken sequences become U+FFFD. */
function textOf(bytes, from, to) {
    return bytes.toString('utf8', from, to);
}
/** Whether two ranges hold the same bytes. */
function sameBytes(a, aFrom, aTo, b, bFrom, bTo) {
    const length = aTo - aFrom;
    if (bTo - bFrom !== length)
        return false;
    for (let k = 0; k < length; k++)
        if (a[aFrom + k] !== b[bFrom + k])
            return false;
    return true;
}
/** Bytes compared by one call of native code; a call costs about as much as comparing a hundred of them here. */
const STRIDE = 256;
/** The first index from `from` to `to` at which a differs from b `shift` bytes further on; `to` where none does. */
function firstDifference(a, from, to, b, shift) {
    let i = from;
    // Differences are often close to each other: look a little before calling anything.
    for (const near = Math.min(to, i + 64); i < near; i++)
        if (a[i] !== b[i + shift])
            return i;
    while (i + STRIDE <= to && a.compare(b, i + shift, i + shift + STRIDE, i, i + STRIDE) === 0)
        i += STRIDE;
    while (i < to && a[i] === b[i + shift])
        i++;
    return i;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/json/paths.js



const RECENT = 8;
const IGNORED = 'ignored';
/** One place in a document, array indices left out. Made once per place that ever differed, then compared by identity. */
class PathNode {
    id;
    reached;
    ignored;
    tolerance;
    /** Undefined: order counts. `''`: order does not. Otherwise the key inside each element that says which is which. */
    unordered;
    children = new Map();
    /** The first few children with their keys as bytes, so that most look-ups need no text. */
    recent = [];
    element;
    /** The place around this one; undefined of the document. */
    outer;
    #into;
    #text;
    constructor(id, reached, rules, outer, into = '') {
        const { here } = reached;
        this.id = id;
        this.reached = reached;
        this.ignored = outer?.ignored === true || here.includes(IGNORED);
        this.tolerance = rules.tolerance.find((rule) => rule.tolerance === outer?.tolerance || here.includes(rule))?.tolerance;
        this.unordered = rules.unordered.find((rule) => here.includes(rule))?.by;
        this.outer = outer;
        this.#into = into;
    }
    /** How the place is written, which few of millions of places are asked for. */
    get text() {
        const steps = [];
        let from = this;
        while (from.#text === undefined && from.outer !== undefined) {
            steps.push(from.#into);
            from = from.outer;
        }
        this.#text = steps.reduceRight((text, into) => (into === ELEMENT ? `${text}[*]` : keyText(text, into)), from.#text ?? '');
        return this.#text;
    }
}
/** The key that stands between two quotes, its escapes resolved. */
function readKey(bytes, from, to) {
    const written = textOf(bytes, from, to);
    return written.includes('\\') ? readString(`"${written}"`) : written;
}
/** The text of a JSON string token; a token that is no JSON string stands for itself. */
function readString(token) {
    try {
        return String(JSON.parse(token));
    }
    catch {
        return token;
    }
}
/** The places of all documents compared so far, with the rules that hold there. */
class Paths {
    root;
    hasUnordered;
    #rules;
    #follower;
    #last = 0;
    constructor(rules) {
        const { ignore, tolerance, unordered } = rules;
        this.#rules = rules;
        this.#follower = new Follower([
            ...ignore.map((path) => ({ pattern: patternOf(path), rule: IGNORED })),
            ...[...tolerance, ...unordered].map((rule) => ({ pattern: patternOf(rule.path), rule })),
        ]);
        this.hasUnordered = unordered.length > 0;
        this.root = new PathNode(0, this.#follower.start, rules);
    }
    /** The place of a key in an object. */
    child(parent, key) {
        const known = parent.children.get(key);
        if (known !== undefined)
            return known;
        const made = this.#inside(parent, key);
        parent.children.set(key, made);
        return made;
    }
    /** The same, for a key as it stands between its quotes in a document. */
    childAt(parent, bytes, from, to) {
        for (const { raw, node } of parent.recent) {
            if (sameBytes(raw, 0, raw.length, bytes, from, to))
                return node;
        }
        const node = this.child(parent, readKey(bytes, from, to));
        if (parent.recent.length < RECENT) {
            parent.recent.push({ raw: Buffer.from(bytes.subarray(from, to)), node });
        }
        return node;
    }
    /** The place of every element of an array. */
    element(parent) {
        parent.element ??= this.#inside(parent, ELEMENT);
        return parent.element;
    }
    #inside(parent, into) {
        const reached = this.#follower.next(parent.reached, into);
        return new PathNode(++this.#last, reached, this.#rules, parent, into);
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/json/pick.js


/** Finds the values at a few object paths in a line without parsing the rest of it. */
class Picker {
    size;
    /** Of the last line: start and end of what each path holds, two numbers each; -1 where it is not there. */
    ranges;
    #top = [];
    #left = 0;
    constructor(paths) {
        this.size = paths.length;
        this.ranges = new Int32Array(paths.length * 2);
        paths.forEach((path, slot) => insert(this.#top, path, slot));
    }
    /** Fills `ranges` from one line; false when the line is broken before all was found. Of repeated keys the first counts. */
    pick(line, from, to) {
        this.ranges.fill(-1);
        this.#left = this.size;
        const start = skipSpace(line, from, to);
        if (start >= to || line[start] !== OPEN_OBJECT)
            return false;
        return this.#members(line, start, to, this.#top) >= 0;
    }
    #members(line, open, to, wanted) {
        let i = skipSpace(line, open + 1, to);
        // Behind the line stands whatever was read before: it closes nothing.
        if (i < to && line[i] === CLOSE_OBJECT)
            return i + 1;
        while (i < to) {
            if (line[i] !== QUOTE)
                return -1;
            const keyEnd = skipString(line, i, to);
            if (keyEnd < 0)
                return -1;
            const found = find(wanted, line, i + 1, keyEnd - 1);
            i = skipSpace(line, keyEnd, to);
            if (line[i] !== COLON)
                return -1;
            i = skipSpace(line, i + 1, to);
            i = found === undefined ? skipValue(line, i, to) : this.#take(line, i, to, found);
            if (i < 0 || this.#left === 0)
                return i;
            i = skipSpace(line, i, to);
            if (i < to && line[i] === CLOSE_OBJECT)
                return i + 1;
            if (line[i] !== COMMA)
                return -1;
            i = skipSpace(line, i + 1, to);
        }
        return -1;
    }
    #take(line, from, to, found) {
        for (const slot of found.slots) {
            if ((this.ranges[slot * 2] ?? 0) >= 0)
                break;
            const end = skipValue(line, from, to);
            if (end < 0)
                return -1;
            this.ranges[slot * 2] = from;
            this.ranges[slot * 2 + 1] = end;
            this.#left--;
        }
        if (found.below.length > 0 && line[from] === OPEN_OBJECT && this.#left > 0) {
            return this.#members(line, from, to, found.below);
        }
        return skipValue(line, from, to);
    }
}
function find(wanted, line, from, to) {
    for (const item of wanted) {
        if (sameBytes(item.key, 0, item.key.length, line, from, to))
            return item;
    }
    // A key may be written with escapes; that is rare enough to look twice.
    if (!line.subarray(from, to).includes(0x5c))
        return undefined;
    const name = readKey(line, from, to);
    return wanted.find((item) => item.name === name);
}
function insert(level, path, slot) {
    const [name = '', ...rest] = path;
    let item = level.find((each) => each.name === name);
    if (item === undefined) {
        item = { key: Buffer.from(JSON.stringify(name).slice(1, -1)), name, slots: [], below: [] };
        level.push(item);
    }
    if (rest.length === 0)
        item.slots.push(slot);
    else
        insert(item.below, rest, slot);
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/json/decimal.js
const NUMBER = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** Reads a JSON number exactly, however many digits it has; undefined when it is none. */
function readDecimal(text) {
    const match = NUMBER.exec(text);
    if (match === null)
        return undefined;
    const fraction = match[3] ?? '';
    const all = `${match[2] ?? ''}${fraction}`.replace(/^0+/, '');
    const digits = all.replace(/0+$/, '');
    if (digits === '')
        return { negative: false, digits: '', exponent: 0 };
    const exponent = Number(match[4] ?? 0) - fraction.length + (all.length - digits.length);
    return { negative: match[1] === '-', digits, exponent };
}
/** Whether two JSON numbers are the same number: `1`, `1.0` and `10e-1` are, 2^53 and 2^53 + 1 are not. */
function sameNumber(a, b) {
    if (a === b)
        return true;
    const x = readDecimal(a);
    const y = readDecimal(b);
    if (x === undefined || y === undefined)
        return false;
    return x.negative === y.negative && x.digits === y.digits && x.exponent === y.exponent;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/json/tolerance.js
/** Whether two numbers lie within a tolerance; relative is of the larger magnitude. Infinities never do. */
function isWithin(a, b, tolerance) {
    if (!Number.isFinite(a) || !Number.isFinite(b))
        return false;
    if (tolerance.of === 'any')
        return true;
    const largest = Math.max(Math.abs(a), Math.abs(b));
    // The subtraction is rounded: 1.1 - 1 must still lie within 0.1.
    const apart = Math.abs(a - b) - 2 * Number.EPSILON * largest;
    if (tolerance.of === 'absolute')
        return apart <= tolerance.by;
    if (tolerance.of === 'relative')
        return apart <= tolerance.by * largest;
    return ulpsApart(a, b) <= BigInt(Math.trunc(tolerance.by));
}
const view = new DataView(new ArrayBuffer(8));
/** Doubles between two finite doubles, counted exactly; both zeros are one number. */
function ulpsApart(a, b) {
    const distance = ordinal(a) - ordinal(b);
    return distance < 0n ? -distance : distance;
}
function ordinal(value) {
    view.setFloat64(0, value);
    const bits = view.getBigInt64(0);
    return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/json/scalar.js



/** The type of the value that starts with a byte; undefined where no JSON value starts so. */
function typeAt(byte) {
    switch (byte) {
        case 0x22:
            return 'string';
        case 0x7b:
            return 'object';
        case 0x5b:
            return 'array';
        case 0x74:
        case 0x66:
            return 'boolean';
        case 0x6e:
            return 'null';
        default:
            return byte === 0x2d || (byte >= 0x30 && byte <= 0x39) ? 'number' : undefined;
    }
}
/** How two scalar tokens of one type compare; `broken` when one of them is no JSON. */
function compareScalars(type, a, b, tolerance) {
    if (type === 'string') {
        const escaped = a.includes('\\') || b.includes('\\');
        return escaped && readString(a) === readString(b) ? 'same' : 'different';
    }
    if (type !== 'number')
        return isWord(a) && isWord(b) ? 'different' : 'broken';
    const [x, y] = [Number(a), Number(b)];
    if (Number.isNaN(x) || Number.isNaN(y))
        return 'broken';
    // Rounding to doubles keeps order, so doubles that differ come from numbers that do; equal ones need all their digits.
    if (x === y && sameNumber(a, b))
        return 'same';
    return tolerance !== undefined && isWithin(x, y, tolerance) ? 'same' : 'different';
}
/** Whether a token is a JSON word or number. */
function isPlain(token) {
    return isWord(token) || readDecimal(token) !== undefined;
}
function isWord(token) {
    return token === 'true' || token === 'false' || token === 'null';
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/inputs/comparison-of.js




/** Names that people give to what is measured, not compared by value, when it stands at the top of a record. */
const MEASURED = [
    'latency_ms',
    'latency',
    'duration_ms',
    'duration',
    'elapsed_ms',
    'response_bytes',
    'bytes',
    'size',
    'cpu_ms',
    'cpu_seconds',
    'memory_mb',
    'memory_bytes',
];
/** What else is no answer but how it came about, by the last word of its name: `timing.total_ms`, `backendLatency`. */
const MEASURING = /(?:^|_)(?:latency|duration|elapsed|bytes|size|cpu|memory|mem|rss|ms|us|ns|s|sec|secs|seconds|kb|mb|gb)$/;
/** How many first records are looked into: the very first may be a failed request, or no record at all. */
const SAMPLES = 200;
/** How a user's wishes read as a comparison. In the samples, some first records, well-known measures are looked for. */
function comparisonOf(input, samples) {
    const measures = measuresOf(input.requirements, samples);
    const { kind, ...model } = input.kind;
    const modelled = kind !== comparison_KINDS[0];
    const answers = modelled ? [model.prediction] : [];
    const scores = modelled && model.score !== undefined ? [model.score] : [];
    const labels = modelled && input.label !== undefined ? [input.label] : [];
    const free = [...measures.map(({ path }) => path).filter(isMeasured), ...scores].map(pathText);
    return {
        kind,
        noise: input.noise,
        pairBy: input['pair-by'],
        rules: {
            ignore: [
                ...input.ignore,
                // What a model answers is judged as an answer, not as a field that must not change; the truth is no answer at all.
                ...[...answers, ...labels].map(pathText),
                // Diffy knows no tolerance.
                ...(input.noise === 'diffy' ? free : []),
            ],
            // What is measured is not compared by value; that it is missing, or no number any more, is a difference all the same.
            tolerance: [...free.map((path) => ({ path, tolerance: { of: 'any' } })), ...input.tolerance],
            unordered: input.unordered,
        },
        measures,
        errors: asksForErrors(input.requirements),
        slices: input.slices,
        model: modelled ? { ...model, label: input.label } : undefined,
        examples: input.examples,
        redact: input.redact === 'values',
        limit: Math.round(input['max-record'] * 1024 * 1024),
    };
}
function measuresOf(requirements, samples) {
    const asked = requirements.flatMap((each) => ('measure' in each ? [each.measure] : []));
    // A size that is a text, such as "XL", is nothing measured and is compared like any other value.
    const found = MEASURED.filter((name) => isNumber(samples, [name]));
    return [...new Set([...asked, ...found])].map((name) => ({ name, path: readPath(name) ?? name.split('.') }));
}
/** Whether a measure may have any value; others that are required, such as a price, are compared by value as well. */
function isMeasured(path) {
    const name = (path.at(-1) ?? '').replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
    return MEASURING.test(name);
}
function asksForErrors(requirements) {
    return requirements.some(({ about }) => about === 'error rate' || about === 'error increase');
}
function isNumber(samples, path) {
    const picker = new Picker([path]);
    return samples.some((sample) => {
        picker.pick(sample, 0, sample.length);
        const [at = -1] = picker.ranges;
        return at >= 0 && typeAt(sample[at] ?? 0) === 'number';
    });
}
/** A path as it is written in rules. */
function pathText(path) {
    return path.reduce(keyText, '');
}

// EXTERNAL MODULE: ./.build-cli/packages/action/src/fields/parse-fields.js
var parse_fields = __webpack_require__(5058);
// EXTERNAL MODULE: ./.build-cli/packages/action/src/fields/field.js
var fields_field = __webpack_require__(7165);
// EXTERNAL MODULE: ./.build-cli/packages/action/src/fields/fields.js
var fields_fields = __webpack_require__(6440);
// EXTERNAL MODULE: ./.build-cli/packages/action/src/fields/yaml.js
var yaml = __webpack_require__(9270);
;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/replay/rate.js

const SHAPE = 'requests a second such as `50/s`, or a multiple of the recorded speed such as `2x`';
const rateField = (0,fields_field/* field */.ZZ)(SHAPE, (given) => {
    const match = /^(\d+(?:\.\d+)?)\s*(\/s|x)$/.exec(given);
    const value = Number(match?.[1]);
    if (!(value > 0 && value <= 100_000))
        return (0,fields_field/* refuse */.TR)(SHAPE, given);
    return match?.[2] === 'x' ? { speed: value } : { perSecond: value };
});
/** How long after the beginning each request is due, in milliseconds. Arrivals at a rate are a Poisson process. */
function dueTimes(recorded, rate, random) {
    let due = 0;
    if ('perSecond' in rate) {
        return recorded.map(() => {
            const mine = due;
            due += (-Math.log(1 - random()) / rate.perSecond) * 1000;
            return mine;
        });
    }
    const first = recorded.find((at) => at !== undefined) ?? 0;
    return recorded.map((at) => {
        // A request without a time, or with one that runs backwards, is due with the one before it.
        due = Math.max(due, at === undefined ? due : (at - first) / rate.speed);
        return due;
    });
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/requirements.js

const SHARES = [
    'error rate',
    'error increase',
    'not compared',
    'withheld',
    'disagreement',
    'accuracy loss',
    'error growth',
    'gain loss',
];
/** Shares that are about what a model answers. */
const ABOUT_MODELS = ['disagreement', 'accuracy loss', 'error growth', 'gain loss'];
const requirements_SHAPE = 'requirement such as `p99 latency_ms <= 250`, `mean bytes <= 110% of primary`, `error rate <= 1%`, `accuracy loss <= 1%`, `error growth <= 5%` or `not compared <= 5%`';
/** Shares that may be required to be 0: they are counted, or are differences that a better candidate makes negative. */
const PROVABLE = [
    'not compared',
    'withheld',
    'error increase',
    'accuracy loss',
    'error growth',
    'gain loss',
];
/** Why a rate of 0 % cannot be asked for. */
function unprovable(given) {
    return `must allow for more than 0%, since no number of pairs proves that nothing ever happens (none in 2,995 pairs proves less than 0.1%), got \`${given}\``;
}
/** One requirement in words: a quantile or a mean of a measure, or one of a few shares, with `<=` and a limit. */
const requirement = (0,fields_field/* field */.ZZ)(requirements_SHAPE, (given) => {
    const said = given.replaceAll(/\s+/g, ' ');
    const share = /^([a-z ]+?) <= (\d+(?:\.\d+)?) ?%$/.exec(said);
    const about = SHARES.find((name) => name === share?.[1]);
    if (about !== undefined) {
        const limit = Number(share?.[2]) / 100;
        if (limit === 0 && PROVABLE.every((each) => each !== about))
            throw new fields_field/* Unacceptable */.q$(unprovable(said));
        return { about, limit, said };
    }
    const match = /^(?:p(\d+(?:\.\d+)?)|(mean)) ([^\s<]+) <= (\d+(?:\.\d+)?)( ?% of primary)?$/.exec(said);
    if (match === null)
        return (0,fields_field/* refuse */.TR)(requirements_SHAPE, given);
    const [, percentile, , measure = '', number, relative] = match;
    const ofPrimary = relative !== undefined;
    const limit = ofPrimary ? Number(number) / 100 : Number(number);
    if (percentile === undefined)
        return { about: 'mean', measure, limit, ofPrimary, said };
    const q = Number(percentile) / 100;
    return q > 0 && q < 1 ? { about: 'quantile', measure, q, limit, ofPrimary, said } : (0,fields_field/* refuse */.TR)(requirements_SHAPE, given);
});
/** Requirements, one per line. All lines that are none, and all that say what another has said, are told at once. */
const requirementLines = {
    ...(0,fields_field/* field */.ZZ)(`${requirements_SHAPE}, one per line`, (given) => {
        const problems = [];
        const lines = new Map();
        const read = given.split('\n').flatMap((line, k) => {
            const said = line.trim();
            // Spaces mean nothing, so a line that differs by them only says the same.
            const key = said.replaceAll(/\s+/g, '');
            const before = lines.get(key);
            if (before !== undefined)
                problems.push(`line ${k + 1} repeats line ${before}`);
            if (said === '' || before !== undefined)
                return [];
            lines.set(key, k + 1);
            try {
                return [requirement.parse(said)];
            }
            catch (error) {
                if (!(error instanceof fields_field/* Unacceptable */.q$))
                    throw error;
                problems.push(`line ${k + 1} ${error.message}`);
                return [];
            }
        });
        if (problems.length > 0)
            throw new fields_field/* Unacceptable */.q$(problems.join('; '));
        return read;
    }),
    whenBlank: () => [],
};

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/tally/credentials.js
/** Names, without case, dashes and underscores, that end so hold what lets in whoever knows it. */
const ENDINGS = /(?:tokens?|secrets?|passwords?|passwd|passphrase|passcode|credentials?|apikeys?|privatekey|accesskeys?|accesskeyid|secretkey|signingkey|authkey|sessionid|sessid|sessionkey|cookies?|authorization|jwt)$/;
const WORDS = new Set(['session', 'sid', 'auth', 'bearer', 'pwd', 'otp']);
/** Counts of what a language model reads and writes are no secret; `tokens` alone may be anything. */
const COUNTS = /^(?:max|min|total|prompt|completion|input|output|cached|reasoning|num|n|used|new)+tokens$/;
/** Whether a key names a credential: `Authorization`, `set-cookie`, `x-api-key`, `accessToken`, `client_secret` and such. */
function namesCredential(key) {
    const name = key.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
    if (COUNTS.test(name))
        return false;
    return ENDINGS.test(name) || WORDS.has(name) || /[cx]srf/.test(name);
}
const KEYS = /\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g;
/** Whether a place, as reports write it, is that of a credential, or within one. */
function isCredential(path) {
    return [...path.matchAll(KEYS)].some(([, odd, plain = '']) => namesCredential(odd ?? plain));
}
/** What is a credential wherever it stands. */
const TELLTALE = [
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    /(?<=\b[Bb]earer\s+)[\w.~+/=:-]{6,}/g,
    // Other words before a credential stand in plain sentences too: there a digit or a capital tells.
    /(?<=\b(?:[Bb]asic|[Dd]igest|[Nn]egotiate|[Aa]pi[Kk]ey|[Tt]oken)\s+)(?=\S*[0-9A-Z=+/])[\w.~+/=:-]{6,}/g,
    /\beyJ[\w-]{8,}(?:\.[\w-]*)*/g,
    /\b(?:gh[opsur]_|github_pat_|glpat-|xox[a-z]-|sk-|sk_live_|rk_live_|AIza|ya29\.|npm_|hf_)[\w.-]{12,}/g,
    /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
    /(?<=\w:\/\/[^\s/@:"]*:)[^\s/@"]+(?=@)/g,
];
/** What a value stands behind: `name=`, `name: `, and the same with quotes, escaped or not. */
const NAME = /([\w.-]+)\\*["']?\s*[:=]\s*/g;
/** A value ends with its quote, or where it has none with whatever separates it from the next. */
const credentials_VALUE = /\\*["'][^"'\\]*|[^\s&;,"'\\)}\]]+/y;
/** A line of cookies holds many, and one of `Authorization` a word before its own. */
const LINE = /\\*["']?[^"'\\\r\n]+/y;
/** A text with `***` for every credential that can be told from what surrounds it. */
function maskCredentials(text) {
    return maskNamed(TELLTALE.reduce((left, pattern) => left.replaceAll(pattern, '***'), text));
}
function maskNamed(text) {
    let [masked, at] = ['', 0];
    for (const match of text.matchAll(NAME)) {
        const [written, name = ''] = match;
        const start = match.index + written.length;
        if (match.index < at || !namesCredential(name))
            continue;
        const value = /(?:cookie|authorization)$/i.test(name) ? LINE : credentials_VALUE;
        value.lastIndex = start;
        if (!value.test(text))
            continue;
        masked += `${text.slice(at, start)}***`;
        at = value.lastIndex;
    }
    return masked + text.slice(at);
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/inputs/place-fields.js



/** A place as it may stand before other words on a line: only in quotes it may hold spaces. */
const PLACE = String.raw `(?:[^\s"]|"(?:[^"\\]|\\.)*")+`;
const PATH = 'place in a record such as `request.id` or `["odd key"]`';
const PATTERN = 'place such as `user.name`, `items[*].price` or `["odd key"]`, where `*` is any key and `**` any depth';
/** The place of one value in a record, as keys. */
const pathField = (0,fields_field/* field */.ZZ)(PATH, (given) => pathIn(given, PATH, given));
/** What slices are named after is shown whatever is redacted, so that it must be nothing that lets anybody in. */
const slicePath = (0,fields_field/* field */.ZZ)(PATH, (given) => {
    const path = pathField.parse(given);
    if (!path.some(namesCredential))
        return path;
    throw new fields_field/* Unacceptable */.q$(`must not be ${(0,fields_field/* quote */.hD)(given)}, which names a credential: slices are shown by their values`);
});
/** Places that a pattern means, in the one way to write it. */
const patternField = (0,fields_field/* field */.ZZ)(PATTERN, (given) => patternIn(given, PATTERN, given));
/** The keys that a text in an input of some shape names. */
function pathIn(text, shape, given) {
    return readPath(text) ?? refusePlace(text, readPath, shape, given);
}
/** The pattern that a text in an input of some shape is, in the one way to write it. */
function patternIn(text, shape, given) {
    return patternText(readPattern(text) ?? refusePlace(text, readPattern, shape, given));
}
function refusePlace(text, read, shape, given) {
    throw new fields_field/* Unacceptable */.q$(`must be ${shape}, got ${(0,fields_field/* quote */.hD)(given)}${adviceOn(text, read)}`);
}
/** The end of a sentence on a text that is no place: what was probably meant, where that is obvious and can be read. */
function adviceOn(text, read) {
    const meant = patternMeant(text);
    return meant === undefined || read(meant) === undefined ? '' : `; was \`${meant}\` meant?`;
}
/** Places on lines or separated by commas; a comma in quotes is part of a key. */
function placesOf(item) {
    const list = (0,fields_fields/* listOf */.c3)(item);
    return (0,fields_field/* field */.ZZ)(list.shape, (given) => list.parse(given.replaceAll(/"(?:[^"\\\n]|\\.)*"/g, (key) => key.replaceAll(',', String.raw `\u002c`))));
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/inputs/kind-field.js




const kind_field_SHAPE = `one of ${comparison_KINDS.map((kind) => `\`${kind}\``).join(', ')}, or YAML such as \`{ classification: { prediction: output.label, score: output.p } }\``;
const kind_field_KEYS = ['prediction', 'score', 'inputs', 'positive', 'top'];
/** A word, or a mapping of one word to where the answers stand: `prediction`, `score`, `inputs`, `positive`, `top`. */
const kindField = (0,fields_field/* field */.ZZ)(kind_field_SHAPE, (given) => {
    const word = comparison_KINDS.find((kind) => kind === given);
    if (word !== undefined)
        return kindOf(word, {});
    const data = (0,yaml/* parseYaml */.hN)(given);
    const entries = isMapping(data) ? Object.entries(data) : [];
    const [name, settings] = entries[0] ?? [];
    const kind = comparison_KINDS.find((each) => each === name);
    if (kind === undefined || kind === 'json' || entries.length !== 1 || !isMapping(settings))
        return (0,fields_field/* refuse */.TR)(kind_field_SHAPE, given);
    const unknown = Object.keys(settings).filter((key) => !kind_field_KEYS.some((known) => known === key));
    if (unknown.length > 0) {
        throw new fields_field/* Unacceptable */.q$(`knows ${kind_field_KEYS.join(', ')} under ${kind}, not ${unknown.join(', ')}`);
    }
    return kindOf(kind, settings);
});
function kindOf(kind, settings) {
    const { score, inputs, positive, top } = settings;
    return {
        kind,
        prediction: pathOf(settings['prediction'] ?? 'prediction'),
        score: score === undefined ? (kind === 'classification' ? ['score'] : undefined) : pathOf(score),
        inputs: inputs === undefined ? [] : listOf(inputs).map(pathOf),
        positive: positive === undefined ? undefined : String(positive),
        top: top === undefined ? 10 : wholeOf(top),
    };
}
function pathOf(value) {
    const path = typeof value === 'string' ? readPath(value) : undefined;
    if (path === undefined)
        throw new fields_field/* Unacceptable */.q$(`must name places such as \`output.label\`, got ${JSON.stringify(value)}${typeof value === 'string' ? adviceOn(value, readPath) : ''}`);
    return path;
}
function wholeOf(value) {
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1)
        return value;
    throw new fields_field/* Unacceptable */.q$(`top must be a whole number of at least 1, got ${JSON.stringify(value)}`);
}
function listOf(value) {
    return Array.isArray(value) ? value : [value];
}
function isMapping(data) {
    return typeof data === 'object' && data !== null && !Array.isArray(data);
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/inputs/prices-field.js

const prices_field_KEYS = ['request', 'gigabyte', 'cpu-second'];
/** Prices a request, a gigabyte of answers and a second of CPU; what is not given costs nothing. */
const pricesField = (0,yaml/* yamlOf */.hX)('prices such as `{ request: 0.0000004, gigabyte: 0.09, currency: USD }`', (data) => {
    const given = typeof data === 'object' && data !== null && !Array.isArray(data) ? Object.entries(data) : [];
    if (given.length === 0)
        return undefined;
    const wrong = given.filter(([key, value]) => {
        if (key === 'currency')
            return typeof value !== 'string' || !/^[A-Z]{3}$/.test(value);
        return !prices_field_KEYS.some((known) => known === key) || typeof value !== 'number' || !(value >= 0);
    });
    if (wrong.length > 0)
        throw new fields_field/* Unacceptable */.q$(`must be ${prices_field_KEYS.join(', ')} (numbers) and currency, got ${(0,fields_field/* quote */.hD)(JSON.stringify(Object.fromEntries(wrong)))}`);
    const read = new Map(given);
    const price = (key) => Number(read.get(key) ?? 0);
    return {
        request: price('request'),
        gigabyte: price('gigabyte'),
        'cpu-second': price('cpu-second'),
        currency: String(read.get('currency') ?? 'USD'),
    };
});

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/inputs/fields.js








const TOLERANCE = 'place and tolerance such as `price: 0.01`, `score: 1%` or `ratio: 4 ulp`';
const toleranceLine = (0,fields_field/* field */.ZZ)(TOLERANCE, (given) => {
    const match = /^(.+?)\s*:\s*(\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*(%|ulp)?$/i.exec(given);
    if (match === null)
        return (0,fields_field/* refuse */.TR)(TOLERANCE, given);
    const [, place = '', number, unit] = match;
    const path = patternIn(place, TOLERANCE, given);
    const by = Number(number);
    if (unit === '%')
        return { path, tolerance: { of: 'relative', by: by / 100 } };
    return { path, tolerance: { of: unit === undefined ? 'absolute' : 'ulp', by } };
});
const UNORDERED = 'array such as `tags`, or `items by sku` where each element has a key';
const UNORDERED_LINE = new RegExp(`^(${PLACE})(?:\\s+by\\s+(${PLACE}))?$`);
const unorderedLine = (0,fields_field/* field */.ZZ)(UNORDERED, (given) => {
    const match = UNORDERED_LINE.exec(given);
    if (match === null)
        return (0,fields_field/* refuse */.TR)(UNORDERED, given);
    const [, array = '', by = ''] = match;
    const path = patternIn(array, UNORDERED, given);
    return { path, by: by === '' ? by : pathIn(by, UNORDERED, given).reduce(keyText, '') };
});
const SHARD = 'part of the whole such as `3/16`';
const shardField = (0,fields_field/* field */.ZZ)(SHARD, (given) => {
    const match = /^(\d+)\/(\d+)$/.exec(given);
    const [index, count] = [Number(match?.[1]), Number(match?.[2])];
    return index >= 1 && index <= count && count <= 10_000 ? { index: index - 1, count } : (0,fields_field/* refuse */.TR)(SHARD, given);
});
const anyPercent = (0,fields_fields/* percent */.KN)({ min: 0, max: 100 });
/** A tolerated rate of differences, as a share. */
const toleratedRate = (0,fields_field/* field */.ZZ)('percent above 0% and at most 100%, such as `0.5%`', (given) => {
    const rate = anyPercent.parse(given);
    if (rate > 0)
        return rate;
    throw new fields_field/* Unacceptable */.q$(unprovable(given));
});
const ENGINES = ['node', 'duckdb', 'clickhouse'];
/** What is compared and how it is judged; the same words in the action, on the command line and in the config file. */
const comparisonInputs = {
    'pair-by': (0,fields_field/* withDefault */.IQ)('id', placesOf(pathField)),
    kind: (0,fields_field/* withDefault */.IQ)('json', kindField),
    ignore: {
        ...placesOf(patternField),
        whenBlank: () => [],
    },
    tolerance: { ...(0,fields_fields/* linesOf */.Dx)(toleranceLine), whenBlank: () => [] },
    unordered: { ...(0,fields_fields/* linesOf */.Dx)(unorderedLine), whenBlank: () => [] },
    noise: (0,fields_field/* withDefault */.IQ)('paired', (0,fields_fields/* oneOf */.yL)(NOISE_MODES)),
    label: (0,fields_field/* optional */.lq)(pathField),
    slices: { ...placesOf(slicePath), whenBlank: () => [] },
    'max-difference-rate': (0,fields_field/* withDefault */.IQ)('0.1%', toleratedRate),
    requirements: requirementLines,
    confidence: (0,fields_field/* withDefault */.IQ)('95%', (0,fields_fields/* percent */.KN)({ min: 80, max: 99.99 })),
    redact: (0,fields_field/* withDefault */.IQ)('values', (0,fields_fields/* oneOf */.yL)(['values', 'none'])),
    examples: (0,fields_field/* withDefault */.IQ)('3', (0,fields_fields/* wholeNumber */.rD)({ min: 0, max: 20 })),
    prices: (0,fields_field/* withDefault */.IQ)('{}', pricesField),
    'max-record': (0,fields_field/* withDefault */.IQ)('16', (0,fields_fields/* decimal */._)({ min: 0.001, max: 512 })),
};
const globs = { ...(0,fields_fields/* linesOf */.Dx)((0,fields_fields/* text */.Qq)('file or pattern')), whenBlank: () => [] };
const METHOD = 'HTTP method such as `GET`';
const method = (0,fields_field/* field */.ZZ)(METHOD, (given) => /^[A-Za-z]{3,12}$/.test(given) ? given.toUpperCase() : (0,fields_field/* refuse */.TR)(METHOD, given));
/** Recorded requests, whom to send them to, and how gently. */
const replayInputs = {
    requests: globs,
    'primary-url': (0,fields_field/* optional */.lq)((0,fields_fields/* httpUrl */.q3)()),
    'candidate-url': (0,fields_field/* optional */.lq)((0,fields_fields/* httpUrl */.q3)()),
    'secondary-url': (0,fields_field/* optional */.lq)((0,fields_fields/* httpUrl */.q3)()),
    rate: (0,fields_field/* withDefault */.IQ)('10/s', rateField),
    methods: (0,fields_field/* withDefault */.IQ)('GET, HEAD, OPTIONS', (0,fields_fields/* listOf */.c3)(method)),
    concurrency: (0,fields_field/* withDefault */.IQ)('64', (0,fields_fields/* wholeNumber */.rD)({ min: 1, max: 10_000 })),
    timeout: (0,fields_field/* withDefault */.IQ)('10s', (0,fields_fields/* duration */.p0)()),
    'warm-up': (0,fields_field/* withDefault */.IQ)('0', (0,fields_fields/* wholeNumber */.rD)({ min: 0 })),
};
/** Where records come from, and how the work is split. */
const sourceInputs = {
    primary: globs,
    candidate: globs,
    secondary: globs,
    shard: (0,fields_field/* optional */.lq)(shardField),
    merge: globs,
    engine: (0,fields_field/* withDefault */.IQ)('node', (0,fields_fields/* oneOf */.yL)(ENGINES)),
    'engine-settings': (0,fields_field/* withDefault */.IQ)('{}', (0,yaml/* mapOfText */.d5)('settings of the engine')),
};

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/inputs/merged-input.js


const merged_input_KEYS = Object.keys(comparisonInputs);
/** What is needed only once everything has been counted; all else shapes the counts, which shards make. */
const JUDGED = ['max-difference-rate', 'requirements', 'confidence', 'prices'];
/** What of some inputs shapes a comparison and its verdict, as a part keeps it. */
function comparisonPart(input) {
    return Object.fromEntries(merged_input_KEYS.map((key) => [key, input[key]]));
}
/**
 * What a merge judges by: each input as the merge or its shards were given it; either may leave one out. A `UserError` names
 * all that they were given differently, all that only the merge was given though shards count by it, and every requirement
 * about something that the shards did not count.
 */
function mergedInput(merge, shards, counted) {
    const untouched = (0,parse_fields/* parseFields */.L)(comparisonInputs, () => '', 'the defaults');
    const isSilent = (input, key) => same(input, untouched, key);
    const [first = untouched] = shards;
    const adopted = merged_input_KEYS.filter((key) => isSilent(merge, key) || !JUDGED.includes(key));
    const problems = merged_input_KEYS.flatMap((key) => {
        if (shards.some((shard) => !same(shard, first, key)))
            return [`${key}: the shards were not all given the same`];
        if (isSilent(merge, key) || same(merge, first, key))
            return [];
        if (!isSilent(first, key))
            return [`${key}: the shards were given something else than the merge`];
        return JUDGED.includes(key)
            ? []
            : [`${key}: was given to the merge only, but it is the shards that count`];
    });
    const result = {
        ...merge,
        ...Object.fromEntries(adopted.map((key) => [key, first[key]])),
    };
    const all = [...problems, ...uncounted(result, counted)];
    if (all.length > 0)
        throw new user_error/* UserError */.y('PARTS_DO_NOT_FIT', all.join('\n'), 'Give the merge and every shard the same inputs.');
    return result;
}
function same(a, b, key) {
    return JSON.stringify(a[key] ?? null) === JSON.stringify(b[key] ?? null);
}
function uncounted({ requirements }, { measures, errors }) {
    const isCounted = (requirement) => {
        if ('measure' in requirement)
            return measures.some(({ name }) => name === requirement.measure);
        return errors || (requirement.about !== 'error rate' && requirement.about !== 'error increase');
    };
    return requirements
        .filter((requirement) => !isCounted(requirement))
        .map(({ said }) => `requirements: the shards did not count what \`${said}\` asks for`);
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/inputs/unfit-requirements.js

/** Which kinds of model a requirement can be asked of. */
const FITS = {
    disagreement: comparison_KINDS.filter((kind) => kind !== 'json'),
    'accuracy loss': ['classification', 'text'],
    'error growth': ['regression'],
    'gain loss': ['ranking'],
};
/** Requirements that this comparison can never answer, one sentence each. */
function unfitRequirements({ requirements, kind: { kind }, label, }) {
    return requirements.flatMap(({ about, said }) => {
        const kinds = about === 'mean' || about === 'quantile' ? undefined : FITS[about];
        if (kinds === undefined)
            return [];
        if (!kinds.includes(kind))
            return [`requirements: \`${said}\` is for kind ${kinds.join(' or ')}, and kind is ${kind}`];
        return about !== 'disagreement' && label === undefined
            ? [`requirements: \`${said}\` needs label, the place of the truth in the primary's records`]
            : [];
    });
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/inputs/unmatched-places.js



/**
 * Sentences on places that inputs name and no value stands at in some first records, such as a mistyped `ignore`. They may
 * stand in later records or only in the candidate's, so this is for people to look at and decides nothing.
 */
function unmatchedPlaces(input, samples) {
    const named = [...rulesIn(input), ...valuesIn(input)];
    const records = named.length === 0 ? [] : samples.flatMap(recordIn);
    if (records.length === 0)
        return [];
    const found = foundIn(records, named);
    const first = records.length === 1 ? 'record' : `${records.length} records`;
    return named
        .filter((each) => !found.has(each) && (each.within === undefined || found.has(each.within)))
        .map(({ said }) => `${said} in the first ${first} of the primary.`);
}
/** What rules name. Diffy has no use for them but `ignore`, and names places in its own way. */
function rulesIn({ ignore, tolerance, unordered, noise }) {
    if (noise === 'diffy')
        return [];
    return [
        ...ignore.map((path) => rule('ignore', path)),
        ...tolerance.map(({ path }) => rule('tolerance', path)),
        ...unordered.flatMap(({ path, by }) => {
            const pattern = patternOf(path);
            const said = `unordered: \`${path}\` matches no array`;
            const array = { pattern, said, holds: Array.isArray };
            const key = {
                pattern: [...pattern, { is: 'element' }, ...(by === '' ? [] : patternOf(by))],
                said: `unordered: \`${by}\` is nowhere in the elements of \`${path}\``,
                within: array,
            };
            return by === '' ? [array] : [array, key];
        }),
    ];
}
function rule(input, path) {
    return { pattern: patternOf(path), said: `${input}: \`${path}\` matches no place` };
}
/** The values that inputs name. */
function valuesIn({ kind, label, slices, requirements }) {
    const { prediction, score, inputs } = kind;
    const models = kind.kind === 'json' ? [] : [prediction, ...scoreAsked(score), ...inputs];
    const measures = requirements.flatMap((each) => ('measure' in each ? [each.measure] : []));
    return [
        ...models.map((path) => value('kind', path)),
        ...(label === undefined ? [] : [value('label', label)]),
        ...slices.map((path) => value('slices', path)),
        ...[...new Set(measures)].map((name) => ({
            pattern: keys(readPath(name) ?? name.split('.')),
            said: `requirements: \`${name}\` is nowhere a number`,
            holds: (found) => typeof found === 'number',
        })),
    ];
}
/** Classes need no score: where it would be by itself, none is missed. */
function scoreAsked(score) {
    return score === undefined || (score.length === 1 && score[0] === 'score') ? [] : [score];
}
function value(input, path) {
    const pattern = keys(path);
    return { pattern, said: `${input}: \`${patternText(pattern)}\` is nowhere` };
}
function keys(path) {
    return path.map((key) => ({ is: 'key', key }));
}
/** A record that is broken, or of which there is only a beginning, says nothing. */
function recordIn(sample) {
    try {
        return [JSON.parse(textOf(sample, 0, sample.length))];
    }
    catch {
        return [];
    }
}
/** Looks for all that is named at once, and no longer than until all is found. */
function foundIn(records, named) {
    const follower = new Follower(named.map((each) => ({ pattern: each.pattern, rule: each })));
    const root = { reached: follower.start, inside: new Map() };
    const found = new Set();
    const waiting = [...records].reverse().map((record) => [record, root]);
    for (let next = waiting.pop(); next !== undefined && found.size < named.length; next = waiting.pop()) {
        const [at, place] = next;
        for (const each of place.reached.here)
            if (each.holds?.(at) !== false)
                found.add(each);
        if (place.reached.open.length === 0)
            continue;
        for (const [into, member] of membersOf(at)) {
            const inside = place.inside.get(into) ?? {
                reached: follower.next(place.reached, into),
                inside: new Map(),
            };
            place.inside.set(into, inside);
            waiting.push([member, inside]);
        }
    }
    return found;
}
function membersOf(at) {
    if (Array.isArray(at))
        return at.map((member) => [ELEMENT, member]);
    return typeof at === 'object' && at !== null ? Object.entries(at) : [];
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/pairs/hash.js


const FIRST = 0x811c9dc5;
const SECOND = 0x9747b28c;
/** Bits of the lower part. */
const LOW = 21;
/** A hash of 53 bits of what names a record, the same everywhere: which shard a pair belongs to depends on it. */
class IdHash {
    /** The upper 32 bits, as an integer with a sign. */
    high = 0;
    /** The lower 21. */
    low = 0;
    /** The hash as one number, above 0 and an integer that a double holds. */
    get value() {
        return (this.high >>> 0) * 2 ** LOW + this.low + 1;
    }
    equals({ high, low }) {
        return this.high === high && this.low === low;
    }
    /** Hashes a range of bytes. */
    read(bytes, from, to) {
        let h1 = FIRST;
        let h2 = SECOND;
        for (let i = from; i < to; i++) {
            const c = bytes[i] ?? 0;
            h1 = Math.imul(h1 ^ c, 0x01000193);
            h2 = Math.imul(h2 ^ c, 0x5bd1e995);
            h2 ^= h2 >>> 15;
        }
        this.#finish(h1, h2, to - from);
    }
    /**
     * Hashes the JSON string or number that begins at `at` on the way to its end. The index after it, or -1, with nothing
     * changed, where anything else begins, the string holds an escape, or it does not close.
     */
    readToken(bytes, at, end) {
        const type = typeAt(bytes[at] ?? 0);
        if (type === 'string')
            return this.#readString(bytes, at, end);
        if (type !== 'number')
            return -1;
        const after = skipPlain(bytes, at, end);
        this.read(bytes, at, after);
        return after;
    }
    #readString(bytes, at, end) {
        let h1 = Math.imul(FIRST ^ QUOTE, 0x01000193);
        let h2 = Math.imul(SECOND ^ QUOTE, 0x5bd1e995);
        h2 ^= h2 >>> 15;
        for (let i = at + 1; i < end; i++) {
            const c = bytes[i] ?? 0;
            if (c === BACKSLASH)
                return -1;
            h1 = Math.imul(h1 ^ c, 0x01000193);
            h2 = Math.imul(h2 ^ c, 0x5bd1e995);
            h2 ^= h2 >>> 15;
            if (c !== QUOTE)
                continue;
            this.#finish(h1, h2, i + 1 - at);
            return i + 1;
        }
        return -1;
    }
    #finish(first, second, length) {
        this.high = mix(first ^ length);
        this.low = mix(second ^ this.high) >>> (32 - LOW);
    }
}
/** Spreads every bit of a 32-bit number over all of them (the finalizer of MurmurHash3, public domain). */
function mix(value) {
    let h = value;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return h ^ (h >>> 16);
}
/** Which of `count` shards, from 0, a hash belongs to. */
function shardOf(hash, count) {
    return Math.floor(hash.value / 0x200) % count;
}
/** Which of `count` parts of a shard, from 0 and at most 512, a hash belongs to: by bits that `shardOf` leaves alone. */
function partOf({ low }, count) {
    return (low & 0x1ff) % count;
}
/** A 32-bit number for tables from the upper part of a hash: of a part of a shard too, its upper bits lie evenly. */
function spread(high) {
    return Math.imul(high, 0x9e3779b1) >>> 0;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/replay/own-requests.js

/** The requests that a shard sends: each request is sent, and counted, by one of them. */
function ownRequests(requests, shard) {
    if (shard === undefined)
        return requests;
    const hash = new IdHash();
    return requests.filter(({ id }) => {
        const token = Buffer.from(JSON.stringify(id));
        hash.read(token, 0, token.length);
        return shardOf(hash, shard.count) === shard.index;
    });
}

// EXTERNAL MODULE: ./.build-cli/packages/verdict/src/digest.js
var digest = __webpack_require__(4362);
;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/tally/discord.js
function emptyDiscord() {
    return { candidateOnly: 0, repeatOnly: 0, both: 0, alone: 0 };
}
/** Counts one pair: whether the candidate differs, whether the repeat does, and whether there was a repeat. */
function noteDiscord(into, candidate, repeat, repeated) {
    if (!repeated) {
        if (candidate)
            into.alone++;
    }
    else if (candidate && repeat)
        into.both++;
    else if (candidate)
        into.candidateOnly++;
    else if (repeat)
        into.repeatOnly++;
}
function addDiscord(into, from) {
    into.candidateOnly += from.candidateOnly;
    into.repeatOnly += from.repeatOnly;
    into.both += from.both;
    into.alone += from.alone;
}
/** Pairs in which the candidate differed. */
function differing({ candidateOnly, both, alone }) {
    return candidateOnly + both + alone;
}
/** Pairs in which the repeat differed. */
function noisy({ repeatOnly, both }) {
    return repeatOnly + both;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/tally/distribution.js

/** Distinct values up to which a distribution is kept exactly. */
const EXACT_LIMIT = 1000;
/** Beyond that: the relative error of a value read back from its bin. */
const ACCURACY = 0.005;
const GAMMA = (1 + ACCURACY) / (1 - ACCURACY);
const LOG_GAMMA = Math.log(GAMMA);
/** Keys of bins are shifted by this, so that they are above 0 and can carry the sign; smaller magnitudes are one bin. */
const SHIFT = Math.ceil(Math.log(1e12) / LOG_GAMMA);
/**
 * Counts of numbers: exact while there are few distinct ones, a log-bucket sketch afterwards. Which of the two depends
 * only on the set of values, so that parts add up to the same data as the whole.
 */
class Distribution {
    odd = 0;
    n = 0;
    #exact = true;
    #counts = new Map();
    #sum = [];
    add(value, times = 1) {
        if (!Number.isFinite(value)) {
            this.odd += times;
            return;
        }
        for (let k = 0; k < times; k++)
            addTo(this.#sum, value);
        this.#count(this.#exact ? value + 0 : binOf(value), times);
    }
    merge(data) {
        this.odd += data.odd;
        for (const part of data.sum)
            addTo(this.#sum, part);
        if (!data.exact)
            this.#sketch();
        for (const [key, times] of data.counts) {
            this.#count(data.exact && !this.#exact ? binOf(key) : key, times);
        }
    }
    data() {
        const counts = [...this.#counts].sort(([a], [b]) => a - b);
        return { exact: this.#exact, counts, sum: settled(this.#sum), odd: this.odd };
    }
    #count(key, times) {
        this.n += times;
        this.#counts.set(key, (this.#counts.get(key) ?? 0) + times);
        if (this.#exact && this.#counts.size > EXACT_LIMIT)
            this.#sketch();
    }
    #sketch() {
        if (!this.#exact)
            return;
        this.#exact = false;
        const exact = this.#counts;
        this.#counts = new Map();
        for (const [value, times] of exact) {
            const bin = binOf(value);
            this.#counts.set(bin, (this.#counts.get(bin) ?? 0) + times);
        }
    }
}
/** The bin of a value: bins grow by a constant factor and are signed like the value; 0 holds what is nearly zero. */
function binOf(value) {
    const bin = Math.ceil(Math.log(Math.abs(value)) / LOG_GAMMA) + SHIFT;
    return bin > 0 ? Math.sign(value) * bin : 0;
}
/** The middle of a bin: within `ACCURACY` of every value in it. */
function distribution_valueOf(bin) {
    return bin === 0 ? 0 : (Math.sign(bin) * 2 * GAMMA ** (Math.abs(bin) - SHIFT)) / (1 + GAMMA);
}
/** The values of a distribution with their counts, ascending; values from a sketch are bin middles. */
function pointsOf(data) {
    return data.exact ? data.counts : data.counts.map(([bin, count]) => [distribution_valueOf(bin), count]);
}
/** The bins of a distribution with their counts, ascending: values within 1 % of each other are mostly one. */
function binsOf(data) {
    if (!data.exact)
        return data.counts;
    const bins = new Map();
    for (const [value, count] of data.counts)
        bins.set(binOf(value), (bins.get(binOf(value)) ?? 0) + count);
    return [...bins];
}
/** The middles of those bins with their counts. */
function binnedPoints(data) {
    return binsOf(data).map(([bin, count]) => [distribution_valueOf(bin), count]);
}
/** How many numbers a distribution holds. */
function countOf(data) {
    return data.counts.reduce((sum, [, count]) => sum + count, 0);
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/models/agreement.js
function emptyAgreement() {
    return { n: 0, agreed: 0, unusable: 0, bothRight: 0, stableOnly: 0, candidateOnly: 0, neither: 0 };
}
function noteAnswer(into, judged) {
    if (judged === undefined) {
        into.unusable++;
        return;
    }
    into.n++;
    if (judged.agree)
        into.agreed++;
    if (judged.right === undefined)
        return;
    const { stable, candidate } = judged.right;
    if (stable && candidate)
        into.bothRight++;
    else if (stable)
        into.stableOnly++;
    else if (candidate)
        into.candidateOnly++;
    else
        into.neither++;
}
function addAgreement(into, from) {
    into.n += from.n;
    into.agreed += from.agreed;
    into.unusable += from.unusable;
    into.bothRight += from.bothRight;
    into.stableOnly += from.stableOnly;
    into.candidateOnly += from.candidateOnly;
    into.neither += from.neither;
}
/** Pairs whose label is known. */
function labelled(a) {
    return a.bothRight + a.stableOnly + a.candidateOnly + a.neither;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/models/answers.js
/** The finite number a token is, or undefined. */
function numberOf(token) {
    if (token === undefined || token === 'null' || token.startsWith('"'))
        return undefined;
    const value = Number(token);
    return Number.isFinite(value) ? value : undefined;
}
/** The list a token is, or undefined. */
function answers_listOf(token) {
    if (token === undefined || !token.startsWith('['))
        return undefined;
    try {
        const value = JSON.parse(token);
        return Array.isArray(value) ? value : undefined;
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/json/canonical.js


/** One text per value, whatever the order of keys and the spelling of numbers; broken JSON stands for itself. */
function canonicalText(bytes, from, to) {
    const written = textOf(bytes, from, to);
    try {
        return JSON.stringify(sorted(JSON.parse(written, exactly)));
    }
    catch {
        // Broken, or nested too deeply to sort: only the same spelling is the same value then.
        return written;
    }
}
/** Numbers keep all their digits: as text, behind a mark that no JSON string of a document can begin with by itself. */
function exactly(_key, value, context) {
    if (typeof value === 'string')
        return `s${value}`;
    if (typeof value !== 'number' || context?.source === undefined)
        return value;
    const decimal = readDecimal(context.source);
    return decimal === undefined
        ? value
        : `n${decimal.negative ? '-' : ''}${decimal.digits}e${decimal.exponent}`;
}
function sorted(value) {
    if (Array.isArray(value))
        return value.map(sorted);
    if (typeof value !== 'object' || value === null)
        return value;
    return Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, item]) => [key, sorted(item)]);
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/tally/read-text.js


/** What a JSON token says, as text for people; a number that a double can hold as it is always written. */
function readText(token) {
    if (token.startsWith('"'))
        return readString(token);
    const value = token.length <= EXACT_DIGITS ? Number(token) : Number.NaN;
    return Number.isFinite(value) ? String(value) : token;
}
/** Whether two JSON tokens say the same, however they are written. */
function saySame(a, b) {
    return a === b || plainly(a) === plainly(b);
}
/** Tokens up to this long hold no more digits than a double keeps. */
const EXACT_DIGITS = 15;
function plainly(token) {
    const bytes = Buffer.from(token);
    return token.startsWith('[') || token.startsWith('{')
        ? canonicalText(bytes, 0, bytes.length)
        : readText(token);
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/models/table.js
/** Most distinct rows or columns that are told apart; the rest is one class. */
const MOST_CLASSES = 2000;
const OTHERS = '(other classes)';
/** Counts of pairs of names, such as a confusion matrix: rows are what was, columns what is. */
class Table {
    #rows = new Map();
    #names = new Set();
    add(row, column, times = 1) {
        const from = this.#name(row);
        const to = this.#name(column);
        const cells = this.#rows.get(from) ?? new Map();
        cells.set(to, (cells.get(to) ?? 0) + times);
        this.#rows.set(from, cells);
    }
    /** Cells with their counts, sorted by row and column. */
    cells() {
        const cells = [...this.#rows].flatMap(([row, columns]) => [...columns].map(([column, count]) => [row, column, count]));
        return cells.sort(([a, b], [c, d]) => (a < c ? -1 : a > c ? 1 : b < d ? -1 : 1));
    }
    merge(data) {
        if (!Array.isArray(data))
            return;
        for (const cell of data) {
            const [row, column, count] = cell;
            this.add(row, column, count);
        }
    }
    #name(name) {
        if (this.#names.has(name))
            return name;
        if (this.#names.size >= MOST_CLASSES)
            return OTHERS;
        this.#names.add(name);
        return name;
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/models/classification.js





/** Calibration is read in ten bins of equal width, closed on the right. */
const CALIBRATION_BINS = 10;
/** Log-loss takes probabilities no nearer to 0 and 1 than this, as scikit-learn does for doubles. */
const CLIP = 2 ** -52;
/** Counts classes: who said what, flips between them, and how good the scores are. */
class ClassificationTally {
    flips = new Table();
    truth = { stable: new Table(), candidate: new Table() };
    shift = new Distribution();
    scores = { stable: new Distribution(), candidate: new Distribution() };
    quality = { stable: emptyScores(), candidate: emptyScores() };
    #positive;
    constructor(positive) {
        this.#positive = positive;
    }
    observe(answers) {
        const agree = this.agree(answers.stable, answers.candidate);
        if (answers.stable === undefined || answers.candidate === undefined || agree === undefined)
            return undefined;
        const stable = readText(answers.stable);
        const candidate = readText(answers.candidate);
        this.flips.add(stable, candidate);
        this.#score(answers);
        if (answers.label === undefined || answers.label === 'null')
            return { agree };
        const label = readText(answers.label);
        this.truth.stable.add(label, stable);
        this.truth.candidate.add(label, candidate);
        return { agree, right: { stable: stable === label, candidate: candidate === label } };
    }
    agree(stable, other) {
        if (stable === undefined || other === undefined)
            return undefined;
        return readText(stable) === readText(other);
    }
    #score(answers) {
        const stable = numberOf(answers.stableScore);
        const candidate = numberOf(answers.candidateScore);
        if (stable === undefined || candidate === undefined)
            return;
        this.scores.stable.add(stable);
        this.scores.candidate.add(candidate);
        this.shift.add(candidate - stable);
        if (this.#positive === undefined || answers.label === undefined)
            return;
        const positive = readText(answers.label) === this.#positive;
        noteScore(this.quality.stable, stable, positive);
        noteScore(this.quality.candidate, candidate, positive);
    }
    data() {
        return {
            flips: this.flips.cells(),
            truth: [this.truth.stable.cells(), this.truth.candidate.cells()],
            scores: [this.scores.stable, this.scores.candidate, this.shift].map((d) => plainOf(d)),
            quality: [plainScores(this.quality.stable), plainScores(this.quality.candidate)],
        };
    }
    merge(data) {
        const { flips, truth, scores, quality } = data;
        this.flips.merge(flips);
        this.truth.stable.merge(truth[0]);
        this.truth.candidate.merge(truth[1]);
        this.scores.stable.merge(scores[0]);
        this.scores.candidate.merge(scores[1]);
        this.shift.merge(scores[2]);
        mergeScores(this.quality.stable, quality[0]);
        mergeScores(this.quality.candidate, quality[1]);
    }
}
function emptyScores() {
    return {
        brier: [],
        brierSquared: [],
        logLoss: [],
        logLossSquared: [],
        n: 0,
        bins: Array.from({ length: CALIBRATION_BINS }, () => ({ n: 0, positives: 0, score: [] })),
        positives: new Distribution(),
        negatives: new Distribution(),
    };
}
function noteScore(into, score, positive) {
    if (score < 0 || score > 1)
        return;
    const truth = positive ? 1 : 0;
    into.n++;
    addTo(into.brier, (score - truth) ** 2);
    addTo(into.brierSquared, (score - truth) ** 4);
    const likelihood = Math.min(1 - CLIP, Math.max(CLIP, positive ? score : 1 - score));
    addTo(into.logLoss, -Math.log(likelihood));
    addTo(into.logLossSquared, Math.log(likelihood) ** 2);
    const bin = into.bins[Math.max(0, Math.ceil(score * CALIBRATION_BINS) - 1)];
    if (bin !== undefined) {
        bin.n++;
        bin.positives += truth;
        addTo(bin.score, score);
    }
    ;
    (positive ? into.positives : into.negatives).add(score);
}
function plainOf(distribution) {
    return distribution.data();
}
function plainScores(scores) {
    return {
        brier: settled(scores.brier),
        brierSquared: settled(scores.brierSquared),
        logLoss: settled(scores.logLoss),
        logLossSquared: settled(scores.logLossSquared),
        n: scores.n,
        bins: scores.bins.map(({ n, positives, score }) => ({ n, positives, score: settled(score) })),
        positives: plainOf(scores.positives),
        negatives: plainOf(scores.negatives),
    };
}
function mergeScores(into, from) {
    into.n += from.n;
    for (const sum of ['brier', 'brierSquared', 'logLoss', 'logLossSquared'])
        for (const part of from[sum])
            addTo(into[sum], part);
    from.bins.forEach((bin, k) => {
        const mine = into.bins[k];
        if (mine === undefined)
            return;
        mine.n += bin.n;
        mine.positives += bin.positives;
        for (const part of bin.score)
            addTo(mine.score, part);
    });
    into.positives.merge(from.positives);
    into.negatives.merge(from.negatives);
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/models/figures.js

const NOTHING = {
    stableScore: undefined,
    candidateScore: undefined,
    label: undefined,
    disputed: false,
    inputs: [],
};
/** A kind of model whose figures are all means and quantiles of numbers noted pair by pair. */
class FigureTally {
    figures = new Map();
    #observer;
    constructor(observer) {
        this.#observer = observer;
    }
    observe(answers) {
        return this.#observer(answers, (name, value) => this.#figure(name).add(value));
    }
    agree(stable, other) {
        return this.#observer({ ...NOTHING, stable, candidate: other }, () => undefined)?.agree;
    }
    data() {
        const entries = [...this.figures].sort(([a], [b]) => (a < b ? -1 : 1));
        return entries.map(([name, figure]) => [name, figure.data()]);
    }
    merge(data) {
        for (const [name, figure] of data) {
            this.#figure(name).merge(figure);
        }
    }
    #figure(name) {
        const known = this.figures.get(name) ?? new Distribution();
        this.figures.set(name, known);
        return known;
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/models/loss.js

function emptyLoss() {
    return { n: 0, stable: [], candidate: [], stableSquared: [], changeSquared: [] };
}
function noteLoss(into, stable, candidate) {
    into.n++;
    addTo(into.stable, stable);
    addTo(into.candidate, candidate);
    addTo(into.stableSquared, stable * stable);
    addTo(into.changeSquared, (candidate - stable) ** 2);
}
function addLoss(into, from) {
    into.n += from.n;
    for (const sum of SUMS)
        for (const part of from[sum])
            addTo(into[sum], part);
}
/** The same in the one form it has, whatever order it was counted in. */
function settledLoss(loss) {
    return {
        n: loss.n,
        stable: settled(loss.stable),
        candidate: settled(loss.candidate),
        stableSquared: settled(loss.stableSquared),
        changeSquared: settled(loss.changeSquared),
    };
}
const SUMS = ['stable', 'candidate', 'stableSquared', 'changeSquared'];
/** The stable model's losses as number, mean and spread. */
function stableLosses({ n, stable, stableSquared }) {
    return summary(n, totalOf(stable), totalOf(stableSquared));
}
/** The same of candidate minus stable, input by input. */
function lossChanges({ n, stable, candidate, changeSquared }) {
    return summary(n, totalOf(candidate) - totalOf(stable), totalOf(changeSquared));
}
function summary(n, sum, squares) {
    const mean = n === 0 ? 0 : sum / n;
    return { kind: 'summary', n, mean, m2: Math.max(0, squares - sum * mean) };
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/models/rank-measures.js
const PERSISTENCE = 0.9;
function rankMeasures(stable, candidate, top) {
    const a = stable.slice(0, top);
    const b = candidate.slice(0, top);
    const depth = Math.min(a.length, b.length);
    const shared = sharedBy(new Set(a), new Set(b));
    const most = Math.max(a.length, b.length);
    return {
        topSame: a[0] === b[0],
        sameOrder: a.length === b.length && a.every((name, i) => name === b[i]),
        overlap: most === 0 ? 1 : shared / most,
        rankBiased: depth === 0 ? Number(most === 0) : rankBiased(a, b, depth),
        tau: kendall(a, b),
    };
}
function rankBiased(a, b, depth) {
    const [seenA, seenB] = [new Set(), new Set()];
    let [sum, overlap] = [0, 0];
    for (let d = 1; d <= depth; d++) {
        const [x = '', y = ''] = [a[d - 1], b[d - 1]];
        seenA.add(x);
        seenB.add(y);
        overlap = sharedBy(seenA, seenB);
        sum += (overlap / d) * PERSISTENCE ** d;
    }
    return (overlap / depth) * PERSISTENCE ** depth + ((1 - PERSISTENCE) / PERSISTENCE) * sum;
}
function kendall(a, b) {
    const place = new Map(b.map((name, i) => [name, i]));
    const common = a.flatMap((name) => place.get(name) ?? []);
    const pairs = (common.length * (common.length - 1)) / 2;
    if (pairs === 0)
        return undefined;
    let inOrder = 0;
    common.forEach((x, i) => common.slice(i + 1).forEach((y) => (inOrder += x < y ? 1 : -1)));
    return inOrder / pairs;
}
/** Normalised discounted gain of a ranking with the relevant names given, each worth 1; undefined when none is relevant. */
function discountedGain(ranked, relevant, top) {
    if (relevant.size === 0)
        return undefined;
    const gain = (flags) => flags.reduce((sum, flag, i) => sum + (flag ? 1 / Math.log2(i + 2) : 0), 0);
    const best = Array.from({ length: Math.min(top, relevant.size) }, () => true);
    const seen = new Set();
    // A name that comes again is no other find.
    const flags = ranked.slice(0, top).map((name) => {
        const isFound = relevant.has(name) && !seen.has(name);
        seen.add(name);
        return isFound;
    });
    return gain(flags) / gain(best);
}
function sharedBy(a, b) {
    let shared = 0;
    for (const name of a)
        if (b.has(name))
            shared++;
    return shared;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/models/observers.js



/** Predictions within this share of each other agree. */
const CLOSE = 0.01;
/** Predictions this near to the truth, as a share of them, are only rounded. */
const ROUNDING = 1e-9;
/** Vectors that point this nearly the same way agree. */
const ALIGNED = 0.99;
/** Numbers: their shift, and with a label the absolute errors. */
const regression = (answers, add) => {
    const stable = numberOf(answers.stable);
    const candidate = numberOf(answers.candidate);
    const truth = numberOf(answers.label);
    if (stable === undefined || candidate === undefined || isTooLarge(stable, candidate, truth))
        return undefined;
    add('stable prediction', stable);
    add('candidate prediction', candidate);
    add('shift', candidate - stable);
    add('stable squared', stable * stable);
    add('candidate squared', candidate * candidate);
    add('product', stable * candidate);
    const agree = Math.abs(candidate - stable) <= CLOSE * Math.max(Math.abs(stable), Math.abs(candidate));
    if (truth === undefined)
        return { agree };
    const [before, after] = [errorOf(stable, truth), errorOf(candidate, truth)];
    add('stable absolute error', before);
    add('candidate absolute error', after);
    add('stable squared error', before * before);
    add('candidate squared error', after * after);
    return { agree, loss: { stable: before, candidate: after } };
};
/** Lists of names or of objects with an `id`: overlap and order at the top, and with relevant names the gain, less of which is a loss. */
function ranking({ top }) {
    return (answers, add) => {
        const stable = namesOf(answers.stable);
        const candidate = namesOf(answers.candidate);
        if (stable === undefined || candidate === undefined)
            return undefined;
        const found = rankMeasures(stable, candidate, top);
        add('same first result', Number(found.topSame));
        add(`overlap of the first ${top}`, found.overlap);
        add('rank-biased overlap', found.rankBiased);
        if (found.tau !== undefined)
            add("Kendall's tau", found.tau);
        const label = relevantIn(answers.label);
        const before = discountedGain(stable, new Set(label), top);
        const after = discountedGain(candidate, new Set(label), top);
        if (before === undefined || after === undefined)
            return { agree: found.sameOrder };
        add('stable discounted gain', before);
        add('candidate discounted gain', after);
        return { agree: found.sameOrder, loss: { stable: 1 - before, candidate: 1 - after } };
    };
}
/** Vectors of numbers of one length: the angle between them, and how their lengths compare. */
const embedding = (answers, add) => {
    const a = answers_listOf(answers.stable);
    const b = answers_listOf(answers.candidate);
    if (a === undefined || b === undefined || a.length !== b.length || a.length === 0)
        return undefined;
    let [cross, first, second] = [0, 0, 0];
    for (let k = 0; k < a.length; k++) {
        const [x, y] = [a[k], b[k]];
        if (typeof x !== 'number' || typeof y !== 'number')
            return undefined;
        cross += x * y;
        first += x * x;
        second += y * y;
    }
    if (first === 0 || second === 0)
        return undefined;
    const cosine = cross / Math.sqrt(first * second);
    add('cosine similarity', cosine);
    add('length ratio', Math.sqrt(second / first));
    return { agree: cosine >= ALIGNED };
};
/** Texts: equal but for space and case, words shared, and length. */
const observers_text = (answers, add) => {
    if (answers.stable === undefined || answers.candidate === undefined)
        return undefined;
    const stable = wordsOf(readText(answers.stable));
    const candidate = wordsOf(readText(answers.candidate));
    add('words shared (F1)', sharedWords(stable, candidate));
    if (stable.length > 0)
        add('length ratio', candidate.length / stable.length);
    const agree = stable.join(' ') === candidate.join(' ');
    if (answers.label === undefined || answers.label === 'null')
        return { agree };
    const truth = wordsOf(readText(answers.label)).join(' ');
    const right = {
        stable: stable.join(' ') === truth,
        candidate: candidate.join(' ') === truth,
    };
    return { agree, right };
};
/** How far a number is off; what is only its rounding is not. */
function errorOf(predicted, truth) {
    const off = Math.abs(predicted - truth);
    return off <= ROUNDING * Math.max(Math.abs(predicted), Math.abs(truth)) ? 0 : off;
}
/** Whether squares of such numbers are infinite: they could not be added up. */
function isTooLarge(...values) {
    const largest = Math.max(...values.map((value) => Math.abs(value ?? 0)));
    return !Number.isFinite(4 * largest * largest);
}
/** The names of what is relevant: a list, or one; none where the truth is not known. */
function relevantIn(token) {
    if (token === undefined || token === 'null')
        return [];
    return namesOf(token) ?? [readText(token)];
}
function namesOf(token) {
    return answers_listOf(token)?.map((item) => {
        const id = typeof item === 'object' && item !== null && 'id' in item ? item.id : item;
        return typeof id === 'string' ? id : JSON.stringify(id);
    });
}
function wordsOf(said) {
    return said
        .normalize('NFC')
        .toLowerCase()
        .split(/\s+/)
        .filter((word) => word !== '');
}
function sharedWords(a, b) {
    if (a.length + b.length === 0)
        return 1;
    const left = new Map();
    for (const word of a)
        left.set(word, (left.get(word) ?? 0) + 1);
    let shared = 0;
    for (const word of b) {
        const count = left.get(word) ?? 0;
        if (count > 0)
            shared++;
        left.set(word, count - 1);
    }
    return (2 * shared) / (a.length + b.length);
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/models/model-tally.js








/** Compares what two models said: agreement and correctness overall and by slice, and what the kind of model adds. */
class ModelTally {
    overall = emptyAnswered();
    /** Inputs that the stable model answered a second time. */
    repeated = 0;
    /** Inputs by which of candidate and repeat disagreed with the stable model's answer. */
    discord = emptyDiscord();
    slices = new Map();
    inputs;
    detail;
    constructor(kind, paths) {
        this.detail = tallyOf(kind, paths);
        this.inputs = paths.inputs.map(() => [new Distribution(), new Distribution()]);
    }
    /** Notes one input; `repeat` where there was a second record of the stable model, with its answer. */
    observe(answers, repeat, slices) {
        const judged = answers.disputed ? undefined : this.detail.observe(answers);
        noteAnswered(this.overall, judged);
        for (const name of slices)
            noteAnswered(this.#slice(name), judged);
        if (judged !== undefined)
            this.#repeat(answers, repeat?.answer, judged);
        answers.inputs.forEach((tokens, k) => {
            tokens.forEach((token, arm) => {
                const value = numberOf(token);
                if (value !== undefined)
                    this.inputs[k]?.[arm === 0 ? 0 : 1].add(value);
            });
        });
    }
    #repeat({ stable }, again, { agree }) {
        const steady = again === undefined ? undefined : this.detail.agree(stable, again);
        if (steady !== undefined)
            this.repeated++;
        noteDiscord(this.discord, !agree, steady === false, steady !== undefined);
    }
    data() {
        return {
            overall: plain(this.overall),
            repeated: this.repeated,
            discord: this.discord,
            slices: [...this.slices]
                .sort(([a], [b]) => (a < b ? -1 : 1))
                .map(([name, answered]) => [name, plain(answered)]),
            inputs: this.inputs.map(([stable, candidate]) => [stable.data(), candidate.data()]),
            detail: this.detail.data(),
        };
    }
    merge(data) {
        addAnswered(this.overall, data.overall);
        this.repeated += data.repeated;
        addDiscord(this.discord, data.discord);
        for (const [name, answered] of data.slices)
            addAnswered(this.#slice(name), answered);
        data.inputs.forEach(([stable, candidate], k) => {
            this.inputs[k]?.[0].merge(stable);
            this.inputs[k]?.[1].merge(candidate);
        });
        this.detail.merge(data.detail);
    }
    #slice(name) {
        const known = this.slices.get(name) ?? emptyAnswered();
        this.slices.set(name, known);
        return known;
    }
}
function emptyAnswered() {
    return { agreement: emptyAgreement(), loss: emptyLoss() };
}
function noteAnswered({ agreement, loss }, judged) {
    noteAnswer(agreement, judged);
    if (judged?.loss !== undefined)
        noteLoss(loss, judged.loss.stable, judged.loss.candidate);
}
function addAnswered(into, from) {
    addAgreement(into.agreement, from.agreement);
    addLoss(into.loss, from.loss);
}
function plain({ agreement, loss }) {
    return { agreement, loss: settledLoss(loss) };
}
function tallyOf(kind, paths) {
    switch (kind) {
        case 'regression':
            return new FigureTally(regression);
        case 'ranking':
            return new FigureTally(ranking(paths));
        case 'embedding':
            return new FigureTally(embedding);
        case 'text':
            return new FigureTally(observers_text);
        case 'classification':
        case 'json':
            return new ClassificationTally(paths.positive);
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/tally/counts.js



const ARMS = ['primary', 'candidate', 'repeat'];
/** What a measure is kept of. */
const counts_MEASURED = [...ARMS, 'change'];
function emptyPath() {
    return {
        any: emptyDiscord(),
        shape: emptyDiscord(),
        kinds: { value: 0, type: 0, missing: 0, extra: 0, length: 0 },
        higher: 0,
        lower: 0,
        examples: [],
    };
}
function emptySlice() {
    return { compared: 0, repeated: 0, paths: new Map() };
}
function emptySummary(comparison) {
    return {
        compared: 0,
        repeated: 0,
        any: emptyDiscord(),
        broken: 0,
        tooDeep: 0,
        lost: ARMS.map(emptyLost),
        unsent: new Map(),
        paths: new Map(),
        within: new Map(),
        sizes: new Map(),
        slices: new Map(),
        measures: new Map(comparison.measures.map(({ name }) => [name, counts_MEASURED.map(() => new Distribution())])),
        model: comparison.model === undefined ? undefined : new ModelTally(comparison.kind, comparison.model),
        errors: { n: 0, candidateOnly: 0, primaryOnly: 0, both: 0, unanswered: 0 },
    };
}
function emptyLost() {
    return { unmatched: 0, duplicate: 0, 'no-id': 0, unparsable: 0, oversized: 0 };
}
/** Keeps the `most` examples that come first. */
function keepExample(into, example, most) {
    const at = into.findIndex((kept) => isBefore(example, kept));
    into.splice(at < 0 ? into.length : at, 0, example);
    if (into.length > most)
        into.length = most;
}
/** Whether one example comes before another: those that cannot be noise first, then by order. */
function isBefore(a, b) {
    return a.noisy === b.noisy ? a.order < b.order : b.noisy;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/json/number.js

/** Powers of ten that doubles hold exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));
/**
 * The double nearest to the JSON number in a range of bytes, the same as `Number` of its text gives; NaN for what is no
 * number. Up to 15 digits without an exponent both parts of the quotient are exact, so that dividing rounds only once.
 */
function numberAt(bytes, from, to) {
    const negative = bytes[from] === 0x2d;
    const start = negative ? from + 1 : from;
    if (to - start > 16 || to <= start)
        return Number(textOf(bytes, from, to));
    let digits = 0;
    let point = -1;
    for (let i = start; i < to; i++) {
        const c = bytes[i] ?? 0;
        if (c >= 0x30 && c <= 0x39)
            digits = digits * 10 + c - 0x30;
        else if (c === 0x2e && point < 0 && i > start && i < to - 1)
            point = i;
        else
            return Number(textOf(bytes, from, to));
    }
    if (point < 0 && to - start > 15)
        return Number(textOf(bytes, from, to));
    const value = point < 0 ? digits : digits / (POWERS[to - point - 1] ?? Number.NaN);
    return negative ? -value : value;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/tally/sizes.js




function emptySizes() {
    const arms = () => [new Distribution(), new Distribution(), new Distribution()];
    return { numbers: arms(), lengths: arms() };
}
/**
 * Notes how large the values of one difference are: numbers, lengths of texts, and of arrays by how many elements they are
 * longer than the primary's. What the primary says is noted with the candidate's.
 */
function noteSizes(into, arm, { kind, aFrom, aTo, bFrom, bTo }, a, b) {
    const other = arm === 'candidate' ? 1 : 2;
    if (kind === 'length') {
        if (arm === 'candidate')
            into.lengths[0].add(0);
        into.lengths[other].add(countElements(b, bFrom, bTo) - countElements(a, aFrom, aTo));
    }
    else if (kind === 'value') {
        if (arm === 'candidate')
            noteSize(into, 0, a, aFrom, aTo);
        noteSize(into, other, b, bFrom, bTo);
    }
}
function noteSize(into, arm, bytes, from, to) {
    const type = typeAt(bytes[from] ?? 0);
    if (type === 'number')
        into.numbers[arm].add(numberAt(bytes, from, to));
    else if (type === 'string')
        into.lengths[arm].add(to - from - 2);
}
/** How many elements stand in the rest of an array, with or without the comma before it. */
function countElements(bytes, from, to) {
    let count = 0;
    for (let i = skipSpace(bytes, from, to); i < to;) {
        if (bytes[i] !== COMMA) {
            const next = skipValue(bytes, i, to);
            if (next <= i)
                break;
            count++;
            i = next;
        }
        else
            i++;
        i = skipSpace(bytes, i, to);
    }
    return count;
}
function sizesData({ numbers, lengths }) {
    const plain = ([primary, candidate, repeat]) => [
        primary.data(),
        candidate.data(),
        repeat.data(),
    ];
    return { numbers: plain(numbers), lengths: plain(lengths) };
}
function addSizes(into, from) {
    for (const kind of ['numbers', 'lengths'])
        from[kind].forEach((data, arm) => into[kind][arm]?.merge(data));
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/tally/encode.js




/** What makes two comparisons the same one. */
function comparisonDigest(comparison) {
    return (0,digest/* digestOf */.o)(comparison);
}
/** A summary as plain data, in one order. */
function encodeSummary(summary, comparison, parts) {
    const { compared, repeated, any, broken, tooDeep, lost, errors } = summary;
    return {
        schema: 1,
        comparison: comparisonDigest(comparison),
        parts,
        compared,
        repeated,
        any,
        broken,
        tooDeep,
        lost,
        errors,
        unsent: inOrder(summary.unsent),
        paths: inOrder(summary.paths),
        within: inOrder(summary.within),
        sizes: inOrder(summary.sizes).map(([path, sizes]) => [path, sizesData(sizes)]),
        slices: inOrder(summary.slices).map(([name, slice]) => [name, { ...slice, paths: inOrder(slice.paths) }]),
        measures: inOrder(summary.measures).map(([name, arms]) => [name, arms.map((arm) => arm.data())]),
        model: summary.model?.data() ?? null,
    };
}
/** The whole that parts of one comparison add up to. */
function mergeSummaries(parts, comparison) {
    const whole = emptySummary(comparison);
    for (const part of parts)
        addSummary(whole, part, comparison.examples);
    return whole;
}
function addSummary(into, from, examples) {
    into.compared += from.compared;
    into.repeated += from.repeated;
    into.broken += from.broken;
    into.tooDeep += from.tooDeep;
    addDiscord(into.any, from.any);
    from.lost.forEach((lost, arm) => addNumbers(into.lost[arm], lost));
    addNumbers(into.errors, from.errors);
    for (const [why, count] of from.unsent)
        into.unsent.set(why, (into.unsent.get(why) ?? 0) + count);
    for (const [path, counts] of from.paths)
        addPath(entryOf(into.paths, path, emptyPath), counts, examples);
    for (const [path, discord] of from.within)
        addDiscord(entryOf(into.within, path, emptyDiscord), discord);
    for (const [path, sizes] of from.sizes)
        addSizes(entryOf(into.sizes, path, emptySizes), sizes);
    for (const [name, slice] of from.slices) {
        const mine = entryOf(into.slices, name, emptySlice);
        mine.compared += slice.compared;
        mine.repeated += slice.repeated;
        for (const [path, discord] of slice.paths)
            addDiscord(entryOf(mine.paths, path, emptyDiscord), discord);
    }
    for (const [name, arms] of from.measures) {
        arms.forEach((arm, k) => into.measures.get(name)?.[k]?.merge(arm));
    }
    if (from.model !== null)
        into.model?.merge(from.model);
}
function addPath(into, from, examples) {
    addDiscord(into.any, from.any);
    addDiscord(into.shape, from.shape);
    addNumbers(into.kinds, from.kinds);
    into.higher += from.higher;
    into.lower += from.lower;
    for (const example of from.examples)
        keepExample(into.examples, example, examples);
}
function addNumbers(into, from) {
    if (into === undefined)
        return;
    for (const key of Object.keys(into))
        into[key] += from[key];
}
function entryOf(map, key, make) {
    const known = map.get(key) ?? make();
    map.set(key, known);
    return known;
}
function inOrder(map) {
    return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/tally/unanswered.js
/**
 * Counts requests of a replay that an arm never answered for what requirements are about: they failed, and where time was
 * up they took at least that long.
 */
function noteUnanswered({ errors, measures }, { primaryOnly, candidateOnly, both, late }, timeoutMs) {
    const all = primaryOnly + candidateOnly + both;
    errors.n += all;
    errors.unanswered += all;
    errors.primaryOnly += primaryOnly;
    errors.candidateOnly += candidateOnly;
    errors.both += both;
    const latencies = measures.get('latency_ms');
    late.forEach((count, arm) => {
        if (count > 0)
            latencies?.[arm]?.add(timeoutMs, count);
    });
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/files/find-files.js



/**
 * The files that the patterns of some inputs name, sorted, each once. A pattern that names nothing, and a file that
 * cannot be read, are a `UserError` that tells all of them: silence is no data.
 */
function findFiles(asked, folder) {
    const problems = [];
    const found = {};
    for (const input of Object.keys(asked)) {
        const say = (problem) => void problems.push(`${input}: ${problem}`);
        found[input] = [...new Set(asked[input].flatMap((pattern) => filesOf(pattern, folder, say)))].sort();
    }
    if (problems.length > 0) {
        throw new user_error/* UserError */.y('NO_SUCH_FILE', [...new Set(problems)].join('\n'), 'Give files, or patterns such as logs/*.ndjson, that can be read. Was the artifact downloaded, and into which folder?');
    }
    return found;
}
function filesOf(pattern, folder, say) {
    const path = (0,external_node_path_.resolve)(folder, pattern);
    const found = (0,external_node_fs_.globSync)(path).map((file) => ({ file, ...lookAt(file) }));
    const files = found.filter(({ isFile }) => isFile).map(({ file }) => file);
    const troubles = found.flatMap(({ trouble }) => trouble ?? []);
    troubles.forEach(say);
    if (files.length > 0 || troubles.length > 0)
        return files;
    const hidden = hiddenBy(path);
    if (hidden !== undefined)
        say(`${pattern} cannot be found: ${hidden}`);
    else if (found.some(({ file }) => file === path))
        say(`${pattern} is no file but a folder, a device or a pipe`);
    else
        say(`no file matches ${pattern}`);
    return files;
}
function lookAt(path) {
    try {
        if (!(0,external_node_fs_.statSync)(path).isFile())
            return { isFile: false };
        (0,external_node_fs_.accessSync)(path, external_node_fs_.constants.R_OK);
        return { isFile: true };
    }
    catch (error) {
        const trouble = (0,file_trouble/* fileTrouble */.A)(error);
        if (trouble === undefined)
            throw error;
        return { isFile: false, trouble };
    }
}
/** Why nothing below the folder that a pattern begins with can be seen; undefined where it can, or is not there. */
function hiddenBy(path) {
    const fixed = path.slice(0, path.search(/[*?[{(]|$/));
    try {
        (0,external_node_fs_.readdirSync)(fixed === path ? (0,external_node_path_.dirname)(path) : (0,external_node_path_.dirname)(`${fixed}x`));
        return undefined;
    }
    catch (error) {
        const isThere = error instanceof Error && 'code' in error && error.code !== 'ENOENT';
        return isThere ? (0,file_trouble/* fileTrouble */.A)(error) : undefined;
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/json/trail.js

/** What is remembered of a record at most; a value further behind is found by reading. */
const MOST_BYTES = 256;
const MOST_GAPS = 8;
/**
 * The way to a value in records that are written alike: the same bytes but for the strings, numbers and words before it, which
 * leave gaps. Where a record follows the trail, the value stands at the same path, and none of the reading is needed.
 */
class Trail {
    #bytes = Buffer.alloc(MOST_BYTES);
    /** Where in the remembered bytes each gap is, and at last how many bytes there are. */
    #gaps = new Int32Array(MOST_GAPS + 1);
    #count = 0;
    /** Remembers how a record is written from its beginning up to a value that was found at `value`. */
    learn(record, from, value) {
        this.#count = 0;
        let length = 0;
        let gaps = 0;
        for (let at = from; at < value;) {
            const end = gapEnd(record, at, value);
            if (end > 0 && record[skipSpace(record, end, value)] !== COLON) {
                if (gaps === MOST_GAPS)
                    return;
                this.#gaps[gaps++] = length;
                at = end;
            }
            else {
                const next = record[at] === QUOTE ? skipString(record, at, value) : at + 1;
                if (next < 0 || length + next - at > MOST_BYTES)
                    return;
                record.copy(this.#bytes, length, at, next);
                length += next - at;
                at = next;
            }
        }
        this.#gaps[gaps] = length;
        this.#count = gaps + 1;
    }
    /** Where the value begins in a record that is written like the one remembered; -1 where it is written in another way. */
    find(record, from, to) {
        const bytes = this.#bytes;
        let at = from;
        let k = 0;
        for (let gap = 0; gap < this.#count; gap++) {
            if (gap > 0) {
                at = gapEnd(record, at, to);
                if (at < 0)
                    return -1;
            }
            for (const until = this.#gaps[gap] ?? 0; k < until; k++, at++)
                if (record[at] !== bytes[k])
                    return -1;
        }
        // A space before the value is not part of it; the one remembered had none there.
        return k > 0 && at < to && (record[at] ?? 0) > 0x20 ? at : -1;
    }
}
/** Behind the number, word or string without escapes that begins at `at`; -1 where none does. */
function gapEnd(record, at, to) {
    if (record[at] !== QUOTE) {
        const end = skipPlain(record, at, to);
        return end > at ? end : -1;
    }
    for (let i = at + 1; i < to; i++) {
        const c = record[i];
        if (c === BACKSLASH)
            return -1;
        if (c === QUOTE)
            return i + 1;
    }
    return -1;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/pairs/record-id.js





const NULL = Buffer.from('null');
/** From about this many bytes on a call of native code compares faster. */
const LONG = 96;
/** The id of one record, found without parsing the record: the values at the paths that name it. */
class RecordId {
    hash = new IdHash();
    /** The bytes that hold the id; several values are joined by a comma. */
    bytes = Buffer.alloc(0);
    from = 0;
    to = 0;
    #picker;
    #trail = new Trail();
    /** The beginning of the record, up to the byte behind the last value that names it. */
    #record = Buffer.alloc(0);
    #start = 0;
    #length = 0;
    constructor(paths) {
        this.#picker = new Picker(paths);
    }
    /** Reads the id of a record: `broken` when the record is no JSON object up to there, `none` when it has no id. */
    read(bytes, from, to) {
        if (this.#readAsBefore(bytes, from, to))
            return 'found';
        const { ranges, size } = this.#picker;
        this.#length = 0;
        const whole = this.#picker.pick(bytes, from, to);
        for (let k = 0; k < size; k++) {
            const [start = -1, end = -1] = [ranges[k * 2], ranges[k * 2 + 1]];
            if (start < 0)
                return whole ? 'none' : 'broken';
            if (sameBytes(bytes, start, end, NULL, 0, 4))
                return 'none';
        }
        this.bytes = bytes;
        this.from = ranges[0] ?? 0;
        this.to = ranges[1] ?? 0;
        if (size === 1)
            this.#trail.learn(bytes, from, this.from);
        if (size > 1 || hasEscape(bytes, this.from, this.to))
            this.#spell(bytes);
        this.hash.read(this.bytes, this.from, this.to);
        this.#record = bytes;
        this.#start = from;
        for (let k = 1; k < ranges.length; k += 2)
            this.#length = Math.max(this.#length, (ranges[k] ?? 0) + 1 - from);
        return 'found';
    }
    /**
     * Hashes the id of a record that is written like the last one, where it is a plain string or a number; of such an id
     * nothing else is known then. False, with nothing changed, elsewhere.
     */
    hashAsBefore(bytes, from, to) {
        const start = this.#trail.find(bytes, from, to);
        return start >= 0 && this.hash.readToken(bytes, start, to) >= 0;
    }
    /** Whether another record begins with the same bytes, up to and behind the id, and so has the same id. */
    begins(bytes, from, to) {
        const length = this.#length;
        if (length === 0 || from + length > to)
            return false;
        const [own, start] = [this.#record, this.#start];
        if (length > LONG)
            return own.compare(bytes, from, from + length, start, start + length) === 0;
        for (let k = 0; k < length; k++)
            if (own[start + k] !== bytes[from + k])
                return false;
        return true;
    }
    /** The id for people. */
    text() {
        const written = textOf(this.bytes, this.from, this.to);
        return written.startsWith('"') && this.#picker.size === 1 ? readString(written) : written;
    }
    equals(other) {
        return (this.hash.equals(other.hash) &&
            sameBytes(this.bytes, this.from, this.to, other.bytes, other.from, other.to));
    }
    /** Reads an id that is a plain string or a number in a record that is written like the last one; false elsewhere. */
    #readAsBefore(bytes, from, to) {
        const start = this.#trail.find(bytes, from, to);
        const end = start < 0 ? -1 : this.hash.readToken(bytes, start, to);
        if (end < 0)
            return false;
        this.bytes = bytes;
        this.from = start;
        this.to = end;
        this.#record = bytes;
        this.#start = from;
        this.#length = end + 1 - from;
        return true;
    }
    /** The same value may be written with other escapes: spell it the one way that JSON.stringify does. */
    #spell(bytes) {
        const values = [];
        for (let k = 0; k < this.#picker.size; k++) {
            const written = textOf(bytes, this.#picker.ranges[k * 2] ?? 0, this.#picker.ranges[k * 2 + 1] ?? 0);
            values.push(written.startsWith('"') ? JSON.stringify(readString(written)) : written);
        }
        this.bytes = Buffer.from(values.join(','));
        this.from = 0;
        this.to = this.bytes.length;
    }
}
function hasEscape(bytes, from, to) {
    for (let i = from; i < to; i++)
        if (bytes[i] === BACKSLASH)
            return true;
    return false;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/diffy/difference.js
const SAME = { type: 'NoDifference' };
/** Compares two lifted values; the first rule that fits wins. */
function diffyDifference(left, right) {
    if (keyOf(left) === keyOf(right))
        return SAME;
    if (left.is !== right.is)
        return { type: 'TypeDifference' };
    if (left.is === 'list' && right.is === 'list')
        return differLists(left.items, right.items);
    if (left.is === 'fields' && right.is === 'fields')
        return differFields(left.entries, right.entries);
    if (left.is === 'map' && right.is === 'map')
        return differMaps(left.entries, right.entries);
    return { type: 'PrimitiveDifference', left: difference_plain(left), right: difference_plain(right) };
}
function differLists(left, right) {
    const leftNotRight = without(left, right);
    const rightNotLeft = without(right, left);
    if (leftNotRight.length === 0 && rightNotLeft.length === 0) {
        const keys = left.map(keyOf);
        return {
            type: 'OrderingDifference',
            leftPattern: left.map((_, i) => i),
            rightPattern: right.map((item) => keys.indexOf(keyOf(item))),
        };
    }
    if (left.length === right.length) {
        return {
            type: 'IndexedDifference',
            elements: left.map((item, i) => diffyDifference(item, right[i] ?? item)),
        };
    }
    return {
        type: 'SeqSizeDifference',
        leftNotRight: leftNotRight.map(difference_plain),
        rightNotLeft: rightNotLeft.map(difference_plain),
    };
}
/** The multiset difference: what remains of the first after each of the second took one away. */
function without(from, taken) {
    const left = new Map();
    for (const item of taken)
        left.set(keyOf(item), (left.get(keyOf(item)) ?? 0) + 1);
    return from.filter((item) => {
        const count = left.get(keyOf(item)) ?? 0;
        left.set(keyOf(item), count - 1);
        return count <= 0;
    });
}
function differFields(left, right) {
    const children = [...new Set([...left.keys(), ...right.keys()])].map((key) => {
        const [a, b] = [left.get(key), right.get(key)];
        const missing = { type: a === undefined ? 'ExtraField' : 'MissingField' };
        return [key, a === undefined || b === undefined ? missing : diffyDifference(a, b)];
    });
    return { type: 'ObjectDifference', children: Object.fromEntries(children) };
}
function differMaps(left, right) {
    const leftNotRight = [...left.keys()].filter((key) => !right.has(key));
    const rightNotLeft = [...right.keys()].filter((key) => !left.has(key));
    const values = [...left].flatMap(([key, a]) => {
        const b = right.get(key);
        return b === undefined ? [] : [[key, diffyDifference(a, b)]];
    });
    const keys = leftNotRight.length + rightNotLeft.length === 0
        ? SAME
        : { type: 'SetDifference', leftNotRight, rightNotLeft };
    return { type: 'MapDifference', keys, values: Object.fromEntries(values) };
}
/** The places that differ, named as Diffy names them: kinds at the end, indices and map keys left out. */
function flatten(difference) {
    const out = new Map();
    collect(difference, '', out);
    return out;
}
function collect(difference, prefix, out) {
    switch (difference.type) {
        case 'NoDifference':
            return;
        case 'ObjectDifference':
            for (const [key, child] of Object.entries(difference.children))
                collect(child, `${prefix}${key}.`, out);
            return;
        case 'MapDifference':
            collect(difference.keys, `${prefix}keys.`, out);
            for (const child of Object.values(difference.values))
                collect(child, `${prefix}values.`, out);
            return;
        case 'IndexedDifference':
            for (const child of difference.elements)
                collect(child, prefix, out);
            return;
        case 'TypeDifference':
        case 'MissingField':
        case 'ExtraField':
        case 'PrimitiveDifference':
        case 'OrderingDifference':
        case 'SeqSizeDifference':
        case 'SetDifference':
            if (!out.has(prefix + difference.type))
                out.set(prefix + difference.type, difference);
    }
}
/** One text per value; equal values have equal texts. */
function keyOf(value) {
    switch (value.is) {
        case 'null':
            return 'null';
        case 'long':
        case 'double':
        case 'boolean':
            return `${value.is} ${String(value.value)}`;
        case 'string':
            return JSON.stringify(value.value);
        case 'list':
            return `[${value.items.map(keyOf).join(',')}]`;
        case 'fields':
        case 'map': {
            const entries = [...value.entries].sort(([a], [b]) => (a < b ? -1 : 1));
            return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${keyOf(item)}`).join(',')}}`;
        }
    }
}
/** The value for people. */
function difference_plain(value) {
    switch (value.is) {
        case 'null':
            return null;
        case 'long':
            return Number(value.value);
        case 'double':
        case 'boolean':
        case 'string':
            return value.value;
        case 'list':
            return value.items.map(difference_plain);
        case 'fields':
        case 'map':
            return Object.fromEntries([...value.entries].map(([key, item]) => [key, difference_plain(item)]));
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/diffy/ignored.js


/**
 * Patterns as a test of places as Diffy names them: identifiers joined by dots, elements left out, `values` for the keys of
 * a map. A pattern covers everything below too.
 */
function diffyPatterns(patterns) {
    const follower = new Follower(patterns.map((text) => ({ pattern: patternOf(text).filter(({ is }) => is !== 'element'), rule: text })));
    return (place) => {
        let reached = follower.start;
        for (const key of place === '' ? [] : place.split('.')) {
            if (reached.here.length > 0)
                return true;
            reached = follower.next(reached, key);
        }
        return reached.here.length > 0;
    };
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/diffy/html.js
const VOID = new Set([
    'area',
    'base',
    'br',
    'col',
    'embed',
    'hr',
    'img',
    'input',
    'link',
    'meta',
    'source',
    'track',
    'wbr',
]);
const TOKEN = /<!--[\s\S]*?-->|<!?(\/?)([a-zA-Z][\w:-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>|[^<]+|</g;
const ATTRIBUTE = /([^\s=/>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
/** An HTML text as fields of its head and body; each element has a tag, its own text, attributes and children. */
function liftHtml(text, liftText) {
    const root = parse(text);
    const html = root.children.find(({ tag }) => tag === 'html') ?? root;
    const part = (tag) => html.children.find((child) => child.tag === tag);
    const rest = html.children.filter(({ tag }) => tag !== 'head' && tag !== 'body');
    const body = part('body') ?? { tag: 'body', attributes: new Map(), children: rest, text: html.text };
    const head = part('head') ?? { tag: 'head', attributes: new Map(), children: [], text: '' };
    return html_fields({ head: liftElement(head, liftText), body: liftElement(body, liftText) });
}
function liftElement({ tag, attributes, children, text }, liftText) {
    return html_fields({
        tag: { is: 'string', value: tag },
        text: { is: 'string', value: text.trim().replaceAll(/\s+/g, ' ') },
        attributes: {
            is: 'fields',
            entries: new Map([...attributes].map(([name, value]) => [name, { is: 'string', value }])),
        },
        children: { is: 'list', items: children.map((child) => liftElement(child, liftText)) },
    });
}
function html_fields(entries) {
    return { is: 'fields', entries: new Map(Object.entries(entries)) };
}
function parse(text) {
    const root = { tag: '', attributes: new Map(), children: [], text: '' };
    const open = [root];
    for (const [token, slash, name, written] of text.matchAll(TOKEN)) {
        const inside = open.at(-1) ?? root;
        if (name === undefined) {
            if (!token.startsWith('<!'))
                inside.text += token;
            continue;
        }
        const tag = name.toLowerCase();
        if (token.startsWith('<!'))
            continue;
        if (slash === '/') {
            const at = open.findLastIndex((element) => element.tag === tag);
            if (at > 0)
                open.length = at;
            continue;
        }
        const attributes = new Map();
        for (const [, key = '', double, single, bare] of (written ?? '').matchAll(ATTRIBUTE)) {
            attributes.set(key, double ?? single ?? bare ?? '');
        }
        const element = { tag, attributes, children: [], text: '' };
        inside.children.push(element);
        if (!VOID.has(tag) && !(written ?? '').endsWith('/'))
            open.push(element);
    }
    return root;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/diffy/lift.js


const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
const HTML = /<(?:"[^"]*"|'[^']*'|[^'">])+>/;
/** Reads JSON and keeps how numbers are spelled. Throws a SyntaxError for what is no JSON. */
function spelled(text) {
    return JSON.parse(text, (_, value, context) => {
        if (typeof value === 'number')
            return { number: context?.source ?? String(value) };
        if (typeof value !== 'object' || value === null || Array.isArray(value) || 'number' in value)
            return value;
        return { entries: new Map(Object.entries(value)) };
    });
}
/** What Diffy makes of a value: longs or doubles by spelling, lists sorted by their text, strings read as JSON or HTML. */
function lift(value) {
    if (value === null)
        return { is: 'null' };
    if (typeof value === 'boolean')
        return { is: 'boolean', value };
    if (typeof value === 'string')
        return liftText(value);
    if ('number' in value)
        return liftNumber(value.number);
    if (Array.isArray(value)) {
        const items = value.map((item) => ({ item, text: lift_textOf(item) }));
        items.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
        return { is: 'list', items: items.map(({ item }) => lift(item)) };
    }
    const { entries } = value;
    const lifted = new Map([...entries].map(([key, item]) => [key, lift(item)]));
    return { is: [...entries.keys()].every((key) => IDENTIFIER.test(key)) ? 'fields' : 'map', entries: lifted };
}
function liftNumber(spelling) {
    return /[.eE]/.test(spelling)
        ? { is: 'double', value: Number(spelling) }
        : { is: 'long', value: BigInt.asIntN(64, BigInt(spelling)) };
}
/** A string that begins with JSON is that JSON, whatever follows; one with a tag in it is HTML; else it is a string. */
function liftText(text) {
    const json = leadingJson(text);
    if (json !== undefined)
        return lift(json);
    return HTML.test(text) ? liftHtml(text, liftText) : { is: 'string', value: text };
}
/** The JSON value at the beginning of a text; what follows a number or word must be apart from it. */
function leadingJson(text) {
    const bytes = Buffer.from(text);
    const from = skipSpace(bytes, 0, bytes.length);
    const first = bytes[from];
    if (first === undefined)
        return undefined;
    const isPlain = first !== 0x22 && first !== 0x5b && first !== 0x7b;
    const to = isPlain ? skipPlain(bytes, from, bytes.length) : skipValue(bytes, from, bytes.length);
    if (to <= from || (isPlain && to < bytes.length && (bytes[to] ?? 0) > 0x20))
        return undefined;
    try {
        return spelled(bytes.toString('utf8', from, to));
    }
    catch {
        return undefined;
    }
}
function lift_textOf(value) {
    if (value === null || typeof value === 'boolean')
        return String(value);
    if (typeof value === 'string')
        return JSON.stringify(value);
    if ('number' in value)
        return value.number;
    if (Array.isArray(value))
        return `[${value.map(lift_textOf).join(',')}]`;
    const { entries } = value;
    return `{${[...entries].map(([key, item]) => `${JSON.stringify(key)}:${lift_textOf(item)}`).join(',')}}`;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/pairs/entries.js
/**
 * What an entry may be marked with. One of the primary that is marked SAME stands for one in every arm: the same bytes at
 * the same place.
 */
const entries_SAME = 1;
/** The record says whether its request failed, and that it did. */
const TELLS = 2;
const FAILED = 4;
/**
 * Numbers in an entry, of 32 bits each: the upper part of the hash of the id; its lower part, the upper part of the place
 * and the marks; the lower part of the place; the length of the record.
 */
const ENTRY = 4;
const MARKS = 7;
const HIGH_PLACE = 3;
const LOW_HASH = 11;
/** A log that is longer than this has places that an entry cannot hold. */
const entries_MOST_BYTES = 2 ** 40;
/** The records of one arm whose ids hash to one part, in the order of the log: where each stands, not what it says. */
class Entries {
    count = 0;
    #data = new Int32Array(ENTRY * 64);
    add({ high, low }, offset, length, marks) {
        const at = this.count++ * ENTRY;
        if (at === this.#data.length) {
            const larger = new Int32Array(at * 2);
            larger.set(this.#data);
            this.#data = larger;
        }
        this.#data[at] = high;
        this.#data[at + 1] = (low << LOW_HASH) | (Math.floor(offset / 2 ** 32) << HIGH_PLACE) | marks;
        this.#data[at + 2] = offset;
        this.#data[at + 3] = length;
    }
    /** Forgets all entries, to hold others in the same memory. */
    clear() {
        this.count = 0;
    }
    /** The numbers of all entries; valid until the next is added or all are forgotten. */
    data() {
        return this.#data.subarray(0, this.count * ENTRY);
    }
}
/** Where in its log the record begins of the entry whose numbers begin at `at`. */
function offsetOf(entries, at) {
    const high = ((entries[at + 1] ?? 0) >>> HIGH_PLACE) & 0xff;
    return high * 2 ** 32 + ((entries[at + 2] ?? 0) >>> 0);
}
function lengthOf(entries, at) {
    return entries[at + 3] ?? 0;
}
function marksOf(entries, at) {
    return (entries[at + 1] ?? 0) & MARKS;
}
/** Whether two entries, of one log or of two, have ids of one hash. */
function sameHash(one, at, other, place) {
    return one[at] === other[place] && ((one[at + 1] ?? 0) ^ (other[place + 1] ?? 0)) >>> LOW_HASH === 0;
}
/** How many entries of an arm are marked as the same in every arm. */
function countSame(entries) {
    let count = 0;
    for (let at = 0; at < entries.length; at += ENTRY)
        count += marksOf(entries, at) & entries_SAME;
    return count;
}
/** The entries of every arm, those included that the primary's stand for, each in the order of its log. */
function withSame(arms) {
    const [primary = new Int32Array(0), ...others] = arms;
    const same = countSame(primary);
    return same === 0 ? arms : [primary, ...others.map((entries) => merged(primary, same, entries))];
}
function merged(primary, same, own) {
    const all = new Int32Array(same * ENTRY + own.length);
    let [at, next] = [0, 0];
    const take = (from, place) => {
        for (let k = 0; k < ENTRY; k++)
            all[at++] = from[place + k] ?? 0;
    };
    for (let place = 0; place < primary.length; place += ENTRY) {
        if ((marksOf(primary, place) & entries_SAME) === 0)
            continue;
        for (; next < own.length && offsetOf(own, next) < offsetOf(primary, place); next += ENTRY)
            take(own, next);
        take(primary, place);
    }
    for (; next < own.length; next += ENTRY)
        take(own, next);
    return all;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/tally/failures.js





/** The keys of a record that say whether its request failed. */
const TELLING = ['status', 'error'];
/** The end of a key `error`: native code searches fastest for what begins with a letter that is rare. */
const ERROR = Buffer.from('rror"');
const NO_ERROR = ['null', 'false', '""', '0'];
/** The record says so by its `status`, which then every record has; an `error` may stand only where there is one. */
const BY_STATUS = 8;
/** Reads from a record whether its request failed: by a `status` of 500 and above, or an `error` that is not empty. */
class Failures {
    #status = new Picker([[TELLING[0]]]);
    #trail = new Trail();
    #error = new Picker([[TELLING[1]]]);
    /** TELLS where the record says either way, with FAILED and BY_STATUS; `quiet` where it is known to name no error. */
    read(bytes, from, to, quiet = !mayNameError(bytes, from, to)) {
        const status = this.#statusIn(bytes, from, to);
        const end = status < 0 ? -1 : skipValue(bytes, status, to);
        const error = quiet ? undefined : this.#errorIn(bytes, from, to);
        if (end < 0 && error === undefined)
            return 0;
        const failed = (error !== undefined && !NO_ERROR.includes(error)) || (end >= 0 && isFailure(bytes, status, end));
        return TELLS + (failed ? FAILED : 0) + (end >= 0 ? BY_STATUS : 0);
    }
    /** Where the status begins, or -1. */
    #statusIn(bytes, from, to) {
        const known = this.#trail.find(bytes, from, to);
        if (known >= 0)
            return known;
        this.#status.pick(bytes, from, to);
        const [start = -1] = this.#status.ranges;
        if (start >= 0)
            this.#trail.learn(bytes, from, start);
        return start;
    }
    #errorIn(bytes, from, to) {
        this.#error.pick(bytes, from, to);
        const [start = -1, end = -1] = this.#error.ranges;
        return start < 0 ? undefined : textOf(bytes, start, end);
    }
}
/** Whether some bytes can hold a key `error`, however it is spelled: a search by native code, before any reading. */
function mayNameError(bytes, from, to) {
    const record = bytes.subarray(from, to);
    return record.includes(ERROR) || record.includes(BACKSLASH);
}
function isFailure(bytes, from, to) {
    return bytes[from] !== QUOTE && numberAt(bytes, from, to) >= 500;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/tally/places.js


/** What is read of a record besides how it differs. */
const GROUPS = ['measures', 'answers', 'slices', 'labels', 'inputs'];
/** Reads the values at some places of a record, all of them in one go. */
class Places {
    count;
    #picker;
    #first = new Map();
    #bytes = Buffer.alloc(0);
    constructor(groups) {
        const all = [];
        for (const group of GROUPS) {
            const paths = groups[group] ?? [];
            if (paths.length > 0)
                this.#first.set(group, all.length);
            all.push(...paths);
        }
        this.count = all.length;
        this.#picker = new Picker(all);
    }
    read({ bytes, from, to }) {
        this.#bytes = bytes;
        this.#picker.pick(bytes, from, to);
    }
    /** The value at the k-th place of a group in the record last read, as it is written; undefined where there is none. */
    token(group, k) {
        const first = this.#first.get(group);
        if (first === undefined)
            return undefined;
        const slot = first + k;
        const [from = -1, to = -1] = [this.#picker.ranges[slot * 2], this.#picker.ranges[slot * 2 + 1]];
        return from < 0 ? undefined : textOf(this.#bytes, from, to);
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/tally/fields.js







/** Slice values that are counted one by one; more of them would be no slices. */
const MOST_SLICES = 2000;
const NONE = [];
/** Reads from every pair what is not a matter of difference: measures, slices and what a model said. */
class Fields {
    #comparison;
    #summary;
    #primary;
    #candidate;
    #repeat;
    #failed = new Failures();
    #names = new Map();
    /** Whether a comparison wants anything of the kind. */
    static wanted({ measures, slices, model, errors }) {
        return measures.length + slices.length > 0 || model !== undefined || errors;
    }
    constructor(comparison, summary) {
        const { slices, model } = comparison;
        const measures = comparison.measures.map(({ path }) => path);
        const answers = model === undefined ? [] : [model.prediction, ...(model.score === undefined ? [] : [model.score])];
        const labels = model?.label === undefined ? [] : [model.label];
        const inputs = model?.inputs ?? [];
        this.#comparison = comparison;
        this.#summary = summary;
        this.#primary = new Places({ measures, answers, slices, labels, inputs });
        this.#candidate = new Places({ measures, answers, labels, inputs });
        this.#repeat = new Places({ measures, answers });
    }
    /** Notes one pair and returns the slices it belongs to. `failAlike`: both say the same of whether they failed. */
    observe(primary, candidate, repeat, repeated, failAlike = false) {
        if (this.#comparison.errors)
            this.#failures(primary, candidate, failAlike);
        if (this.#primary.count === 0)
            return NONE;
        this.#primary.read(primary);
        this.#candidate.read(candidate);
        if (repeat !== undefined)
            this.#repeat.read(repeat);
        this.#measure(repeat !== undefined);
        const slices = this.#slices();
        for (const slice of slices) {
            slice.counts.compared++;
            if (repeated)
                slice.counts.repeated++;
        }
        this.#answer(repeated, slices.map(({ name }) => name));
        return slices.map(({ counts }) => counts);
    }
    /** What each arm measured, and by how much that changed from the primary's answer to the candidate's. */
    #measure(repeated) {
        this.#comparison.measures.forEach(({ name }, k) => {
            const arms = this.#summary.measures.get(name);
            const tokens = [this.#primary, this.#candidate, ...(repeated ? [this.#repeat] : [])].map((places) => places.token('measures', k));
            tokens.forEach((token, arm) => {
                if (token !== undefined)
                    arms?.[arm]?.add(Number(token));
            });
            const [before, after] = [numberOf(tokens[0]), numberOf(tokens[1])];
            if (before !== undefined && after !== undefined)
                arms?.[3]?.add(after - before);
        });
    }
    #failures(primary, candidate, alike) {
        const before = this.#failed.read(primary.bytes, primary.from, primary.to);
        const after = alike ? before : this.#failed.read(candidate.bytes, candidate.from, candidate.to);
        if (before === 0 && after === 0)
            return;
        const { errors } = this.#summary;
        errors.n++;
        const first = (before & FAILED) !== 0;
        // A record without an `error` says that there was none; one without the `status` that the primary's has says nothing good.
        const second = (after & FAILED) !== 0 || (after === 0 && (before & BY_STATUS) !== 0);
        if (first && second)
            errors.both++;
        else if (second)
            errors.candidateOnly++;
        else if (first)
            errors.primaryOnly++;
    }
    #slices() {
        return this.#comparison.slices.map((path, k) => {
            const token = this.#primary.token('slices', k);
            const value = token === undefined ? '(none)' : this.#shown(token);
            const wanted = `${path.join('.')}=${value}`;
            const { slices: known } = this.#summary;
            const name = known.has(wanted) || known.size < MOST_SLICES ? wanted : `${path.join('.')}=(others)`;
            const counts = known.get(name) ?? emptySlice();
            known.set(name, counts);
            return { name, counts };
        });
    }
    /** What a slice is called; credentials are no name, and few values name most of the slices. */
    #shown(token) {
        const known = this.#names.get(token);
        if (known !== undefined)
            return known;
        const name = maskCredentials(readText(token)).slice(0, 100);
        if (this.#names.size < MOST_SLICES)
            this.#names.set(token, name);
        return name;
    }
    #answer(repeated, slices) {
        const { model } = this.#comparison;
        if (model === undefined || this.#summary.model === undefined)
            return;
        const [primary, candidate] = [this.#primary, this.#candidate];
        const label = primary.token('labels', 0);
        const other = candidate.token('labels', 0);
        this.#summary.model.observe({
            stable: primary.token('answers', 0),
            candidate: candidate.token('answers', 0),
            stableScore: primary.token('answers', 1),
            candidateScore: candidate.token('answers', 1),
            label,
            disputed: label !== undefined && other !== undefined && !saySame(label, other),
            inputs: model.inputs.map((_, k) => [primary.token('inputs', k), candidate.token('inputs', k)]),
        }, repeated ? { answer: this.#repeat.token('answers', 0) } : undefined, slices);
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/tally/same.js


/** Whether of two equal records nothing is counted but that they are equal, and whether their requests failed. */
function skipsEqual({ noise, measures, slices, model }) {
    return noise !== 'diffy' && measures.length + slices.length === 0 && model === undefined;
}
/** What is read of records that are equal in every arm. */
function sameMarker({ errors }) {
    if (!errors)
        return { region: () => undefined, marks: () => 0 };
    const failures = new Failures();
    let quiet = false;
    return {
        region: (bytes, from, to) => {
            quiet = !mayNameError(bytes, from, to);
        },
        marks: (bytes, from, to) => failures.read(bytes, from, to, quiet) & (TELLS + FAILED),
    };
}
/** Counts a pair whose records are the same to the last byte. */
function noteSame(summary, marks, repeated) {
    summary.compared++;
    if (repeated)
        summary.repeated++;
    if ((marks & TELLS) === 0)
        return;
    summary.errors.n++;
    if ((marks & FAILED) !== 0)
        summary.errors.both++;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/tally/diffy-tally.js








/** Compares pair by pair as Diffy does: records are parsed, and places are named and counted by its rules. */
class DiffyTally {
    #summary;
    #ignored;
    #fields;
    constructor(comparison, summary) {
        this.#summary = summary;
        this.#ignored = diffyPatterns(comparison.rules.ignore);
        this.#fields = Fields.wanted(comparison) ? new Fields(comparison, summary) : undefined;
    }
    pair = (_, primary, candidate, repeat) => {
        const [stable, other, again] = [primary, candidate, repeat].map(lifted);
        if (stable === undefined || other === undefined) {
            this.#summary.broken++;
            return;
        }
        const repeated = again !== undefined;
        const raw = this.#places(stable, other);
        const noise = again === undefined ? new Set() : this.#places(stable, again);
        this.#summary.compared++;
        if (repeated)
            this.#summary.repeated++;
        this.#fields?.observe(primary, candidate, repeat, repeated);
        noteDiscord(this.#summary.any, raw.size > 0, noise.size > 0, repeated);
        for (const path of new Set([...raw, ...noise])) {
            const counts = this.#summary.paths.get(path) ?? emptyPath();
            this.#summary.paths.set(path, counts);
            noteDiscord(counts.any, raw.has(path), noise.has(path), repeated);
            if (raw.has(path))
                counts.kinds[diffy_tally_kindOf(path)]++;
        }
    };
    same = (marks, repeated) => noteSame(this.#summary, marks, repeated);
    lost = (arm, why) => {
        const lost = this.#summary.lost[arm];
        if (lost !== undefined)
            lost[why]++;
    };
    #places(a, b) {
        const all = [...flatten(diffyDifference(a, b)).keys()];
        return new Set(all.filter((path) => !this.#ignored(path.replace(/\.?\w+$/, ''))));
    }
}
function lifted(record) {
    if (record === undefined)
        return undefined;
    try {
        return lift(spelled(textOf(record.bytes, record.from, record.to)));
    }
    catch {
        return undefined;
    }
}
function diffy_tally_kindOf(path) {
    if (path.endsWith('MissingField'))
        return 'missing';
    if (path.endsWith('ExtraField'))
        return 'extra';
    if (path.endsWith('TypeDifference'))
        return 'type';
    return path.endsWith('SeqSizeDifference') ? 'length' : 'value';
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/json/members.js


/** The members of an object from `at` on, which is where a key or the closing brace stands; of repeated keys the last. */
function members_membersOf(bytes, at, end) {
    const items = new Map();
    let i = skipSpace(bytes, at, end);
    while (i < end && bytes[i] !== CLOSE_OBJECT) {
        if (bytes[i] !== QUOTE)
            return undefined;
        const keyEnd = skipString(bytes, i, end);
        if (keyEnd < 0)
            return undefined;
        const colon = skipSpace(bytes, keyEnd, end);
        if (bytes[colon] !== COLON)
            return undefined;
        const from = skipSpace(bytes, colon + 1, end);
        const to = skipValue(bytes, from, end);
        if (to < 0)
            return undefined;
        items.set(readKey(bytes, i + 1, keyEnd - 1), { from, to });
        i = nextItem(bytes, to, end, CLOSE_OBJECT);
        if (i < 0)
            return undefined;
    }
    return i < end ? { items, end: i + 1 } : undefined;
}
/** Where the next item begins, or the end stands, behind one; -1 where neither does, such as behind a comma too many. */
function nextItem(bytes, at, end, close) {
    const i = skipSpace(bytes, at, end);
    if (i < end && bytes[i] === close)
        return i;
    if (bytes[i] !== COMMA)
        return -1;
    const next = skipSpace(bytes, i + 1, end);
    return next < end && bytes[next] !== close ? next : -1;
}
/** The elements of the array that opens at `at`. */
function elementsOf(bytes, at, end) {
    const items = [];
    let i = skipSpace(bytes, at + 1, end);
    while (i < end && bytes[i] !== CLOSE_ARRAY) {
        const to = skipValue(bytes, i, end);
        if (to < 0)
            return undefined;
        items.push({ from: i, to });
        i = nextItem(bytes, to, end, CLOSE_ARRAY);
        if (i < 0)
            return undefined;
    }
    return i < end ? { items, end: i + 1 } : undefined;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/json/place.js
/** Deeper than this a document is not followed. */
const MAX_DEPTH = 10_000;
/** Differences deeper than this are told at their ancestor: no one reads a longer path. */
const MAX_NAMED = 100;
/** Where a walk stands: the open containers and, as offsets, the key that was last read in each. Becomes a path on demand. */
class Place {
    depth = 0;
    #isObject = new Uint8Array(64);
    #keyFrom = new Int32Array(64);
    #keyTo = new Int32Array(64);
    inObject() {
        return this.#isObject[this.depth] === 1;
    }
    open(object) {
        this.depth++;
        if (this.depth >= this.#isObject.length)
            this.#grow();
        this.#isObject[this.depth] = object ? 1 : 0;
    }
    key(from, to) {
        this.#keyFrom[this.depth] = from;
        this.#keyTo[this.depth] = to;
    }
    /** The path of the member that is being read in the container at a depth; 0 is the document itself. */
    node(paths, base, bytes, depth) {
        let node = base;
        for (let k = 1; k <= depth && k <= MAX_NAMED; k++) {
            node =
                this.#isObject[k] === 1
                    ? paths.childAt(node, bytes, this.#keyFrom[k] ?? 0, this.#keyTo[k] ?? 0)
                    : paths.element(node);
        }
        return node;
    }
    #grow() {
        const size = this.#isObject.length * 2;
        const isObject = new Uint8Array(size);
        const from = new Int32Array(size);
        const to = new Int32Array(size);
        isObject.set(this.#isObject);
        from.set(this.#keyFrom);
        to.set(this.#keyTo);
        this.#isObject = isObject;
        this.#keyFrom = from;
        this.#keyTo = to;
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/json/tokens.js



/** How two values differ that are not two objects or two arrays. `broken` when one of them is no JSON. */
function compareTokens(a, aFrom, aTo, b, bFrom, bTo, tolerance) {
    const [left, right] = [typeAt(a[aFrom] ?? 0), typeAt(b[bFrom] ?? 0)];
    if (left === undefined || right === undefined)
        return 'broken';
    if (left !== right)
        return isSound(left, a, aFrom, aTo) && isSound(right, b, bFrom, bTo) ? 'type' : 'broken';
    if (left === 'string' && !tokens_hasEscape(a, aFrom, aTo) && !tokens_hasEscape(b, bFrom, bTo))
        return 'value';
    // Rounding keeps order: doubles that differ come from numbers that do. Equal ones need all their digits.
    if (left === 'number' && tolerance === undefined) {
        const [x, y] = [numberAt(a, aFrom, aTo), numberAt(b, bFrom, bTo)];
        if (x < y || x > y)
            return 'value';
    }
    const result = compareScalars(left, textOf(a, aFrom, aTo), textOf(b, bFrom, bTo), tolerance);
    return result === 'different' ? 'value' : result;
}
function isSound(type, bytes, from, to) {
    return type === 'object' || type === 'array' || type === 'string' || isPlain(textOf(bytes, from, to));
}
function tokens_hasEscape(bytes, from, to) {
    for (let i = from; i < to; i++)
        if (bytes[i] === BACKSLASH)
            return true;
    return false;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/json/shared.js


/** What a walk expects next. */
const shared_VALUE = 0;
const AFTER = 1;
const KEY = 2;
const NEXT_KEY = 3;
const shared_ELEMENT = 4;
const BEFORE_COLON = 5;
/**
 * Reads one document up to its last token that ends before `limit`, keeping the place. `isUnordered` says whether the
 * array that is about to open must be left whole.
 */
function readShared(bytes, from, expecting, limit, place, isUnordered) {
    let i = from;
    let mode = expecting;
    while (i < limit && place.depth < MAX_DEPTH) {
        const c = bytes[i] ?? 0;
        if (c === QUOTE) {
            const end = skipString(bytes, i, limit);
            if (end < 0)
                break;
            if (mode === KEY || mode === NEXT_KEY) {
                place.key(i + 1, end - 1);
                mode = BEFORE_COLON;
                i = end;
                if (i >= limit || bytes[i] !== COLON)
                    continue;
                mode = shared_VALUE;
                i++;
            }
            else {
                mode = AFTER;
                i = end;
            }
        }
        else if (c === COMMA) {
            mode = place.inObject() ? NEXT_KEY : shared_VALUE;
            i++;
        }
        else if (c === COLON) {
            mode = shared_VALUE;
            i++;
        }
        else if (c === OPEN_ARRAY && isUnordered?.() === true) {
            const end = skipValue(bytes, i, limit);
            if (end < 0)
                break;
            mode = AFTER;
            i = end;
        }
        else if (c === OPEN_OBJECT || c === OPEN_ARRAY) {
            place.open(c === OPEN_OBJECT);
            mode = c === OPEN_OBJECT ? KEY : shared_ELEMENT;
            i++;
        }
        else if (c === CLOSE_OBJECT || c === CLOSE_ARRAY) {
            if (place.depth === 0)
                break;
            place.depth--;
            mode = AFTER;
            i++;
            // A document that has closed: what follows is for the walk to refuse.
            if (place.depth === 0)
                break;
        }
        else if (c <= 0x20)
            i++;
        else {
            const end = skipPlain(bytes, i, limit);
            if (end >= limit)
                break;
            mode = AFTER;
            i = end;
        }
    }
    return { at: i, mode };
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/json/walk.js




/**
 * Walks two JSON texts side by side. Bytes before the first and after the last difference are only scanned on one side;
 * the place in the document is kept as offsets and becomes a path when something differs.
 */
class Walk {
    aEnd = 0;
    bEnd = 0;
    #paths;
    #detours;
    #isUnordered;
    #place = new Place();
    #a = Buffer.alloc(0);
    #b = Buffer.alloc(0);
    #i = 0;
    #j = 0;
    #mode = shared_VALUE;
    #base;
    constructor(paths, detours) {
        this.#paths = paths;
        this.#detours = detours;
        this.#base = paths.root;
        this.#isUnordered = paths.hasUnordered ? () => this.#node().unordered !== undefined : undefined;
    }
    run(base, a, aFrom, aTo, b, bFrom, bTo) {
        this.#a = a;
        this.#b = b;
        this.aEnd = aTo;
        this.bEnd = bTo;
        this.#base = base;
        this.#place.depth = 0;
        this.#onward(aFrom, bFrom, shared_VALUE);
        this.#skipShared();
        let tail = 0;
        const most = Math.min(aTo - this.#i, bTo - this.#j);
        while (tail < most && a[aTo - 1 - tail] === b[bTo - 1 - tail])
            tail++;
        const whole = this.#together(tail);
        if (this.#place.depth >= MAX_DEPTH)
            return 'too-deep';
        return whole ? 'done' : 'broken';
    }
    /** Where both say the same from here on, only one is read, up to the token that holds the next difference. */
    #skipShared() {
        const a = this.#a;
        const b = this.#b;
        const shift = this.#j - this.#i;
        const limit = Math.min(this.aEnd, this.bEnd - shift);
        const i = firstDifference(a, this.#i, limit, b, shift);
        const { at, mode } = readShared(a, this.#i, this.#mode, i, this.#place, this.#isUnordered);
        this.#i = at;
        this.#j = at + shift;
        this.#mode = mode;
    }
    #together(tail) {
        for (;;) {
            const i = (this.#i = skipSpace(this.#a, this.#i, this.aEnd));
            const j = (this.#j = skipSpace(this.#b, this.#j, this.bEnd));
            const depth = this.#place.depth;
            if (depth === 0 && this.#mode === AFTER)
                return i >= this.aEnd && j >= this.bEnd;
            if (i >= this.aEnd || j >= this.bEnd || depth >= MAX_DEPTH)
                return false;
            const left = this.aEnd - i;
            // Same bytes, same place in the document: nothing that follows can differ. It must still be whole.
            if (left <= tail && this.bEnd - j === left)
                return closes(this.#a, i, this.aEnd, depth);
            if (!this.#step(this.#a[i] ?? 0, this.#b[j] ?? 0))
                return false;
        }
    }
    #step(ca, cb) {
        if (this.#mode === AFTER)
            return this.#after(ca, cb);
        if (this.#mode === KEY || this.#mode === NEXT_KEY)
            return this.#key(ca, cb);
        if (this.#mode !== BEFORE_COLON)
            return this.#value(ca, cb);
        if (ca !== COLON || cb !== COLON)
            return false;
        return this.#onward(this.#i + 1, this.#j + 1, shared_VALUE);
    }
    #key(ca, cb) {
        if (ca === QUOTE && cb === QUOTE) {
            const aTo = skipString(this.#a, this.#i, this.aEnd);
            const bTo = skipString(this.#b, this.#j, this.bEnd);
            if (aTo < 0 || bTo < 0)
                return false;
            if (sameBytes(this.#a, this.#i, aTo, this.#b, this.#j, bTo)) {
                this.#place.key(this.#i + 1, aTo - 1);
                return this.#onward(aTo, bTo, BEFORE_COLON);
            }
        }
        else if (ca === CLOSE_OBJECT && cb === CLOSE_OBJECT && this.#mode === KEY)
            return this.#close();
        return this.#leave(this.#detours.members(this.#container(), this.#i, this.#j));
    }
    #value(ca, cb) {
        if (this.#mode === shared_ELEMENT && (ca === CLOSE_ARRAY || cb === CLOSE_ARRAY)) {
            return ca === cb ? this.#close() : this.#lengths();
        }
        if (ca === OPEN_OBJECT && cb === OPEN_OBJECT) {
            this.#place.open(true);
            return this.#onward(this.#i + 1, this.#j + 1, KEY);
        }
        if (ca !== OPEN_ARRAY || cb !== OPEN_ARRAY)
            return this.#scalars();
        if (this.#isUnordered?.() === true) {
            const ends = this.#detours.elements(this.#node(), this.#i, this.#j);
            return ends !== undefined && this.#onward(ends[0], ends[1], AFTER);
        }
        this.#place.open(false);
        return this.#onward(this.#i + 1, this.#j + 1, shared_ELEMENT);
    }
    #scalars() {
        const aTo = skipValue(this.#a, this.#i, this.aEnd);
        const bTo = skipValue(this.#b, this.#j, this.bEnd);
        if (aTo < 0 || bTo < 0)
            return false;
        if (!sameBytes(this.#a, this.#i, aTo, this.#b, this.#j, bTo)) {
            const node = this.#node();
            const kind = compareTokens(this.#a, this.#i, aTo, this.#b, this.#j, bTo, node.tolerance);
            if (kind === 'broken')
                return false;
            if (kind !== 'same')
                this.#detours.differ(node, kind, this.#i, aTo, this.#j, bTo);
        }
        this.#onward(aTo, bTo, AFTER);
        this.#skipShared();
        return true;
    }
    #after(ca, cb) {
        const object = this.#place.inObject();
        if (ca === COMMA && cb === COMMA)
            return this.#onward(this.#i + 1, this.#j + 1, object ? NEXT_KEY : shared_VALUE);
        const end = object ? CLOSE_OBJECT : CLOSE_ARRAY;
        if ((ca !== COMMA && ca !== end) || (cb !== COMMA && cb !== end))
            return false;
        if (ca === cb)
            return this.#close();
        if (!object)
            return this.#lengths();
        const aAt = ca === COMMA ? this.#i + 1 : this.#i;
        const bAt = cb === COMMA ? this.#j + 1 : this.#j;
        return this.#leave(this.#detours.members(this.#container(), aAt, bAt));
    }
    /** One of two arrays goes on where the other ends. */
    #lengths() {
        const aTo = skipRest(this.#a, this.#i, this.aEnd);
        const bTo = skipRest(this.#b, this.#j, this.bEnd);
        if (aTo < 0 || bTo < 0)
            return false;
        this.#detours.differ(this.#container(), 'length', this.#i, aTo - 1, this.#j, bTo - 1);
        return this.#leave([aTo, bTo]);
    }
    #leave(ends) {
        if (ends === undefined)
            return false;
        this.#place.depth--;
        return this.#onward(ends[0], ends[1], AFTER);
    }
    #close() {
        return this.#leave([this.#i + 1, this.#j + 1]);
    }
    #onward(i, j, mode) {
        this.#i = i;
        this.#j = j;
        this.#mode = mode;
        return true;
    }
    #node() {
        return this.#place.node(this.#paths, this.#base, this.#a, this.#place.depth);
    }
    #container() {
        return this.#place.node(this.#paths, this.#base, this.#a, this.#place.depth - 1);
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/json/compare.js






/** Compares pairs of JSON texts as bytes, interpreting only what surrounds the bytes that differ. */
class Comparer {
    paths;
    #walk;
    #report;
    #tasks = [];
    #a = Buffer.alloc(0);
    #b = Buffer.alloc(0);
    constructor(paths, onDifference) {
        this.paths = paths;
        this.#report = (node, kind, aFrom, aTo, bFrom, bTo) => {
            if (!node.ignored)
                onDifference(node, kind, aFrom, aTo, bFrom, bTo);
        };
        this.#walk = new Walk(paths, {
            differ: this.#report,
            members: (node, aAt, bAt) => this.#members(node, aAt, bAt),
            elements: (node, aAt, bAt) => this.#elements(node, aAt, bAt),
        });
    }
    /** Reports every difference of b from a. What it reported before it returned anything but `done` does not count. */
    compare(a, aFrom, aTo, b, bFrom, bTo) {
        this.#a = a;
        this.#b = b;
        this.#tasks = [];
        let result = this.#walk.run(this.paths.root, a, aFrom, aTo, b, bFrom, bTo);
        // Objects with other keys or another order of keys are compared member by member, without recursion.
        let effort = 64 * (aTo - aFrom + bTo - bFrom) + 65_536;
        for (let task = this.#tasks.pop(); task !== undefined && result === 'done'; task = this.#tasks.pop()) {
            effort -= task.a.to - task.a.from + task.b.to - task.b.from;
            if (effort < 0)
                return 'too-deep';
            if (task.node.ignored)
                continue;
            result = this.#walk.run(task.node, a, task.a.from, task.a.to, b, task.b.from, task.b.to);
        }
        return result;
    }
    #members(node, aAt, bAt) {
        const left = members_membersOf(this.#a, aAt, this.#walk.aEnd);
        const right = members_membersOf(this.#b, bAt, this.#walk.bEnd);
        if (left === undefined || right === undefined)
            return undefined;
        for (const [key, range] of left.items) {
            const other = right.items.get(key);
            const child = this.paths.child(node, key);
            if (other === undefined)
                this.#report(child, 'missing', range.from, range.to, 0, 0);
            else
                this.#later(child, range, other);
        }
        for (const [key, range] of right.items) {
            if (!left.items.has(key))
                this.#report(this.paths.child(node, key), 'extra', 0, 0, range.from, range.to);
        }
        return [left.end, right.end];
    }
    #elements(node, aAt, bAt) {
        const left = elementsOf(this.#a, aAt, this.#walk.aEnd);
        const right = elementsOf(this.#b, bAt, this.#walk.bEnd);
        if (left === undefined || right === undefined)
            return undefined;
        const element = this.paths.element(node);
        const name = namer(node.unordered ?? '');
        const waiting = new Map();
        for (const range of right.items) {
            const key = name(this.#b, range);
            const same = waiting.get(key);
            if (same === undefined)
                waiting.set(key, [range]);
            else
                same.push(range);
        }
        const lone = [];
        for (const range of left.items) {
            const other = waiting.get(name(this.#a, range))?.shift();
            if (other === undefined)
                lone.push(range);
            else
                this.#later(element, range, other);
        }
        const others = [...waiting.values()].flat().sort((a, b) => a.from - b.from);
        // Elements without a key may be one and the same but for what is tolerated or ignored in them: those left go in order.
        const together = node.unordered === '' ? Math.min(lone.length, others.length) : 0;
        lone.forEach((range, k) => {
            const other = k < together ? others[k] : undefined;
            if (other === undefined)
                this.#report(element, 'missing', range.from, range.to, 0, 0);
            else
                this.#later(element, range, other);
        });
        for (const range of others.slice(together))
            this.#report(element, 'extra', 0, 0, range.from, range.to);
        return [left.end, right.end];
    }
    #later(node, a, b) {
        if (!sameBytes(this.#a, a.from, a.to, this.#b, b.from, b.to))
            this.#tasks.push({ node, a, b });
    }
}
/** What tells one element of an unordered array from another: the value at a path inside it, or all of it. */
function namer(by) {
    const path = by === '' ? undefined : readPath(by);
    if (path === undefined)
        return (bytes, { from, to }) => canonicalText(bytes, from, to);
    const picker = new Picker([path]);
    return (bytes, { from, to }) => {
        picker.pick(bytes, from, to);
        const [start = -1, end = -1] = picker.ranges;
        return start < 0 ? `?${textOf(bytes, from, to)}` : canonicalText(bytes, start, end);
    };
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/tally/format.js

const DIGIT = 1;
const HEX_LETTER = 2;
const WORD = 4;
const DASH = 8;
const OTHER = 16;
/** The format of the JSON value in a range of bytes. */
function formatOf(bytes, from, to) {
    const type = typeAt(bytes[from] ?? 0);
    if (type === undefined)
        return 'text';
    return type === 'string' ? formatOfText(bytes, from + 1, to - 1) : type;
}
/** Formats of texts made of letters and digits: a short random text has any of them by chance. */
const RANDOM = ['digits', 'hex', 'token'];
/** A random hexadecimal text this long has digits only once in three million times: (10 / 16) ^ 32. */
const format_TELLING = 32;
/** Whether two values look alike: of one format, or of formats that chance makes of one kind of random text. */
function areOfOneFormat(a, aFrom, aTo, b, bFrom, bTo) {
    const [first, second] = [formatOf(a, aFrom, aTo), formatOf(b, bFrom, bTo)];
    if (first === second)
        return true;
    const shorter = Math.min(aTo - aFrom, bTo - bFrom) - 2;
    return shorter < format_TELLING && RANDOM.includes(first) && RANDOM.includes(second);
}
function formatOfText(bytes, from, to) {
    const length = to - from;
    if (length <= 0)
        return 'empty text';
    let classes = 0;
    for (let i = from; i < to && i < from + 128; i++)
        classes |= classOf(bytes[i] ?? 0);
    if (classes === DIGIT)
        return 'digits';
    if (length === 36 &&
        (classes & (WORD | OTHER)) === 0 &&
        bytes[from + 8] === 0x2d &&
        bytes[from + 23] === 0x2d) {
        return 'uuid';
    }
    if (length >= 10 && isDate(bytes, from))
        return 'date';
    if (length >= 8 && (classes & (WORD | DASH | OTHER)) === 0)
        return 'hex';
    if (startsWith(bytes, from, to, 'http'))
        return 'web address';
    return (classes & OTHER) === 0 ? 'token' : 'text';
}
function classOf(c) {
    if (c >= 0x30 && c <= 0x39)
        return DIGIT;
    if ((c >= 0x61 && c <= 0x66) || (c >= 0x41 && c <= 0x46))
        return HEX_LETTER;
    if ((c >= 0x67 && c <= 0x7a) || (c >= 0x47 && c <= 0x5a) || c === 0x5f)
        return WORD;
    // What base64 is written with besides, and what parts a signed token.
    if (c === 0x2b || c === 0x2e || c === 0x2f || c === 0x3d)
        return WORD;
    return c === 0x2d ? DASH : OTHER;
}
/** Four digits, a dash, two digits, a dash, two digits. */
function isDate(bytes, from) {
    for (let k = 0; k < 10; k++) {
        const isDash = bytes[from + k] === 0x2d;
        if (k === 4 || k === 7 ? !isDash : classOf(bytes[from + k] ?? 0) !== DIGIT)
            return false;
    }
    return true;
}
function startsWith(bytes, from, to, word) {
    if (to - from < word.length)
        return false;
    for (let k = 0; k < word.length; k++)
        if (bytes[from + k] !== word.charCodeAt(k))
            return false;
    return true;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/tally/events.js


/** The differences between two records, kept in objects that are used again for the next two. */
class Differences {
    count = 0;
    #items = [];
    #comparer;
    constructor(paths) {
        this.#comparer = new Comparer(paths, (node, kind, aFrom, aTo, bFrom, bTo) => {
            const item = this.#items[this.count++];
            if (item === undefined)
                this.#items.push({ node, kind, aFrom, aTo, bFrom, bTo });
            else {
                item.node = node;
                item.kind = kind;
                item.aFrom = aFrom;
                item.aTo = aTo;
                item.bFrom = bFrom;
                item.bTo = bTo;
            }
        });
    }
    /** Finds the differences of b from a; afterwards `at` gives each of them. */
    between(a, b) {
        this.count = 0;
        if (events_sameBytes(a, b))
            return looksWhole(a) ? 'done' : 'broken';
        return this.#comparer.compare(a.bytes, a.from, a.to, b.bytes, b.from, b.to);
    }
    at(index) {
        const item = this.#items[index];
        if (item === undefined)
            throw new RangeError(`there is no difference ${index}`);
        return item;
    }
}
/** Whether a difference is more than another value of the same type and format. */
function changesShape(d, a, b) {
    return d.kind !== 'value' || !areOfOneFormat(a, d.aFrom, d.aTo, b, d.bFrom, d.bTo);
}
function events_sameBytes(a, b) {
    if (a === b)
        return true;
    return a.to - a.from === b.to - b.from && a.bytes.compare(b.bytes, b.from, b.to, a.from, a.to) === 0;
}
/** Equal records are not read, but one that was cut off at its end is not equal to anything. */
function looksWhole(record) {
    let last = record.to - 1;
    while (last > record.from && (record.bytes[last] ?? 0) <= 0x20)
        last--;
    return record.bytes[last] === 0x7d;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/tally/direction.js

/** Counts whether a number became larger or smaller, a text longer or shorter. */
function noteDirection(counts, d, a, b) {
    const text = a[d.aFrom] === 0x22;
    const change = text
        ? d.bTo - d.bFrom - (d.aTo - d.aFrom)
        : numberAt(b, d.bFrom, d.bTo) - numberAt(a, d.aFrom, d.aTo);
    if (change > 0)
        counts.higher++;
    else if (change < 0)
        counts.lower++;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/tally/masked-json.js



/**
 * JSON as it is written, at least the first `length` characters where there are so many, without the credentials in it:
 * the value of a key that names one is what `shape` makes of it, and in other texts they are masked. The range need not
 * be one whole value.
 */
function maskedJson(bytes, from, to, length, shape) {
    let text = '';
    let at = from;
    while (at < to && text.length <= length) {
        if (bytes[at] !== QUOTE) {
            const quote = bytes.indexOf(QUOTE, at);
            const end = Math.min(quote < 0 ? to : quote, to, at + 4 * length);
            text += textOf(bytes, at, end);
            at = end;
            continue;
        }
        const closed = skipString(bytes, at, to);
        const end = closed < 0 ? to : closed;
        text += maskedText(bytes, at, end, 4 * length);
        const colon = skipSpace(bytes, end, to);
        if (colon < to && bytes[colon] === COLON && namesCredential(readKey(bytes, at + 1, end - 1))) {
            const value = skipSpace(bytes, colon + 1, to);
            const after = skipValue(bytes, value, to);
            at = after < 0 ? to : after;
            text += `:(${shape(value, at)})`;
        }
        else
            at = end;
    }
    return text;
}
/** A text, of which no more is looked at than may be shown and what tells a credential in it. */
function maskedText(bytes, from, to, most) {
    if (to - from <= most)
        return maskCredentials(textOf(bytes, from, to));
    return `${maskCredentials(textOf(bytes, from, from + most).replace(/\uFFFD+$/, ''))}…"`;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/tally/show.js





const LONGEST = 200;
/**
 * A value as a report may show it: itself, cut to a readable length, or only its type and shape. Credentials are never
 * shown, neither at a `path` that names one nor within a value.
 */
function showValue(bytes, from, to, redact, path = '') {
    if (to <= from)
        return '(absent)';
    return redact || isCredential(path) ? shapeOf(bytes, from, to) : showWhole(bytes, from, to);
}
function showWhole(bytes, from, to) {
    const shown = maskedJson(bytes, from, to, LONGEST, (start, end) => shapeOf(bytes, start, end));
    if (shown.length <= LONGEST)
        return shown;
    // A cut inside a character would leave half of it.
    return `${shown.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
function shapeOf(bytes, from, to) {
    const type = typeAt(bytes[from] ?? 0);
    if (type === 'boolean')
        return 'a boolean';
    if (type === 'null')
        return 'null';
    if (type === 'object')
        return 'an object';
    if (type === 'number')
        return `a ${digitsIn(bytes, from, to)}-digit number`;
    // A range that is not one whole value is the rest of an array.
    if (type === undefined || skipValue(bytes, from, to) !== to)
        return 'more elements';
    if (type === 'array')
        return 'an array';
    const format = formatOf(bytes, from, to);
    return format === 'empty text'
        ? 'an empty text'
        : `${format === 'text' ? 'a text' : `a text (${format})`} of ${to - from - 2} bytes`;
}
function digitsIn(bytes, from, to) {
    let count = 0;
    for (let i = from; i < to; i++) {
        const c = bytes[i] ?? 0;
        if (c >= 0x30 && c <= 0x39)
            count++;
    }
    return count;
}
const PLAIN_ID = /^[\w.:/+=-]{1,64}$/;
/** A pair's id as a report may show it: one that looks like anything but an identifier is a person's business. */
function showId(id, hash, redact) {
    if (redact)
        return PLAIN_ID.test(id) && maskCredentials(id) === id ? id : `#${hash.toString(36)}`;
    const shown = maskCredentials(id.slice(0, 4 * LONGEST));
    return shown.length > 100 ? `${shown.slice(0, 99)}…` : shown;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/tally/marks.js
/** What happened at a place in one pair: the candidate differed, in its shape too; the repeat did, in its shape too. */
const RAW = 1;
const RAW_SHAPE = 2;
const NOISE = 4;
const NOISE_SHAPE = 8;
const BOTH = RAW | NOISE;
/** The size of the candidate's value there is noted, and that of the repeat's. */
const SIZED = 16;
const SIZED_AGAIN = 32;
/** The same marks by the number of their place, with room for one more. */
function enlarged(marks, id) {
    const larger = new Uint8Array(Math.max(marks.length * 2, id + 1));
    larger.set(marks);
    return larger;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/tally/summary.js
/** Distinct places that are counted one by one; what differs beyond them is counted under one name. */
const MOST_PATHS = 20_000;
const OTHER_PATHS = '(other paths)';

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/tally/within.js



/** Counts for every object and array in how many pairs anything inside it differs. */
class Within {
    #counts;
    #known = [];
    #marks = new Uint8Array(256);
    #touched = [];
    constructor(counts) {
        this.#counts = counts;
    }
    /** Notes on all places around one what happened there in this pair. */
    note(node, marks) {
        for (let { outer } = node; outer !== undefined; { outer } = outer) {
            if (outer.id >= this.#marks.length)
                this.#marks = enlarged(this.#marks, outer.id);
            const known = this.#marks[outer.id] ?? 0;
            // What is known of a place is known of all around it.
            if ((known | marks) === known)
                return;
            if (known === 0)
                this.#touched.push(outer);
            this.#marks[outer.id] = known | marks;
        }
    }
    /** Ends the pair. */
    settle(repeated) {
        for (const node of this.#touched) {
            const marks = this.#marks[node.id] ?? 0;
            noteDiscord(this.#countsOf(node), (marks & RAW) !== 0, (marks & NOISE) !== 0, repeated);
            this.#marks[node.id] = 0;
        }
        this.#touched.length = 0;
    }
    #countsOf(node) {
        const known = this.#known[node.id];
        if (known !== undefined)
            return known;
        const name = this.#counts.size < MOST_PATHS ? node.text || '$' : OTHER_PATHS;
        const counts = this.#counts.get(name) ?? emptyDiscord();
        this.#counts.set(name, counts);
        this.#known[node.id] = counts;
        return counts;
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/tally/pair-tally.js













/** Paths of which it is kept how large their values are. */
const MOST_SIZED = 200;
/** Compares pair by pair and counts. */
class PairTally {
    #summary;
    #comparison;
    #candidate;
    #repeat;
    #fields;
    #counts = [];
    /** The places that say whether a request failed. */
    #telling;
    #marks = new Uint8Array(256);
    #touched = [];
    #within;
    constructor(comparison, summary) {
        const paths = new Paths(comparison.rules);
        this.#summary = summary;
        this.#within = new Within(summary.within);
        this.#comparison = comparison;
        this.#telling = TELLING.map((key) => paths.child(paths.root, key));
        this.#candidate = new Differences(paths);
        this.#repeat = new Differences(paths);
        this.#fields = Fields.wanted(comparison) ? new Fields(comparison, summary) : undefined;
    }
    pair = (id, primary, candidate, repeat) => {
        const summary = this.#summary;
        const compared = this.#candidate.between(primary, candidate);
        if (compared !== 'done') {
            if (compared === 'broken')
                summary.broken++;
            else
                summary.tooDeep++;
            return;
        }
        const repeated = repeat !== undefined && this.#repeat.between(primary, repeat) === 'done';
        if (!repeated)
            this.#repeat.count = 0;
        summary.compared++;
        if (repeated)
            summary.repeated++;
        const differs = this.#candidate.count > 0;
        const noisy = this.#repeat.count > 0;
        const slices = this.#fields?.observe(primary, candidate, repeat, repeated, this.#failAlike()) ?? [];
        if (differs || noisy) {
            noteDiscord(summary.any, differs, noisy, repeated);
            this.#mark(this.#candidate, primary, candidate, RAW, RAW_SHAPE);
            if (repeat !== undefined) {
                this.#mark(this.#repeat, primary, repeat, NOISE, NOISE_SHAPE);
                this.#size(this.#candidate, SIZED, primary.bytes, candidate.bytes);
                this.#size(this.#repeat, SIZED_AGAIN, primary.bytes, repeat.bytes);
            }
            this.#describe(id, primary.bytes, candidate.bytes);
            this.#settle(repeated, slices);
        }
    };
    /** Whether nothing differs that says if a request failed: what one record says of it then holds for both. */
    #failAlike() {
        const telling = this.#telling;
        if (telling.some(({ ignored, tolerance }) => ignored || tolerance !== undefined))
            return false;
        for (let k = 0; k < this.#candidate.count; k++)
            if (telling.includes(this.#candidate.at(k).node))
                return false;
        return true;
    }
    same = (marks, repeated) => noteSame(this.#summary, marks, repeated);
    lost = (arm, why) => {
        const lost = this.#summary.lost[arm];
        if (lost !== undefined)
            lost[why]++;
    };
    /** Notes on each touched path what happened there; several elements of an array are one path. */
    #mark(differences, a, b, any, shape) {
        for (let k = 0; k < differences.count; k++) {
            const difference = differences.at(k);
            const { id } = difference.node;
            if (id >= this.#marks.length)
                this.#marks = enlarged(this.#marks, id);
            let marks = this.#marks[id] ?? 0;
            if (marks === 0)
                this.#touched.push(difference.node);
            marks |= any;
            if ((marks & shape) === 0 && changesShape(difference, a.bytes, b.bytes))
                marks |= shape;
            this.#marks[id] = marks;
        }
    }
    /**
     * How large values are where candidate and repeat both differ: all there is to compare where they nearly always do. Of the
     * elements of one array the first counts, for they need not be independent.
     */
    #size(differences, sized, primary, other) {
        const { sizes } = this.#summary;
        for (let k = 0; k < differences.count; k++) {
            const difference = differences.at(k);
            const { node } = difference;
            const marks = this.#marks[node.id] ?? 0;
            if ((marks & BOTH) !== BOTH || (marks & sized) !== 0)
                continue;
            const known = sizes.get(node.text) ?? (sizes.size < MOST_SIZED ? emptySizes() : undefined);
            if (known === undefined)
                continue;
            sizes.set(node.text, known);
            this.#marks[node.id] = marks | sized;
            noteSizes(known, sized === SIZED ? 'candidate' : 'repeat', difference, primary, other);
        }
    }
    /** Kinds, directions and examples of what the candidate did. */
    #describe(id, a, b) {
        for (let k = 0; k < this.#candidate.count; k++) {
            const difference = this.#candidate.at(k);
            const counts = this.#countsOf(difference.node);
            counts.kinds[difference.kind]++;
            if (difference.kind === 'value')
                noteDirection(counts, difference, a, b);
            const noisy = ((this.#marks[difference.node.id] ?? 0) & NOISE) !== 0;
            this.#keep(counts, { order: id.hash.value, noisy }, id, difference, a, b);
        }
    }
    #settle(repeated, slices) {
        for (const node of this.#touched) {
            const marks = this.#marks[node.id] ?? 0;
            const counts = this.#countsOf(node);
            noteDiscord(counts.any, (marks & RAW) !== 0, (marks & NOISE) !== 0, repeated);
            noteDiscord(counts.shape, (marks & RAW_SHAPE) !== 0, (marks & NOISE_SHAPE) !== 0, repeated);
            for (const slice of slices) {
                noteDiscord(discordAt(slice, node), (marks & RAW) !== 0, (marks & NOISE) !== 0, repeated);
            }
            this.#within.note(node, marks & BOTH);
            this.#marks[node.id] = 0;
        }
        this.#touched.length = 0;
        this.#within.settle(repeated);
    }
    #keep(counts, rank, id, d, a, b) {
        const { examples: most, redact } = this.#comparison;
        const last = counts.examples[most - 1];
        if (most === 0 || (last !== undefined && !isBefore(rank, last)))
            return;
        if (counts.examples.some((example) => example.order === rank.order))
            return;
        const example = {
            ...rank,
            id: showId(id.text(), id.hash.value, redact),
            kind: d.kind,
            primary: showValue(a, d.aFrom, d.aTo, redact, d.node.text),
            candidate: showValue(b, d.bFrom, d.bTo, redact, d.node.text),
        };
        keepExample(counts.examples, example, most);
    }
    #countsOf(node) {
        const known = this.#counts[node.id];
        if (known !== undefined)
            return known;
        const { paths } = this.#summary;
        const name = paths.size < MOST_PATHS ? node.text || '$' : OTHER_PATHS;
        const counts = paths.get(name) ?? emptyPath();
        paths.set(name, counts);
        this.#counts[node.id] = counts;
        return counts;
    }
}
/** Paths that are told apart in one slice. */
const MOST_IN_SLICE = 500;
function discordAt({ paths }, node) {
    const name = paths.size < MOST_IN_SLICE || paths.has(node.text) ? node.text || '$' : OTHER_PATHS;
    const known = paths.get(name) ?? emptyDiscord();
    paths.set(name, known);
    return known;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/clickhouse/clear-sql.js
/*
 * What SQL can say for certain of a record `r0` that is the same text in every arm. All else is left to be read here, so
 * that both engines mean the same by a failed request. Only functions that servers of any age have.
 */
/** The record was not cut off at its end. */
const WHOLE = "(substring(r0, length(r0), 1) = '}')";
/** The text of a status of three digits with only strings, numbers and words before it. */
const clear_sql_STATUS = String.raw `extract(r0, '^\\{(?:"[^"]*": ?(?:"[^"]*"|[-+.0-9A-Za-z]+), ?)*"status": ?([0-9]{3}) ?[,}]')`;
/** The record names no status, or one that is at its top and a plain number. */
const PLAIN_STATUS = `(position(r0, 'status"') = 0 OR (length(r0) - length(replaceAll(r0, 'status"', '')) = 7 AND ${clear_sql_STATUS} != ''))`;
/** The record names no error, or beside its status some that are null. */
const clear_sql_NO_ERROR = `(position(r0, 'rror"') = 0 OR (position(r0, 'status"') > 0 AND position(replaceAll(replaceAll(r0, '"error":null', ''), '"error": null', ''), 'rror"') = 0))`;
/** It is known whether the record says that its request failed. A backslash may spell any key, or hide one in a text. */
const CLEAR = `(${WHOLE} AND position(r0, '\\\\') = 0 AND ${clear_sql_NO_ERROR} AND ${PLAIN_STATUS})`;
/** The clear record says whether its request failed, and that it did. */
const clear_sql_TELLS = `(position(r0, 'status"') > 0)`;
const clear_sql_FAILED = `(${clear_sql_STATUS} >= '500')`;

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/clickhouse/sql.js



/** How ClickHouse calls what a file name ends in. */
const FORMATS = {
    parquet: 'Parquet',
    ndjson: 'JSONEachRow',
    jsonl: 'JSONEachRow',
};
const TABLE = /^[\p{L}_][\p{L}\p{N}_-]*(\.[\p{L}_][\p{L}\p{N}_-]*)?$/u;
const FUNCTION = /^(file|s3|url)\((.+)\)$/;
const FORMS = '`table`, `database.table`, or file(…), s3(…), url(…) around a .parquet or .ndjson name';
/** A text as a literal. */
function quoted(text) {
    return `'${text.replaceAll(/[\\']/g, String.raw `\$&`)}'`;
}
/** A name of a table or column. */
function named(name) {
    return `\`${name.replaceAll(/[\\`]/g, String.raw `\$&`)}\``;
}
/** A column in the structure of a file; older servers know no quotes there, so there are none where none are needed. */
function declared(name) {
    return /^[A-Za-z_]\w*$/.test(name) ? name : named(name);
}
/** A table, or a table function over files; throws a `UserError` for anything else. */
function sourceSql(source, { id, record }) {
    if (TABLE.test(source))
        return source.split('.').map(named).join('.');
    const [, call = '', of = ''] = FUNCTION.exec(source) ?? [];
    const ending = /\.(\w+)(\.(gz|zst))?$/.exec(of)?.[1] ?? '';
    const format = Object.hasOwn(FORMATS, ending) ? FORMATS[ending] : undefined;
    if (call === '' || format === undefined) {
        throw new user_error/* UserError */.y('BAD_INPUT', `engine: clickhouse reads ${FORMS}, got ${JSON.stringify(source)}`, 'Name what the server can read; files of this machine are for the other engines.');
    }
    return `${call}(${quoted(of)}, ${quoted(format)}, ${quoted(`${declared(id)} String, ${declared(record)} String`)})`;
}
/** One row for each id: how many records each arm has of it, and the one that counts: of several the smallest text. */
function paired(asked) {
    const { id, record, limit } = asked;
    const rows = asked.arms.flatMap((sources, arm) => sources.map((source) => `SELECT toString(${named(id)}) AS sluice_id, ifNull(toString(${named(record)}), '') AS sluice_record, toUInt8(${arm}) AS sluice_arm, length(sluice_record) > ${limit} AS sluice_big FROM ${sourceSql(source, asked)}`));
    const counts = ['NOT sluice_big', 'sluice_big'].flatMap((which, k) => [0, 1, 2].map((arm) => `countIf(sluice_arm = ${arm} AND ${which}) AS ${k === 0 ? 'n' : 'big'}${arm}`));
    const records = [0, 1, 2].map((arm) => `minIf(sluice_record, sluice_arm = ${arm} AND NOT sluice_big) AS r${arm}`);
    return `(SELECT sluice_id, ${[...counts, ...records].join(', ')} FROM (${rows.join(' UNION ALL ')}) GROUP BY sluice_id)`;
}
const PAIR = 'isNotNull(sluice_id) AND n0 > 0 AND n1 > 0';
const DIFFERS = '(r0 != r1 OR (n2 > 0 AND r0 != r2))';
/** What the one row of `countsSql` holds, in this order. */
const sql_COUNTS = [
    'pairs',
    'triples',
    'fetched',
    'tells',
    'failed',
    ...[0, 1, 2].flatMap((arm) => [`unmatched${arm}`, `duplicate${arm}`, `noid${arm}`, `big${arm}`]),
];
/** Counts everything there is to know without opening a record: one row of whole numbers as text. */
function countsSql(asked) {
    const ofArm = [0, 1, 2].flatMap((arm) => [
        arm < 2
            ? `countIf(isNotNull(sluice_id) AND n${arm} > 0 AND n${1 - arm} = 0)`
            : 'countIf(isNotNull(sluice_id) AND n2 > 0 AND (n0 = 0 OR n1 = 0))',
        `sumIf(n${arm} - 1, isNotNull(sluice_id) AND n${arm} > 0)`,
        `sumIf(n${arm}, isNull(sluice_id))`,
        `sum(big${arm})`,
    ]);
    const fetched = fetchedSql(asked);
    const left = `${PAIR} AND NOT (${fetched}) AND ${asked.errors ? 1 : 0}`;
    const all = [
        `countIf(${PAIR})`,
        `countIf(${PAIR} AND n2 > 0)`,
        `countIf(${PAIR} AND (${fetched}))`,
        `countIf(${left} AND ${clear_sql_TELLS})`,
        `countIf(${left} AND ${clear_sql_FAILED})`,
        ...ofArm,
    ];
    return `SELECT ${all.map((count) => `toString(${count})`).join(', ')} FROM ${paired(asked)} FORMAT RowBinary`;
}
/** The pairs that come here: id, `1` where there is a repeat, and the three records. */
function pairsSql(asked) {
    return `SELECT assumeNotNull(sluice_id), toString(n2 > 0), r0, r1, r2 FROM ${paired(asked)} WHERE ${PAIR} AND (${fetchedSql(asked)}) FORMAT RowBinary`;
}
function fetchedSql({ fetch, errors }) {
    return fetch === 'all' ? '1' : `${DIFFERS} OR NOT ${errors ? CLEAR : WHOLE}`;
}
/** Some records of the primary, whichever come first. */
function sampleSql(asked) {
    const [source = ''] = asked.arms[0] ?? [];
    return `SELECT ifNull(toString(${named(asked.record)}), '') FROM ${sourceSql(source, asked)} LIMIT ${SAMPLES} FORMAT RowBinary`;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/clickhouse/compare.js







const PAIR_COLUMNS = 5;
/** Some records of the primary, in which well-known measures are looked for. */
async function sampleInClickHouse(server, asked) {
    const samples = [];
    for await (const [record] of server.rows(sampleSql(asked), 1))
        if (record !== undefined)
            samples.push(Buffer.from(record));
    return samples;
}
/**
 * Has ClickHouse pair the records by id and count; only pairs whose text differs, or of which SQL cannot say whether their
 * request failed, come here and are compared as the `node` engine does, with the same counts. Where more than that is
 * wanted (measures, slices, models) every pair comes.
 */
async function compareInClickHouse(server, places, comparison) {
    const fetch = skipsEqual(comparison) ? 'open' : 'all';
    const asked = { ...places, fetch, errors: comparison.errors };
    const counts = await countsIn(server, asked);
    const summary = emptySummary(comparison);
    const Tally = comparison.noise === 'diffy' ? DiffyTally : PairTally;
    const { pair } = new Tally(comparison, summary);
    const id = new RecordId([['id']]);
    let [fetched, repeats] = [0, 0];
    const rows = server.rows(pairsSql(asked), PAIR_COLUMNS);
    for await (const [name, repeated, primary, candidate, repeat] of rows) {
        const has = repeated?.toString() === '1';
        const key = Buffer.from(JSON.stringify({ id: name?.toString() ?? '' }));
        id.read(key, 0, key.length);
        pair(id, whole(primary), whole(candidate), has ? whole(repeat) : undefined);
        fetched++;
        if (has)
            repeats++;
    }
    if (fetched !== counts('fetched')) {
        throw new user_error/* UserError */.y('ENGINE_FAILED', `clickhouse counted ${counts('fetched')} pairs to open but then gave ${fetched}`, 'Compare tables that nobody writes to meanwhile.');
    }
    summary.compared += counts('pairs') - fetched;
    summary.repeated += counts('triples') - repeats;
    summary.errors.n += counts('tells');
    summary.errors.both += counts('failed');
    summary.lost.forEach((lost, arm) => {
        lost.unmatched += counts(`unmatched${arm}`);
        lost.duplicate += counts(`duplicate${arm}`);
        lost['no-id'] += counts(`noid${arm}`);
        lost.oversized += counts(`big${arm}`);
    });
    return summary;
}
async function countsIn(server, asked) {
    const counts = new Map();
    for await (const row of server.rows(countsSql(asked), sql_COUNTS.length)) {
        sql_COUNTS.forEach((name, k) => counts.set(name, Number(row[k]?.toString() ?? Number.NaN)));
    }
    return (name) => {
        const count = counts.get(name);
        if (count !== undefined && Number.isSafeInteger(count) && count >= 0)
            return count;
        throw new user_error/* UserError */.y('ENGINE_FAILED', `clickhouse gave no count of ${name}`, 'Is it a ClickHouse server that answers there?');
    };
}
function whole(bytes = Buffer.alloc(0)) {
    return { bytes, from: 0, to: bytes.length };
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/clickhouse/rows.js
/**
 * Reads rows of texts as ClickHouse's RowBinary writes them: each a length (LEB128) and as many bytes, so that no byte of
 * a record is lost to an encoding. Throws when the answer ends within a row.
 */
async function* rowsOf(body, columns) {
    let rest = Buffer.alloc(0);
    for await (const chunk of body) {
        rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
        let at = 0;
        for (let row = rowAt(rest, at, columns); row !== undefined; row = rowAt(rest, at, columns)) {
            yield row.cells;
            at = row.end;
        }
        rest = rest.subarray(at);
    }
    if (rest.length > 0)
        throw new Error('the answer ends within a row');
}
function rowAt(bytes, from, columns) {
    const cells = [];
    let at = from;
    while (cells.length < columns) {
        let [length, scale, more] = [0, 1, true];
        while (more) {
            const byte = bytes[at++];
            if (byte === undefined)
                return undefined;
            length += (byte & 0x7f) * scale;
            scale *= 0x80;
            more = byte >= 0x80;
        }
        if (at + length > bytes.length)
            return undefined;
        cells.push(bytes.subarray(at, at + length));
        at += length;
    }
    return { cells, end: at };
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/clickhouse/server.js


const TIMEOUT_MS = 3_600_000;
/** Asks a ClickHouse server over HTTP for rows of texts. It may not write; an answer cut short is an error. */
class ClickHouse {
    #settings;
    #fetch;
    #signal;
    constructor(settings, fetch, signal) {
        this.#settings = settings;
        this.#fetch = fetch;
        this.#signal = signal;
    }
    async *rows(sql, columns) {
        const response = await this.#ask(sql);
        if (!response.ok)
            throw failed(`${response.status}: ${(await response.text()).slice(0, 1000)}`);
        if (response.body === null)
            throw failed('nothing');
        try {
            yield* rowsOf(response.body, columns);
        }
        catch (error) {
            throw failed(reasonOf(error));
        }
    }
    async #ask(sql) {
        const { url, user, password, database } = this.#settings;
        const address = new URL(url);
        // readonly 2 forbids writing but lets table functions be used; the last waits, so that errors come as a status.
        const parameters = {
            readonly: '2',
            database,
            input_format_skip_unknown_fields: '1',
            wait_end_of_query: '1',
        };
        for (const [name, value] of Object.entries(parameters))
            address.searchParams.set(name, value);
        try {
            return await this.#fetch(address, {
                method: 'POST',
                body: sql,
                redirect: 'error',
                headers: {
                    'x-clickhouse-user': user,
                    ...(password === undefined ? {} : { 'x-clickhouse-key': password }),
                },
                signal: AbortSignal.any([this.#signal, AbortSignal.timeout(TIMEOUT_MS)]),
            });
        }
        catch (error) {
            throw new user_error/* UserError */.y('ENGINE_UNREACHABLE', `clickhouse at ${url.origin} gave no answer: ${reasonOf(error)}`, 'Is the address the HTTP interface (port 8123), and may this machine reach it?');
        }
    }
}
function failed(what) {
    return new user_error/* UserError */.y('ENGINE_FAILED', `clickhouse answered ${what}`, 'Check the tables and columns named.');
}
function reasonOf(error) {
    if (!(error instanceof Error))
        return String(error);
    return error.cause instanceof Error ? error.cause.message : error.message;
}

;// CONCATENATED MODULE: ./.build-cli/packages/action/src/fields/mask-secrets.js
/** Has every secret among some fields hidden wherever it might be logged, before anything else is done with it. */
function maskSecrets(fields, read, mask) {
    for (const [name, field] of Object.entries(fields)) {
        const value = read(name)?.trim() ?? '';
        if (field.secret === true && value !== '')
            mask(value);
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/clickhouse/settings.js

const settings_fields = {
    url: (0,fields_fields/* httpUrl */.q3)(),
    user: (0,fields_field/* withDefault */.IQ)('default', (0,fields_fields/* text */.Qq)('user')),
    password: (0,fields_field/* optional */.lq)((0,fields_field/* secret */.rJ)((0,fields_fields/* text */.Qq)('password'))),
    database: (0,fields_field/* withDefault */.IQ)('default', (0,fields_fields/* text */.Qq)('database')),
    id: (0,fields_field/* withDefault */.IQ)('id', (0,fields_fields/* text */.Qq)('column that pairs the records')),
    record: (0,fields_field/* withDefault */.IQ)('record', (0,fields_fields/* text */.Qq)('column that holds a record as JSON text')),
};
/** Reads `engine-settings` and has its secrets hidden; throws a `UserError` naming all that is wrong. */
function clickHouseSettings(given, mask) {
    maskSecrets(settings_fields, (name) => given[name], mask);
    const settings = (0,parse_fields/* parseSettings */.P)(settings_fields, given, 'engine-settings');
    // What stands in an address is logged by proxies and servers, and fetch refuses it.
    if (settings.url.username !== '' || settings.url.password !== '') {
        throw new user_error/* UserError */.y('BAD_INPUT', 'engine-settings: url must not hold a user or a password', 'Give them as user and password.');
    }
    return settings;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/duckdb/hide-setup.js
/** Shorter texts of `setup` hide nothing worth hiding, and stand in many a message. */
const SHORTEST = 4;
/**
 * What DuckDB said, without what `setup` holds in quotes: it is where secrets are, and DuckDB repeats the statement that
 * failed, or the piece at which it stopped reading.
 */
function hideSetup(said, setup) {
    if (setup === '')
        return said;
    const quoted = [...setup.matchAll(/'((?:[^']|'')*)'/g)].map(([, text = '']) => text.replaceAll("''", "'"));
    return quoted
        .filter(({ length }) => length >= SHORTEST)
        .sort((a, b) => b.length - a.length)
        .reduce((left, text) => left.replaceAll(text, '***'), withoutStatement(said));
}
function withoutStatement(said) {
    return said.replaceAll(/\n*^LINE \d+: .*\n *\^ *$/gm, '').replaceAll(/ near "[^]*?"$/gm, ' near ***');
}

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/pairs/log.js

/** One arm's records: files one after another, addressed as if they were one. */
class Log {
    files;
    size;
    #starts;
    constructor(files) {
        this.files = files;
        let start = 0;
        this.#starts = files.map((file) => {
            const mine = start;
            start += file.size;
            return mine;
        });
        this.size = start;
    }
    /** Where file k begins in the whole. */
    startOf(k) {
        return this.#starts[k] ?? this.size;
    }
    /** The file that holds a byte of the whole. */
    fileAt(offset) {
        let [low, high] = [0, this.files.length - 1];
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if (this.startOf(middle) <= offset)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }
    /**
     * Reads from an offset to the end of the file there, `length` bytes at most; says how many it got. Throws a `UserError` when
     * the file has become shorter since it was opened: what is gone would be taken for the end of the log.
     */
    read(into, offset, length) {
        const k = this.fileAt(offset);
        const file = this.files[k];
        let got = 0;
        while (file !== undefined && got < length) {
            const read = file.read(into, got, length - got, offset - this.startOf(k) + got);
            if (read === 0)
                break;
            got += read;
        }
        if (file !== undefined && got < Math.min(length, this.startOf(k) + file.size - offset))
            throw this.changed(offset);
        return got;
    }
    /** The bytes of a record seen before; `into` must be large enough. Throws a `UserError` when it is no longer there. */
    load(into, offset, length) {
        if (this.read(into, offset, length) < length)
            throw this.changed(offset);
    }
    /** What to throw when a file no longer holds what it held. */
    changed(offset) {
        const name = this.files[this.fileAt(offset)]?.name ?? 'a log';
        return new user_error/* UserError */.y('LOG_CHANGED', `${name} changed while it was read`, 'Compare logs that nobody writes to any more, or a copy of them.');
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/files/open-log.js




const readLater = (0,external_node_util_.promisify)(external_node_fs_.read);
/** Opens NDJSON files as one log. */
function openLog(paths) {
    const open = paths.map((path) => ({ path, file: (0,external_node_fs_.openSync)(path, 'r') }));
    const log = new Log(open.map(({ path, file }) => ({
        name: (0,external_node_path_.basename)(path),
        size: (0,external_node_fs_.fstatSync)(file).size,
        read: (into, at, length, position) => (0,external_node_fs_.readSync)(file, into, at, length, position),
        readAhead: async (into, at, length, position) => (await readLater(file, into, at, length, position)).bytesRead,
    })));
    return { log, close: () => open.forEach(({ file }) => (0,external_node_fs_.closeSync)(file)) };
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/pairs/lines.js

/** Small enough that what two logs have read stays in the processor's cache. */
const CHUNK = 128 * 1024;
/** Sets a line to the bytes before its end, without a byte order mark and a carriage return; false when it is blank. */
function trimLine(line, start, end) {
    const { bytes } = line;
    const from = isByteOrderMark(bytes, start, end) ? start + 3 : start;
    const to = end > from && bytes[end - 1] === RETURN ? end - 1 : end;
    line.from = from;
    line.to = to;
    let i = from;
    while (i < to && (bytes[i] ?? 0) <= 0x20)
        i++;
    return i < to;
}
function isByteOrderMark(bytes, at, end) {
    return at + 3 <= end && bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf;
}
/** Reads a log line by line into one buffer that it keeps: the current line is `bytes` from `from` to `to`. */
class Lines {
    bytes = Buffer.allocUnsafe(CHUNK);
    from = 0;
    to = 0;
    /** The current line is longer than the limit, and only its beginning is here. */
    oversized = false;
    #log;
    #limit;
    #end;
    #view = this.bytes.subarray(0, 0);
    #next = 0;
    /** Where in the log the buffer begins. */
    #base;
    #file = 0;
    /** Where in the current file the next read begins. */
    #position;
    #skipping = false;
    /** The lines that begin in [start, end) of the log, where `start` is the beginning of a line. */
    constructor(log, limit, start = 0, end = log.size) {
        this.#log = log;
        this.#limit = limit;
        this.#end = end;
        this.#file = log.fileAt(start);
        this.#base = start;
        this.#position = start - log.startOf(this.#file);
    }
    /** Where the current line stands in the log. */
    get offset() {
        return this.#base + this.from;
    }
    /** Moves to the next line that is not blank; false at the end. */
    advance() {
        let searched = this.#next;
        for (;;) {
            const newline = this.#view.indexOf(NEWLINE, searched);
            if (newline >= 0) {
                if (this.#take(newline, newline + 1))
                    return true;
                searched = this.#next;
            }
            else if (!this.#skipping && this.#view.length - this.#next > this.#limit) {
                const isOurs = this.#base + this.#next < this.#end;
                this.#take(this.#next + this.#limit, this.#view.length);
                this.oversized = true;
                this.#skipping = true;
                return isOurs;
            }
            else {
                if (this.#skipping)
                    this.#next = this.#view.length;
                const unread = this.#view.length - this.#next;
                if (!this.#fill()) {
                    if (unread > 0 && this.#take(this.#view.length, this.#view.length))
                        return true;
                    if (!this.#openNext())
                        return false;
                }
                searched = this.#next + (this.#skipping ? 0 : unread);
            }
            if (this.#base + this.#next >= this.#end)
                return false;
        }
    }
    /** Makes the bytes up to `end` the current line, unless there is nothing in them or they end one that was too long. */
    #take(end, next) {
        // Where the line begins, not where its record does behind a byte order mark: so do those who divide the log.
        const isOurs = this.#base + this.#next < this.#end;
        const isRecord = trimLine(this, this.#next, end);
        this.oversized = this.to - this.from > this.#limit;
        this.#next = next;
        if (this.#skipping) {
            this.#skipping = false;
            return false;
        }
        return isRecord && isOurs;
    }
    #fill() {
        const file = this.#log.files[this.#file];
        if (file === undefined || this.#position >= file.size)
            return false;
        const unread = this.#view.length - this.#next;
        if (this.#next > 0) {
            this.bytes.copyWithin(0, this.#next, this.#view.length);
            this.#base += this.#next;
            this.#next = 0;
        }
        if (unread === this.bytes.length) {
            const larger = Buffer.allocUnsafe(Math.min(this.bytes.length * 2, this.#limit + CHUNK));
            this.bytes.copy(larger, 0, 0, unread);
            this.bytes = larger;
        }
        const wanted = Math.min(this.bytes.length - unread, file.size - this.#position);
        const got = file.read(this.bytes, unread, wanted, this.#position);
        this.#position = got === 0 ? file.size : this.#position + got;
        this.#view = this.bytes.subarray(0, unread + got);
        return got > 0;
    }
    #openNext() {
        if (this.#file >= this.#log.files.length - 1)
            return false;
        this.#file++;
        this.#position = 0;
        this.#base = this.#log.startOf(this.#file);
        this.#next = 0;
        this.#view = this.bytes.subarray(0, 0);
        this.#skipping = false;
        return true;
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/duckdb/refused-lines.js



const refused_lines_NEWLINE = Buffer.from('\n');
/** A line that is longer than the limit is here only up to it; with one byte more it is seen to be too long again. */
const TOO_LONG = Buffer.from(' \n');
/**
 * Appends to a file the lines of logs that DuckDB refused, as they are written: a byte order mark, half a surrogate pair,
 * broken UTF-8 or a line that is cut behind its id is no reason for us not to look. Says how many they were: none where
 * DuckDB counted other lines than we do, so that its numbers mean nothing here.
 */
function appendRefused(paths, refused, limit, into) {
    const numbers = (0,external_node_fs_.readFileSync)(refused.numbers, 'utf8').split('\n').filter(Boolean).map(Number);
    if (numbers.length === 0 || countLines(paths, limit) !== refused.rows)
        return 0;
    const { log, close } = openLog(paths);
    const file = (0,external_node_fs_.openSync)(into, 'a');
    try {
        const lines = new Lines(log, limit);
        let number = 0;
        for (const wanted of numbers) {
            while (number < wanted && lines.advance())
                number++;
            (0,external_node_fs_.writeSync)(file, lines.bytes, lines.from, lines.to - lines.from);
            (0,external_node_fs_.writeSync)(file, lines.oversized ? TOO_LONG : refused_lines_NEWLINE);
        }
        return numbers.length;
    }
    finally {
        (0,external_node_fs_.closeSync)(file);
        close();
    }
}
function countLines(paths, limit) {
    const { log, close } = openLog(paths);
    try {
        const lines = new Lines(log, limit);
        let count = 0;
        while (lines.advance())
            count++;
        return count;
    }
    finally {
        close();
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/duckdb/sql.js


/** What is counted in DuckDB: `broken` records, and `rows` of logs on this machine, are by arm. */
const duckdb_sql_COUNTS = [
    'same',
    'tells',
    'failed',
    ...['broken0', 'broken1', 'broken2'],
    ...['rows0', 'rows1', 'rows2'],
];
const NAMES = ['p', 'c', 's'];
function sql_quoted(text) {
    return `'${text.replaceAll("'", "''")}'`;
}
// An address may go on behind the name, such as with the signature of a link.
function isTable(path) {
    return (path.includes('://') ? /\.parquet(?:$|\?)/i : /\.parquet$/i).test(path);
}
/** The NDJSON files on this machine among names, which are the first that DuckDB reads. */
function logsHere(paths) {
    return paths.filter((path) => !isTable(path) && !path.includes('://'));
}
/**
 * The records of an arm, in order: `j` is the text, null where it is no JSON to DuckDB, which is then in `raw` if it can
 * be had. `here` says that it is a line of a log on this machine.
 */
function source(paths, { settings, limit }) {
    const list = (some) => `[${some.map(sql_quoted).join(', ')}]`;
    const column = `"${settings.record.replaceAll('"', '""')}"::VARCHAR`;
    const lines = (some, here) => some.length === 0
        ? []
        : [
            `SELECT j::VARCHAR AS j, NULL::VARCHAR AS raw, ${here} AS here FROM read_json_objects(${list(some)}, format = 'newline_delimited', ignore_errors = true, maximum_object_size = ${Math.max(limit, 16 * 1024 ** 2)}) t(j)`,
        ];
    const here = logsHere(paths);
    const tables = paths.filter(isTable);
    return [
        ...lines(here, true),
        ...lines(paths.filter((path) => !isTable(path) && !here.includes(path)), false),
        ...(tables.length > 0
            ? [
                `SELECT CASE WHEN json_valid(${column}) THEN ${column} END AS j, CASE WHEN NOT json_valid(${column}) THEN ${column} END AS raw, false AS here FROM read_parquet(${list(tables)})`,
            ]
            : []),
    ].join(' UNION ALL ');
}
/** Some first records of the primary. */
function sql_sampleSql(asked) {
    const { setup = '' } = asked.settings;
    return `${setup}\n;\nSELECT j FROM (${source(asked.arms[0] ?? [], asked)}) WHERE j IS NOT NULL LIMIT ${SAMPLES};`;
}
/**
 * Pairs the records by id, counts those that are the same text in every arm, and writes all others to files, in order,
 * where they are compared as any log is. An id that comes twice in an arm is no matter for SQL: all of its records go.
 */
function pairSql(asked, comparison, left) {
    const names = NAMES.slice(0, asked.arms.length);
    const id = sql_idOf(comparison);
    const once = (name) => `(SELECT id, any_value(j) AS j FROM ${name} WHERE id <> '' GROUP BY id HAVING count(*) = 1)`;
    const [primary = 'p', ...others] = names;
    const joined = others.map((name) => `JOIN ${once(name)} ${name}1 ON ${name}1.id = p1.id AND ${name}1.j = p1.j`);
    return [
        // On a line of its own, since `setup` may end in a comment.
        `${asked.settings.setup ?? ''}\n;`,
        ...asked.arms.map((paths, arm) => `CREATE TABLE ${names[arm] ?? 's'} AS SELECT j, raw, here, ${id} AS id, row_number() OVER () AS n FROM (${source(paths, asked)});`),
        `CREATE TABLE same AS SELECT p1.id, p1.j FROM ${once(primary)} p1 ${joined.join(' ')} WHERE ${skipsEqual(comparison)} AND strlen(p1.j) <= ${asked.limit} AND NOT ${comparison.errors ? UNCLEAR : 'false'};`,
        '.mode list',
        '.headers off',
        ...names.flatMap((name, arm) => [
            `.output "${left[arm]?.records ?? ''}"`,
            // A column of Parquet may hold JSON on several lines.
            `SELECT translate(coalesce(j, raw), E'\\n\\r', '  ') FROM ${name} WHERE (j IS NOT NULL OR raw IS NOT NULL) AND id NOT IN (SELECT id FROM same) ORDER BY n;`,
            `.output "${left[arm]?.refused ?? ''}"`,
            `SELECT n FROM ${name} WHERE here AND j IS NULL ORDER BY n;`,
        ]),
        '.output',
        '.mode json',
        sql_countsSql(names, comparison.errors),
    ].join('\n');
}
/** DuckDB spells a minus before a zero away, but only a plain zero is an error that is empty: that is read here. */
const UNCLEAR = `(contains(p1.j, '-0') AND json_extract(p1.j, '$.error')::VARCHAR IS NOT DISTINCT FROM '0')`;
/** The id of a record as one text; empty where a value that names it is missing or null, so that it is told as such. */
function sql_idOf({ pairBy }) {
    const values = pairBy.map((path) => `nullif(json_extract(j, ${sql_quoted(pointer(path))})::VARCHAR, 'null')`);
    return `coalesce(${values.join(" || ',' || ")}, '')`;
}
function sql_countsSql(names, errors) {
    // A status of any other type is no number to cast, and DuckDB may cast before it looks at the type.
    const tells = "json_exists(j, '$.status') OR json_exists(j, '$.error')";
    const failed = [
        `json_extract(j, '$.error')::VARCHAR NOT IN ('null', 'false', '""', '0')`,
        `(json_type(j, '$.status') IN ('UBIGINT', 'BIGINT', 'DOUBLE') AND TRY_CAST(json_extract(j, '$.status') AS DOUBLE) >= 500)`,
    ];
    return `SELECT (SELECT count(*) FROM same) AS same,
  (SELECT count(*) FILTER (${tells}) FROM same WHERE ${errors}) AS tells,
  (SELECT count(*) FILTER (${failed.join(' OR ')}) FROM same WHERE ${errors}) AS failed,
  ${[0, 1, 2].map((arm) => `${countSql(names[arm], 'j IS NULL AND raw IS NULL')} AS broken${arm}, ${countSql(names[arm], 'here')} AS rows${arm}`).join(', ')};`;
}
function countSql(name, what) {
    return name === undefined ? '0' : `(SELECT count(*) FROM ${name} WHERE ${what})`;
}
function pointer(path) {
    return `/${path.map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/duckdb/compare.js






const ARGUMENTS = ['-bail', '-json', ':memory:'];
/** Some records of the primary, in which well-known measures are looked for. */
async function sampleInDuckDb(asked, run) {
    const rows = await ask(sql_sampleSql(asked), asked, run);
    return rows.flatMap((row) => (typeof row?.['j'] === 'string' ? [Buffer.from(row['j'])] : []));
}
/**
 * Has a DuckDB of the user pair the records by id; those that are the same in every arm are counted there, and `compare`
 * gets all others as files, so that the counts are those of the `node` engine. Where more than differences is wanted
 * (measures, slices, models) all are compared here. Throws a `UserError` where DuckDB fails.
 */
async function compareInDuckDb(asked, comparison, around) {
    const folder = (0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)(around.tempDir, 'sluice-duckdb-'));
    try {
        const left = asked.arms.map((_, arm) => ({
            records: (0,external_node_path_.join)(folder, `${arm}.ndjson`),
            refused: (0,external_node_path_.join)(folder, `refused-${arm}`),
        }));
        const [row] = await ask(pairSql(asked, comparison, left), asked, around.run);
        const counts = Object.fromEntries(duckdb_sql_COUNTS.map((name) => [name, countIn(row, name)]));
        const appended = left.map(({ records, refused }, arm) => {
            const lines = { rows: counts[`rows${arm}`] ?? 0, numbers: refused };
            return appendRefused(logsHere(asked.arms[arm] ?? []), lines, asked.limit, records);
        });
        const summary = await around.compare(left.map(({ records }) => [records]));
        const same = counts['same'] ?? 0;
        summary.compared += same;
        if (asked.arms.length > 2)
            summary.repeated += same;
        summary.errors.n += counts['tells'] ?? 0;
        summary.errors.both += counts['failed'] ?? 0;
        summary.lost.forEach((lost, arm) => {
            lost.unparsable += (counts[`broken${arm}`] ?? 0) - (appended[arm] ?? 0);
        });
        return summary;
    }
    finally {
        (0,external_node_fs_.rmSync)(folder, { recursive: true, force: true });
    }
}
/** The rows of the last statement. */
async function ask(sql, { settings: { setup = '' } }, run) {
    const { code, stdout, stderr } = await run('duckdb', ARGUMENTS, sql);
    if (code !== 0)
        throw compare_failed(`ended with code ${code}: ${hideSetup(stderr, setup).slice(0, 2000)}`, setup === ''
            ? 'It read the names given as primary, candidate and secondary.'
            : 'It ran `setup`, whose texts are shown as ***, and read the names given as primary, candidate and secondary.');
    const text = stdout.trim();
    if (text === '')
        return [];
    try {
        const rows = JSON.parse(text.slice(text.lastIndexOf('\n[') + 1));
        if (Array.isArray(rows))
            return rows;
    }
    catch {
        // Told below, with what came instead.
    }
    throw compare_failed(`answered something that is not JSON: ${text.slice(0, 200)}`, 'Run it by hand once.');
}
function countIn(row, name) {
    const count = row?.[name];
    if (typeof count === 'number' && Number.isSafeInteger(count))
        return count;
    throw compare_failed(`did not count ${name}`, 'Is it recent enough?');
}
function compare_failed(what, hint) {
    return new user_error/* UserError */.y('ENGINE_FAILED', `engine: duckdb ${what}`, hint);
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/duckdb/settings.js

const duckdb_settings_fields = {
    record: (0,fields_field/* withDefault */.IQ)('record', (0,fields_fields/* text */.Qq)('column of Parquet files that holds a record as JSON text')),
    setup: (0,fields_field/* optional */.lq)((0,fields_field/* secret */.rJ)((0,fields_fields/* text */.Qq)('SQL that is run first, such as CREATE SECRET'))),
};
/** Reads `engine-settings` and has its secrets hidden; throws a `UserError` naming all that is wrong. */
function duckDbSettings(given, mask) {
    maskSecrets(duckdb_settings_fields, (name) => given[name], mask);
    return (0,parse_fields/* parseSettings */.P)(duckdb_settings_fields, given, 'engine-settings');
}

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(6466);
// EXTERNAL MODULE: external "node:string_decoder"
var external_node_string_decoder_ = __webpack_require__(6193);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/read/csv.js

const csv_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** Reads CSV (RFC 4180) piece by piece and gives each row as a JSON object; the first row names the fields. */
class CsvReader {
    #field = '';
    #row = [];
    #quoted = false;
    #afterQuote = false;
    #rows = 0;
    #names;
    /** Takes the next piece of text; `last` says that nothing follows. Throws a `UserError` where a quote is never closed. */
    read(text, last, emit) {
        for (const c of text)
            this.#take(c, emit);
        if (last && this.#quoted) {
            throw new user_error/* UserError */.y('BAD_INPUT', `CSV: the quote that opens in row ${this.#rows + 1} is never closed, so that all rows behind it would be one field`, 'Write a quote within a field twice, as RFC 4180 says.');
        }
        if (last && (this.#field !== '' || this.#row.length > 0))
            this.#endRow(emit);
    }
    #take(c, emit) {
        if (this.#quoted) {
            if (c !== '"')
                this.#field += c;
            else {
                this.#quoted = false;
                this.#afterQuote = true;
            }
            return;
        }
        if (c === '"' && this.#afterQuote) {
            this.#field += '"';
            this.#quoted = true;
        }
        else if (c === '"' && this.#field === '')
            this.#quoted = true;
        else if (c === ',')
            this.#endField();
        else if (c === '\n')
            this.#endRow(emit);
        else if (c !== '\r')
            this.#field += c;
        this.#afterQuote = false;
    }
    #endField() {
        this.#row.push(this.#field);
        this.#field = '';
    }
    #endRow(emit) {
        this.#endField();
        const row = this.#row;
        this.#row = [];
        this.#rows++;
        if (row.length === 1 && row[0] === '')
            return;
        if (this.#names === undefined) {
            this.#names = row.map((name) => name.replace(/^\uFEFF/, '').trim());
            return;
        }
        // Fields beyond the named ones are kept too: a row that is too long is a difference, not a nothing.
        const members = row.map((value, i) => `${JSON.stringify(this.#names?.[i] ?? `column ${i + 1}`)}:${tokenOf(value)}`);
        emit(`{${members.join(',')}}`);
    }
}
/** What is written as a JSON number is one, digit for digit; everything else is text. */
function tokenOf(value) {
    return csv_NUMBER.test(value) ? value : JSON.stringify(value);
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/read/http-message.js

const MAX_BODY = 64 * 1024 * 1024;
/**
 * Reads a recorded message. `isBodiless` says that it answers HEAD: what its headers tell of a body is then of another
 * one. `isClosed` says that the recording goes on behind it, so that a body without a length is all there.
 */
function readMessage(bytes, { isBodiless, isClosed }) {
    const blank = bytes.indexOf('\r\n\r\n');
    const [start = '', ...lines] = bytes.toString('latin1', 0, blank < 0 ? bytes.length : blank).split('\r\n');
    const headers = lines.flatMap((line) => {
        const colon = line.indexOf(':');
        return colon < 1 ? [] : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()]];
    });
    if (blank < 0)
        return { start, headers, body: Buffer.alloc(0), isWhole: false };
    const value = (name) => headers.find(([key]) => key.toLowerCase() === name)?.[1].toLowerCase();
    const rest = bytes.subarray(blank + 4);
    if (rest.length === 0 && (isBodiless || NEVER_A_BODY.test(start)))
        return { start, headers, body: Buffer.alloc(0), isWhole: true };
    const framed = framedBody(rest, value('transfer-encoding'), value('content-length'));
    const { body, ends } = value('content-encoding') === 'gzip' ? unzipped(framed) : framed;
    return { start, headers, body, isWhole: ends ?? isClosed };
}
/** Answers that have no body whatever their headers say. */
const NEVER_A_BODY = /^HTTP\/\S+ (?:1\d\d|204|304)(?: |$)/;
function framedBody(bytes, coding, length) {
    if (coding?.includes('chunked') === true)
        return unchunked(bytes);
    if (length === undefined || !/^\d+$/.test(length))
        return { body: bytes, ends: undefined };
    return { body: bytes.subarray(0, Number(length)), ends: bytes.length >= Number(length) };
}
/** Chunks end with one of no length. */
function unchunked(bytes) {
    const parts = [];
    let at = 0;
    let size = Number.NaN;
    while (at < bytes.length) {
        const end = bytes.indexOf('\r\n', at);
        size = end < 0 ? Number.NaN : Number.parseInt(bytes.toString('latin1', at, end), 16);
        if (!(size > 0))
            break;
        parts.push(bytes.subarray(end + 2, end + 2 + size));
        at = end + 2 + size + 2;
    }
    return { body: Buffer.concat(parts), ends: size === 0 };
}
/** What cannot be unzipped stays as it is: it will differ, which is true. Gzip knows its own end where nothing else does. */
function unzipped({ body, ends }) {
    try {
        return { body: (0,external_node_zlib_.gunzipSync)(body, { maxOutputLength: MAX_BODY }), ends: ends ?? true };
    }
    catch (error) {
        const isCut = error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR';
        return { body, ends: isCut ? (ends ?? false) : ends };
    }
}

// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __webpack_require__(4573);
;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/read/http-record.js

/** The path of an address that has no host, without its query. */
function barePath(path) {
    return path.split('?', 1)[0] ?? '';
}
/** The bytes of a body as text; where they are no text in base64, so that other bytes are another body. */
function bodyText(bytes) {
    return (0,external_node_buffer_.isUtf8)(bytes) ? bytes.toString('utf8') : `base64:${bytes.toString('base64')}`;
}
/** A response as the record that is compared; a body that is JSON goes in as it is written. */
function responseRecord(response) {
    const { id, status, headers, body, latencyMs, request } = response;
    const head = {
        id,
        ...(request === undefined ? {} : { request }),
        status,
        // What a browser writes where no answer came.
        ...(status === 0 ? { error: 'no response' } : {}),
        headers: Object.fromEntries(headers.filter(([name]) => !HIDDEN.has(name.toLowerCase())).map(([n, v]) => [n.toLowerCase(), v])),
        ...(latencyMs === undefined ? {} : { latency_ms: latencyMs }),
        response_bytes: body.length,
    };
    return `${JSON.stringify(head).slice(0, -1)},"body":${bodyToken(bodyText(body))}}`;
}
/** Headers that say nothing about the service, or hold secrets. */
const HIDDEN = new Set([
    'date',
    'authorization',
    'cookie',
    'proxy-authorization',
    'set-cookie',
    'set-cookie2',
    'connection',
    'keep-alive',
    'transfer-encoding',
    'content-length',
    'content-encoding',
]);
/** A body as one JSON token on one line. */
function bodyToken(body) {
    try {
        JSON.parse(body);
        return body.replaceAll(/[\r\n]+/g, ' ');
    }
    catch {
        return JSON.stringify(body);
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/read/goreplay.js


const SEPARATOR = Buffer.from('\n🐵🙈🙉\n');
/** Kinds of payloads in a GoReplay file: a request, the original response, the replayed one. */
const KIND = { requests: '1', primary: '2', candidate: '3' };
/**
 * Reads a GoReplay file piece by piece and gives the payloads of one kind as records, with the id that joins them. A
 * response of which something is missing becomes a record that breaks off behind its id: it can be paired, not compared.
 */
class GoReplayReader {
    #rest = Buffer.alloc(0);
    #role;
    /** Requests whose responses have no body. */
    #heads = new Set();
    constructor(role) {
        this.#role = role;
    }
    read(piece, last, emit) {
        this.#rest = Buffer.concat([this.#rest, piece]);
        for (let end = this.#rest.indexOf(SEPARATOR); end >= 0; end = this.#rest.indexOf(SEPARATOR)) {
            this.#payload(this.#rest.subarray(0, end), true, emit);
            this.#rest = this.#rest.subarray(end + SEPARATOR.length);
        }
        if (last && this.#rest.length > 0)
            this.#payload(this.#rest, false, emit);
    }
    #payload(payload, isClosed, emit) {
        const newline = payload.indexOf(0x0a);
        const [kind, id = '', time = '', latency] = payload
            .toString('latin1', 0, newline < 0 ? payload.length : newline)
            .trim()
            .split(' ');
        const bytes = payload.subarray(newline < 0 ? payload.length : newline + 1);
        if (kind === KIND.requests && bytes.toString('latin1', 0, 5) === 'HEAD ')
            this.#heads.add(id);
        if (kind !== KIND[this.#role])
            return;
        const message = readMessage(bytes, { isBodiless: this.#heads.has(id), isClosed });
        const { headers, body } = message;
        const [first = '', second = ''] = message.start.split(' ');
        if (this.#role === 'requests') {
            if (newline < 0)
                return;
            emit(JSON.stringify({
                id,
                method: first,
                url: second,
                headers: Object.fromEntries(headers),
                body: body.length === 0 ? undefined : body.toString('utf8'),
                at: Number(time) / 1e6,
            }));
        }
        else if (!message.isWhole) {
            emit(`{"id":${JSON.stringify(id)}`);
        }
        else {
            const nanoseconds = Number(latency);
            const latencyMs = latency === undefined || !Number.isFinite(nanoseconds) || nanoseconds <= 0
                ? undefined
                : nanoseconds / 1e6;
            const status = Number(second);
            emit(responseRecord({ id, status, headers, body, latencyMs }));
        }
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/read/har.js


/** The exchanges of an HTTP archive as records: requests to replay, or responses to compare. */
function harRecords(text, role, name) {
    const entries = listAt(har_at(har_parse(text, name), 'log'), 'entries');
    if (entries === undefined) {
        throw new user_error/* UserError */.y('NOT_A_HAR', `${name} is no HTTP archive: it has no log.entries`, 'Export it as HAR with content.');
    }
    const seen = new Map();
    return entries.map((entry) => {
        const request = har_at(entry, 'request');
        const [method, url] = [String(har_at(request, 'method') ?? 'GET'), String(har_at(request, 'url') ?? '')];
        const path = URL.canParse(url) ? new URL(url).pathname + new URL(url).search : url;
        // An archive has no ids: the n-th call of the same address is what pairs.
        const key = `${method} ${path}`;
        const nth = (seen.get(key) ?? 0) + 1;
        seen.set(key, nth);
        const id = nth === 1 ? key : `${key} #${nth}`;
        return role === 'requests' ? requestOf(entry, id, method, url) : responseOf(entry, id, method, path);
    });
}
function requestOf(entry, id, method, url) {
    const request = har_at(entry, 'request');
    const headers = Object.fromEntries(headersOf(request).filter(([name]) => !name.startsWith(':')));
    const body = har_at(har_at(request, 'postData'), 'text');
    return JSON.stringify({ id, method, url, headers, body, at: har_at(entry, 'startedDateTime') });
}
function responseOf(entry, id, method, path) {
    const response = har_at(entry, 'response');
    const content = har_at(response, 'content');
    const text = String(har_at(content, 'text') ?? '');
    const time = Number(har_at(entry, 'time'));
    return responseRecord({
        id,
        request: { method, path: barePath(path) },
        status: Number(har_at(response, 'status') ?? 0),
        headers: headersOf(response),
        body: Buffer.from(text, har_at(content, 'encoding') === 'base64' ? 'base64' : 'utf8'),
        latencyMs: Number.isFinite(time) ? time : undefined,
    });
}
function headersOf(message) {
    return (listAt(message, 'headers') ?? []).map((header) => [String(har_at(header, 'name')), String(har_at(header, 'value'))]);
}
function har_parse(text, name) {
    try {
        return JSON.parse(text);
    }
    catch {
        throw new user_error/* UserError */.y('NOT_A_HAR', `${name} is not JSON`, 'A HAR file is one JSON document.');
    }
}
function har_at(data, key) {
    return typeof data === 'object' && data !== null && key in data
        ? data[key]
        : undefined;
}
function listAt(data, key) {
    const found = har_at(data, key);
    return Array.isArray(found) ? found : undefined;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/read/zstd-frames.js
const MAGIC = 0xfd2fb528;
/** Frames that hold something else begin with any of sixteen numbers, and say how long they are. */
const SKIPPABLE = 0x184d2a50;
const RUN = 1;
const RESERVED = 3;
/** Finds where the frames of Zstandard end (RFC 8878, section 3.1): by their headers and those of their blocks. */
class ZstdFrames {
    #state = 'begin';
    /** What was read of a header that is not whole yet. */
    #held = Buffer.alloc(0);
    /** Bytes that belong to the frame whatever they are, and whether it ends behind them. */
    #pass = 0;
    #isLast = false;
    #hasChecksum = false;
    #offset = 0;
    /** Throws where the last frame is cut off. */
    end() {
        if (this.#state !== 'begin' || this.#held.length > 0 || this.#pass > 0)
            throw new Error('a frame of Zstandard is cut off');
    }
    /** The next bytes as pieces of frames; what is to be skipped is left out. Throws where no frame begins. */
    *split(piece) {
        let bytes = this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece]);
        this.#held = Buffer.alloc(0);
        while (bytes.length > 0) {
            if (this.#pass > 0) {
                const taken = bytes.subarray(0, this.#pass);
                this.#pass -= taken.length;
                bytes = bytes.subarray(taken.length);
                this.#offset += taken.length;
                const ends = this.#pass === 0 && this.#isLast;
                if (this.#state !== 'skip')
                    yield { bytes: taken, last: ends };
                if (this.#pass === 0 && (ends || this.#state === 'skip'))
                    this.#restart();
                continue;
            }
            if (!this.#read(bytes)) {
                this.#held = Buffer.from(bytes);
                return;
            }
        }
    }
    #restart() {
        this.#state = 'begin';
        this.#isLast = false;
    }
    /** Reads the header that the bytes begin with, so that it is known how many of them pass; false where it is not whole. */
    #read(bytes) {
        if (this.#state === 'begin')
            return this.#begin(bytes);
        if (this.#state === 'header')
            return this.#header(bytes);
        return this.#block(bytes);
    }
    #begin(bytes) {
        if (bytes.length < 4)
            return false;
        const magic = bytes.readUInt32LE(0);
        if (magic === MAGIC) {
            this.#state = 'header';
            return this.#header(bytes);
        }
        if (magic >>> 4 !== SKIPPABLE >>> 4)
            throw new Error(`no frame of Zstandard begins at byte ${this.#offset}`);
        if (bytes.length < 8)
            return false;
        this.#state = 'skip';
        this.#pass = 8 + bytes.readUInt32LE(4);
        return true;
    }
    #header(bytes) {
        if (bytes.length < 5)
            return false;
        const told = bytes[4] ?? 0;
        const single = (told & 0x20) !== 0;
        const dictionary = [0, 1, 2, 4][told & 3] ?? 0;
        const size = [single ? 1 : 0, 2, 4, 8][told >>> 6] ?? 0;
        this.#hasChecksum = (told & 4) !== 0;
        this.#pass = 5 + (single ? 0 : 1) + dictionary + size;
        this.#state = 'block';
        return true;
    }
    #block(bytes) {
        if (bytes.length < 3)
            return false;
        const told = bytes.readUIntLE(0, 3);
        const type = (told >>> 1) & 3;
        if (type === RESERVED)
            throw new Error(`a block of Zstandard at byte ${this.#offset} is of no known type`);
        this.#isLast = (told & 1) !== 0;
        this.#pass = 3 + (type === RUN ? 1 : told >>> 3) + (this.#isLast && this.#hasChecksum ? 4 : 0);
        return true;
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/read/zstd.js



/**
 * Unpacks Zstandard of any number of frames, as appended logs are; Node's own reads the first and drops the others. Fails
 * where a frame is cut off or something else follows one.
 */
function unpackZstd() {
    return external_node_stream_.Duplex.from(async function* (packed) {
        const frames = new ZstdFrames();
        let open;
        for await (const piece of packed) {
            for (const { bytes, last } of frames.split(piece)) {
                open ??= new Unpacking();
                yield* await open.write(bytes);
                if (!last)
                    continue;
                yield* await open.end();
                open = undefined;
            }
        }
        frames.end();
    });
}
/** One frame on its way through Node's decompressor: what goes in, and what has come out meanwhile. */
class Unpacking {
    #stream = (0,external_node_zlib_.createZstdDecompress)();
    #out = [];
    #failed;
    #wake = () => undefined;
    constructor() {
        this.#stream.on('data', (piece) => this.#out.push(piece));
        this.#stream.on('end', () => this.#wake());
        this.#stream.on('error', (error) => {
            this.#failed = error;
            this.#wake();
        });
    }
    async write(bytes) {
        return await this.#after((done) => this.#stream.write(bytes, () => done()));
    }
    async end() {
        return await this.#after(() => this.#stream.end());
    }
    async #after(work) {
        await new Promise((resolve) => {
            this.#wake = resolve;
            work(resolve);
        });
        if (this.#failed !== undefined)
            throw this.#failed;
        const out = this.#out;
        this.#out = [];
        return out;
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/files/to-ndjson.js











/** An HTTP archive is one document and has to be read whole. */
const MAX_HAR = 400 * 1024 * 1024;
/**
 * The same records as plain NDJSON files: those that are plain already stay where they are, CSV, HAR, GoReplay and
 * compressed ones (`.gz`, `.zst`) are unpacked into a temporary folder, piece by piece.
 */
async function toNdjson(paths, role, tempDir) {
    let folder;
    const out = [];
    for (const [k, path] of paths.entries()) {
        const { format, packed } = to_ndjson_formatOf(path);
        if (format === 'ndjson' && packed === undefined) {
            out.push(path);
            continue;
        }
        folder ??= (0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)(tempDir, 'sluice-logs-'));
        const into = (0,external_node_path_.join)(folder, `${k}-${(0,external_node_path_.basename)(path)}.ndjson`);
        await convert(path, format, packed, role, into);
        out.push(into);
    }
    return out;
}
function to_ndjson_formatOf(path) {
    const lower = path.toLowerCase();
    const packed = lower.endsWith('.gz') ? 'gz' : lower.endsWith('.zst') ? 'zst' : undefined;
    const name = lower.replace(/\.(gz|zst)$/, '');
    const format = ['csv', 'har', 'gor'].find((extension) => name.endsWith(`.${extension}`));
    return { format: format ?? 'ndjson', packed };
}
async function convert(path, format, packed, role, into) {
    const unpack = packed === 'gz' ? [(0,external_node_zlib_.createGunzip)()] : packed === 'zst' ? [unpackZstd()] : [];
    try {
        await (0,external_node_stream_promises_.pipeline)([
            (0,external_node_fs_.createReadStream)(path),
            ...unpack,
            ...transformOf(format, role, (0,external_node_path_.basename)(path)),
            (0,external_node_fs_.createWriteStream)(into),
        ]);
    }
    catch (error) {
        if (error instanceof user_error/* UserError */.y || packed === undefined || (0,file_trouble/* fileTrouble */.A)(error) !== undefined)
            throw error;
        throw new user_error/* UserError */.y('UNREADABLE_LOG', `${(0,external_node_path_.basename)(path)} could not be unpacked: ${String(error)}`, 'Was it cut off on its way?');
    }
}
function transformOf(format, role, name) {
    switch (format) {
        case 'ndjson':
            return [];
        case 'csv':
            return [csv()];
        case 'gor':
            return [gor(role)];
        case 'har':
            return [har(role, name)];
    }
}
function csv() {
    const reader = new CsvReader();
    const decoder = new external_node_string_decoder_.StringDecoder('utf8');
    return recordsOf((piece, last, emit) => reader.read(last ? decoder.end() : decoder.write(piece), last, emit));
}
function gor(role) {
    const reader = new GoReplayReader(role);
    return recordsOf((piece, last, emit) => reader.read(piece, last, emit));
}
function har(role, name) {
    const pieces = [];
    let size = 0;
    return recordsOf((piece, last, emit) => {
        pieces.push(piece);
        size += piece.length;
        if (size > MAX_HAR)
            throw new user_error/* UserError */.y('HAR_TOO_LARGE', `${name} is larger than 400 MB`, 'Split the archive, or log NDJSON.');
        if (last)
            harRecords(Buffer.concat(pieces).toString('utf8'), role, name).forEach(emit);
    });
}
function recordsOf(read) {
    const step = (transform, piece, last, done) => {
        const records = [];
        try {
            read(piece, last, (record) => records.push(record));
        }
        catch (error) {
            done(error instanceof Error ? error : new Error(String(error)));
            return;
        }
        if (records.length > 0)
            transform.push(`${records.join('\n')}\n`);
        done();
    };
    return new external_node_stream_.Transform({
        transform(piece, _, done) {
            step(this, piece, false, done);
        },
        flush(done) {
            step(this, Buffer.alloc(0), true, done);
        },
    });
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/files/logs.js

/** The same files as NDJSON, by arm. A repeat is one of the version in production. */
async function logs({ primary, candidate, secondary }, tempDir) {
    const arms = [await toNdjson(primary, 'primary', tempDir), await toNdjson(candidate, 'candidate', tempDir)];
    return secondary.length === 0 ? arms : [...arms, await toNdjson(secondary, 'primary', tempDir)];
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/files/alike.js

const alike_SAMPLES = 32;
const SAMPLE = 16 * 1024;
/**
 * Whether logs look the same all through: of one size, and equal in each of a few places. It only says how much work is
 * to be expected; logs that look alike are still compared to the last byte.
 */
function lookAlike(arms) {
    const open = arms.map(openLog);
    try {
        const logs = open.map(({ log }) => log);
        const size = logs[0]?.size ?? 0;
        if (!logs.every((log) => log.size === size && log.files.length === 1))
            return false;
        const pieces = logs.map(() => Buffer.allocUnsafe(Math.min(SAMPLE, size)));
        return Array.from({ length: alike_SAMPLES }, (_, k) => Math.floor(((size - SAMPLE) * k) / (alike_SAMPLES - 1))).every((offset) => {
            logs.forEach((log, arm) => {
                const into = pieces[arm];
                if (into !== undefined)
                    log.load(into, Math.max(0, offset), into.length);
            });
            return pieces.every((piece) => piece.equals(pieces[0] ?? piece));
        });
    }
    finally {
        for (const { close } of open)
            close();
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/pairs/line-start.js

/** Most lines end soon; those that do not are read in larger pieces. */
const FIRST_PIECE = 2 * 1024;
const PIECE = 64 * 1024;
const buffer = Buffer.allocUnsafe(PIECE);
/** The first place from `at` on where a line of a log begins, or `end` when none does before that. */
function lineStart(log, at, end) {
    let from = at;
    let piece = FIRST_PIECE;
    while (from < end) {
        const file = log.fileAt(from);
        const start = log.startOf(file);
        if (from === start)
            return from;
        // The byte before says whether a line begins here.
        const got = log.read(buffer, from - 1, Math.min(piece, end - from + 1));
        piece = PIECE;
        const newline = buffer.subarray(0, got).indexOf(NEWLINE);
        if (newline >= 0)
            return Math.min(from + newline, end);
        from = got < 2 ? log.startOf(file + 1) : from - 1 + got;
    }
    return end;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/pairs/indexer.js







/** Bytes of all arms that are compared at once, small enough to stay in the processor's cache; more where they differ. */
const REGION = 256 * 1024;
const MOST_REGION = 4 * 1024 ** 2;
const indexer_NOTHING = Buffer.alloc(0);
/** Notes where the records of some logs stand and what their ids hash to. */
class Indexer {
    #logs;
    #options;
    #lost;
    #id;
    /** What was found, by arm and part; used again for every range, so that finding records leaves nothing to collect. */
    found;
    /** Records that stand in every arm alike are marked so; then what is lost is lost in every arm. */
    #alike = false;
    /** Throws when a log is too large for its records to be noted. */
    constructor(logs, options, lost) {
        for (const { size, files } of logs)
            if (size > entries_MOST_BYTES)
                throw new user_error/* UserError */.y('LOGS_TOO_LARGE', `the logs from ${files[0]?.name ?? ''} on hold ${size} bytes; at most ${entries_MOST_BYTES} are compared at once`, 'Compare the logs of one span of time after another.');
        this.#logs = logs;
        this.#options = options;
        this.#lost = lost;
        this.#id = new RecordId(options.pairBy);
        this.found = logs.map(() => Array.from({ length: options.parts }, () => new Entries()));
    }
    /** Forgets what was found. */
    clear() {
        for (const arm of this.found)
            for (const entries of arm)
                entries.clear();
    }
    /** Finds the records of an arm that begin in a range. */
    range(arm, start, end) {
        const log = this.#logs[arm];
        const first = log === undefined ? end : lineStart(log, start, end);
        if (log === undefined || first >= end)
            return;
        const lines = new Lines(log, this.#options.limit, first, end);
        while (lines.advance()) {
            const { bytes, from, to, oversized } = lines;
            const part = this.#partOf(arm, bytes, from, to, oversized);
            if (part >= 0)
                this.found[arm]?.[part]?.add(this.#id.hash, lines.offset, to - from, 0);
        }
    }
    /**
     * Finds those of all arms, where most of their bytes are expected to be the same. `read` holds what every arm says from
     * the start on, some bytes more than to the end.
     */
    alike(start, end, read, marker) {
        let step = REGION;
        let line = this.#together(start, end);
        for (let at = start; at < end;) {
            const to = line < 0 ? 0 : sharedEnd(read, line - start, end - start);
            if (to > 0) {
                this.#same(read[0] ?? indexer_NOTHING, line - start, to, start, marker);
                step = REGION;
                // Where a stretch ends that all share, the next line begins in every arm.
                at = start + to;
                line = at;
            }
            else {
                const next = Math.min(at + step, end);
                for (let arm = 0; arm < this.#logs.length; arm++)
                    this.range(arm, at, next);
                step = Math.min(step * 2, MOST_REGION);
                at = next;
                line = this.#together(at, end);
            }
        }
    }
    /** Where in every arm the next line begins, or -1 where they do not begin together. */
    #together(at, end) {
        const [first = end, ...others] = this.#logs.map((log) => lineStart(log, at, end));
        return first < end && others.every((start) => start === first) ? first : -1;
    }
    /** Notes the lines of a stretch of bytes that is the same in all arms; `base` is where the bytes stand in the logs. */
    #same(bytes, start, end, base, marker) {
        marker.region(bytes, start, end);
        this.#alike = true;
        const id = this.#id;
        const { parts } = this.#options;
        const [found = []] = this.found;
        for (let next = start; next < end;) {
            const newline = bytes.indexOf(NEWLINE, next);
            // Most lines are records written like the last; they are noted without a detour, which is what takes the time.
            if (this.#isPlain(bytes, next, newline) && id.hashAsBefore(bytes, next, newline))
                found[partOf(id.hash, parts)]?.add(id.hash, base + next, newline - next, entries_SAME + marker.marks(bytes, next, newline));
            else
                this.#sameLine(bytes, next, newline, base, marker);
            next = newline + 1;
        }
        this.#alike = false;
    }
    /** Whether a line begins and ends as a record, with nothing around it, that is noted whatever its id. */
    #isPlain(bytes, from, to) {
        const { shard, limit } = this.#options;
        return (bytes[from] === OPEN_OBJECT && bytes[to - 1] === CLOSE_OBJECT && to - from <= limit && shard.count === 1);
    }
    /** Notes any one line that is the same in all arms. */
    #sameLine(bytes, start, newline, base, marker) {
        const line = { bytes, from: 0, to: 0 };
        if (!trimLine(line, start, newline))
            return;
        const { from, to } = line;
        const size = to - from;
        const part = this.#partOf(0, bytes, from, to, size > this.#options.limit);
        if (part < 0)
            return;
        const { hash } = this.#id;
        // What is cut off at its end is equal to nothing: it must be read in every arm, and then be told.
        if (bytes[to - 1] !== CLOSE_OBJECT)
            for (const arm of this.found)
                arm[part]?.add(hash, base + from, size, 0);
        else
            this.found[0]?.[part]?.add(hash, base + from, size, entries_SAME + marker.marks(bytes, from, to));
    }
    /** The part that a record belongs to, its id read; -1 when it is another shard's or can be paired with nothing. */
    #partOf(arm, bytes, from, to, oversized) {
        const { shard, parts } = this.#options;
        const found = this.#id.read(bytes, from, to);
        if (found === 'found') {
            if (shard.count > 1 && shardOf(this.#id.hash, shard.count) !== shard.index)
                return -1;
            if (!oversized)
                return partOf(this.#id.hash, parts);
        }
        else if (shard.index > 0)
            return -1;
        const why = oversized ? 'oversized' : found === 'none' ? 'no-id' : 'unparsable';
        if (this.#alike)
            for (let k = 0; k < this.#logs.length; k++)
                this.#lost(k, why);
        else
            this.#lost(arm, why);
        return -1;
    }
}
/** Behind which newline the whole lines end that are the same in every arm from a place on, not far; 0 where none are. */
function sharedEnd(read, from, end) {
    const [own = indexer_NOTHING] = read;
    const within = Math.min(from + REGION, ...read.map(({ length }) => length));
    // The last line that begins before the end belongs to it as a whole.
    const last = within < end ? -1 : own.subarray(0, within).indexOf(NEWLINE, end - 1);
    const to = (last >= 0 ? last : own.subarray(0, Math.min(within, end)).lastIndexOf(NEWLINE)) + 1;
    if (to <= from)
        return 0;
    return read.every((bytes) => own.compare(bytes, from, to, from, to) === 0) ? to : 0;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/pairs/table.js


/** Entries by hash, as places in the array that holds them. */
class table_Table {
    entries;
    #slots;
    #shift;
    #size = 0;
    /** `all`: about all of the entries will be added. */
    constructor(entries, all = true) {
        this.entries = entries;
        const bits = all ? Math.max(4, Math.ceil(Math.log2(entries.length / ENTRY + 1)) + 1) : 4;
        this.#slots = new Int32Array(2 ** bits);
        this.#shift = 32 - bits;
    }
    /** Adds entry `i`; false when its hash is there already. */
    add(i) {
        if (this.#size * 2 >= this.#slots.length)
            this.#grow();
        const at = this.#seek(this.entries, i * ENTRY);
        if (this.#slots[at] !== 0)
            return false;
        this.#slots[at] = i + 1;
        this.#size++;
        return true;
    }
    /** The entry here with the hash of another log's entry `j`, or -1. */
    find(entries, j) {
        return (this.#slots[this.#seek(entries, j * ENTRY)] ?? 0) - 1;
    }
    /** The slot that holds the hash of the entry at `place`, or the empty one where it belongs. */
    #seek(entries, place) {
        const mask = this.#slots.length - 1;
        let at = spread(entries[place] ?? 0) >>> this.#shift;
        for (;;) {
            const slot = this.#slots[at] ?? 0;
            if (slot === 0 || sameHash(this.entries, (slot - 1) * ENTRY, entries, place))
                return at;
            at = (at + 1) & mask;
        }
    }
    #grow() {
        const old = this.#slots;
        this.#slots = new Int32Array(old.length * 2);
        this.#shift--;
        for (const slot of old)
            if (slot > 0)
                this.#slots[this.#seek(this.entries, (slot - 1) * ENTRY)] = slot;
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/pairs/match.js


/**
 * Finds what belongs together by the hashes of the ids. Of several records with one id in an arm the first counts; the
 * others are duplicates, and what has no partner is unmatched.
 */
function matchEntries(arms, lost) {
    const [primary = new Int32Array(0), ...others] = arms;
    const known = new table_Table(primary);
    const firsts = new Int32Array(primary.length / ENTRY);
    let count = 0;
    for (let i = 0; i < firsts.length; i++) {
        if (known.add(i))
            firsts[count++] = i;
        else
            lost(0, 'duplicate');
    }
    const partners = others.map((entries, k) => partnersOf(known, entries, (why) => lost(k + 1, why)));
    const [candidates] = partners;
    let kept = 0;
    for (let k = 0; k < count; k++) {
        const i = firsts[k] ?? 0;
        if ((candidates?.[i] ?? -1) >= 0)
            firsts[kept++] = i;
        else {
            lost(0, 'unmatched');
            partners.forEach((arm, other) => other > 0 && (arm[i] ?? -1) >= 0 && lost(other + 1, 'unmatched'));
        }
    }
    const matched = firsts.subarray(0, kept);
    return { primary: matched, partners: partners.map((arm) => matched.map((i) => arm[i] ?? -1)) };
}
function partnersOf(known, entries, lost) {
    const partners = new Int32Array(known.entries.length / ENTRY).fill(-1);
    const strangers = new table_Table(entries, false);
    for (let j = 0; j < entries.length / ENTRY; j++) {
        const i = known.find(entries, j);
        if (i < 0)
            lost(strangers.add(j) ? 'unmatched' : 'duplicate');
        else if ((partners[i] ?? 0) >= 0)
            lost('duplicate');
        else
            partners[i] = j;
    }
    return partners;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/pairs/records.js
/** Bytes read at once where records are asked for one after another. */
const WINDOW = 128 * 1024;
/** A record this far behind what was read last is reached by reading on; beyond it is read by itself. */
const NEAR = 8 * 1024;
/**
 * Reads records of one log by where they stand: one after another in large pieces, elsewhere only what is asked for. It is
 * itself the record that was read last, so that reading leaves nothing to collect.
 */
class Records {
    bytes = Buffer.allocUnsafe(WINDOW);
    from = 0;
    to = 0;
    #log;
    #base = 0;
    #length = 0;
    constructor(log) {
        this.#log = log;
    }
    /** Reads a record that was seen before. Throws when its file has changed since. */
    at(offset, length) {
        const away = offset - this.#base;
        if (away < 0 || away + length > this.#length)
            this.#read(offset, length);
        // Places in the log may be beyond 32 bits; in the window they are integers to the engine too.
        this.from = (offset - this.#base) | 0;
        this.to = this.from + length;
        return this;
    }
    #read(offset, length) {
        const isNear = offset >= this.#base && offset - this.#base - this.#length < NEAR;
        if (this.bytes.length < length)
            this.bytes = Buffer.allocUnsafe(length + WINDOW);
        this.#base = offset;
        this.#length = this.#log.read(this.bytes, offset, isNear ? this.bytes.length : length);
        if (this.#length < length)
            throw this.#log.changed(offset);
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/pairs/pairing.js





/** Pairs between words about the progress. */
const TELL_EVERY = 4096;
/** Reads the records of a part that belong together and hands them on. */
class Pairing {
    #sink;
    #records;
    #id;
    #other;
    constructor(logs, { pairBy }, sink) {
        this.#sink = sink;
        this.#records = logs.map((log) => new Records(log));
        this.#id = new RecordId(pairBy);
        this.#other = new RecordId(pairBy);
    }
    /** Pairs the entries of one part, given by arm. `progress` hears the share that is done. */
    run(found, progress) {
        const [entries = new Int32Array(0), ...others] = found;
        if (others.every(({ length }) => length === 0) && countSame(entries) * ENTRY === entries.length) {
            this.#alike(entries, found.length);
            return;
        }
        const arms = withSame(found);
        const { primary, partners } = matchEntries(arms, this.#sink.lost);
        const places = [primary, ...partners];
        for (let k = 0; k < primary.length; k++) {
            const at = (primary[k] ?? 0) * ENTRY;
            const marks = marksOf(entries, at);
            const offset = offsetOf(entries, at);
            // Records that are the same where they stand need not be read again.
            if ((marks & entries_SAME) !== 0 && stand(arms, partners, k, offset))
                this.#sink.same(marks, arms.length > 2);
            else
                this.#pair(arms, places, k);
            if (k % TELL_EVERY === TELL_EVERY - 1)
                progress?.(k / primary.length);
        }
    }
    /** Every record is the same in every arm: only repeated ids are left to be found. */
    #alike(entries, arms) {
        const known = new table_Table(entries);
        for (let i = 0; i * ENTRY < entries.length; i++) {
            if (known.add(i))
                this.#sink.same(marksOf(entries, i * ENTRY), arms > 2);
            else
                for (let arm = 0; arm < arms; arm++)
                    this.#sink.lost(arm, 'duplicate');
        }
    }
    #pair(arms, places, k) {
        const primary = this.#read(arms, places, 0, k);
        const candidate = this.#read(arms, places, 1, k);
        const repeat = this.#read(arms, places, 2, k);
        if (primary === undefined || candidate === undefined)
            return;
        this.#id.read(primary.bytes, primary.from, primary.to);
        if (this.#hasId(candidate))
            this.#sink.pair(this.#id, primary, candidate, repeat);
        else {
            // Two ids may share a hash. It takes about a hundred million of them, and then both are told, not compared.
            for (let arm = 0; arm < arms.length; arm++)
                if ((places[arm]?.[k] ?? -1) >= 0)
                    this.#sink.lost(arm, 'unmatched');
        }
    }
    /** The record of an arm in the k-th pair, where it has one. */
    #read(arms, places, arm, k) {
        const entries = arms[arm];
        const at = (places[arm]?.[k] ?? -1) * ENTRY;
        if (entries === undefined || at < 0)
            return undefined;
        return this.#records[arm]?.at(offsetOf(entries, at), lengthOf(entries, at));
    }
    #hasId({ bytes, from, to }) {
        return (this.#id.begins(bytes, from, to) ||
            (this.#other.read(bytes, from, to) === 'found' && this.#other.equals(this.#id)));
    }
}
/** Whether the partners of a record stand in their arms where it stands in its own. */
function stand(arms, partners, k, offset) {
    for (let arm = 1; arm < arms.length; arm++) {
        const [entries, j = -1] = [arms[arm], partners[arm - 1]?.[k]];
        if (entries === undefined || j < 0 || offsetOf(entries, j * ENTRY) !== offset)
            return false;
    }
    return true;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/compare-logs.js





/** One thread's share of a comparison: it finds records, then pairs and compares those of the parts that it is given. */
class Comparing {
    summary;
    indexer;
    pairing;
    constructor(logs, comparison, shard, parts) {
        const { pairBy, limit, noise } = comparison;
        const options = { pairBy, limit, shard, parts };
        const Tally = noise === 'diffy' ? DiffyTally : PairTally;
        this.summary = emptySummary(comparison);
        const tally = new Tally(comparison, this.summary);
        this.indexer = new Indexer(logs, options, tally.lost);
        this.pairing = new Pairing(logs, options, tally);
    }
}
/**
 * Compares the records of a primary, a candidate and, where there is one, a repeat of the primary: all of them, or the
 * part that belongs to a shard. It takes some 50 bytes of memory for each record; `compareFiles` takes none beyond a bound.
 */
function compareLogs(logs, comparison, shard = { index: 0, count: 1 }) {
    const { summary, indexer, pairing } = new Comparing(logs, comparison, shard, 1);
    logs.forEach((log, arm) => indexer.range(arm, 0, log.size));
    pairing.run(indexer.found.flatMap((parts) => parts.map((each) => each.data())));
    return summary;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/files/blocks.js


/** Keeps the entries that one thread finds, in a file of its own where there is a folder for it. */
class BlockWriter {
    blocks = [];
    #path;
    #file;
    #at = 0;
    constructor(folder, thread) {
        this.#path = folder === undefined ? undefined : (0,external_node_path_.join)(folder, `entries-${thread}`);
        this.#file = this.#path === undefined ? undefined : (0,external_node_fs_.openSync)(this.#path, 'w');
    }
    add(place, entries) {
        if (entries.length > 0)
            this.blocks.push({ ...place, length: entries.length, held: this.#keep(entries) });
    }
    close() {
        if (this.#file !== undefined)
            (0,external_node_fs_.closeSync)(this.#file);
    }
    #keep(entries) {
        if (this.#file === undefined || this.#path === undefined) {
            const shared = new Int32Array(new SharedArrayBuffer(entries.byteLength));
            shared.set(entries);
            return shared;
        }
        const at = this.#at;
        for (let done = 0; done < entries.byteLength;)
            done += (0,external_node_fs_.writeSync)(this.#file, entries, done, entries.byteLength - done, at + done);
        this.#at += entries.byteLength;
        return { file: this.#path, at };
    }
}
/** Puts together what was found, in memory that it uses again. */
class BlockReader {
    #all = new Int32Array(0);
    /** The entries of one arm and part, in the order of the log; valid until the next are read. */
    read(blocks, arm, part) {
        const mine = blocks.filter((block) => block.arm === arm && block.part === part);
        const size = mine.reduce((sum, { length }) => sum + length, 0);
        if (this.#all.length < size)
            this.#all = new Int32Array(Math.ceil(size * 1.1));
        let at = 0;
        for (const { held, length } of mine.sort((a, b) => a.start - b.start)) {
            if (held instanceof Int32Array)
                this.#all.set(held, at);
            else
                readFrom(held, this.#all.subarray(at, at + length));
            at += length;
        }
        return this.#all.subarray(0, size);
    }
}
function readFrom({ file, at }, into) {
    const open = (0,external_node_fs_.openSync)(file, 'r');
    try {
        for (let done = 0; done < into.byteLength;) {
            const got = (0,external_node_fs_.readSync)(open, into, done, into.byteLength - done, at + done);
            if (got === 0)
                throw new Error('entries written to a temporary file are gone');
            done += got;
        }
    }
    finally {
        (0,external_node_fs_.closeSync)(open);
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/files/read-ahead.js
/** Bytes read beyond a piece, for the line that begins before its end. */
const BEYOND = 64 * 1024;
/**
 * Reads pieces of logs of one file each while others are worked on: reading goes on in threads of the system's own. The
 * bytes of a piece are valid until the one after the next is asked for.
 */
class ReadAhead {
    #logs;
    #buffers;
    #turn = 0;
    constructor(logs, size) {
        this.#logs = logs;
        this.#buffers = [0, 1].map(() => logs.map(() => Buffer.allocUnsafe(size + BEYOND)));
    }
    /** What every log says from a place on. Rejects when a file cannot be read. */
    async read(start) {
        const buffers = this.#buffers[this.#turn++ % 2] ?? [];
        return await Promise.all(this.#logs.map(async (log, arm) => {
            const into = buffers[arm] ?? Buffer.alloc(0);
            return into.subarray(0, await readFully(log, into, start));
        }));
    }
}
async function readFully(log, into, start) {
    const [file] = log.files;
    let got = 0;
    while (got < into.length) {
        const more = (await file?.readAhead?.(into, got, into.length - got, start + got)) ?? 0;
        if (more === 0)
            break;
        got += more;
    }
    return got;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/files/hand.js






/** Share of the time that goes into finding records; the rest goes into comparing them. */
const FINDING = 0.2;
const hand_NONE = new Int32Array(0);
/** What one thread does: it takes ranges until there are none, and when all threads have, parts until there are none. */
class hand_Hand {
    #job;
    #open;
    #comparing;
    #writer;
    #scratch;
    constructor(job, thread) {
        this.#job = job;
        this.#open = job.arms.map(openLog);
        this.#writer = new BlockWriter(job.folder, thread);
        this.#scratch = job.arms.map(() => new BlockReader());
        const logs = this.#open.map(({ log }) => log);
        this.#comparing = new Comparing(logs, job.comparison, job.shard, job.plan.parts);
    }
    /** Finds records in the ranges that it takes. */
    async find(progress) {
        const { indexer } = this.#comparing;
        try {
            if (this.#job.plan.ranges[0]?.arm === 'all')
                await this.#findAlike(progress);
            else {
                for (const { range, k } of this.#ranges()) {
                    if (range.arm !== 'all')
                        indexer.range(range.arm, range.start, range.end);
                    this.#keep(range, k, progress);
                }
            }
            return this.#writer.blocks;
        }
        finally {
            this.#writer.close();
        }
    }
    /** Of logs that look the same most of the work is reading: one piece is read while another is looked at. */
    async #findAlike(progress) {
        const { comparison, plan } = this.#job;
        const logs = this.#open.map(({ log }) => log);
        const marker = sameMarker(comparison);
        const ahead = new ReadAhead(logs, plan.ahead);
        const pieces = piecesOf(this.#ranges(), plan.ahead);
        const begin = () => {
            const { value: piece } = pieces.next();
            if (piece === undefined)
                return undefined;
            const bytes = ahead.read(piece.start);
            // Where the work on the piece before fails nobody waits for this one any more.
            bytes.catch(() => undefined);
            return { ...piece, bytes };
        };
        for (let next = begin(); next !== undefined;) {
            const { range, k, start, end, bytes } = next;
            const read = await bytes;
            next = begin();
            this.#comparing.indexer.alike(start, end, read, marker);
            if (end === range.end)
                this.#keep(range, k, progress);
        }
    }
    /** The ranges that nobody has taken, as they are asked for. */
    *#ranges() {
        const { ranges } = this.#job.plan;
        for (let k = this.#take(0); k < ranges.length; k = this.#take(0)) {
            const range = ranges[k];
            if (range !== undefined)
                yield { range, k };
        }
    }
    /** Writes down what was found in a range. */
    #keep({ start }, k, progress) {
        const { indexer } = this.#comparing;
        indexer.found.forEach((parts, arm) => parts.forEach((entries, part) => this.#writer.add({ arm, part, start }, entries.data())));
        indexer.clear();
        progress?.((FINDING * (k + 1)) / this.#job.plan.ranges.length);
    }
    /** Pairs and compares the records of the parts that it takes, of all that were found. */
    compare(blocks, progress) {
        const { plan, arms, comparison } = this.#job;
        for (let part = this.#take(1); part < plan.parts; part = this.#take(1)) {
            const tell = (share) => progress?.(FINDING + ((1 - FINDING) * (part + share)) / plan.parts);
            this.#comparing.pairing.run(arms.map((_, arm) => this.#scratch[arm]?.read(blocks, arm, part) ?? hand_NONE), tell);
            tell(1);
        }
        return encodeSummary(this.#comparing.summary, comparison, []);
    }
    close() {
        for (const { close } of this.#open)
            close();
    }
    #take(what) {
        return Atomics.add(this.#job.next, what, 1);
    }
}
/** Ranges in pieces that are read at once. */
function* piecesOf(ranges, size) {
    for (const { range, k } of ranges)
        for (let start = range.start; start < range.end; start += size)
            yield { range, k, start, end: Math.min(start + size, range.end) };
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/files/plan.js
const MOST_RANGES = 128;
const MOST_PARTS = 512;
const plan_SAMPLE = 256 * 1024;
/** Measured with logs from 200 MB to 2 GB on two cores: see `bench shadow`. */
const LIMITS = {
    range: 4 * 1024 ** 2,
    rangeAlike: 16 * 1024 ** 2,
    ahead: 2 * 1024 ** 2,
    inPart: 240_000,
    inPartAlike: 50_000,
    inMemory: 500_000,
    worthThreads: 8 * 1024 ** 2,
    worthThreadsAlike: 512 * 1024 ** 2,
};
/** The plan depends on the logs and how many threads there may be; what is counted depends on neither. */
function planOf(logs, most, alike, shards, limits) {
    const total = logs.reduce((sum, { size }) => sum + size, 0);
    const largest = Math.max(...logs.map(({ size }) => size));
    const threads = largest < (alike ? limits.worthThreadsAlike : limits.worthThreads) ? 1 : most;
    const size = Math.max(alike ? limits.rangeAlike : limits.range, Math.ceil(total / MOST_RANGES));
    const cut = (arm, length) => Array.from({ length: Math.ceil(length / size) }, (_, k) => ({
        arm,
        start: k * size,
        end: Math.min(length, (k + 1) * size),
    }));
    const entries = total / lineLength(logs) / shards;
    const spills = entries > limits.inMemory;
    // The fewer parts, the less is read twice; of what is alike nothing is, and a small table of ids is a fast one.
    const inPart = alike ? limits.inPartAlike : spills ? limits.inPart : Infinity;
    return {
        threads,
        ahead: limits.ahead,
        ranges: alike ? cut('all', logs[0]?.size ?? 0) : logs.flatMap((log, arm) => cut(arm, log.size)),
        parts: Math.min(MOST_PARTS, Math.max(threads, Math.ceil(entries / inPart))),
        spills,
    };
}
/** About how long a line is, by those that come first. */
function lineLength(logs) {
    const sample = Buffer.allocUnsafe(plan_SAMPLE);
    const lengths = logs.map((log) => {
        const got = log.size > 0 ? log.read(sample, 0, plan_SAMPLE) : 0;
        let lines = 0;
        for (let at = sample.indexOf('\n'); at >= 0 && at < got; at = sample.indexOf('\n', at + 1))
            lines++;
        return got / Math.max(1, lines);
    });
    return Math.max(1, Math.min(...lengths.filter((length) => length > 0)));
}

// EXTERNAL MODULE: external "node:worker_threads"
var external_node_worker_threads_ = __webpack_require__(5919);
;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/files/thread.js




/** A thread makes little garbage; a small nursery keeps it from taking memory because it can. In megabytes. */
const thread_LIMITS = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 2048 };
/** How long a thread may take to end by itself. */
const ENDING_MS = 1000;
/** Another thread that lends a hand; it starts to find records at once. */
class Thread {
    found;
    compared;
    #worker;
    #ended;
    #hasAnswered = false;
    constructor(job, thread, script) {
        const workerData = { sluice: 'shadow', job, thread };
        const worker = new external_node_worker_threads_.Worker(script, { workerData, resourceLimits: thread_LIMITS });
        const found = Promise.withResolvers();
        const compared = Promise.withResolvers();
        // The last answer and the end may come at once: whichever settles a promise first counts, and answers come first.
        const fail = (thrown) => {
            const error = asThrown(thrown);
            found.reject(error);
            compared.reject(error);
        };
        worker.on('message', (answer) => {
            if ('blocks' in answer)
                found.resolve(answer.blocks);
            else {
                this.#hasAnswered = true;
                compared.resolve(answer.part);
            }
        });
        worker.on('error', fail);
        worker.on('exit', (code) => fail(new Error(`a thread ended early with code ${code}`)));
        this.#worker = worker;
        this.#ended = new Promise((resolve) => worker.once('exit', () => resolve()));
        this.found = found.promise;
        this.compared = compared.promise;
        // Whoever waits hears of it; whoever has stopped waiting has a reason of its own.
        this.found.catch(() => undefined);
        this.compared.catch(() => undefined);
    }
    /** Lets it compare what all threads have found. */
    compare(blocks) {
        this.#worker.postMessage(blocks);
    }
    /** Ends it: one that has answered is about to end by itself, and is left to it. */
    async stop() {
        if (this.#hasAnswered)
            await Promise.race([this.#ended, (0,promises_.setTimeout)(ENDING_MS, undefined, { ref: false })]);
        await this.#worker.terminate();
    }
}
/** An error as the thread threw it: on its way it keeps what it says, but not its class. */
function asThrown(error) {
    if (!(error instanceof Error) || error.name !== 'UserError')
        return error;
    const { code, hint } = error;
    return new user_error/* UserError */.y(code ?? '', error.message, hint ?? '');
}
/** Does the work of a thread that was started above; false anywhere else. */
function serveShadowWork() {
    if (parentPort === null || !isTask(workerData))
        return false;
    const port = parentPort;
    const hand = new Hand(workerData.job, workerData.thread);
    const answer = (message) => port.postMessage(message);
    port.once('message', (blocks) => {
        answer({ part: hand.compare(blocks) });
        hand.close();
    });
    hand.find().then((blocks) => answer({ blocks }), 
    // As an error of the thread it reaches whoever waits for the answer.
    (error) => setImmediate(() => {
        throw error;
    }));
    return true;
}
function isTask(data) {
    return typeof data === 'object' && data !== null && 'sluice' in data && data.sluice === 'shadow';
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/files/parallel.js










const parallel_WHOLE = { index: 0, count: 1 };
/**
 * Compares files on several threads and adds up. First the threads note where each record stands, by the hash of its id;
 * then they pair and compare the records of one part of the hashes after another. The result does not depend on the
 * number of threads, nor memory on the size of the files.
 */
async function compareFiles(arms, comparison, options) {
    const { shard = parallel_WHOLE, script, tempDir = (0,external_node_os_.tmpdir)(), progress } = options;
    const alike = skipsEqual(comparison) && lookAlike(arms);
    const plan = divide(arms, alike, shard, options);
    const folder = plan.spills ? (0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)(tempDir, 'sluice-shadow-')) : undefined;
    const next = new Int32Array(new SharedArrayBuffer(8));
    try {
        const parts = await share({ arms, comparison, shard, plan, folder, next }, script, progress);
        return mergeSummaries(parts, comparison);
    }
    finally {
        if (folder !== undefined)
            (0,external_node_fs_.rmSync)(folder, { recursive: true, force: true });
    }
}
/** Does a job with as many threads as are planned. This one takes a share itself: one less to start and to hold in memory. */
async function share(job, script, progress) {
    const own = new hand_Hand(job, 0);
    const others = Array.from({ length: job.plan.threads - 1 }, (_, k) => new Thread(job, k + 1, script));
    try {
        const found = [
            await own.find(progress),
            ...(await Promise.all(others.map((thread) => thread.found))),
        ].flat();
        for (const thread of others)
            thread.compare(found);
        return [own.compare(found, progress), ...(await Promise.all(others.map((each) => each.compared)))];
    }
    finally {
        own.close();
        await Promise.all(others.map(async (thread) => await thread.stop()));
    }
}
function divide(arms, alike, shard, { threads, limits = LIMITS }) {
    const open = arms.map(openLog);
    try {
        const logs = open.map(({ log }) => log);
        return planOf(logs, threads, alike, shard.count, limits);
    }
    finally {
        for (const { close } of open)
            close();
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/files/in-engine.js











/** Nothing is read here: the tables and files named are the server's. */
async function inClickHouse(input, around) {
    const settings = clickHouseSettings(input['engine-settings'], around.mask);
    const server = new ClickHouse(settings, around.fetch, around.signal);
    const { primary, candidate, secondary } = input;
    const asked = {
        arms: secondary.length === 0 ? [primary, candidate] : [primary, candidate, secondary],
        id: settings.id,
        record: settings.record,
        limit: Math.round(input['max-record'] * 1024 * 1024),
    };
    const samples = await sampleInClickHouse(server, asked);
    const comparison = comparisonOf(input, samples);
    const summary = await compareInClickHouse(server, asked, comparison);
    return in_engine_whole(input, comparison, summary, samples);
}
/** Where DuckDB can tell that records are the same they stay there; all others are compared here. */
async function inDuckDb(input, around) {
    const asked = {
        arms: await duckDbArms(input, around),
        settings: duckDbSettings(input['engine-settings'], around.mask),
        limit: Math.round(input['max-record'] * 1024 * 1024),
    };
    const samples = await sampleInDuckDb(asked, around.run);
    const comparison = comparisonOf(input, samples);
    const compare = async (arms) => await compareFiles(arms, comparison, around);
    const summary = await compareInDuckDb(asked, comparison, { ...around, compare });
    return in_engine_whole(input, comparison, summary, samples);
}
function in_engine_whole(input, comparison, summary, samples) {
    const conduct = { cost: costOf(summary, input.prices), said: unmatchedPlaces(input, samples) };
    return { asked: input, comparison, summary, conduct, part: undefined };
}
/** Parquet and what is elsewhere is DuckDB's to read; other files are made NDJSON first, as for ourselves. */
async function duckDbArms({ primary, candidate, secondary }, { folder, tempDir }) {
    const isElsewhere = (pattern) => pattern.includes('://');
    const isTable = (path) => /\.parquet$/i.test(path);
    const given = { primary, candidate, secondary };
    const here = findFiles(mapped(given, (patterns) => patterns.filter((pattern) => !isElsewhere(pattern))), folder);
    const ours = await logs(mapped(here, (files) => files.filter((file) => !isTable(file))), tempDir);
    return ['primary', 'candidate', 'secondary']
        .map((arm, k) => [...(ours[k] ?? []), ...here[arm].filter(isTable), ...given[arm].filter(isElsewhere)])
        .filter((names) => names.length > 0);
}
function mapped({ primary, candidate, secondary }, change) {
    return { primary: change(primary), candidate: change(candidate), secondary: change(secondary) };
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/files/merge-parts.js



/** Adds up the parts that shards have written. Parts that are missing, there twice or of other comparisons are refused. */
function mergeParts(paths) {
    const parts = paths.map(readPart);
    const comparison = parts[0]?.settings;
    if (comparison === undefined)
        throw new user_error/* UserError */.y('NOTHING_TO_COMPARE', 'merge: no part was found', 'Were the artifacts downloaded?');
    const digests = new Set(parts.map(({ data }) => data.comparison));
    const wanted = comparisonDigest(comparison);
    if (digests.size > 1 || !digests.has(wanted)) {
        throw new user_error/* UserError */.y('PARTS_DO_NOT_FIT', 'merge: the parts come from different comparisons', 'Give every shard the same inputs.');
    }
    const problems = missingParts(parts.map(({ data }) => data));
    if (problems.length > 0)
        throw new user_error/* UserError */.y('PARTS_MISSING', problems.join('\n'), 'Download the part of every shard first.');
    const summary = mergeSummaries(parts.map(({ data }) => data), comparison);
    return { comparison, summary, asked: parts.map(({ asked }) => asked) };
}
function readPart(path) {
    try {
        const part = JSON.parse((0,external_node_fs_.readFileSync)(path, 'utf8'));
        if (part.data.schema === 1 && part.settings.kind !== undefined && part.asked.kind !== undefined)
            return part;
    }
    catch {
        // Told below, with the name of the file.
    }
    throw new user_error/* UserError */.y('NOT_A_PART', `merge: ${path} is no part written by a shard`, 'Parts are named shadow-part-1-of-16.json.');
}
/** Every part must be there, once: a part that is missing is data that was not compared. */
function missingParts(parts) {
    const all = parts.flatMap((part) => part.parts);
    const count = all[0]?.[1] ?? 0;
    const seen = all.map(([index]) => index);
    const missing = Array.from({ length: count }, (_, k) => k + 1).filter((index) => !seen.includes(index));
    const twice = seen.filter((index, k) => seen.indexOf(index) !== k);
    return [
        ...(all.some(([, each]) => each !== count) ? ['merge: parts of different numbers of shards'] : []),
        ...(missing.length > 0 ? [`merge: of ${count} parts these are missing: ${missing.join(', ')}`] : []),
        ...(twice.length > 0 ? [`merge: these parts are there twice: ${twice.join(', ')}`] : []),
    ];
}
/** The name of the file a shard writes. */
function partName({ index, count }) {
    return `shadow-part-${index + 1}-of-${count}.json`;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/replay/request.js


/** Headers that belong to the recorded connection and would be wrong on ours. */
const OF_THE_CONNECTION = new Set([
    'host',
    'connection',
    'content-length',
    'transfer-encoding',
    'keep-alive',
    'upgrade',
    'te',
    'trailer',
    'expect',
    'proxy-authorization',
    'proxy-connection',
    'accept-encoding',
]);
/** Reads a request from a record: `method`, `url` or `path`, `headers`, `body`, `at` or `timestamp`, alone or under `request`. */
function readRequest(line, number) {
    const record = mapping(request_parse(line, number));
    const request = record['request'] === undefined ? record : mapping(record['request']);
    const target = request['url'] ?? request['path'];
    if (typeof target !== 'string')
        throw unreadable(number, 'has no `url` or `path`');
    const { body } = request;
    return {
        id: String(record['id'] ?? request['id'] ?? number),
        method: String(request['method'] ?? 'GET').toUpperCase(),
        path: request_pathOf(target, number),
        headers: request_headersOf(mapping(request['headers'])),
        body: body === undefined || body === null
            ? undefined
            : typeof body === 'string'
                ? body
                : JSON.stringify(body),
        at: timeOf(record['at'] ?? record['timestamp'] ?? request['at']),
    };
}
function request_parse(line, number) {
    try {
        return JSON.parse(line);
    }
    catch {
        throw unreadable(number, 'is not JSON');
    }
}
function unreadable(number, why) {
    return new user_error/* UserError */.y('BAD_REQUEST_LOG', `requests: record ${number} ${why}`, 'See docs/shadow.md for the fields of a request.');
}
function request_pathOf(target, number) {
    if (target.startsWith('/') && !target.startsWith('//'))
        return target;
    if (!URL.canParse(target))
        throw unreadable(number, `has an address that cannot be read: ${(0,fields_field/* quote */.hD)(maskCredentials(target.slice(0, 1000)))}`);
    const url = new URL(target);
    return url.pathname + url.search;
}
function request_headersOf(headers) {
    return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => OF_THE_CONNECTION.has(name.toLowerCase()) || typeof value !== 'string'
        ? []
        : [[name.toLowerCase(), value]]));
}
function timeOf(value) {
    const time = typeof value === 'string' ? Date.parse(value) : value;
    return typeof time === 'number' && Number.isFinite(time) ? time : undefined;
}
function mapping(data) {
    return typeof data === 'object' && data !== null && !Array.isArray(data)
        ? data
        : {};
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/replay/send.js

/**
 * Sends one request to one arm. Latency counts from when the request was due, not from when it was sent: a server that
 * makes requests queue is slow for those who queue. Redirects are answers, not followed.
 */
async function send(request, arm, due, plan, world) {
    const signal = AbortSignal.any([world.signal, AbortSignal.timeout(plan.timeoutMs)]);
    let answered = false;
    try {
        const response = await world.fetch(target(arm.base, request.path), {
            method: request.method,
            headers: {
                ...request.headers,
                'x-sluice-shadow': arm.name,
                'x-sluice-request': request.id.replaceAll(/[^\x21-\x7e]/g, '_').slice(0, 200),
            },
            redirect: 'manual',
            signal,
            ...(request.body === undefined || request.method === 'GET' || request.method === 'HEAD'
                ? {}
                : { body: request.body }),
        });
        answered = true;
        const body = await readBody(response, plan.maxBytes);
        if (body === undefined)
            return { failed: `larger than the limit on the ${arm.name}`, why: 'large' };
        const latency = Math.round((world.now() - due) * 1000) / 1000;
        return {
            record: responseRecord({
                id: request.id,
                request: factsOf(request, plan.keptHeaders),
                status: response.status,
                headers: [...response.headers].sort(([a], [b]) => (a < b ? -1 : 1)),
                body,
                latencyMs: latency,
            }),
            bytes: body.length,
            status: response.status,
        };
    }
    catch (error) {
        world.signal.throwIfAborted();
        const timedOut = error instanceof Error && error.name === 'TimeoutError';
        if (timedOut)
            return { failed: `timed out on the ${arm.name}`, why: 'late' };
        return {
            failed: `${answered ? 'no whole answer from' : 'no connection to'} the ${arm.name}`,
            why: 'none',
        };
    }
}
function factsOf({ method, path, headers }, kept = []) {
    const told = kept.flatMap((name) => {
        const value = headers[name.toLowerCase()];
        return value === undefined ? [] : [[name, value]];
    });
    return {
        method,
        path: barePath(path),
        ...(told.length === 0 ? {} : { headers: Object.fromEntries(told) }),
    };
}
/** The recorded path under an arm's address; it can never lead to another host. */
function target(base, path) {
    const url = new URL(base);
    const [pathname = '/', ...query] = path.split('?');
    url.pathname = `${base.pathname.replace(/\/$/, '')}${pathname}`;
    url.search = query.length === 0 ? '' : `?${query.join('?')}`;
    url.hash = '';
    return url;
}
async function readBody(response, maxBytes) {
    const parts = [];
    let size = 0;
    if (response.body === null)
        return Buffer.alloc(0);
    for await (const part of response.body) {
        size += part.length;
        if (size > maxBytes)
            return undefined;
        parts.push(part);
    }
    return Buffer.concat(parts);
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/replay/replay.js


const WITHHELD_METHOD = 'withheld';
/**
 * Sends every recorded request to every arm when it is due, whether or not earlier ones have been answered, with the
 * arms in a random order. `keep` gets each arm's record of a request that all of them answered.
 */
async function replay(requests, plan, keep, world) {
    const allowed = requests.filter(({ method }) => plan.methods.includes(method));
    const lost = new Map();
    const count = (why, by = 1) => void (by > 0 && lost.set(why, (lost.get(why) ?? 0) + by));
    count(WITHHELD_METHOD, requests.length - allowed.length);
    const due = dueTimes(allowed.map(({ at }) => at), plan.rate, world.random);
    const start = world.now();
    const gate = new Gate(plan.concurrency);
    const running = new Set();
    let [sent, bytes, lateMs, refused] = [0, 0, 0, 0];
    const unanswered = { primaryOnly: 0, candidateOnly: 0, both: 0, late: plan.arms.map(() => 0) };
    for (const [k, request] of allowed.entries()) {
        const at = start + (due[k] ?? 0);
        if (at > world.now())
            await world.sleep(at - world.now(), world.signal);
        world.signal.throwIfAborted();
        const one = exchange(request, at, plan, gate, world).then((answers) => {
            lateMs = Math.max(lateMs, answers.lateMs);
            sent += plan.arms.length;
            bytes += answers.all.reduce((sum, answer) => sum + ('record' in answer ? answer.bytes : 0), 0);
            if (k < plan.warmUp)
                return;
            if (statusOf(answers.all[0]) >= 400)
                refused++;
            replay_noteUnanswered(unanswered, answers.all);
            const failure = answers.all.find((answer) => 'failed' in answer);
            answers.all.forEach((answer, arm) => {
                if (failure === undefined && 'record' in answer)
                    keep(arm, answer.record);
            });
            if (failure !== undefined && 'failed' in failure)
                count(failure.failed);
        });
        running.add(one);
        void one.finally(() => running.delete(one)).catch(() => undefined);
    }
    await Promise.all(running);
    const warmedUp = Math.min(plan.warmUp, allowed.length);
    return { sent, bytes, warmedUp, refused, unanswered, lost, lateMs };
}
function statusOf(answer) {
    return answer !== undefined && 'status' in answer ? answer.status : 0;
}
function replay_noteUnanswered(into, answers) {
    const [primary, candidate] = answers.map((answer) => 'why' in answer && answer.why !== 'large');
    if (primary === true && candidate === true)
        into.both++;
    else if (primary === true)
        into.primaryOnly++;
    else if (candidate === true)
        into.candidateOnly++;
    answers.forEach((answer, arm) => {
        if ('why' in answer && answer.why === 'late')
            into.late[arm] = (into.late[arm] ?? 0) + 1;
    });
}
async function exchange(request, due, plan, gate, world) {
    let lateMs = 0;
    const order = plan.arms.map((arm, k) => ({ arm, k, rank: world.random() })).sort((a, b) => a.rank - b.rank);
    const answers = await Promise.all(order.map(async ({ arm, k }) => {
        await gate.enter();
        lateMs = Math.max(lateMs, world.now() - due);
        try {
            return { k, answer: await send(request, arm, due, plan, world) };
        }
        finally {
            gate.leave();
        }
    }));
    return { lateMs, all: answers.sort((a, b) => a.k - b.k).map(({ answer }) => answer) };
}
/** Lets so many in at once; the rest wait in line. */
class Gate {
    #free;
    #line = [];
    constructor(places) {
        this.#free = places;
    }
    async enter() {
        if (this.#free > 0) {
            this.#free--;
            return;
        }
        await new Promise((resolve) => this.#line.push(resolve));
    }
    leave() {
        const next = this.#line.shift();
        if (next === undefined)
            this.#free++;
        else
            next();
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/files/replay-files.js






const BATCH = 500;
/** Reads recorded requests from NDJSON files. A record that is no request is a `UserError`. */
function readRequests(paths, limit) {
    const { log, close } = openLog(paths);
    const lines = new Lines(log, limit);
    const requests = [];
    while (lines.advance())
        requests.push(readRequest(lines.bytes.toString('utf8', lines.from, lines.to), requests.length + 1));
    close();
    return requests;
}
/** Replays requests and keeps each arm's answers as an NDJSON file in a temporary folder. */
async function replayToFiles(requests, plan, tempDir, world) {
    const folder = (0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)(tempDir, 'sluice-replay-'));
    const files = plan.arms.map(({ name }) => (0,external_node_path_.join)(folder, `${name}.ndjson`));
    for (const file of files)
        (0,external_node_fs_.writeFileSync)(file, '');
    const waiting = files.map(() => []);
    const flush = (arm) => {
        const batch = waiting[arm] ?? [];
        const file = files[arm];
        if (batch.length > 0 && file !== undefined)
            (0,external_node_fs_.appendFileSync)(file, `${batch.join('\n')}\n`);
        waiting[arm] = [];
    };
    const keep = (arm, record) => {
        waiting[arm]?.push(record);
        if ((waiting[arm]?.length ?? 0) >= BATCH)
            flush(arm);
    };
    const replayed = await replay(requests, plan, keep, world);
    files.forEach((_, arm) => flush(arm));
    return { files, replayed };
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/files/sample.js



/** Of a record that is longer only its beginning is looked at, and of all of them no more than a few of these. */
const sample_MOST_BYTES = 1024 * 1024;
/** The first records of some files. */
function sampleRecords(paths) {
    const { log, close } = openLog(paths);
    try {
        const lines = new Lines(log, sample_MOST_BYTES);
        const samples = [];
        for (let bytes = 0; bytes < 4 * sample_MOST_BYTES && samples.length < SAMPLES && lines.advance();) {
            samples.push(Buffer.from(lines.bytes.subarray(lines.from, lines.to)));
            bytes += lines.to - lines.from;
        }
        return samples;
    }
    finally {
        close();
    }
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/files/compare-sources.js



















/**
 * Compares whatever the inputs name: logs, a replay of requests, or parts that other jobs have counted. A file that
 * cannot be read or written on the way is a `UserError`.
 */
async function compareSources(input, around) {
    refuseMixtures(input);
    const where = around.tempDir;
    const hint = `Logs must be readable, and what is unpacked or sorted goes to ${where}, which needs room for it.`;
    return await (0,file_trouble/* touchingFiles */.f)({ what: 'comparing', where, hint }, async () => {
        // Unpacked logs and answers to a replay hold what users wrote: they are gone when the work is done, or has failed.
        const tempDir = (0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)(where, 'sluice-'));
        try {
            return await compareNamed(input, { ...around, tempDir });
        }
        finally {
            (0,external_node_fs_.rmSync)(tempDir, { recursive: true, force: true });
        }
    });
}
async function compareNamed(input, around) {
    if (input.merge.length > 0) {
        const { comparison, summary, asked: shards, } = mergeParts(findFiles({ merge: input.merge }, around.folder).merge);
        const asked = mergedInput(input, shards, comparison);
        return {
            asked,
            comparison,
            summary,
            conduct: { cost: costOf(summary, asked.prices), said: [] },
            part: undefined,
        };
    }
    if (input.engine === 'clickhouse')
        return await inClickHouse(input, around);
    if (input.engine === 'duckdb')
        return await inDuckDb(input, around);
    const { arms, replayed } = input.requests.length > 0
        ? await replayRequests(input, around)
        : { arms: await logs(findLogs(input, around), around.tempDir), replayed: undefined };
    const samples = sampleRecords(arms[0] ?? []);
    const comparison = comparisonOf(input, samples);
    // A shard of a replay has sent its own requests only.
    const isWhole = input.shard === undefined || replayed !== undefined;
    const options = { ...around, ...(isWhole ? {} : { shard: input.shard }) };
    const summary = await compareFiles(arms, comparison, options);
    for (const [why, count] of replayed?.lost ?? [])
        summary.unsent.set(why, count);
    if (replayed !== undefined)
        noteUnanswered(summary, replayed.unanswered, input.timeout);
    const parts = input.shard === undefined ? [] : [[input.shard.index + 1, input.shard.count]];
    return {
        asked: input,
        comparison,
        summary,
        conduct: {
            cost: costOf(summary, input.prices, replayed),
            said: [
                ...(replayed === undefined ? [] : conductOf(replayed, input)),
                ...unmatchedPlaces(input, samples),
            ],
        },
        part: input.shard === undefined ? undefined : encodeSummary(summary, comparison, parts),
    };
}
function findLogs({ primary, candidate, secondary }, { folder }) {
    return findFiles({ primary, candidate, secondary }, folder);
}
function refuseMixtures(input) {
    const logs = input.primary.length > 0 && input.candidate.length > 0;
    const urls = input['primary-url'] !== undefined && input['candidate-url'] !== undefined;
    const ways = [logs, input.requests.length > 0, input.merge.length > 0].filter(Boolean).length;
    const problems = [
        ...(ways === 1
            ? []
            : ['give either primary and candidate, or requests with primary-url and candidate-url, or merge']),
        ...(input.requests.length > 0 && !urls
            ? ['requests: primary-url and candidate-url must say where to send them']
            : []),
        ...(input.engine !== 'node' && input.shard !== undefined
            ? ['engine: shares the work by itself; leave shard out']
            : []),
        ...(input.engine === 'clickhouse' && input.requests.length > 0
            ? ['engine: clickhouse compares tables; leave requests out']
            : []),
        ...(input.engine === 'duckdb' && input.requests.length > 0
            ? ['engine: duckdb compares logs; leave requests out']
            : []),
        ...(input.merge.length > 0 ? [] : unfitRequirements(input)),
        ...(input.engine === 'node' && Object.keys(input['engine-settings']).length > 0
            ? [`engine-settings: engine ${input.engine} has none`]
            : []),
    ];
    if (problems.length > 0)
        throw new user_error/* UserError */.y('NOTHING_TO_COMPARE', problems.join('\n'), 'See docs/shadow.md for the ways in.');
}
async function replayRequests(input, around) {
    const { requests } = findFiles({ requests: input.requests }, around.folder);
    const paths = await toNdjson(requests, 'requests', around.tempDir);
    const limit = Math.round(input['max-record'] * 1024 * 1024);
    const arms = ['primary', 'candidate', 'secondary'].flatMap((name) => {
        const base = input[`${name}-url`];
        return base === undefined ? [] : [{ name, base }];
    });
    const plan = {
        arms,
        rate: input.rate,
        methods: input.methods,
        concurrency: input.concurrency,
        timeoutMs: input.timeout,
        maxBytes: limit,
        // A request holds what is nobody's business: only what pairs are told apart by goes into a file.
        keptHeaders: input.slices.flatMap(([of, part, name = '']) => of === 'request' && part === 'headers' ? [name] : []),
        warmUp: input['warm-up'],
    };
    const own = ownRequests(readRequests(paths, limit), input.shard);
    const { files, replayed } = await replayToFiles(own, plan, around.tempDir, around);
    return { arms: files.map((file) => [file]), replayed };
}
function conductOf({ sent, warmedUp, refused, lost, lateMs }, input) {
    const withheld = lost.get('withheld') ?? 0;
    const compared = sent / (input['secondary-url'] === undefined ? 2 : 3) - warmedUp;
    return [
        `${counted(sent)} requests were sent, marked as shadow traffic; no user got an answer of them.`,
        `Only ${input.methods.join(', ')} were sent${withheld > 0 ? `; ${counted(withheld)} other requests were withheld` : ''}.`,
        ...(warmedUp > 0
            ? [`The first ${counted(warmedUp)} of them in each version were to warm it up, and were not compared.`]
            : []),
        ...(refused > compared / 2
            ? [
                `The primary answered ${counted(refused)} of ${counted(compared)} requests with a status of 400 or above: is the replay allowed in?`,
            ]
            : []),
        ...(lateMs > 1000
            ? [
                `The replayer was up to ${counted(lateMs / 1000)} s late: the rate was more than it, or the services, could take.`,
            ]
            : []),
    ];
}
/** Thousands separated. */
function counted(value) {
    return Math.round(value).toLocaleString('en-US');
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/judged/settings.js
/** What was asked, as settings of the judgement on what was seen in a window. */
function settingsOf(asked, window) {
    return {
        confidence: asked.confidence,
        maxDifferenceRate: asked['max-difference-rate'],
        requirements: asked.requirements,
        window,
    };
}

// EXTERNAL MODULE: ./.build-cli/packages/verdict/src/verdict.js
var verdict = __webpack_require__(877);
;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/judged/not-compared.js
/** Why a request was not sent on purpose. */
const WITHHELD = 'withheld';
/** What could not be compared, by reason, in the order a reader wants it; reasons without a case are left out. */
function lossesOf(summary) {
    const [primary, candidate, repeat] = summary.lost;
    const rows = [
        ['only in the primary log', primary?.unmatched],
        ['only in the candidate log', candidate?.unmatched],
        ['repeated id in the primary log', primary?.duplicate],
        ['repeated id in the candidate log', candidate?.duplicate],
        ['record without an id', (primary?.['no-id'] ?? 0) + (candidate?.['no-id'] ?? 0)],
        ['not a JSON object', summary.broken + (primary?.unparsable ?? 0) + (candidate?.unparsable ?? 0)],
        ['nested too deeply', summary.tooDeep],
        ['larger than the limit', (primary?.oversized ?? 0) + (candidate?.oversized ?? 0)],
        ['no usable answer of a model', unusable(summary)],
        ...[...summary.unsent].filter(([why]) => why !== WITHHELD).sort(([a], [b]) => (a < b ? -1 : 1)),
    ];
    const repeats = repeat === undefined ? 0 : Object.values(repeat).reduce((sum, count) => sum + count, 0);
    return [
        ...rows.map(([what, count]) => ({ what, count: count ?? 0 })),
        { what: REPEATS, count: repeats },
        { what: WITHHELD, count: withheld(summary) },
    ].filter(({ count }) => count > 0);
}
const REPEATS = 'repeat without a use (unmatched, unreadable or repeated)';
/** Pairs that could have been compared and were not. Requests withheld on purpose and spare repeats are not among them. */
function notCompared(summary) {
    return lossesOf(summary)
        .filter(({ what }) => what !== REPEATS && what !== WITHHELD)
        .reduce((sum, { count }) => sum + count, 0);
}
/** All pairs there might have been. Where a model's answer is of no use its records were compared all the same: that is one pair. */
function pairsOf(summary) {
    return summary.compared + notCompared(summary) - unusable(summary);
}
function unusable({ model }) {
    return model?.overall.agreement.unusable ?? 0;
}
function withheld(summary) {
    return summary.unsent.get(WITHHELD) ?? 0;
}

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/binomial-test.js
var binomial_test = __webpack_require__(7386);
;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/details/measures.js



const QUANTILES = [0.5, 0.9, 0.95, 0.99, 1];
/** Points drawn of each cumulative distribution. */
const DRAWN = 120;
/** What was measured in each arm: quantiles, the distribution as a line, and the change on the same requests. */
function measureRows(measures, confidence) {
    return [...measures]
        .filter(([, arms]) => arms.some((arm) => arm.n > 0))
        .map(([name, arms]) => ({
        name,
        arms: ARMS.flatMap((arm, k) => {
            const points = pointsOf(arms[k]?.data() ?? EMPTY);
            return points.length === 0 ? [] : [{ arm, ...spreadOf(points) }];
        }),
        change: medianOf(pointsOf(arms[3]?.data() ?? EMPTY), confidence),
    }));
}
const EMPTY = { exact: true, counts: [], sum: [], odd: 0 };
function spreadOf(points) {
    const n = points.reduce((sum, [, count]) => sum + count, 0);
    const step = Math.max(1, Math.floor(points.length / DRAWN));
    const cdf = [];
    let below = 0;
    points.forEach(([value, count], i) => {
        below += count;
        if (i % step === 0 || i === points.length - 1)
            cdf.push([value, below / n]);
    });
    return {
        n,
        mean: points.reduce((sum, [value, count]) => sum + (value * count) / n, 0),
        quantiles: QUANTILES.map((q) => valueAt(points, Math.max(1, Math.ceil(q * n)))),
        cdf,
    };
}
/** The median with bounds from order statistics; each holds with `confidence`. Null without pairs. */
function medianOf(points, confidence) {
    const n = points.reduce((sum, [, count]) => sum + count, 0);
    if (n === 0)
        return null;
    let rank = 0;
    let [low, high] = [0, n];
    // The largest rank that lies below the median for sure.
    while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if (1 - (0,binomial_test/* binomialAtLeast */.y)(middle, n, 0.5) <= 1 - confidence)
            low = middle;
        else
            high = middle - 1;
    }
    rank = low;
    return {
        median: valueAt(points, Math.ceil(n / 2)),
        low: rank === 0 ? null : valueAt(points, rank),
        high: rank === 0 ? null : valueAt(points, n + 1 - rank),
    };
}
function valueAt(points, rank) {
    let seen = 0;
    for (const [value, count] of points) {
        seen += count;
        if (seen >= rank)
            return value;
    }
    return points.at(-1)?.[0] ?? 0;
}

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/errors.js
var errors = __webpack_require__(3303);
// EXTERNAL MODULE: ./.build-cli/packages/stats/src/kolmogorov-limit.js
var kolmogorov_limit = __webpack_require__(6869);
// EXTERNAL MODULE: ./.build-cli/packages/stats/src/numbers.js
var src_numbers = __webpack_require__(3824);
;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/ks-two-sample.js





/** Pairs up to which the p-value is exact by default. */
const EXACT_PAIRS = 10_000;
function distance(m, n, above, below) {
    const [dPlus, dMinus] = [above / (m * n), below / (m * n)];
    return { m, n, above, below, dPlus, dMinus, d: Math.max(dPlus, dMinus) };
}
/** Kolmogorov-Smirnov distance of two samples, ties handled as one step. StatsError on non-finite values. */
function ksDistance(x, y) {
    return ksDistanceOfSorted(sortedFinite(x, 'the first arm'), sortedFinite(y, 'the second arm'));
}
/** As {@link ksDistance}, for arms that are already ascending and finite. */
function ksDistanceOfSorted(x, y) {
    const [m, n] = [x.length, y.length];
    let [i, j, above, below] = [0, 0, 0, 0];
    while (i < m && j < n) {
        const value = Math.min(at(x, i), at(y, j));
        while (i < m && at(x, i) === value)
            i++;
        while (j < n && at(y, j) === value)
            j++;
        const gap = i * n - j * m;
        if (gap > above)
            above = gap;
        else if (-gap > below)
            below = -gap;
    }
    return distance(m, n, above, below);
}
/** Distance from the counts of two histograms over the same bins; a lower bound for the raw values' distance. */
function ksDistanceFromBins(x, y) {
    (0,errors/* demand */.wo)(x.length === y.length, () => `both histograms need the same bins, got ${x.length} and ${y.length}`);
    const m = (0,src_numbers/* demandCounts */.s6)(x, 'the first histogram');
    const n = (0,src_numbers/* demandCounts */.s6)(y, 'the second histogram');
    (0,errors/* demand */.wo)(m > 0 && n > 0, () => `both histograms need at least one value, got ${m} and ${n}`);
    let [i, j, above, below] = [0, 0, 0, 0];
    for (let bin = 0; bin < x.length; bin++) {
        i += (0,src_numbers.at)(x, bin);
        j += (0,src_numbers.at)(y, bin);
        const gap = i * n - j * m;
        above = Math.max(above, gap);
        below = Math.max(below, -gap);
    }
    return distance(m, n, above, below);
}
/** p-value from the limiting law at √(mn/(m+n)) D; conservative for tied or binned data. */
function ksLimitingP({ m, n, d }) {
    return (0,kolmogorov_limit/* kolmogorovLimitSf */.S)(Math.sqrt((m / (m + n)) * n) * d);
}
/** p-value from the one-sample law with n' = round(mn/(m+n)), halves to even: what SciPy calls asymp. */
function ksOneSampleP({ m, n, d }) {
    const size = (m / (m + n)) * n;
    const down = Math.floor(size);
    const half = size - down === 0.5;
    return kolmogorovSf(d, half ? down + (down % 2) : Math.round(size));
}
/**
 * Exact P(D >= d) over all orderings of the two arms: the chance that a lattice path from (0, 0) to (m, n)
 * touches the boundary, every term positive. O(m n).
 */
function ksExactP({ m, n, above, below }) {
    const limit = Math.max(above, below);
    if (limit === 0)
        return 1;
    const touched = new Float64Array(n + 1);
    for (let i = 0; i <= m; i++) {
        for (let j = 0; j <= n; j++) {
            if (Math.abs(i * n - j * m) >= limit)
                touched[j] = 1;
            else if (i === 0)
                touched[j] = j === 0 ? 0 : at(touched, j - 1);
            else if (j > 0)
                touched[j] = (i * at(touched, j) + j * at(touched, j - 1)) / (i + j);
        }
    }
    return Math.min(1, at(touched, n));
}
/** Two-sided two-sample Kolmogorov-Smirnov test: exact up to 10,000 pairs, else the limiting law. */
function ksTest(x, y) {
    const found = ksDistance(x, y);
    const exact = found.m * found.n <= EXACT_PAIRS;
    return { ...found, exact, p: exact ? ksExactP(found) : ksLimitingP(found) };
}

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/empirical-process.js
var empirical_process = __webpack_require__(902);
;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/histogram-distances.js


function totals(x, y) {
    (0,errors/* demand */.wo)(x.length === y.length, () => `both histograms need the same bins, got ${x.length} and ${y.length}`);
    const [m, n] = [(0,src_numbers/* demandCounts */.s6)(x, 'the first histogram'), (0,src_numbers/* demandCounts */.s6)(y, 'the second histogram')];
    (0,errors/* demand */.wo)(m > 0 && n > 0, () => `both histograms need at least one value, got ${m} and ${n}`);
    return [m, n];
}
function shares(x, y) {
    const [m, n] = totals(x, y);
    return [Float64Array.from(x, (count) => count / m), Float64Array.from(y, (count) => count / n)];
}
// Evidently fills zeros with 0.0001, or with a millionth of the smallest share when that is no larger; the
// shares are then not scaled back to one.
function filled(share) {
    const least = share.reduce((low, value) => (value > 0 && value < low ? value : low), Infinity);
    const fill = least <= 0.0001 ? least / 1e6 : 0.0001;
    return share.map((value) => (value === 0 ? fill : value));
}
function smoothed(counts, total) {
    return Float64Array.from(counts, (count) => (count + 0.5) / (total + 0.5 * counts.length));
}
/** Population stability index, sum (p - q) ln(p / q); 0 for equal shares, never negative. */
function populationStability(x, y, fill = 'add-half') {
    const [m, n] = totals(x, y);
    const [p, q] = fill === 'add-half' ? [smoothed(x, m), smoothed(y, n)] : shares(x, y).map(filled);
    if (p === undefined || q === undefined)
        return NaN;
    let index = 0;
    for (let i = 0; i < p.length; i++)
        index += ((0,src_numbers.at)(p, i) - (0,src_numbers.at)(q, i)) * Math.log((0,src_numbers.at)(p, i) / (0,src_numbers.at)(q, i));
    return index;
}
/** What the index is expected to show by chance alone: about (bins - 1)(1/m + 1/n). */
function stabilityNoise(bins, m, n) {
    demand(bins >= 1 && m > 0 && n > 0, () => `noise needs bins and values, got ${bins}, ${m}, ${n}`);
    return (bins - 1) * (1 / m + 1 / n);
}
// p ln(p / middle), accurate where both shares are close.
function relative(p, other) {
    return p === 0 ? 0 : -p * Math.log1p((other - p) / (2 * p));
}
/** Jensen-Shannon divergence in nats, 0 to ln 2. Divide by ln 2 for bits; its square root is a distance. */
function jensenShannon(x, y) {
    const [p, q] = shares(x, y);
    let total = 0;
    for (let i = 0; i < p.length; i++) {
        total += relative((0,src_numbers.at)(p, i), (0,src_numbers.at)(q, i)) + relative((0,src_numbers.at)(q, i), (0,src_numbers.at)(p, i));
    }
    return Math.max(0, total / 2);
}
/** Hellinger distance, 0 to 1. */
function hellinger(x, y) {
    const [p, q] = shares(x, y);
    let total = 0;
    for (let i = 0; i < p.length; i++)
        total += (Math.sqrt(at(p, i)) - Math.sqrt(at(q, i))) ** 2;
    return Math.sqrt(total / 2);
}
/** Total variation distance, 0 to 1: the share of one histogram that must move to become the other. */
function totalVariation(x, y) {
    const [p, q] = shares(x, y);
    let total = 0;
    for (let i = 0; i < p.length; i++)
        total += Math.abs(at(p, i) - at(q, i));
    return total / 2;
}

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/deviance.js + 1 modules
var deviance = __webpack_require__(6755);
;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/incomplete-gamma.js


/** Beyond this the series would need millions of terms near its mean. */
const LARGEST = 1e12;
const LIMIT = 50_000_000;
// log P(a, x) by the series of DLMF 8.7.1, for x below a + 1.
function logSeries(a, x) {
    let term = 1;
    let total = 1;
    for (let k = 1; k < LIMIT; k++) {
        term *= x / (a + k);
        total += term;
        if (term < total * 1e-17)
            break;
    }
    return (0,deviance/* logPoisson */.mQ)(a, x) + Math.log(total);
}
// log Q(a, x) by the continued fraction of DLMF 8.9.2 (Lentz), for x from a + 1.
function logFraction(a, x) {
    let b = x + 1 - a;
    let c = 1e300;
    let d = 1 / b;
    let value = d;
    for (let k = 1; k < LIMIT; k++) {
        const step = -k * (k - a);
        b += 2;
        d = step * d + b;
        if (Math.abs(d) < 1e-300)
            d = 1e-300;
        c = b + step / c;
        if (Math.abs(c) < 1e-300)
            c = 1e-300;
        d = 1 / d;
        value *= d * c;
        if (Math.abs(d * c - 1) < 1e-16)
            break;
    }
    return (0,deviance/* logPoisson */.mQ)(a, x) + Math.log(a) + Math.log(value);
}
function check(a, x) {
    (0,errors/* demand */.wo)(a > 0 && a <= LARGEST && x >= 0, () => `the incomplete gamma needs 0 < a <= ${LARGEST} and x >= 0, got a = ${a}, x = ${x}`);
}
/** log Q(a, x), the upper regularized incomplete gamma; finite where the probability underflows. */
function gammaLogUpper(a, x) {
    check(a, x);
    if (x === 0 || x === Infinity)
        return x === 0 ? 0 : -Infinity;
    return x < a + 1 ? Math.log1p(-Math.exp(logSeries(a, x))) : logFraction(a, x);
}
/** Q(a, x): P(Gamma(a) > x), with full relative accuracy in the tail. */
function gammaUpper(a, x) {
    check(a, x);
    if (x === 0 || x === Infinity)
        return x === 0 ? 1 : 0;
    return x < a + 1 ? -Math.expm1(logSeries(a, x)) : Math.exp(logFraction(a, x));
}
/** log P(a, x), the lower regularized incomplete gamma. */
function gammaLogLower(a, x) {
    check(a, x);
    if (x === 0 || x === Infinity)
        return x === 0 ? -Infinity : 0;
    return x < a + 1 ? logSeries(a, x) : Math.log1p(-Math.exp(logFraction(a, x)));
}
/** P(a, x): P(Gamma(a) <= x). */
function gammaLower(a, x) {
    check(a, x);
    if (x === 0 || x === Infinity)
        return x === 0 ? 0 : 1;
    return x < a + 1 ? Math.exp(logSeries(a, x)) : -Math.expm1(logFraction(a, x));
}
/** P(chi-square with df degrees of freedom > x); df may be fractional, 1 for x <= 0. */
function chiSquareSf(x, df) {
    return x <= 0 ? 1 : gammaUpper(df / 2, x / 2);
}

;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/chi-square-homogeneity.js



/** Chi-square test of a 2 × B table; columns empty in both rows are dropped, and a single one left gives p = 1. */
function chiSquareHomogeneity(x, y, yates = false) {
    (0,errors/* demand */.wo)(x.length === y.length, () => `both rows need the same columns, got ${x.length} and ${y.length}`);
    const [m, n] = [(0,src_numbers/* demandCounts */.s6)(x, 'the first row'), (0,src_numbers/* demandCounts */.s6)(y, 'the second row')];
    (0,errors/* demand */.wo)(m > 0 && n > 0, () => `both rows need at least one count, got ${m} and ${n}`);
    const size = m + n;
    let [chi2, columns, least] = [0, 0, Infinity];
    for (let i = 0; i < x.length; i++) {
        const column = (0,src_numbers.at)(x, i) + (0,src_numbers.at)(y, i);
        if (column === 0)
            continue;
        columns++;
        const [inX, inY] = [(column / size) * m, (column / size) * n];
        least = Math.min(least, inX, inY);
        const off = Math.abs((0,src_numbers.at)(x, i) - inX);
        const gap = yates ? off - Math.min(0.5, off) : off;
        chi2 += (gap * gap) / inX + (gap * gap) / inY;
    }
    const df = columns - 1;
    if (df === 0)
        return { chi2: 0, df, p: 1, minExpected: least, cramersV: 0, columns };
    return { chi2, df, p: chiSquareSf(chi2, df), minExpected: least, cramersV: Math.sqrt(chi2 / size), columns };
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/drift/drift.js


/** Bins of equal share of both arms together, for the measures that need bins. */
const BINS = 10;
/** Drift of numbers from one arm to the other; undefined when one of them has none. */
function numericDrift(name, stable, candidate) {
    const merged = mergePoints(stable, candidate);
    if (merged.stable === 0 || merged.candidate === 0)
        return undefined;
    const found = ksDistanceFromBins(merged.points.map(([, a]) => a), merged.points.map(([, , b]) => b));
    const { first, second } = binned(merged.points, merged.stable + merged.candidate);
    return {
        name,
        distance: found.d,
        p: ksLimitingP(found),
        reach: (confidence) => (0,empirical_process/* massartHalfWidth */.$F)(merged.stable, (1 - confidence) / 2) +
            (0,empirical_process/* massartHalfWidth */.$F)(merged.candidate, (1 - confidence) / 2),
        stability: populationStability(first, second),
        jensenShannon: Math.sqrt(jensenShannon(first, second)),
        wasserstein: wassersteinOf(merged),
    };
}
/** Drift of classes: a chi-square test of homogeneity, in which neither arm is taken for the truth. */
function classDrift(name, counts) {
    const first = counts.map(([a]) => a);
    const second = counts.map(([, b]) => b);
    const [m, n] = [total(first), total(second)];
    if (m === 0 || n === 0)
        return undefined;
    return {
        name,
        distance: total(counts.map(([a, b]) => Math.abs(a / m - b / n))) / 2,
        p: chiSquareHomogeneity(first, second).p,
        reach: (confidence) => classBandOf(m, counts.length, confidence) + classBandOf(n, counts.length, confidence),
        stability: populationStability(first, second),
        jensenShannon: Math.sqrt(jensenShannon(first, second)),
    };
}
/** Total variation that n draws from so many classes keep to (Weissman et al. 2003); each arm has half the risk. */
function classBandOf(n, classes, confidence) {
    return Math.sqrt((classes * Math.LN2 + Math.log(2 / (1 - confidence))) / (2 * n));
}
function mergePoints(stable, candidate) {
    const all = new Map();
    // Values and bins are never the same points: where one arm has bins, so has the other.
    const read = stable.exact && candidate.exact ? pointsOf : binnedPoints;
    for (const [value, count] of read(stable))
        all.set(value, [count, 0]);
    for (const [value, count] of read(candidate)) {
        const known = all.get(value);
        if (known === undefined)
            all.set(value, [0, count]);
        else
            known[1] += count;
    }
    const points = [...all].map(([value, [a, b]]) => [value, a, b]).sort(([a], [b]) => a - b);
    return { points, stable: total(points.map(([, a]) => a)), candidate: total(points.map(([, , b]) => b)) };
}
function binned(points, n) {
    const first = [];
    const second = [];
    let [a, b, seen] = [0, 0, 0];
    points.forEach(([, x, y], i) => {
        a += x;
        b += y;
        seen += x + y;
        if (seen < ((first.length + 1) * n) / BINS && i < points.length - 1)
            return;
        first.push(a);
        second.push(b);
        a = b = 0;
    });
    return { first, second };
}
function wassersteinOf({ points, stable, candidate }) {
    let [below, other, area] = [0, 0, 0];
    points.forEach(([value, a, b], i) => {
        below += a / stable;
        other += b / candidate;
        area += Math.abs(below - other) * ((points[i + 1]?.[0] ?? value) - value);
    });
    return area;
}
function total(values) {
    return values.reduce((sum, value) => sum + value, 0);
}

;// CONCATENATED MODULE: ./.build-cli/packages/stats/src/mcnemar.js



function mcnemar_check(first, second) {
    const whole = [first, second].every((count) => Number.isSafeInteger(count) && count >= 0);
    (0,errors/* demand */.wo)(whole, () => `discordant pairs must be whole numbers of at least 0, got ${first} and ${second}`);
    return first + second;
}
/** McNemar's exact two-sided p: pairs in which only the first, or only the second, shows the event. 1 without pairs. */
function mcnemarExact(first, second) {
    const pairs = mcnemar_check(first, second);
    return pairs === 0 ? 1 : Math.min(1, 2 * (0,binomial_test/* binomialAtMost */.Q)(Math.min(first, second), pairs, 0.5));
}
/** McNemar's mid-p (Fagerland 2013): the observed table counts half, which keeps the level without the waste. */
function mcnemarMidP(first, second) {
    const pairs = mcnemar_check(first, second);
    // Doubling a mid tail in the very middle gives 1.
    if (first === second)
        return 1;
    return (2 * binomialAtMost(Math.min(first, second), pairs, 0.5) - Math.exp(logBinomial(first, second, 0.5, 0.5)));
}

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/proportion-interval.js
var proportion_interval = __webpack_require__(4210);
;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/details/figures/agreement.js



/** Agreement and, where the truth is known, accuracy on the same inputs. */
function agreementFigures(a, confidence) {
    if (a.n === 0)
        return [];
    const agreement = shareFigure('agreement', a.agreed, a.n, confidence);
    const known = labelled(a);
    if (known === 0)
        return [agreement];
    const stable = (a.bothRight + a.stableOnly) / known;
    return [
        agreement,
        { ...shareFigure('accuracy', a.bothRight + a.candidateOnly, known, confidence), stable },
        { name: 'only the stable model is right', value: a.stableOnly, unit: 'inputs' },
        { name: 'only the candidate is right', value: a.candidateOnly, unit: 'inputs' },
        { name: "McNemar's exact p", value: mcnemarExact(a.stableOnly, a.candidateOnly) },
    ];
}
/** How often the stable model agreed with itself, where it was asked twice. */
function noiseFigures({ repeated, discord }, confidence) {
    if (repeated === 0)
        return [];
    return [shareFigure('the stable model agrees with itself', repeated - noisy(discord), repeated, confidence)];
}
function shareFigure(name, events, n, confidence) {
    return { name, unit: 'share', value: events / n, ...(0,proportion_interval/* clopperPearson */.mI)(events, n, confidence) };
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/models/kappa.js
/**
 * Cohen's kappa of two raters from the cells of their table, with its standard error (Fleiss, Cohen and Everitt, Psychological
 * Bulletin 72, 1969); undefined without answers, or when chance explains all.
 */
function kappa(cells) {
    const n = cells.reduce((sum, [, , count]) => sum + count, 0);
    const [rows, columns] = [sharesOf(cells, 0, n), sharesOf(cells, 1, n)];
    let chance = 0;
    for (const [name, share] of rows)
        chance += share * (columns.get(name) ?? 0);
    if (n === 0 || chance >= 1)
        return undefined;
    const agreed = cells.reduce((sum, [row, column, count]) => sum + (row === column ? count : 0), 0) / n;
    const value = (agreed - chance) / (1 - chance);
    const spread = cells.reduce((sum, [row, column, count]) => {
        const margins = (columns.get(row) ?? 0) + (rows.get(column) ?? 0);
        const part = (row === column ? 1 : 0) - margins * (1 - value);
        return sum + (count / n) * part * part;
    }, 0);
    const variance = spread - (value - chance * (1 - value)) ** 2;
    return { value, error: Math.sqrt(Math.max(0, variance) / n) / (1 - chance) };
}
function sharesOf(cells, side, n) {
    const shares = new Map();
    for (const cell of cells)
        shares.set(cell[side], (shares.get(cell[side]) ?? 0) + cell[2] / n);
    return shares;
}

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/normal.js
var normal = __webpack_require__(2723);
;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/models/score-measures.js

/** Groups scores by value, highest first. */
function byScore(scores, positive) {
    const groups = new Map();
    scores.forEach((score, k) => {
        const group = groups.get(score) ?? { positives: 0, negatives: 0 };
        if (positive[k] === true)
            group.positives++;
        else
            group.negatives++;
        groups.set(score, group);
    });
    return [...groups].map(([score, counts]) => ({ score, ...counts })).sort((a, b) => b.score - a.score);
}
/**
 * Area under the ROC curve: the chance that a positive scores above a negative, ties counting half, with its standard error
 * (DeLong, DeLong and Clarke-Pearson, Biometrics 44, 1988). NaN without both, and an infinite error with one of either.
 */
function areaUnderCurve(groups) {
    const positives = groups.reduce((sum, group) => sum + group.positives, 0);
    const negatives = groups.reduce((sum, group) => sum + group.negatives, 0);
    if (positives === 0 || negatives === 0)
        return { value: Number.NaN, error: Number.NaN };
    // Of each positive the share of negatives below it, of each negative the share of positives above it.
    let [above, below] = [0, negatives];
    const [ofPositives, ofNegatives] = [emptySums(), emptySums()];
    for (const group of groups) {
        below -= group.negatives;
        note(ofPositives, (below + group.negatives / 2) / negatives, group.positives);
        note(ofNegatives, (above + group.positives / 2) / positives, group.negatives);
        above += group.positives;
    }
    const variance = varianceOf(ofPositives, positives) / positives + varianceOf(ofNegatives, negatives) / negatives;
    return { value: ofPositives.sum / positives, error: Math.sqrt(variance) };
}
function emptySums() {
    return { sum: 0, squares: 0 };
}
function note(into, value, times) {
    into.sum += value * times;
    into.squares += value * value * times;
}
function varianceOf({ sum, squares }, n) {
    return n < 2 ? Infinity : Math.max(0, squares - (sum * sum) / n) / (n - 1);
}
/** Average precision: the sum of precision times the step in recall, one step for each score. NaN without positives. */
function averagePrecision(groups) {
    const total = groups.reduce((sum, { positives }) => sum + positives, 0);
    let [positives, all, area] = [0, 0, 0];
    for (const group of groups) {
        positives += group.positives;
        all += group.positives + group.negatives;
        area += (group.positives / total) * (positives / all);
    }
    return total === 0 ? Number.NaN : area;
}
/** Bounds of an average precision over so many positives: the logit interval of Boyd, Eng and Page (ECML 2013). */
function averagePrecisionInterval(value, positives, confidence) {
    if (!(value > 0 && value < 1))
        return {};
    const logit = Math.log(value / (1 - value));
    const reach = (0,normal/* normalUpperQuantile */.tn)((1 - confidence) / 2) / Math.sqrt(positives * value * (1 - value));
    const back = (at) => 1 / (1 + Math.exp(-at));
    return { low: back(logit - reach), high: back(logit + reach) };
}
/** Mean squared error of probabilities. */
function brierScore(scores, positive) {
    return mean(scores.map((score, k) => (score - Number(positive[k] === true)) ** 2));
}
/** Mean of -ln of the probability given to what was true; probabilities are kept `clip` away from 0 and 1. */
function logLoss(scores, positive, clip = 2 ** -52) {
    return mean(scores.map((score, k) => {
        const given = positive[k] === true ? score : 1 - score;
        return -Math.log(Math.min(1 - clip, Math.max(clip, given)));
    }));
}
/** Expected calibration error: mean distance of score and truth over bins of equal width, closed on the right. */
function calibrationError(scores, positive, bins = 10) {
    const gaps = Array.from({ length: bins }, () => 0);
    scores.forEach((score, k) => {
        const bin = Math.min(bins - 1, Math.max(0, Math.ceil(score * bins - 1e-12) - 1));
        gaps[bin] = (gaps[bin] ?? 0) + score - Number(positive[k] === true);
    });
    return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / scores.length;
}
/** Mean of KL(p, q) + KL(q, p) of two Bernoulli probabilities, in nats. */
function symmetricKl(p, q) {
    return mean(p.map((a, k) => {
        const b = q[k] ?? Number.NaN;
        return (a - b) * (Math.log(a / b) - Math.log((1 - a) / (1 - b)));
    }));
}
function mean(values) {
    return values.reduce((sum, value) => sum + value, 0) / values.length;
}

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/paired-mean.js
var paired_mean = __webpack_require__(4779);
;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/details/figures/mean.js



/** The mean of n values from their sum and the sum of their squares. */
function meanOf(n, sum, squares) {
    const value = sum / n;
    return { n, value, error: (0,paired_mean/* meanError */.o)({ n, m2: squares - sum * value }) };
}
/** The mean of what a distribution holds; undefined where that is nothing. Beyond 1,000 distinct values its error is near. */
function meanIn(distribution) {
    const data = distribution?.data();
    const n = data === undefined ? 0 : countOf(data);
    if (data === undefined || n === 0)
        return undefined;
    const value = totalOf(data.sum) / n;
    const m2 = pointsOf(data).reduce((sum, [at, count]) => sum + count * (at - value) ** 2, 0);
    return { n, value, error: (0,paired_mean/* meanError */.o)({ n, m2 }) };
}
/** A figure with a normal interval around it; without one where its error is not known. */
function normalFigure(name, { value, error }, confidence) {
    if (!Number.isFinite(error))
        return { name, value };
    const reach = (0,normal/* normalUpperQuantile */.tn)((1 - confidence) / 2) * error;
    return { name, value, low: value - reach, high: value + reach };
}
/** The candidate's mean as a figure beside the stable model's. */
function besideFigure(name, stable, candidate, confidence) {
    return meanFigure(name, candidate, confidence).map((figure) => {
        const before = meanIn(stable);
        return before === undefined ? figure : { ...figure, stable: before.value };
    });
}
/** The mean of a distribution as a figure. */
function meanFigure(name, of, confidence) {
    const found = meanIn(of);
    return found === undefined ? [] : [normalFigure(`mean ${name}`, found, confidence)];
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/details/figures/classes.js





/** What only classifiers have: kappa, scores, how well they rank and how well they are calibrated. */
function classFigures(tally, confidence) {
    const { stable, candidate } = tally.quality;
    const agreement = kappa(tally.flips.cells());
    return [
        ...(agreement === undefined ? [] : [normalFigure("Cohen's kappa", agreement, confidence)]),
        ...meanFigure('score shift', tally.shift, confidence),
        ...(stable.n === 0 ? [] : scoreFigures(stable, candidate, confidence)),
    ].filter(({ value }) => Number.isFinite(value));
}
function scoreFigures(stable, candidate, confidence) {
    const [before, after] = [scored(stable), scored(candidate)];
    const precision = averagePrecision(after);
    return [
        { ...normalFigure('Brier score', brier(candidate), confidence), stable: brier(stable).value },
        { ...normalFigure('log-loss', classes_logLoss(candidate), confidence), stable: classes_logLoss(stable).value },
        {
            ...normalFigure('calibration error', classes_calibrationError(candidate), confidence),
            stable: classes_calibrationError(stable).value,
        },
        {
            ...normalFigure('area under the ROC curve', areaUnderCurve(after), confidence),
            stable: areaUnderCurve(before).value,
        },
        {
            name: 'average precision',
            value: precision,
            ...averagePrecisionInterval(precision, candidate.positives.n, confidence),
            stable: averagePrecision(before),
        },
    ];
}
function brier({ n, brier: sum, brierSquared }) {
    return meanOf(n, totalOf(sum), totalOf(brierSquared));
}
function classes_logLoss({ n, logLoss: sum, logLossSquared }) {
    return meanOf(n, totalOf(sum), totalOf(logLossSquared));
}
/** Mean distance of score and truth over the bins; its error is that of the positives in each, the scores taken as given. */
function classes_calibrationError({ n, bins }) {
    const value = bins.reduce((sum, bin) => sum + Math.abs(totalOf(bin.score) - bin.positives), 0) / n;
    const variance = bins.reduce((sum, bin) => sum + (bin.n === 0 ? 0 : bin.positives * (1 - bin.positives / bin.n)), 0);
    return { value, error: Math.sqrt(variance) / n };
}
function scored({ positives, negatives }) {
    return grouped(positives.data(), negatives.data());
}
function grouped(positives, negatives) {
    const groups = new Map();
    for (const [score, count] of pointsOf(positives))
        groups.set(score, { positives: count, negatives: 0 });
    for (const [score, count] of pointsOf(negatives)) {
        groups.set(score, { positives: groups.get(score)?.positives ?? 0, negatives: count });
    }
    return [...groups].map(([score, counts]) => ({ score, ...counts })).sort((a, b) => b.score - a.score);
}

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/p-adjust.js
var p_adjust = __webpack_require__(2328);
;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/details/figures/drift.js


/** Drift of outputs and inputs, flagged with the false-discovery rate controlled. */
function driftFigures(drifts, confidence) {
    const found = drifts.filter((drift) => drift !== undefined);
    const adjusted = (0,p_adjust/* adjustP */.E)(found.map(({ p }) => Math.min(1, Math.max(0, p))), 'benjamini-hochberg');
    return found.map((drift, i) => {
        const reach = drift.reach(confidence);
        return {
            name: `drift of ${drift.name}`,
            value: drift.distance,
            low: Math.max(0, drift.distance - reach),
            high: Math.min(1, drift.distance + reach),
            note: noteOf(drift, adjusted[i] ?? 1),
            flagged: (adjusted[i] ?? 1) <= 1 - confidence,
        };
    });
}
function noteOf({ stability, jensenShannon, wasserstein }, p) {
    const number = (value) => String(Number(value.toPrecision(3)));
    const moved = wasserstein === undefined ? '' : `, Wasserstein ${number(wasserstein)}`;
    return `corrected p ${number(p)}, PSI ${number(stability)}, Jensen-Shannon ${number(jensenShannon)}${moved}`;
}
/** Drift of the classes that a classifier gives. */
function answerDrift(tally) {
    const counts = new Map();
    for (const [row, column, count] of tally.flips.cells()) {
        for (const [name, arm] of [
            [row, 0],
            [column, 1],
        ]) {
            const known = counts.get(name) ?? [0, 0];
            known[arm] += count;
            counts.set(name, known);
        }
    }
    return [
        classDrift('the predicted classes', [...counts.values()]),
        numericDrift('the scores', tally.scores.stable.data(), tally.scores.candidate.data()),
    ];
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/models/concordance.js

/**
 * Lin's concordance correlation (Biometrics 45, 1989) of n pairs, with his interval by Fisher's transformation (as corrected
 * in Biometrics 56, 2000); undefined where both variables are one constant, without bounds where they are perfectly alike or
 * there are too few pairs.
 */
function concordanceFrom(n, { x, y, xx, yy, xy }, confidence) {
    const [sx, sy, cross] = [xx - x * x, yy - y * y, xy - x * y];
    const spread = sx + sy + (x - y) ** 2;
    if (spread <= 0)
        return undefined;
    const value = (2 * cross) / spread;
    const correlation = cross / Math.sqrt(sx * sy);
    if (n < 3 || !(sx > 0 && sy > 0) || correlation === 0 || Math.abs(value) >= 1)
        return { value };
    const shift = (x - y) ** 2 / Math.sqrt(sx * sy);
    const variance = (((1 - correlation ** 2) * value ** 2) / ((1 - value ** 2) * correlation ** 2) +
        (2 * value ** 3 * (1 - value) * shift) / (correlation * (1 - value ** 2) ** 2) -
        (value ** 4 * shift ** 2) / (2 * correlation ** 2 * (1 - value ** 2) ** 2)) /
        (n - 2);
    const reach = (0,normal/* normalUpperQuantile */.tn)((1 - confidence) / 2) * Math.sqrt(Math.max(0, variance));
    return { value, low: Math.tanh(Math.atanh(value) - reach), high: Math.tanh(Math.atanh(value) + reach) };
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/details/figures/numbers.js


/** Kept to work out other figures, and of no interest by themselves. */
const numbers_HIDDEN = /squared|product/;
/** What both models have one of; the two are one figure. */
const OF_BOTH = /^(stable|candidate) /;
/** The figures of other kinds of models: means with intervals, root mean square errors, concordance. */
function numberFigures(tally, confidence) {
    const shown = [...tally.figures].filter(([name]) => !numbers_HIDDEN.test(name)).sort(([a], [b]) => (a < b ? -1 : 1));
    return [
        ...shown.flatMap(([name, figure]) => {
            const of = name.replace(OF_BOTH, '');
            if (of === name)
                return meanFigure(name, figure, confidence);
            const stable = tally.figures.get(`stable ${of}`);
            return stable === undefined || name.startsWith('stable ')
                ? []
                : besideFigure(of, stable, figure, confidence);
        }),
        ...rootMeanSquare(tally, confidence),
        ...concordanceFigure(tally, confidence),
    ];
}
function rootMeanSquare({ figures }, confidence) {
    const [before, after] = [
        meanIn(figures.get('stable squared error')),
        meanIn(figures.get('candidate squared error')),
    ];
    if (before === undefined || after === undefined)
        return [];
    const { value, low, high } = normalFigure('', after, confidence);
    const root = (square) => Math.sqrt(Math.max(0, square));
    return [
        {
            name: 'root mean square error',
            value: root(value),
            ...(low === undefined || high === undefined ? {} : { low: root(low), high: root(high) }),
            stable: root(before.value),
        },
    ];
}
function concordanceFigure({ figures }, confidence) {
    const mean = (name) => meanIn(figures.get(name));
    const [x, y] = [mean('stable prediction'), mean('candidate prediction')];
    const [xx, yy, xy] = [mean('stable squared'), mean('candidate squared'), mean('product')];
    if (x === undefined || y === undefined || xx === undefined || yy === undefined || xy === undefined)
        return [];
    const found = concordanceFrom(x.n, { x: x.value, y: y.value, xx: xx.value, yy: yy.value, xy: xy.value }, confidence);
    return found === undefined ? [] : [{ name: 'concordance correlation', ...found }];
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/details/model-slices.js



/**
 * Slices, those first in which the candidate certainly loses; where the truth is not known, by how often the models disagree.
 * The share of false ones among the flagged is kept below the level (Benjamini-Hochberg).
 */
function model_slices_modelSlices(slices, kind, confidence) {
    const all = [...slices].sort(([a], [b]) => (a < b ? -1 : 1));
    const lost = all.map(([, answered]) => lostIn(answered, kind));
    const adjusted = (0,p_adjust/* adjustP */.E)(lost.map((each) => each?.p ?? 1), 'benjamini-hochberg');
    return all
        .map(([name, { agreement }], i) => {
        const p = adjusted[i] ?? 1;
        const loss = lost[i]?.loss;
        return {
            name,
            pairs: agreement.n,
            agreement: agreement.n === 0 ? 0 : agreement.agreed / agreement.n,
            ...(agreement.n === 0 ? {} : (0,proportion_interval/* clopperPearson */.mI)(agreement.agreed, agreement.n, confidence)),
            flagged: p <= 1 - confidence,
            ...(loss === undefined ? {} : { loss, p }),
        };
    })
        .sort((x, y) => Number(y.flagged) - Number(x.flagged) || x.agreement - y.agreement || (x.name < y.name ? -1 : 1));
}
/** Accuracy in points, by McNemar's exact test; of errors the share they grew by and of gain its points, by Student's. */
function lostIn({ agreement, loss }, kind) {
    const known = labelled(agreement);
    if (known > 0) {
        const { stableOnly, candidateOnly } = agreement;
        const discordant = stableOnly + candidateOnly;
        const p = discordant === 0 ? 1 : (0,binomial_test/* binomialAtLeast */.y)(stableOnly, discordant, 0.5);
        return { loss: (stableOnly - candidateOnly) / known, p };
    }
    if (loss.n === 0)
        return undefined;
    const changes = lossChanges(loss);
    const before = stableLosses(loss).mean;
    const lost = kind === 'regression' && before > 0 ? changes.mean / before : changes.mean;
    return { loss: lost, p: (0,paired_mean/* largerMeanP */.N)(changes) };
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/details/model.js










/** Classes shown in the confusion matrix: those with the most answers. */
const MOST_LABELS = 12;
const MOST_FLIPS = 20;
/** What two models said, as a report shows it. */
function modelRows(summary, comparison, confidence) {
    const { model } = summary;
    if (model === undefined)
        return undefined;
    const { detail, overall } = model;
    const classes = detail instanceof ClassificationTally ? detail : undefined;
    // Credentials are no class.
    const cells = (classes?.flips.cells() ?? []).map(([row, column, count]) => [maskCredentials(row), maskCredentials(column), count]);
    const labels = mostCommon(cells);
    return {
        type: comparison.kind,
        figures: [
            ...agreementFigures(overall.agreement, confidence),
            ...noiseFigures(model, confidence),
            ...(classes === undefined ? [] : classFigures(classes, confidence)),
            ...(detail instanceof FigureTally ? numberFigures(detail, confidence) : []),
        ],
        labels,
        confusion: labels.map((row) => labels.map((column) => cells.find(([a, b]) => a === row && b === column)?.[2] ?? 0)),
        flips: cells
            .filter(([from, to]) => from !== to)
            .sort(([, , a], [, , b]) => b - a)
            .slice(0, MOST_FLIPS)
            .map(([from, to, count]) => ({ from, to, count })),
        slices: model_slices_modelSlices(model.slices, comparison.kind, confidence),
        drift: driftFigures([...outputDrift(detail), ...inputDrift(model, comparison)], confidence),
        calibration: classes === undefined ? [] : [classes.quality.stable, classes.quality.candidate].map(calibrationOf),
    };
}
function outputDrift(detail) {
    if (detail instanceof ClassificationTally)
        return answerDrift(detail);
    if (!(detail instanceof FigureTally))
        return [];
    const [stable, candidate] = ['stable prediction', 'candidate prediction'].map((name) => detail.figures.get(name));
    if (stable === undefined || candidate === undefined)
        return [];
    return [numericDrift('the predictions', stable.data(), candidate.data())];
}
function inputDrift(model, { model: paths }) {
    return model.inputs.map(([stable, candidate], k) => numericDrift(paths?.inputs[k]?.join('.') ?? 'an input', stable.data(), candidate.data()));
}
function calibrationOf({ bins }) {
    return bins
        .filter(({ n }) => n > 0)
        .map(({ n, positives, score }) => [totalOf(score) / n, positives / n, n]);
}
function mostCommon(cells) {
    const sizes = new Map();
    for (const [row, column, count] of cells) {
        sizes.set(row, (sizes.get(row) ?? 0) + count);
        sizes.set(column, (sizes.get(column) ?? 0) + count);
    }
    return [...sizes]
        .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
        .slice(0, MOST_LABELS)
        .map(([label]) => label);
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/judged/noise.js

/** From this share of noise on, equal values are the exception and say nothing. */
const ALWAYS_NOISY = 0.9;
/** Fewer repeats than this do not call a path always noisy. */
const ENOUGH_REPEATS = 20;
/** The noise at a path: how often the primary's own repeat differed. */
function noiseOf(discord, repeated) {
    return repeated === 0 ? 0 : noisy(discord) / repeated;
}
/** Whether a path differs so often by itself that only its shape and size can be compared. */
function isAlwaysNoisy(counts, repeated) {
    return repeated >= ENOUGH_REPEATS && noiseOf(counts.any, repeated) >= ALWAYS_NOISY;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/judged/arms.js


/**
 * What was measured in one arm: for a mean its exact value with the spread, for a quantile the values as a histogram whose
 * bounds they are; beyond 1,000 distinct ones those are middles of bins.
 */
function armOf(about, measured) {
    const data = measured?.data();
    const n = data === undefined ? 0 : countOf(data);
    if (data === undefined || n === 0) {
        return { kind: 'absent', absence: data !== undefined && data.odd > 0 ? 'not_a_number' : 'no_data' };
    }
    const points = pointsOf(data);
    if (about === 'quantile') {
        return {
            kind: 'histogram',
            bounds: points.map(([value]) => value),
            counts: [...points.map(([, count]) => count), 0],
        };
    }
    const mean = totalOf(data.sum) / n;
    return {
        kind: 'summary',
        n,
        mean,
        m2: points.reduce((sum, [at, count]) => sum + count * (at - mean) ** 2, 0),
    };
}
/** Events among trials. */
function shareArm(events, trials) {
    return trials === 0 ? { kind: 'absent', absence: 'no_data' } : { kind: 'proportion', events, trials };
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/judged/metric.js


/** Tells the judge that it counts differences, for the words of its reasons. */
const DIFFERENCES = { counts: 'differences' };
/** What is not observed in the arm of the primary: a budget or a count has nothing to compare with. */
const UNOBSERVED = { kind: 'absent', absence: 'not_observed' };
/**
 * How often the candidate differs, beyond noise where there are repeats: of every pair, with McNemar's test; of some of them,
 * as two rates, so that what differs in pairs without a repeat counts as much. Without any all differences are real.
 */
function differenceMetric(name, discord, { compared, repeated }, noise, settings, margin = settings.maxDifferenceRate) {
    const candidate = shareArm(differing(discord), compared);
    if (noise === 'none' || repeated === 0)
        return budgetMetric(name, candidate, settings, margin);
    const asked = { name, margin, settings: DIFFERENCES };
    if (noise === 'paired' && repeated < compared) {
        const baseline = shareArm(noisy(discord), repeated);
        return metric({ ...asked, test: 'rates' }, { baseline, candidate }, settings);
    }
    const baseline = shareArm(noisy(discord), compared);
    const paired = { candidateOnly: discord.candidateOnly, baselineOnly: discord.repeatOnly };
    const test = noise === 'diffy' ? 'diffy' : 'difference';
    return metric({ ...asked, test }, { baseline, candidate, paired }, settings);
}
/** A rate that must stay within a budget. */
function budgetMetric(name, candidate, settings, margin) {
    return metric({ name, margin, test: 'budget' }, { baseline: UNOBSERVED, candidate }, settings);
}
/** A count of everything there was, not of a sample. */
function censusMetric(name, candidate, settings, margin) {
    const census = { census: true };
    return metric({ name, margin, test: 'limit', settings: census }, { baseline: UNOBSERVED, candidate }, settings);
}
/** A metric with one block, which is what a comparison that is looked at once has. */
function metric(asked, arms, { window }) {
    return {
        policy: {
            name: asked.name,
            kind: asked.kind ?? 'proportion',
            worse: 'higher',
            margin: { value: asked.margin, of: asked.ofBaseline === true ? 'baseline' : 'unit' },
            critical: asked.critical ?? true,
            weight: 1,
            judge: 'paired',
            ...(asked.quantile === undefined ? {} : { quantile: asked.quantile }),
            ...(asked.unit === undefined ? {} : { unit: asked.unit }),
            settings: { test: asked.test, ...asked.settings },
        },
        samples: { metric: asked.name, blocks: [{ ...window, weight: 100, ...arms }] },
    };
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/judged/crowded.js
/** More places than this inside one are named after data, such as ids or dates, not after what they mean. */
const CROWD = 256;
/** The last step of a place as it is written: `.key`, `["odd key"]`, `[*]`, or a key at the top. */
const LAST = /(?:\.[^.[\]"]+|\[(?:\*|"(?:[^"\\]|\\.)*")\]|^[^.[\]"]+)$/;
/**
 * Objects and arrays in which so many places differ that each of them comes up in few pairs: what differs there is judged
 * together, for place by place all of it could be wrong and each place within its budget.
 */
function crowdedPlaces({ paths, within }) {
    const inside = new Map();
    for (const place of new Set([...paths.keys(), ...within.keys()])) {
        const around = aroundOf(place);
        if (around !== undefined)
            inside.set(around, (inside.get(around) ?? 0) + 1);
    }
    return [...within]
        .filter(([place]) => (inside.get(place) ?? 0) > CROWD)
        .sort(([a], [b]) => (a < b ? -1 : 1));
}
function aroundOf(place) {
    if (place === '$')
        return undefined;
    const step = LAST.exec(place);
    return step === null ? undefined : place.slice(0, step.index) || '$';
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/judged/size-metric.js


/** Largest tolerated distance from the primary's distribution beyond the repeat's own: ten answers in a hundred. */
const MAX_DISTANCE = 0.1;
/** Shares of the primary's values at which the distributions are compared. */
const CUTS = 20;
/** A type that has a smaller share of the sizes is not judged by them; that it comes up more often is a matter of shape. */
const RARE = 0.1;
/**
 * Of a path that is not comparable by value: whether its numbers are as large, and its texts and arrays as long, as the
 * primary's, beyond what the repeat's differ by. None where values have no size.
 */
function sizeMetrics(path, sizes, settings) {
    if (sizes === undefined)
        return [];
    const numbers = sizes.numbers.map((arm) => arm.data());
    const lengths = sizes.lengths.map((arm) => arm.data());
    const all = size_metric_total(numbers) + size_metric_total(lengths);
    return [
        ...(size_metric_total(numbers) < all * RARE ? [] : size_metric_distance(`distribution of ${path}`, numbers, settings)),
        ...(size_metric_total(lengths) < all * RARE ? [] : size_metric_distance(`length of ${path}`, lengths, settings)),
    ];
}
/** None where all sizes lie within two bins (2 %) of each other, as those of a clock do. */
function size_metric_distance(name, arms, settings) {
    const [primary = [], candidate = [], repeat = []] = arms.map(binsOf);
    const all = [primary, candidate, repeat].flatMap((bins) => bins.map(([bin]) => bin));
    if (all.length === 0 || Math.max(...all) - Math.min(...all) <= 1)
        return [];
    const cuts = cutsOf(primary);
    return [
        metric({ name, margin: MAX_DISTANCE, test: 'distance', settings: DIFFERENCES }, { baseline: gridOf(repeat, cuts), candidate: gridOf(candidate, cuts) }, settings),
    ];
}
function size_metric_total(arms) {
    return arms.reduce((sum, arm) => sum + countOf(arm), 0);
}
/** The ends of the bins at the primary's twentieths, the lower and the upper, each once. */
function cutsOf(bins) {
    const n = bins.reduce((sum, [, count]) => sum + count, 0);
    const cuts = [];
    let below = 0;
    for (const [bin, count] of bins) {
        const under = below / n;
        below += count;
        if (Math.floor((below / n) * CUTS) === Math.floor(under * CUTS))
            continue;
        if ((cuts.at(-1)?.bin ?? -Infinity) < bin - 1)
            cuts.push({ bin: bin - 1, share: under });
        cuts.push({ bin, share: below / n });
    }
    return cuts;
}
function gridOf(bins, cuts) {
    const counts = new Array(cuts.length + 1).fill(0);
    for (const [bin, count] of bins) {
        const at = cuts.findIndex((cut) => bin <= cut.bin);
        const k = at < 0 ? cuts.length : at;
        counts[k] = (counts[k] ?? 0) + count;
    }
    return { kind: 'histogram', bounds: cuts.map(({ share }) => share), counts };
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/judged/path-metrics.js





/** Every path that ever differed, in order, and the bound that all others share. */
function pathMetrics(summary, noise, settings) {
    const paths = [...summary.paths].sort(([a], [b]) => (a < b ? -1 : 1));
    const steady = shareArm(0, summary.compared);
    return [
        ...paths.flatMap(([path, counts]) => metricsAt(path, counts, summary, noise, settings)),
        ...crowdedPlaces(summary).map(([place, discord]) => differenceMetric(`anything in ${place}`, discord, summary, noise, settings)),
        // Paths that no arm ever changed share one bound: no difference in n pairs.
        budgetMetric('fields that never differed', steady, settings, settings.maxDifferenceRate),
    ];
}
function metricsAt(path, counts, summary, noise, settings) {
    if (noise !== 'paired' || !isAlwaysNoisy(counts, summary.repeated))
        return [differenceMetric(`field ${path}`, counts.any, summary, noise, settings)];
    const shape = differenceMetric(`shape of ${path}`, counts.shape, summary, noise, settings);
    return [shape, ...sizeMetrics(path, summary.sizes.get(path), settings)];
}
/** By what a path can be judged, and how the names of those metrics begin. */
const JUDGED_BY = [
    ['value', 'field '],
    ['shape', 'shape of '],
    ['distribution', 'distribution of '],
    ['length', 'length of '],
];
/** The metrics that the judge may know of one path, by what they judge it by. */
function metricsOfPath(path) {
    return JUDGED_BY.map(([by, begin]) => ({ by, metric: begin + path }));
}
/** Whether the report's own table of fields tells a metric, so that the table of metrics need not. */
function isField(metric) {
    return JUDGED_BY.some(([, begin]) => metric.startsWith(begin));
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/details/paths.js



/** Paths that are listed with everything about them. */
const MOST_LISTED = 300;
const ORDER = ['worse', 'undecided', 'not comparable', 'within'];
/** The paths that differ, worst first, and how many more there are. */
function pathRows(summary, evidence) {
    const byMetric = new Map(evidence.map((each) => [each.metric, each]));
    const rows = [...summary.paths]
        .map(([path, counts]) => paths_pathRow(path, counts, summary, byMetric))
        .sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status) ||
        b.excess - a.excess ||
        b.rate - a.rate ||
        (a.path < b.path ? -1 : 1));
    return { rows: rows.slice(0, MOST_LISTED), omitted: Math.max(0, rows.length - MOST_LISTED) };
}
function paths_pathRow(path, counts, { compared, repeated }, evidence) {
    const found = metricsOfPath(path).flatMap(({ by, metric }) => {
        const judged = evidence.get(metric);
        return judged === undefined ? [] : [{ by, judged }];
    });
    const telling = found.find(({ judged }) => judged.finding === 'worse') ?? found[0];
    const noisy = found.every(({ by }) => by !== 'value');
    const { estimate = null, low = null, high = null } = telling?.judged.effect ?? {};
    const needed = Math.max(0, ...found.map(({ judged }) => judged.needed ?? 0));
    const rate = compared === 0 ? 0 : differing(counts.any) / compared;
    return {
        path,
        status: paths_statusOf(telling?.judged, noisy),
        rate,
        noise: repeated > 0 ? noiseOf(counts.any, repeated) : null,
        // What was judged: of a path that is not comparable by value how often its shape differs, or how far its sizes lie apart.
        excess: estimate ?? rate,
        low,
        high,
        pairs: differing(counts.any),
        kinds: Object.entries(counts.kinds)
            .filter(([, count]) => count > 0)
            .map(([kind, count]) => ({ kind, count })),
        higher: counts.higher,
        lower: counts.lower,
        // What may be noise is an example only where there is nothing else.
        examples: counts.examples
            .filter((example) => noisy || !example.noisy)
            .map(({ id, kind, primary, candidate }) => ({ id, kind, primary, candidate })),
        ...(needed > 0 ? { needed } : {}),
        ...(telling === undefined ? {} : { by: telling.by }),
    };
}
function paths_statusOf(found, noisy) {
    if (found?.finding === 'worse')
        return 'worse';
    if (noisy)
        return 'not comparable';
    return found?.finding === 'fine' ? 'within' : 'undecided';
}

// EXTERNAL MODULE: ./.build-cli/packages/stats/src/fisher.js
var fisher = __webpack_require__(8973);
;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/details/slices.js



/** Slices that are listed. */
const slices_MOST_LISTED = 200;
/**
 * Where differences gather: for each slice the field that stands out most there. Every slice is tested at every field
 * that can be compared, and the share of false flags among the flagged is kept below the level (Benjamini-Hochberg).
 */
function sliceRows(summary, confidence) {
    const cells = [...summary.slices].flatMap(([name, counts]) => cellsOf(name, counts, summary));
    const adjusted = (0,p_adjust/* adjustP */.E)(cells.map(({ p }) => p), 'benjamini-hochberg');
    const rows = cells.map((cell, i) => ({ cell, flagged: (adjusted[i] ?? 1) <= 1 - confidence }));
    rows.sort((a, b) => a.cell.p - b.cell.p || slices_excessOf(b.cell) - slices_excessOf(a.cell) || (slices_keyOf(a.cell) < slices_keyOf(b.cell) ? -1 : 1));
    const told = new Set();
    const first = rows.filter(({ cell, flagged }) => {
        const isFirst = !told.has(cell.name);
        told.add(cell.name);
        return isFirst || flagged;
    });
    return first.slice(0, slices_MOST_LISTED).map(({ cell, flagged }) => rowOf(cell, flagged, confidence));
}
function cellsOf(name, counts, summary) {
    return [...counts.paths].flatMap(([path, discord]) => {
        const whole = summary.paths.get(path);
        if (whole === undefined || isAlwaysNoisy(whole, summary.repeated))
            return [];
        const share = differing(whole.any) / Math.max(1, summary.compared);
        return [{ name, path, counts, discord, p: pOf(counts, discord, summary.repeated > 0, share) }];
    });
}
/**
 * With repeats, McNemar's exact test, or Fisher's where not every pair has one; without, whether the field differs more often
 * here than everywhere.
 */
function pOf(counts, discord, withRepeats, everywhere) {
    const { compared, repeated } = counts;
    if (withRepeats && repeated < compared)
        return repeated === 0 ? 1 : (0,fisher/* fisherExact */.R)(differing(discord), compared, noisy(discord), repeated, 'greater');
    if (withRepeats) {
        const discordant = discord.candidateOnly + discord.repeatOnly;
        return discordant === 0 ? 1 : (0,binomial_test/* binomialAtLeast */.y)(discord.candidateOnly, discordant, 0.5);
    }
    if (compared === 0 || everywhere <= 0 || everywhere >= 1)
        return 1;
    return (0,binomial_test/* binomialAtLeast */.y)(differing(discord), compared, everywhere);
}
function rowOf({ name, path, counts, discord }, flagged, confidence) {
    const { compared, repeated } = counts;
    return {
        name,
        path: path || '$',
        pairs: compared,
        rate: rateOf(counts, discord),
        // Each bound holds by itself, as those of whole fields do.
        ...(compared === 0 ? {} : (0,proportion_interval/* clopperPearson */.mI)(differing(discord), compared, 2 * confidence - 1)),
        noise: repeated > 0 ? noiseOf(discord, repeated) : null,
        flagged,
    };
}
function rateOf({ compared }, discord) {
    return differing(discord) / Math.max(1, compared);
}
function slices_excessOf({ counts, discord }) {
    return rateOf(counts, discord) - noiseOf(discord, counts.repeated);
}
function slices_keyOf({ name, path }) {
    return `${name} ${path}`;
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/details/details.js






/** Everything a shadow report shows besides the evidence. */
function detailsOf(summary, comparison, evidence, conduct, confidence) {
    const { rows, omitted } = pathRows(summary, evidence);
    const model = modelRows(summary, comparison, confidence);
    return {
        kind: 'shadow',
        noise: comparison.noise,
        redacted: comparison.redact,
        compared: summary.compared,
        repeated: summary.repeated,
        differing: differing(summary.any),
        paths: rows,
        pathsOmitted: omitted,
        slices: sliceRows(summary, confidence),
        measures: measureRows(summary.measures, confidence),
        lost: lossesOf(summary),
        cost: conduct.cost,
        conduct: conduct.said,
        ...(model === undefined ? {} : { model }),
    };
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/judged/model-metrics.js





/** Largest tolerated loss where the truth is known, unless the user says otherwise: a point, or a twentieth of the error. */
const MOST = { 'accuracy loss': 0.01, 'error growth': 0.05, 'gain loss': 0.01 };
/** By which loss a kind of model is judged where the truth is known. */
const model_metrics_TRUTH = {
    classification: 'accuracy loss',
    text: 'accuracy loss',
    regression: 'error growth',
    ranking: 'gain loss',
};
/**
 * What decides about a model: where the truth is known, the loss on the same inputs; otherwise how often it disagrees with
 * the stable one, beyond what the stable one disagrees with itself. The other of the two is shown and does not decide,
 * unless it is required. What is required and cannot be known is asked all the same, and stays unknown.
 */
function modelMetrics(summary, comparison, settings) {
    const found = summary.model === undefined ? [] : known(summary.model, comparison, settings);
    const unknown = ABOUT_MODELS.flatMap((about) => {
        const limit = limitOf(settings.requirements, about);
        const isFound = found.some(({ policy }) => policy.name === about);
        return limit === undefined || isFound ? [] : [unanswered(about, limit, settings)];
    });
    return [...found, ...unknown];
}
function known(model, { kind, noise }, settings) {
    const { overall, discord, repeated } = model;
    const truth = truthMetric(kind, overall, settings);
    const limit = limitOf(settings.requirements, 'disagreement');
    const disagrees = differenceMetric('disagreement', discord, { compared: overall.agreement.n, repeated }, noise, settings, limit ?? settings.maxDifferenceRate);
    const critical = truth === undefined || limit !== undefined;
    const disagreement = { ...disagrees, policy: { ...disagrees.policy, critical } };
    return truth === undefined ? [disagreement] : [truth, disagreement];
}
function truthMetric(kind, overall, settings) {
    const about = model_metrics_TRUTH[kind];
    if (about === undefined)
        return undefined;
    const limit = limitOf(settings.requirements, about) ?? MOST[about];
    if (about === 'accuracy loss')
        return labelled(overall.agreement) === 0 ? undefined : accuracyMetric(overall.agreement, limit, settings);
    return overall.loss.n === 0 ? undefined : lossMetric(about, overall.loss, limit, settings);
}
/** Wrong answers of both models on the same inputs; that is what "worse" counts. */
function accuracyMetric(a, margin, settings) {
    const n = labelled(a);
    return metric({ name: 'accuracy loss', margin, test: 'difference' }, {
        baseline: shareArm(a.candidateOnly + a.neither, n),
        candidate: shareArm(a.stableOnly + a.neither, n),
        paired: { candidateOnly: a.stableOnly, baselineOnly: a.candidateOnly },
    }, settings);
}
/** By how much the candidate is further off than the stable model: of errors as a share of the stable model's, of gain in points. */
function lossMetric(name, loss, margin, settings) {
    return metric({ name, margin, test: 'change', kind: 'mean', ofBaseline: name === 'error growth' }, { baseline: stableLosses(loss), candidate: lossChanges(loss) }, settings);
}
function unanswered(about, limit, settings) {
    const nothing = { kind: 'absent', absence: 'no_data' };
    return metric({ name: about, margin: limit, test: 'limit' }, { baseline: nothing, candidate: nothing }, settings);
}
/** The strictest limit that was asked for. */
function limitOf(requirements, about) {
    const limits = requirements.filter((requirement) => requirement.about === about).map(({ limit }) => limit);
    return limits.length === 0 ? undefined : Math.min(...limits);
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/judged/requirement-metrics.js




const MAX_NOT_COMPARED = 0.01;
/** One metric for each requirement; that nearly all pairs could be compared is required unless the user says otherwise. */
function requirementMetrics(summary, settings) {
    const { requirements } = settings;
    const asked = requirements.filter(isNotModels);
    const silent = requirements.some(({ about }) => about === 'not compared');
    const all = silent
        ? asked
        : [...asked, { about: 'not compared', limit: MAX_NOT_COMPARED, said: 'not compared <= 1%' }];
    return all.map((requirement) => metricOf(requirement, summary, settings));
}
/** Requirements of models are judged with the model's other figures. */
function isNotModels(requirement) {
    return !ABOUT_MODELS.some((about) => about === requirement.about);
}
function metricOf(requirement, summary, settings) {
    const { said: name, limit } = requirement;
    const { errors } = summary;
    const pairs = pairsOf(summary);
    switch (requirement.about) {
        case 'not compared':
            return censusMetric(name, shareArm(notCompared(summary), pairs), settings, limit);
        case 'withheld':
            return censusMetric(name, shareArm(withheld(summary), withheld(summary) + pairs), settings, limit);
        case 'error rate':
            return metric({ name, margin: limit, test: 'limit' }, failuresOf(summary), settings);
        case 'error increase': {
            const paired = { candidateOnly: errors.candidateOnly, baselineOnly: errors.primaryOnly };
            return metric({ name, margin: limit, test: 'difference' }, { ...failuresOf(summary), paired }, settings);
        }
        case 'mean':
        case 'quantile':
            return measured(requirement, summary, settings);
    }
}
function measured(requirement, summary, settings) {
    const arms = summary.measures.get(requirement.measure);
    return metric({
        name: requirement.said,
        test: 'limit',
        kind: requirement.about,
        ...(requirement.about === 'quantile' ? { quantile: requirement.q } : {}),
        margin: requirement.ofPrimary ? requirement.limit - 1 : requirement.limit,
        ofBaseline: requirement.ofPrimary,
    }, { baseline: armOf(requirement.about, arms?.[0]), candidate: armOf(requirement.about, arms?.[1]) }, settings);
}
/** Failed requests of all; where no record says whether one failed there is nothing to tell them by. */
function failuresOf({ compared, errors }) {
    const n = errors.n === 0 ? 0 : compared + errors.unanswered;
    return {
        baseline: shareArm(errors.primaryOnly + errors.both, n),
        candidate: shareArm(errors.candidateOnly + errors.both, n),
    };
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/judged/metrics.js



/** Everything that decides, as policies with their samples: paths, what never differed, requirements, models. */
function metricsOf(summary, comparison, settings) {
    return [
        ...pathMetrics(summary, comparison.noise, settings),
        ...modelMetrics(summary, comparison, settings),
        ...requirementMetrics(summary, settings),
    ];
}

;// CONCATENATED MODULE: ./.build-cli/packages/shadow/src/judged/verdict-of.js



/** The verdict on a comparison. A pure function of the counts and the settings. */
function verdictOf(summary, comparison, settings, { subject, conduct, judge, }) {
    const metrics = metricsOf(summary, comparison, settings);
    const policy = {
        confidence: settings.confidence,
        minTrials: 0,
        failWhen: 'any-regression',
        stages: 1,
        metrics: metrics.map((metric) => metric.policy),
    };
    const evidence = judge(policy, metrics.map(({ samples }) => samples));
    return {
        schema: 1,
        action: 'shadow-compare',
        subject,
        ...(0,verdict/* conclude */.Ep)(evidence),
        evidence,
        window: settings.window,
        policy: { digest: (0,digest/* digestOf */.o)(policy), document: policy },
        details: detailsOf(summary, comparison, evidence, conduct, settings.confidence),
    };
}
/** Decision of the action for an outcome. */
function decisionOf(outcome) {
    if (outcome === 'pass')
        return 'accept';
    return outcome === 'fail' ? 'reject' : 'undecided';
}

// EXTERNAL MODULE: ./.build-cli/packages/verdict/src/decoder.js
var decoder = __webpack_require__(7680);
;// CONCATENATED MODULE: ./.build-cli/packages/verdict/src/shadow-details.js

/** What became of one path of the compared documents. */
const PATH_STATUSES = ['worse', 'undecided', 'within', 'not comparable'];
const example = (0,decoder/* object */.Ik)({ id: decoder/* text */.Qq, kind: decoder/* text */.Qq, primary: decoder/* text */.Qq, candidate: decoder/* text */.Qq });
const path = (0,decoder/* object */.Ik)({
    path: decoder/* text */.Qq,
    status: (0,decoder/* oneOf */.yL)(PATH_STATUSES),
    /** Share of pairs in which the candidate differs, in which the primary's own repeat does, and the excess. */
    rate: decoder/* number */.ai,
    noise: (0,decoder/* orNull */.Xd)(decoder/* number */.ai),
    excess: decoder/* number */.ai,
    low: (0,decoder/* orNull */.Xd)(decoder/* number */.ai),
    high: (0,decoder/* orNull */.Xd)(decoder/* number */.ai),
    pairs: decoder/* count */.U9,
    /** Numbers of differences by kind: another value, another type, missing, extra, another length. */
    kinds: (0,decoder/* listOf */.c3)((0,decoder/* object */.Ik)({ kind: decoder/* text */.Qq, count: decoder/* count */.U9 })),
    /** Of those by value: in how many the number is higher or the text longer, and in how many the opposite. */
    higher: decoder/* count */.U9,
    lower: decoder/* count */.U9,
    examples: (0,decoder/* listOf */.c3)(example),
}, {
    /** About how many more pairs decide, where it is undecided. */
    needed: decoder/* count */.U9,
    /** What the status, excess and bounds are about: the value, or only its shape, how numbers are distributed, or length. */
    by: decoder/* text */.Qq,
});
const slice = (0,decoder/* object */.Ik)({
    name: decoder/* text */.Qq,
    /** The field whose differences stand out most there. */
    path: decoder/* text */.Qq,
    pairs: decoder/* count */.U9,
    rate: decoder/* number */.ai,
    noise: (0,decoder/* orNull */.Xd)(decoder/* number */.ai),
    /** Certainly worse, with the share of false discoveries among the flagged slices kept below the level. */
    flagged: decoder/* flag */.Jt,
}, { low: decoder/* number */.ai, high: decoder/* number */.ai });
const shadow_details_spread = (0,decoder/* object */.Ik)({
    arm: decoder/* text */.Qq,
    n: decoder/* count */.U9,
    mean: decoder/* number */.ai,
    /** p50, p90, p95, p99 and the largest value. */
    quantiles: (0,decoder/* listOf */.c3)(decoder/* number */.ai),
    /** Points of the cumulative distribution: value and share at or below it. */
    cdf: (0,decoder/* listOf */.c3)((0,decoder/* listOf */.c3)(decoder/* number */.ai)),
});
const shadow_details_measure = (0,decoder/* object */.Ik)({
    name: decoder/* text */.Qq,
    arms: (0,decoder/* listOf */.c3)(shadow_details_spread),
    /** Median of candidate minus primary on the same requests, with its interval. */
    change: (0,decoder/* orNull */.Xd)((0,decoder/* object */.Ik)({ median: decoder/* number */.ai, low: (0,decoder/* orNull */.Xd)(decoder/* number */.ai), high: (0,decoder/* orNull */.Xd)(decoder/* number */.ai) })),
});
const figure = (0,decoder/* object */.Ik)({ name: decoder/* text */.Qq, value: decoder/* number */.ai }, { low: decoder/* number */.ai, high: decoder/* number */.ai, stable: decoder/* number */.ai, note: decoder/* text */.Qq, unit: decoder/* text */.Qq, flagged: decoder/* flag */.Jt });
const shadow_details_model = (0,decoder/* object */.Ik)({
    type: decoder/* text */.Qq,
    figures: (0,decoder/* listOf */.c3)(figure),
    labels: (0,decoder/* listOf */.c3)(decoder/* text */.Qq),
    /** Rows are what the stable model said, columns what the candidate said. */
    confusion: (0,decoder/* listOf */.c3)((0,decoder/* listOf */.c3)(decoder/* count */.U9)),
    flips: (0,decoder/* listOf */.c3)((0,decoder/* object */.Ik)({ from: decoder/* text */.Qq, to: decoder/* text */.Qq, count: decoder/* count */.U9 })),
    slices: (0,decoder/* listOf */.c3)((0,decoder/* object */.Ik)({ name: decoder/* text */.Qq, pairs: decoder/* count */.U9, agreement: decoder/* number */.ai, flagged: decoder/* flag */.Jt }, { loss: decoder/* number */.ai, low: decoder/* number */.ai, high: decoder/* number */.ai, p: decoder/* number */.ai })),
    drift: (0,decoder/* listOf */.c3)(figure),
    /** Calibration: mean score, share of positives and number, by bin, for stable and candidate. */
    calibration: (0,decoder/* listOf */.c3)((0,decoder/* listOf */.c3)((0,decoder/* listOf */.c3)(decoder/* number */.ai))),
});
const details = (0,decoder/* object */.Ik)({
    kind: (0,decoder/* oneOf */.yL)(['shadow']),
    noise: decoder/* text */.Qq,
    redacted: decoder/* flag */.Jt,
    compared: decoder/* count */.U9,
    repeated: decoder/* count */.U9,
    differing: decoder/* count */.U9,
    paths: (0,decoder/* listOf */.c3)(path),
    /** Paths that were counted but are not listed. */
    pathsOmitted: decoder/* count */.U9,
    slices: (0,decoder/* listOf */.c3)(slice),
    measures: (0,decoder/* listOf */.c3)(shadow_details_measure),
    lost: (0,decoder/* listOf */.c3)((0,decoder/* object */.Ik)({ what: decoder/* text */.Qq, count: decoder/* count */.U9 })),
    cost: (0,decoder/* listOf */.c3)(figure),
    /** What was done about side effects and load, one sentence each. */
    conduct: (0,decoder/* listOf */.c3)(decoder/* text */.Qq),
}, { model: shadow_details_model });
/** The shadow details of a verdict, or undefined when it carries none that can be read. */
function shadowDetails(data) {
    if (data?.kind !== 'shadow')
        return undefined;
    const problems = [];
    const read = details(data, 'details', problems);
    return problems.length === 0 ? read : undefined;
}

// EXTERNAL MODULE: ./.build-cli/packages/cli/src/command.js
var command = __webpack_require__(5658);
// EXTERNAL MODULE: ./.build-cli/packages/cli/src/exit.js
var exit = __webpack_require__(935);
// EXTERNAL MODULE: ./.build-cli/packages/cli/src/show-verdict.js
var show_verdict = __webpack_require__(9470);
;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/shadow/options.js


const options_fields = {
    ...sourceInputs,
    ...replayInputs,
    ...comparisonInputs,
    environment: (0,fields_field/* withDefault */.IQ)('local', (0,fields_fields/* text */.Qq)('environment name')),
    service: (0,fields_field/* withDefault */.IQ)('the service', (0,fields_fields/* text */.Qq)('service name')),
    'report-dir': (0,fields_field/* withDefault */.IQ)('sluice-report', (0,fields_fields/* text */.Qq)('path')),
};
/** A shard is for a job; one machine uses all its cores anyway. */
const options_HIDDEN = new Set(['shard']);
/** The options of `sluice shadow`: the inputs of the action. Each may be repeated where the input takes several lines. */
const SHADOW_FLAGS = Object.fromEntries(Object.entries(options_fields)
    .filter(([name]) => !options_HIDDEN.has(name))
    .map(([name, { shape, fallback }]) => [
    name,
    {
        value: 'VALUE',
        about: fallback === undefined ? shape : `${shape} (default: ${fallback})`,
        multiple: true,
    },
]));
/** Reads the options with the same fields as the action. Throws `UserError`. */
function readInput(given) {
    return (0,parse_fields/* parseFields */.L)(options_fields, (name) => {
        const values = given[name];
        return options_HIDDEN.has(name) || !Array.isArray(values) ? '' : values.join('\n');
    }, 'the command line');
}

;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/shadow/progress-bar.js
const progress_bar_WIDTH = 40;
/** A bar on one line of a terminal; nothing at all where output is not a terminal. */
function progressBar(write, isTerminal) {
    let shown = -1;
    return {
        show: (share) => {
            const percent = Math.min(100, Math.floor(share * 100));
            if (isTerminal !== true || percent === shown)
                return;
            shown = percent;
            const full = Math.round((percent / 100) * progress_bar_WIDTH);
            write(`\r${'█'.repeat(full)}${'░'.repeat(progress_bar_WIDTH - full)} ${percent} %`);
        },
        clear: () => {
            if (shown >= 0)
                write(`\r${' '.repeat(progress_bar_WIDTH + 8)}\r`);
        },
    };
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/shadow/run-program.js


const MAX_OUTPUT = 256 * 1024 * 1024;
/** Runs a program with arguments and a text on its standard input, never through a shell. */
async function runProgram(command, args, input) {
    return await new Promise((resolve, reject) => {
        const child = (0,external_node_child_process_.execFile)(command, [...args], { maxBuffer: MAX_OUTPUT }, (error, stdout, stderr) => {
            const code = error === null ? 0 : typeof error.code === 'number' ? error.code : undefined;
            if (code === undefined)
                reject(new user_error/* UserError */.y('COMMAND_NOT_STARTED', `${command} could not be run: ${String(error)}`, 'Is it installed?'));
            else
                resolve({ code, stdout, stderr });
        });
        child.stdin?.on('error', () => undefined);
        child.stdin?.end(input);
    });
}

;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/shadow/main.js














const DID = { accept: 'was accepted', reject: 'was rejected', undecided: 'is undecided' };
/** What a thread loads: the source while developing, its own bundle in the package. */
const WORKER = import.meta.url.endsWith('.ts') ? '../worker.ts' : 'worker/index.js';
/** `sluice shadow`: compares on this machine as the action does. */
const shadowCommand = (0,command/* defineCommand */.N)({
    name: 'shadow',
    about: 'Compares the answers of two versions to the same requests, from logs or by a replay. Writes verdict.json, report.md and report.html.',
    usage: [
        '--primary FILE --candidate FILE [--secondary FILE]',
        '--requests FILE --primary-url URL --candidate-url URL',
        '--merge PART --merge PART',
    ],
    options: SHADOW_FLAGS,
    examples: [
        'shadow --primary stable.ndjson --candidate next.ndjson',
        "shadow --primary stable.ndjson --candidate next.ndjson --ignore 'meta.*' --pair-by request.id",
    ],
}, async ({ json, ...given }, _, io) => {
    const input = readInput(given);
    // A folder that cannot be written to is told now, not after the work.
    await reportFolder(process.cwd(), input['report-dir']);
    const stop = new AbortController();
    const bar = progressBar(io.stderr, process.stderr.isTTY);
    const from = Date.now();
    const { asked, comparison, summary, conduct } = await compareSources(input, {
        folder: process.cwd(),
        tempDir: (0,external_node_os_.tmpdir)(),
        threads: (0,external_node_os_.availableParallelism)(),
        script: new URL(WORKER, import.meta.url),
        fetch: globalThis.fetch,
        now: () => external_node_perf_hooks_.performance.now(),
        sleep: async (ms, signal) => void (await (0,promises_.setTimeout)(ms, undefined, { signal })),
        random: () => Math.random(),
        signal: stop.signal,
        run: runProgram,
        // What a terminal shows is for whoever typed it.
        mask: () => undefined,
        progress: bar.show,
    }).finally(bar.clear);
    const settings = settingsOf(asked, { from, to: Date.now() });
    const subject = {
        repository: 'local',
        sha: 'local',
        environment: input.environment,
        service: input.service,
    };
    const verdict = verdictOf(summary, comparison, settings, { subject, conduct, judge: judge/* judge */.S });
    const decision = decisionOf(verdict.outcome);
    const framing = { decision, did: DID[decision], go: verdict.outcome === 'pass', elsewhere: isField };
    const details = shadowDetails(verdict.details);
    if (details === undefined)
        throw new Error('the details of this verdict do not fit their own shape');
    const { confidence } = asked;
    const sections = {
        markdown: shadowMarkdown(details, confidence),
        html: shadowHtml(details, confidence),
        script: SHADOW_SCRIPT,
    };
    const files = await writeReport(verdict, framing, sections, process.cwd(), input['report-dir']);
    io.stdout(json
        ? `${(0,codec/* encode */.l)(verdict)}\n`
        : `${(0,show_verdict/* showVerdict */.x)(verdict, framing)}\n${shadowTerminal(details, confidence)}\n${files.report}\n`);
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
