import { concordanceFrom } from "../../models/concordance.js";
import { besideFigure, meanFigure, meanIn, normalFigure } from "./mean.js";
/** Kept to work out other figures, and of no interest by themselves. */
const HIDDEN = /squared|product/;
/** What both models have one of; the two are one figure. */
const OF_BOTH = /^(stable|candidate) /;
/** The figures of other kinds of models: means with intervals, root mean square errors, concordance. */
export function numberFigures(tally, confidence) {
    const shown = [...tally.figures].filter(([name]) => !HIDDEN.test(name)).sort(([a], [b]) => (a < b ? -1 : 1));
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
