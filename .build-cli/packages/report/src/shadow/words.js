import { counted, numbered, plainNumber, share, shareOfAll } from "../numbers.js";
/** How a status is called, and what it means. */
export const STATUS = {
    worse: { mark: '❌', word: 'differs' },
    undecided: { mark: '❔', word: 'undecided' },
    'not comparable': { mark: '🌫️', word: 'not comparable by value' },
    within: { mark: '✅', word: 'within noise or budget' },
};
/** The word for a status; what it is about where that is not the value, and about how many more pairs decide. */
export function statusWords({ status, needed, by }) {
    const { word } = STATUS[status];
    if (status === 'worse')
        return by === undefined || by === 'value' ? word : `${word} in ${by}`;
    return status === 'within' || needed === undefined ? word : `${word}, ≈ ${numbered(needed, 'more pair')}`;
}
/** What kinds of difference there were, in words. */
export function kindsOf(row) {
    return row.kinds
        .map(({ kind, count }) => {
        const direction = kind === 'value' ? directionOf(row, count) : '';
        return `${KINDS[kind] ?? kind} ${counted(count)}${direction === '' ? '' : ` (${direction})`}`;
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
        return `${shareOfAll(moved / values)} of them ${where}`;
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
export function excessOf({ excess, low, high }) {
    const bounds = low === null || high === null ? '' : ` (${share(low)} to ${share(high)})`;
    return `${share(excess)}${bounds}`;
}
/** A rate with its bounds. */
export function rateText({ rate, low, high, }) {
    return `${share(rate)}${low === undefined || high === undefined ? '' : ` (${share(low)} to ${share(high)})`}`;
}
/** Of accuracy and gain points are lost; errors grow by a share of themselves. */
export function lossWords({ type }) {
    const points = (loss) => `${plainNumber(loss * 100)} points`;
    if (type === 'regression')
        return { lost: 'error growth', loses: 'has larger errors than', show: (loss) => share(loss) };
    if (type === 'ranking')
        return { lost: 'gain lost', loses: 'has less gain than', show: points };
    return { lost: 'accuracy lost', loses: 'is right less often than', show: points };
}
/** The median change of a measure with its bounds. */
export function changeText({ median, low, high }) {
    return `${plainNumber(median)}${low === null || high === null ? '' : ` (${plainNumber(low)} to ${plainNumber(high)})`}`;
}
/** A figure with its interval and, where there is one, the stable model's. */
export function figureText(figure) {
    const show = (value) => isShare(figure)
        ? share(value)
        : `${plainNumber(value)}${figure.unit === undefined ? '' : ` ${figure.unit}`}`;
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
