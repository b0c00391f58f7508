import { term } from "../escape.js";
import { counted, plainNumber, share } from "../numbers.js";
import { textTable } from "../terminal.js";
import { allCompared, boundsCaption, driftCaption, intervalsCaption, measuresCaption, modelSlicesCaption, slicesCaption, } from "./captions.js";
import { sentence } from "./sentence.js";
import { changeText, excessOf, figureText, kindsOf, lossWords, rateText, statusWords } from "./words.js";
const SHOWN = 25;
/** The sections of a shadow report for a terminal. `confidence` is that of the verdict. */
export function shadowTerminal(details, confidence) {
    return [
        sentence(details, confidence),
        paths(details, confidence),
        slices(details, confidence),
        model(details, confidence),
        measures(details, confidence),
        lost(details),
        cost(details),
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
        .slice(0, SHOWN)
        .map((row) => [
        statusWords(row),
        term(row.path, 60),
        share(row.rate),
        row.noise === null ? '–' : share(row.noise),
        excessOf(row),
        kindsOf(row),
    ]);
    const more = all.length - rows.length + pathsOmitted;
    const head = ['', 'field', 'differs', 'noise', 'beyond noise', 'how'];
    return lines(textTable([head, ...rows]), more > 0 ? `… and ${counted(more)} more` : '', all.slice(0, SHOWN).some(({ low }) => low !== null) ? boundsCaption(confidence) : '');
}
function slices(details, confidence) {
    const { slices: all } = details;
    if (all.length === 0)
        return '';
    const rows = all
        .slice(0, SHOWN)
        .map((slice) => [
        slice.flagged ? 'MORE' : '',
        term(slice.name, 50),
        counted(slice.pairs),
        term(slice.path, 50),
        rateText(slice),
    ]);
    return lines(textTable([['', 'slice', 'pairs', 'field', 'differs'], ...rows]), slicesCaption(details, confidence, 'MORE'));
}
function model(details, confidence) {
    const { model: found } = details;
    if (found === undefined)
        return '';
    const flips = found.flips
        .slice(0, 10)
        .map(({ from, to, count }) => [`  ${term(from, 30)} → ${term(to, 30)}`, counted(count)]);
    const figures = [...found.figures, ...found.drift].map((figure) => [
        term(figure.name, 50),
        term(figureText(figure)),
    ]);
    return lines(textTable(figures), intervalsCaption(confidence), driftCaption(details), flips.length === 0 ? '' : `flips, stable → candidate\n${textTable(flips)}`, modelSlices(found, confidence));
}
function modelSlices(found, confidence) {
    const words = lossWords(found);
    const rows = found.slices
        .filter(({ agreement }) => agreement < 1)
        .slice(0, 10)
        .map((slice) => [
        slice.flagged ? 'WORSE' : '',
        term(slice.name, 50),
        counted(slice.pairs),
        rateText({ ...slice, rate: slice.agreement }),
        slice.loss === undefined ? '–' : words.show(slice.loss),
    ]);
    if (rows.length === 0)
        return '';
    return lines(textTable([['', 'slice', 'inputs', 'agreement', words.lost], ...rows]), modelSlicesCaption(found, confidence, 'WORSE'));
}
function measures(details, confidence) {
    const { measures: all } = details;
    if (all.length === 0)
        return '';
    const rows = all.flatMap(({ name, arms, change }) => arms.map((arm) => [
        term(name, 30),
        arm.arm,
        counted(arm.n),
        ...arm.quantiles.slice(0, 4).map(plainNumber),
        arm.arm === 'candidate' && change !== null ? changeText(change) : '',
    ]));
    return lines(textTable([['measure', 'arm', 'n', 'p50', 'p90', 'p95', 'p99', 'median change'], ...rows]), all.some(({ change }) => typeof change?.low === 'number') ? boundsCaption(confidence) : '', measuresCaption(details));
}
function cost({ cost: figures, conduct }) {
    const said = figures.map((figure) => `${term(figure.name, 50)} ${term(figureText(figure))}`);
    return lines(said.length === 0 ? '' : `Cost of running in parallel: ${said.join(', ')}`, ...conduct.map((line) => term(line, 300)));
}
function lost({ lost: all, compared }) {
    if (all.length === 0)
        return `Not compared: nothing; ${allCompared(compared)}.`;
    return `Not compared: ${all.map(({ what, count }) => `${counted(count)} ${term(what, 80)}`).join(', ')}`;
}
